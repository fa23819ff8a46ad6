//! Who writes an org on `PostgreSQL`: the node that holds its lease, with an epoch that fences.
//!
//! The database's own clock decides about leases, because nodes' clocks differ; this is the one
//! place that asks it. On `SQLite` the process that holds the folder's lock owns every org.

use std::time::Duration;

use kernel::{Error, OrgId, Result};
use uuid::Uuid;

use crate::{
    args,
    conn::{Conn, Engine},
};

/// Milliseconds since the epoch by the database's clock.
const CLOCK: &str = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Takes or renews the lease; the epoch that every transaction must find. Somebody else's valid
/// lease is [`Error::NotOwner`].
pub async fn take(conn: &mut Conn, org: OrgId, node: Uuid, lasts: Duration) -> Result<i64> {
    if conn.engine() == Engine::Sqlite {
        return Ok(0);
    }
    let sql = format!(
        "INSERT INTO lease (org, owner, epoch, until) VALUES ($1, $2, 1, {CLOCK} + $3)
         ON CONFLICT (org) DO UPDATE SET
           epoch = CASE WHEN lease.owner = $2 THEN lease.epoch ELSE lease.epoch + 1 END,
           owner = $2, until = {CLOCK} + $3
         WHERE lease.owner = $2 OR lease.until < {CLOCK}
         RETURNING epoch"
    );
    let row = conn.row(&sql, args![org, node, millis(lasts)]).await?;
    row.ok_or(Error::NotOwner)?.get("epoch")
}

/// Holds the lease for the rest of the transaction, or says that it is lost.
pub async fn hold(conn: &mut Conn, org: OrgId, epoch: i64) -> Result<()> {
    if conn.engine() == Engine::Sqlite {
        return Ok(());
    }
    let row = conn
        .row("SELECT epoch FROM lease WHERE org = $1 AND epoch = $2 FOR SHARE", args![org, epoch])
        .await?;
    row.map(drop).ok_or(Error::NotOwner)
}

/// Renews every lease of this node.
pub async fn renew(conn: &mut Conn, node: Uuid, lasts: Duration) -> Result<u64> {
    let sql =
        format!("UPDATE lease SET until = {CLOCK} + $2 WHERE owner = $1 AND until >= {CLOCK}");
    conn.run(&sql, args![node, millis(lasts)]).await
}

/// Lets go of every lease of this node, at the end.
pub async fn leave(conn: &mut Conn, node: Uuid) -> Result<()> {
    conn.run("UPDATE lease SET until = 0 WHERE owner = $1", args![node]).await.map(drop)
}
