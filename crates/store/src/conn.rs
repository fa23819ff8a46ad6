//! One connection of either engine. This file holds the only `match` on which engine it is.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kernel::{Error, Refused, Result};
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, Postgres, SqlSafeStr as _, Sqlite,
    SqliteConnection, pool::PoolConnection, postgres::PgArguments, query::Query,
    sqlite::SqliteArguments,
};

use crate::{args::Value, row::Row};

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
    PostgresOwned(Box<PgConnection>),
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
            Self::PostgresOwned(conn) => Link::Postgres(conn),
        }
    }

    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) | Self::SqliteOwned(_) => Engine::Sqlite,
            Self::Postgres(_) | Self::PostgresOwned(_) => Engine::Postgres,
        }
    }

    /// Runs a statement; the number of rows it changed.
    pub async fn run(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        match self.link() {
            Link::Sqlite(conn) => {
                sqlite(sql, args).execute(conn).await.map(|done| done.rows_affected())
            }
            Link::Postgres(conn) => {
                postgres(sql, args).execute(conn).await.map(|done| done.rows_affected())
            }
        }
        .map_err(|error| fault(&error))
    }

    pub async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>> {
        match self.link() {
            Link::Sqlite(conn) => sqlite(sql, args)
                .fetch_all(conn)
                .await
                .map(|rows| rows.into_iter().map(Row::Sqlite).collect()),
            Link::Postgres(conn) => postgres(sql, args)
                .fetch_all(conn)
                .await
                .map(|rows| rows.into_iter().map(Row::Postgres).collect()),
        }
        .map_err(|error| fault(&error))
    }

    pub async fn row(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>> {
        match self.link() {
            Link::Sqlite(conn) => {
                sqlite(sql, args).fetch_optional(conn).await.map(|row| row.map(Row::Sqlite))
            }
            Link::Postgres(conn) => {
                postgres(sql, args).fetch_optional(conn).await.map(|row| row.map(Row::Postgres))
            }
        }
        .map_err(|error| fault(&error))
    }

    /// Statements without values, several at once: migrations, `BEGIN`, savepoints.
    pub async fn script(&mut self, sql: &str) -> Result<()> {
        let text = AssertSqlSafe(sql.to_owned());
        match self.link() {
            Link::Sqlite(conn) => sqlx::raw_sql(text).execute(conn).await.map(drop),
            Link::Postgres(conn) => sqlx::raw_sql(text).execute(conn).await.map(drop),
        }
        .map_err(|error| fault(&error))
    }

    /// Many rows in few statements. `tail` may hold an `ON CONFLICT` clause.
    pub async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<()> {
        let width = columns.len().max(1);
        let list = columns.join(", ");
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(900 / width + 1).collect();
            let groups = match self.engine() {
                Engine::Sqlite => {
                    let group = format!("({})", vec!["?"; width].join(","));
                    vec![group; chunk.len()]
                }
                Engine::Postgres => (0..chunk.len())
                    .map(|row| {
                        let marks: Vec<_> =
                            (1..=width).map(|n| format!("${}", row * width + n)).collect();
                        format!("({})", marks.join(","))
                    })
                    .collect(),
            };
            let sql = format!("INSERT INTO {table} ({list}) VALUES {} {tail}", groups.join(","));
            self.run(&sql, chunk.into_iter().flatten().collect()).await?;
        }
        Ok(())
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
            Self::PostgresOwned(conn) => conn.close().await,
            Self::Sqlite(_) | Self::Postgres(_) => Ok(()),
        };
    }
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
        sqlx::Error::Database(db)
            if matches!(
                db.code().as_deref(),
                // SQLite: busy, locked, interrupted, read only, disk full; PostgreSQL: cancelled,
                // shutting down, too many connections, serialization.
                Some(
                    "5" | "6"
                        | "9"
                        | "13"
                        | "261"
                        | "517"
                        | "57014"
                        | "57P01"
                        | "53300"
                        | "40001"
                        | "25P03"
                        | "55P03"
                )
            ) =>
        {
            tracing::warn!(error = %db, "storage is busy");
            Error::BUSY
        }
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed => {
            tracing::warn!(%error, "storage is away");
            Error::BUSY
        }
        other => Error::broken(other),
    }
}
