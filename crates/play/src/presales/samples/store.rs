//! The rows of samples.

use std::collections::HashMap;

use kernel::{
    MemberId, OrgId, Page, PageRequest, PresaleId, PresaleSampleId, Result, Time, VoucherId,
};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Fate, Sample};

const COLUMNS: &str =
    "id, presale, member, voucher, state, points, at, until, ended_at, store, staff";

fn read(row: &Row) -> Result<Sample> {
    Ok(Sample {
        id: row.get("id")?,
        presale: row.get("presale")?,
        member: row.get("member")?,
        voucher: row.get("voucher")?,
        fate: row.word("state")?,
        points: row.get("points")?,
        at: row.get("at")?,
        until: row.get("until")?,
        ended_at: row.get("ended_at")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
    })
}

pub async fn insert(tx: &mut Tx, one: &Sample) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO presale_sample (org, id, presale, member, voucher, state, points, at, until,
               store, staff)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        args![
            org,
            one.id,
            one.presale,
            one.member,
            one.voucher,
            one.fate.word(),
            one.points,
            one.at,
            one.until,
            one.store,
            one.staff,
        ],
    )
    .await
    .map(drop)
}

/// What became of it, and when.
pub async fn set_fate(
    tx: &mut Tx,
    id: PresaleSampleId,
    (fate, ended_at): (Fate, Option<Time>),
) -> Result<()> {
    let org = tx.org();
    let sql =
        sql!("UPDATE presale_sample SET state = $3, ended_at = $4 WHERE org = $1 AND id = $2");
    tx.run(sql, args![org, id, fate.word(), ended_at]).await.map(drop)
}

pub async fn by_voucher(
    db: &mut impl Read,
    org: OrgId,
    voucher: VoucherId,
) -> Result<Option<Sample>> {
    let sql = format!("SELECT {COLUMNS} FROM presale_sample WHERE org = $1 AND voucher = $2");
    db.row(&sql, args![org, voucher]).await?.as_ref().map(read).transpose()
}

/// Of a pre-sale, the latest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    presale: PresaleId,
    page: &PageRequest,
) -> Result<Page<Sample>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_sample WHERE org = $1 AND presale = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, presale, before, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(found?, limit, |one| one.id.uuid()))
}

/// A member's of a pre-sale that is in their hands or waits for them, the latest first.
pub async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    (member, presale): (MemberId, PresaleId),
) -> Result<Vec<Sample>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_sample WHERE org = $1 AND member = $2 AND presale = $3
           AND state IN ('held', 'collected')
         ORDER BY id DESC LIMIT 20"
    );
    db.rows(&sql, args![org, member, presale]).await?.iter().map(read).collect()
}

/// The pre-sales of which somebody ever took a sample.
pub async fn presales_of(tx: &mut Tx, member: MemberId) -> Result<Vec<PresaleId>> {
    let org = tx.org();
    let sql = sql!("SELECT DISTINCT presale FROM presale_sample WHERE org = $1 AND member = $2");
    tx.rows(sql, args![org, member]).await?.iter().map(|row| row.get("presale")).collect()
}

/// When the first that waits at the counter has waited long enough.
pub async fn soonest(db: &mut impl Read, org: OrgId, presale: PresaleId) -> Result<Option<Time>> {
    let sql = sql!(
        "SELECT until FROM presale_sample WHERE org = $1 AND presale = $2 AND state = 'held'
         ORDER BY until LIMIT 1"
    );
    db.row(sql, args![org, presale]).await?.map(|row| row.get("until")).transpose()
}

/// What was not collected before an instant, the soonest first.
pub async fn overdue(
    db: &mut impl Read,
    org: OrgId,
    (presale, now): (PresaleId, Time),
    limit: u32,
) -> Result<Vec<Sample>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM presale_sample
         WHERE org = $1 AND presale = $2 AND state = 'held' AND until <= $3 ORDER BY until LIMIT $4"
    );
    db.rows(&sql, args![org, presale, now, limit]).await?.iter().map(read).collect()
}

/// How many there are of each state.
pub async fn counted(
    db: &mut impl Read,
    org: OrgId,
    presale: PresaleId,
) -> Result<HashMap<Fate, i64>> {
    let sql = sql!(
        "SELECT state, COUNT(*) AS n FROM presale_sample WHERE org = $1 AND presale = $2
         GROUP BY state"
    );
    let rows = db.rows(sql, args![org, presale]).await?;
    rows.iter().map(|row| Ok((row.word("state")?, row.get("n")?))).collect()
}

/// How many had a sample in their hands before they first reserved.
pub async fn then_reserved(db: &mut impl Read, org: OrgId, presale: PresaleId) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) AS n FROM (
           SELECT member, MIN(ended_at) AS at FROM presale_sample
           WHERE org = $1 AND presale = $2 AND state = 'collected' GROUP BY member) AS tried
         WHERE tried.at < (SELECT MIN(one.at) FROM presale_reservation AS one
           WHERE one.org = $1 AND one.member = tried.member AND one.presale = $2)"
    );
    let row = db.row(sql, args![org, presale]).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

pub async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    let sql = sql!("UPDATE presale_sample SET member = $3 WHERE org = $1 AND member = $2");
    tx.run(sql, args![org, from, into]).await.map(drop)
}
