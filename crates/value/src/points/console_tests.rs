//! What an owner does at the console.

use kernel::{ProgramId, Time};

use super::{
    actions::{Adjust, adjust},
    engine::{Boost, Earn, Expiry, Limits, Of, Returns, Rounding, Rule, Terms},
    model::Known,
    store,
    tests::{basket, open, terms},
};
use crate::{purchases, testing::House, words::Words};

pub fn form(pairs: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish()
}

/// What the form begins with, as a browser sends it.
const FRESH: [(&str, &str); 13] = [
    ("name_en", "Thank you"),
    ("unit_en", "points"),
    ("rules.1.kind", "amount"),
    ("rules.1.points", "1"),
    ("rules.1.per", "1.00"),
    ("rules.1.rounding", "down"),
    ("pending_days", "0"),
    ("notice_days", "14"),
    ("expiry", "rolling"),
    ("expiry.days", "365"),
    ("returns", "within_balance"),
    ("worth.points", "100"),
    ("worth.amount", "1.00"),
];

async fn known(house: &House, id: ProgramId) -> Known {
    let market = &house.market;
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    let mut db = market.ground.db.read().await.unwrap();
    store::require(&mut db, market.org, &zone, id).await.unwrap()
}

async fn count(house: &House) -> usize {
    let zone = jiff::tz::TimeZone::UTC;
    let mut db = house.market.ground.db.read().await.unwrap();
    store::programs(&mut db, house.market.org, &zone).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_program_is_made_with_what_the_form_begins_with() {
    let house = House::open().await;
    let none = house.get("/console/points").await;
    assert!(none.body.contains("No points yet") && none.body.contains("/console/points/new"));
    let new = house.get("/console/points/new").await;
    assert!(new.body.contains("¥38.50 earn") && new.body.contains(">38<"), "{}", new.body);
    let made = form(&[&FRESH[..], &[("do", "save"), ("once", "a")]].concat());
    let answer = house.post("/console/points", &made).await;
    let again = house.post("/console/points", &made).await;
    assert_eq!((answer.status, &answer.location), (303, &again.location), "{}", answer.body);
    assert_eq!(count(&house).await, 1, "sent twice, made once");
    let list = house.get("/console/points").await.body;
    let says =
        "Points: 1 for every ¥1.00; each ends after 365 days; 100 are worth ¥1.00 at the till.";
    assert!(list.contains(says), "{list}");
    let page = house.get(answer.location.as_deref().unwrap()).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains(says) && page.body.contains("Nobody yet"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trying_shows_what_a_purchase_earns_and_keeps_nothing() {
    let house = House::open().await;
    let double: &[(&str, &str)] = &[
        ("rules.3.kind", "item"),
        ("rules.3.points", "10"),
        ("rules.3.of", "fruit, 水果"),
        ("sample_amount", "38.50"),
        ("sample_category", "Fruit"),
        ("do", "try"),
    ];
    let tried = house.post("/console/points", &form(&[&FRESH[..], double].concat())).await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    for part in [">48<", "¥0.48", ">1.2\u{202f}%<", "10 by “10 for every piece of fruit and 水果”"]
    {
        assert!(tried.body.contains(part), "{part} in {}", tried.body);
    }
    let wrong = form(&[&FRESH[..], &[("sample_amount", "a lot"), ("do", "try")]].concat());
    assert_eq!(house.post("/console/points", &wrong).await.status, 422);
    assert_eq!(count(&house).await, 0);
}

/// What is typed instead, and the fields that are named.
type Case<'c> = (&'c [(&'c str, &'c str)], &'c [&'c str]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_stands_beside_its_field_with_all_that_was_typed() {
    let house = House::open().await;
    // Each with the fields that are named, by the row as it stands on the page.
    let table: [Case<'_>; 11] = [
        (&[("name_en", " ")], &["name_en"]),
        (&[("unit_en", "")], &["unit_en"]),
        (&[("rules.1.points", "many")], &["rules.1.points"]),
        (&[("rules.1.per", "0")], &["rules.1.per"]),
        (&[("rules.1.per", "1.234.5")], &["rules.1.per"]),
        (
            &[("rules.4.points", "5"), ("rules.4.when", "amount >")],
            &["rules.4.kind", "rules.4.when"],
        ),
        (&[("rules.4.kind", "members.left"), ("rules.4.points", "5")], &["rules.4.kind"]),
        (
            &[("boosts.2.name", "Sale"), ("boosts.2.factor", "30"), ("boosts.2.weekdays", "8")],
            &["boosts.2.factor", "boosts.2.weekdays"],
        ),
        (
            &[
                ("boosts.3.name", "Sale"),
                ("boosts.3.factor", "2"),
                ("boosts.3.from", "2026-05-02"),
                ("boosts.3.to", "2026-05-01"),
            ],
            &["boosts.3.to"],
        ),
        (&[("expiry", "calendar"), ("expiry.day", "31")], &["expiry.month", "expiry.day"]),
        (&[("worth.amount", ""), ("limits.day", "0")], &["worth.amount", "limits.day"]),
    ];
    for (at, (typed, named)) in table.iter().enumerate() {
        let rest = FRESH.iter().filter(|(name, _)| !typed.iter().any(|(own, _)| own == name));
        let once = format!("w{at}");
        let sent: Vec<_> =
            rest.chain(*typed).copied().chain([("do", "save"), ("once", once.as_str())]).collect();
        let answer = house.post("/console/points", &form(&sent)).await;
        assert_eq!(answer.status, 422, "{typed:?}");
        for field in *named {
            let id = format!("id=\"f-{}-wrong\"", field.replace('.', "-"));
            let fieldset = format!("id=\"f-{}\"", field.replace('.', "-"));
            assert!(answer.body.contains(&id), "{id} in {}", answer.body);
            assert!(answer.body.contains(&fieldset), "{fieldset}");
        }
        for (name, value) in typed.iter().filter(|(name, value)| {
            !value.trim().is_empty()
                && !name.ends_with("weekdays")
                && *name != "expiry"
                && !name.ends_with("kind")
        }) {
            let kept = format!("value=\"{}\"", value.replace('>', "&gt;"));
            assert!(answer.body.contains(&kept), "{name}: {kept} in {}", answer.body);
        }
    }
    assert_eq!(count(&house).await, 0);
}

/// Everything that terms can say.
fn rich(house: &House) -> Terms {
    let event = |kind: &str| Earn::Event { points: 50, kind: kind.to_owned() };
    let rule =
        |earn, rounding, when: Option<&str>| Rule { earn, rounding, when: when.map(str::to_owned) };
    let of = Of { categories: vec!["fruit".into(), "水果".into()], products: vec!["tea".into()] };
    let day = |text: &str| text.parse().unwrap();
    Terms {
        unit: Words { en: "beans".into(), zh: "豆子".into(), es: String::new() },
        rules: vec![
            rule(
                Earn::Amount { points: 3, per: 250, of: of.clone() },
                Rounding::Nearest,
                Some("amount >= 50.0 && weekday == 3"),
            ),
            rule(Earn::Item { points: 2, of }, Rounding::Up, None),
            rule(Earn::Visit { points: 1 }, Rounding::Down, None),
            rule(event("memberships.joined"), Rounding::Down, None),
            rule(event("members.proven"), Rounding::Down, None),
        ],
        boosts: vec![
            Boost {
                name: "Market \"day\" & night".into(),
                factor: 15_000,
                from: Some(day("2026-03-01")),
                to: Some(day("2026-06-30")),
                weekdays: vec![3, 7],
                stores: Vec::new(),
            },
            Boost {
                name: "Opening".into(),
                factor: 30_000,
                from: None,
                to: None,
                weekdays: Vec::new(),
                stores: vec![house.market.store],
            },
        ],
        limits: Limits { purchase: Some(100), day: None, person: Some(9000) },
        pending_days: 7,
        expiry: Expiry::Calendar { month: 12, day: 24, years: 1 },
        returns: Returns::IntoDebt,
        worth: None,
        notice_days: 3,
    }
}

/// The fields of a page's main form, as a browser would send them.
fn scraped(html: &str) -> Vec<(String, String)> {
    let plain = |text: &str| {
        let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&amp;", "&")
    };
    let attr = |tag: &str, name: &str| {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag[from..].split('"').next().map(plain)
    };
    let form = html.split("<form class=\"form\"").nth(1).unwrap().split("</form>").next().unwrap();
    let mut fields = Vec::new();
    let mut select = None;
    for tag in form.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        if tag.starts_with("select") {
            select = attr(tag, "name");
        } else if tag.starts_with("option") && tag.contains(" selected") {
            fields.push((select.clone().unwrap(), attr(tag, "value").unwrap()));
        } else if tag.starts_with("input") {
            let box_ = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
            if !box_ || tag.contains(" checked") {
                fields.push((attr(tag, "name").unwrap(), attr(tag, "value").unwrap_or_default()));
            }
        }
    }
    fields
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_saved_as_it_came_changes_nothing() {
    let house = House::open().await;
    let second = people::stores::NewStore::named("Hillside");
    house.market.turn(async |tx| people::stores::actions::open(tx, second).await).await.unwrap();
    let before = rich(&house);
    let id = open(&house.market, before.clone()).await;
    let page = house.get(&format!("/console/points/{id}/details")).await;
    let fields = scraped(&page.body);
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let there = format!("/console/points/{id}");
    let saved = house.post(&there, &form(&[&pairs[..], &[("do", "save")]].concat())).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let now = Time::from_micros(i64::MAX / 2);
    assert_eq!(*known(&house, id).await.terms(now).unwrap(), before);
    // A row that is taken away is the only one that goes.
    let without = [&pairs[..], &[("rules.2.gone", "on"), ("boosts.1.gone", "on")]].concat();
    let without: Vec<_> = without.into_iter().filter(|(name, _)| *name != "once").collect();
    let saved = house.post(&there, &form(&[&without[..], &[("once", "b")]].concat())).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let mut expected = before;
    expected.rules.remove(1);
    expected.boosts.remove(0);
    assert_eq!(*known(&house, id).await.terms(now).unwrap(), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_says_what_it_owes_to_whom_and_is_closed_and_opened() {
    let house = House::open().await;
    let market = &house.market;
    let id = open(market, terms()).await;
    let (ana, bo) = (house.member("Ana").await, house.member("=Bo").await);
    for (member, amount) in [(ana.id, 5000), (bo.id, 20_000)] {
        let new = basket(market, member, &[("tea", 1, amount)]);
        market.turn(async |tx| purchases::record(tx, new).await).await.unwrap();
    }
    let there = format!("/console/points/{id}");
    let page = house.get(&there).await.body;
    for part in [
        "2 people hold 250 points; at the till that is ¥25.00.",
        "April 2026",
        &format!("/console/members/{}", bo.id),
        "None end within the next 30 days.",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(page.find("=Bo") < page.find("Ana"), "the most comes first");
    let csv = house.get(&format!("{there}?csv=1")).await.body;
    let line = format!("{},'=Bo,200,0,0\r\n{},Ana,50,0,0\r\n", bo.id, ana.id);
    assert!(csv.ends_with(&line), "{csv}");
    let closed = house.post(&format!("{there}/closing"), "once=c").await;
    assert_eq!(closed.status, 303);
    let page = house.get(&there).await.body;
    assert!(page.contains("Closed: nothing is earned any more. 250 points stay good"), "{page}");
    assert_eq!(house.post(&format!("{there}/opening"), "once=d").await.status, 303);
    assert!(known(&house, id).await.is_open());
    let foreign: ProgramId = market.ground.world.id();
    for path in [format!("/console/points/{foreign}"), "/console/points/nothing".to_owned()] {
        assert_eq!(house.get(&path).await.status, 404);
        assert_eq!(house.post(&format!("{path}/closing"), "once=e").await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_owes_is_counted_though_they_have_nothing() {
    let house = House::open().await;
    let market = &house.market;
    let id = open(market, Terms { returns: Returns::IntoDebt, ..terms() }).await;
    let ana = house.member("Ana").await.id;
    let new = basket(market, ana, &[("tea", 1, 5000)]);
    let bought = market.turn(async |tx| purchases::record(tx, new).await).await.unwrap();
    let spent = Adjust { program: id, member: ana, points: -30, reason: "a cup".into() };
    market.turn(async |tx| adjust(tx, spent).await).await.unwrap();
    let back = crate::returns::NewReturn {
        purchase: bought.id,
        store: market.store,
        staff: None,
        wanted: crate::returns::Wanted { pieces: vec![(1, 1)], amount: None },
        reason: "broken".into(),
    };
    market.turn(async |tx| crate::returns::take(tx, back).await).await.unwrap();
    let mut db = market.ground.db.read().await.unwrap();
    let totals = store::totals(&mut db, market.org, id).await.unwrap();
    assert_eq!((totals.people, totals.balance, totals.owed), (0, 0, 30));
}
