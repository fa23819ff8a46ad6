//! A green grocer for tests: two stores, a few products, people with names, and the house's router.

use ::store::{
    Engine, Migration, Registry, Tx,
    testing::{Ground, ground_where},
};
use axum::{body::Body, http::Request};
use http_body_util::BodyExt as _;
use kernel::{
    MemberId, OrderId, OrgId, ProductId, Result, Role, Scope, StoreId, Ways, scope::Remit,
};
use people::{members::NewMember, orgs, stores};
use tower::ServiceExt as _;
use utoipa::openapi::OpenApi;
use value::words::Words;
use web::{App, Settings, Slice, sessions};

use crate::{
    baskets::Chosen,
    fulfilments::Way,
    orders::{
        self, Order,
        actions::{Hands, NewOrder, hand_over, place},
    },
    products::{self, Details, Part, actions::Restock},
};

fn slices() -> Vec<Slice> {
    people::slices().into_iter().chain(value::slices()).chain(crate::slices()).collect()
}

fn migrations() -> Vec<Migration> {
    let mut all = [store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat();
    for slice in slices() {
        all.extend(slice.migrations);
    }
    all.sort_by_key(|migration| migration.name);
    all.dedup_by_key(|migration| migration.name);
    all
}

pub struct Grocer {
    pub ground: Ground,
    pub org: OrgId,
    /// Riverside, and Hillside.
    pub riverside: StoreId,
    pub hillside: StoreId,
}

impl Grocer {
    pub async fn open(engine: Engine) -> Self {
        Self::open_where(engine, Ways::default()).await
    }
    /// As [`Grocer::open`], with these ways to be paid.
    pub async fn open_where(engine: Engine, ways: Ways) -> Self {
        let mut registry = Registry::default();
        ledger::register(&mut registry);
        for slice in slices() {
            (slice.register)(&mut registry);
        }
        let ground =
            ground_where(engine, &migrations(), registry, |world| world.with_ways(ways)).await;
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
            let open = stores::actions::open;
            let riverside = open(tx, stores::NewStore::named("Riverside")).await?;
            Ok((riverside, open(tx, stores::NewStore::named("Hillside")).await?))
        };
        let (riverside, hillside) = ground.db.write(&Scope::system(org), run).await.unwrap().value;
        Self { ground, org, riverside, hillside }
    }
    pub async fn turn<T: Send>(&self, run: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.ground.db.write(&Scope::system(self.org), run).await.map(|written| written.value)
    }
    pub async fn member(&self, name: &str) -> MemberId {
        let new = NewMember { name: name.into(), ..NewMember::default() };
        let new = new.from("counter").agreed("counter", &[]);
        self.turn(async |tx| people::members::actions::add(tx, new).await).await.unwrap()
    }
    /// What a member may take home of what is kept about them.
    pub async fn copy_of(&self, member: MemberId) -> serde_json::Value {
        let mut db = self.ground.db.read().await.unwrap();
        let member = people::members::require(&mut db, self.org, member).await.unwrap();
        drop(db);
        people::members::everything::Everything::of(&self.ground.db, self.org, member)
            .read()
            .await
            .unwrap()
    }
    /// A product with so many on Riverside's shelf.
    pub async fn product(&self, name: &str, price: i64, stock: i64) -> ProductId {
        let details = named(name, price);
        self.turn(async |tx| {
            let id = products::actions::create(tx, details).await?;
            if stock > 0 {
                products::actions::restock(tx, self.goods(id, stock)).await?;
            }
            Ok(id)
        })
        .await
        .unwrap()
    }
    pub async fn bundle(&self, name: &str, parts: &[(ProductId, i64)]) -> ProductId {
        let part = |(product, quantity): &(ProductId, i64)| Part {
            product: *product,
            quantity: *quantity,
        };
        let parts = parts.iter().map(part).collect();
        let details = Details { parts, ..named(name, 5000) };
        self.turn(async |tx| products::actions::create(tx, details).await).await.unwrap()
    }
    pub fn goods(&self, product: ProductId, pieces: i64) -> Restock {
        Restock { product, store: self.riverside, pieces, reason: "Monday's delivery".into() }
    }
    /// What can be sold of it in Riverside.
    pub async fn left(&self, product: ProductId) -> i64 {
        let mut db = self.ground.db.read().await.unwrap();
        let product = products::require(&mut db, self.org, product).await.unwrap();
        let all = products::shelves(&mut db, self.org, std::slice::from_ref(&product)).await;
        all.unwrap().get(&product.id).unwrap().at(self.riverside)
    }
    pub async fn order(&self, member: MemberId, goods: &[(ProductId, i64)]) -> Result<OrderId> {
        self.turn(async |tx| {
            let mut lines = Vec::new();
            for (product, quantity) in goods {
                let product = products::require(tx, tx.org(), *product).await?;
                lines.push(Chosen { product, quantity: *quantity });
            }
            let new =
                NewOrder { member, way: Way::Store(self.riverside), lines, vouchers: Vec::new() };
            place(tx, new).await.map(|order| order.id)
        })
        .await
    }
    pub async fn hand_over(&self, order: OrderId) -> Result<kernel::PurchaseId> {
        let source = value::purchases::Source::Counter;
        let by = Hands { store: self.riverside, staff: None, source };
        self.turn(async |tx| hand_over(tx, order, by).await).await
    }
    pub async fn now_of(&self, order: OrderId) -> Order {
        let mut db = self.ground.db.read().await.unwrap();
        orders::require(&mut db, self.org, order).await.unwrap()
    }
    pub fn wait(&self, hours: u64) {
        self.ground.clock.advance(std::time::Duration::from_secs(hours * 3600));
    }
    pub async fn settle(&self) {
        self.ground.db.settle().await.unwrap();
    }
    pub async fn events(&self, prefix: &str) -> Vec<String> {
        let events = self.ground.db.events_after(self.org, 0, 5000).await.unwrap();
        events.into_iter().map(|event| event.kind).filter(|kind| kind.starts_with(prefix)).collect()
    }
}

pub fn named(name: &str, price: i64) -> Details {
    let name = Words { en: name.into(), ..Words::default() };
    Details { name, price, place: 100, category: "Fruit".into(), ..Details::default() }
}

/// Runs a body on every engine at hand.
#[macro_export]
macro_rules! on_each {
    ($(#[$meta:meta])* async fn $name:ident($grocer:ident) $body:block) => {
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for engine in ::store::testing::engines() {
                let $grocer = $crate::testing::Grocer::open(engine).await;
                $body
            }
        }
    };
}

/// The grocer behind the house's router, with a till and a desk that the owner signed in to.
pub struct House {
    pub grocer: Grocer,
    router: axum::Router,
    staff: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

impl House {
    pub async fn open() -> Self {
        Self::around(Grocer::open(Engine::Sqlite).await).await
    }
    pub async fn around(grocer: Grocer) -> Self {
        let staff: kernel::StaffId = grocer.ground.world.id();
        let store = Some(grocer.riverside);
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
        let cookies = grocer.turn(run).await.unwrap();
        let settings = Settings {
            base_url: "http://shop.test".into(),
            behind_proxy: false,
            rates: web::rates::Limits::OPEN,
        };
        let app = App::new(grocer.ground.db.clone(), settings, &slices());
        let router = web::server::build(app, slices(), OpenApi::default);
        Self { grocer, router, staff: cookies }
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
        let token = self.grocer.turn(async |tx| sessions::open(tx, opening).await).await.unwrap();
        format!("regulars_member={token}")
    }
    pub fn staff(&self) -> String {
        self.staff.clone()
    }
    /// The cookie of a manager of one store.
    pub async fn manager(&self, store: StoreId) -> String {
        let opening = sessions::Opening {
            kind: sessions::Kind::Staff,
            subject: self.grocer.ground.world.uuid(),
            name: "Omar".into(),
            role: Some(Role::Manager),
            remit: Remit::Stores(vec![store]),
            proven: true,
            store: None,
            device: "test".into(),
        };
        let token = self.grocer.turn(async |tx| sessions::open(tx, opening).await).await.unwrap();
        format!("regulars_staff={token}")
    }
    pub async fn get(&self, cookies: &str, path: &str) -> Answer {
        let request = Request::get(path).header("cookie", cookies).body(Body::empty());
        self.answer(request.unwrap()).await
    }
    pub async fn post(&self, cookies: &str, path: &str, form: &str) -> Answer {
        let once = self.grocer.ground.world.chance.code(20);
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookies)
            .body(Body::from(format!("once={once}&{form}")));
        self.answer(request.unwrap()).await
    }
    pub async fn upload(&self, cookies: &str, path: &str, (name, bytes): (&str, &[u8])) -> Answer {
        let once = self.grocer.ground.world.chance.code(20);
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"once\"\r\n\r\n{once}\r\n--edge\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        let request = Request::post(path)
            .header("content-type", "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookies)
            .body(Body::from(body));
        self.answer(request.unwrap()).await
    }
    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let to = response.headers().get("location");
        let location = to.map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
