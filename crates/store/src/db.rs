//! Opening, reading, and the doors to the writer.

use std::{fmt, path::Path, sync::Arc, time::Duration};

use kernel::{Error, OrgId, Result, Scope, World};
use sqlx::{
    ConnectOptions as _, Executor as _,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
    },
};
use tokio::sync::broadcast;

use crate::{
    Value, args,
    config::{Config, Limits, Place},
    conn::{Conn, Engine, Patient, fault},
    events::{self, Committed, EventRow},
    listener::Elsewhere,
    looks::Looks,
    meter::{Figures, Meter},
    migrate::{Migration, migrate},
    nodes::{self, Roster, witness},
    planner, planted,
    registry::Registry,
    row::Row,
    runner,
    tasks::Tasks,
    together::Lines,
    writer::{Lanes, Surroundings, Tx, Written},
};

/// Statements that only read. Implemented by [`Tx`] and [`Reader`], so that a slice's `find` serves
/// a page and a command alike.
pub trait Read: Send {
    fn rows(
        &mut self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<Row>>> + Send;
    fn row(
        &mut self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Option<Row>>> + Send;
}

/// A connection for reading. Never waits for the writer.
#[derive(Debug)]
pub struct Reader(Conn);

impl Read for Reader {
    async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>> {
        self.0.rows(sql, args).await
    }
    async fn row(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>> {
        self.0.row(sql, args).await
    }
}

impl Reader {
    /// The connection itself, for audits that stream and for the test that prepares statements.
    pub const fn conn(&mut self) -> &mut Conn {
        &mut self.0
    }
}

#[derive(Clone, Debug)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The data of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    pool: Pool,
    lanes: Lanes,
    world: World,
    registry: Arc<Registry>,
    committed: broadcast::Sender<Committed>,
    tasks: std::sync::Mutex<Tasks>,
    meter: Arc<Meter>,
    opener: Opener,
    roster: Arc<Roster>,
    elsewhere: Arc<Elsewhere>,
    lines: Lines,
    looks: Looks,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db").field("engine", &self.engine().name()).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens, applies missing migrations, and starts the writer. The caller holds the folder's lock.
    pub async fn open(
        config: &Config,
        migrations: &[Migration],
        registry: Registry,
        world: World,
    ) -> Result<Self> {
        let opener = Opener { config: config.clone() };
        let mut first = opener.writer().await?;
        let applied = migrate(&mut first, migrations, world.now()).await?;
        planner::tell(&mut first).await?;
        let pool = Pool::open(config).await?;
        if applied > 0 {
            tracing::info!(applied, "migrations");
        }
        let lanes = match config.place {
            Place::File(_) => 1,
            Place::Postgres(_) => config.limits.lanes.max(1),
        };
        let mut conns = vec![first];
        for _ in 1..lanes {
            conns.push(opener.writer().await?);
        }
        let registry = Arc::new(registry);
        let (committed, _) = broadcast::channel(1024);
        let meter = Arc::new(Meter::default());
        let roster = Arc::new(nodes::roster(&world));
        let mut tasks = Tasks::default();
        let lanes = Lanes::start(
            conns,
            &opener,
            &Surroundings {
                world: world.clone(),
                registry: registry.clone(),
                committed: committed.clone(),
                meter: meter.clone(),
                roster: roster.clone(),
            },
            &mut tasks,
        );
        let tasks = std::sync::Mutex::new(tasks);
        Ok(Self(Arc::new(Inner {
            pool,
            lanes,
            world,
            registry,
            committed,
            tasks,
            meter,
            opener,
            roster,
            elsewhere: Arc::default(),
            lines: Lines::default(),
            looks: Looks::default(),
        })))
    }

    pub fn engine(&self) -> Engine {
        match self.0.pool {
            Pool::Sqlite(_) => Engine::Sqlite,
            Pool::Postgres(_) => Engine::Postgres,
        }
    }
    pub fn world(&self) -> &World {
        &self.0.world
    }
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// The names under which this process holds leases.
    pub(crate) fn nodes(&self) -> &[uuid::Uuid] {
        self.0.lanes.nodes()
    }
    pub(crate) fn roster(&self) -> &Arc<Roster> {
        &self.0.roster
    }
    pub(crate) fn elsewhere(&self) -> &Arc<Elsewhere> {
        &self.0.elsewhere
    }
    pub(crate) fn opener(&self) -> &Opener {
        &self.0.opener
    }
    pub(crate) fn lines(&self) -> &Lines {
        &self.0.lines
    }
    pub(crate) fn looks(&self) -> &Looks {
        &self.0.looks
    }
    /// Runs beside everything else until the database is closed for good.
    pub(crate) fn keep(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.0.tasks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        tasks.reap();
        tasks.spawn(task);
    }

    /// A connection for reading. How much a statement reads is bounded by whoever writes it: keyset
    /// pages, and streaming through [`Reader::conn`] for audits. Readers have no time limit.
    pub async fn read(&self) -> Result<Reader> {
        match &self.0.pool {
            Pool::Sqlite(pool) => pool.acquire().await.map(|conn| Conn::Sqlite(Box::new(conn))),
            Pool::Postgres(pool) => pool.acquire().await.map(|conn| Conn::Postgres(Box::new(conn))),
        }
        .map(Reader)
        .map_err(|error| fault(&error))
    }

    /// Runs a command in the org's writer. The command's rows, events, jobs and transfers happen
    /// all or not at all; the answer comes after the shared commit is durable. A refusal, a panic,
    /// a dropped caller or one that dawdles is cut out without harm to its neighbours.
    pub async fn write<T, F>(&self, scope: &Scope, run: F) -> Result<Written<T>>
    where
        T: Send,
        F: AsyncFnOnce(&mut Tx) -> Result<T>,
    {
        let outcome = self.0.lanes.write(scope, run).await;
        witness::note(scope.org(), &outcome);
        outcome
    }

    /// Hands in a post: decided from memory by the room whose hot state understands it.
    pub async fn post<P, A>(&self, scope: &Scope, body: P) -> Result<A>
    where
        P: std::any::Any + Send + Sync,
        A: std::any::Any + Send,
    {
        let outcome = self.0.lanes.post(scope.org(), Box::new(body)).await;
        witness::note(scope.org(), &outcome);
        outcome
    }

    /// What the writer of this process has done.
    pub fn figures(&self) -> Figures {
        self.0.meter.figures()
    }

    /// Commits of this node as they become durable. A slow listener misses the oldest.
    pub fn watch(&self) -> broadcast::Receiver<Committed> {
        self.0.committed.subscribe()
    }

    /// Waits (a second at most) until the org has reached a position: the number of its last event.
    pub async fn reach(&self, org: OrgId, position: i64) -> Result<()> {
        for _ in 0..40 {
            if events::last(&mut self.read().await?, org).await? >= position {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err(Error::BUSY)
    }

    pub async fn events_after(&self, org: OrgId, number: i64, limit: u32) -> Result<Vec<EventRow>> {
        events::after(&mut self.read().await?, org, number, limit).await
    }

    /// Starts the runner of jobs and subscribers; it ends with the last clone of this.
    pub fn start_runner(&self) {
        let weak = Arc::downgrade(&self.0);
        let watch = self.watch();
        self.keep(runner::run(move || weak.upgrade().map(Db), watch));
    }

    /// Runs subscribers and due jobs until nothing is left, for tests, imports and rehearsals.
    pub async fn settle(&self) -> Result<()> {
        runner::settle(self).await
    }

    /// A consistent copy of the `SQLite` file, made while the program runs.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        let mut reader = self.read().await?;
        match self.engine() {
            Engine::Sqlite => {
                let file = file.to_string_lossy().into_owned();
                // Readers may write nothing; this one writes another file.
                reader.0.script("PRAGMA query_only = OFF").await?;
                let done = reader.0.run("VACUUM INTO $1", args![file]).await.map(drop);
                reader.0.script("PRAGMA query_only = ON").await?;
                done
            }
            Engine::Postgres => Err(Error::Malformed("backup.use_pg_dump")),
        }
    }

    /// Finishes what was accepted, then stops the writer. Later commands get 503.
    pub async fn close(&self) {
        self.0.lanes.close().await;
    }
}

impl Pool {
    async fn open(config: &Config) -> Result<Self> {
        let Limits { readers, .. } = config.limits;
        match &config.place {
            Place::File(file) => {
                // The file and its write-ahead log must exist before a reader may open it.
                let mut maker =
                    sqlite_options(config, file).connect().await.map_err(|e| fault(&e))?;
                maker.execute("PRAGMA user_version").await.map_err(|e| fault(&e))?;
                let options = sqlite_options(config, file)
                    .create_if_missing(false)
                    .pragma("query_only", "ON");
                let pool = SqlitePoolOptions::new()
                    .max_connections(readers)
                    .acquire_timeout(Duration::from_secs(5))
                    .connect_with(options)
                    .await;
                pool.map(Self::Sqlite)
            }
            Place::Postgres(url) => PgPoolOptions::new()
                .max_connections(readers)
                .acquire_timeout(Duration::from_secs(5))
                .connect_with(postgres_options(url)?)
                .await
                .map(Self::Postgres),
        }
        .map_err(|error| fault(&error))
    }
}

/// Makes writer connections: at the start, and again when one broke.
#[derive(Clone, Debug)]
pub struct Opener {
    pub config: Config,
}

impl Opener {
    pub async fn writer(&self) -> Result<Conn> {
        planted::opens()?;
        let config = &self.config;
        match &config.place {
            Place::File(file) => sqlite_options(config, file)
                .connect()
                .await
                .map(|conn| Conn::SqliteOwned(Box::new(conn))),
            Place::Postgres(url) => {
                // A paused owner's locks end before its lease can be taken over twice.
                let third = config.limits.lease_for.as_millis() / 3;
                let synchronous = if config.durable { "on" } else { "off" };
                let options = postgres_options(url)?.options([
                    ("idle_in_transaction_session_timeout", third.to_string().as_str()),
                    ("statement_timeout", config.limits.turn_for.as_millis().to_string().as_str()),
                    ("synchronous_commit", synchronous),
                ]);
                tokio::time::timeout(Patient::waits(config.limits), options.connect())
                    .await
                    .unwrap_or(Err(sqlx::Error::PoolTimedOut))
                    .map(|conn| Conn::PostgresOwned(Box::new(Patient::new(conn, config.limits))))
            }
        }
        .map_err(|error| fault(&error))
    }
}

fn sqlite_options(config: &Config, file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(if config.durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off })
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-32000")
        .pragma("temp_store", "MEMORY")
        .pragma("journal_size_limit", "67108864")
        .statement_cache_capacity(400)
        .disable_statement_logging()
}

fn postgres_options(url: &str) -> Result<PgConnectOptions> {
    url.parse::<PgConnectOptions>()
        .map(|options| options.statement_cache_capacity(400).disable_statement_logging())
        .map_err(|error| Error::broken(format!("database address: {error}")))
}
