//! A street for tests: a brand with a store, somebody who hosts, a member, and the house's router.

use std::sync::Arc;

use ::store::{
    Engine, Migration, Registry, Tx,
    testing::{Ground, ground},
};
use axum::{body::Body, http::Request};
use http_body_util::BodyExt as _;
use kernel::{
    GroupId, Lang, MemberId, OrgId, Result, Role, Scope, SeriesId, StaffId, TestClock, scope::Remit,
};
use people::{
    groups,
    joining::{self, Admit, Join, To, Who},
    members::NewMember,
    orgs, playbooks,
    series::{self, NewSeries},
    staff, stores,
};
use tower::ServiceExt as _;
use utoipa::openapi::OpenApi;
use web::{App, Settings, Slice, sessions};

pub fn slices() -> Vec<Slice> {
    people::slices().into_iter().chain(crate::slices()).collect()
}

pub fn migrations() -> Vec<Migration> {
    let mut all = [store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat();
    for slice in slices() {
        all.extend(slice.migrations);
    }
    all.sort_by_key(|migration| migration.name);
    all.dedup_by_key(|migration| migration.name);
    all
}

pub struct Street {
    pub ground: Ground,
    pub org: OrgId,
    pub owner: StaffId,
    pub host: StaffId,
    pub series: SeriesId,
    pub group: GroupId,
}

impl Street {
    /// Monday morning at nine in Shanghai; one group of the fresh-food playbook, hosted by Lin.
    pub async fn open(engine: Engine) -> Self {
        let mut registry = Registry::default();
        ledger::register(&mut registry);
        for slice in slices() {
            (slice.register)(&mut registry);
        }
        let ground = ground(engine, &migrations(), registry).await;
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
        let (org, owner) = orgs::set_up(&ground.db, set_up).await.unwrap();
        let scope = Scope::system(org);
        let made = ground
            .db
            .write(&scope, async |tx| {
                let store = stores::NewStore::named("Riverside");
                let store = stores::actions::open(tx, store).await?;
                let host = staff::NewPerson::new("Lin", Role::Host);
                let host = staff::actions::add(tx, host).await?;
                let book = playbooks::find("fresh-food").unwrap();
                let new = NewSeries { stores: vec![store], ..NewSeries::of(book, Lang::En) };
                let series = series::actions::open(tx, new).await?;
                let group = groups::of_series(tx, org, series).await?.remove(0);
                let hosts = groups::actions::Hosts { host: Some(host), backup: None };
                groups::actions::set_host(tx, group.id, hosts).await?;
                Ok((store, host, series, group.id))
            })
            .await
            .unwrap();
        let (_, host, series, group) = made.value;
        let street = Self { ground, org, owner, host, series, group };
        street.ground.db.settle().await.unwrap();
        street
    }
    pub fn scope(&self) -> Scope {
        Scope::system(self.org)
    }
    pub fn as_staff(&self, id: StaffId, remit: Remit) -> Scope {
        Scope::proven(self.org, kernel::Actor::Staff(id), remit)
    }
    pub fn as_member(&self, id: MemberId) -> Scope {
        Scope::proven(self.org, kernel::Actor::Member(id), Remit::Everything)
    }
    pub fn clock(&self) -> &Arc<TestClock> {
        &self.ground.clock
    }
    pub fn wait(&self, minutes: u64) {
        self.ground.clock.advance(std::time::Duration::from_secs(minutes * 60));
    }
    pub async fn turn<T: Send>(&self, run: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.turn_as(&self.scope(), run).await
    }
    pub async fn turn_as<T: Send>(
        &self,
        scope: &Scope,
        run: impl AsyncFnOnce(&mut Tx) -> Result<T>,
    ) -> Result<T> {
        self.ground.db.write(scope, run).await.map(|written| written.value)
    }
    pub async fn settle(&self) {
        self.ground.db.settle().await.unwrap();
    }
    /// Somebody joins the group at the counter.
    pub async fn member(&self, name: &str) -> MemberId {
        let who = NewMember { name: name.into(), ..NewMember::default() }
            .from("counter")
            .agreed("counter", &[]);
        let join = Join {
            admit: Admit::AtOnce,
            claim: joining::Claim::Vouched,
            ..Join::new(Who::Typed(who), To::Group(self.group))
        };
        self.turn(async |tx| joining::actions::join(tx, join).await).await.unwrap().member
    }
    /// The kinds of all events so far, in order.
    pub async fn events(&self) -> Vec<String> {
        let events = self.ground.db.events_after(self.org, 0, 5000).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }
    pub fn count(kinds: &[String], kind: &str) -> usize {
        kinds.iter().filter(|one| *one == kind).count()
    }
}

/// Runs a body on every engine at hand.
#[macro_export]
macro_rules! on_each {
    ($(#[$meta:meta])* async fn $name:ident($street:ident) $body:block) => {
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for engine in ::store::testing::engines() {
                let $street = $crate::testing::Street::open(engine).await;
                $body
            }
        }
    };
}

/// The street behind the house's router.
pub struct House {
    pub street: Street,
    router: axum::Router,
}

/// Whose browser it is.
#[derive(Debug, Clone, Default)]
pub struct Browser(pub String);

impl House {
    pub async fn open() -> Self {
        let street = Street::open(Engine::Sqlite).await;
        let settings = Settings {
            base_url: "http://shop.test".into(),
            behind_proxy: false,
            rates: web::rates::Limits::default(),
        };
        let app = App::new(street.ground.db.clone(), settings, &slices());
        let router = web::server::build(app, slices(), OpenApi::default);
        Self { street, router }
    }
    pub async fn staff(&self, id: StaffId, role: Role, remit: Remit) -> Browser {
        let opening = sessions::Opening {
            kind: sessions::Kind::Staff,
            subject: id.uuid(),
            name: "Lin".into(),
            role: Some(role),
            remit,
            proven: true,
            store: None,
            device: "test".into(),
        };
        let token = self.street.turn(async |tx| sessions::open(tx, opening).await).await.unwrap();
        Browser(format!("regulars_staff={token}"))
    }
    pub async fn owner(&self) -> Browser {
        self.staff(self.street.owner, Role::Owner, Remit::Everything).await
    }
    pub async fn host(&self) -> Browser {
        let remit = Remit::Groups(vec![self.street.group]);
        self.staff(self.street.host, Role::Host, remit).await
    }
    pub async fn phone(&self, member: MemberId) -> Browser {
        let opening = sessions::Opening::member(member, "test").proven();
        let token = self.street.turn(async |tx| sessions::open(tx, opening).await).await.unwrap();
        Browser(format!("regulars_member={token}"))
    }
    pub async fn get(&self, browser: &Browser, path: &str) -> Answer {
        Answer::of(self.raw(browser, path, &[]).await).await
    }
    pub async fn raw(
        &self,
        browser: &Browser,
        path: &str,
        headers: &[(&str, &str)],
    ) -> axum::response::Response {
        let mut request = Request::get(path).header("cookie", browser.0.as_str());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }
    pub async fn post(&self, browser: &Browser, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = web::kit::links::with_query("", form.iter().copied());
        self.send(
            browser,
            path,
            ("application/x-www-form-urlencoded", body.trim_start_matches('?').into()),
        )
        .await
    }
    /// A form with files: `(field, Some(file name), bytes)`.
    pub async fn upload(
        &self,
        browser: &Browser,
        path: &str,
        parts: &[(&str, Option<&str>, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n")
                    .into_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        self.send(browser, path, ("multipart/form-data; boundary=edge", body)).await
    }
    async fn send(&self, browser: &Browser, path: &str, (kind, body): (&str, Vec<u8>)) -> Answer {
        let request = Request::post(path)
            .header("content-type", kind)
            .header("sec-fetch-site", "same-origin")
            .header("cookie", browser.0.as_str())
            .body(Body::from(body))
            .unwrap();
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
    }
    /// A call of the API with a key that holds these scopes.
    pub async fn call(&self, scopes: &[&str], method: &str, path: &str, body: &str) -> Answer {
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let (_, key) = self
            .street
            .turn(async |tx| web::keys::create(tx, "test", &scopes).await)
            .await
            .unwrap();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

impl Answer {
    pub async fn of(response: axum::response::Response) -> Self {
        let location = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Self { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
    /// What every page is: found, one title, one `h1`, small.
    pub fn is_page(&self) -> &Self {
        assert_eq!(self.status, 200, "{}", self.body);
        assert_eq!(self.body.matches("<h1").count(), 1, "{}", self.body);
        assert!(self.body.len() < 50 << 10, "{} bytes", self.body.len());
        for lost in ["todos-", "feed-", "posts-", "programmes-"] {
            assert!(
                !self.body.contains(&format!(">{lost}")),
                "no words for {lost}…: {}",
                self.body
            );
        }
        self
    }
}
