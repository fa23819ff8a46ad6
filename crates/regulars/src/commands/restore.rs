//! `regulars restore FILE`.

use std::{
    fs::File,
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde_json::json;
use store::{DirLock, Place};

use crate::{
    config::Where,
    say::{Say, Terminal},
};

#[derive(Debug, Args)]
pub struct Restore {
    /// A file written by `regulars backup`
    file: PathBuf,
    /// Replace data that is there; the old file is kept beside it as regulars.db.before-restore
    #[arg(long)]
    replace: bool,
}

impl Restore {
    pub fn run(self, place: &Where, terminal: &mut Terminal) -> Result<u8> {
        let setting = place.setting("regulars-data")?;
        let Place::File(data) = &setting.store.place else {
            bail!("the data is in PostgreSQL: restore it with pg_restore");
        };
        check(&self.file)?;
        let _lock = DirLock::take(&setting.folder)?
            .context("the server runs on this data: stop it, then restore")?;
        if data.exists() {
            if !self.replace {
                bail!(
                    "{} holds data; say --replace to put the backup in its place",
                    data.display()
                );
            }
            let kept = data.with_extension("db.before-restore");
            if kept.exists() {
                bail!("{} is still there from the last time; move it away first", kept.display());
            }
            // After a crash the newest commits are still in the write-ahead log: it goes along.
            for ending in ["", "-wal", "-shm"] {
                let (from, to) = (with(data, ending), with(&kept, ending));
                match std::fs::rename(&from, &to) {
                    Err(error) if ending.is_empty() || error.kind() != ErrorKind::NotFound => {
                        return Err(error).with_context(|| format!("keeping {}", from.display()));
                    }
                    _ => {}
                }
            }
        }
        let part = data.with_extension("part");
        std::fs::copy(&self.file, &part)?;
        std::fs::File::open(&part)?.sync_all()?;
        std::fs::rename(&part, data)?;
        (terminal as &mut dyn Say).out(if setting.json {
            json!({ "data": data }).to_string()
        } else {
            format!("restored to {}; run `regulars audit` to prove it", data.display())
        });
        Ok(0)
    }
}

/// The name with an ending behind it, as `SQLite` names its log beside the file.
fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(ending);
    name.into()
}

/// Whether the file is a whole `SQLite` database: its head says how many pages of what size it has
/// (<https://www.sqlite.org/fileformat.html>, 1.3), so a copy that was cut short is found here.
fn check(file: &Path) -> Result<()> {
    let mut head = [0; 100];
    let reading = || format!("reading {}", file.display());
    let mut opened = File::open(file).with_context(reading)?;
    let size = opened.metadata().with_context(reading)?.len();
    let read = opened.read_exact(&mut head);
    let [magic @ .., _] = head.first_chunk::<17>().copied().unwrap_or_default();
    if read.is_err() || &magic != b"SQLite format 3\0" {
        bail!("{} is no backup of regulars", file.display());
    }
    let page = match (head[16], head[17]) {
        (0, 1) => 65_536,
        (high, low) => u64::from(u16::from_be_bytes([high, low])),
    };
    let pages = u32::from_be_bytes([head[28], head[29], head[30], head[31]]);
    if size != page * u64::from(pages) {
        bail!("{} is not whole: it was cut short or is still being copied", file.display());
    }
    Ok(())
}
