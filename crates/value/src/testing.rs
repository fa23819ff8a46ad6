//! A market with one stall, for tests: its org, a store, and people with names.

use ::store::{
    Engine, Migration, Registry, Tx,
    testing::{Ground, ground_where},
};
use axum::{body::Body, http::Request};
use http_body_util::BodyExt as _;
use jiff::tz::TimeZone;
use kernel::{
    GiftId, Id, Lang, MemberId, OrgId, Result, Role, Scope, StoreId, Time, World, scope::Remit,
};
use tower::ServiceExt as _;
use utoipa::openapi::OpenApi;
use web::{App, Settings, Shop, sessions, shops};

use crate::{
    bills::{Benefit, Terms},
    gifts::{self, Details, Kind, State, actions::NewGift},
    stamp_cards::{Each, StampCard},
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
        Self::open_where(engine, |world| world).await
    }
    /// In a world that was made into another.
    pub async fn open_where(engine: Engine, make: impl FnOnce(World) -> World) -> Self {
        let ground = ground_where(engine, &migrations(), registry(), make).await;
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
            playing: false,
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
        terms: Terms::of(Benefit::Thing),
    }
}

/// So many visits or purchases, and a bag.
pub fn card(gift: GiftId, needs: i64, each: Each) -> StampCard {
    StampCard {
        id: Id::from_uuid(uuid::Uuid::nil()),
        series: None,
        name: Words::one(Lang::En, "Three baskets, one on us"),
        needs,
        each,
        least: 500,
        gift,
        state: State::Open,
        created_at: Time::default(),
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

/// The whole house behind its router, with somebody signed in.
pub struct House {
    pub market: Market,
    router: axum::Router,
    cookies: String,
}

impl House {
    /// A store with a paired counter whose PIN is active, and an owner at the console.
    pub async fn open() -> Self {
        let market = Market::open(Engine::Sqlite).await;
        let store = people::stores::NewStore::named("Riverside");
        let store =
            market.turn(async |tx| people::stores::actions::open(tx, store).await).await.unwrap();
        let market = Market { store, ..market };
        let owner = people::staff::NewPerson::new("Wang Li", Role::Owner);
        let staff =
            market.turn(async |tx| people::staff::actions::add(tx, owner).await).await.unwrap();
        let cookies = market
            .turn(async |tx| {
                let opening = |kind: sessions::Kind, subject| sessions::Opening {
                    kind,
                    subject,
                    name: "Wang Li".into(),
                    role: Some(Role::Owner),
                    remit: Remit::Everything,
                    proven: true,
                    store: Some(store),
                    device: "test".into(),
                };
                let device = tx.world().uuid();
                let till = sessions::open(tx, opening(sessions::Kind::Counter, device)).await?;
                let now = tx.now();
                let session =
                    sessions::find(tx, sessions::Kind::Counter, &till, now).await?.unwrap();
                let who = (staff, "Wang Li", Role::Owner, &Remit::Everything);
                sessions::take_counter(tx, session.id, Some(who)).await?;
                let desk = sessions::open(tx, opening(sessions::Kind::Staff, staff.uuid())).await?;
                Ok(format!("regulars_counter={till}; regulars_staff={desk}"))
            })
            .await
            .unwrap();
        let slices = || people::slices().into_iter().chain(crate::slices()).collect::<Vec<_>>();
        let settings = Settings {
            base_url: "http://shop.test".into(),
            behind_proxy: false,
            rates: web::rates::Limits::OPEN,
        };
        let app = App::new(market.ground.db.clone(), settings, &slices());
        let router = web::server::build(app, slices(), OpenApi::default);
        Self { market, router, cookies }
    }
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request).await
    }
    /// A page on a member's own phone.
    pub async fn phone(&self, member: MemberId, path: &str) -> Answer {
        let opening = sessions::Opening {
            kind: sessions::Kind::Member,
            subject: member.uuid(),
            name: "Ana".into(),
            role: None,
            remit: Remit::Everything,
            proven: true,
            store: None,
            device: "test".into(),
        };
        let token = self.market.turn(async |tx| sessions::open(tx, opening).await).await.unwrap();
        let request = Request::get(path).header("cookie", format!("regulars_member={token}"));
        self.answer(request.body(Body::empty()).unwrap()).await
    }
    /// What a program with a key that may do everything is told.
    pub async fn program(&self, path: &str) -> Answer {
        let scopes =
            kernel::permission::scopes().iter().map(ToString::to_string).collect::<Vec<_>>();
        let key = self.market.turn(async |tx| web::keys::create(tx, "till", &scopes).await).await;
        let bearer = format!("Bearer {}", key.unwrap().1);
        let request = Request::get(path).header("authorization", bearer);
        self.answer(request.body(Body::empty()).unwrap()).await
    }
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        request.headers_mut().insert("cookie", self.cookies.parse().unwrap());
        self.answer(request).await
    }
    /// Any request as it is, without anybody's cookies: a program's.
    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let location = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
    pub async fn member(&self, name: &str) -> people::members::Member {
        let new = people::members::NewMember { name: name.into(), ..Default::default() }
            .from("counter")
            .agreed("counter", &[]);
        let id = self
            .market
            .turn(async |tx| people::members::actions::add(tx, new).await)
            .await
            .unwrap();
        let mut db = self.market.ground.db.read().await.unwrap();
        people::members::require(&mut db, self.market.org, id).await.unwrap()
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}
