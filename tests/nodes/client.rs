//! Programs that write at any node: one request per connection; what is refused with 503 or not
//! answered at all is sent again to the next node, under the same key.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value as Json, json};
use store::{Read as _, args};
use tokio::{task::JoinHandle, time::Instant};

use super::rig::{Brand, Chain};
use crate::{
    program::cny,
    wire::{Answer, send},
};

/// When a program gives a connection up that says nothing: to a node that sleeps, say.
const PATIENCE: Duration = Duration::from_secs(5);
/// When it gives up altogether; the test then fails.
const GIVES_UP: Duration = Duration::from_secs(60);

/// What a program was told in the end.
#[derive(Debug)]
pub struct Told {
    pub id: String,
    /// How long it was sent away before.
    pub away: Duration,
}

/// A brand's gift and member, for which vouchers are written.
struct Shop {
    brand: Arc<Brand>,
    gift: String,
    member: String,
}

/// The programs of all brands.
#[derive(Clone)]
pub struct Tills {
    addresses: Vec<SocketAddr>,
    shops: Arc<Vec<Shop>>,
    house: regulars::house::House,
    /// Every voucher that a program was told of, by its brand and key.
    told: Arc<Mutex<BTreeMap<String, String>>>,
}

fn post(brand: &Brand, path: &str, mark: &str, body: &Json, more: &str) -> String {
    let body = body.to_string();
    format!(
        "POST /api/v1/{path} HTTP/1.1\r\nHost: club.example\r\nConnection: close\r\n\
         Authorization: Bearer {}\r\nContent-Type: application/json\r\nIdempotency-Key: {mark}\r\n\
         {more}Content-Length: {}\r\n\r\n{body}",
        brand.key,
        body.len()
    )
}

impl Tills {
    /// A gift of plenty and a member for each brand, made at whichever node.
    pub async fn at(chain: &Chain) -> Self {
        let (addresses, house) = (chain.addresses.clone(), chain.house.clone());
        let mut shops = Vec::new();
        for brand in &chain.brands {
            let gift = json!({ "kind": "lead", "name": { "en": "Mango" }, "cost": cny(300),
                               "stock": 100_000, "per_member": 0 });
            let member = json!({ "name": "Mei" });
            let mut made = Vec::new();
            for (node, (path, body)) in [("gifts", gift), ("members", member)].iter().enumerate() {
                let request = post(brand, path, path, body, "");
                made.push(insist(&addresses, node, &request).await.id);
            }
            let (member, gift) = (made.pop().unwrap(), made.pop().unwrap());
            shops.push(Shop { brand: brand.clone(), gift, member });
        }
        Self { addresses, shops: Arc::new(shops), house, told: Arc::default() }
    }

    fn voucher(&self, number: usize, more: &str) -> String {
        let shop = &self.shops[number % self.shops.len()];
        let body = json!({ "gift": shop.gift, "member": shop.member });
        post(&shop.brand, "vouchers", &format!("till-{number}"), &body, more)
    }

    fn note(&self, number: usize, id: &str) {
        let mut told = self.told.lock().unwrap();
        let first = told.entry(format!("till-{number}")).or_insert_with(|| id.to_owned());
        assert_eq!(first, id, "the same key has the same answer");
    }

    /// Sent once, to this node only.
    pub async fn once(&self, number: usize, node: usize, more: &str) -> Option<Answer> {
        let answer = send(self.addresses[node], &self.voucher(number, more), PATIENCE).await?;
        if answer.status == 201 {
            self.note(number, &id(&answer.body));
        }
        Some(answer)
    }

    /// Sent until it is answered, first to this node. The number says which brand.
    pub async fn insist(&self, number: usize, node: usize) -> Told {
        let told = insist(&self.addresses, node, &self.voucher(number, "")).await;
        self.note(number, &told.id);
        told
    }

    /// A number of this brand that nobody else uses.
    fn fresh(&self, brand: usize) -> usize {
        static NUMBER: AtomicUsize = AtomicUsize::new(1_000_000);
        let number = NUMBER.fetch_add(self.shops.len(), Ordering::SeqCst);
        number - number % self.shops.len() + brand
    }

    /// How long one write for this brand at this node takes, in the middle of so many.
    pub async fn median(&self, brand: usize, node: usize, count: usize) -> Duration {
        let mut took = Vec::new();
        for _ in 0..count {
            took.push(self.insist(self.fresh(brand), node).await.away);
        }
        took.sort_unstable();
        took[count / 2]
    }

    /// Writes for this brand at this node again and again; how long until one was answered.
    pub async fn until_written(&self, brand: usize, node: usize) -> Duration {
        let (begun, number) = (Instant::now(), self.fresh(brand));
        while begun.elapsed() < GIVES_UP {
            match self.once(number, node, "").await {
                Some(answer) if answer.status == 201 => return begun.elapsed(),
                Some(answer) => assert!(answer.is_busy(), "{answer:?}"),
                None => {}
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nobody writes brand {brand}");
    }

    /// Every voucher that somebody was told of is there, and no other.
    pub async fn check(&self, answered: usize) {
        let told = self.told.lock().unwrap().clone();
        let ids: BTreeSet<&String> = told.values().collect();
        assert!(told.len() >= answered && ids.len() == told.len(), "{} {answered}", told.len());
        let mut db = self.house.db().read().await.unwrap();
        let mut there = 0;
        for shop in self.shops.iter() {
            let sql = "SELECT COUNT(*) AS n FROM voucher WHERE org = $1";
            let row = db.row(sql, args![shop.brand.org]).await.unwrap().unwrap();
            there += usize::try_from(row.get::<i64>("n").unwrap()).unwrap();
        }
        assert_eq!(there, told.len(), "as many vouchers as somebody was told of");
        let list = "SELECT id FROM voucher WHERE org = $1";
        for shop in self.shops.iter() {
            for row in db.rows(list, args![shop.brand.org]).await.unwrap() {
                let id = row.get::<kernel::VoucherId>("id").unwrap().to_string();
                assert!(ids.contains(&id), "nobody was told of {id}");
            }
        }
        println!("{there} vouchers, each answered once");
    }
}

async fn insist(addresses: &[SocketAddr], node: usize, request: &str) -> Told {
    let (begun, mut node) = (Instant::now(), node);
    while begun.elapsed() < GIVES_UP {
        match send(addresses[node % addresses.len()], request, PATIENCE).await {
            Some(answer) if answer.status == 201 => {
                return Told { id: id(&answer.body), away: begun.elapsed() };
            }
            Some(answer) => assert!(answer.is_busy(), "{answer:?}"),
            None => {}
        }
        node += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("given up: {request}");
}

fn id(body: &str) -> String {
    let answer: Json = serde_json::from_str(body).unwrap();
    answer["id"].as_str().unwrap().to_owned()
}

/// Programs that write without a pause, each at its node first, until they are told to end.
pub struct Load {
    going: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<(usize, Duration)>>,
}

impl Load {
    pub fn start(tills: &Tills, programs: usize) -> Self {
        let going = Arc::new(AtomicBool::new(true));
        let tasks = (0..programs).map(|program| {
            let (tills, going) = (tills.clone(), going.clone());
            tokio::spawn(async move {
                let (mut done, mut longest) = (0, Duration::ZERO);
                while going.load(Ordering::SeqCst) {
                    let number = done * programs + program;
                    longest = longest.max(tills.insist(number, program % 3).await.away);
                    done += 1;
                }
                (done, longest)
            })
        });
        Self { tasks: tasks.collect(), going }
    }

    /// How many requests were answered.
    pub async fn end(self) -> usize {
        self.going.store(false, Ordering::SeqCst);
        let (mut done, mut longest) = (0, Duration::ZERO);
        for task in self.tasks {
            let (count, away) = task.await.unwrap();
            (done, longest) = (done + count, longest.max(away));
        }
        println!("{done} requests answered, the slowest after {longest:?}");
        done
    }
}
