//! Brands on a database of their own, and three programs that serve it.

use std::{collections::BTreeSet, net::SocketAddr, sync::Arc, time::Duration};

use ::people::{
    groups,
    links::{self, NewLink},
    playbooks,
    series::{self, NewSeries, Threshold},
    stores::{self, NewStore},
};
use kernel::{Lang, OrgId, Role, Scope, SeededChance, TestClock, Time, World, permission};
use regulars::house;
use store::{Config, Limits, Place, Read as _, Reader, args, testing};
use web::{Settings, rates};

use crate::{
    cli::rig::{Folder, Said, Server, free_port, tool},
    matrix::people::{self, As},
};

/// How long a lease of the program lasts.
pub const LEASE: Duration = Limits::DEFAULT.lease_for;

pub struct Brand {
    pub org: OrgId,
    pub key: String,
}

pub struct Chain {
    pub brands: Vec<Arc<Brand>>,
    pub addresses: Vec<SocketAddr>,
    pub house: house::House,
    pub feed: Feed,
    nodes: Vec<Option<Server>>,
    folders: Vec<Folder>,
    url: String,
    how: How,
}

/// How nodes are started.
pub struct How {
    /// More words on the command line.
    pub more: Vec<String>,
    /// What stands in `regulars.toml`.
    pub settings: &'static str,
    /// Other ways to the database, by node.
    pub urls: Vec<String>,
}

impl Default for How {
    fn default() -> Self {
        Self { more: Vec::new(), settings: "[limits]\nopen = true\n", urls: Vec::new() }
    }
}

impl Chain {
    pub async fn open(brands: usize) -> Self {
        let url = testing::database().await.unwrap();
        Self::open_with(brands, url, How::default()).await
    }

    /// Makes the brands, each with a key for everything, and starts the nodes.
    pub async fn open_with(count: usize, url: String, how: How) -> Self {
        let config = Config { durable: false, ..Config::new(Place::Postgres(url.clone())) };
        let settings = Settings {
            base_url: "http://127.0.0.1".into(),
            behind_proxy: false,
            rates: rates::Limits::OPEN,
        };
        let world = World::new(Arc::new(TestClock::at(today())), Arc::new(SeededChance::new(11)));
        let house = house::open(&config, settings, world).await.unwrap();
        let mut brands = Vec::new();
        for number in 0..count {
            let org = people::brand(&house, &format!("brand-{number}")).await;
            let key = people::key(&house, org, &permission::scopes()).await;
            brands.push(Arc::new(Brand { org, key }));
        }
        let feed = feed(&house, brands[0].org).await;
        // Gives the leases back; its readers stay.
        house.db().close().await;
        let addresses: Vec<_> =
            (0..3).map(|_| SocketAddr::from(([127, 0, 0, 1], free_port()))).collect();
        let folders = addresses.iter().map(|_| Folder::new()).collect();
        let nodes = addresses.iter().map(|_| None).collect();
        let mut chain = Self { brands, addresses, house, feed, nodes, folders, url, how };
        for node in 0..3 {
            chain.start(node);
        }
        chain
    }

    pub fn start(&mut self, node: usize) {
        let folder = &self.folders[node];
        folder.write("regulars.toml", self.how.settings);
        let listen = self.addresses[node].to_string();
        let url = self.how.urls.get(node).unwrap_or(&self.url);
        let mut words = vec!["--database", url, "--listen", &listen];
        words.extend(self.how.more.iter().map(String::as_str));
        let server = tokio::task::block_in_place(|| folder.serve(&words));
        self.nodes[node] = Some(server);
    }

    pub async fn db(&self) -> Reader {
        self.house.db().read().await.unwrap()
    }

    /// The nodes that write brands, by their number.
    pub async fn owners(&self) -> BTreeSet<usize> {
        let mut owners = BTreeSet::new();
        for brand in 0..self.brands.len() {
            owners.insert(self.owner(brand).await);
        }
        owners
    }

    /// The node that writes the brand.
    pub async fn owner(&self, brand: usize) -> usize {
        let sql = "SELECT node.address FROM lease JOIN node ON node.lane = lease.owner
                   WHERE lease.org = $1";
        for _ in 0..400 {
            if let Some(row) =
                self.db().await.row(sql, args![self.brands[brand].org]).await.unwrap()
            {
                let address: SocketAddr = row.get::<String>("address").unwrap().parse().unwrap();
                return self.addresses.iter().position(|known| *known == address).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nobody writes the brand");
    }

    /// What the node noted as broken.
    pub fn broken(&self, node: usize) -> Vec<String> {
        let lines = self.nodes[node].as_ref().map(Server::logged).unwrap_or_default();
        lines.into_iter().filter(|line| line.contains("ERROR")).collect()
    }

    pub fn kill(&mut self, node: usize) {
        self.nodes[node].take().unwrap().kill();
    }

    pub fn signal(&self, node: usize, name: &str) {
        let id = self.nodes[node].as_ref().unwrap().running.0.id().to_string();
        tool(&self.folders[node].path(""), "kill", &[&format!("-{name}"), &id]);
    }

    pub fn ended(&mut self, node: usize) -> Option<i32> {
        let mut server = self.nodes[node].take().unwrap();
        tokio::task::block_in_place(|| server.running.ended())
    }

    pub fn end_all(&mut self) {
        for node in 0..3 {
            if self.nodes[node].is_some() {
                self.signal(node, "TERM");
                assert_eq!(self.ended(node), Some(0));
            }
        }
    }

    /// A command typed beside nobody, for the first brand.
    pub fn typed(&self, words: &[&str]) -> Said {
        let more = ["--database", &self.url, "--org", "brand-0"];
        tokio::task::block_in_place(|| Folder::new().run(&[words, &more].concat()))
    }

    /// The program itself proves the books of all brands.
    pub fn audited(&self) {
        tokio::task::block_in_place(|| {
            let said = Folder::new().run(&["audit", "--database", &self.url]).fine();
            let proven = said.out.matches(": proven.").count();
            assert_eq!(proven, self.brands.len(), "{said:?}");
        });
    }
}

/// The programs go by the real clock, and sessions that are made here must be good for them.
fn today() -> Time {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Time::from_micros(i64::try_from(since.as_micros()).unwrap())
}

/// A group of the first brand that lives here.
pub struct Feed {
    pub group: String,
    /// Of the brand's owner.
    pub cookie: String,
    /// Where people join.
    pub join: String,
}

async fn feed(house: &house::House, org: OrgId) -> Feed {
    let scope = Scope::system(org);
    let made = house.db().write(&scope, async |tx| {
        let store = stores::actions::open(tx, NewStore::named("Riverside")).await?;
        let playbook = playbooks::find("fresh-food").unwrap();
        let new = NewSeries {
            stores: vec![store],
            threshold: Threshold::None,
            ..NewSeries::of(playbook, Lang::En)
        };
        let series = series::actions::open(tx, new).await?;
        let link = NewLink { store: Some(store), ..NewLink::plain(series, "poster") };
        Ok((series, links::actions::create(tx, link).await?.code))
    });
    let (series, code) = made.await.unwrap().value;
    let mut db = house.db().read().await.unwrap();
    let groups = groups::of_series(&mut db, org, series).await.unwrap();
    let shown = people::enters(house, &As::Staff(org, Role::Owner)).await.unwrap();
    let join = format!("/brand-0/j/{code}");
    Feed { group: groups[0].id.to_string(), cookie: shown.1, join }
}
