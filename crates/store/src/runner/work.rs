//! Runs jobs that are due.

use std::{
    collections::{BTreeMap, HashSet},
    panic::AssertUnwindSafe,
    time::Duration,
};

use futures::{FutureExt as _, StreamExt as _, future::join_all};
use kernel::{Error, JobId, OrgId, Result, Scope};
use tokio::task::JoinSet;

use super::{AT_ONCE, feed::REPLAY};
use crate::{
    args,
    conn::Engine,
    db::{Db, Read as _},
    jobs::{self, DueJob, Fate},
    lease,
    registry::JobHandler,
    writer::Tx,
};

/// Jobs that are read at once.
const PAGE: usize = 200;
/// Jobs that talk to the world at once.
const FREE_AT_ONCE: usize = 32;
/// How long such a job may take before it counts as failed.
const FREE_FOR: Duration = Duration::from_mins(5);

/// Jobs that talk to the world, on tasks of their own: a slow counterpart holds nothing else up.
#[derive(Default)]
pub struct FreeJobs {
    tasks: JoinSet<JobId>,
    running: HashSet<JobId>,
}

impl FreeJobs {
    /// Waits until one has ended; for ever when none runs.
    pub async fn ended(&mut self) {
        match self.tasks.join_next().await {
            Some(Ok(id)) => drop(self.running.remove(&id)),
            // It was aborted: its place is free again, its row still says what is to be done.
            Some(Err(_)) => self.running.clear(),
            None => std::future::pending().await,
        }
    }

    fn start(&mut self, db: &Db, job: DueJob) {
        if self.running.len() < FREE_AT_ONCE && self.running.insert(job.id) {
            let db = db.clone();
            self.tasks.spawn(async move {
                attempt(&db, &job).await;
                job.id
            });
        }
    }
}

/// Runs what is due, orgs side by side, and starts what talks to the world.
pub async fn due(db: &Db, free: &mut FreeJobs) -> Result<()> {
    while let Some(Some(id)) = free.tasks.join_next().now_or_never() {
        match id {
            Ok(id) => drop(free.running.remove(&id)),
            Err(_) => free.running.clear(),
        }
    }
    loop {
        let full = free.running.len() >= FREE_AT_ONCE;
        let due = read(db, full).await?;
        let more = due.len() == PAGE;
        let mut turns: BTreeMap<OrgId, Vec<DueJob>> = BTreeMap::new();
        for job in due {
            if is_free(db, &job) {
                free.start(db, job);
            } else {
                turns.entry(job.org).or_default().push(job);
            }
        }
        if turns.is_empty() {
            if more && !full {
                continue;
            }
            return Ok(());
        }
        let turns = turns.into_values().map(|jobs| attempt_all(db, jobs));
        let tried: usize = futures::stream::iter(turns)
            .buffer_unordered(AT_ONCE)
            .collect::<Vec<_>>()
            .await
            .iter()
            .sum();
        if !more || tried == 0 {
            return Ok(());
        }
    }
}

/// Runs a page of what is due, org by org in order; how many were tried.
pub async fn due_in_order(db: &Db) -> Result<usize> {
    let mut by_org: BTreeMap<OrgId, Vec<DueJob>> = BTreeMap::new();
    for job in read(db, false).await? {
        by_org.entry(job.org).or_default().push(job);
    }
    let mut tried = 0;
    for jobs in by_org.into_values() {
        let (free, turns): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| is_free(db, job));
        tried += attempt_all(db, turns).await;
        for job in free {
            tried += usize::from(attempt(db, &job).await);
        }
    }
    Ok(tried)
}

fn is_free(db: &Db, job: &DueJob) -> bool {
    matches!(db.registry().jobs.get(job.kind.as_str()), Some(JobHandler::Free(_)))
}

/// Due jobs of the orgs that this node may write, oldest first. When no more may talk to the world
/// they are left out, so that they do not stand before the others.
async fn read(db: &Db, without_free: bool) -> Result<Vec<DueJob>> {
    let (here, mut nodes) = lease::not_elsewhere(db.engine(), "job.org", db.nodes(), 3);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let mut values = args![db.world().now(), limit];
    values.append(&mut nodes);
    let mut kinds = "TRUE".to_owned();
    if without_free {
        let free = db.registry().jobs.iter().filter(|(_, how)| matches!(how, JobHandler::Free(_)));
        let marks: Vec<_> = free
            .map(|(kind, _)| {
                values.push((*kind).into());
                format!("${}", values.len())
            })
            .collect();
        kinds = format!("kind NOT IN ({})", marks.join(", "));
    }
    let sql = format!(
        "SELECT org, id, kind, job_key, data, attempts FROM job
         WHERE dead = FALSE AND due_at <= $1 AND {here} AND {kinds}
         ORDER BY due_at, id LIMIT $2"
    );
    let rows = db.read().await?.rows(&sql, values).await?;
    rows.iter().map(DueJob::from_row).collect()
}

/// One org's jobs, handed in together so that they share commits, in their order.
async fn attempt_all(db: &Db, jobs: Vec<DueJob>) -> usize {
    let tried = join_all(jobs.iter().map(|job| attempt(db, job))).await;
    tried.into_iter().filter(|&tried| tried).count()
}

/// Runs a job and notes how it went; `false` when it is for another node, or could not be noted.
async fn attempt(db: &Db, job: &DueJob) -> bool {
    let outcome = AssertUnwindSafe(run(db, job)).catch_unwind().await;
    let error = match outcome {
        Ok(Ok(())) => return true,
        Ok(Err(Error::NotOwner)) => return false,
        Ok(Err(error)) => error,
        Err(_) => Error::broken("a job panicked"),
    };
    tracing::warn!(kind = job.kind, attempts = job.attempts + 1, %error, "a job failed");
    let scope = Scope::system(job.org);
    let noted = db.write(&scope, async |tx| jobs::failed(tx, job, &error.to_string()).await).await;
    noted.is_ok()
}

async fn run(db: &Db, job: &DueJob) -> Result<()> {
    let scope = Scope::system(job.org);
    match db.registry().jobs.get(job.kind.as_str()).copied() {
        Some(JobHandler::Turn(run)) => {
            let turn = db.write(&scope, async |tx| {
                if jobs::claim(tx, job).await? { run(tx, job.data.clone()).await } else { Ok(()) }
            });
            turn.await.map(drop)
        }
        Some(JobHandler::Free(run)) => {
            // Of several nodes only the org's writer speaks to the world for it, and stays its writer
            // meanwhile if it can.
            let _speaking = db.roster().speaks(job.org);
            if db.engine() == Engine::Postgres
                && !db.write(&scope, async |tx| jobs::still_due(tx, job.id).await).await?.value
            {
                return Ok(());
            }
            let done = tokio::time::timeout(FREE_FOR, run(db, job.org, job.data.clone())).await;
            let fate = done.unwrap_or_else(|_| Err(Error::broken("the job took too long")))?;
            if fate != Fate::Done {
                tracing::warn!(kind = job.kind, ?fate, "a job is given up");
            }
            let settle = async |tx: &mut Tx| match &fate {
                Fate::Done => jobs::remove(tx, job.id).await,
                Fate::GivenUp(why) => jobs::give_up(tx, job, Some(why)).await,
                Fate::Over => jobs::give_up(tx, job, None).await,
            };
            db.write(&scope, settle).await.map(drop)
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
    let turn = db.write(scope, async |tx| {
        if !jobs::claim(tx, job).await? {
            return Ok(());
        }
        match (subscriber, &event) {
            (Some(subscriber), Some(event)) => (subscriber.run)(tx, event).await,
            _ => Ok(()),
        }
    });
    turn.await.map(drop)
}
