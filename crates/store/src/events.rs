//! Facts, appended in the transaction that made them true.

use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
};

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
    pub data: Data,
}

/// What an event says: its text, written once, and its content for whoever asks for it.
#[derive(Clone)]
pub struct Data {
    text: Arc<str>,
    read: OnceLock<Json>,
}

impl Data {
    /// In JSON, the same in every place that keeps it.
    pub const fn text(&self) -> &Arc<str> {
        &self.text
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Self { text: text.into(), read: OnceLock::new() }
    }
}

impl Deref for Data {
    type Target = Json;

    fn deref(&self) -> &Json {
        self.read.get_or_init(|| serde_json::from_str(&self.text).unwrap_or_default())
    }
}

impl std::fmt::Debug for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl EventRow {
    /// The event if it is of this kind.
    pub fn read<E: Event>(&self) -> Option<E> {
        if self.kind != E::KIND {
            return None;
        }
        match serde_json::from_str(&self.data.text) {
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
            data: row.get::<String>("data")?.into(),
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
    pub data: Data,
}

impl NewEvent {
    pub fn of<E: Event>(actor: Actor, event: &E) -> Result<Self> {
        let text = serde_json::to_string(event).map_err(Error::broken)?;
        Ok(Self { kind: E::KIND, actor, data: text.into() })
    }
}
