//! Reading balances and statements off the tables, as of the last commit.

use kernel::{Error, OrgId, Page, PageRequest, PostingId, Result, Time};
use serde::Serialize;
use store::{Read, Row, Value, args, sql};

use crate::{
    account::{AccountKey, Unit},
    project::Spot,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountRow {
    pub key: AccountKey,
    pub unit: Unit,
    pub floor: Option<i64>,
    pub balance: i64,
    pub held: i64,
}

impl AccountRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            key: AccountKey::new(&row.get::<String>("key")?)?,
            unit: Unit::new(&row.get::<String>("unit")?)?,
            floor: row.get("floor")?,
            balance: row.get("balance")?,
            held: row.get("held")?,
        })
    }
}

/// One account; none if nothing was ever posted to it.
pub async fn find_account(
    read: &mut impl Read,
    org: OrgId,
    key: &AccountKey,
) -> Result<Option<AccountRow>> {
    let row = read
        .row(
            sql!("SELECT key, unit, floor, balance, held FROM account WHERE org = $1 AND key = $2"),
            args![org, key.as_str()],
        )
        .await?;
    row.as_ref().map(AccountRow::read).transpose()
}

/// The balance of one account, zero if nothing was ever posted to it.
pub async fn balance_of(read: &mut impl Read, org: OrgId, key: &AccountKey) -> Result<i64> {
    Ok(find_account(read, org, key).await?.map_or(0, |row| row.balance))
}

/// The most prefixes that one read is asked for.
pub const MOST_PREFIXES: usize = 64;

/// `(key >= $2 AND key < $3) OR (key >= $4 AND key < $5)`: whether the column begins with one of so
/// many prefixes.
pub(crate) fn begins(column: &str, prefixes: &[String]) -> String {
    let ranges: Vec<String> = (0..prefixes.len())
        .map(|at| (2 * at + 2, 2 * at + 3))
        .map(|(from, until)| format!("({column} >= ${from} AND {column} < ${until})"))
        .collect();
    ranges.join(" OR ")
}

/// The org and the bounds of the prefixes, as [`begins`] numbers them. '~' sorts behind every
/// character of a key.
fn bounds(org: OrgId, prefixes: &[String]) -> Result<Vec<Value>> {
    if prefixes.is_empty() || prefixes.len() > MOST_PREFIXES {
        return Err(Error::broken(format!("{} prefixes at once", prefixes.len())));
    }
    let mut values = args![org];
    values.extend(prefixes.iter().flat_map(|prefix| args![prefix, format!("{prefix}~")]));
    Ok(values)
}

/// Accounts whose key begins with one of a few prefixes (`gifts/mbr_…/`, `stamps/mbr_…/`), in order
/// of key.
pub async fn accounts_under(
    read: &mut impl Read,
    org: OrgId,
    prefixes: &[String],
    page: &PageRequest,
) -> Result<Page<AccountRow>> {
    let limit = page.limit()?;
    let after: Option<String> = page.after()?;
    let mut values = bounds(org, prefixes)?;
    let next = values.len() + 1;
    values.extend(args![after.unwrap_or_default(), limit + 1]);
    let sql = format!(
        "SELECT key, unit, floor, balance, held FROM account
         WHERE org = $1 AND ({}) AND key > ${next} ORDER BY key LIMIT ${}",
        begins("key", prefixes),
        next + 1,
    );
    let rows = read.rows(&sql, values).await?;
    let rows = rows.iter().map(AccountRow::read).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(rows, limit, |row| row.key.to_string()))
}

/// What the org owes in a unit that only holders receive: the sum of all balances above zero. Of points
/// it is the sum of open lots. Where what was spent is counted too, as of stored value, the room that
/// keeps it knows.
pub async fn liability(read: &mut impl Read, org: OrgId, unit: &Unit) -> Result<i64> {
    let row = read
        .row(
            sql!(
                "SELECT CAST(COALESCE(SUM(balance), 0) AS BIGINT) AS owed FROM account
                 WHERE org = $1 AND unit = $2 AND balance > 0"
            ),
            args![org, unit.as_str()],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("owed"))
}

/// A part of a unit that ends at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LotRow {
    /// None: it stays.
    pub expires_at: Option<Time>,
    pub amount: i64,
    pub held: i64,
}

/// The open lots of an account, the soonest end first, at most 200.
pub async fn lots_of(read: &mut impl Read, org: OrgId, key: &AccountKey) -> Result<Vec<LotRow>> {
    let rows = read
        .rows(
            sql!(
                "SELECT ends, amount, held FROM lot WHERE org = $1 AND account = $2
                 ORDER BY ends LIMIT 200"
            ),
            args![org, key.as_str()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let ends: i64 = row.get("ends")?;
            let expires_at = crate::entry::Ends::from_micros(ends).time();
            Ok(LotRow { expires_at, amount: row.get("amount")?, held: row.get("held")? })
        })
        .collect()
}

/// What ends at one instant, of everybody together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EndRow {
    /// None: it stays.
    pub expires_at: Option<Time>,
    pub amount: i64,
}

/// The open lots of a unit by their end, the soonest first, at most so many ends. What comes behind
/// them is the rest of [`liability`].
pub async fn lots_by_end(
    read: &mut impl Read,
    org: OrgId,
    unit: &Unit,
    most: u32,
) -> Result<Vec<EndRow>> {
    let rows = read
        .rows(
            sql!(
                "SELECT ends, CAST(SUM(amount) AS BIGINT) AS amount FROM lot
                 WHERE org = $1 AND unit = $2 GROUP BY ends ORDER BY ends LIMIT $3"
            ),
            args![org, unit.as_str(), most],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let expires_at = crate::entry::Ends::from_micros(row.get("ends")?).time();
            Ok(EndRow { expires_at, amount: row.get("amount")? })
        })
        .collect()
}

/// One transfer as the holder of an account sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementLine {
    pub posting: PostingId,
    pub at: Time,
    /// `posted`, `taken`, `reversed`, `expired`.
    pub kind: String,
    pub reason: String,
    pub subject: String,
    /// Whose line this is, and the other side.
    pub account: AccountKey,
    pub other: AccountKey,
    /// Above zero when the account received.
    pub amount: i64,
    /// The transfer's number; where its posting stands in the journal.
    #[serde(skip)]
    pub(crate) ordinal: i64,
    #[serde(skip)]
    pub(crate) spot: Spot,
}

/// What a statement tells of the transfers that [`walk`] passed.
pub(crate) const LINE: &str = "t.ordinal, t.number, t.leaf, w.account,
    CASE WHEN t.source = w.account THEN t.target ELSE t.source END AS other,
    CASE WHEN t.source = w.account THEN -t.amount ELSE t.amount END AS amount,
    p.id AS posting, p.at, p.kind, p.reason, p.subject";

/// Which side of a transfer the account is.
const SIDE: &str = "CAST(CASE WHEN t.source = w.account THEN 0 ELSE 1 END AS BIGINT)";

/// Where [`LINE`] is read from, up to the first condition. From the walk and not towards it, which is what
/// `CROSS JOIN` says to `SQLite`.
pub(crate) const PASSED: &str = "walk w CROSS JOIN transfer t CROSS JOIN posting p
    WHERE t.org = $1 AND t.ordinal = w.ordinal
     AND p.org = $1 AND p.number = t.number AND p.leaf = t.leaf";

/// Walks from some account's transfers to those before them. `from` is a `SELECT` of accounts, the
/// numbers of their transfers, and a count, `met`; `counts` is what the transfer numbered `next` adds to it.
/// The walk goes on as long as `goes_on`. Every step looks up one transfer by its key.
pub(crate) fn walk(from: &str, counts: &str, goes_on: &str) -> String {
    let before = "CASE WHEN t.source = w.account THEN t.source_before ELSE t.target_before END";
    let counts = counts.replace("next", before);
    format!(
        "WITH RECURSIVE walk (account, ordinal, met) AS (
           {from}
           UNION ALL
           SELECT w.account, {before}, w.met + {counts}
           FROM walk w CROSS JOIN transfer t
           WHERE t.org = $1 AND t.ordinal = w.ordinal
            AND (t.source = w.account OR t.target = w.account) AND {goes_on})"
    )
}

/// The transfers of an account, the latest first.
pub async fn statement(
    read: &mut impl Read,
    org: OrgId,
    key: &AccountKey,
    page: &PageRequest,
) -> Result<Page<StatementLine>> {
    let limit = page.limit()?;
    let after: Option<i64> = page.after()?;
    // What was shown last is passed once more, because it knows what was before it.
    let passed = limit + 1 + u32::from(after.is_some());
    let sql = format!(
        "{walk} SELECT {LINE} FROM {PASSED}
          AND (t.source = w.account OR t.target = w.account) AND t.ordinal < $4
         ORDER BY t.ordinal DESC",
        walk = walk(
            "SELECT key, COALESCE($3, last), CAST(1 AS BIGINT) FROM account
             WHERE org = $1 AND key = $2",
            "1",
            "w.met < $5",
        ),
    );
    let before = after.unwrap_or(i64::MAX);
    let rows = read.rows(&sql, args![org, key.as_str(), after, before, passed]).await?;
    let lines = rows.iter().map(statement_line).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(lines, limit, |line| line.ordinal))
}

/// The transfers of all accounts whose key begins with one of a few prefixes, the latest first: what
/// one person has, whose lines are few. A transfer between two of them is two lines.
pub async fn statement_under(
    read: &mut impl Read,
    org: OrgId,
    prefixes: &[String],
    page: &PageRequest,
) -> Result<Page<StatementLine>> {
    let limit = page.limit()?;
    let (ordinal, side): (i64, i64) = page.after()?.unwrap_or((i64::MAX, 0));
    let mut values = bounds(org, prefixes)?;
    let next = values.len() + 1;
    // Both sides of the transfer that was shown last may be among the accounts.
    values.extend(args![ordinal, side, limit + 1, i64::from(limit) + 2]);
    let sql = format!(
        "{walk} SELECT {LINE}, {SIDE} AS side FROM {PASSED}
          AND (t.ordinal, {SIDE}) < (${next}, ${side})
         ORDER BY t.ordinal DESC, side DESC LIMIT ${limit}",
        walk = walk(
            &format!(
                "SELECT key, last, CASE WHEN last <= ${next} THEN CAST(1 AS BIGINT) ELSE 0 END
                 FROM account WHERE org = $1 AND ({})",
                begins("key", prefixes)
            ),
            &format!("CASE WHEN next <= ${next} THEN 1 ELSE 0 END"),
            &format!("w.met < ${}", next + 3),
        ),
        side = next + 1,
        limit = next + 2,
    );
    let rows = read.rows(&sql, values).await?;
    let lines = rows.iter().map(|row| Ok((statement_line(row)?, row.get::<i64>("side")?)));
    let lines = lines.collect::<Result<Vec<_>>>()?;
    let key = |(line, side): &(StatementLine, i64)| (line.ordinal, *side);
    Ok(Page::cut(lines, limit, key).map(|(line, _)| line))
}

pub(crate) fn statement_line(row: &Row) -> Result<StatementLine> {
    Ok(StatementLine {
        posting: row.get("posting")?,
        at: row.get("at")?,
        kind: row.get("kind")?,
        reason: row.get("reason")?,
        subject: row.get("subject")?,
        account: AccountKey::new(&row.get::<String>("account")?)?,
        other: AccountKey::new(&row.get::<String>("other")?)?,
        amount: row.get("amount")?,
        ordinal: row.get("ordinal")?,
        spot: Spot { number: row.get("number")?, leaf: row.get("leaf")? },
    })
}
