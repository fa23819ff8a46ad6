//! The row of what is kept of a run.

use ::store::{Read, Tx, args, sql};
use kernel::{Error, OrgId, Result};
use uuid::Uuid;

use super::model::Kept;

pub(super) async fn kept(db: &mut impl Read, org: OrgId, activity: Uuid) -> Result<Kept> {
    let sql = sql!("SELECT changes FROM activity_run WHERE org = $1 AND activity = $2");
    let row = db.row(sql, args![org, activity]).await?;
    row.map_or(Ok(Kept::default()), |row| row.json("changes"))
}

pub(super) async fn keep(tx: &mut Tx, activity: Uuid, kept: &Kept) -> Result<()> {
    let org = tx.org();
    let json = serde_json::to_string(kept).map_err(Error::broken)?;
    tx.run(
        sql!(
            "INSERT INTO activity_run (org, activity, changes) VALUES ($1, $2, $3)
             ON CONFLICT (org, activity) DO UPDATE SET changes = $3"
        ),
        args![org, activity, json],
    )
    .await
    .map(drop)
}
