//! Runs subscribers behind the commits and jobs when they are due.
//!
//! Cursors and job rows say what is left to do; notifications only say where to look first. Orgs
//! that another node writes are left to it.

mod feed;
mod work;

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use futures::StreamExt as _;
use kernel::{Error, OrgId, Result, Scope};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::Instant,
};

use crate::{
    args,
    db::{Db, Read as _},
    events::Committed,
    lease,
};
use feed::OrgFeeds;
use work::FreeJobs;

/// How often the clock is asked for due jobs when nothing else happens.
const TICK: Duration = Duration::from_millis(500);
/// How often all orgs are looked through: a node that died left its orgs behind without a word.
const RESCAN: Duration = Duration::from_secs(15);
/// Orgs whose tables are finished in one go.
const LEFT_BEHIND: u32 = 1000;
/// Orgs that are served side by side, so that their turns share commits.
const AT_ONCE: usize = 16;

/// The loop behind [`Db::start_runner`]; it ends when the database is gone.
pub async fn run(db: impl Fn() -> Option<Db>, mut watch: Receiver<Committed>) {
    let mut feeds = Feeds::default();
    let mut free = FreeJobs::default();
    let mut behind = BTreeSet::new();
    let mut scanned: Option<Instant> = None;
    loop {
        let Some(db) = db() else { return };
        if scanned.is_none_or(|at| at.elapsed() >= RESCAN) {
            match orgs_behind(&db).await {
                Ok(orgs) => {
                    behind.extend(orgs);
                    scanned = Some(Instant::now());
                }
                Err(error) => tracing::warn!(%error, "orgs could not be looked through"),
            }
            if let Err(error) = finish_tables(&db).await {
                tracing::warn!(%error, "tables stay behind");
            }
        }
        let orgs = std::mem::take(&mut behind);
        behind = feeds.catch_up(&db, orgs, AT_ONCE).await.failed;
        if let Err(error) = work::due(&db, &mut free).await {
            tracing::warn!(%error, "due jobs could not be read");
        }
        drop(db);
        tokio::select! {
            committed = watch.recv() => match committed {
                Ok(committed) => drop(behind.insert(committed.org)),
                Err(RecvError::Lagged(_)) => scanned = None,
                Err(RecvError::Closed) => return,
            },
            () = free.ended() => {}
            () = tokio::time::sleep(TICK) => {}
        }
        while let Ok(committed) = watch.try_recv() {
            behind.insert(committed.org);
        }
    }
}

/// Runs everything until nothing is left to do, at most a million rounds. One org after another
/// and in a fixed order, so that a seed repeats itself.
pub async fn settle(db: &Db) -> Result<()> {
    let mut feeds = Feeds::default();
    for _ in 0..1_000_000 {
        let fed = feeds.catch_up(db, orgs_behind(db).await?, 1).await;
        if let Some(error) = fed.error {
            return Err(error);
        }
        if work::due_in_order(db).await? == 0 && !fed.busy {
            return Ok(());
        }
    }
    Err(Error::broken("work makes new work without end"))
}

/// Has tables finished that an earlier writer left behind: to load an org is to finish it.
async fn finish_tables(db: &Db) -> Result<()> {
    for table in &db.registry().lags {
        let (here, mut values) = lease::not_elsewhere(db.engine(), "l.org", db.nodes(), 1);
        values.push(LEFT_BEHIND.into());
        let sql = format!("SELECT l.org FROM {table} l WHERE {here} LIMIT ${}", values.len());
        for row in db.read().await?.rows(&sql, values).await? {
            match db.write(&Scope::system(row.get("org")?), async |_| Ok(())).await {
                Ok(_) | Err(Error::NotOwner) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// Orgs with events that some subscriber has not moved past. Steps from org to org along the
/// primary key: its cost grows with the orgs and not with their events.
async fn orgs_behind(db: &Db) -> Result<BTreeSet<OrgId>> {
    let (here, nodes) = lease::not_elsewhere(db.engine(), "o.org", db.nodes(), 1);
    let sql = format!(
        "WITH RECURSIVE o (org) AS (
           SELECT (SELECT e.org FROM event e ORDER BY e.org LIMIT 1)
           UNION ALL
           SELECT (SELECT e.org FROM event e WHERE e.org > o.org ORDER BY e.org LIMIT 1)
           FROM o WHERE o.org IS NOT NULL
         )
         SELECT o.org, (SELECT MAX(e.number) FROM event e WHERE e.org = o.org) AS last
         FROM o WHERE o.org IS NOT NULL AND {here}"
    );
    let mut reader = db.read().await?;
    let last = reader.rows(&sql, nodes).await?;
    let cursors = reader.rows(feed::CURSORS, args![]).await?;
    let mut seen: HashMap<(OrgId, String), i64> = HashMap::new();
    for row in &cursors {
        seen.insert((row.get("org")?, row.get("name")?), row.get("number")?);
    }
    let mut behind = BTreeSet::new();
    for row in &last {
        let (org, last): (OrgId, i64) = (row.get("org")?, row.get("last")?);
        let names = db.registry().subscribers.iter().map(|one| one.name.to_owned());
        if names.map(|name| (org, name)).any(|key| seen.get(&key).copied().unwrap_or(0) < last) {
            behind.insert(org);
        }
    }
    Ok(behind)
}

/// What became of a round of feeding.
#[derive(Default)]
struct Fed {
    busy: bool,
    failed: BTreeSet<OrgId>,
    error: Option<Error>,
}

/// The subscribers' places, as this runner remembers them.
#[derive(Default)]
struct Feeds(HashMap<OrgId, OrgFeeds>);

impl Feeds {
    async fn catch_up(&mut self, db: &Db, orgs: BTreeSet<OrgId>, at_once: usize) -> Fed {
        let work: Vec<_> = orgs
            .into_iter()
            .map(|org| {
                let mut feeds = self.0.remove(&org).unwrap_or_default();
                async move {
                    let done = feeds.catch_up(db, org).await;
                    (org, feeds, done)
                }
            })
            .collect();
        let done: Vec<_> = futures::stream::iter(work).buffer_unordered(at_once).collect().await;
        let mut fed = Fed::default();
        for (org, feeds, outcome) in done {
            match outcome {
                Ok(busy) => {
                    fed.busy |= busy;
                    self.0.insert(org, feeds);
                }
                // Another node writes this org, and feeds it.
                Err(Error::NotOwner) => {}
                Err(error) => {
                    fed.failed.insert(org);
                    fed.error = Some(error);
                    self.0.insert(org, feeds);
                }
            }
        }
        fed
    }
}
