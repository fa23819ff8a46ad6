//! The plan, and who got what for which birthday.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Error, MemberId, OrgId, Result};
use store::{Read, Row, Tx, Value, args, sql};

use super::model::{Given, Plan};

/// The plan; one that gives nothing when the shop never made one.
pub async fn plan(db: &mut impl Read, org: OrgId) -> Result<Plan> {
    let row = db.row(sql!("SELECT plan FROM birthday_plan WHERE org = $1"), args![org]).await?;
    row.map_or_else(
        || Ok(Plan::default()),
        |row| serde_json::from_str(&row.get::<String>("plan")?).map_err(Error::broken),
    )
}

pub(super) async fn keep(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let (org, text) = (tx.org(), serde_json::to_string(plan).map_err(Error::broken)?);
    tx.run(
        sql!(
            "INSERT INTO birthday_plan (org, plan) VALUES ($1, $2)
             ON CONFLICT (org) DO UPDATE SET plan = excluded.plan"
        ),
        args![org, text],
    )
    .await
    .map(drop)
}

fn day(row: &Row, column: &'static str) -> Result<Date> {
    row.get::<String>(column)?.parse().map_err(Error::broken)
}

/// The latest gift of each of these members.
pub(super) async fn latest(
    db: &mut impl Read,
    org: OrgId,
    members: &[MemberId],
) -> Result<HashMap<MemberId, Given>> {
    let mut all: HashMap<MemberId, Given> = HashMap::new();
    for some in members.chunks(500) {
        let marks: Vec<_> = (2..some.len() + 2).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT member, given_on, birthday, voucher FROM birthday_gift
             WHERE org = $1 AND member IN ({}) ORDER BY given_on",
            marks.join(",")
        );
        let values = args![org].into_iter().chain(some.iter().map(|id| Value::from(*id)));
        for row in &db.rows(&sql, values.collect()).await? {
            let given = Given {
                member: row.get("member")?,
                given_on: day(row, "given_on")?,
                birthday: day(row, "birthday")?,
                voucher: row.get("voucher")?,
            };
            all.insert(given.member, given);
        }
    }
    Ok(all)
}

pub(super) async fn note(tx: &mut Tx, given: &Given) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO birthday_gift (org, member, given_on, birthday, voucher)
             VALUES ($1, $2, $3, $4, $5)"
        ),
        args![
            org,
            given.member,
            given.given_on.to_string(),
            given.birthday.to_string(),
            given.voucher
        ],
    )
    .await
    .map(drop)
}

/// How many were given since a day.
pub(super) async fn count(db: &mut impl Read, org: OrgId, since: Date) -> Result<i64> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(*) AS given FROM birthday_gift
                 WHERE org = $1 AND given_on >= $2 AND voucher IS NOT NULL"
            ),
            args![org, since.to_string()],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("given"))
}

/// What either got for a birthday counts for the one: nothing is given twice in twelve months.
pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO birthday_gift (org, member, given_on, birthday, voucher)
             SELECT org, CAST($3 AS UUID), given_on, birthday, voucher FROM birthday_gift
             WHERE org = $1 AND member = $2
             ON CONFLICT (org, member, given_on) DO NOTHING"
        ),
        args![org, from, into],
    )
    .await?;
    tx.run(sql!("DELETE FROM birthday_gift WHERE org = $1 AND member = $2"), args![org, from])
        .await
        .map(drop)
}

/// Takes out the days on which somebody was given something.
pub(super) async fn forget(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM birthday_gift WHERE org = $1 AND member = $2"), args![org, member])
        .await
        .map(drop)
}
