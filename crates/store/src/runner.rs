//! Runs subscribers behind the commits and jobs when they are due.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use kernel::{Error, OrgId, Result, Scope};
use serde_json::json;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{
    args,
    db::{Db, Read as _},
    events::{Committed, EventRow},
    jobs::{self, DueJob, NewJob, TRIES},
    registry::{JobHandler, Subscriber},
    sql,
    writer::Tx,
};

/// How often the clock is asked for due jobs when nothing else happens.
const TICK: Duration = Duration::from_millis(500);
/// Events that one subscriber handles in one turn.
const CHUNK: u32 = 100;
/// A cursor that lags this far behind uninteresting events is moved all the same.
const LAG: usize = 100;

/// The loop behind [`Db::start_runner`]; it ends when the database is gone.
pub async fn run(db: impl Fn() -> Option<Db>, mut watch: Receiver<Committed>) {
    let mut troubles = Troubles::default();
    let mut behind: HashSet<OrgId> = match db() {
        Some(db) => orgs(&db).await.unwrap_or_default(),
        None => return,
    };
    loop {
        let Some(db) = db() else { return };
        for org in std::mem::take(&mut behind) {
            if catch_up(&db, org, &mut troubles).await.is_err() {
                behind.insert(org);
            }
        }
        if let Err(error) = due_jobs(&db).await {
            tracing::warn!(%error, "due jobs could not be read");
        }
        drop(db);
        match tokio::time::timeout(TICK, watch.recv()).await {
            Ok(Ok(committed)) => drop(behind.insert(committed.org)),
            Ok(Err(RecvError::Lagged(_))) => behind.extend(watch_all(&watch)),
            Ok(Err(RecvError::Closed)) => return,
            Err(_) => {}
        }
        while let Ok(committed) = watch.try_recv() {
            behind.insert(committed.org);
        }
    }
}

/// After falling behind, the orgs are found again at the next commit; nothing is lost, because
/// cursors and not notifications say what was handled.
fn watch_all(_: &Receiver<Committed>) -> Option<OrgId> {
    None
}

/// Runs everything until nothing is left to do, at most a million steps.
pub async fn settle(db: &Db) -> Result<()> {
    let mut troubles = Troubles::default();
    for _ in 0..1_000_000 {
        let mut busy = false;
        for org in orgs(db).await? {
            busy |= catch_up(db, org, &mut troubles).await?;
        }
        busy |= due_jobs(db).await? > 0;
        if !busy {
            return Ok(());
        }
    }
    Err(Error::broken("work makes new work without end"))
}

async fn orgs(db: &Db) -> Result<HashSet<OrgId>> {
    let rows = db.read().await?.rows(sql!("SELECT DISTINCT org FROM event"), args![]).await?;
    rows.iter().map(|row| row.get("org")).collect()
}

/// Failed attempts of subscribers, per org and name.
#[derive(Default)]
struct Troubles(HashMap<(OrgId, &'static str), i64>);

/// Feeds every subscriber what it has not seen; whether anything was handled.
async fn catch_up(db: &Db, org: OrgId, troubles: &mut Troubles) -> Result<bool> {
    let mut busy = false;
    for subscriber in &db.registry().subscribers {
        loop {
            let attempts = troubles.0.get(&(org, subscriber.name)).copied().unwrap_or(0);
            // After a failure events go one by one, so that only the broken one is set aside.
            let limit = if attempts > 0 { 1 } else { CHUNK };
            match feed(db, org, subscriber, limit, attempts >= TRIES).await {
                Ok(0) => break,
                Ok(_) => {
                    troubles.0.remove(&(org, subscriber.name));
                    busy = true;
                }
                Err(Error::NotOwner) => return Ok(false),
                Err(error) => {
                    tracing::warn!(subscriber = subscriber.name, %error, "subscriber failed");
                    *troubles.0.entry((org, subscriber.name)).or_default() += 1;
                    if !matches!(error, Error::Busy { .. }) && attempts < TRIES {
                        continue;
                    }
                    return Err(error);
                }
            }
        }
    }
    Ok(busy)
}

/// One turn of one subscriber; the number of events it moved past.
async fn feed(
    db: &Db,
    org: OrgId,
    subscriber: &Subscriber,
    limit: u32,
    set_aside: bool,
) -> Result<usize> {
    let seen = cursor(&mut db.read().await?, org, subscriber.name).await?;
    let events = db.events_after(org, seen, limit).await?;
    let wanted = |event: &&EventRow| {
        subscriber.kinds.is_empty() || subscriber.kinds.contains(&event.kind.as_str())
    };
    let Some(last) = events.last().map(|event| event.number) else { return Ok(0) };
    if !events.iter().any(|event| wanted(&event)) && events.len() < LAG.min(limit as usize) {
        return Ok(0);
    }
    db.write(&Scope::system(org), async |tx| {
        // Somebody may have moved the cursor since it was read: then this turn has nothing to do.
        if cursor(tx, org, subscriber.name).await? != seen {
            return Ok(());
        }
        for event in events.iter().filter(wanted) {
            if set_aside {
                bury(tx, subscriber.name, event);
            } else {
                (subscriber.run)(tx, event).await?;
            }
        }
        tx.run(
            sql!(
                "INSERT INTO subscriber (org, name, number) VALUES ($1, $2, $3)
                 ON CONFLICT (org, name) DO UPDATE SET number = excluded.number"
            ),
            args![org, subscriber.name, last],
        )
        .await
        .map(drop)
    })
    .await?;
    Ok(events.len())
}

async fn cursor(db: &mut impl crate::db::Read, org: OrgId, name: &str) -> Result<i64> {
    let row = db
        .row(sql!("SELECT number FROM subscriber WHERE org = $1 AND name = $2"), args![org, name])
        .await?;
    row.map_or(Ok(0), |row| row.get("number"))
}

/// The kind of the job that stands for an event which a subscriber could not take.
pub const REPLAY: &str = "store.replay";

/// Sets an event aside that failed again and again, where a person sees it and can retry.
fn bury(tx: &mut Tx, name: &'static str, event: &EventRow) {
    let data = json!({ "subscriber": name, "event": event.number });
    let due_at = Some(tx.now().plus_days(1));
    tracing::error!(subscriber = name, event = event.number, "an event is set aside");
    if let Ok(job) = NewJob::now(REPLAY, &data) {
        tx.enqueue(NewJob { key: Some(format!("{name}/{}", event.number)), due_at, ..job });
    }
}

/// Runs what is due; how many jobs were tried.
async fn due_jobs(db: &Db) -> Result<usize> {
    let due = jobs::due(&mut db.read().await?, db.world().now(), 50).await?;
    let count = due.len();
    for job in due {
        if let Err(error) = run_job(db, &job).await {
            if matches!(error, Error::NotOwner) {
                continue;
            }
            tracing::warn!(kind = job.kind, attempts = job.attempts + 1, %error, "job failed");
            let scope = Scope::system(job.org);
            db.write(&scope, async |tx| jobs::failed(tx, &job, &error.to_string()).await).await?;
        }
    }
    Ok(count)
}

async fn run_job(db: &Db, job: &DueJob) -> Result<()> {
    let scope = Scope::system(job.org);
    let handler = db.registry().jobs.get(job.kind.as_str()).copied();
    match handler {
        Some(JobHandler::Turn(run)) => db
            .write(&scope, async |tx| {
                if jobs::still_due(tx, job.id).await? {
                    jobs::remove(tx, job.id).await?;
                    run(tx, job.data.clone()).await?;
                }
                Ok(())
            })
            .await
            .map(drop),
        Some(JobHandler::Free(run)) => {
            run(db, job.org, job.data.clone()).await?;
            db.write(&scope, async |tx| jobs::remove(tx, job.id).await).await.map(drop)
        }
        None if job.kind == REPLAY => replay(db, &scope, job).await,
        None => Err(Error::broken(format!("nobody handles jobs of kind {}", job.kind))),
    }
}

/// Hands an event that was set aside to its subscriber again.
async fn replay(db: &Db, scope: &Scope, job: &DueJob) -> Result<()> {
    let name = job.data.get("subscriber").and_then(|name| name.as_str()).unwrap_or_default();
    let number = job.data.get("event").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let subscriber = db.registry().subscribers.iter().find(|one| one.name == name).copied();
    let event = db.events_after(job.org, number - 1, 1).await?.pop();
    db.write(scope, async |tx| {
        jobs::remove(tx, job.id).await?;
        match (subscriber, &event) {
            (Some(subscriber), Some(event)) => (subscriber.run)(tx, event).await,
            _ => Ok(()),
        }
    })
    .await
    .map(drop)
}
