//! `regulars doctor`: what is wrong and what to do about it.

use std::{
    net::{TcpStream, ToSocketAddrs as _},
    time::Duration,
};

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::json;
use store::{Db, DirLock, Place, Registry};

use super::outside::{self, Finding};
use crate::{
    config::{Setting, Where},
    house,
    say::{Say, Terminal},
    socket, world,
};

#[derive(Debug, Args)]
pub struct Doctor {
    /// See what a phone outside would see at this address
    #[arg(long, value_name = "URL")]
    public: Option<String>,
}

fn fine(what: impl Into<String>) -> Finding {
    Ok(what.into())
}

fn wrong(what: impl Into<String>) -> Finding {
    Err(what.into())
}

impl Doctor {
    pub async fn run(self, place: &Where, terminal: &mut Terminal) -> Result<u8> {
        let setting = place.setting("regulars-data")?;
        let mut findings = machine(&setting).await;
        if let Some(url) = &self.public {
            let url = url.clone();
            findings.extend(tokio::task::spawn_blocking(move || public(&url)).await?);
        }
        let say: &mut dyn Say = terminal;
        let ill = findings.iter().any(Result::is_err);
        for finding in findings {
            let (fine, what) = match finding {
                Ok(what) => (true, what),
                Err(what) => (false, what),
            };
            say.out(if setting.json {
                json!({ "ok": fine, "finding": what }).to_string()
            } else {
                format!("{}  {what}", if fine { "ok  " } else { "look" })
            });
        }
        Ok(u8::from(ill))
    }
}

async fn machine(setting: &Setting) -> Vec<Finding> {
    let mut findings = vec![data(setting).await, fonts()];
    findings.extend(roads(setting));
    findings.extend(tills(setting));
    findings
}

/// How one can pay. Only at the counter is no fault.
fn tills(setting: &Setting) -> Vec<Finding> {
    match setting.tills(&world::real()) {
        Ok(tills) if tills.said.is_empty() => {
            vec![fine("no payment provider is configured: one pays at the counter")]
        }
        Ok(tills) => tills.said.into_iter().map(fine).collect(),
        Err(error) => vec![wrong(format!("nobody can pay by a provider: {error:#}"))],
    }
}

/// How members who lost their session are reached. None is no fault: the counter always works.
fn roads(setting: &Setting) -> Vec<Finding> {
    match setting.roads() {
        Ok(roads) => vec![
            fine(roads.mail.unwrap_or_else(|| {
                "no mail is configured: members come back at the counter".to_owned()
            })),
            fine(roads.sms.unwrap_or_else(|| {
                "no text messages are configured: members come back at the counter".to_owned()
            })),
        ],
        Err(error) => vec![wrong(format!("messages cannot leave: {error:#}"))],
    }
}

/// As every command, this brings data of an older program up to date; but never makes any.
async fn data(setting: &Setting) -> Finding {
    let folder = setting.folder.display();
    if socket::connect(&setting.folder).await.is_some() {
        return fine(format!("a server runs on {folder}"));
    }
    let _lock = match &setting.store.place {
        Place::Postgres(_) => None,
        Place::File(file) if !file.exists() => {
            return fine(format!("there is no data in {folder} yet; `regulars serve` makes it"));
        }
        Place::File(_) => match DirLock::take(&setting.folder) {
            Ok(Some(lock)) => Some(lock),
            Ok(None) => {
                return wrong(format!(
                    "{folder} is locked but its server does not answer: look for a process that hangs"
                ));
            }
            Err(error) => return wrong(format!("{folder} cannot be written: {error}")),
        },
    };
    let migrations = house::migrations();
    match Db::open(&setting.store, &migrations, Registry::default(), world::real()).await {
        Ok(db) => {
            db.close().await;
            fine(format!(
                "the data opens with {} and is up to date; no server runs here",
                db.engine().name()
            ))
        }
        Err(error) => wrong(format!("the data does not open: {error}")),
    }
}

fn fonts() -> Finding {
    match web::kit::pictures::fonts() {
        0 => wrong(
            "no fonts: PNG posters would be without words; \
             install fonts-noto-core and fonts-noto-cjk",
        ),
        count => fine(format!("{count} font faces for posters")),
    }
}

/// What a phone outside would see, step by step, ending at the first thing that stops it.
fn public(url: &str) -> Vec<Finding> {
    match look(url) {
        Ok(findings) => findings,
        Err(error) => vec![wrong(format!("{url}: {error:#}"))],
    }
}

fn look(url: &str) -> Result<Vec<Finding>> {
    let (scheme, rest) = url.split_once("://").context("an address begins with https://")?;
    let authority = rest.split('/').next().unwrap_or_default();
    let secure = scheme == "https";
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().context("the port is no number")?),
        None => (authority, if secure { 443 } else { 80 }),
    };
    let mut findings = Vec::new();
    let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    findings.push(if secure || local {
        fine("the camera may be used: the address is https or this very machine")
    } else {
        wrong("browsers refuse the camera on plain http: serve https, with --domain or behind a proxy")
    });
    let addresses: Vec<_> = (host.trim_matches(['[', ']']), port)
        .to_socket_addrs()
        .with_context(|| format!("the name {host} leads nowhere: check its DNS record"))?
        .collect();
    let first = addresses.first().context("the name has no address")?;
    findings.push(fine(format!("{host} is {}", first.ip())));
    TcpStream::connect_timeout(first, Duration::from_secs(5)).with_context(|| {
        format!("nobody answers at {first}: is the port open in the router and the firewall?")
    })?;
    findings.push(fine(format!("somebody answers at {first}")));
    findings.push(outside::page(url));
    // Only the usual port has a plain one beside it.
    if secure && port == 443 {
        findings.push(outside::plain(url));
    }
    Ok(findings)
}
