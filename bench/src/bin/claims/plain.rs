//! What most shops would write: a transaction per claim on `PostgreSQL`, from 64 connections and
//! without HTTP, by the database's own load program. It is a little less than ours: a claim that is sent
//! twice counts twice, and no price is moved.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context as _, ensure};
use tokio::process::Command;

use crate::load::Seen;

pub const CONNECTIONS: usize = 64;

const TABLES: &str = "
    DROP TABLE IF EXISTS plain_pool, plain_taken, plain_claim;
    CREATE TABLE plain_pool (id INT PRIMARY KEY, balance BIGINT NOT NULL);
    CREATE TABLE plain_taken (member INT PRIMARY KEY, taken BIGINT NOT NULL);
    CREATE TABLE plain_claim (id UUID PRIMARY KEY, member INT NOT NULL, at TIMESTAMPTZ NOT NULL);
    INSERT INTO plain_pool VALUES (1, 1000000000);";
const CLAIM: &str = "\\set member random(1, 10000)
BEGIN;
UPDATE plain_pool SET balance = balance - 1 WHERE id = 1 AND balance > 0;
INSERT INTO plain_taken VALUES (:member, 1) ON CONFLICT (member)
  DO UPDATE SET taken = plain_taken.taken + 1 WHERE plain_taken.taken < 1000000000;
INSERT INTO plain_claim VALUES (gen_random_uuid(), :member, now());
COMMIT;
";

/// `pgbench` and what it asks.
pub struct Plain {
    pgbench: PathBuf,
    url: String,
    folder: tempfile::TempDir,
}

impl Plain {
    pub async fn open(pgbench: PathBuf, url: &str) -> anyhow::Result<Self> {
        let plain = Self { pgbench, url: url.to_owned(), folder: tempfile::tempdir()? };
        let tables = plain.folder.path().join("tables.sql");
        tokio::fs::write(&tables, TABLES).await?;
        tokio::fs::write(plain.folder.path().join("claim.sql"), CLAIM).await?;
        plain.pgbench(&["-f", "tables.sql", "-t", "1"]).await?;
        Ok(plain)
    }

    pub async fn round(&self, lasts: Duration) -> anyhow::Result<Seen> {
        let seconds = lasts.as_secs().max(1).to_string();
        let count = CONNECTIONS.to_string();
        let args =
            ["-f", "claim.sql", "-M", "prepared", "-c", &count, "-j", "2", "-T", &seconds, "-l"];
        let said = self.pgbench(&args).await?;
        let per_second = said.lines().find_map(|line| line.strip_prefix("tps = "));
        let per_second = per_second.and_then(|rest| rest.split(' ').next());
        let per_second = per_second.context("pgbench told no rate")?.parse()?;
        let took_ms = self.take_log().await?;
        ensure!(!took_ms.is_empty(), "pgbench logged no transaction");
        Ok(Seen { took_ms, refused: 0, per_second })
    }

    /// The times of its log, in microseconds in the third column; the log goes.
    async fn take_log(&self) -> anyhow::Result<Vec<f64>> {
        let mut took_ms = Vec::new();
        let mut files = tokio::fs::read_dir(self.folder.path()).await?;
        while let Some(file) = files.next_entry().await? {
            if !file.file_name().to_string_lossy().starts_with("pgbench_log") {
                continue;
            }
            for line in tokio::fs::read_to_string(file.path()).await?.lines() {
                let micros = line.split(' ').nth(2).context("a line of pgbench's log")?;
                took_ms.push(micros.parse::<f64>()? / 1000.0);
            }
            tokio::fs::remove_file(file.path()).await?;
        }
        Ok(took_ms)
    }

    async fn pgbench(&self, args: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(&self.pgbench);
        command.arg("-n").args(args).arg(&self.url).current_dir(self.folder.path());
        let output = command.output().await.context("starting pgbench")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        ensure!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
        Ok(said)
    }
}
