//! Two brands with everybody who may call: sessions and keys made as sign-in makes them.

use std::sync::Arc;

use axum::http::{HeaderName, header};
use kernel::{
    Lang, OrgId, Role, Scope, SeededChance, StaffId, StoreId, TestClock, Ways, World,
    payment::AtCounter, permission, scope::Remit,
};
use regulars::house::{self, House};
use store::{
    Config, Engine, Limits, Place,
    testing::{self, MORNING},
};
use web::{
    Settings, keys, rates,
    sessions::{self, Kind, Opening},
};

/// Who asks.
pub enum As {
    Nobody,
    Staff(OrgId, Role),
    Member(OrgId),
    /// A paired counter with a cashier's PIN active.
    Counter(OrgId),
    Key(String),
}

pub struct Caller {
    pub name: &'static str,
    pub by: As,
}

/// Those of whom the matrix speaks together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Outsiders,
    Staff,
    Keys,
}

impl Class {
    pub const ALL: [Self; 3] = [Self::Outsiders, Self::Staff, Self::Keys];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Outsiders => "outsiders",
            Self::Staff => "staff",
            Self::Keys => "keys",
        }
    }
}

impl Caller {
    pub const fn class(&self) -> Class {
        match self.by {
            As::Nobody | As::Member(_) | As::Counter(_) => Class::Outsiders,
            As::Staff(..) => Class::Staff,
            As::Key(_) => Class::Keys,
        }
    }
}

pub struct Stage {
    pub house: House,
    pub slug: String,
    pub callers: Vec<Caller>,
    #[expect(dead_code, reason = "held: the folder goes with the stage")]
    folder: tempfile::TempDir,
}

const STAFF: [(&str, Role); 10] = [
    ("owner", Role::Owner),
    ("operator", Role::Operator),
    ("area_lead", Role::AreaLead),
    ("manager", Role::Manager),
    ("assistant", Role::Assistant),
    ("cashier", Role::Cashier),
    ("host", Role::Host),
    ("moderator", Role::Moderator),
    ("opinion_leader", Role::OpinionLeader),
    ("agent", Role::Agent),
];

/// A house on a folder of its own, and the clock it goes by.
pub async fn house() -> (House, Arc<TestClock>, tempfile::TempDir) {
    house_on(Engine::Sqlite).await
}

/// As [`house`], on this engine.
pub async fn house_on(engine: Engine) -> (House, Arc<TestClock>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock::at(MORNING));
    // A way to pay that speaks to nobody.
    let ways = Ways::default().with("stripe", Arc::new(AtCounter));
    let world = World::new(clock.clone(), Arc::new(SeededChance::new(5))).with_ways(ways);
    let place = match engine {
        Engine::Sqlite => Place::File(folder.path().join("regulars.db")),
        Engine::Postgres => Place::Postgres(testing::database().await.unwrap()),
    };
    let config = Config {
        place,
        limits: Limits { idle_for: std::time::Duration::from_secs(20), ..Limits::DEFAULT },
        durable: false,
    };
    let settings = Settings {
        base_url: "https://club.example".into(),
        behind_proxy: false,
        rates: rates::Limits::OPEN,
    };
    (house::open(&config, settings, world).await.unwrap(), clock, folder)
}

pub async fn stage() -> Stage {
    let (house, _, folder) = house().await;
    let own = brand(&house, "own").await;
    let other = brand(&house, "other").await;
    let mut callers = vec![
        Caller { name: "nobody", by: As::Nobody },
        Caller { name: "member", by: As::Member(own) },
        Caller { name: "counter", by: As::Counter(own) },
        Caller { name: "other_member", by: As::Member(other) },
    ];
    callers.extend(STAFF.map(|(name, role)| Caller { name, by: As::Staff(own, role) }));
    for scope in permission::scopes() {
        let key = key(&house, own, &[scope]).await;
        callers.push(Caller { name: scope, by: As::Key(key) });
    }
    Stage { house, slug: "own".into(), callers, folder }
}

impl Stage {
    /// What the caller shows at the door. A request that changes something may end its session (they
    /// sign out, they lock the counter), so sessions are opened anew for each.
    pub async fn enters(&self, caller: &Caller) -> Option<(HeaderName, String)> {
        enters(&self.house, &caller.by).await
    }
}

pub async fn enters(house: &House, by: &As) -> Option<(HeaderName, String)> {
    let cookie = match by {
        As::Nobody => return None,
        As::Key(key) => return Some((header::AUTHORIZATION, format!("Bearer {key}"))),
        As::Staff(org, role) => staff(house, *org, *role).await,
        As::Member(org) => member(house, *org).await,
        As::Counter(org) => counter(house, *org).await,
    };
    Some((header::COOKIE, cookie))
}

pub async fn brand(house: &House, slug: &str) -> OrgId {
    let set_up = people::orgs::SetUp {
        name: slug.into(),
        slug: Some(slug.into()),
        currency: "CNY".into(),
        time_zone: "Asia/Shanghai".into(),
        country: "CN".into(),
        lang: Lang::En,
        accent: None,
        owner_name: "Wang Li".into(),
        email: format!("{slug}@club.example"),
        password: "correct horse battery".into(),
    };
    people::orgs::set_up(house.db(), set_up).await.unwrap().0
}

pub async fn session(house: &House, org: OrgId, opening: Opening) -> String {
    let kind = opening.kind;
    let scope = Scope::system(org);
    let token =
        house.db().write(&scope, async |tx| sessions::open(tx, opening).await).await.unwrap();
    format!("{}={}", kind.cookie(), token.value)
}

pub fn opening(house: &House, kind: Kind) -> Opening {
    Opening {
        kind,
        subject: house.app.world().uuid(),
        name: "Mei".into(),
        role: None,
        remit: Remit::Everything,
        proven: true,
        store: None,
        device: String::new(),
    }
}

async fn staff(house: &House, org: OrgId, role: Role) -> String {
    let opening = Opening { role: Some(role), ..opening(house, Kind::Staff) };
    session(house, org, opening).await
}

async fn member(house: &House, org: OrgId) -> String {
    session(house, org, opening(house, Kind::Member)).await
}

async fn counter(house: &House, org: OrgId) -> String {
    let (store, cashier) = (house.app.world().id(), house.app.world().id());
    counter_in(house, org, store, cashier).await
}

/// A counter of this store with this cashier's PIN active.
pub async fn counter_in(house: &House, org: OrgId, store: StoreId, cashier: StaffId) -> String {
    let opening = Opening { store: Some(store), ..opening(house, Kind::Counter) };
    let cookie = session(house, org, opening).await;
    let token = cookie.split_once('=').unwrap().1.to_owned();
    let now = house.app.now();
    let mut db = house.db().read().await.unwrap();
    let found = sessions::find(&mut db, Kind::Counter, &token, now).await.unwrap().unwrap();
    drop(db);
    let scope = Scope::system(org);
    house
        .db()
        .write(&scope, async |tx| {
            let who = Some((cashier, "Ana", Role::Cashier, &Remit::Everything));
            sessions::take_counter(tx, found.id, who).await
        })
        .await
        .unwrap();
    cookie
}

pub async fn key(house: &House, org: OrgId, scopes: &[&str]) -> String {
    let scope = Scope::system(org);
    let scopes: Vec<String> = scopes.iter().map(|&scope| scope.to_owned()).collect();
    let made = house.db().write(&scope, async |tx| keys::create(tx, "matrix", &scopes).await);
    made.await.unwrap().value.1
}
