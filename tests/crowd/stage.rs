//! A brand with one series, one link and a lead gift of limited stock.

#![expect(clippy::disallowed_methods, reason = "tasks of a test end with it")]

use std::{net::SocketAddr, path::Path, process::Stdio, sync::Arc, time::Duration};

use kernel::{Lang, OrgId, Scope, SeededChance, SeriesId, TestClock, World};
use people::{
    links::{self, NewLink},
    orgs::{self, SetUp},
    playbooks,
    series::{self, NewSeries, Threshold},
    stores::{self, NewStore},
};
use regulars::{
    door,
    house::{self, House},
};
use store::{
    Config, Engine, Limits, Place,
    testing::{self, MORNING},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};
use web::{Settings, rates};

pub struct Stage {
    pub house: House,
    pub org: OrgId,
    pub series: SeriesId,
    /// The join page: `/crowd/j/XXXXXX`.
    pub path: String,
    folder: TempDir,
}

/// What the fresh-food playbook puts on the shelf for its lead gift.
const FIRST_STOCK: i64 = 500;

/// Slow, crowded machines cut nobody out; the queue stays as short as in production.
const LIMITS: Limits = Limits {
    idle_for: Duration::from_secs(20),
    turn_for: Duration::from_secs(60),
    ..Limits::DEFAULT
};

fn settings() -> Settings {
    Settings {
        base_url: "http://127.0.0.1".into(),
        behind_proxy: false,
        rates: rates::Limits::OPEN,
    }
}

fn world() -> World {
    World::new(Arc::new(TestClock::at(MORNING)), Arc::new(SeededChance::new(9)))
}

fn at(folder: &Path) -> Config {
    Config { place: Place::File(folder.join("regulars.db")), limits: LIMITS, durable: true }
}

pub async fn build(engine: Engine, stock: i64) -> Stage {
    let folder = tempfile::tempdir().unwrap();
    let config = match engine {
        Engine::Sqlite => at(folder.path()),
        Engine::Postgres => {
            let place = Place::Postgres(testing::database().await.unwrap());
            Config { place, limits: LIMITS, durable: true }
        }
    };
    let house = house::open(&config, settings(), world()).await.unwrap();
    let set_up = SetUp {
        name: "Crowd".into(),
        slug: Some("crowd".into()),
        currency: "CNY".into(),
        time_zone: "Asia/Shanghai".into(),
        country: "CN".into(),
        lang: Lang::En,
        accent: None,
        owner_name: "Wang Li".into(),
        email: "owner@crowd.example".into(),
        password: "correct horse battery".into(),
    };
    let (org, _) = orgs::set_up(house.db(), set_up).await.unwrap();
    let scope = Scope::system(org);
    let made = house.db().write(&scope, async |tx| {
        let store = stores::actions::open(tx, NewStore::named("Riverside")).await?;
        let playbook = playbooks::find("fresh-food").unwrap();
        let new = NewSeries {
            stores: vec![store],
            capacity: 500,
            threshold: Threshold::None,
            ..NewSeries::of(playbook, Lang::En)
        };
        let series = series::actions::open(tx, new).await?;
        let link = links::actions::create(
            tx,
            NewLink { store: Some(store), ..NewLink::plain(series, "poster") },
        )
        .await?;
        let all = kernel::PageRequest::default();
        let lead = value::gifts::list(tx, org, None, &all).await?;
        let lead = lead.items.iter().find(|gift| gift.kind == value::gifts::Kind::Lead).unwrap().id;
        value::gifts::actions::restock(tx, lead, stock - FIRST_STOCK).await?;
        Ok((series, link.code))
    });
    let (series, code) = made.await.unwrap().value;
    Stage { house, org, series, path: format!("/crowd/j/{code}"), folder }
}

impl Stage {
    /// Closes the house and keeps its folder, for another process.
    pub async fn leave(self) -> TempDir {
        self.house.db().close().await;
        self.folder
    }
}

/// Serves the house on a free port until the test ends.
pub async fn served(house: &House) -> SocketAddr {
    let listener = door::open("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = house.router();
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await.unwrap();
    });
    address
}

pub async fn reopen(folder: &Path) -> House {
    house::open(&at(folder), settings(), world()).await.unwrap()
}

/// The program itself, serving a folder.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Program {
    pub async fn start(folder: &Path) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        std::fs::write(folder.join("regulars.toml"), "[limits]\nopen = true\n").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_regulars"))
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(folder)
            .arg("--config")
            .arg(folder.join("regulars.toml"))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.starts_with("serving ") {
                    return true;
                }
            }
            false
        };
        let ready = tokio::time::timeout(Duration::from_secs(60), ready).await;
        assert_eq!(ready, Ok(true), "the program does not come up");
        Self { child, address }
    }
    /// SIGKILL: no time to finish anything.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }
}
