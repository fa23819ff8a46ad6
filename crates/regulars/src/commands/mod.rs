//! The commands that work on the data. Each runs where the writer is: in the serving process when
//! one runs beside the data, else here, with the folder's lock.

pub mod api_key;
pub mod audit;
pub mod backup;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod import;
mod outside;
pub mod playbook;
pub mod raffle;
pub mod restore;
pub mod setup;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use kernel::{Error, Lang, OrgId, Scope};
use serde::{Deserialize, Serialize};
use store::{DirLock, Place, nodes::Whereabouts};
use web::{Shop, kit::words, shops};

use crate::{
    config::{Setting, Where},
    house::{self, House},
    say::{Say, Terminal},
    socket, world,
};

#[derive(Debug, Subcommand)]
pub enum Job {
    /// Make the first brand and its owner
    Setup(setup::Setup),
    /// Keys for programs
    #[command(subcommand)]
    ApiKey(api_key::ApiKey),
    /// Bring in members, purchases or products from a CSV file; running it again changes nothing
    #[command(subcommand)]
    Import(import::Import),
    /// Write everything of a brand as CSV files into a folder
    Export(export::Export),
    /// Prove the ledger: replay the journal, compare everything, name the first difference
    Audit(audit::Audit),
    /// Copy the data while the program runs
    Backup(backup::Backup),
}

/// What belongs to the person who typed the command rather than to the process that runs it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Circumstances {
    pub folder: PathBuf,
    pub org: Option<String>,
    pub json: bool,
    /// What was piped in, for commands that ask for it.
    pub input: Option<String>,
}

impl Circumstances {
    /// A path as the person meant it.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

/// A job's words parsed again, inside the serving process.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Words {
    #[command(flatten)]
    place: Where,
    #[command(subcommand)]
    job: Job,
}

pub async fn run(job: Job, place: &Where, terminal: &mut Terminal) -> Result<u8> {
    let setting = place.setting("regulars-data")?;
    let circumstances = Circumstances {
        folder: std::env::current_dir().context("where am I?")?,
        org: setting.org.clone(),
        json: setting.json,
        input: if job.wants_input() {
            Some(std::io::read_to_string(std::io::stdin())?)
        } else {
            None
        },
    };
    if let Some(stream) = socket::connect(&setting.folder).await {
        let args = std::env::args().skip(1).collect();
        let request = socket::Request { args, circumstances };
        return socket::ask(stream, &request, terminal).await;
    }
    let (house, _lock) = open_here(&setting).await?;
    let code = job.run(&house, &circumstances, terminal).await;
    house.db().close().await;
    code
}

/// Runs a command's words in a house that is already open.
pub async fn run_words(
    args: &[String],
    house: &House,
    circumstances: &Circumstances,
    say: &mut dyn Say,
) -> Result<u8> {
    let words = Words::try_parse_from(args).context("the server does not know this command")?;
    words.job.run(house, circumstances, say).await
}

/// Opens the house in this process, with the folder's lock when the data is a file.
pub async fn open_here(setting: &Setting) -> Result<(House, Option<DirLock>)> {
    let lock = match setting.store.place {
        Place::File(_) => Some(
            DirLock::take(&setting.folder)
                .with_context(|| format!("the folder {}", setting.folder.display()))?
                .with_context(|| {
                    format!("another process writes {}; stop it first", setting.folder.display())
                })?,
        ),
        Place::Postgres(_) => None,
    };
    let settings = setting.settings("http://127.0.0.1:8080");
    let house = house::open(&setting.store, settings, world::real()).await?;
    Ok((house, lock))
}

impl Job {
    const fn wants_input(&self) -> bool {
        matches!(self, Self::Setup(setup) if setup.password_stdin)
    }
    async fn run(
        self,
        house: &House,
        circumstances: &Circumstances,
        say: &mut dyn Say,
    ) -> Result<u8> {
        match self.begin(house, circumstances, say).await {
            Err(error) if error.downcast_ref() == Some(&Error::NotOwner) => {
                Err(error.context(elsewhere(house, circumstances).await))
            }
            done => done,
        }
    }
    async fn begin(
        self,
        house: &House,
        circumstances: &Circumstances,
        say: &mut dyn Say,
    ) -> Result<u8> {
        match self {
            Self::Setup(setup) => setup.run(house, circumstances, say).await,
            Self::ApiKey(key) => key.run(house, circumstances, say).await,
            Self::Import(import) => import.run(house, circumstances, say).await,
            Self::Export(export) => export.run(house, circumstances, say).await,
            Self::Audit(audit) => audit.run(house, circumstances, say).await,
            Self::Backup(backup) => backup.run(house, circumstances, say).await,
        }
    }
}

/// Where a command has to be typed that this node cannot do.
async fn elsewhere(house: &House, circumstances: &Circumstances) -> String {
    let shop = shop(house, circumstances.org.as_deref()).await.ok();
    let at = match shop {
        Some(shop) => house.db().whereabouts(shop.org).await.ok(),
        None => None,
    };
    match at {
        Some(Whereabouts::At(address)) => format!(
            "another node writes this brand, the one at {address}: type the command beside it, \
             with the --data folder that it has"
        ),
        _ => "another node writes this brand just now: try again in a few seconds".to_owned(),
    }
}

/// The brand that a command is about: named by slug or id, or the only one.
pub async fn shop(house: &House, named: Option<&str>) -> Result<Shop> {
    let all = shops::all(&mut house.db().read().await?).await?;
    let list = || all.iter().map(|shop| shop.slug.as_str()).collect::<Vec<_>>().join(", ");
    match named {
        Some(name) => {
            let id: Option<OrgId> = name.parse().ok();
            let found = all.iter().find(|shop| shop.slug == name || Some(shop.org) == id);
            found.cloned().with_context(|| format!("no brand named {name}; there are: {}", list()))
        }
        None => match all.as_slice() {
            [only] => Ok(only.clone()),
            [] => bail!("there is no brand yet: run `regulars setup` or open the first-start link"),
            _ => bail!("which brand? say --org with one of: {}", list()),
        },
    }
}

/// What went wrong, as the person at the command line is told: each field by its name.
pub fn told(lang: Lang, error: &kernel::Error) -> String {
    match error {
        kernel::Error::Invalid(fields) => {
            let line = |field: &kernel::FieldError| {
                format!("{}: {}", field.field, words::field_error(lang, field))
            };
            fields.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        kernel::Error::Broken(what) => what.clone(),
        other => words::error(lang, other),
    }
}

/// The command line acts as the program itself.
pub const fn scope(shop: &Shop) -> Scope {
    Scope::system(shop.org)
}
