//! The operations' rows.

use kernel::{DeviceId, Error, MemberId, OperationId, OrgId, Result};
use store::{Read, Row, Tx, args, sql};

use super::model::Operation;

const COLUMNS: &str = "id, store, staff, device, member, at, done, undone_at";

fn read(row: &Row) -> Result<Operation> {
    Ok(Operation {
        id: row.get("id")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        device: row.get("device")?,
        member: row.get("member")?,
        at: row.get("at")?,
        done: row.json("done")?,
        undone_at: row.get("undone_at")?,
    })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: OperationId) -> Result<Operation> {
    let sql = format!("SELECT {COLUMNS} FROM operation WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("operation"))
}

/// The last one of a till.
pub async fn last(db: &mut impl Read, org: OrgId, device: DeviceId) -> Result<Option<Operation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM operation WHERE org = $1 AND device = $2
         ORDER BY at DESC, id DESC LIMIT 1"
    );
    db.row(&sql, args![org, device]).await?.as_ref().map(read).transpose()
}

pub(super) async fn insert(tx: &mut Tx, operation: &Operation) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO operation (org, id, store, staff, device, member, at, done)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![
            org,
            operation.id,
            operation.store,
            operation.staff,
            operation.device,
            operation.member,
            operation.at,
            serde_json::to_string(&operation.done).map_err(Error::broken)?,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn mark_undone(tx: &mut Tx, id: OperationId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE operation SET undone_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, now],
    )
    .await
    .map(drop)
}

/// What was done at a counter for one record was done for the other.
pub(crate) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE operation SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}
