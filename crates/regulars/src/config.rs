//! Flags, then `REGULARS_*`, then `regulars.toml`, then sensible defaults.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use kernel::World;
use serde::Deserialize;
use store::{Config, Limits, Place};
use web::{Settings, rates};

use crate::{paying, post};

/// Where the data is. The same for every command.
#[derive(Debug, Clone, Args)]
pub struct Where {
    /// The folder with the data file
    #[arg(long, global = true, env = "REGULARS_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A `PostgreSQL` address instead of the data file
    #[arg(
        long,
        global = true,
        env = "REGULARS_DATABASE",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// The brand, by its slug or id; not needed when there is only one
    #[arg(long, global = true, env = "REGULARS_ORG", value_name = "ORG")]
    pub org: Option<String>,
    /// Print the result as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Settings in TOML; `regulars.toml` where the command is typed, if there is one
    #[arg(long, global = true, env = "REGULARS_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// `regulars.toml`. Every key is optional; an unknown one is an error, because a misspelt limit
/// would silently be no limit.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub data: Option<PathBuf>,
    pub database: Option<String>,
    pub org: Option<String>,
    pub listen: Option<String>,
    pub base_url: Option<String>,
    pub behind_proxy: Option<bool>,
    pub domain: Option<String>,
    pub acme_contact: Option<String>,
    pub acme_directory: Option<String>,
    pub acme_root: Option<PathBuf>,
    pub redirect_from: Option<String>,
    pub node_address: Option<String>,
    pub bus: Option<String>,
    #[serde(default)]
    pub limits: Rates,
    #[serde(default)]
    pub mail: post::Mail,
    #[serde(default)]
    pub sms: post::Sms,
    #[serde(default)]
    pub payments: paying::Payments,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// No limits at all: only for load tests on one's own machine.
    #[serde(default)]
    open: bool,
    sign_in: Option<Rate>,
    join: Option<Rate>,
    link: Option<Rate>,
    api: Option<Rate>,
    code: Option<Rate>,
    send: Option<Rate>,
    books: Option<Rate>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rate {
    burst: u32,
    per_minute: u32,
}

impl From<Rate> for rates::Rate {
    fn from(rate: Rate) -> Self {
        Self { burst: rate.burst, per_minute: rate.per_minute }
    }
}

impl Rates {
    pub fn limits(&self) -> rates::Limits {
        if self.open {
            return rates::Limits::OPEN;
        }
        let usual = rates::Limits::default();
        let or = |given: Option<Rate>, usual| given.map_or(usual, rates::Rate::from);
        rates::Limits {
            sign_in: or(self.sign_in, usual.sign_in),
            join: or(self.join, usual.join),
            link: or(self.link, usual.link),
            api: or(self.api, usual.api),
            code: or(self.code, usual.code),
            send: or(self.send, usual.send),
            books: or(self.books, usual.books),
        }
    }
}

impl File {
    /// A file that was named must be there; the usual one may be.
    fn read(named: Option<&Path>) -> Result<Self> {
        let path = named.unwrap_or(Path::new("regulars.toml"));
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).with_context(|| format!("in {}", path.display())),
            Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
        }
    }
}

/// What a command starts from.
#[derive(Debug)]
pub struct Setting {
    /// The folder that holds the lock and the socket, and the data file unless a server is named.
    pub folder: PathBuf,
    pub store: Config,
    pub org: Option<String>,
    pub json: bool,
    pub file: File,
}

impl Where {
    pub fn setting(&self, default_folder: &str) -> Result<Setting> {
        let file = File::read(self.config.as_deref())?;
        let folder = self
            .data
            .clone()
            .or_else(|| file.data.clone())
            .unwrap_or_else(|| PathBuf::from(default_folder));
        let place = match self.database.clone().or_else(|| file.database.clone()) {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Place::Postgres(url)
            }
            Some(_) => bail!("--database takes an address that begins with postgres://"),
            None => Place::File(folder.join("regulars.db")),
        };
        let store = Config { place, limits: Limits::DEFAULT, durable: true };
        let org = self.org.clone().or_else(|| file.org.clone());
        Ok(Setting { folder, store, org, json: self.json, file })
    }
}

impl Setting {
    /// How messages leave.
    pub fn roads(&self) -> Result<post::Roads> {
        post::roads(&self.file.mail, &self.file.sms)
    }
    /// How one can pay.
    pub fn tills(&self, world: &World) -> Result<paying::Tills> {
        paying::tills(&self.file.payments, world)
    }
    /// As a phone reaches us; by default the address we listen on.
    pub fn settings(&self, base_url: &str) -> Settings {
        Settings {
            base_url: base_url.trim_end_matches('/').to_owned(),
            behind_proxy: self.file.behind_proxy.unwrap_or(false),
            rates: self.file.limits.limits(),
        }
    }
}
