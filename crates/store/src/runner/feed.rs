//! Feeds an org's subscribers the events that they have not seen.

use futures::future::join_all;
use kernel::{Error, OrgId, Result, Scope};
use serde_json::json;

use crate::{
    args,
    db::{Db, Read},
    events::EventRow,
    jobs::{self, NewJob, TRIES},
    registry::Subscriber,
    sql,
    writer::Tx,
};

/// Events that are read, and that one subscriber handles in one turn.
const CHUNK: u32 = 100;
/// A cursor that lags this far behind uninteresting events is moved all the same, so that not all of them
/// are read again at the next start. Forty subscribers move forty cursors, each in a turn of its own:
/// seldom enough that a rush, with ten thousand events a second, is not held up by them.
const LAG: i64 = 1_000;

pub const CURSORS: &str = sql!("SELECT org, name, number FROM subscriber");

/// Where the org's subscribers stand, in the order of the registry; empty when not loaded.
#[derive(Default)]
pub struct OrgFeeds(Vec<Place>);

#[derive(Clone, Copy, Default)]
struct Place {
    /// The number in the table.
    cursor: i64,
    /// Up to here nothing is left for this subscriber. Ahead of the cursor by events that it does
    /// not want; only this runner remembers it.
    seen: i64,
    /// After a failure events go one by one up to here, so that only the broken one is set aside.
    careful: i64,
    /// Failed attempts at the event that comes next.
    attempts: i64,
}

impl OrgFeeds {
    /// Feeds until nothing is left; whether anything was handled.
    pub async fn catch_up(&mut self, db: &Db, org: OrgId) -> Result<bool> {
        let subscribers = &db.registry().subscribers;
        if self.0.is_empty() {
            self.0 = load(db, org).await?;
        }
        let mut busy = false;
        while let Some(from) = self.0.iter().map(|place| place.seen).min() {
            let events = db.events_after(org, from, CHUNK).await?;
            if events.is_empty() {
                break;
            }
            let feeding = self.0.iter_mut().zip(subscribers).map(|(place, subscriber)| {
                let unseen = events.partition_point(|event| event.number <= place.seen);
                let unseen = events.get(unseen..).unwrap_or_default();
                let feed = Feed { db, org, subscriber };
                async move { feed.digest(place, unseen).await }
            });
            for outcome in join_all(feeding).await {
                match outcome {
                    Ok(handled) => busy |= handled,
                    Err(error) => {
                        if error == STALE {
                            self.0.clear();
                            return Ok(true);
                        }
                        return Err(error);
                    }
                }
            }
        }
        Ok(busy)
    }
}

/// Somebody else moved the cursor: what is remembered here is worth nothing.
const STALE: Error = Error::Malformed("store.cursor_moved");

async fn load(db: &Db, org: OrgId) -> Result<Vec<Place>> {
    let mut reader = db.read().await?;
    let mut places = Vec::new();
    for subscriber in &db.registry().subscribers {
        let cursor = cursor(&mut reader, org, subscriber.name).await?;
        places.push(Place { cursor, seen: cursor, ..Place::default() });
    }
    Ok(places)
}

async fn cursor(db: &mut impl Read, org: OrgId, name: &str) -> Result<i64> {
    let row = db
        .row(sql!("SELECT number FROM subscriber WHERE org = $1 AND name = $2"), args![org, name])
        .await?;
    row.map_or(Ok(0), |row| row.get("number"))
}

struct Feed<'a> {
    db: &'a Db,
    org: OrgId,
    subscriber: &'a Subscriber,
}

impl Feed<'_> {
    fn wants(&self, event: &EventRow) -> bool {
        self.subscriber.kinds.is_empty() || self.subscriber.kinds.contains(&event.kind.as_str())
    }

    /// Hands these events over, in one turn as long as all goes well.
    async fn digest(&self, place: &mut Place, mut events: &[EventRow]) -> Result<bool> {
        let mut busy = false;
        while !events.is_empty() {
            let first = events.iter().position(|event| self.wants(event));
            let careful = place.seen < place.careful;
            let count = match first {
                Some(first) if careful => first + 1,
                _ => events.len(),
            };
            let (now, later) = events.split_at(count);
            let Some(last) = now.last().map(|event| event.number) else { break };
            if first.is_none() && last - place.cursor < LAG {
                (place.seen, events) = (last, later);
                continue;
            }
            match self.turn(place, now, last).await {
                Ok(true) => {
                    busy = true;
                    events = later;
                    *place = Place { cursor: last, seen: last, attempts: 0, ..*place };
                }
                Ok(false) => return Err(STALE),
                Err(error @ Error::NotOwner) => return Err(error),
                Err(error) => {
                    let name = self.subscriber.name;
                    tracing::warn!(subscriber = name, %error, "a subscriber failed");
                    place.attempts += i64::from(careful);
                    place.careful = place.careful.max(last);
                    if matches!(error, Error::Busy { .. }) || place.attempts > TRIES {
                        return Err(error);
                    }
                }
            }
        }
        Ok(busy)
    }

    /// One turn of the subscriber; `false` when somebody moved its cursor in between.
    async fn turn(&self, place: &Place, events: &[EventRow], last: i64) -> Result<bool> {
        let name = self.subscriber.name;
        let set_aside = place.attempts >= TRIES;
        let scope = Scope::system(self.org);
        let written = self.db.write(&scope, async |tx| {
            if cursor(tx, self.org, name).await? != place.cursor {
                return Ok(false);
            }
            for event in events.iter().filter(|event| self.wants(event)) {
                if set_aside {
                    bury(tx, name, event);
                } else {
                    (self.subscriber.run)(tx, event).await?;
                }
            }
            tx.run(
                sql!(
                    "INSERT INTO subscriber (org, name, number) VALUES ($1, $2, $3)
                     ON CONFLICT (org, name) DO UPDATE SET number = excluded.number"
                ),
                args![self.org, name, last],
            )
            .await?;
            Ok(true)
        });
        Ok(written.await?.value)
    }
}

/// The kind of the job that stands for an event which a subscriber could not take.
pub const REPLAY: &str = "store.replay";

/// Sets an event aside that failed again and again. It is tried like any job, with growing pauses,
/// and then lies among the dead where a person sees it.
fn bury(tx: &mut Tx, name: &'static str, event: &EventRow) {
    let data = json!({ "subscriber": name, "event": event.number });
    let due_at = Some(tx.now().plus(jobs::backoff(1)));
    tracing::error!(subscriber = name, event = event.number, "an event is set aside");
    if let Ok(job) = NewJob::now(REPLAY, &data) {
        tx.enqueue(NewJob { key: Some(format!("{name}/{}", event.number)), due_at, ..job });
    }
}
