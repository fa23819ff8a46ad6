//! The end of a shared transaction: numbers, bulk rows, the rooms' memory, one durable commit.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kernel::{OrgId, Result, Time, kinds};
use tokio::time::Instant;

use super::state::{JobWord, OrgState, Pending, State};
use crate::{
    args,
    args::Value,
    conn::{Conn, Engine},
    events::{Committed, EventRow},
    hot::{Batch, KeyRow},
    keys,
};

pub struct Done {
    /// The number of each org's last event after this commit.
    pub positions: HashMap<OrgId, i64>,
    pub committed: Vec<Committed>,
}

pub async fn commit(state: &mut State, now: Time, few: usize) -> Result<Done> {
    let mut done = Done { positions: HashMap::new(), committed: Vec::new() };
    let State { conn, orgs, held, savepoint } = state;
    if std::mem::take(savepoint) {
        // Fails where the transaction has ended behind our back: what follows would then be
        // durable row by row.
        conn.script("RELEASE SAVEPOINT command").await?;
    }
    for id in held.iter() {
        let Some(org) = orgs.get_mut(id) else { continue };
        let (batch, jobs) = number(*id, now, few, org);
        let has_jobs = !jobs.is_empty();
        write(conn, &batch, jobs, now).await?;
        if org.prune_at <= now {
            org.prune_at = keys::prune(conn, *id, now).await?;
        }
        for hot in &mut org.hots {
            hot.flush(conn, &batch).await?;
        }
        let last = batch.events.last().map_or(org.last_event, |event| event.number);
        done.positions.insert(*id, last);
        if has_jobs || !batch.events.is_empty() {
            let events = Arc::new(batch.events);
            done.committed.push(Committed { org: *id, events, jobs: has_jobs });
        }
    }
    conn.script(match conn.engine() {
        Engine::Sqlite => "COMMIT",
        // The COMMIT of a failed transaction is a silent ROLLBACK; the SELECT is not silent.
        Engine::Postgres => "SELECT 1; COMMIT",
    })
    .await?;
    for (id, position) in &done.positions {
        if let Some(org) = orgs.get_mut(id) {
            org.last_event = *position;
            org.hots.iter_mut().for_each(|hot| hot.committed());
            org.behind_since =
                (org.behind() > 0).then(|| org.behind_since.unwrap_or_else(Instant::now));
            if org.suspect {
                orgs.remove(id);
            }
        }
    }
    Ok(done)
}

/// Numbers the org's pending events in the order of their commands. Of no more than a `few` posts tables
/// are written at once.
fn number(id: OrgId, at: Time, few: usize, org: &mut OrgState) -> (Batch, Vec<JobWord>) {
    let Pending { events, jobs, keys, turns, posts } = std::mem::take(&mut org.pending);
    let later = turns == 0 && (posts > few || org.behind() > 0);
    let events = events
        .into_iter()
        .zip(org.last_event + 1..)
        .map(|(event, number)| EventRow {
            org: id,
            number,
            at,
            kind: event.kind.to_owned(),
            actor: event.actor,
            data: event.data,
        })
        .collect();
    (Batch { org: id, at, events, keys, later }, jobs)
}

async fn write(conn: &mut Conn, batch: &Batch, jobs: Vec<JobWord>, now: Time) -> Result<()> {
    let org = batch.org;
    let events = batch.events.iter().map(|event| {
        let actor = serde_json::to_string(&event.actor).unwrap_or_default();
        args![org, event.number, event.at, &event.kind, actor, event.data.text().clone()]
    });
    conn.insert("event", &["org", "number", "at", "kind", "actor", "data"], events.collect(), "")
        .await?;
    // A job that is enqueued again gets a new id: whoever runs the old one does not touch it.
    conn.insert(
        "job",
        &["org", "id", "kind", "job_key", "data", "due_at"],
        job_rows(org, jobs, now),
        "ON CONFLICT (org, kind, job_key) DO UPDATE SET id = excluded.id, data = excluded.data, \
         due_at = excluded.due_at, attempts = 0, dead = FALSE, trouble = NULL",
    )
    .await?;
    let keys = batch
        .keys
        .iter()
        .map(|KeyRow { key, fingerprint, answer }| args![org, key, *fingerprint, answer, now]);
    conn.insert(
        "idempotency",
        &["org", "key", "fingerprint", "answer", "at"],
        keys.collect(),
        "ON CONFLICT (org, key) DO UPDATE SET \
         fingerprint = excluded.fingerprint, answer = excluded.answer, at = excluded.at",
    )
    .await
}

/// The last word wins where one commit speaks of the same kind and key twice.
fn job_rows(org: OrgId, words: Vec<JobWord>, now: Time) -> Vec<Vec<Value>> {
    let mut seen = HashSet::new();
    let mut rows: Vec<_> = words
        .into_iter()
        .rev()
        .filter_map(|word| match word {
            JobWord::Cancel { kind, key } => {
                seen.insert((kind, key));
                None
            }
            JobWord::Put(job) => {
                let id = job.id;
                let key = job.key.unwrap_or_else(|| kernel::Id::<kinds::Job>::bare(id));
                seen.insert((job.kind, key.clone())).then(|| {
                    args![org, id, job.kind, key, job.data.to_string(), job.due_at.unwrap_or(now)]
                })
            }
        })
        .collect();
    rows.reverse();
    rows
}
