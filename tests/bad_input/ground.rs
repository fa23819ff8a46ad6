//! The chain with its days behind it, everybody who may ask, the pages as they are, and what stands
//! on them.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use axum::http::{HeaderName, Method, header};
use kernel::{MemberId, Role, Scope, StaffId, StoreId};
use regulars::house::House;
use store::{Engine, Read as _, Tx, args, testing::engines};
use web::sessions::{Kind, Opening};

use super::{
    scrape::{self, Sheet},
    sent::{Heard, Sent},
};
use crate::matrix::{
    foreign::{self, Street},
    people::{self, As},
    routes,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    Nobody,
    Owner,
    Counter,
    Member,
    Key,
}

pub struct Ground {
    pub street: Street,
    owner: StaffId,
    member: MemberId,
    store: StoreId,
    cashier: StaffId,
    key: String,
    /// The code of the member's card.
    pub card: String,
    /// Every route with its method, as the table has it.
    pub routes: Vec<(Method, String)>,
    /// What each kind of parameter stands for, by the route up to it.
    real: BTreeMap<String, String>,
    /// Pages as they answered, by route, with who was let in.
    pub pages: Vec<(String, Asker, Heard)>,
    complaints: RefCell<BTreeSet<String>>,
}

/// The check on a ground of its own, engine by engine; fails with everything it complained of.
pub async fn on_each_engine(check: impl AsyncFn(&Ground)) {
    for engine in engines() {
        let ground = Ground::on(engine).await;
        check(&ground).await;
        ground.settle();
    }
}

pub type Shown = Option<(HeaderName, String)>;

impl Ground {
    async fn on(engine: Engine) -> Self {
        let street = foreign::street_on(engine).await;
        let mut db = street.house.db().read().await.unwrap();
        let mut one = async |sql| db.row(sql, args![street.chain]).await.unwrap().unwrap();
        let owner = one("SELECT id FROM staff WHERE org = $1 AND role = 'owner'").await;
        let cashier =
            one("SELECT id FROM staff WHERE org = $1 AND role = 'cashier' ORDER BY id").await;
        let member = one("SELECT member FROM voucher WHERE org = $1 ORDER BY id LIMIT 1").await;
        let store = one("SELECT id FROM store WHERE org = $1 ORDER BY id LIMIT 1").await;
        let (owner, cashier) = (owner.get("id").unwrap(), cashier.get("id").unwrap());
        let (member, store) = (member.get("member").unwrap(), store.get("id").unwrap());
        let sql = "SELECT code FROM member WHERE org = $1 AND id = $2";
        let member: MemberId = member;
        let card = db.row(sql, args![street.chain, member]).await.unwrap().unwrap();
        let card = card.get("code").unwrap();
        drop(db);
        let scopes = kernel::permission::scopes();
        let key = people::key(&street.house, street.chain, &scopes).await;
        let document = regulars::house::document();
        let all = routes(&street.house, &document);
        let routes = all.into_iter().map(|((route, _), method)| (method, route)).collect();
        let (real, pages) = (BTreeMap::new(), Vec::new());
        let complaints = RefCell::default();
        let mut ground = Self {
            street,
            owner,
            member,
            store,
            cashier,
            key,
            card,
            routes,
            real,
            pages,
            complaints,
        };
        ground.look_around().await;
        ground
    }

    pub fn house(&self) -> &House {
        &self.street.house
    }

    /// What somebody shows at the door; sessions are fresh, because a request may end one.
    pub async fn shows(&self, asker: Asker) -> Shown {
        let (house, org) = (&self.street.house, self.street.chain);
        let open = async |opening: Opening| people::session(house, org, opening).await;
        let cookie = match asker {
            Asker::Nobody => return None,
            Asker::Key => return people::enters(house, &As::Key(self.key.clone())).await,
            Asker::Counter => people::counter_in(house, org, self.store, self.cashier).await,
            Asker::Owner => {
                let opening = people::opening(house, Kind::Staff);
                open(Opening { subject: self.owner.uuid(), role: Some(Role::Owner), ..opening })
                    .await
            }
            Asker::Member => {
                let opening = people::opening(house, Kind::Member);
                open(Opening { subject: self.member.uuid(), ..opening }).await
            }
        };
        Some((header::COOKIE, cookie))
    }

    /// Everybody was away too long.
    pub async fn end_sessions(&self) {
        let scope = Scope::system(self.street.chain);
        let end = async |tx: &mut Tx| {
            let (org, now) = (tx.org(), tx.now());
            tx.run("UPDATE session SET expires_at = $2 WHERE org = $1", args![org, now]).await
        };
        self.house().db().write(&scope, end).await.unwrap();
    }

    pub async fn send(&self, sent: Sent) -> Heard {
        sent.to(&self.street.router).await
    }
    /// Sends, and holds what must be true of every answer.
    pub async fn hold(&self, sent: Sent) -> Heard {
        let heard = self.send(sent).await;
        if let Some(wrong) = heard.wrong() {
            self.complain(wrong);
        }
        heard
    }
    pub fn complain(&self, what: String) {
        self.complaints.borrow_mut().insert(what);
    }
    /// Fails with everything that was wrong.
    fn settle(&self) {
        let engine = self.house().db().engine().name();
        let complaints = self.complaints.borrow();
        let all: Vec<_> = complaints.iter().take(60).map(String::as_str).collect();
        let count = complaints.len();
        assert!(all.is_empty(), "{count} complaints on {engine}:\n{}", all.join("\n"));
    }

    /// The route with something real in the place of each parameter, if it was seen anywhere.
    pub fn path(&self, route: &str) -> String {
        let mut path = String::new();
        let mut at = String::new();
        for part in route.split('/').skip(1) {
            at = format!("{at}/{part}");
            let real = match part {
                "{org}" => "riverside",
                _ if part.starts_with('{') => self.real.get(&at).map_or("none", String::as_str),
                part => part,
            };
            path = format!("{path}/{real}");
        }
        path
    }

    /// Who looks at a page, first whoever sees most.
    pub fn askers(route: &str) -> &'static [Asker] {
        match route.split('/').nth(1).unwrap_or_default() {
            "api" => &[Asker::Key],
            "console" => &[Asker::Owner],
            "counter" => &[Asker::Counter],
            "{org}" => &[Asker::Member, Asker::Nobody],
            _ => &[Asker::Nobody],
        }
    }

    /// Asks for every page, and finds out what its parameters stand for on the way.
    async fn look_around(&mut self) {
        for (method, route) in self.routes.clone() {
            if method != Method::GET {
                continue;
            }
            for asker in Self::askers(&route) {
                let shown = self.shows(*asker).await;
                let mut seen = None;
                for path in self.tries(&route) {
                    let heard = self.hold(Sent::get(&path).by(shown.clone())).await;
                    if heard.status < 300 {
                        seen = Some(heard);
                        break;
                    }
                }
                let Some(heard) = seen else { continue };
                self.learn(&route, &heard.sent.path.clone());
                self.pages.push((route.clone(), *asker, heard));
            }
        }
    }

    /// The route with every handle in the place of its first unknown parameter.
    fn tries(&self, route: &str) -> Vec<String> {
        let known = self.path(route);
        if !known.split('/').any(|part| part == "none") {
            return vec![known];
        }
        let fill = |handle: &String| known.replace("/none", &format!("/{handle}"));
        self.street.handles.iter().map(fill).collect()
    }

    fn learn(&mut self, route: &str, path: &str) {
        let mut at = String::new();
        for (part, real) in route.split('/').skip(1).zip(path.split('/').skip(1)) {
            at = format!("{at}/{part}");
            if part.starts_with('{') {
                self.real.entry(at.clone()).or_insert_with(|| real.to_owned());
            }
        }
    }

    /// Every form of every page that leads to this route, each once, as its page shows it.
    pub fn sheets(&self) -> Vec<(Asker, Sheet)> {
        let mut sheets: BTreeMap<(String, Vec<String>), (Asker, Sheet)> = BTreeMap::new();
        for (_, asker, heard) in &self.pages {
            for sheet in scrape::sheets(&heard.text) {
                let names = sheet.names().into_iter().map(str::to_owned).collect();
                let path = sheet.action.split('?').next().unwrap_or_default();
                let route = self.route(path).unwrap_or_else(|| panic!("no route for {path}"));
                sheets.entry((route, names)).or_insert_with(|| (*asker, sheet));
            }
        }
        sheets.into_values().collect()
    }

    /// The route that a path with real things in it takes.
    fn route(&self, path: &str) -> Option<String> {
        let fits = |route: &str| {
            let (want, have): (Vec<_>, Vec<_>) =
                (route.split('/').collect(), path.split('/').collect());
            want.len() == have.len()
                && want.iter().zip(&have).all(|(want, have)| want.starts_with('{') || want == have)
        };
        let posts = self.routes.iter().filter(|(method, _)| *method == Method::POST);
        let mut found: Vec<_> = posts.map(|(_, route)| route.clone()).filter(|r| fits(r)).collect();
        found.sort_by_key(|route| route.matches('{').count());
        found.into_iter().next()
    }
}
