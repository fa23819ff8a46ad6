//! `regulars serve`, `demo` and `rehearse`: the lock, the listener, the socket, the end.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use store::{DirLock, Place, nodes::Address, tasks::Tasks};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use web::App;

use crate::{
    bus,
    config::{Setting, Where},
    door,
    house::{self, House},
    nodes, rehearse,
    say::{Say, Terminal},
    socket, tls,
    world::{self, AheadClock},
};

const LISTEN: &str = "127.0.0.1:8080";

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen; 0.0.0.0:8080 for every address of this machine
    #[arg(long, env = "REGULARS_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
    /// How phones reach us, when a proxy stands in front, such as <https://club.example>
    #[arg(long, env = "REGULARS_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Believe X-Forwarded-For and -Proto: only behind a proxy that sets them
    #[arg(long, env = "REGULARS_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Serve https for this name with a certificate that comes and renews by itself; listens on 443
    /// unless --listen says otherwise
    #[arg(long, env = "REGULARS_DOMAIN", conflicts_with = "base_url")]
    domain: Option<String>,
    /// Where the certificate authority writes to before something goes wrong
    #[arg(long, env = "REGULARS_ACME_CONTACT", value_name = "EMAIL")]
    acme_contact: Option<String>,
    /// Another certificate authority than Let's Encrypt, by its directory
    #[arg(long, env = "REGULARS_ACME_DIRECTORY", value_name = "URL")]
    acme_directory: Option<String>,
    /// The root certificate of an authority of one's own
    #[arg(long, env = "REGULARS_ACME_ROOT", value_name = "FILE")]
    acme_root: Option<PathBuf>,
    /// Where plain http is answered with the way to https; "none" when something else does that
    /// [default: 0.0.0.0:80]
    #[arg(long, env = "REGULARS_REDIRECT_FROM", value_name = "ADDR")]
    redirect_from: Option<String>,
    /// How other nodes on the same `PostgreSQL` reach this one; by default where it listens
    #[arg(long, env = "REGULARS_NODE_ADDRESS", value_name = "HOST:PORT")]
    node_address: Option<String>,
    /// A NATS server, so that live pages hear what happens at other nodes: <nats://host:4222>
    #[arg(long, env = "REGULARS_BUS", value_name = "URL", hide_env_values = true)]
    bus: Option<String>,
}

#[derive(Debug, Args)]
pub struct Rehearse {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: String,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: String,
}

impl Serve {
    pub async fn run(self, place: &Where, terminal: &mut Terminal) -> Result<u8> {
        let mut setting = place.setting("regulars-data")?;
        let file = &setting.file;
        let listen = self.listen.or_else(|| file.listen.clone());
        let base_url = self.base_url.or_else(|| file.base_url.clone());
        let domain = self.domain.or_else(|| file.domain.clone());
        if domain.is_some() && base_url.is_some() {
            bail!("domain and base_url exclude each other: who serves https, we or the proxy?");
        }
        let from = self.redirect_from.or_else(|| file.redirect_from.clone());
        let secure = domain.map(|domain| Secure {
            authority: tls::Authority {
                domain,
                contact: self.acme_contact.or_else(|| file.acme_contact.clone()),
                directory: self.acme_directory.or_else(|| file.acme_directory.clone()),
                root: self.acme_root.or_else(|| file.acme_root.clone()),
            },
            redirect_from: match from.as_deref() {
                Some("none") => None,
                given => Some(given.unwrap_or("0.0.0.0:80").to_owned()),
            },
        });
        let node_address = self.node_address.or_else(|| file.node_address.clone());
        let bus = self.bus.or_else(|| file.bus.clone());
        if self.behind_proxy {
            setting.file.behind_proxy = Some(true);
        }
        let usual = if secure.is_some() { "0.0.0.0:443" } else { LISTEN };
        let listen = listen.unwrap_or_else(|| usual.to_owned());
        let door = Door { listen, base_url, secure, node_address, bus };
        serve(&setting, door, Stage::default(), terminal).await
    }
}

impl Demo {
    pub async fn run(self, place: &Where, terminal: &mut Terminal) -> Result<u8> {
        let setting = place.setting("regulars-demo")?;
        let base_url = format!("http://{}", self.listen);
        let made = crate::commands::demo::ready(&setting, &base_url, terminal).await?;
        let lines = made.lines(&base_url);
        let door = Door::plain(self.listen);
        serve(&setting, door, Stage { lines, ahead: None }, terminal).await
    }
}

impl Rehearse {
    pub async fn run(self, place: &Where, terminal: &mut Terminal) -> Result<u8> {
        let setting = rehearse::copy(&place.setting("regulars-data")?)?;
        let lines = rehearse::LINES.iter().map(|line| (*line).to_owned()).collect();
        let door = Door::plain(self.listen);
        let ahead = Some(Arc::new(AheadClock::default()));
        serve(&setting, door, Stage { lines, ahead }, terminal).await
    }
}

/// What is said at the start, and by which clock it runs.
#[derive(Default)]
struct Stage {
    lines: Vec<String>,
    /// Of a rehearsal: moved by hand. None: the real one.
    ahead: Option<Arc<AheadClock>>,
}

/// Where and how to listen.
struct Door {
    listen: String,
    base_url: Option<String>,
    secure: Option<Secure>,
    node_address: Option<String>,
    bus: Option<String>,
}

struct Secure {
    authority: tls::Authority,
    redirect_from: Option<String>,
}

impl Door {
    const fn plain(listen: String) -> Self {
        Self { listen, base_url: None, secure: None, node_address: None, bus: None }
    }

    /// How other nodes reach us.
    fn address(&self, listening: SocketAddr) -> Address {
        match &self.node_address {
            Some(address) => Address::Known(address.clone()),
            None if listening.ip().is_unspecified() => Address::Port(listening.port()),
            None => Address::Known(listening.to_string()),
        }
    }

    /// How phones reach us, unless somebody says otherwise: where we listen.
    fn base_url(&self, listening: SocketAddr) -> String {
        match (&self.base_url, &self.secure) {
            (Some(url), _) => url.trim_end_matches('/').to_owned(),
            (None, Some(secure)) => format!("https://{}", secure.authority.domain),
            (None, None) => format!("http://{listening}"),
        }
    }
}

async fn serve(setting: &Setting, door: Door, stage: Stage, terminal: &mut Terminal) -> Result<u8> {
    let _lock = lock(setting)?;
    let listener = bind(&door.listen).await?;
    let listening = listener.local_addr()?;
    let base_url = door.base_url(listening);
    let world = match &stage.ahead {
        None => {
            let post = kernel::Post { site: base_url.clone(), ..setting.roads()?.post };
            let world = world::real().with_post(post);
            let tills = setting.tills(&world)?;
            world.with_ways(tills.ways)
        }
        // Nothing leaves a rehearsal: it has neither post nor other ways to be paid than the counter.
        Some(clock) => world::by(clock.clone()),
    };
    let house = house::open(&setting.store, setting.settings(&base_url), world).await?;
    let mut tasks = Tasks::default();
    socket::listen(&setting.folder, Arc::new(house.clone()), &mut tasks)?;
    match stage.ahead {
        None => house.db().start_runner(),
        Some(clock) => rehearse::run(house.clone(), clock, &mut tasks)?,
    }
    if listening.ip().is_unspecified() && door.base_url.is_none() && door.secure.is_none() {
        tracing::warn!("links and QR codes lead to {base_url}: say --base-url as phones reach us");
    }
    // Behind https of its own a node is reached by phones and not by nodes.
    let hops = match door.secure {
        None => nodes::join(&house, door.address(listening)).await?,
        Some(_) => None,
    };
    if let Some(url) = &door.bus {
        let hops = hops.as_ref().context(
            "--bus is for several nodes on one PostgreSQL, behind a proxy: say --database, not --domain",
        )?;
        let subject = format!("regulars.{}.committed", hops.name("bus"));
        bus::start(house.db(), url, subject, &mut tasks)?;
    }
    let router = nodes::router(&house, hops);
    end_when_told(house.app.clone(), &mut tasks)?;
    let (places, ended) = (door::places(), house.app.ended());
    match door.secure {
        None => {
            greet(&house, &base_url, terminal, &stage.lines).await?;
            within_grace(&house.app, door::serve(listener, router, places, ended)).await;
        }
        Some(secure) => {
            if let Some(from) = &secure.redirect_from {
                let (from, to) =
                    (bind(from).await?, tls::redirects(secure.authority.domain.clone()));
                let ended = house.app.ended();
                tasks.spawn(door::serve(from, to, places.clone(), ended));
            }
            let listener = tls::listen(listener, &secure.authority, &setting.folder)?;
            greet(&house, &base_url, terminal, &stage.lines).await?;
            within_grace(&house.app, door::serve(listener, router, places, ended)).await;
        }
    }
    house.db().close().await;
    drop(tasks);
    // The next command must not knock at a door that nobody opens.
    let _ = std::fs::remove_file(socket::path(&setting.folder));
    Ok(0)
}

async fn bind(address: &str) -> Result<TcpListener> {
    door::open(address).await.with_context(|| format!("listening at {address}"))
}

fn lock(setting: &Setting) -> Result<Option<DirLock>> {
    let folder: &Path = &setting.folder;
    match setting.store.place {
        Place::File(_) => DirLock::take(folder)
            .with_context(|| format!("the folder {}", folder.display()))?
            .with_context(|| format!("another process already serves {}", folder.display()))
            .map(Some),
        Place::Postgres(_) => {
            std::fs::create_dir_all(folder)?;
            Ok(None)
        }
    }
}

async fn greet(
    house: &House,
    base_url: &str,
    terminal: &mut Terminal,
    lines: &[String],
) -> Result<()> {
    let say: &mut dyn Say = terminal;
    match people::orgs::first_start(house.db(), house.app.world()).await {
        Ok(None) => {}
        Ok(Some(token)) => {
            say.out("There is no brand yet. Open this link once to make it:");
            say.out(format!("  {base_url}/setup/{token}"));
        }
        Err(kernel::Error::NotOwner) => {
            say.out("There is no brand yet. Another node has said which link makes it.");
        }
        Err(error) => return Err(error.into()),
    }
    for line in lines {
        say.out(line.clone());
    }
    say.out(format!("serving {base_url}"));
    Ok(())
}

/// How long answers that have begun may take once the program was told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// The end of the server, or of our patience with those who do not read their answer.
async fn within_grace(app: &App, server: impl Future<Output = ()>) {
    let ended = app.ended();
    let patience = async {
        ended.await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = server => {}
        () = patience => tracing::warn!("some answers were cut off"),
    }
}

/// How long the goodbye to other nodes may take.
const PART_FOR: Duration = Duration::from_secs(2);

/// From now on SIGTERM and Ctrl-C end the program: what was accepted is finished, live pages are
/// closed.
fn end_when_told(app: App, tasks: &mut Tasks) -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tasks.spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // Other nodes learn it from the end of our leases, if not from this.
        let parted = tokio::time::timeout(PART_FOR, app.db().part()).await;
        if !matches!(parted, Ok(Ok(()))) {
            tracing::warn!("other nodes could not be told that this one ends");
        }
        app.end();
    });
    Ok(())
}
