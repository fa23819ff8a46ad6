//! One connection of either engine, with the `match` on which one it is that statements go through.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

use kernel::{Error, OrgId, Refused, Result};
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, Postgres, SqlSafeStr as _, Sqlite,
    SqliteConnection, pool::PoolConnection, postgres::PgArguments, query::Query,
    sqlite::SqliteArguments,
};

use tokio::time::Instant;

use crate::{args::Value, bulk::Column, config::Limits, planted, row::Row};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The durability an answered write has, for benches and `doctor`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// The code of a unique index that said no: slices check first, this catches the race.
pub const TAKEN: &str = "store.taken";

#[derive(Debug)]
pub enum Conn {
    Sqlite(Box<PoolConnection<Sqlite>>),
    SqliteOwned(Box<SqliteConnection>),
    Postgres(Box<PoolConnection<Postgres>>),
    PostgresOwned(Box<Patient>),
}

/// A writer's connection to a server, and how long to wait for its word. A server that vanished
/// without a goodbye would otherwise hold the lane, and all who wait, for a quarter of an hour.
#[derive(Debug)]
pub struct Patient {
    conn: PgConnection,
    patience: Patience,
}

#[derive(Debug, Clone)]
struct Patience {
    waits: Duration,
    /// It ran out once: nothing more is expected from this connection.
    over: Arc<AtomicBool>,
}

impl Patient {
    pub fn new(conn: PgConnection, limits: Limits) -> Self {
        let patience = Patience { waits: Self::waits(limits), over: Arc::default() };
        Self { conn, patience }
    }
    /// Statements end by themselves after a turn's time; one that has not is not heard any more.
    pub fn waits(limits: Limits) -> Duration {
        limits.lease_for.max(limits.turn_for * 2)
    }
}

/// How a connection waits for the engine's word.
enum Waits {
    Asleep,
    /// At first without sleeping: the word of `SQLite`'s thread comes within some microseconds, and to
    /// be woken takes longer than that, above all in a virtual machine whose core has gone to sleep.
    Awake,
    /// For a server, not longer than it may take.
    Patiently(Patience),
}

/// How long a word is looked for before its waiter goes to sleep, and how often at most.
const LOOKS: (Duration, u32) = (Duration::from_micros(50), 100);

/// Where others want the core, they get it between two looks.
async fn awake<T>(word: impl Future<Output = T>) -> T {
    let mut word = pin!(word);
    let (begun, (lasts, most)) = (Instant::now(), LOOKS);
    for _ in 0..most {
        let look = poll_fn(|context| Poll::Ready(word.as_mut().poll(context)));
        if let Poll::Ready(heard) = look.await {
            return heard;
        }
        if begun.elapsed() > lasts {
            break;
        }
        std::thread::yield_now();
    }
    word.await
}

enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Conn {
    fn link(&mut self) -> Link<'_> {
        match self {
            Self::Sqlite(conn) => Link::Sqlite(conn),
            Self::SqliteOwned(conn) => Link::Sqlite(conn),
            Self::Postgres(conn) => Link::Postgres(conn),
            Self::PostgresOwned(patient) => Link::Postgres(&mut patient.conn),
        }
    }

    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) | Self::SqliteOwned(_) => Engine::Sqlite,
            Self::Postgres(_) | Self::PostgresOwned(_) => Engine::Postgres,
        }
    }

    /// Waits for the engine's word as its connection does.
    async fn within<T>(waits: Waits, word: impl Future<Output = sqlx::Result<T>>) -> Result<T> {
        let heard = match waits {
            Waits::Asleep => word.await,
            Waits::Awake => awake(word).await,
            Waits::Patiently(Patience { over, .. }) if over.load(Ordering::Relaxed) => {
                return Err(Error::BUSY);
            }
            Waits::Patiently(Patience { waits, over }) => {
                let heard = tokio::time::timeout(waits, word).await;
                over.store(heard.is_err(), Ordering::Relaxed);
                heard.unwrap_or(Err(sqlx::Error::PoolTimedOut))
            }
        };
        heard.map_err(|error| fault(&error))
    }

    fn waits(&self) -> Waits {
        match self {
            Self::SqliteOwned(_) => Waits::Awake,
            Self::PostgresOwned(patient) => Waits::Patiently(patient.patience.clone()),
            Self::Sqlite(_) | Self::Postgres(_) => Waits::Asleep,
        }
    }

    /// Where tests look, and let trouble come: at statements of the writer.
    fn spot(&self, sql: &str) -> planted::Spot {
        match self {
            Self::SqliteOwned(_) | Self::PostgresOwned(_) => {
                #[cfg(feature = "testing")]
                crate::testing::asked(sql);
                planted::spot(sql)
            }
            Self::Sqlite(_) | Self::Postgres(_) => planted::Spot::QUIET,
        }
    }

    /// Runs a statement; the number of rows it changed.
    pub async fn run(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        let spot = self.spot(sql);
        spot.begins().await?;
        let waits = self.waits();
        let done = match self.link() {
            Link::Sqlite(conn) => {
                let done = sqlite(noted(sql), args).execute(conn);
                Self::within(waits, done).await.map(|done| done.rows_affected())
            }
            Link::Postgres(conn) => {
                let done = postgres(sql, args).execute(conn);
                Self::within(waits, done).await.map(|done| done.rows_affected())
            }
        };
        spot.ends(done).await
    }

    pub async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>> {
        let spot = self.spot(sql);
        spot.begins().await?;
        let waits = self.waits();
        let rows = match self.link() {
            Link::Sqlite(conn) => {
                let rows = Self::within(waits, sqlite(noted(sql), args).fetch_all(conn)).await;
                rows.map(|rows| rows.into_iter().map(Row::Sqlite).collect())
            }
            Link::Postgres(conn) => {
                let rows = Self::within(waits, postgres(sql, args).fetch_all(conn)).await;
                rows.map(|rows| rows.into_iter().map(Row::Postgres).collect())
            }
        };
        spot.ends(rows).await
    }

    pub async fn row(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>> {
        let spot = self.spot(sql);
        spot.begins().await?;
        let waits = self.waits();
        let row = match self.link() {
            Link::Sqlite(conn) => {
                let row = Self::within(waits, sqlite(noted(sql), args).fetch_optional(conn)).await;
                row.map(|row| row.map(Row::Sqlite))
            }
            Link::Postgres(conn) => {
                let row = Self::within(waits, postgres(sql, args).fetch_optional(conn)).await;
                row.map(|row| row.map(Row::Postgres))
            }
        };
        spot.ends(row).await
    }

    /// Statements without values, several at once: migrations, `BEGIN`, savepoints.
    pub async fn script(&mut self, sql: &str) -> Result<()> {
        let waits = self.waits();
        self.script_within(waits, sql).await
    }

    /// As [`Conn::script`], however long it takes: migrations of large tables.
    pub(crate) async fn long_script(&mut self, sql: &str) -> Result<()> {
        self.script_within(Waits::Asleep, sql).await
    }

    async fn script_within(&mut self, waits: Waits, sql: &str) -> Result<()> {
        let spot = self.spot(sql);
        spot.begins().await?;
        let text = AssertSqlSafe(sql.to_owned());
        let done = match self.link() {
            Link::Sqlite(conn) => {
                Self::within(waits, sqlx::raw_sql(text).execute(conn)).await.map(drop)
            }
            Link::Postgres(conn) => {
                Self::within(waits, sqlx::raw_sql(text).execute(conn)).await.map(drop)
            }
        };
        spot.ends(done).await
    }

    /// Runs a statement whose values are whole columns, on `PostgreSQL`.
    pub(crate) async fn run_columns(&mut self, sql: &str, columns: Vec<Column>) -> Result<()> {
        let spot = self.spot(sql);
        spot.begins().await?;
        let waits = self.waits();
        let Link::Postgres(conn) = self.link() else {
            return Err(Error::broken("SQLite has no arrays"));
        };
        let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
        let query = columns.into_iter().fold(query, |query, column| column.bind(query));
        let done = Self::within(waits, query.execute(conn)).await.map(drop);
        spot.ends(done).await
    }

    pub(crate) async fn rows_of_column(
        &mut self,
        sql: &str,
        org: OrgId,
        column: Column,
    ) -> Result<Vec<Row>> {
        let spot = self.spot(sql);
        spot.begins().await?;
        let waits = self.waits();
        let Link::Postgres(conn) = self.link() else {
            return Err(Error::broken("SQLite has no arrays"));
        };
        let query = column.bind(sqlx::query(AssertSqlSafe(sql.to_owned())).bind(org.uuid()));
        let rows = Self::within(waits, query.fetch_all(conn)).await;
        spot.ends(rows.map(|rows| rows.into_iter().map(Row::Postgres).collect())).await
    }

    /// Asks the engine to prepare a statement: for the test that every statement fits both.
    pub async fn prepare(&mut self, sql: &str) -> Result<()> {
        let text = AssertSqlSafe(sql.to_owned()).into_sql_str();
        match self.link() {
            Link::Sqlite(conn) => conn.prepare(text).await.map(drop),
            Link::Postgres(conn) => conn.prepare(text).await.map(drop),
        }
        .map_err(|error| fault(&error))
    }

    /// Lets a flag end the statement that runs. `PostgreSQL` has its own time limit instead.
    pub(crate) async fn stop_when(&mut self, stop: Arc<AtomicBool>) {
        if let Link::Sqlite(conn) = self.link() {
            match conn.lock_handle().await {
                Ok(mut handle) => {
                    handle.set_progress_handler(2000, move || !stop.load(Ordering::Relaxed));
                }
                Err(error) => tracing::warn!(%error, "long statements cannot be stopped"),
            }
        }
    }

    pub async fn close(self) {
        // A connection that cannot say goodbye is gone all the same.
        let _ = match self {
            Self::SqliteOwned(conn) => conn.close().await,
            Self::PostgresOwned(patient) => {
                let goodbye = tokio::time::timeout(patient.patience.waits, patient.conn.close());
                goodbye.await.unwrap_or(Ok(()))
            }
            Self::Sqlite(_) | Self::Postgres(_) => Ok(()),
        };
    }
}

/// Statements with values, as the engine has them; tests can look at all that were run.
fn noted(sql: &str) -> &str {
    #[cfg(feature = "testing")]
    crate::testing::hear(sql);
    sql
}

macro_rules! bind {
    ($sql:expr, $args:expr) => {
        $args.into_iter().fold(sqlx::query(AssertSqlSafe($sql.to_owned())), |query, value| {
            match value {
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Uuid(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
                Value::Bool(value) => query.bind(value),
                Value::Real(value) => query.bind(value),
            }
        })
    };
}

fn sqlite(sql: &str, args: Vec<Value>) -> Query<'static, Sqlite, SqliteArguments> {
    bind!(sql, args)
}

fn postgres(sql: &str, args: Vec<Value>) -> Query<'static, Postgres, PgArguments> {
    bind!(sql, args)
}

/// A unique index that says no is a refusal; a lock, a full disk or a lost server is [`Error::Busy`]
/// (repeating is safe, nothing was kept); everything else is our mistake.
pub fn fault(error: &sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(db) if db.is_unique_violation() => {
            Refused { code: TAKEN, status: 409, args: Vec::new() }.into()
        }
        sqlx::Error::Database(db) if db.code().is_some_and(|code| is_busy(&code)) => {
            tracing::warn!(error = %db, "storage is busy");
            Error::BUSY
        }
        sqlx::Error::Database(db) if db.code().is_some_and(|code| UNKEEPABLE.contains(&&*code)) => {
            Error::Malformed("request.unreadable")
        }
        // A connection that was cut in the middle of a word, or of its greeting, reads as bad protocol.
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed => {
            tracing::warn!(%error, "storage is away");
            Error::BUSY
        }
        other => Error::broken(other),
    }
}

/// `PostgreSQL` keeps no U+0000 in text: whoever sent one is told, because nothing of ours broke.
const UNKEEPABLE: [&str; 2] = ["22021", "22P05"];

/// Trouble of the storage and not of the statement, by the engine's code. `PostgreSQL` has five
/// characters and puts the class first; `SQLite` has a number whose lowest byte is the class.
fn is_busy(code: &str) -> bool {
    // Cancelled, shutting down; out of disk, memory or connections; connection; system; deadlock
    // and serialization; idle in a transaction; a standby that cannot write; lock not available.
    const POSTGRES: [&str; 9] = ["57", "53", "08", "58", "40", "25P03", "25P04", "25006", "55P03"];
    if code.len() == 5 {
        return POSTGRES.iter().any(|class| code.starts_with(class));
    }
    // Busy, locked, out of memory, interrupted, input or output, full, cannot open.
    code.parse().is_ok_and(|code: u32| matches!(code & 0xff, 5 | 6 | 7 | 9 | 10 | 13 | 14))
}
