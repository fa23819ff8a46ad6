//! A whole house for tests of pages: a fresh database, this wing's slices, and browsers that keep
//! their cookies.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use kernel::{Lang, OrgId, Role, Scope, StaffId};
use store::{
    Registry,
    testing::{Ground, engines, ground},
};
use tower::ServiceExt as _;
use web::{App, Settings, rates};

use crate::{orgs::SetUp, staff};

pub struct House {
    pub ground: Ground,
    pub app: App,
    pub router: Router,
}

impl House {
    pub async fn on(engine: store::Engine, limits: rates::Limits) -> Self {
        let slices = crate::slices();
        let mut migrations = [store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat();
        migrations.extend(slices.iter().flat_map(|slice| slice.migrations).copied());
        let mut registry = Registry::default();
        ledger::register(&mut registry);
        for slice in &slices {
            (slice.register)(&mut registry);
        }
        let ground = ground(engine, &migrations, registry).await;
        let settings =
            Settings { base_url: "http://shop.example".into(), behind_proxy: false, rates: limits };
        let app = App::new(ground.db.clone(), settings, &slices);
        let describe = utoipa::openapi::OpenApi::default;
        let router = web::server::build(app.clone(), slices, describe);
        Self { ground, app, router }
    }
    /// On the quickest engine, without rate limits.
    pub async fn quick() -> Self {
        Self::on(store::Engine::Sqlite, rates::Limits::OPEN).await
    }
    pub async fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for engine in engines() {
            all.push(Self::on(engine, rates::Limits::OPEN).await);
        }
        all
    }
    /// A brand whose owner signs in with `{word}@fresh.example` and [`PASSWORD`].
    pub async fn brand(&self, word: &str) -> (OrgId, StaffId) {
        let set_up = SetUp {
            name: format!("{word} Market"),
            currency: "CNY".into(),
            time_zone: "Asia/Shanghai".into(),
            country: "CN".into(),
            lang: Lang::En,
            owner_name: "Chen Mei".into(),
            email: format!("{word}@fresh.example"),
            password: PASSWORD.into(),
            ..SetUp::default()
        };
        crate::orgs::set_up(&self.ground.db, set_up).await.unwrap()
    }
    pub async fn person(&self, org: OrgId, name: &str, role: Role) -> StaffId {
        let hash = staff::hash(&self.ground.world, PASSWORD).await.unwrap();
        let person = staff::NewPerson {
            email: Some(format!("{}@staff.example", name.to_lowercase())),
            password: Some(hash),
            ..staff::NewPerson::new(name, role)
        };
        let scope = Scope::system(org);
        let add = async |tx: &mut store::Tx| staff::actions::add(tx, person.clone()).await;
        self.ground.db.write(&scope, add).await.unwrap().value
    }
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), jar: BTreeMap::new() }
    }
    /// A browser that is signed in.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        let form = [("email", email), ("password", PASSWORD), ("once", "x")];
        let answer = browser.post("/console/sign-in", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }
}

pub const PASSWORD: &str = "corner shop seven";

pub struct Browser {
    router: Router,
    /// Name to (path, value).
    pub jar: BTreeMap<String, (String, String)>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub text: String,
}

impl Answer {
    /// The one-time mark of the page's first form to this address.
    pub fn once(&self, action: &str) -> String {
        let form = self.text.split(&format!("action=\"{action}\"")).nth(1).unwrap_or_default();
        let value = form.split("name=\"once\" value=\"").nth(1).unwrap_or_default();
        value.split('"').next().unwrap_or_default().to_owned()
    }
    /// What stands between two marks.
    pub fn between(&self, from: &str, to: &str) -> String {
        let rest = self.text.split(from).nth(1).unwrap_or_default();
        rest.split(to).next().unwrap_or_default().to_owned()
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, String::new()).await
    }
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let encode = web::kit::links::encode;
        let body: Vec<_> =
            form.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
        self.send("POST", path, body.join("&")).await
    }
    async fn send(&mut self, method: &str, path: &str, body: String) -> Answer {
        let bare = path.split('?').next().unwrap_or_default();
        let sent = self.jar.iter().filter(|(_, (at, _))| bare.starts_with(at.as_str()));
        let cookies: Vec<_> = sent.map(|(name, (_, value))| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            let at = rest.split("Path=").nth(1).and_then(|p| p.split(';').next()).unwrap_or("/");
            if value.is_empty() {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), (at.to_owned(), value.to_owned()));
            }
        }
        let to = parts.headers.get(header::LOCATION);
        let to = to.map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, to, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
