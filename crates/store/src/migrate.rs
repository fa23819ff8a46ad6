//! One tree of migrations for both engines, each applied once and never changed after.

use kernel::{Error, Result, Time};
use sha2::{Digest as _, Sha256};

use crate::{
    args,
    conn::{Conn, Engine},
    sql,
};

#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// File name without ending: a number that orders it and a word.
    pub name: &'static str,
    pub sql: &'static str,
}

impl Migration {
    /// The text for an engine. `{{bytes}}` is the one type whose name differs; `{{text}}` is text
    /// that sorts by its bytes on both, so that a range of keys means the same everywhere; a
    /// `{{packed}}` table lies in the order of its key where an engine can do that.
    fn text(&self, engine: Engine) -> String {
        let (bytes, text, packed) = match engine {
            Engine::Sqlite => ("BLOB", "TEXT", "WITHOUT ROWID"),
            Engine::Postgres => ("BYTEA", "TEXT COLLATE \"C\"", ""),
        };
        self.sql.replace("{{bytes}}", bytes).replace("{{text}}", text).replace("{{packed}}", packed)
    }
    fn checksum(&self) -> Vec<u8> {
        Sha256::digest(self.sql.as_bytes()).to_vec()
    }
}

/// Applies what is missing, in order of name. A migration whose text changed after it was applied
/// is refused: the data would not be what the program believes. Of nodes that start together one
/// applies and the others wait.
pub async fn migrate(conn: &mut Conn, all: &[Migration], now: Time) -> Result<usize> {
    if conn.engine() == Engine::Sqlite {
        // What a migration sorts may be larger than memory.
        conn.script("PRAGMA temp_store = FILE").await?;
        let applied = missing(conn, all, now).await;
        conn.script("PRAGMA temp_store = MEMORY").await?;
        return applied;
    }
    // A turn's time limit is not meant for migrations.
    conn.long_script("SET statement_timeout = 0; SELECT pg_advisory_lock(7236839)").await?;
    let applied = missing(conn, all, now).await;
    conn.script("SELECT pg_advisory_unlock(7236839); RESET statement_timeout").await?;
    applied
}

async fn missing(conn: &mut Conn, all: &[Migration], now: Time) -> Result<usize> {
    let mut all: Vec<&Migration> = all.iter().collect();
    all.sort_by_key(|migration| migration.name);
    let bytes = Migration { name: "", sql: "{{bytes}}" }.text(conn.engine());
    conn.script(&format!(
        "CREATE TABLE IF NOT EXISTS migration \
         (name TEXT PRIMARY KEY, checksum {bytes} NOT NULL, at BIGINT NOT NULL)"
    ))
    .await?;
    let mut applied = 0;
    for migration in all {
        let row = conn
            .row(sql!("SELECT checksum FROM migration WHERE name = $1"), args![migration.name])
            .await?;
        match row {
            Some(row) if row.get::<Vec<u8>>("checksum")? == migration.checksum() => {}
            Some(_) => {
                return Err(Error::broken(format!(
                    "migration {} was changed after it was applied to this data",
                    migration.name
                )));
            }
            None => {
                apply(conn, migration, now).await?;
                applied += 1;
            }
        }
    }
    Ok(applied)
}

async fn apply(conn: &mut Conn, migration: &Migration, now: Time) -> Result<()> {
    conn.script("BEGIN").await?;
    let done = async {
        conn.long_script(&migration.text(conn.engine())).await?;
        conn.run(
            sql!("INSERT INTO migration (name, checksum, at) VALUES ($1, $2, $3)"),
            args![migration.name, migration.checksum(), now],
        )
        .await
    }
    .await;
    match done {
        Ok(_) => conn.long_script("COMMIT").await,
        Err(error) => {
            // Where the engine has ended the transaction by itself there is nothing to take back.
            let _ = conn.script("ROLLBACK").await;
            Err(Error::broken(format!("migration {}: {error}", migration.name)))
        }
    }
}
