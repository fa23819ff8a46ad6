//! The visits' rows.

use kernel::{
    Error, MemberId, OrgId, Page, PageRequest, PurchaseId, Result, StoreId, Time, VisitId,
};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::Visit;

const COLUMNS: &str = "id, member, store, day, at, staff, purchase, arrived_at";

fn read(row: &Row) -> Result<Visit> {
    Ok(Visit {
        id: row.get("id")?,
        member: row.get("member")?,
        store: row.get("store")?,
        day: row.get("day")?,
        at: row.get("at")?,
        staff: row.get("staff")?,
        purchase: row.get("purchase")?,
        arrived_at: row.get("arrived_at")?,
    })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: VisitId) -> Result<Visit> {
    let sql = format!("SELECT {COLUMNS} FROM visit WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("visit"))
}

pub async fn of_day(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
    store: StoreId,
    day: &str,
) -> Result<Option<Visit>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit WHERE org = $1 AND member = $2 AND store = $3 AND day = $4"
    );
    db.row(&sql, args![org, member, store, day]).await?.as_ref().map(read).transpose()
}

/// The latest first; of one member if given.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    member: Option<MemberId>,
    page: &PageRequest,
) -> Result<Page<Visit>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM visit WHERE org = $1 AND id < $2
         AND (CAST($3 AS UUID) IS NULL OR member = $3) ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, before, member, limit + 1]).await?;
    let visits: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(visits?, limit, |visit| visit.id.uuid()))
}

pub(super) async fn insert(tx: &mut Tx, visit: &Visit) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO visit (org, id, member, store, day, at, staff, purchase, arrived_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        args![
            org,
            visit.id,
            visit.member,
            visit.store,
            &visit.day,
            visit.at,
            visit.staff,
            visit.purchase,
            visit.arrived_at,
        ],
    )
    .await
    .map(drop)
}

/// The day's visit began earlier than we had heard.
pub(super) async fn begin_at(tx: &mut Tx, id: VisitId, at: Time) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE visit SET at = $3, arrived_at = $4 WHERE org = $1 AND id = $2"),
        args![org, id, at, now],
    )
    .await
    .map(drop)
}

pub(crate) async fn complete(tx: &mut Tx, id: VisitId, purchase: PurchaseId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE visit SET purchase = $3 WHERE org = $1 AND id = $2"),
        args![org, id, purchase],
    )
    .await
    .map(drop)
}

/// The purchase is gone: its visit is a tap again.
pub(crate) async fn part(tx: &mut Tx, member: MemberId, purchase: PurchaseId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE visit SET purchase = NULL WHERE org = $1 AND member = $2 AND purchase = $3"),
        args![org, member, purchase],
    )
    .await
    .map(drop)
}

pub(super) async fn delete(tx: &mut Tx, id: VisitId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM visit WHERE org = $1 AND id = $2"), args![org, id]).await.map(drop)
}

/// The other's visits; of two on one day in one store the earlier stays. Which were dropped.
pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<Vec<VisitId>> {
    let org = tx.org();
    let rows = tx
        .rows(
            sql!(
                "SELECT a.id AS mine, a.at AS mine_at, a.purchase AS mine_bought, b.id AS other,
                   b.at AS other_at, b.purchase AS other_bought
                 FROM visit a JOIN visit b ON b.org = a.org AND b.store = a.store AND b.day = a.day
                 WHERE a.org = $1 AND a.member = $2 AND b.member = $3"
            ),
            args![org, into, from],
        )
        .await?;
    let mut pairs = Vec::with_capacity(rows.len());
    for row in &rows {
        let mine = (row.get::<Time>("mine_at")?, row.get::<VisitId>("mine")?);
        let other = (row.get::<Time>("other_at")?, row.get::<VisitId>("other")?);
        pairs.push((mine, other, row));
    }
    pairs.sort_unstable_by_key(|(_, other, _)| other.1);
    let mut dropped = Vec::with_capacity(pairs.len());
    for (mine, other, row) in pairs {
        let (stays, goes) = if mine <= other { (mine.1, other.1) } else { (other.1, mine.1) };
        let bought: [Option<PurchaseId>; 2] = [row.get("mine_bought")?, row.get("other_bought")?];
        delete(tx, goes).await?;
        if let Some(bought) = bought.into_iter().flatten().min() {
            complete(tx, stays, bought).await?;
        }
        dropped.push(goes);
    }
    tx.run(
        sql!("UPDATE visit SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await?;
    tx.run(sql!("DELETE FROM custom WHERE org = $1 AND member = $2"), args![org, from]).await?;
    Ok(dropped)
}
