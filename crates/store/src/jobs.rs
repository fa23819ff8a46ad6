//! Work for later, enqueued in the caller's transaction. Timers are jobs with a due time and a key.
//!
//! A job carries ids, not state. It is tried with growing pauses; after [`TRIES`] it lies dead until
//! a person retries it. What talks to the world may lie dead sooner, when it learns that trying again
//! is of no use ([`Fate`]).

use std::{sync::Arc, time::Duration};

use kernel::{Error, JobId, Note, OrgId, Outlet, Result, Time, Unsent};
use serde::Serialize;
use serde_json::Value as Json;

use crate::{args, db::Read, row::Row, sql, writer::Tx};

/// Attempts before a job is dead.
pub const TRIES: i64 = 8;

/// 2 s, 8 s, 32 s … at most an hour.
pub fn backoff(attempts: i64) -> Duration {
    let exponent = u32::try_from(attempts.clamp(0, 8)).unwrap_or(8);
    Duration::from_secs(2 * 4u64.pow(exponent)).min(Duration::from_hours(1))
}

#[derive(Debug)]
pub struct NewJob {
    pub(crate) id: JobId,
    pub kind: &'static str,
    /// One waiting job per kind and key: enqueueing again moves its due time and data.
    pub key: Option<String>,
    pub data: Json,
    pub due_at: Option<Time>,
}

impl NewJob {
    /// Due at once.
    pub fn now(kind: &'static str, data: &impl Serialize) -> Result<Self> {
        let data = serde_json::to_value(data).map_err(Error::broken)?;
        // The command that enqueues it gives it its id.
        let id = JobId::from_uuid(uuid::Uuid::nil());
        Ok(Self { id, kind, key: None, data, due_at: None })
    }
    /// A timer: due at an instant, known by its key.
    pub fn at(
        kind: &'static str,
        key: impl Into<String>,
        due_at: Time,
        data: &impl Serialize,
    ) -> Result<Self> {
        let job = Self::now(kind, data)?;
        Ok(Self { key: Some(key.into()), due_at: Some(due_at), ..job })
    }
}

/// What became of a job that talks to the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Done,
    /// Another attempt would fail as well: it lies dead at once, with this reason.
    GivenUp(String),
    /// The time for it ran out before an attempt went well: it lies dead with what the last one said.
    Over,
}

/// Hands a message to a road outside, on a thread that may wait for it. What may go well later is an
/// error: the job is tried again.
pub async fn send(outlet: Arc<dyn Outlet>, note: Note) -> Result<Fate> {
    let sent = tokio::task::spawn_blocking(move || outlet.send(&note)).await;
    match sent.map_err(|_| Error::broken("the sender broke"))? {
        Ok(()) => Ok(Fate::Done),
        Err(Unsent::Later(why)) => Err(Error::broken(why)),
        Err(Unsent::Never(why)) => Ok(Fate::GivenUp(why)),
    }
}

#[derive(Debug, Clone)]
pub struct DueJob {
    pub org: OrgId,
    pub id: JobId,
    pub kind: String,
    pub key: String,
    pub data: Json,
    pub attempts: i64,
}

impl DueJob {
    pub(crate) fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            org: row.get("org")?,
            id: row.get("id")?,
            kind: row.get("kind")?,
            key: row.get("job_key")?,
            data: row.json("data")?,
            attempts: row.get("attempts")?,
        })
    }
}

/// Jobs that are due, oldest first, at most `limit` over all orgs.
pub async fn due(db: &mut impl Read, now: Time, limit: u32) -> Result<Vec<DueJob>> {
    let rows = db
        .rows(
            sql!(
                "SELECT org, id, kind, job_key, data, attempts FROM job
                 WHERE dead = FALSE AND due_at <= $1 ORDER BY due_at, id LIMIT $2"
            ),
            args![now, limit],
        )
        .await?;
    rows.iter().map(DueJob::from_row).collect()
}

/// Takes the job out, to run it in this command; `false` when somebody ran, moved or cancelled it
/// since it was read.
pub(crate) async fn claim(tx: &mut Tx, job: &DueJob) -> Result<bool> {
    if tx.job_pending(&job.kind, &job.key).await?.is_some() {
        return Ok(false);
    }
    let org = tx.org();
    tx.run(sql!("DELETE FROM job WHERE org = $1 AND id = $2 AND dead = FALSE"), args![org, job.id])
        .await
        .map(|rows| rows > 0)
}

/// The job as it stands now, if it is still there: somebody may have run or cancelled it.
pub async fn still_due(tx: &mut Tx, id: JobId) -> Result<bool> {
    let org = tx.org();
    let row = tx
        .row(sql!("SELECT id FROM job WHERE org = $1 AND id = $2 AND dead = FALSE"), args![org, id])
        .await?;
    Ok(row.is_some())
}

pub async fn remove(tx: &mut Tx, id: JobId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM job WHERE org = $1 AND id = $2"), args![org, id]).await.map(drop)
}

/// Notes a failed attempt: later again, or dead.
pub async fn failed(tx: &mut Tx, job: &DueJob, trouble: &str) -> Result<()> {
    let attempts = job.attempts + 1;
    let dead = attempts >= TRIES;
    let due_at = if dead { tx.now() } else { tx.now().plus(backoff(attempts)) };
    let trouble: String = trouble.chars().take(500).collect();
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE job SET attempts = $3, due_at = $4, dead = $5, trouble = $6
             WHERE org = $1 AND id = $2"
        ),
        args![org, job.id, attempts, due_at, dead, trouble],
    )
    .await
    .map(drop)
}

/// Ends the attempts before their number is up; without a reason the last trouble stands.
pub(crate) async fn give_up(tx: &mut Tx, job: &DueJob, why: Option<&str>) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let trouble: Option<String> = why.map(|why| why.chars().take(500).collect());
    tx.run(
        sql!(
            "UPDATE job SET attempts = $3, due_at = $4, dead = TRUE, trouble = COALESCE($5, trouble)
             WHERE org = $1 AND id = $2"
        ),
        args![org, job.id, job.attempts + 1, now, trouble],
    )
    .await
    .map(drop)
}

/// Takes a timer back before it is due; whether one was waiting.
pub async fn cancel(tx: &mut Tx, kind: &'static str, key: &str) -> Result<bool> {
    let org = tx.org();
    let pending = tx.job_pending(kind, key).await?;
    tx.cancel_pending(kind, key);
    let written = tx
        .run(
            sql!("DELETE FROM job WHERE org = $1 AND kind = $2 AND job_key = $3"),
            args![org, kind, key],
        )
        .await?;
    Ok(pending.unwrap_or(written > 0))
}

/// How many jobs there are, of all orgs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub due: i64,
    /// Timers, and what is tried again later.
    pub later: i64,
    pub dead: i64,
}

pub async fn count(db: &mut impl Read, now: Time) -> Result<Count> {
    let mut count = Count::default();
    let rows = db
        .rows(
            sql!(
                "SELECT dead, due_at <= $1 AS due, COUNT(*) AS jobs FROM job
                 GROUP BY dead, due_at <= $1"
            ),
            args![now],
        )
        .await?;
    for row in rows {
        let jobs: i64 = row.get("jobs")?;
        match (row.get("dead")?, row.get("due")?) {
            (true, _) => count.dead += jobs,
            (false, true) => count.due += jobs,
            (false, false) => count.later += jobs,
        }
    }
    Ok(count)
}

/// A job that gave up, as a person sees it.
#[derive(Debug, Clone, Serialize)]
pub struct DeadJob {
    pub id: JobId,
    pub kind: String,
    pub attempts: i64,
    /// When it was last tried.
    pub at: Time,
    pub trouble: String,
}

pub async fn dead(db: &mut impl Read, org: OrgId, limit: u32) -> Result<Vec<DeadJob>> {
    let rows = db
        .rows(
            sql!(
                "SELECT id, kind, attempts, due_at, trouble FROM job
                 WHERE org = $1 AND dead = TRUE ORDER BY due_at DESC, id LIMIT $2"
            ),
            args![org, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(DeadJob {
                id: row.get("id")?,
                kind: row.get("kind")?,
                attempts: row.get("attempts")?,
                at: row.get("due_at")?,
                trouble: row.get::<Option<String>>("trouble")?.unwrap_or_default(),
            })
        })
        .collect()
}

/// Gives a dead job its attempts back.
pub async fn retry(tx: &mut Tx, id: JobId) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE job SET dead = FALSE, attempts = 0, due_at = $3
             WHERE org = $1 AND id = $2 AND dead = TRUE"
        ),
        args![org, id, now],
    )
    .await
    .map(|rows| rows > 0)
}

/// How many of an org's jobs are dead.
pub async fn dead_count(db: &mut impl Read, org: OrgId) -> Result<i64> {
    let row = db
        .row(sql!("SELECT COUNT(*) AS jobs FROM job WHERE org = $1 AND dead = TRUE"), args![org])
        .await?;
    row.map_or(Ok(0), |row| row.get("jobs"))
}

/// Lets a dead job go for good.
pub async fn bury(tx: &mut Tx, id: JobId) -> Result<bool> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM job WHERE org = $1 AND id = $2 AND dead = TRUE"), args![org, id])
        .await
        .map(|rows| rows > 0)
}
