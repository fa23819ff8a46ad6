//! The ground under these tests: one table, one counting memory, commands with a fate.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::future::BoxFuture;
use kernel::{Error, OrgId, Refused, Result, Scope, Time, World};
use serde::{Deserialize, Serialize};
use store::{
    Batch, Conn, Db, Engine, Event, Hot, Limits, MIGRATIONS, Migration, PostAnswer, PostBody, Read,
    Registry, Tx, Written, args, sql,
    testing::{Ground, PATIENT, engines, ground_with},
};

pub const TABLES: Migration = Migration {
    name: "9000_tests",
    sql: "CREATE TABLE note (org UUID NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (org, number));
          CREATE TABLE pledge (org UUID NOT NULL PRIMARY KEY,
            note BIGINT, FOREIGN KEY (org, note) REFERENCES note (org, number)
            DEFERRABLE INITIALLY DEFERRED);
          CREATE TABLE tally (org UUID NOT NULL PRIMARY KEY, total BIGINT NOT NULL);",
};

/// Everything that waits goes into one commit, so that neighbours share a fate or do not.
pub const TOGETHER: Limits = Limits { batch_for: Duration::from_mins(1), ..PATIENT };

/// Impatient: cut out soon, statements too; and yet patient enough for a crowded machine.
pub const STRICT: Limits = Limits {
    idle_for: Duration::from_millis(700),
    turn_for: Duration::from_millis(1500),
    lease_for: Duration::from_secs(6),
    ..TOGETHER
};

pub fn migrations() -> Vec<Migration> {
    MIGRATIONS.iter().copied().chain([TABLES]).collect()
}

pub fn registry() -> Registry {
    let mut registry = Registry::default();
    registry.hot(|org, _: &World| Box::new(Tally::new(org)));
    registry
}

/// A fresh house on every engine at hand.
pub async fn houses(limits: Limits) -> Vec<Ground> {
    houses_with(limits, registry).await
}

pub async fn houses_with(limits: Limits, registry: fn() -> Registry) -> Vec<Ground> {
    let mut houses = Vec::new();
    for engine in engines() {
        houses.push(ground_with(engine, &migrations(), registry(), limits).await.unwrap());
    }
    houses
}

/// Opens the same database again, as after a restart.
pub async fn reopened(house: &Ground, registry: Registry) -> Db {
    house.db.close().await;
    Db::open(&house.config, &migrations(), registry, house.world.clone()).await.unwrap()
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Noted {
    pub number: i64,
}
impl Event for Noted {
    const KIND: &'static str = "notes.noted";
}

pub fn refused(code: &'static str) -> Error {
    Refused { code, status: 409, args: Vec::new() }.into()
}

pub fn is_busy<T: std::fmt::Debug>(result: &Result<T>) -> bool {
    matches!(result, Err(Error::Busy { .. }))
}

/// Endless as far as a test is concerned.
pub const ENDLESS: &str = sql!(
    "WITH RECURSIVE n (i) AS (
       SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 4000000000
     ) SELECT CAST(count(*) AS BIGINT) AS many FROM n"
);

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Keep,
    Refuse,
    Panic,
    /// Goes on after a statement that failed, and says `Ok`.
    Swallow,
    /// Does nothing until it is cut out.
    Dawdle,
    /// A statement without end.
    Endless,
    /// The caller goes away between two statements.
    Leave,
    /// The caller goes away in the middle of a statement.
    LeaveMidway,
    /// Breaks what is only looked at by the commit.
    FailCommit,
    /// Ends the shared transaction, as an engine in trouble does.
    EndTransaction,
}

/// Those that do no harm to others.
#[rustfmt::skip]
pub const FATES: [Fate; 8] = [
    Fate::Keep, Fate::Refuse, Fate::Panic, Fate::Swallow,
    Fate::Dawdle, Fate::Endless, Fate::Leave, Fate::LeaveMidway,
];

pub async fn note(tx: &mut Tx, number: i64) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("INSERT INTO note (org, number) VALUES ($1, $2)"), args![org, number]).await?;
    tx.emit(&Noted { number })
}

/// Notes a number, counts it in memory, and meets its fate.
pub async fn act(db: &Db, scope: &Scope, number: i64, fate: Fate) -> Result<Written<i64>> {
    let gone = tokio::sync::Notify::new();
    let write = db.write(scope, async |tx| {
        note(tx, number).await?;
        add(tx, 1).await?;
        match fate {
            Fate::Keep => {}
            Fate::Refuse => return Err(refused("notes.no")),
            Fate::Panic => panic!("a command that panics"),
            Fate::Swallow => {
                // The same number again: the primary key says no.
                let _ = note(tx, number).await;
                let _ = note(tx, number + 1_000_000).await;
            }
            Fate::Dawdle => std::future::pending().await,
            Fate::Endless => drop(tx.rows(ENDLESS, args![]).await?),
            Fate::Leave => {
                gone.notify_one();
                std::future::pending::<()>().await;
            }
            Fate::FailCommit => {
                let org = tx.org();
                let sql = sql!("INSERT INTO pledge (org, note) VALUES ($1, -1)");
                tx.run(sql, args![org]).await?;
            }
            Fate::EndTransaction => drop(tx.run("ROLLBACK", args![]).await?),
            Fate::LeaveMidway => {
                gone.notify_one();
                tx.rows(ENDLESS, args![]).await?;
            }
        }
        Ok(number)
    });
    tokio::select! {
        biased;
        done = write => done,
        // Long enough for the engine to be in the middle of it.
        () = async { gone.notified().await; tokio::time::sleep(Duration::from_millis(30)).await } =>
            Err(refused("caller.left")),
    }
}

pub async fn notes(db: &Db, org: OrgId) -> Vec<i64> {
    let rows = db
        .read()
        .await
        .unwrap()
        .rows(sql!("SELECT number FROM note WHERE org = $1 ORDER BY number"), args![org])
        .await
        .unwrap();
    rows.iter().map(|row| row.get("number").unwrap()).collect()
}

/// The org's events; checks that they are numbered from 1 without gaps.
pub async fn stream(db: &Db, org: OrgId) -> Vec<i64> {
    let mut numbers = Vec::new();
    loop {
        let after = numbers.len() as i64;
        let page = db.events_after(org, after, 500).await.unwrap();
        if page.is_empty() {
            return numbers;
        }
        for event in page {
            assert_eq!(event.number, numbers.len() as i64 + 1, "a gap in {org}");
            numbers.push(event.read::<Noted>().unwrap().number);
        }
    }
}

/// The total in the table.
pub async fn total(db: &Db, org: OrgId) -> i64 {
    stored(&mut db.read().await.unwrap(), org).await.unwrap()
}

async fn stored(db: &mut impl Read, org: OrgId) -> Result<i64> {
    let row = db.row(sql!("SELECT total FROM tally WHERE org = $1"), args![org]).await?;
    row.map_or(Ok(0), |row| row.get("total"))
}

/// Adds in memory, inside a turn.
pub async fn add(tx: &mut Tx, amount: i64) -> Result<i64> {
    if tx.hot(|tally: &mut Tally| tally.total.is_none()).await? {
        let org = tx.org();
        let total = stored(tx, org).await?;
        tx.hot(|tally: &mut Tally| tally.total = Some(total)).await?;
    }
    tx.hot(|tally: &mut Tally| tally.add(amount)).await?
}

/// The total in memory, as a command sees it.
pub async fn remembered(db: &Db, scope: &Scope) -> i64 {
    db.write(scope, async |tx| add(tx, 0).await).await.unwrap().value
}

/// What a test wants to go wrong in an org's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Fails,
    Panics,
    /// A statement fails in the flush and the room says that all is well.
    Swallows,
}

static TROUBLES: Mutex<Option<HashMap<OrgId, Trouble>>> = Mutex::new(None);

fn troubles() -> MutexGuard<'static, Option<HashMap<OrgId, Trouble>>> {
    TROUBLES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets or ends the trouble of an org.
pub fn trouble(org: OrgId, trouble: Option<Trouble>) {
    let mut all = troubles();
    let all = all.get_or_insert_default();
    all.remove(&org);
    all.extend(trouble.map(|trouble| (org, trouble)));
}

/// A post of the tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Add(i64),
    /// Adds, and then panics.
    Panic(i64),
    /// Its preparation fails, whatever else it is prepared with.
    Poison,
}

/// A counting memory: a total that may not go below zero.
#[derive(Debug)]
pub struct Tally {
    org: OrgId,
    total: Option<i64>,
    added: Vec<i64>,
}

impl Tally {
    pub fn new(org: OrgId) -> Self {
        Self { org, total: None, added: Vec::new() }
    }
    fn add(&mut self, amount: i64) -> Result<i64> {
        let total = self.total.ok_or_else(|| Error::broken("the tally is not loaded"))? + amount;
        if total < 0 {
            return Err(refused("tally.short"));
        }
        self.added.push(amount);
        self.total = Some(total);
        Ok(total)
    }
}

impl Hot for Tally {
    fn mark(&mut self) -> usize {
        self.added.len()
    }
    fn undo_to(&mut self, mark: usize) {
        for amount in self.added.drain(mark..) {
            self.total = self.total.map(|total| total - amount);
        }
    }
    fn prepare<'a>(
        &'a mut self,
        org: OrgId,
        conn: &'a mut Conn,
        posts: &'a [PostBody],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if posts.iter().any(|post| post.downcast_ref() == Some(&Ask::Poison)) {
                conn.rows("SELECT nothing FROM nowhere", Vec::new()).await?;
            }
            if self.total.is_none() {
                let row = conn.row("SELECT total FROM tally WHERE org = $1", args![org]).await?;
                self.total = Some(row.map_or(Ok(0), |row| row.get("total"))?);
            }
            Ok(())
        })
    }
    fn decide(&mut self, _: Time, post: &PostBody) -> Result<PostAnswer> {
        let answer = match post.downcast_ref() {
            Some(Ask::Add(amount)) => self.add(*amount)?,
            Some(Ask::Panic(amount)) => {
                self.add(*amount)?;
                panic!("a post that panics")
            }
            _ => return Err(Error::broken("not a post of the tally")),
        };
        Ok(Box::new(answer))
    }
    fn flush<'a>(&'a mut self, conn: &'a mut Conn, batch: &'a Batch) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            assert_eq!(batch.org, self.org);
            let trouble = troubles().as_ref().and_then(|all| all.get(&self.org).copied());
            match trouble {
                Some(Trouble::Fails) => return Err(Error::broken("this flush fails")),
                Some(Trouble::Panics) => panic!("this flush panics"),
                Some(Trouble::Swallows) => {
                    let _ = conn.rows("SELECT nothing FROM nowhere", Vec::new()).await;
                    return Ok(());
                }
                None => {}
            }
            if self.added.is_empty() {
                return Ok(());
            }
            let tail = "ON CONFLICT (org) DO UPDATE SET total = excluded.total";
            let row = args![self.org, self.total];
            conn.insert("tally", &["org", "total"], vec![row], tail).await
        })
    }
    fn committed(&mut self) {
        self.added.clear();
    }
    fn lost(&mut self) {
        self.added.clear();
        self.total = None;
    }
}

pub fn stopwatch() -> tokio::time::Instant {
    tokio::time::Instant::now()
}

pub fn is(ground: &Ground, engine: Engine) -> bool {
    ground.db.engine() == engine
}
