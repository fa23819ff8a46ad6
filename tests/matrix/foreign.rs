//! What belongs to another brand is not there: a chain with three days of history, and the owner of
//! the shop next door who knows every id and code of it.

use std::collections::BTreeMap;

use ::people::{
    joining::{self, Join, To, Who},
    members::{NewMember, Search},
    series::{self, NewSeries, Threshold},
};
use axum::{Router, http::Method};
use commerce::{baskets, fulfilments, orders, outlets, payments, products};
use kernel::{Id, Lang, OrgId, PageRequest, Role, Scope, kinds, permission};
use regulars::house::House;
use rehearsal::demo::{self, History};
use store::{
    Engine, Read as _, Tx, args,
    export::{self, Table},
    testing::MORNING,
};

use value::{
    allowances,
    bills::{Benefit, Hours, Terms, Whom},
    gifts, plans, prices, prints,
    wallets::{self, Plan, actions::NewTopUp},
};

use super::{
    people::{self, As},
    routes, send,
};

/// Tables whose rows have a page or an address of their own, with the prefix of their ids.
const THINGS: [(&str, &str); 42] = [
    ("activity", "fls"),
    ("(SELECT * FROM activity WHERE kind = 'group_buy') AS buys", "gbu"),
    ("buy_team", "gbt"),
    ("(SELECT * FROM activity WHERE kind = 'presale') AS presales", "psl"),
    ("presale_reservation", "psr"),
    ("allowance", "alw"),
    ("application", "app"),
    ("device", "dev"),
    ("gift", "gft"),
    ("giving", "giv"),
    ("import", "imp"),
    ("link", "lnk"),
    ("member", "mbr"),
    ("membership", "mbs"),
    ("message", "msg"),
    ("order_list", "orl"),
    ("outlet", "out"),
    ("payment", "pay"),
    ("plan", "pln"),
    ("plan_term", "plt"),
    ("points_program", "prg"),
    ("post", "pst"),
    ("price_rule", "prc"),
    ("print_batch", "prn"),
    ("product", "prd"),
    ("purchase", "pur"),
    ("red_handout", "hnd"),
    ("red_packet", "pkt"),
    ("raffle", "raf"),
    ("raffle_entry", "rfe"),
    ("redemption", "red"),
    ("series", "ser"),
    ("series_group", "grp"),
    ("shop_order", "ord"),
    ("slot", "slt"),
    ("staff", "stf"),
    ("stamp_card", "stc"),
    ("store", "sto"),
    ("todo", "tdo"),
    ("visit", "vis"),
    ("voucher", "vou"),
    ("wallet_act", "top"),
];

/// What may be asked for by its code: whoever was shown it was invited to look. A return code leads
/// whoever has a session already home; a program of points is everybody's, the points on its page are
/// one's own.
const SHOWN_TO_ALL: [&str; 54] = [
    "/{org}",
    "/{org}/j/{code}",
    "/{org}/p/{code}",
    "/{org}/p/{code}/picture",
    "/{org}/p/{code}/qr.png",
    "/{org}/tickets/{code}",
    "/{org}/gift-pictures/{id}",
    "/{org}/product-pictures/{id}",
    "/{org}/shop",
    "/{org}/shop/products/{id}",
    "/{org}/group-buys/{id}",
    "/{org}/group-buys/{id}/card.png",
    "/{org}/group-buys/{id}/how",
    "/{org}/group-buys/{id}/left",
    "/{org}/group-buys/{id}/live",
    "/{org}/group-buys/{id}/teams",
    "/{org}/group-buys/{id}/teams/live",
    // Whoever has the link of a team reads a first name and an initial of who is in it.
    "/{org}/together/{code}",
    "/{org}/together/{code}/live",
    "/{org}/together/{code}/now",
    "/{org}/presales/{id}",
    "/{org}/presales/{id}/card.png",
    "/{org}/presales/{id}/how",
    "/{org}/presales/{id}/left",
    "/{org}/presales/{id}/live",
    "/{org}/play",
    "/{org}/play/{id}",
    "/{org}/play/{id}/card.png",
    "/{org}/play/{id}/how",
    "/{org}/play/{id}/left",
    "/{org}/play/{id}/live",
    // What whoever asks can do there.
    "/{org}/play/{id}/turn",
    "/{org}/play/{id}/turn/live",
    "/{org}/packets/{id}",
    "/{org}/packets/{id}/card.png",
    "/{org}/packets/{id}/how",
    "/{org}/packets/{id}/left",
    "/{org}/packets/{id}/live",
    "/{org}/packets/{id}/proof",
    "/{org}/packets/{id}/turn",
    "/{org}/packets/{id}/turn/live",
    "/{org}/raffles/{id}",
    "/{org}/raffles/{id}/card.png",
    "/{org}/raffles/{id}/how",
    "/{org}/raffles/{id}/live",
    "/{org}/raffles/{id}/opening.json",
    "/{org}/raffles/{id}/proof.json",
    "/{org}/raffles/{id}/standing",
    // What whoever asks can do there.
    "/{org}/raffles/{id}/turn",
    "/{org}/raffles/{id}/turn/live",
    "/{org}/g/{group}/code.png",
    "/{org}/return/codes/{code}",
    "/{org}/wallet/points/{program}",
    "/{org}/wallet/tiers/{program}",
];

/// Routes to things that the chain does not have after three days; `nobody_changes…` and the tests of
/// their slices ask for these too.
const NOT_LIVED: [&str; 9] = [
    "/console/devices/{id}",
    "/console/groups/{id}/code.png",
    "/console/groups/{id}/feed/pictures/{picture}",
    // It is about two members, and one is known here.
    "/console/members/{member}/merging/{other}",
    "/console/members/imports/{import}",
    "/console/members/imports/{import}/rejects",
    "/console/products/imports/{import}",
    "/console/products/imports/{import}/rejects",
    "/console/programmes/{series}/slots/{slot}/picture",
];

pub struct Street {
    pub house: House,
    pub router: Router,
    pub chain: OrgId,
    pub next_door: OrgId,
    /// Ids and codes of the chain.
    pub handles: Vec<String>,
    #[expect(dead_code, reason = "held: the folder goes with the street")]
    folder: tempfile::TempDir,
}

async fn street() -> Street {
    street_on(Engine::Sqlite).await
}

/// The chain after its days, on this engine.
pub async fn street_on(engine: Engine) -> Street {
    let (house, clock, folder) = people::house_on(engine).await;
    let history = History { today: MORNING, days: 3, seed: 2, base_url: "https://club.example" };
    demo::make(house.db(), &clock, &history, &mut |_, _| {}).await.unwrap();
    let next_door = people::brand(&house, "next-door").await;
    let mut db = house.db().read().await.unwrap();
    let chain = db.row("SELECT org FROM org WHERE slug = 'riverside'", args![]).await.unwrap();
    let chain: OrgId = chain.unwrap().get("org").unwrap();
    drop(db);
    house.db().write(&Scope::system(chain), somebody_waits).await.unwrap();
    house.db().write(&Scope::system(chain), somebody_pays_in).await.unwrap();
    house.db().write(&Scope::system(chain), somebody_orders).await.unwrap();
    house.db().write(&Scope::system(chain), codes_are_printed).await.unwrap();
    house.db().write(&Scope::system(chain), members_pay_less).await.unwrap();
    house.db().write(&Scope::system(chain), somebody_is_given).await.unwrap();
    house.db().write(&Scope::system(chain), somebody_belongs).await.unwrap();
    // The codes are written by a job.
    house.db().settle().await.unwrap();
    let mut db = house.db().read().await.unwrap();
    let mut handles = Vec::new();
    for (table, prefix) in THINGS {
        // The first of its kind, and of groups one that lives outside.
        let order = match table {
            "series_group" => "place DESC, id",
            // Gifts into a wallet have no address of their own.
            "wallet_act" => "kind DESC, id",
            "activity" => "kind, id",
            _ => "id",
        };
        let sql = format!("SELECT id FROM {table} WHERE org = $1 ORDER BY {order} LIMIT 1");
        if let Some(row) = db.row(&sql, args![chain]).await.unwrap() {
            let bare = Id::<kinds::Job>::from_uuid(row.get("id").unwrap()).bare();
            handles.push(format!("{prefix}_{bare}"));
        }
    }
    for table in ["link", "post", "voucher", "buy_team"] {
        let sql = format!("SELECT code FROM {table} WHERE org = $1 ORDER BY id LIMIT 1");
        let row = db.row(&sql, args![chain]).await.unwrap();
        handles.push(row.unwrap().get("code").unwrap());
    }
    drop(db);
    let router = house.router();
    Street { house, router, chain, next_door, handles, folder }
}

/// Somebody stands at a door that people of the shop open.
async fn somebody_waits(tx: &mut Tx) -> kernel::Result<()> {
    let threshold = Threshold::Approval { question: None, decides_after_hours: 24 };
    let plan = NewSeries { threshold, ..NewSeries::plain("Runners", Lang::En) };
    let series = series::actions::open(tx, plan).await?;
    let ana = NewMember { name: "Ana".into(), ..NewMember::default() };
    let wish = Join::new(Who::Typed(ana.from("link").agreed("form", &[])), To::Series(series));
    joining::join(tx, wish).await.map(drop)
}

/// Somebody of the chain leaves money with it.
async fn somebody_pays_in(tx: &mut Tx) -> kernel::Result<()> {
    let plan = Plan {
        state: gifts::State::Open,
        cap_named: Some(100_000),
        cap_unnamed: Some(100_000),
        ..Plan::default()
    };
    wallets::actions::keep(tx, plan).await?;
    let (org, page) = (tx.org(), PageRequest { limit: Some("1".to_owned()), cursor: None });
    let members = ::people::members::list(tx, org, &Search::default(), &page).await?.items;
    let member = members.first().unwrap().id;
    let new = NewTopUp { member, amount: 100, shown: None, store: None, staff: None };
    wallets::actions::top_up(tx, new).await.map(drop)
}

/// The chain has codes printed for one of its gifts.
async fn codes_are_printed(tx: &mut Tx) -> kernel::Result<()> {
    let (org, page) = (tx.org(), PageRequest { limit: Some("1".to_owned()), cursor: None });
    let open = gifts::list(tx, org, Some(gifts::State::Open), &page).await?.items;
    let gift = open.first().unwrap().id;
    let batch = prints::NewBatch { gift, pieces: 1, note: "Flyer".into() };
    prints::make(tx, batch).await.map(drop)
}

/// An employee of the chain gives a member something.
async fn somebody_is_given(tx: &mut Tx) -> kernel::Result<()> {
    let (org, page) = (tx.org(), PageRequest { limit: Some("1".to_owned()), cursor: None });
    let members = ::people::members::list(tx, org, &Search::default(), &page).await?.items;
    let member = members.first().unwrap().id;
    let details = gifts::Details {
        kind: gifts::Kind::Reward,
        name: value::words::Words::one(Lang::En, "Tea"),
        packing: value::words::Words::default(),
        cost: 100,
        perceived: 100,
        per_member: 0,
        valid_days: None,
        stores: Vec::new(),
        returns: true,
        series: None,
        terms: Terms::default(),
    };
    let new = gifts::actions::NewGift { details, stock: 5, playbook_key: None };
    let gift = gifts::create(tx, new).await?;
    let details = allowances::model::Details {
        name: "Treats".into(),
        gifts: vec![gift],
        budget: allowances::model::Budget::Pieces { pieces: 5 },
        period: allowances::model::Period::Week,
        staff: Vec::new(),
    };
    let allowance = allowances::actions::create(tx, details).await?;
    let page = PageRequest { limit: Some("1".to_owned()), cursor: None };
    let staff =
        ::people::staff::list(tx, org, &::people::staff::Filter::default(), &page).await?.items;
    let (staff, hand) = (staff.first().unwrap().id, allowances::actions::Hand::Ticket);
    let reason = String::new();
    let new = allowances::NewGiving { allowance, gift, member, staff, store: None, hand, reason };
    allowances::give(tx, new).await.map(drop)
}

/// Somebody of the chain pays for a plan.
async fn somebody_belongs(tx: &mut Tx) -> kernel::Result<()> {
    let (org, page) = (tx.org(), PageRequest { limit: Some("1".to_owned()), cursor: None });
    let members = ::people::members::list(tx, org, &Search::default(), &page).await?.items;
    let member = members.first().unwrap().id;
    let plan = plans::model::Details {
        name: value::words::Words::one(Lang::En, "Club"),
        price: 100,
        every: plans::model::Every::Year,
        tier: None,
        early: true,
        free_delivery: false,
        gift: None,
        grace_days: 0,
        notice_days: 0,
        back: plans::model::Back::Days,
    };
    let plan = plans::actions::create(tx, plan).await?;
    let new = plans::actions::NewTerm { plan, member, shown: None, store: None, staff: None };
    plans::actions::buy(tx, new).await.map(drop)
}

/// The chain has a member day.
async fn members_pay_less(tx: &mut Tx) -> kernel::Result<()> {
    let rule = prices::Rule {
        name: value::words::Words::one(Lang::En, "Member day"),
        terms: Terms::of(Benefit::Percent { percent: 10, most: None }),
        whom: Whom::Members,
        hours: Hours::default(),
        stores: Vec::new(),
    };
    prices::actions::create(tx, rule).await.map(drop)
}

/// Somebody of the chain orders what one of its stores has, and is about to pay.
async fn somebody_orders(tx: &mut Tx) -> kernel::Result<()> {
    let (org, page) = (tx.org(), PageRequest { limit: Some("1".to_owned()), cursor: None });
    let members = ::people::members::list(tx, org, &Search::default(), &page).await?.items;
    let store = ::people::stores::list(tx, org).await?.first().unwrap().id;
    let name = value::words::Words::one(Lang::En, "Strawberries");
    let details = products::Details { name, price: 1500, ..products::Details::default() };
    let product = products::actions::create(tx, details).await?;
    let reason = String::new();
    let goods = products::actions::Restock { product, store, pieces: 5, reason };
    products::actions::restock(tx, goods).await?;
    let product = products::require(tx, org, product).await?;
    let lines = vec![baskets::Chosen { product, quantity: 1 }];
    let member = members.first().unwrap().id;
    let window = outlets::Window { day: 0, from: 1020, until: 1140, room: 5 };
    let door = outlets::Details {
        address: "Garden Street 3".into(),
        windows: vec![window],
        ..outlets::Details::new(outlets::Kind::Point, "Mei's door", store)
    };
    outlets::actions::open(tx, door).await?;
    let way = fulfilments::Way::Store(store);
    let order = orders::actions::place(
        tx,
        orders::actions::NewOrder { member, way, lines, vouchers: Vec::new() },
    )
    .await?
    .id;
    let (way, base_url) = ("stripe".to_owned(), "https://club.example".to_owned());
    let new = payments::actions::NewPayment { order, way, base_url };
    payments::actions::begin(tx, new).await.map(drop)
}

impl Street {
    /// The route with every handle in the place of every parameter.
    fn paths(&self, route: &str) -> Vec<String> {
        let mut paths = vec![String::new()];
        for part in route.split('/').skip(1) {
            let chain = ["riverside".to_owned()];
            let plain = [part.to_owned()];
            // Windows are named by their place in the list.
            let first = ["1".to_owned()];
            let parts = match part {
                "{org}" => &chain[..],
                "{window}" => &first,
                _ if part.starts_with('{') => &self.handles,
                _ => &plain,
            };
            let longer =
                |path: &String| parts.iter().map(|part| format!("{path}/{part}")).collect();
            paths =
                paths.iter().flat_map(|path: &String| -> Vec<String> { longer(path) }).collect();
        }
        paths
    }

    async fn status(&self, method: &Method, path: &str, by: &As) -> u16 {
        let shown = people::enters(&self.house, by).await;
        send(&self.router, method, path, shown).await.status().as_u16()
    }

    /// A key of this brand that may do everything.
    async fn key(&self, org: OrgId) -> As {
        As::Key(people::key(&self.house, org, &permission::scopes()).await)
    }

    /// Everything that is written down about the chain.
    async fn books(&self) -> BTreeMap<String, Vec<String>> {
        let mut db = self.house.db().read().await.unwrap();
        let mut books = BTreeMap::new();
        for name in export::tables(&mut db).await.unwrap() {
            let mut table = Table::open(&mut db, &name, self.chain).await.unwrap();
            let mut lines = Vec::new();
            while let Some(more) = table.next(&mut db).await.unwrap() {
                lines.extend(more);
            }
            books.insert(name, lines);
        }
        books
    }
}

/// Routes with something of a brand in their address.
fn about_things(route: &str) -> bool {
    let ours = ["/console/playbooks/", "/console/figures/", "/api/v1/playbooks/"];
    route.contains('{') && !ours.iter().any(|ours| route.starts_with(ours))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_brands_is_not_there() {
    let street = street().await;
    let document = regulars::house::document();
    let (own_key, other_key) = (street.key(street.chain).await, street.key(street.next_door).await);
    let own = As::Staff(street.chain, Role::Owner);
    let other = As::Staff(street.next_door, Role::Owner);
    let (mut unseen, mut open) = (Vec::new(), Vec::new());
    for ((route, _), method) in routes(&street.house, &document) {
        let inside = route.starts_with("/api/") || route.starts_with("/console/");
        if method != Method::GET || !inside || !about_things(&route) {
            continue;
        }
        let api = route.starts_with("/api/");
        let (own, other) = if api { (&own_key, &other_key) } else { (&own, &other) };
        let mut seen = false;
        for path in street.paths(&route) {
            if street.status(&method, &path, own).await >= 400 {
                continue;
            }
            seen = true;
            let status = street.status(&method, &path, other).await;
            if status != 404 {
                open.push(format!("{path}: {status}"));
            }
        }
        if !seen && !NOT_LIVED.contains(&route.as_str()) {
            unseen.push(route);
        }
    }
    assert!(open.is_empty(), "seen from next door: {open:#?}");
    assert!(unseen.is_empty(), "not even the owner sees these: {unseen:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_what_is_another_brands() {
    let street = street().await;
    let document = regulars::house::document();
    let key = street.key(street.next_door).await;
    let owner = As::Staff(street.next_door, Role::Owner);
    let before = street.books().await;
    let mut tried = 0;
    for ((route, _), method) in routes(&street.house, &document) {
        let inside = route.starts_with("/api/") || route.starts_with("/console/");
        if method == Method::GET || !inside || !about_things(&route) {
            continue;
        }
        let by = if route.starts_with("/api/") { &key } else { &owner };
        for path in street.paths(&route) {
            let status = street.status(&method, &path, by).await;
            assert!((300..500).contains(&status), "{method} {path}: {status}");
            tried += 1;
        }
    }
    let after = street.books().await;
    for (name, lines) in &before {
        assert_eq!(lines, &after[name], "{name} changed");
    }
    assert!(tried > 1000, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_sees_only_what_is_theirs_or_was_shown_to_all() {
    let street = street().await;
    let document = regulars::house::document();
    let stranger = As::Member(street.chain);
    let mut open = Vec::new();
    for ((route, _), method) in routes(&street.house, &document) {
        let theirs = route.starts_with("/{org}") && route.matches('{').count() > 1;
        if method != Method::GET || !theirs || SHOWN_TO_ALL.contains(&route.as_str()) {
            continue;
        }
        for path in street.paths(&route) {
            let status = street.status(&method, &path, &stranger).await;
            if status != 404 {
                open.push(format!("{path}: {status}"));
            }
        }
    }
    assert!(open.is_empty(), "seen by a stranger: {open:#?}");
}
