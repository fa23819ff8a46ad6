//! A market with one stall, for tests: its org, a store, and people with names.

use ::store::{
    Engine, Migration, Registry, Tx,
    testing::{Ground, ground},
};
use jiff::tz::TimeZone;
use kernel::{GiftId, Lang, MemberId, OrgId, Result, Scope, StoreId};
use web::{Shop, shops};

use crate::{
    gifts::{self, Details, Kind, actions::NewGift},
    words::Words,
};

pub fn migrations() -> Vec<Migration> {
    let mut all = [store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat();
    for slice in people::slices() {
        all.extend(slice.migrations);
    }
    all.extend(crate::MIGRATIONS);
    all.sort_by_key(|migration| migration.name);
    all.dedup_by_key(|migration| migration.name);
    all
}

pub fn registry() -> Registry {
    let mut registry = Registry::default();
    ledger::register(&mut registry);
    for slice in people::slices().into_iter().chain(crate::slices()) {
        (slice.register)(&mut registry);
    }
    registry
}

pub struct Market {
    pub ground: Ground,
    pub org: OrgId,
    pub store: StoreId,
}

impl Market {
    pub async fn open(engine: Engine) -> Self {
        let ground = ground(engine, &migrations(), registry()).await;
        let (org, store) = (ground.org(), ground.world.id());
        let market = Self { ground, org, store };
        let shop = Shop {
            org,
            slug: "fresh".into(),
            name: "Fresh Market".into(),
            currency: "CNY".parse().unwrap(),
            zone: TimeZone::get("Asia/Shanghai").unwrap(),
            country: "CN".into(),
            lang: Lang::En,
            accent: "1e7c3c".into(),
            created_at: market.ground.world.now(),
        };
        market.turn(async |tx| shops::insert(tx, &shop).await).await.unwrap();
        market
    }
    pub fn scope(&self) -> Scope {
        Scope::system(self.org)
    }
    pub fn member(&self) -> MemberId {
        self.ground.world.id()
    }
    pub async fn turn<T: Send>(&self, run: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.ground.db.write(&self.scope(), run).await.map(|written| written.value)
    }
    pub async fn gift(&self, stock: i64, change: impl FnOnce(&mut Details)) -> GiftId {
        let mut details = eggs();
        change(&mut details);
        self.turn(async |tx| {
            gifts::create(tx, NewGift { details, stock, playbook_key: None }).await
        })
        .await
        .unwrap()
    }
    pub async fn left(&self, gift: GiftId) -> i64 {
        let key = gifts::accounts::stock(gift).unwrap().key;
        let mut db = self.ground.db.read().await.unwrap();
        ledger::balance_of(&mut db, self.org, &key).await.unwrap()
    }
    /// The kinds of all events so far, in order.
    pub async fn events(&self) -> Vec<String> {
        let events = self.ground.db.events_after(self.org, 0, 5000).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }
}

/// Half a dozen eggs for whoever comes in.
pub fn eggs() -> Details {
    Details {
        kind: Kind::Lead,
        name: Words {
            en: "Half a dozen eggs".into(), zh: "鸡蛋半打".into(), es: String::new()
        },
        packing: Words::default(),
        cost: 300,
        perceived: 600,
        per_member: 1,
        valid_days: Some(14),
        stores: Vec::new(),
        returns: true,
        series: None,
    }
}

/// Runs a body on every engine at hand.
#[macro_export]
macro_rules! on_each {
    ($(#[$meta:meta])* async fn $name:ident($market:ident) $body:block) => {
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for engine in ::store::testing::engines() {
                let $market = $crate::testing::Market::open(engine).await;
                $body
            }
        }
    };
}
