//! Facts, appended in the transaction that made them true.

use std::sync::Arc;

use kernel::{Actor, Error, OrgId, Result, Time};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use crate::{args, conn::Conn, db::Read, row::Row, sql};

/// A kind of fact. It carries ids, amounts and words of ours, never personal data, so that erasing
/// a person leaves the stream whole.
pub trait Event: Serialize + DeserializeOwned {
    /// `members.joined`: the slice, then a past participle.
    const KIND: &'static str;
}

#[derive(Debug, Clone)]
pub struct EventRow {
    pub org: OrgId,
    /// One per org, from 1, in commit order, without gaps.
    pub number: i64,
    pub at: Time,
    pub kind: String,
    pub actor: Actor,
    pub data: Json,
}

impl EventRow {
    /// The event if it is of this kind.
    pub fn read<E: Event>(&self) -> Option<E> {
        if self.kind != E::KIND {
            return None;
        }
        match E::deserialize(&self.data) {
            Ok(event) => Some(event),
            Err(error) => {
                tracing::error!(kind = self.kind, number = self.number, %error, "unreadable event");
                None
            }
        }
    }

    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            org: row.get("org")?,
            number: row.get("number")?,
            at: row.get("at")?,
            kind: row.get("kind")?,
            actor: row.json("actor")?,
            data: row.json("data")?,
        })
    }
}

/// A commit that became durable: what live pages and the runner listen to.
#[derive(Debug, Clone)]
pub struct Committed {
    pub org: OrgId,
    pub events: Arc<Vec<EventRow>>,
    /// Whether jobs were enqueued that may be due.
    pub jobs: bool,
}

/// The org's events after a number, at most `limit`.
pub async fn after(
    db: &mut impl Read,
    org: OrgId,
    number: i64,
    limit: u32,
) -> Result<Vec<EventRow>> {
    db.rows(
        sql!(
            "SELECT org, number, at, kind, actor, data FROM event
             WHERE org = $1 AND number > $2 ORDER BY number LIMIT $3"
        ),
        args![org, number, limit],
    )
    .await?
    .iter()
    .map(EventRow::from_row)
    .collect()
}

const LAST: &str = sql!("SELECT COALESCE(MAX(number), 0) AS number FROM event WHERE org = $1");

/// The number of the org's last event; 0 when there is none.
pub async fn last(db: &mut impl Read, org: OrgId) -> Result<i64> {
    let row = db.row(LAST, args![org]).await?;
    row.map_or(Ok(0), |row| row.get("number"))
}

pub(crate) async fn last_of(conn: &mut Conn, org: OrgId) -> Result<i64> {
    let row = conn.row(LAST, args![org]).await?;
    row.map_or(Ok(0), |row| row.get("number"))
}

/// An event on its way: the number comes with the commit.
#[derive(Debug)]
pub struct NewEvent {
    pub kind: &'static str,
    pub actor: Actor,
    pub data: Json,
}

impl NewEvent {
    pub fn of<E: Event>(actor: Actor, event: &E) -> Result<Self> {
        let data = serde_json::to_value(event).map_err(Error::broken)?;
        Ok(Self { kind: E::KIND, actor, data })
    }
}
