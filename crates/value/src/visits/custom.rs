//! Each member's custom: one row that the counter and the lists read instead of summing.

use std::collections::HashMap;

use kernel::{MemberId, OrgId, Result, StoreId, Time};
use store::{Read, Row, Tx, Value, args, sql};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Custom {
    /// Taps.
    pub visits: i64,
    pub purchases: i64,
    /// In minor units.
    pub spent: i64,
    pub first_bought_at: Option<Time>,
    pub last_here_at: Option<Time>,
}

impl Custom {
    /// Was here at this instant.
    pub fn here(&mut self, at: Time) {
        self.last_here_at = Some(self.last_here_at.map_or(at, |last| last.max(at)));
    }
    /// Bought; whether it was the first time.
    pub fn bought(&mut self, amount: i64, at: Time) -> bool {
        self.here(at);
        let first = self.purchases == 0;
        self.purchases += 1;
        self.spent = self.spent.saturating_add(amount);
        self.first_bought_at = Some(self.first_bought_at.map_or(at, |earlier| earlier.min(at)));
        first
    }
}

const COLUMNS: &str = "member, visits, purchases, spent, first_bought_at, last_here_at";

fn read(row: &Row) -> Result<Custom> {
    Ok(Custom {
        visits: row.get("visits")?,
        purchases: row.get("purchases")?,
        spent: row.get("spent")?,
        first_bought_at: row.get("first_bought_at")?,
        last_here_at: row.get("last_here_at")?,
    })
}

/// Nothing yet is a custom too.
pub async fn find(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Custom> {
    let sql = format!("SELECT {COLUMNS} FROM custom WHERE org = $1 AND member = $2");
    db.row(&sql, args![org, member]).await?.as_ref().map_or_else(|| Ok(Custom::default()), read)
}

/// Of many members in one statement; those without are left out.
pub async fn of(
    db: &mut impl Read,
    org: OrgId,
    members: &[MemberId],
) -> Result<HashMap<MemberId, Custom>> {
    if members.is_empty() {
        return Ok(HashMap::new());
    }
    let marks: Vec<_> = (2..members.len() + 2).map(|n| format!("${n}")).collect();
    let marks = marks.join(",");
    let sql = format!("SELECT {COLUMNS} FROM custom WHERE org = $1 AND member IN ({marks})");
    let values = args![org].into_iter().chain(members.iter().map(|id| Value::from(*id))).collect();
    db.rows(&sql, values).await?.iter().map(|row| Ok((row.get("member")?, read(row)?))).collect()
}

/// Writes the customs of some members, whole.
pub(crate) async fn put(
    tx: &mut Tx,
    rows: impl IntoIterator<Item = (MemberId, Custom)>,
) -> Result<()> {
    let org = tx.org();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(member, custom)| {
            args![
                org,
                member,
                custom.visits,
                custom.purchases,
                custom.spent,
                custom.first_bought_at,
                custom.last_here_at,
            ]
        })
        .collect();
    tx.insert(
        "custom",
        &["org", "member", "visits", "purchases", "spent", "first_bought_at", "last_here_at"],
        rows,
        "ON CONFLICT (org, member) DO UPDATE SET visits = excluded.visits,
           purchases = excluded.purchases, spent = excluded.spent,
           first_bought_at = excluded.first_bought_at, last_here_at = excluded.last_here_at",
    )
    .await
}

/// Counts again from the rows, after something was taken back.
pub(crate) async fn recount(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    let row = tx
        .row(
            sql!(
                "SELECT
                   (SELECT COUNT(*) FROM visit WHERE org = $1 AND member = $2) AS visits,
                   (SELECT MAX(at) FROM visit WHERE org = $1 AND member = $2) AS seen,
                   (SELECT COUNT(*) FROM purchase WHERE org = $1 AND member = $2
                    AND (returned < amount OR amount = 0)) AS purchases,
                   (SELECT CAST(COALESCE(SUM(amount - returned), 0) AS BIGINT) FROM purchase
                    WHERE org = $1 AND member = $2) AS spent,
                   (SELECT MIN(at) FROM purchase WHERE org = $1 AND member = $2
                    AND (returned < amount OR amount = 0)) AS first_bought_at,
                   (SELECT MAX(at) FROM purchase WHERE org = $1 AND member = $2) AS last_bought"
            ),
            args![org, member],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    let (seen, bought): (Option<Time>, Option<Time>) = (row.get("seen")?, row.get("last_bought")?);
    let custom = Custom {
        visits: row.get("visits")?,
        purchases: row.get("purchases")?,
        spent: row.get("spent")?,
        first_bought_at: row.get("first_bought_at")?,
        last_here_at: seen.max(bought),
    };
    put(tx, [(member, custom)]).await
}

/// What went on in a store on a local day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    /// Different people, by tap or purchase.
    pub people: i64,
    pub amount: i64,
}

pub async fn day(db: &mut impl Read, org: OrgId, store: StoreId, day: &str) -> Result<Day> {
    let row = db
        .row(
            sql!(
                "SELECT
                   (SELECT COUNT(*) FROM (
                      SELECT member FROM visit WHERE org = $1 AND store = $2 AND day = $3
                      UNION SELECT member FROM purchase
                      WHERE org = $1 AND store = $2 AND day = $3 AND member IS NOT NULL) AS who)
                   AS people,
                   (SELECT CAST(COALESCE(SUM(amount - returned), 0) AS BIGINT) FROM purchase
                    WHERE org = $1 AND store = $2 AND day = $3) AS amount"
            ),
            args![org, store, day],
        )
        .await?;
    row.map_or_else(
        || Ok(Day::default()),
        |row| Ok(Day { people: row.get("people")?, amount: row.get("amount")? }),
    )
}
