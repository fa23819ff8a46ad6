//! The one room that names the database library.
//!
//! `Db` opens `SQLite` or `PostgreSQL` from one set of migrations and statements. Reads go to a pool;
//! every change is a command that the org's writer runs in its turn ([`Db::write`]) or a post that
//! it decides from memory ([`Db::post`]). Commands that wait together share one durable commit.
//!
//! Invariants: an org's rows change only inside [`Tx`]; events are numbered per org in commit
//! order without gaps; nobody is answered before the commit that their answer rests on; queues are
//! bounded. Deliberately absent: an ORM, deferred constraints, a clock of its own.

mod args;
mod bulk;
mod config;
mod conn;
pub mod copies;
mod db;
pub mod events;
pub mod export;
mod hot;
pub mod jobs;
mod keys;
mod lease;
pub mod listener;
mod lock;
mod looks;
pub mod meter;
mod migrate;
pub mod nodes;
mod pace;
mod planner;
pub mod planted;
mod registry;
mod row;
mod runner;
pub mod tasks;
#[cfg(feature = "testing")]
pub mod testing;
mod together;
mod writer;

pub use args::{Value, any_of, equal};
pub use config::{Config, Limits, Place};
pub use conn::{Conn, Engine, TAKEN};
pub use copies::Copy;
pub use db::{Db, Read, Reader};
pub use events::{Committed, Event, EventRow};
pub use hot::{Batch, Hot, KeyRow, PostAnswer, PostBody};
pub use jobs::{Fate, NewJob};
pub use keys::{KEY_MAX, Key, Once};
pub use lock::DirLock;
pub use looks::Look;
pub use meter::Figures;
pub use migrate::Migration;
pub use pace::Pace;
pub use registry::{Future, JobHandler, Registry};
pub use row::{Column, Row};
pub use together::{Together, Word};
pub use writer::{Position, Tx, Written};

/// Marks a literal as SQL for both engines. A test finds every such literal in the source and
/// prepares it on `SQLite` and `PostgreSQL`.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $text
    };
}

/// The values of a statement, in order: `args![scope.org(), id, None::<i64>]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::Value::from($value)),*]
    };
}

/// This migration file of the top folder: `migration!("0001_store")`.
#[macro_export]
macro_rules! migration {
    ($name:literal) => {
        $crate::Migration {
            name: $name,
            sql: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../migrations/",
                $name,
                ".sql"
            )),
        }
    };
}

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[migration!("0001_store"), migration!("0043_nodes")];
