//! Throw-away databases for tests, on both engines with one body.
//!
//! `SQLite` lies in a temporary folder, not in memory: readers of a shared memory database hang
//! behind an open write. `PostgreSQL` is used when `REGULARS_TEST_POSTGRES` names a server.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use kernel::{OrgId, Scope, TestClock, Time, World};

use crate::{Config, Conn, Db, Limits, Migration, Place, Registry, conn::Engine, db::Opener};

/// Monday 2026-03-02 01:00 UTC, nine in the morning in Shanghai: when tests begin.
pub const MORNING: Time = Time::from_micros(1_772_413_200_000_000);

/// A database of its own, a clock that stands still, chance with a seed.
#[derive(Debug)]
pub struct Ground {
    pub db: Db,
    pub clock: Arc<TestClock>,
    pub world: World,
    pub config: Config,
    #[expect(dead_code, reason = "held: the folder goes when the ground goes")]
    folder: tempfile::TempDir,
}

impl Ground {
    pub fn org(&self) -> OrgId {
        self.world.id()
    }
    pub fn scope(&self) -> Scope {
        Scope::system(self.org())
    }
}

/// The engines at hand: `SQLite` always, `PostgreSQL` when a server is named.
pub fn engines() -> Vec<Engine> {
    if server().is_some() { vec![Engine::Sqlite, Engine::Postgres] } else { vec![Engine::Sqlite] }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment where PostgreSQL is"
)]
fn server() -> Option<String> {
    std::env::var("REGULARS_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// What `SQLite` was asked in this process, by what makes a statement one of its own.
static HEARD: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Notes a question; how many values are in a list makes no other one of it.
pub(crate) fn hear(sql: &str) {
    let fills = |c: char| c.is_whitespace() || c.is_ascii_digit() || "$?,()".contains(c);
    let key: String = sql.chars().filter(|c| !fills(*c)).collect();
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    heard.entry(key).or_insert_with(|| sql.to_owned());
}

/// Every statement that `SQLite` was asked in this process, once: for a test that looks at all.
pub fn heard() -> Vec<String> {
    let heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    heard.values().cloned().collect()
}

/// What writers were asked, while somebody wants to know.
static ASKED: Mutex<Option<Vec<String>>> = Mutex::new(None);

pub(crate) fn asked(sql: &str) {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(asked) = asked.as_mut() {
        asked.push(sql.to_owned());
    }
}

/// Everything that the writers of this process were asked since this was called before, in order.
pub fn asked_since() -> Vec<String> {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    asked.replace(Vec::new()).unwrap_or_default()
}

/// Limits for slow, crowded test machines: nothing is cut out because a neighbour compiles.
pub const PATIENT: Limits = Limits {
    wait_for: Duration::from_mins(3),
    crowd_for: Duration::from_mins(3),
    idle_for: Duration::from_secs(20),
    turn_for: Duration::from_mins(1),
    lease_for: Duration::from_secs(90),
    lanes: 2,
    ..Limits::DEFAULT
};

/// Opens a fresh database on the engine.
#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
pub async fn ground(engine: Engine, migrations: &[Migration], registry: Registry) -> Ground {
    ground_with(engine, migrations, registry, PATIENT).await.expect("a test database opens")
}

/// As [`ground`], in a world that was made into another: with ways to pay, with post.
#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
pub async fn ground_where(
    engine: Engine,
    migrations: &[Migration],
    registry: Registry,
    make: impl FnOnce(World) -> World,
) -> Ground {
    let opened = ground_of(engine, migrations, registry, (PATIENT, make)).await;
    opened.expect("a test database opens")
}

/// As [`ground`], with other limits.
pub async fn ground_with(
    engine: Engine,
    migrations: &[Migration],
    registry: Registry,
    limits: Limits,
) -> kernel::Result<Ground> {
    ground_of(engine, migrations, registry, (limits, std::convert::identity)).await
}

async fn ground_of(
    engine: Engine,
    migrations: &[Migration],
    registry: Registry,
    (limits, make): (Limits, impl FnOnce(World) -> World),
) -> kernel::Result<Ground> {
    static SEED: AtomicU64 = AtomicU64::new(1);
    let seed = SEED.fetch_add(1, Ordering::SeqCst);
    let (world, clock) = World::test(MORNING, seed);
    let world = make(world);
    let folder = tempfile::tempdir().map_err(kernel::Error::broken)?;
    let place = match engine {
        Engine::Sqlite => Place::File(folder.path().join("regulars.db")),
        Engine::Postgres => Place::Postgres(fresh_database(seed).await?),
    };
    let config = Config { place, limits, durable: false };
    let db = Db::open(&config, migrations, registry, world.clone()).await?;
    Ok(Ground { db, clock, world, config, folder })
}

/// The address of a fresh `PostgreSQL` database, for tests that open the whole house on it.
pub async fn database() -> kernel::Result<String> {
    static SEED: AtomicU64 = AtomicU64::new(1_000_000);
    fresh_database(SEED.fetch_add(1, Ordering::SeqCst)).await
}

async fn fresh_database(seed: u64) -> kernel::Result<String> {
    let server = server().unwrap_or_default();
    let name = format!("test_{}_{seed}", std::process::id());
    let config = Config::new(Place::Postgres(server.clone()));
    let mut conn: Conn = Opener { config }.writer().await?;
    conn.script(&format!("CREATE DATABASE {name}")).await?;
    conn.close().await;
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    Ok(format!("{base}/{name}"))
}
