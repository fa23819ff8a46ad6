//! The proof of one posting: that it stands in the journal, without showing anybody else's.

use kernel::{Error, OrgId, PostingId, Result, Time};
use serde::{Deserialize, Serialize};
use store::{Read, args, sql};

use crate::{
    entry::{Entry, hex},
    hot,
    journal::{self, Head, VERSION},
    merkle::{self, Hash},
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
        .row(
            sql!(
                "SELECT p.number, p.leaf, j.at, j.hash, j.body, b.hash AS hash_before
                 FROM posting p
                 JOIN journal j ON j.org = p.org AND j.number = p.number
                 LEFT JOIN journal b ON b.org = p.org AND b.number = p.number - 1
                 WHERE p.org = $1 AND p.id = $2"
            ),
            args![org, id],
        )
        .await?
        .ok_or(Error::NotFound("posting"))?;
    let (number, leaf): (i64, i64) = (row.get("number")?, row.get("leaf")?);
    let place = usize::try_from(leaf).map_err(Error::broken)?;
    let body: String = row.get("body")?;
    let line = body.split('\n').nth(place).ok_or_else(|| Error::broken("no such line"))?;
    let leaves = journal::leaves(&body);
    let before: Option<Vec<u8>> = row.get("hash_before")?;
    let before = before.map_or(Ok(Head::NONE.hash), |bytes| hot::hash(&bytes, number - 1))?;
    let hash = hot::hash(&row.get::<Vec<u8>>("hash")?, number)?;
    Ok(Proof {
        regulars: VERSION,
        row: number,
        at: row.get("at")?,
        line: line.to_owned(),
        place,
        lines: leaves.len(),
        path: merkle::path(&leaves, place).iter().map(|hash| hex::write(hash)).collect(),
        before: hex::write(&before),
        hash: hex::write(&hash),
    })
}
