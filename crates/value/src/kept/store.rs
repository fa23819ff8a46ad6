//! The kept operations' rows.

use kernel::{KeptId, MemberId, OrgId, Result};
use store::{Read, Row, Tx, args, sql};

use super::model::Kept;

fn read(row: &Row) -> Result<Kept> {
    Ok(Kept {
        id: row.get("id")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        device: row.get("device")?,
        member: row.get("member")?,
        amount: row.get("amount")?,
        at: row.get("at")?,
        arrived_at: row.get("arrived_at")?,
        visit: row.get("visit")?,
        purchase: row.get("purchase")?,
    })
}

pub async fn find(db: &mut impl Read, org: OrgId, id: KeptId) -> Result<Option<Kept>> {
    let row = db
        .row(
            sql!(
                "SELECT id, store, staff, device, member, amount, at, arrived_at, visit, purchase
                 FROM kept_operation WHERE org = $1 AND id = $2"
            ),
            args![org, id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn insert(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO kept_operation (org, id, store, staff, device, member, amount, at,
               arrived_at, visit, purchase)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        args![
            org,
            kept.id,
            kept.store,
            kept.staff,
            kept.device,
            kept.member,
            kept.amount,
            kept.at,
            kept.arrived_at,
            kept.visit,
            kept.purchase,
        ],
    )
    .await
    .map(drop)
}

/// What a counter kept of one record is the other's.
pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE kept_operation SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}
