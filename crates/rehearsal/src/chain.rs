//! The demo's chain: a department store of three houses with six category groups and a fresh-food
//! hall, its people, its counters' hosts and its join links.

use crate::{
    catalogue,
    crowd::SOURCES,
    promises::{self, Promises},
};
use commerce::{
    outlets::{self, Kind, Window},
    products::Product,
};
use kernel::{
    Error, Lang, OutletId, Result, Role, Scope, SeriesId, StaffId, StoreId, scope::Remit,
};
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
    pub staff: Team,
    pub goods: Vec<Product>,
    pub promises: Promises,
    pub outlets: Outlets,
    /// By series, then store, then source: as [`SOURCES`] without the counter.
    pub links: Vec<Link>,
}

/// Who works here and has something to do in the simulation.
#[derive(Debug)]
pub struct Team {
    /// By store.
    pub cashiers: Vec<StaffId>,
    pub hosts: Vec<StaffId>,
}

/// Where orders of the first store go.
#[derive(Debug, Clone, Copy)]
pub struct Outlets {
    pub point: OutletId,
    pub zone: OutletId,
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
    let staff = hire(db, &scope, &stores).await?;
    let hosts = &staff.hosts;
    let promises = promises::make(db, &scope, (&staff.cashiers, hosts)).await?;
    let goods = catalogue::open(db, &scope, &stores).await?;
    let outlets = open_outlets(db, &scope, &stores).await?;
    let series = open_series(db, &scope, &stores).await?;
    for (series, host) in series.iter().zip(hosts.iter().cycle()) {
        assign(db, &scope, *series, *host).await?;
    }
    let neighbours = (series.last().copied(), stores.first().copied(), hosts.first().copied());
    if let (Some(series), store, host) = neighbours {
        adopt(db, &scope, series, (store, host)).await?;
    }
    let links = draw_links(db, &scope, &Places { series: &series, stores: &stores, hosts }).await?;
    Ok(Chain { scope, stores, series, staff, goods, promises, outlets, links })
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

async fn hire(db: &Db, scope: &Scope, stores: &[StoreId]) -> Result<Team> {
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
    Ok(Team { cashiers: of(Role::Cashier), hosts: of(Role::Host) })
}

/// A neighbour's shop where orders are collected, and the streets that the van goes to.
async fn open_outlets(db: &Db, scope: &Scope, stores: &[StoreId]) -> Result<Outlets> {
    let store = *stores.first().ok_or_else(|| Error::broken("a chain without a store"))?;
    let window = |(day, from): (u8, u16), room| Window { day, from, until: from + 120, room };
    let point = outlets::Details {
        address: "Garden Street 3, the door with the blue awning".into(),
        words: "Ring once. Bring a bag, and the code on your phone.".into(),
        windows: [1, 3, 5].map(|day| window((day, 17 * 60), 8)).to_vec(),
        ..outlets::Details::new(Kind::Point, "The bookshop on Garden Street", store)
    };
    let zone = outlets::Details {
        windows: [0, 2, 4].map(|day| window((day, 18 * 60), 6)).to_vec(),
        cutoff_hours: 6,
        areas: vec!["2000".into(), "Riverside".into()],
        fee: 600,
        free_from: Some(9900),
        ..outlets::Details::new(Kind::Zone, "Riverside, to the door", store)
    };
    let opened = db.write(scope, async |tx| {
        let point = outlets::actions::open(tx, point).await?;
        Ok(Outlets { point, zone: outlets::actions::open(tx, zone).await? })
    });
    Ok(opened.await?.value)
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
