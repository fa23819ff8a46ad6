//! Several nodes on one `PostgreSQL`: who lives where, and which of them is to write which org.
//!
//! A node says every sixth of a lease that it lives, by the database's clock. Of the living ones each
//! org prefers one (rendezvous hashing), so that a node which comes or goes moves only the orgs it
//! takes or leaves. Preference is no more than a wish: the lease decides who writes, whatever two
//! nodes believe of each other, and a lease that nobody took for a third of its time is anybody's.
//!
//! Invariants: on `SQLite` there is one node and nothing here does anything; a process that has not
//! joined (a command line) prefers nobody and is preferred by nobody. Deliberately absent: any
//! speech between nodes; the front door does that.

mod roster;
pub mod witness;

use std::time::Duration;

use kernel::{Error, OrgId, Result, World};
use uuid::Uuid;

use crate::{
    args,
    conn::{Conn, Engine},
    db::{Db, Opener, Read as _},
    lease, sql,
};
pub(crate) use roster::Roster;
use roster::{Peer, Peers};

/// Beats in the time of a lease.
const BEATS: u32 = 6;

/// Where an org is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// Here, or it may be taken here.
    Here,
    /// At the node with this address, which holds it or is the one to take it.
    At(String),
    /// By somebody with no address, such as a command that runs; it will be over soon.
    Unknown,
}

/// Where other nodes reach this one.
#[derive(Debug, Clone)]
pub enum Address {
    /// `HOST:PORT`.
    Known(String),
    /// At this port of the host as the database sees it.
    Port(u16),
}

impl Db {
    /// Takes part: from now on other nodes know of this one and it says that it lives.
    pub async fn join(&self, address: Address) -> Result<()> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let mut conn = self.opener().writer().await?;
        let address = match address {
            Address::Known(address) => address,
            Address::Port(port) => format!("{}:{port}", seen_from_there(&mut conn).await?),
        };
        let roster = self.roster().clone();
        roster.join(address);
        let beat = Beat {
            lanes: self.nodes().to_vec(),
            lasts: self.opener().config.limits.lease_for,
            opener: self.opener().clone(),
        };
        beat.once(&mut conn, &roster).await?;
        self.keep(async move { beat.run(conn, &roster).await });
        Ok(())
    }

    /// Takes no part any more: others take over what this node lets go of, beginning now.
    pub async fn part(&self) -> Result<()> {
        if !self.roster().part() {
            return Ok(());
        }
        let _saying = self.roster().saying.lock().await;
        let gone = sql!("DELETE FROM node WHERE node = $1");
        self.read().await?.conn().run(gone, args![self.roster().own()]).await.map(drop)
    }

    /// Where the org is written now, or who is to take it.
    pub async fn whereabouts(&self, org: OrgId) -> Result<Whereabouts> {
        if self.engine() == Engine::Sqlite {
            return Ok(Whereabouts::Here);
        }
        let sql = format!(
            "SELECT lease.owner, node.address, lease.until - {} AS left
             FROM lease LEFT JOIN node ON node.lane = lease.owner WHERE lease.org = $1",
            lease::CLOCK
        );
        let Some(row) = self.read().await?.row(&sql, args![org]).await? else {
            return Ok(Whereabouts::Here);
        };
        let (owner, left): (Uuid, i64) = (row.get("owner")?, row.get("left")?);
        if left >= 0 {
            return Ok(match row.get::<Option<String>>("address")? {
                _ if self.nodes().contains(&owner) => Whereabouts::Here,
                // One that lived at our address before us is of no use there.
                Some(address) if !self.roster().is_at(&address) => Whereabouts::At(address),
                _ => Whereabouts::Unknown,
            });
        }
        let grace = self.roster().grace(org, self.opener().config.limits.lease_for);
        let over = u128::from(left.unsigned_abs()) > grace.as_millis();
        Ok(match self.roster().preferred(org) {
            Some(peer) if !over => Whereabouts::At(peer.address),
            _ => Whereabouts::Here,
        })
    }

    /// What all nodes of this installation know and nobody else.
    pub async fn node_secret(&self) -> Result<Vec<u8>> {
        let mut reader = self.read().await?;
        let fresh: [u8; 32] = self.world().chance.bytes();
        let put = sql!(
            "INSERT INTO node_secret (one, secret) VALUES (1, $1) ON CONFLICT (one) DO NOTHING"
        );
        reader.conn().run(put, args![fresh.to_vec()]).await?;
        let row = reader.row(sql!("SELECT secret FROM node_secret"), args![]).await?;
        row.ok_or_else(|| Error::broken("the nodes have no secret"))?.get("secret")
    }
}

/// The host of this process as the database sees it.
async fn seen_from_there(conn: &mut Conn) -> Result<String> {
    let row = conn.row("SELECT HOST(inet_client_addr()) AS host", args![]).await?;
    let host: Option<String> = row.map_or(Ok(None), |row| row.get("host"))?;
    Ok(match host {
        Some(host) if host.contains(':') => format!("[{host}]"),
        Some(host) => host,
        None => "127.0.0.1".to_owned(),
    })
}

struct Beat {
    lanes: Vec<Uuid>,
    lasts: Duration,
    opener: Opener,
}

impl Beat {
    /// Says again and again that this node lives, on a connection of its own: nothing that waits for
    /// a connection keeps it from that.
    async fn run(self, conn: Conn, roster: &Roster) {
        let mut seat = Some(conn);
        while roster.takes_part() {
            tokio::time::sleep(self.lasts / BEATS).await;
            let Some(mut conn) = seat.take() else {
                seat = self.opener.writer().await.ok();
                continue;
            };
            match self.once(&mut conn, roster).await {
                Ok(()) => seat = Some(conn),
                Err(error) => tracing::warn!(%error, "other nodes may take this one for dead"),
            }
        }
    }

    /// Says that this node lives, and hears who else does.
    async fn once(&self, conn: &mut Conn, roster: &Roster) -> Result<()> {
        let _saying = roster.saying.lock().await;
        let Some((own, address)) = roster.introduced() else { return Ok(()) };
        // Shorter than a lease: when the leases of a dead node end, others are preferred already.
        let lasts = i64::try_from((self.lasts * 2 / 3).as_millis()).unwrap_or(i64::MAX);
        for lane in &self.lanes {
            let sql = format!(
                "INSERT INTO node (lane, node, address, until) VALUES ($1, $2, $3, {} + $4)
                 ON CONFLICT (lane) DO UPDATE SET until = excluded.until",
                lease::CLOCK
            );
            conn.run(&sql, args![*lane, own, &address, lasts]).await?;
        }
        // The leases of the dead end soon after them, and then nobody asks for their address.
        let sql = format!("DELETE FROM node WHERE until + 10 * $1 < {}", lease::CLOCK);
        conn.run(&sql, args![lasts]).await?;
        let sql = format!(
            "SELECT DISTINCT node, address FROM node WHERE until >= {} ORDER BY node LIMIT 1000",
            lease::CLOCK
        );
        let rows = conn.rows(&sql, args![]).await?;
        let peers: Result<Peers> = rows
            .iter()
            .map(|row| Ok(Peer { node: row.get("node")?, address: row.get("address")? }))
            .collect();
        roster.heard(peers?);
        Ok(())
    }
}

/// A roster for a process, which has not joined yet.
pub(crate) fn roster(world: &World) -> Roster {
    Roster::new(world.uuid())
}
