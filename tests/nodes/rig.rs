//! Brands on a database of their own, and three programs that serve it.

use std::{collections::BTreeSet, net::SocketAddr, sync::Arc, time::Duration};

use kernel::{OrgId, SeededChance, TestClock, World, permission};
use regulars::house;
use store::{
    Config, Limits, Place, Read as _, Reader, args,
    testing::{self, MORNING},
};
use web::{Settings, rates};

use crate::{
    cli::rig::{Folder, Server, free_port, tool},
    matrix::people,
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
    nodes: Vec<Option<Server>>,
    folders: Vec<Folder>,
    url: String,
    more: Vec<String>,
}

impl Chain {
    pub async fn open(brands: usize) -> Self {
        Self::open_with(brands, &[]).await
    }

    /// Makes the brands, each with a key for everything, and starts the nodes.
    pub async fn open_with(count: usize, more: &[String]) -> Self {
        let url = testing::database().await.unwrap();
        let config = Config { durable: false, ..Config::new(Place::Postgres(url.clone())) };
        let settings = Settings {
            base_url: "http://127.0.0.1".into(),
            behind_proxy: false,
            rates: rates::Limits::OPEN,
        };
        let (clock, chance) = (TestClock::at(MORNING), SeededChance::new(11));
        let world = World::new(Arc::new(clock), Arc::new(chance));
        let house = house::open(&config, settings, world).await.unwrap();
        let mut brands = Vec::new();
        for number in 0..count {
            let org = people::brand(&house, &format!("brand-{number}")).await;
            let key = people::key(&house, org, &permission::scopes()).await;
            brands.push(Arc::new(Brand { org, key }));
        }
        // Gives the leases back; its readers stay.
        house.db().close().await;
        let addresses: Vec<_> =
            (0..3).map(|_| SocketAddr::from(([127, 0, 0, 1], free_port()))).collect();
        let folders = addresses.iter().map(|_| Folder::new()).collect();
        let nodes = addresses.iter().map(|_| None).collect();
        let more = more.to_vec();
        let mut chain = Self { brands, addresses, house, nodes, folders, url, more };
        for node in 0..3 {
            chain.start(node).await;
        }
        chain
    }

    pub async fn start(&mut self, node: usize) {
        let folder = &self.folders[node];
        folder.write("regulars.toml", "[limits]\nopen = true\n");
        let listen = self.addresses[node].to_string();
        let mut words = vec!["--database", &self.url, "--listen", &listen];
        words.extend(self.more.iter().map(String::as_str));
        let server = tokio::task::block_in_place(|| folder.serve(&words));
        self.nodes[node] = Some(server);
    }

    pub async fn db(&self) -> Reader {
        self.house.db().read().await.unwrap()
    }

    /// The nodes that write brands, by their number, as soon as there are several.
    pub async fn owners(&self) -> BTreeSet<usize> {
        let mut owners = BTreeSet::new();
        for _ in 0..100 {
            owners.clear();
            for brand in 0..self.brands.len() {
                owners.insert(self.owner(brand).await);
            }
            if owners.len() > 1 {
                break;
            }
            tokio::time::sleep(LEASE / 20).await;
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

    /// The program itself proves the books of all brands.
    pub fn audited(&self) {
        tokio::task::block_in_place(|| {
            let said = Folder::new().run(&["audit", "--database", &self.url]).fine();
            let proven = said.out.matches(": proven.").count();
            assert_eq!(proven, self.brands.len(), "{said:?}");
        });
    }
}
