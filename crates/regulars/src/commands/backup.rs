//! `regulars backup FILE`.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde_json::json;
use store::Engine;

use super::Circumstances;
use crate::{house::House, say::Say};

#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

impl Backup {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let file = around.path(&self.file);
        if house.db().engine() == Engine::Postgres {
            bail!("the data is in PostgreSQL: back it up with pg_dump --format=custom");
        }
        if file.exists() {
            bail!("{} exists; a backup never overwrites", file.display());
        }
        // Written beside and renamed, so that a half-written file never looks like a backup.
        let part = file.with_extension("part");
        let _ = std::fs::remove_file(&part);
        house.db().backup(&part).await?;
        std::fs::File::open(&part)?.sync_all()?;
        std::fs::rename(&part, &file).with_context(|| format!("naming {}", file.display()))?;
        let bytes = std::fs::metadata(&file)?.len();
        say.out(if around.json {
            json!({ "file": file, "bytes": bytes }).to_string()
        } else {
            format!("{} ({} KB)", file.display(), bytes / 1024)
        });
        Ok(0)
    }
}
