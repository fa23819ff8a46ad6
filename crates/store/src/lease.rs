//! Who writes an org on `PostgreSQL`: the node that holds its lease, with an epoch that fences.
//!
//! The database's own clock decides about leases, because nodes' clocks differ; this is the one
//! place that asks it. On `SQLite` the process that holds the folder's lock owns every org.

use std::time::Duration;

use kernel::{Error, OrgId, Result};
use uuid::Uuid;

use crate::{
    args,
    args::Value,
    conn::{Conn, Engine},
    planted::{self, Fault},
};

/// Milliseconds since the epoch by the database's clock.
pub const CLOCK: &str = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// How a lease is taken.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub lasts: Duration,
    /// How long somebody else's must have been over.
    pub grace: Duration,
}

/// Takes the lease; the epoch that every transaction must find. Somebody else's valid lease is
/// [`Error::NotOwner`], and so is one whose row an open transaction of its owner still holds: to
/// wait here would hold up every other org of this lane.
pub async fn take(conn: &mut Conn, org: OrgId, node: Uuid, terms: Terms) -> Result<i64> {
    if conn.engine() == Engine::Sqlite {
        return Ok(0);
    }
    let (lasts, grace) = (terms.lasts, millis(terms.grace));
    let sql = format!(
        "SELECT epoch, owner = $2 AS mine, until + $3 < {CLOCK} AS over FROM lease WHERE org = $1"
    );
    let Some(row) = conn.row(&sql, args![org, node, grace]).await? else {
        let sql = format!(
            "INSERT INTO lease (org, owner, epoch, until) VALUES ($1, $2, 1, {CLOCK} + $3)
             ON CONFLICT (org) DO NOTHING RETURNING epoch"
        );
        let row = conn.row(&sql, args![org, node, millis(lasts)]).await?;
        return row.ok_or(Error::NotOwner)?.get("epoch");
    };
    if row.get("mine")? {
        let epoch = row.get("epoch")?;
        return hold(conn, org, epoch).await.map(|()| epoch);
    }
    if !row.get::<bool>("over")? {
        return Err(Error::NotOwner);
    }
    let sql = format!(
        "UPDATE lease SET owner = $2, epoch = epoch + 1, until = {CLOCK} + $3
         WHERE org = (SELECT org FROM lease WHERE org = $1 AND until < {CLOCK}
                      FOR UPDATE SKIP LOCKED)
         RETURNING epoch"
    );
    let row = conn.row(&sql, args![org, node, millis(lasts)]).await?;
    row.ok_or(Error::NotOwner)?.get("epoch")
}

/// Holds the lease for the rest of the transaction, or says that it is lost.
pub async fn hold(conn: &mut Conn, org: OrgId, epoch: i64) -> Result<()> {
    if conn.engine() == Engine::Sqlite || planted::here(Fault::Unfenced) {
        return Ok(());
    }
    let row = conn
        .row("SELECT epoch FROM lease WHERE org = $1 AND epoch = $2 FOR SHARE", args![org, epoch])
        .await?;
    row.map(drop).ok_or(Error::NotOwner)
}

/// Renews every lease of this node, also one that ran out: as long as its row names this node,
/// nobody took it.
pub async fn renew(conn: &mut Conn, node: Uuid, lasts: Duration) -> Result<u64> {
    let sql = format!("UPDATE lease SET until = {CLOCK} + $2 WHERE owner = $1");
    conn.run(&sql, args![node, millis(lasts)]).await
}

/// A condition on `org` that leaves out orgs which another node writes, and its values. Values are
/// counted from `first`.
pub fn not_elsewhere(
    engine: Engine,
    org: &str,
    nodes: &[Uuid],
    first: usize,
) -> (String, Vec<Value>) {
    if engine == Engine::Sqlite {
        return ("TRUE".to_owned(), Vec::new());
    }
    let marks: Vec<_> = (first..first + nodes.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "NOT EXISTS (SELECT 1 FROM lease WHERE lease.org = {org} AND lease.until >= {CLOCK}
         AND lease.owner NOT IN ({}))",
        marks.join(", ")
    );
    (sql, nodes.iter().map(|&node| Value::from(node)).collect())
}

/// Lets go of every lease of this node, at the end.
pub async fn leave(conn: &mut Conn, node: Uuid) -> Result<()> {
    let sql = format!("UPDATE lease SET until = {CLOCK} - 1 WHERE owner = $1 AND until >= {CLOCK}");
    conn.run(&sql, args![node]).await.map(drop)
}

/// The orgs of this node.
pub async fn held(conn: &mut Conn, node: Uuid) -> Result<Vec<OrgId>> {
    let sql = "SELECT org FROM lease WHERE owner = $1 ORDER BY org";
    conn.rows(sql, args![node]).await?.iter().map(|row| row.get("org")).collect()
}

/// Lets go of one org, so that whoever is to have it may take it at once, and this node only as
/// anybody else.
pub async fn let_go(conn: &mut Conn, org: OrgId, node: Uuid) -> Result<()> {
    let sql =
        format!("UPDATE lease SET owner = $3, until = {CLOCK} - 1 WHERE org = $1 AND owner = $2");
    conn.run(&sql, args![org, node, Uuid::nil()]).await.map(drop)
}
