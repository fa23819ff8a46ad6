//! A shop with something on, for tests: a store, a gift on the shelf, people with names, and the house's
//! router.

use std::time::Duration;

use ::store::{
    Engine, Registry, Tx,
    testing::{Ground, ground},
};
use axum::{body::Body, http::Request};
use http_body_util::BodyExt as _;
use kernel::{
    FlashSaleId, GiftId, MemberId, OrgId, ProgramId, Result, Role, Scope, StoreId, Time,
    scope::Remit,
};
use people::{members::NewMember, orgs, stores};
use tower::ServiceExt as _;
use utoipa::openapi::OpenApi;
use value::{
    bills::{self, Benefit, Whom},
    gifts::{self, actions::NewGift},
    points::{
        self,
        engine::{Expiry, Limits as PointLimits, Returns, Terms as PointTerms},
    },
    words::Words,
};
use web::{App, Settings, Shop, Slice, sessions, shops};

use crate::{
    activities::{Limits, Plan},
    flash_sales::{self, Claiming, FlashSale, Taken, Terms, actions::Draft},
};

fn slices() -> Vec<Slice> {
    people::slices().into_iter().chain(value::slices()).chain(crate::slices()).collect()
}

pub struct Fair {
    pub ground: Ground,
    pub org: OrgId,
    pub store: StoreId,
    pub shop: Shop,
    /// Fifty bags of it are on the shelf.
    pub beans: GiftId,
}

/// A store that people can find: where chance decides, laws want to know.
fn quay() -> stores::NewStore {
    stores::NewStore { address: "Quay 1".into(), ..stores::NewStore::named("Riverside") }
}

/// What a run said to the groups' days; nobody keeps them here.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Brought(pub serde_json::Value);

impl store::Event for Brought {
    const KIND: &'static str = "test.brought";
}

fn brought(tx: &mut Tx, data: serde_json::Value) -> store::Future<'_, serde_json::Value> {
    Box::pin(async move {
        tx.emit(&Brought(data))?;
        Ok(serde_json::Value::Null)
    })
}

impl Fair {
    /// The run that was brought last; null after it was taken out.
    pub async fn run(&self) -> serde_json::Value {
        self.settle().await;
        let events = self.ground.db.events_after(self.org, 0, 5000).await.unwrap();
        let last = events.iter().rev().find(|event| event.kind == "test.brought");
        last.map_or(serde_json::Value::Null, |event| event.data["posts"].clone())
    }
    pub async fn open(engine: Engine) -> Self {
        let mut migrations = [store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat();
        let mut registry = Registry::default();
        ledger::register(&mut registry);
        for slice in slices() {
            (slice.register)(&mut registry);
            migrations.extend(slice.migrations);
        }
        registry.action("runs.bring", brought);
        registry.action("runs.withdraw", brought);
        migrations.sort_by_key(|migration| migration.name);
        migrations.dedup_by_key(|migration| migration.name);
        let ground = ground(engine, &migrations, registry).await;
        let set_up = orgs::SetUp {
            name: "Fresh".into(),
            slug: Some("fresh".into()),
            currency: "CNY".into(),
            time_zone: "Asia/Shanghai".into(),
            country: "CN".into(),
            owner_name: "Mei".into(),
            email: "mei@fresh.example".into(),
            password: "corner shop 7".into(),
            ..orgs::SetUp::default()
        };
        let (org, _) = orgs::set_up(&ground.db, set_up).await.unwrap();
        let run = async |tx: &mut Tx| {
            let store = stores::actions::open(tx, quay()).await?;
            let new = NewGift { details: beans(), stock: 50, playbook_key: None };
            Ok((store, gifts::create(tx, new).await?))
        };
        let (store, beans) = ground.db.write(&Scope::system(org), run).await.unwrap().value;
        let shop = shops::require(&mut ground.db.read().await.unwrap(), org).await.unwrap();
        Self { ground, org, store, shop, beans }
    }
    pub fn now(&self) -> Time {
        self.ground.world.now()
    }
    pub fn pass(&self, minutes: u64) {
        self.ground.clock.advance(Duration::from_secs(minutes * 60));
    }
    /// Everything that is due now is done.
    pub async fn settle(&self) {
        self.ground.db.settle().await.unwrap();
    }
    pub async fn turn<T: Send>(&self, run: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.ground.db.write(&Scope::system(self.org), run).await.map(|written| written.value)
    }
    pub async fn member(&self, name: &str) -> MemberId {
        let new = NewMember { name: name.into(), ..NewMember::default() };
        let new = new.from("counter").agreed("counter", &[]);
        self.turn(async |tx| people::members::actions::add(tx, new).await).await.unwrap()
    }
    pub fn draft(&self, pieces: i64) -> Draft {
        let plan = Plan {
            name: Words { en: "Friday beans".into(), ..Words::default() },
            whom: Whom::Members,
            opens_at: self.now(),
            closes_at: self.now().plus(Duration::from_secs(7200)),
            cost: None,
            limits: Limits { per_member: 1, per_day: None },
            budget: None,
        };
        let terms = Terms { gift: self.beans, pieces, hold_minutes: 30, offer_minutes: 10 };
        Draft { plan, terms }
    }
    /// An open sale of so many.
    pub async fn sale(&self, pieces: i64, with: impl FnOnce(&mut Draft)) -> FlashSaleId {
        let mut draft = self.draft(pieces);
        with(&mut draft);
        self.turn(async |tx| {
            let id = flash_sales::create(tx, &self.shop, draft).await?;
            flash_sales::open(tx, &self.shop, id).await?;
            Ok(id)
        })
        .await
        .unwrap()
    }
    pub async fn claim(&self, sale: FlashSaleId, member: MemberId) -> Result<Taken> {
        let claiming = Claiming { sale, member, store: None, staff: None };
        self.turn(async |tx| flash_sales::claim(tx, &self.shop, claiming).await).await
    }
    pub async fn read_sale(&self, id: FlashSaleId) -> FlashSale {
        let mut db = self.ground.db.read().await.unwrap();
        crate::activities::require(&mut db, self.org, id).await.unwrap()
    }
    /// What lies on the shelf.
    pub async fn shelf(&self) -> i64 {
        let key = gifts::accounts::stock(self.beans).unwrap().key;
        let mut db = self.ground.db.read().await.unwrap();
        ledger::balance_of(&mut db, self.org, &key).await.unwrap()
    }
    /// How many points somebody has of a program.
    pub async fn points(&self, program: ProgramId, member: MemberId) -> i64 {
        let mut db = self.ground.db.read().await.unwrap();
        let all = points::holdings(&mut db, &self.shop, self.now(), member).await.unwrap();
        let held = all.iter().find(|holding| holding.known.program.id == program);
        held.map_or(0, |holding| holding.standing.balance())
    }
    /// The books agree with themselves.
    pub async fn audited(&self) {
        let mut db = self.ground.db.read().await.unwrap();
        let report = ledger::audit(&mut db, self.org, |_| ()).await.unwrap();
        assert!(report.difference.is_none(), "{report:?}");
    }
}

/// A program whose points stay, and so many of them for somebody.
pub async fn points_for(fair: &Fair, member: MemberId, n: i64) -> ProgramId {
    let name = Words { en: "Points".into(), ..Words::default() };
    fair.turn(async |tx| {
        let program = points::create(tx, name, points_terms()).await?;
        let adjust = points::Adjust { program, member, points: n, reason: "a start".into() };
        points::adjust(tx, adjust).await?;
        Ok(program)
    })
    .await
    .unwrap()
}

/// Points that stay.
pub fn points_terms() -> PointTerms {
    PointTerms {
        unit: Words { en: "points".into(), ..Words::default() },
        rules: Vec::new(),
        boosts: Vec::new(),
        limits: PointLimits::default(),
        pending_days: 0,
        expiry: Expiry::Never,
        returns: Returns::WithinBalance,
        worth: None,
        notice_days: 0,
    }
}

/// One piece of something that is worth so much.
pub async fn gift_worth(fair: &Fair, perceived: i64) -> GiftId {
    let details = gifts::Details { perceived, ..beans() };
    let new = NewGift { details, stock: 1, playbook_key: None };
    fair.turn(async |tx| gifts::create(tx, new).await).await.unwrap()
}

/// A bag of coffee beans.
pub fn beans() -> gifts::Details {
    gifts::Details {
        kind: gifts::Kind::Reward,
        name: Words { en: "Bag of beans".into(), ..Words::default() },
        packing: Words::default(),
        cost: 2000,
        perceived: 4500,
        per_member: 0,
        valid_days: Some(14),
        stores: Vec::new(),
        returns: true,
        series: None,
        terms: bills::Terms::of(Benefit::Thing),
    }
}

/// Runs bodies on every engine at hand.
#[macro_export]
macro_rules! on_each {
    ($($(#[$meta:meta])* async fn $name:ident($fair:ident) $body:block)*) => {$(
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for engine in ::store::testing::engines() {
                let $fair = $crate::testing::Fair::open(engine).await;
                $body
            }
        }
    )*};
}

/// The fair behind the house's router, with a till and a desk that the owner signed in to.
pub struct House {
    pub fair: Fair,
    router: axum::Router,
    pub staff: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    /// What it has the device keep, one below the other.
    pub cookies: String,
    pub body: String,
}

impl House {
    pub async fn open() -> Self {
        let fair = Fair::open(Engine::Sqlite).await;
        let staff: kernel::StaffId = fair.ground.world.id();
        let store = Some(fair.store);
        let run = async |tx: &mut Tx| {
            let opening = |kind, subject| sessions::Opening {
                kind,
                subject,
                name: "Wang Li".into(),
                role: Some(Role::Owner),
                remit: Remit::Everything,
                proven: true,
                store,
                device: "test".into(),
            };
            let device = tx.world().uuid();
            let till = sessions::open(tx, opening(sessions::Kind::Counter, device)).await?;
            let now = tx.now();
            let session = sessions::find(tx, sessions::Kind::Counter, &till, now).await?.unwrap();
            let who = (staff, "Wang Li", Role::Owner, &Remit::Everything);
            sessions::take_counter(tx, session.id, Some(who)).await?;
            let desk = sessions::open(tx, opening(sessions::Kind::Staff, staff.uuid())).await?;
            Ok(format!("regulars_counter={till}; regulars_staff={desk}"))
        };
        let cookies = fair.turn(run).await.unwrap();
        let settings = Settings {
            base_url: "http://shop.test".into(),
            behind_proxy: false,
            rates: web::rates::Limits::OPEN,
        };
        let app = App::new(fair.ground.db.clone(), settings, &slices());
        let router = web::server::build(app, slices(), OpenApi::default);
        Self { fair, router, staff: cookies }
    }
    /// The cookie of a member's own phone.
    pub async fn phone(&self, member: MemberId) -> String {
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
        let token = self.fair.turn(async |tx| sessions::open(tx, opening).await).await.unwrap();
        format!("regulars_member={token}")
    }
    /// What a program says that it is, with a key that may do everything.
    pub async fn key(&self) -> String {
        let scopes =
            kernel::permission::scopes().iter().map(ToString::to_string).collect::<Vec<_>>();
        let key = self.fair.turn(async |tx| web::keys::create(tx, "till", &scopes).await).await;
        format!("Bearer {}", key.unwrap().1)
    }
    pub async fn get(&self, cookies: &str, path: &str) -> Answer {
        let request = Request::get(path).header("cookie", cookies).body(Body::empty());
        self.answer(request.unwrap()).await
    }
    pub async fn post(&self, cookies: &str, path: &str, form: &str) -> Answer {
        let once = self.fair.ground.world.chance.code(20);
        self.post_marked(cookies, path, &format!("once={once}&{form}")).await
    }
    /// With a mark of the test's own.
    pub async fn post_marked(&self, cookies: &str, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookies)
            .body(Body::from(form.to_owned()));
        self.answer(request.unwrap()).await
    }
    /// A program's, under an idempotency key.
    pub async fn send(
        &self,
        (key, mark): (&str, &str),
        path: &str,
        body: &serde_json::Value,
    ) -> (u16, serde_json::Value) {
        let request = Request::post(format!("/api/v1/{path}"))
            .header("content-type", "application/json")
            .header("authorization", key)
            .header("idempotency-key", mark)
            .body(Body::from(body.to_string()));
        let answer = self.answer(request.unwrap()).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }
    /// What a program reads.
    pub async fn read(&self, key: &str, path: &str) -> (u16, serde_json::Value) {
        let request = Request::get(format!("/api/v1/{path}")).header("authorization", key);
        let answer = self.answer(request.body(Body::empty()).unwrap()).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }
    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let to = response.headers().get("location");
        let location = to.map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
        let cookies = response.headers().get_all("set-cookie").iter();
        let cookies: Vec<_> = cookies.map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
        let cookies = cookies.join("\n");
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, cookies, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
