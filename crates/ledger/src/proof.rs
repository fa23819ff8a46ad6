//! The proof of a posting: that it stands in the journal, without showing anybody else's.

use std::collections::BTreeSet;

use kernel::{Error, OrgId, Page, PageRequest, PostingId, Result, Time};
use serde::{Deserialize, Serialize};
use store::{Read, args, sql};

use crate::{
    entry::{Entry, hex},
    hot,
    journal::{self, Head, VERSION},
    merkle::{self, Hash},
    posting::MOST_TRANSFERS,
    project::Spot,
    reads::{self, LINE, PASSED, StatementLine, statement_line},
};

/// A posting, the way from it to the root of its journal row, and what the row's hash is made of.
/// Anybody can check it without the shop ([`Proof::check`]); what it proves is as good as the
/// knowledge of `hash`, which the shop shows to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The encoding: 1.
    pub regulars: u32,
    pub row: i64,
    /// When the row was written, in microseconds since 1970.
    pub at: i64,
    /// The posting's line of the journal, to the byte.
    pub line: String,
    /// Which line it is, from zero, out of how many.
    pub place: usize,
    pub lines: usize,
    /// Hashes beside the way up, from the bottom, in hexadecimal.
    pub path: Vec<String>,
    /// The hash of the row before.
    pub before: String,
    /// The hash of the row.
    pub hash: String,
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Another version, or something that is no hash.
    Unreadable,
    /// The line is not a posting.
    NoPosting,
    /// The line does not lead to the row's hash.
    NotInRow,
}

impl Proof {
    /// The id of the posting that this proves, if it holds.
    pub fn check(&self) -> Result<PostingId, Flaw> {
        let hash = |text: &String| hex::read::<32>(text).ok_or(Flaw::Unreadable);
        // A row has fewer lines than four thousand million: a larger count is made up.
        if self.regulars != VERSION || self.row < 1 || u32::try_from(self.lines).is_err() {
            return Err(Flaw::Unreadable);
        }
        let path = self.path.iter().map(hash).collect::<Result<Vec<Hash>, Flaw>>()?;
        let leaf = merkle::leaf(&self.line);
        let root = merkle::follow(leaf, self.place, self.lines, &path).ok_or(Flaw::NotInRow)?;
        let before = Head { number: self.row - 1, hash: hash(&self.before)? };
        if before.follow(self.row, Time::from_micros(self.at), &root) != hash(&self.hash)? {
            return Err(Flaw::NotInRow);
        }
        let entry: Entry = serde_json::from_str(&self.line).map_err(|_| Flaw::NoPosting)?;
        Ok(entry.id)
    }
}

/// The proof of a posting; 404 if there is none of this id.
pub async fn proof(read: &mut impl Read, org: OrgId, id: PostingId) -> Result<Proof> {
    let row = read
        .row(sql!("SELECT number, leaf FROM posting WHERE org = $1 AND id = $2"), args![org, id])
        .await?
        .ok_or(Error::NotFound("posting"))?;
    let at = Spot { number: row.get("number")?, leaf: row.get("leaf")? };
    RowText::read(read, org, at.number).await?.prove(at)
}

/// A posting with its proof, and those of its transfers that moved something of one holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    pub proof: Proof,
    /// As a statement tells them, the latest first.
    pub lines: Vec<StatementLine>,
}

/// The postings that moved something in accounts whose key begins with one of these prefixes, the
/// latest first, each with its proof. A transfer between two of the accounts is two lines.
pub async fn proofs_under<P: AsRef<str> + Sync>(
    read: &mut impl Read,
    org: OrgId,
    prefixes: &[P],
    page: &PageRequest,
) -> Result<Page<Proven>> {
    let limit = page.limit()?;
    let (number, leaf) = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let before = Spot { number, leaf };
    let mut met = BTreeSet::new();
    for prefix in prefixes {
        met.extend(touched(read, org, prefix.as_ref(), before, limit + 1).await?);
    }
    let found = Page::cut(met.into_iter().rev().collect(), limit, |at| (at.number, at.leaf));
    let span = found.items.last().copied().zip(found.items.first().copied());
    let mut lines: Vec<StatementLine> = Vec::new();
    if let Some((oldest, latest)) = span {
        for prefix in prefixes {
            lines.extend(lines_in(read, org, prefix.as_ref(), Leaves { oldest, latest }).await?);
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.ordinal));
    let mut text: Option<RowText> = None;
    let mut items = Vec::with_capacity(found.items.len());
    for at in found.items {
        // Neighbours of one commit stand in one row, whose text may be long.
        let row = match text.take().filter(|text| text.number == at.number) {
            Some(text) => text,
            None => RowText::read(read, org, at.number).await?,
        };
        let own = |line: &&StatementLine| line.spot == at;
        items.push(Proven {
            proof: row.prove(at)?,
            lines: lines.iter().filter(own).cloned().collect(),
        });
        text = Some(row);
    }
    Ok(Page { items, next_cursor: found.next_cursor })
}

struct Leaves {
    oldest: Spot,
    latest: Spot,
}

/// The accounts under the prefix that `$2` and `$3` bound, where a walk begins. '~' sorts behind every
/// character of a key.
const UNDER: &str = "SELECT key, last, CAST(0 AS BIGINT) FROM account
    WHERE org = $1 AND key >= $2 AND key < $3";

/// Where postings stand that moved something under a prefix, the latest first.
async fn touched(
    read: &mut impl Read,
    org: OrgId,
    prefix: &str,
    before: Spot,
    most: u32,
) -> Result<Vec<Spot>> {
    let rows = read
        .rows(
            &format!(
                "{walk} SELECT DISTINCT t.number, t.leaf FROM walk w CROSS JOIN transfer t
                 WHERE t.org = $1 AND t.ordinal = w.ordinal AND (t.number, t.leaf) < ($4, $5)
                 ORDER BY t.number DESC, t.leaf DESC LIMIT $6",
                walk = reads::walk(
                    UNDER,
                    "CASE WHEN (t.number, t.leaf) < ($4, $5) THEN 1 ELSE 0 END",
                    "w.met < $7"
                )
            ),
            args![
                org,
                prefix,
                format!("{prefix}~"),
                before.number,
                before.leaf,
                most,
                // So many postings have as many transfers at most.
                i64::from(most) * MOST_TRANSFERS as i64,
            ],
        )
        .await?;
    rows.iter().map(|row| Ok(Spot { number: row.get("number")?, leaf: row.get("leaf")? })).collect()
}

/// The transfers under a prefix that stand between two leaves.
async fn lines_in(
    read: &mut impl Read,
    org: OrgId,
    prefix: &str,
    leaves: Leaves,
) -> Result<Vec<StatementLine>> {
    let rows = read
        .rows(
            &format!(
                "{walk} SELECT {LINE} FROM {PASSED}
                  AND (t.number, t.leaf) >= ($4, $5) AND (t.number, t.leaf) <= ($6, $7)
                 ORDER BY t.ordinal DESC",
                walk = reads::walk(UNDER, "0", "(t.number, t.leaf) >= ($4, $5)")
            ),
            args![
                org,
                prefix,
                format!("{prefix}~"),
                leaves.oldest.number,
                leaves.oldest.leaf,
                leaves.latest.number,
                leaves.latest.leaf,
            ],
        )
        .await?;
    rows.iter().map(statement_line).collect()
}

/// A journal row with the hash of the row before.
struct RowText {
    number: i64,
    at: i64,
    before: Hash,
    hash: Hash,
    body: String,
    leaves: Vec<Hash>,
}

impl RowText {
    async fn read(read: &mut impl Read, org: OrgId, number: i64) -> Result<Self> {
        let row = read
            .row(
                sql!(
                    "SELECT j.at, j.hash, j.body, b.hash AS hash_before FROM journal j
                     LEFT JOIN journal b ON b.org = j.org AND b.number = j.number - 1
                     WHERE j.org = $1 AND j.number = $2"
                ),
                args![org, number],
            )
            .await?
            .ok_or_else(|| Error::broken(format!("journal row {number} is missing")))?;
        let before: Option<Vec<u8>> = row.get("hash_before")?;
        let before = before.map_or(Ok(Head::NONE.hash), |bytes| hot::hash(&bytes, number - 1))?;
        let hash = hot::hash(&row.get::<Vec<u8>>("hash")?, number)?;
        let body: String = row.get("body")?;
        let leaves = journal::leaves(&body);
        Ok(Self { number, at: row.get("at")?, before, hash, body, leaves })
    }

    fn prove(&self, at: Spot) -> Result<Proof> {
        let place = usize::try_from(at.leaf).map_err(Error::broken)?;
        let line = self.body.split('\n').nth(place).ok_or_else(|| Error::broken("no such line"))?;
        Ok(Proof {
            regulars: VERSION,
            row: self.number,
            at: self.at,
            line: line.to_owned(),
            place,
            lines: self.leaves.len(),
            path: merkle::path(&self.leaves, place).iter().map(|hash| hex::write(hash)).collect(),
            before: hex::write(&self.before),
            hash: hex::write(&self.hash),
        })
    }
}
