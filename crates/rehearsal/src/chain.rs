//! The demo's chain: a department store of three houses with six category groups and a fresh-food
//! hall, its people, its counters' hosts and its join links.

use kernel::{Lang, Result, Role, Scope, SeriesId, StaffId, StoreId, scope::Remit};
use people::{
    groups::outside::actions::{self as outside, NewCode, NewOutside},
    links::{self, Link, NewLink},
    orgs::{self, SetUp},
    playbooks,
    series::{self, NewSeries},
    staff::{self, NewPerson},
    stores::{self, Hours, NewStore},
};
use store::Db;
use value::{
    points::{
        self,
        engine::{Boost, Earn, Expiry, Limits, Of, Returns, Rounding, Rule, Terms, Worth},
    },
    tiers::{
        self,
        engine::{By, Falls, Ladder, Lasts, Period, Privileges, Starts, Tier},
    },
    words::Words,
};

use crate::crowd::SOURCES;

pub const SLUG: &str = "riverside";
pub const OWNER: &str = "owner@riverside.example";
pub const OPERATOR: &str = "mei@riverside.example";
pub const HOST: &str = "luo@riverside.example";
pub const PASSWORD: &str = "come back soon";
pub const PIN: &str = "2468";

/// Name, address, latitude, longitude.
const STORES: [(&str, &str, f64, f64); 3] = [
    ("Quay", "1 Quay Street", 31.2304, 121.4737),
    ("Old Town", "88 Lantern Lane", 31.2270, 121.4920),
    ("Station", "5 Railway Square", 31.2495, 121.4558),
];

/// Category of the department store and the playbook that runs it.
const CATEGORIES: [(&str, &str); 6] = [
    ("Women's Wear", "clothing"),
    ("Sports", "sports"),
    ("Beauty", "beauty-salon"),
    ("Home", "building-materials"),
    ("Dining", "restaurant"),
    ("Men's Wear", "clothing"),
];

/// How one comes into the group that lives elsewhere; it leads nowhere.
const NEIGHBOURS: &str = "https://chat.example/g/quay-street";

/// What the simulation works with.
#[derive(Debug)]
pub struct Chain {
    pub scope: Scope,
    pub stores: Vec<StoreId>,
    /// The six categories, then fresh food.
    pub series: Vec<SeriesId>,
    /// Cashiers by store.
    pub cashiers: Vec<StaffId>,
    /// By series, then store, then source: as [`SOURCES`] without the counter.
    pub links: Vec<Link>,
}

impl Chain {
    pub fn link(&self, series: usize, store: usize, source: &str) -> Option<&Link> {
        // The department store's groups are of its first house; people of the others join there too.
        let store = if series + 1 == self.series.len() { store } else { 0 };
        let (series, store) = (self.series.get(series)?, self.stores.get(store)?);
        self.links.iter().find(|link| {
            link.series == *series && link.store == Some(*store) && link.source == source
        })
    }
}

pub async fn build(db: &Db) -> Result<Chain> {
    let (org, _) = orgs::set_up(db, brand()).await?;
    let scope = Scope::system(org);
    let stores = open_stores(db, &scope).await?;
    let (cashiers, hosts) = hire(db, &scope, &stores).await?;
    promise(db, &scope).await?;
    let series = open_series(db, &scope, &stores).await?;
    for (series, host) in series.iter().zip(hosts.iter().cycle()) {
        assign(db, &scope, *series, *host).await?;
    }
    let neighbours = (series.last().copied(), stores.first().copied(), hosts.first().copied());
    if let (Some(series), store, host) = neighbours {
        adopt(db, &scope, series, (store, host)).await?;
    }
    let links =
        draw_links(db, &scope, &Places { series: &series, stores: &stores, hosts: &hosts }).await?;
    Ok(Chain { scope, stores, series, cashiers, links })
}

fn brand() -> SetUp {
    SetUp {
        name: "Riverside".into(),
        slug: Some(SLUG.into()),
        currency: "CNY".into(),
        time_zone: "Asia/Shanghai".into(),
        country: "CN".into(),
        lang: Lang::En,
        accent: Some("1e7c3c".into()),
        owner_name: "Wang Li".into(),
        email: OWNER.into(),
        password: PASSWORD.into(),
    }
}

async fn open_stores(db: &Db, scope: &Scope) -> Result<Vec<StoreId>> {
    let mut stores = Vec::new();
    for (name, address, lat, lon) in STORES {
        let store = NewStore {
            address: address.into(),
            lat: Some(lat),
            lon: Some(lon),
            hours: Hours::daily(8 * 60, 22 * 60),
            ..NewStore::named(name)
        };
        let store = db.write(scope, async |tx| stores::actions::open(tx, store.clone()).await);
        stores.push(store.await?.value);
    }
    Ok(stores)
}

async fn hire(db: &Db, scope: &Scope, stores: &[StoreId]) -> Result<(Vec<StaffId>, Vec<StaffId>)> {
    let world = db.world();
    let password = staff::hash(world, PASSWORD).await?;
    let pin = staff::hash(world, PIN).await?;
    let at = |store: usize| {
        stores.get(store).map_or(Remit::Everything, |store| Remit::Stores(vec![*store]))
    };
    let mut all = Vec::new();
    let people = [
        ("Mei Chen", Some(OPERATOR), Role::Operator, Remit::Everything),
        ("Ana Ruiz", None, Role::Cashier, at(0)),
        ("Tao Huang", None, Role::Cashier, at(1)),
        ("Lucía Vega", None, Role::Cashier, at(2)),
        ("Chef Luo", Some(HOST), Role::Host, Remit::Everything),
        ("Grace Murphy", Some("grace@riverside.example"), Role::Host, Remit::Everything),
        ("Omar Haddad", Some("omar@riverside.example"), Role::Manager, at(0)),
    ];
    for (name, email, role, remit) in people {
        let person = NewPerson {
            email: email.map(Into::into),
            remit,
            password: email.map(|_| password.clone()),
            pin: Some(pin.clone()),
            ..NewPerson::new(name, role)
        };
        let added =
            db.write(scope, async |tx| staff::actions::add(tx, person.clone()).await).await?;
        all.push((role, added.value));
    }
    let of = |wanted: Role| {
        all.iter().filter(|(role, _)| *role == wanted).map(|(_, id)| *id).collect::<Vec<_>>()
    };
    Ok((of(Role::Cashier), of(Role::Host)))
}

/// A point for every yuan, double on Wednesdays; a hundred pay for two. A hundred within a year make
/// silver, three hundred gold.
async fn promise(db: &Db, scope: &Scope) -> Result<()> {
    let words =
        |en: &str, zh: &str, es: &str| Words { en: en.into(), zh: zh.into(), es: es.into() };
    let wednesdays = Boost {
        name: "Market day".into(),
        factor: 20_000,
        from: None,
        to: None,
        weekdays: vec![3],
        stores: Vec::new(),
    };
    let terms = Terms {
        unit: words("points", "积分", "puntos"),
        rules: vec![Rule {
            earn: Earn::Amount { points: 1, per: 100, of: Of::default() },
            rounding: Rounding::Down,
            when: None,
        }],
        boosts: vec![wednesdays],
        limits: Limits { purchase: Some(2000), ..Limits::default() },
        pending_days: 2,
        expiry: Expiry::Rolling { days: 60 },
        returns: Returns::WithinBalance,
        worth: Some(Worth { points: 100, amount: 200, most_percent: 50 }),
        notice_days: 7,
    };
    let name = words("Riverside thanks", "河畔谢意", "Gracias de Riverside");
    let tier = |name, from, factor, early| {
        let privileges = Privileges { factor, early, ..Privileges::default() };
        Tier { id: None, name, from, privileges }
    };
    let ladder = Ladder {
        tiers: vec![
            tier(words("Silver", "银卡", "Plata"), 100, 12_500, false),
            tier(words("Gold", "金卡", "Oro"), 300, 15_000, true),
        ],
        by: By::Points,
        period: Period::Year,
        starts: Starts::Now,
        lasts: Lasts::NextPeriod,
        grace_days: 0,
        falls: Falls::ToBalance,
        notice_days: 30,
    };
    db.write(scope, async |tx| {
        let program = points::create(tx, name.clone(), terms.clone()).await?;
        tiers::keep(tx, program, ladder.clone()).await
    })
    .await
    .map(drop)
}

async fn open_series(db: &Db, scope: &Scope, stores: &[StoreId]) -> Result<Vec<SeriesId>> {
    let mut opened = Vec::new();
    let fresh = ("Produce", "fresh-food");
    for (category, playbook) in CATEGORIES.into_iter().chain([fresh]) {
        let Some(playbook) = playbooks::find(playbook) else { continue };
        let series = NewSeries {
            name: category.into(),
            category: category.into(),
            template: "{brand} {store} {category} {number}".into(),
            threshold: series::Threshold::None,
            // The department store's groups are of one house, fresh food is in each.
            stores: if category == fresh.0 {
                stores.to_vec()
            } else {
                stores.iter().take(1).copied().collect()
            },
            ..NewSeries::of(playbook, Lang::En)
        };
        let series = db.write(scope, async |tx| series::actions::open(tx, series.clone()).await);
        opened.push(series.await?.value);
    }
    Ok(opened)
}

async fn assign(db: &Db, scope: &Scope, series: SeriesId, host: StaffId) -> Result<()> {
    db.write(scope, async |tx| {
        let org = tx.org();
        for group in people::groups::of_series(tx, org, series).await? {
            let hosts = people::groups::actions::Hosts { host: Some(host), backup: None };
            people::groups::actions::set_host(tx, group.id, hosts).await?;
        }
        Ok(())
    })
    .await
    .map(drop)
}

/// A chat group that was there before us, in an app that talks to no program.
async fn adopt(
    db: &Db,
    scope: &Scope,
    series: SeriesId,
    (store, host): (Option<StoreId>, Option<StaffId>),
) -> Result<()> {
    let new = NewOutside {
        series,
        store,
        name: "Quay Street neighbours".into(),
        app: "WeChat".into(),
        owner: "Chef Luo".into(),
        host,
        members: 186,
        limit: 200,
        code: NewCode { link: Some(NEIGHBOURS.into()), ..NewCode::default() },
    };
    db.write(scope, async |tx| outside::adopt(tx, new.clone()).await).await.map(drop)
}

struct Places<'p> {
    series: &'p [SeriesId],
    stores: &'p [StoreId],
    hosts: &'p [StaffId],
}

async fn draw_links(db: &Db, scope: &Scope, places: &Places<'_>) -> Result<Vec<Link>> {
    let mut drawn = Vec::new();
    for (index, series) in places.series.iter().enumerate() {
        let fresh = index + 1 == places.series.len();
        let stores = if fresh { places.stores.len() } else { 1 };
        for store in places.stores.iter().take(stores) {
            for (source, _) in SOURCES.iter().filter(|(source, _)| *source != "counter") {
                let staff = places.hosts.first().filter(|_| *source == "employee").copied();
                let link =
                    NewLink { store: Some(*store), staff, ..NewLink::plain(*series, source) };
                let link =
                    db.write(scope, async |tx| links::actions::create(tx, link.clone()).await);
                drawn.push(link.await?.value);
            }
        }
    }
    Ok(drawn)
}
