//! What the playbooks suggest can be planned as it is: in each currency, under each law.

use jiff::civil::{Weekday, datetime};
use kernel::{Lang, OrgId, Result, Scope, SeriesId, Time};
use people::{
    orgs, playbooks,
    series::{self, NewSeries},
    stores,
};
use serde_json::json;
use store::{Engine, Tx};
use value::{
    bills::{self, Benefit},
    gifts::{self, actions::NewGift},
    laws, points,
    words::Words,
};
use web::{Shop, shops};

use super::{
    load,
    model::{Draft, Kind, Lack, Suggestion, WELCOME, next},
};
use crate::{
    activities::model::LONGEST,
    flash_sales, group_buys, presales, raffles, red_packets,
    testing::{Fair, House, beans, points_terms},
};

/// A shop in some country, beside the fair.
struct Corner<'f> {
    fair: &'f Fair,
    org: OrgId,
    shop: Shop,
}

impl<'f> Corner<'f> {
    async fn open(fair: &'f Fair, (country, currency, zone): (&str, &str, &str)) -> Self {
        let set_up = orgs::SetUp {
            name: "Corner".into(),
            slug: Some(format!("corner-{}", country.to_lowercase())),
            currency: currency.into(),
            time_zone: zone.into(),
            country: country.into(),
            owner_name: "Ada".into(),
            email: format!("ada@{country}.example").to_lowercase(),
            password: "corner shop 7".into(),
            ..orgs::SetUp::default()
        };
        let (org, _) = orgs::set_up(&fair.ground.db, set_up).await.unwrap();
        let mut db = fair.ground.db.read().await.unwrap();
        let shop = shops::require(&mut db, org).await.unwrap();
        let corner = Self { fair, org, shop };
        let address = "Market street 1".to_owned();
        let store = stores::NewStore { address, ..stores::NewStore::named("Corner") };
        corner.turn(async |tx| stores::actions::open(tx, store).await.map(drop)).await.unwrap();
        corner
    }
    async fn turn<T: Send>(&self, run: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let scope = Scope::system(self.org);
        self.fair.ground.db.write(&scope, run).await.map(|written| written.value)
    }
    async fn adopts(&self, book: &playbooks::Playbook) -> SeriesId {
        let new = NewSeries::of(book, Lang::En);
        self.turn(async |tx| series::actions::open(tx, new).await).await.unwrap()
    }
    /// A program of points, and so many tickets with a price.
    async fn has_points_and_tickets(&self, stock: i64) {
        let details =
            gifts::Details { terms: bills::Terms::of(Benefit::Price { each: 4999 }), ..beans() };
        let ticket = NewGift { details, stock, playbook_key: None };
        let name = Words { en: "Points".into(), ..Words::default() };
        self.turn(async |tx| {
            gifts::create(tx, ticket).await?;
            points::create(tx, name, points_terms()).await
        })
        .await
        .unwrap();
    }
    async fn suggested(&self, series: SeriesId) -> Vec<Suggestion> {
        let mut db = self.fair.ground.db.read().await.unwrap();
        load::of(&mut db, &self.shop, (series, self.fair.now())).await.unwrap()
    }
    /// Plans it as it is, and looks it through.
    async fn plans(&self, draft: Draft) -> Result<()> {
        let shop = &self.shop;
        self.turn(async |tx| match draft {
            Draft::FlashSale(draft) => {
                let id = flash_sales::create(tx, shop, draft).await?;
                flash_sales::check(tx, shop, id).await
            }
            Draft::Raffle(draft) => {
                let id = raffles::create(tx, shop, draft).await?;
                raffles::check(tx, shop, id).await
            }
            Draft::RedPacket(draft) => {
                let id = red_packets::create(tx, shop, draft).await?;
                red_packets::check(tx, shop, id).await
            }
            Draft::GroupBuy(draft) => {
                let id = group_buys::create(tx, shop, draft).await?;
                group_buys::check(tx, shop, id).await
            }
            Draft::Presale(draft) => {
                let id = presales::create(tx, shop, draft).await?;
                presales::check(tx, shop, id).await
            }
        })
        .await
    }
}

const COUNTRIES: [(&str, &str, &str); 3] = [
    ("CN", "CNY", "Asia/Shanghai"),
    ("DE", "EUR", "Europe/Berlin"),
    ("US", "USD", "America/New_York"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_playbooks_activities_can_be_planned_in_each_currency_under_its_law() {
    let fair = Fair::open(Engine::Sqlite).await;
    for country in COUNTRIES {
        let corner = Corner::open(&fair, country).await;
        let mut db = fair.ground.db.read().await.unwrap();
        let packs = laws::held(&mut db, &corner.shop).await.unwrap();
        drop(db);
        assert!(!packs.is_empty(), "{country:?} keeps to a law");
        corner.has_points_and_tickets(100).await;
        for book in playbooks::all() {
            let series = corner.adopts(book).await;
            let found = corner.suggested(series).await;
            assert_eq!(found.len(), book.games.len() + 1, "{}", book.id);
            for one in found {
                let what = format!("{country:?} {} {}", book.id, one.key);
                assert_eq!(one.lacks, [], "{what}");
                assert!(one.closes_at.since(one.opens_at) <= LONGEST, "{what}");
                corner.plans(one.draft.expect(&what)).await.expect(&what);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_suggestion_lacks_is_named_and_stops_it_or_not() {
    let fair = Fair::open(Engine::Sqlite).await;
    let corner = Corner::open(&fair, COUNTRIES[1]).await;
    let fresh = playbooks::find("fresh-food").unwrap();
    let series = corner.adopts(fresh).await;
    let of = |found: &[Suggestion], key: &str| {
        let one = found.iter().find(|one| one.key == key).unwrap();
        (one.lacks.clone(), one.draft.is_some())
    };
    let found = corner.suggested(series).await;
    let (lacks, drafted) = of(&found, "box_of_the_week");
    assert!(matches!(lacks[..], [Lack::Ticket { .. }]) && !drafted, "{lacks:?}");
    let (lacks, drafted) = of(&found, "first_of_the_season");
    assert!(matches!(lacks[..], [Lack::Ticket { .. }]) && !drafted, "{lacks:?}");
    assert_eq!(of(&found, "monday_points"), (vec![Lack::Points], false));
    assert_eq!(of(&found, "closing_crate_bags"), (vec![], true));
    // Made, and too few of it: it can be planned.
    corner.has_points_and_tickets(59).await;
    let found = corner.suggested(series).await;
    for key in ["box_of_the_week", "first_of_the_season"] {
        let (lacks, drafted) = of(&found, key);
        assert!(matches!(lacks[..], [Lack::Stock { left: 59, need: 60, .. }]), "{lacks:?}");
        assert!(drafted, "{key}");
    }
    // Given away meanwhile: it can be planned, and the card says what is too little.
    let gift = corner.taken_from("soup_set", 195).await;
    let found = corner.suggested(series).await;
    let (lacks, drafted) = of(&found, "closing_crate_bags");
    let [Lack::Stock { gift: short, left: 5, need: 20, .. }] = lacks[..] else {
        panic!("{lacks:?}")
    };
    assert!(drafted && short == gift);
    // Closed: there is none.
    let close =
        async |tx: &mut Tx| gifts::set_state(tx, gift, gifts::State::Closed).await.map(drop);
    corner.turn(close).await.unwrap();
    let (lacks, drafted) = of(&corner.suggested(series).await, "closing_crate_bags");
    assert!(matches!(lacks[..], [Lack::Gift { .. }]) && !drafted, "{lacks:?}");
}

impl Corner<'_> {
    /// So many pieces of a gift lie no longer on the shelf.
    async fn taken_from(&self, key: &str, pieces: i64) -> kernel::GiftId {
        let mut db = self.fair.ground.db.read().await.unwrap();
        let page = kernel::PageRequest { limit: Some("200".into()), cursor: None };
        let all = gifts::list(&mut db, self.org, None, &page).await.unwrap().items;
        drop(db);
        let gift = all.iter().find(|gift| gift.playbook_key.as_deref() == Some(key)).unwrap().id;
        self.turn(async |tx| gifts::take_back(tx, gift, pieces).await.map(drop)).await.unwrap();
        gift
    }
}

#[test]
fn a_time_of_the_week_comes_next_by_the_shops_clock_also_when_clocks_change() {
    let at = |y, m, d, h, min, zone: &str| {
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        let local = datetime(y, m, d, h, min, 0, 0).to_zoned(zone).unwrap();
        Time::from_micros(local.timestamp().as_microsecond())
    };
    let (berlin, shanghai) = ("Europe/Berlin", "Asia/Shanghai");
    for (day, hour, zone, now, expected) in [
        // Later today, and in a week when it is over.
        ("fri", "16:30", berlin, at(2026, 11, 27, 9, 0, berlin), at(2026, 11, 27, 16, 30, berlin)),
        ("fri", "16:30", berlin, at(2026, 11, 27, 16, 30, berlin), at(2026, 12, 4, 16, 30, berlin)),
        (
            "mon",
            "07:30",
            shanghai,
            at(2026, 3, 1, 23, 0, shanghai),
            at(2026, 3, 2, 7, 30, shanghai),
        ),
        // The clock is put forward in that night: the hour that is skipped is the one after the jump.
        ("sun", "02:30", berlin, at(2026, 3, 28, 12, 0, berlin), at(2026, 3, 29, 3, 30, berlin)),
        ("sun", "09:00", berlin, at(2026, 10, 24, 12, 0, berlin), at(2026, 10, 25, 9, 0, berlin)),
    ] {
        let opens = playbooks::Opens {
            day: playbooks::Day::ALL
                .into_iter()
                .find(|one| format!("{one:?}").to_lowercase() == day)
                .unwrap(),
            at: hour.to_owned().try_into().unwrap(),
        };
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        let found = next(opens, &zone, now);
        assert_eq!(found, expected, "{day} {hour}");
        assert!(found > now && found.zoned(&zone).weekday() == opens.day.weekday());
    }
    assert_eq!(playbooks::Day::Fri.weekday(), Weekday::Friday);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_tap_opens_the_editor_filled_in_and_nothing_is_kept_before_it_is_saved() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let none = house.get(staff, "/console/play?lang=en").await;
    assert!(none.body.contains("No playbook is open here"), "{}", none.body);
    let book = playbooks::find("fresh-food").unwrap();
    let new = NewSeries::of(book, Lang::En);
    fair.turn(async |tx| series::actions::open(tx, new).await.map(drop)).await.unwrap();
    let corner = Corner { fair, org: fair.org, shop: fair.shop.clone() };
    corner.has_points_and_tickets(100).await;
    for lang in Lang::ALL {
        let page = house.get(staff, &format!("/console/play?lang={}", lang.tag())).await;
        assert_eq!((page.status, page.body.matches("<h1").count()), (200, 1), "{}", page.body);
        assert!(!page.body.contains(">suggested-"), "{}", page.body);
        for game in &book.games {
            let name = gifts::adopted_words(&game.name).say(lang).to_owned();
            let name = name.replace('\'', "&#39;");
            assert!(
                page.body.contains(&name) || page.body.contains(&name.replace("&#39;", "'")),
                "{name}"
            );
        }
    }
    for (kind, key) in [
        (Kind::FlashSale, "closing_crate_bags"),
        (Kind::Raffle, "friday_basket"),
        (Kind::Raffle, "sunday_egg"),
        (Kind::Raffle, WELCOME),
        (Kind::GroupBuy, "box_of_the_week"),
        (Kind::Presale, "first_of_the_season"),
    ] {
        let path = kind.path();
        let blank = house.get(staff, &format!("{path}/new?lang=en")).await;
        let link = blank.body.split("href=\"").find_map(|rest| {
            let href = rest.split('"').next()?.replace("&amp;", "&");
            href.ends_with(&format!("game={key}")).then_some(href)
        });
        let link = link.unwrap_or_else(|| panic!("{key}: {}", blank.body));
        let filled = house.get(staff, &link).await;
        assert_eq!(filled.status, 200, "{}", filled.body);
        let name = match book.game(key) {
            Some(game) => &game.name.en,
            None => &book.welcome_draw.as_ref().unwrap().name.en,
        };
        assert!(filled.body.contains(&format!("value=\"{name}\"")), "{key}: {}", filled.body);
        let listed = house.get(staff, path).await;
        assert!(!listed.body.contains(name.as_str()), "nothing was kept");
    }
    let strange = house.get(staff, "/console/raffles/new?series=nobody&game=x").await;
    assert_eq!(strange.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_plans_what_is_suggested_with_the_body_that_it_is_given() {
    let house = House::open().await;
    let (fair, key) = (&house.fair, house.key().await);
    let corner = Corner { fair, org: fair.org, shop: fair.shop.clone() };
    corner.has_points_and_tickets(100).await;
    for id in ["fresh-food", "clothing"] {
        let series = corner.adopts(playbooks::find(id).unwrap()).await;
        let path = format!("series/{series}/suggestions");
        let (status, found) = house.read(&key, &path).await;
        assert_eq!(status, 200, "{found}");
        let items = found["items"].as_array().unwrap();
        assert_eq!(items[0]["key"], json!(WELCOME));
        for item in items {
            let path = item["path"].as_str().unwrap().strip_prefix("/api/v1/").unwrap();
            let mark = format!("{id}-{}", item["key"].as_str().unwrap());
            let (status, made) = house.send((&key, &mark), path, &item["body"]).await;
            assert_eq!(status, 201, "{item} {made}");
            assert_eq!(made["name"], item["name"]);
        }
    }
}
