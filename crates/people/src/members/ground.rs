//! A shop to test in: Fresh Market in Shanghai, with one open series.

use kernel::{GroupId, Lang, OrgId, Result, Scope, SeriesId};
use store::{Registry, Tx, testing::Ground};

use super::{ConsentKind, ConsentState, E164, NewMember};
use crate::{
    joining::{Join, Joined, To, Who},
    orgs,
    series::{self, NewSeries},
};

pub fn migrations() -> Vec<store::Migration> {
    let own = crate::slices().into_iter().flat_map(|slice| slice.migrations.to_vec());
    [store::MIGRATIONS, web::MIGRATIONS, ledger::MIGRATIONS]
        .concat()
        .into_iter()
        .chain(own)
        .collect()
}

pub fn registry() -> Registry {
    let mut registry = Registry::default();
    ledger::register(&mut registry);
    for slice in crate::slices() {
        (slice.register)(&mut registry);
    }
    registry
}

pub struct Shop {
    pub ground: Ground,
    pub org: OrgId,
    pub scope: Scope,
}

impl Shop {
    pub async fn open(engine: store::Engine) -> Self {
        Self::with(engine, registry()).await
    }
    pub async fn with(engine: store::Engine, registry: Registry) -> Self {
        let ground = store::testing::ground(engine, &migrations(), registry).await;
        let set_up = orgs::SetUp {
            name: "Fresh Market".into(),
            currency: "CNY".into(),
            time_zone: "Asia/Shanghai".into(),
            country: "CN".into(),
            lang: Lang::En,
            owner_name: "Mei Chen".into(),
            email: "mei@fresh.example".into(),
            password: "corner shop 7".into(),
            ..orgs::SetUp::default()
        };
        let (org, _) = orgs::set_up(&ground.db, set_up).await.unwrap();
        Self { ground, org, scope: Scope::system(org) }
    }
    pub async fn all() -> Vec<Self> {
        let mut shops = Vec::new();
        for engine in store::testing::engines() {
            shops.push(Self::open(engine).await);
        }
        shops
    }
    pub async fn turn<T: Send>(&self, run: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.ground.db.write(&self.scope, run).await.map(|written| written.value)
    }
    pub async fn series(&self, change: impl FnOnce(&mut NewSeries)) -> SeriesId {
        let mut new = NewSeries::plain("Produce", Lang::En);
        change(&mut new);
        self.turn(async |tx| series::actions::open(tx, new).await).await.unwrap()
    }
    pub async fn join(&self, join: Join) -> Result<Joined> {
        self.turn(async |tx| crate::joining::join(tx, join).await).await
    }
    pub async fn seated(&self, group: GroupId) -> i64 {
        crate::groups::require(&mut self.ground.db.read().await.unwrap(), self.org, group)
            .await
            .unwrap()
            .seated
    }
}

/// Somebody with a number of their own.
pub fn person(name: &str, number: u32) -> NewMember {
    let new = NewMember { name: name.to_owned(), ..NewMember::default() };
    let phone = E164::read(&format!("138{number:08}"), "CN").unwrap();
    NewMember { phone: Some(phone), ..new }
        .from("test")
        .agreed("join", &[(ConsentKind::Membership, ConsentState::Given)])
}

pub fn wish(name: &str, number: u32, series: SeriesId) -> Join {
    Join::new(Who::Typed(person(name, number)), To::Series(series))
}
