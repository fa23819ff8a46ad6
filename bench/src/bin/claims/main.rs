//! P1 to P4 and P12: durable, idempotent, limited claims of one hot pool over real HTTP, beside the
//! same server's route that does nothing, a plain transaction per claim, and a script in Redis. Beside them
//! the whole way of a flash sale.

mod flash;
mod load;
mod lua;
mod ours;
mod plain;
mod report;

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use axum::{http::StatusCode, routing::post};
use bench::{Fsync, Stopwatch, say};
use clap::Parser;
use kernel::{MemberId, SeededChance, TestClock, Time, World};
use store::Place;
use tokio::task::JoinSet;

use crate::{
    flash::Flash,
    load::{Arrivals, Ask, Seen, Target},
    lua::Lua,
    ours::{Asked, Ours},
    plain::Plain,
    report::{Report, Side},
};

/// Claims of one hot pool, side by side with other ways to take them.
#[derive(Parser)]
struct Args {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// How long to measure in all, in seconds
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// Connections of the client
    #[arg(long, default_value_t = 256)]
    connections: usize,
    /// How many members claim, in turn
    #[arg(long, default_value_t = 10_000)]
    members: usize,
    /// Where the `SQLite` file lies while it runs
    #[arg(long, default_value = ".")]
    folder: PathBuf,
    /// An empty `PostgreSQL` database, for P2
    #[arg(long, value_name = "URL", requires = "pgbench")]
    database: Option<String>,
    /// `PostgreSQL`'s load program
    #[arg(long, value_name = "FILE")]
    pgbench: Option<PathBuf>,
    /// An empty Redis that waits for the disk, for P3
    #[arg(long, value_name = "URL")]
    redis: Option<String>,
    /// Measure only a flash sale beside the bare till
    #[arg(long, conflicts_with_all = ["database", "redis"])]
    flash: bool,
    /// Also draw the rates into this file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

const ALTERNATIONS: u64 = 5;
/// Claims that are on their way at once where there is no HTTP.
const CALLERS: usize = 2048;

/// The bodies of requests: a new posting each, for the members in turn.
struct Bodies {
    world: World,
    members: Vec<MemberId>,
    next: AtomicUsize,
}

impl Bodies {
    fn new(members: usize) -> Arc<Self> {
        let clock = TestClock::at(Time::from_micros(1_772_413_200_000_000));
        let chance = SeededChance::new(u64::from(std::process::id()) + 1);
        let world = World::new(Arc::new(clock), Arc::new(chance));
        let members = (0..members.max(1)).map(|_| world.id()).collect();
        Arc::new(Self { world, members, next: AtomicUsize::new(0) })
    }
    fn asked(&self) -> Asked {
        let at = self.next.fetch_add(1, Ordering::Relaxed) % self.members.len();
        let member = self.members.get(at).copied().unwrap_or_else(|| self.world.id());
        Asked { id: self.world.id(), member }
    }
}

struct Bench {
    args: Args,
    bodies: Arc<Bodies>,
    address: SocketAddr,
    sqlite: Arc<Ours>,
    flash: Arc<Flash>,
    postgres: Option<(Arc<Ours>, Plain)>,
    lua: Option<Arc<Lua>>,
    /// Ends with this.
    _server: JoinSet<std::io::Result<()>>,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn open(args: Args) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(&args.folder).context("the folder of the SQLite file")?;
        let sqlite = Ours::open(Place::File(folder.path().join("claims.db"))).await?;
        let flash = Flash::open(&folder.path().join("flash.db"), args.members).await?;
        let mut routes = flash
            .routes()
            .route("/nothing", post(async || StatusCode::CREATED))
            .nest("/sqlite", sqlite.routes());
        let mut postgres = None;
        if let (Some(url), Some(pgbench)) = (&args.database, &args.pgbench) {
            let plain = Plain::open(pgbench.clone(), url).await?;
            let ours = Ours::open(Place::Postgres(url.clone())).await?;
            routes = routes.nest("/postgres", ours.routes());
            postgres = Some((ours, plain));
        }
        let lua = match &args.redis {
            Some(url) => Some(Lua::open(url).await?),
            None => None,
        };
        if let Some(lua) = &lua {
            routes = routes.nest("/redis", lua.routes());
        }
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let mut server = JoinSet::new();
        // Otherwise each connection gets a copy of every route, which takes it three milliseconds.
        let routes = routes.into_make_service();
        server.spawn(async move { axum::serve(listener, routes).await });
        let bodies = Bodies::new(args.members);
        Ok(Self {
            args,
            bodies,
            address,
            sqlite,
            flash,
            postgres,
            lua,
            _server: server,
            _folder: folder,
        })
    }

    async fn over_http(
        &self,
        path: &'static str,
        arrivals: Arrivals,
        lasts: Duration,
    ) -> anyhow::Result<Seen> {
        let bodies = self.bodies.clone();
        let ask = move || {
            let body = serde_json::to_string(&bodies.asked()).unwrap_or_default();
            Ask { head: String::new(), body }
        };
        let target = Target { address: self.address, path: path.to_owned(), ask: Arc::new(ask) };
        self.asked(target, arrivals, lasts).await
    }

    async fn asked(
        &self,
        target: Target,
        arrivals: Arrivals,
        lasts: Duration,
    ) -> anyhow::Result<Seen> {
        let path = target.path.clone();
        let seen = load::run(target, self.args.connections, arrivals, lasts).await?;
        anyhow::ensure!(seen.refused == 0, "{path} refused {} of them", seen.refused);
        Ok(seen)
    }

    /// The same claims without HTTP, from tasks of this process.
    async fn without_http(&self, lasts: Duration) -> anyhow::Result<Seen> {
        let watch = Stopwatch::new();
        let mut callers = JoinSet::new();
        for _ in 0..CALLERS {
            let (ours, bodies) = (self.sqlite.clone(), self.bodies.clone());
            callers.spawn(async move {
                let mut took_ms = Vec::new();
                while watch.elapsed() < lasts {
                    let one = Stopwatch::new();
                    ours.claim(bodies.asked()).await?;
                    took_ms.push(one.elapsed().as_secs_f64() * 1000.0);
                }
                Ok::<_, kernel::Error>(took_ms)
            });
        }
        let mut all = Seen::default();
        while let Some(ended) = callers.join_next().await {
            all.took_ms.extend(ended.context("a caller")??);
        }
        all.per_second = all.took_ms.len() as f64 / watch.elapsed().as_secs_f64();
        Ok(all)
    }

    /// Every side in turn, five times.
    async fn alternate(&self, report: &mut Report) -> anyhow::Result<()> {
        if self.args.flash {
            let lasts = self.args.seconds as f64 / (ALTERNATIONS * 2) as f64;
            return self.flash_and_till(report, Duration::from_secs_f64(lasts)).await;
        }
        let sides = 4 + 2 * u64::from(self.postgres.is_some()) + u64::from(self.lua.is_some());
        // The sixth part is for the latency at half of the rate.
        let lasts = self.args.seconds as f64 / ((ALTERNATIONS + 1) * sides) as f64;
        let lasts = Duration::from_secs_f64(lasts);
        for _ in 0..ALTERNATIONS {
            let closed = Arrivals::Closed;
            report.add(Side::Nothing, self.over_http("/nothing", closed, lasts).await?);
            report.add(Side::Sqlite, self.over_http("/sqlite/claims", closed, lasts).await?);
            let flash = self.flash.clone().target(self.address);
            report.add(Side::Flash, self.asked(flash, closed, lasts).await?);
            report.add(Side::WithoutHttp, self.without_http(lasts).await?);
            if let Some((_, plain)) = &self.postgres {
                report
                    .add(Side::Postgres, self.over_http("/postgres/claims", closed, lasts).await?);
                report.add(Side::Plain, plain.round(lasts).await?);
            }
            if self.lua.is_some() {
                report.add(Side::Redis, self.over_http("/redis/lua", closed, lasts).await?);
            }
            self.check().await?;
        }
        // Of what the file as it is now can take: the rate falls as it grows.
        let rate = report.rates(Side::Sqlite).last().copied().unwrap_or_default();
        let half = Arrivals::PerSecond(rate / 2.0);
        for _ in 0..ALTERNATIONS {
            let lasts = lasts.mul_f64(sides as f64 / ALTERNATIONS as f64);
            report.fsync.push(Fsync::measure(&self.args.folder)?);
            report.add(Side::Half, self.over_http("/sqlite/claims", half, lasts).await?);
        }
        self.check().await
    }

    async fn flash_and_till(&self, report: &mut Report, lasts: Duration) -> anyhow::Result<()> {
        for _ in 0..ALTERNATIONS {
            let closed = Arrivals::Closed;
            report.add(Side::Sqlite, self.over_http("/sqlite/claims", closed, lasts).await?);
            let flash = self.flash.clone().target(self.address);
            report.add(Side::Flash, self.asked(flash, closed, lasts).await?);
        }
        report.fsync.push(Fsync::measure(&self.args.folder)?);
        self.check().await
    }

    async fn check(&self) -> anyhow::Result<()> {
        self.sqlite.check().await?;
        self.flash.check().await?;
        if let Some((ours, _)) = &self.postgres {
            ours.check().await?;
        }
        if let Some(lua) = &self.lua {
            lua.check().await?;
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let bench = Bench::open(args).await?;
    let mut report = Report::default();
    bench.alternate(&mut report).await?;
    if let Some(file) = &bench.args.svg {
        tokio::fs::write(file, report.svg()).await?;
    }
    say(if bench.args.json { report.json().to_string() } else { report.table() });
    Ok(())
}
