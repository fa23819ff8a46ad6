use jiff::civil::{date, time};
use kernel::{Error, Id, MemberId, PriceRuleId, Result, StoreId};
use serde_json::json;

use super::{
    actions::{change, create, set_state},
    model::MOST_OPEN,
    *,
};
use crate::{
    bills::{Benefit, Goods, Hours, Stacking, Terms, Together, Whom},
    gifts::State,
    on_each,
    purchases::{self, Line, NewPurchase, Prices, Purchase, Source},
    returns::{self, NewReturn, Wanted},
    testing::{House, Market},
    words::Words,
};

fn off(percent: u32) -> Rule {
    Rule {
        name: Words { en: format!("{percent}% for members"), ..Words::default() },
        terms: Terms::of(Benefit::Percent { percent, most: None }),
        whom: Whom::Members,
        hours: Hours::default(),
        stores: Vec::new(),
    }
}

async fn made(market: &Market, rule: Rule) -> PriceRuleId {
    market.turn(async |tx| create(tx, rule).await).await.unwrap()
}

fn line(product: &str, amount: i64) -> Line {
    Line { product: Some(product.into()), category: None, quantity: 1, amount }
}

fn new(market: &Market, member: MemberId, lines: Vec<Line>) -> NewPurchase {
    NewPurchase {
        member: Some(member),
        store: market.store,
        staff: None,
        amount: lines.iter().map(|line| line.amount).sum(),
        items: 1,
        at: None,
        reference: None,
        source: Source::Api,
        lines,
        points: None,
        vouchers: Vec::new(),
        prices: Prices::Apply,
    }
}

async fn bought(market: &Market, new: NewPurchase) -> Result<Purchase> {
    market.turn(async |tx| purchases::record(tx, new).await).await
}

async fn sum(market: &Market, rule: PriceRuleId) -> (i64, i64) {
    let mut db = market.ground.db.read().await.unwrap();
    let sum = store::sums(&mut db, market.org).await.unwrap().remove(&rule).unwrap_or_default();
    (sum.purchases, sum.taken_off)
}

#[test]
fn what_no_price_can_be_is_named() {
    type Change = fn(&mut Rule);
    let table: [(Change, Option<(&str, &str)>); 14] = [
        (|_| (), None),
        (|rule| rule.name = Words::default(), Some(("name", "required"))),
        (|rule| rule.name.es = "x".repeat(200), Some(("name", "too_long"))),
        (|rule| rule.terms.benefit = Benefit::Thing, Some(("terms.benefit", "choice_invalid"))),
        (
            |rule| rule.terms.benefit = Benefit::Percent { percent: 101, most: None },
            Some(("terms.benefit.percent", "number_range")),
        ),
        (|rule| rule.terms.uses = 2, Some(("terms.uses", "price_no_limit"))),
        (|rule| rule.terms.per_day = Some(1), Some(("terms.per_day", "price_no_limit"))),
        (
            |rule| rule.terms.benefit = Benefit::Price { each: 600 },
            Some(("terms.conditions.goods.products", "price_of_what")),
        ),
        (
            |rule| rule.terms.conditions.weekdays = vec![8],
            Some(("terms.conditions.weekdays", "choice_invalid")),
        ),
        (
            |rule| {
                let days = &mut rule.terms.conditions;
                (days.from, days.until) = (Some(date(2026, 3, 2)), Some(date(2026, 3, 1)));
            },
            Some(("terms.conditions.until", "date_before_from")),
        ),
        (
            |rule| {
                let at = Some(time(9, 0, 0, 0));
                rule.hours = Hours { from: at, until: at };
            },
            Some(("hours.until", "hours_before_from")),
        ),
        (|rule| rule.whom = Whom::Tiers { tiers: Vec::new() }, Some(("whom.tiers", "required"))),
        (
            |rule| {
                let ids = (0..51).map(|n| Id::from_uuid(uuid::Uuid::from_u128(n)));
                rule.whom = Whom::Groups { groups: ids.collect() };
            },
            Some(("whom.groups", "too_many")),
        ),
        (|rule| rule.whom = Whom::Series { series: Vec::new() }, Some(("whom.series", "required"))),
    ];
    for (at, (change, wrong)) in table.into_iter().enumerate() {
        let mut rule = off(10);
        change(&mut rule);
        let named = match rule.checked() {
            Ok(_) => None,
            Err(Error::Invalid(fields)) => {
                fields.iter().next().map(|one| (one.field.to_string(), one.code.to_string()))
            }
            Err(other) => panic!("{other:?}"),
        };
        let wrong = wrong.map(|(field, code)| (field.to_owned(), code.to_owned()));
        assert_eq!(named, wrong, "row {at}");
    }
}

on_each! {
    async fn a_price_is_taken_off_by_itself_and_kept_as_it_was(market) {
        let ana = market.member();
        let ten = made(&market, off(10)).await;
        let tea = Rule {
            terms: Terms {
                conditions: crate::bills::Conditions {
                    goods: Goods { products: vec!["tea".into()], categories: Vec::new() },
                    ..Default::default()
                },
                stacking: Stacking { together: Together::Alone, ..Default::default() },
                ..Terms::of(Benefit::Price { each: 1000 })
            },
            ..off(1)
        };
        let tea = made(&market, tea).await;
        let lines = || vec![line("tea", 1800), line("pot", 4000)];
        let sold = bought(&market, new(&market, ana, lines())).await.unwrap();
        // 8.00 off the tea alone is more than 5.80 off all of it.
        assert_eq!((sold.amount, sold.taken_off), (5000, 800));
        let mut db = market.ground.db.read().await.unwrap();
        let paid = purchases::lines(&mut db, market.org, sold.id).await.unwrap();
        assert_eq!(paid.iter().map(|line| line.amount).collect::<Vec<_>>(), [1000, 4000]);
        drop(db);
        assert_eq!((sum(&market, tea).await, sum(&market, ten).await), ((1, 800), (0, 0)));

        let told = NewPurchase { prices: Prices::AsTold, ..new(&market, ana, lines()) };
        assert_eq!(bought(&market, told).await.unwrap().taken_off, 0, "a till has its own prices");
        let nobody = NewPurchase { member: None, ..new(&market, ana, lines()) };
        assert_eq!(bought(&market, nobody).await.unwrap().taken_off, 0, "a member price is for members");

        market.turn(async |tx| set_state(tx, tea, State::Closed).await).await.unwrap();
        let after = bought(&market, new(&market, ana, lines())).await.unwrap();
        assert_eq!(after.taken_off, 580);
        market.turn(async |tx| change(tx, ten, off(50)).await).await.unwrap();
        let back = NewReturn {
            purchase: after.id, store: market.store, staff: None,
            wanted: Wanted { pieces: vec![(2, 1)], amount: None }, reason: String::new(),
        };
        let back = market.turn(async |tx| returns::take(tx, back).await).await.unwrap();
        assert_eq!(back.money, 3600, "what was paid for it, whatever the price is now");

        market.turn(async |tx| purchases::withdraw(tx, sold.id).await).await.unwrap();
        assert_eq!(sum(&market, tea).await, (0, 0));
    }
}

on_each! {
    async fn a_price_holds_where_and_when_it_says(market) {
        let ana = market.member();
        let open = people::stores::NewStore::named("Riverside");
        let store = market.turn(async |tx| people::stores::actions::open(tx, open).await).await.unwrap();
        let local = market.ground.world.now().zoned(&jiff::tz::TimeZone::get("Asia/Shanghai").unwrap());
        let today = local.weekday().to_monday_one_offset();
        let mut rule = off(10);
        rule.stores = vec![store];
        rule.terms.conditions.weekdays = vec![today];
        rule.hours.until = Some(local.time());
        let id = made(&market, rule.clone()).await;
        let buy = async |at: StoreId| {
            let new = NewPurchase { store: at, ..new(&market, ana, vec![line("pot", 1000)]) };
            bought(&market, new).await.unwrap().taken_off
        };
        assert_eq!(buy(store).await, 0, "its hours are over");
        rule.hours = Hours { from: Some(local.time()), until: None };
        market.turn(async |tx| change(tx, id, rule.clone()).await).await.unwrap();
        assert_eq!((buy(store).await, buy(market.store).await), (100, 0));
        rule.terms.conditions.weekdays = vec![today % 7 + 1];
        market.turn(async |tx| change(tx, id, rule.clone()).await).await.unwrap();
        assert_eq!(buy(store).await, 0, "it is for tomorrow");
    }
}

on_each! {
    async fn a_price_names_what_is_this_shops_and_there_are_not_too_many(market) {
        let strange: [fn(&Market) -> Rule; 4] = [
            |market| Rule { stores: vec![market.ground.world.id()], ..off(1) },
            |market| Rule { whom: Whom::Tiers { tiers: vec![market.ground.world.id()] }, ..off(1) },
            |market| Rule { whom: Whom::Groups { groups: vec![market.ground.world.id()] }, ..off(1) },
            |market| Rule { whom: Whom::Series { series: vec![market.ground.world.id()] }, ..off(1) },
        ];
        for rule in strange {
            let rule = rule(&market);
            let refused = market.turn(async |tx| create(tx, rule).await).await.unwrap_err();
            assert!(matches!(refused, Error::Invalid(_)), "{refused:?}");
        }
        let mut last = None;
        for _ in 0..MOST_OPEN {
            last = Some(made(&market, off(1)).await);
        }
        let more = market.turn(async |tx| create(tx, off(1)).await).await.unwrap_err();
        assert!(more.is(Refusal::TooMany));
        let last = last.unwrap();
        market.turn(async |tx| set_state(tx, last, State::Closed).await).await.unwrap();
        made(&market, off(1)).await;
        let again = market.turn(async |tx| set_state(tx, last, State::Open).await).await.unwrap_err();
        assert!(again.is(Refusal::TooMany));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_day_is_made_at_the_desk_told_on_the_phone_and_taken_off_at_the_counter() {
    let house = House::open().await;
    let mei = house.member("Chen Mei").await;
    let empty = house.get("/console/prices").await;
    assert!(empty.body.contains("No member prices yet"), "{}", empty.body);
    let form = "name_en=Member%20day&whom=members&terms.benefit=percent&terms.benefit.percent=";
    let wrong = house.post("/console/prices", &format!("once=a&{form}lots")).await;
    assert!(wrong.status == 422 && wrong.body.contains("lots"), "{}", wrong.body);
    let wrong = house.post("/console/prices", &format!("once=a2&{form}10&hours.from=late")).await;
    assert!(wrong.status == 422 && wrong.body.contains("09:30"), "{}", wrong.body);
    let preview = house.get(&format!("/console/prices/preview?{form}10")).await;
    assert!(preview.body.contains("58") && preview.body.contains("52.20"), "{}", preview.body);
    let made = house.post("/console/prices", &format!("once=b&{form}10")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let at = made.location.unwrap();
    for lang in ["en", "zh-CN", "es"] {
        for path in ["/console/prices", &at, &format!("{at}/details"), "/console/prices/new"] {
            let page = house.get(&format!("{path}?lang={lang}")).await;
            assert_eq!((page.status, page.body.matches("<h1").count()), (200, 1), "{path}");
            assert!(!page.body.contains(">prices-"), "{}", page.body);
        }
        let home = house.phone(mei.id, &format!("/fresh?lang={lang}")).await;
        assert!(home.body.contains("Member day"), "{}", home.body);
    }
    let desk = house.get(&format!("/counter?q=M-{}", mei.code)).await;
    assert!(
        desk.body.contains("Taken off by itself") && desk.body.contains("/counter/bills"),
        "{}",
        desk.body
    );
    let bill = house.get(&format!("/counter/bills?member={}&amount=20", mei.id)).await;
    assert!(bill.body.contains("Takes") && bill.body.contains("18"), "{}", bill.body);
    let sold =
        house.post("/counter/operations", &format!("once=c&member={}&amount=20", mei.id)).await;
    let told = house.get(&sold.location.unwrap()).await;
    assert!(told.body.contains("Member day") && told.body.contains("18.00"), "{}", told.body);
    let closed = house.post(&format!("{at}/closing"), "once=d").await;
    assert_eq!(closed.status, 303);
    let desk = house.get(&format!("/counter?q=M-{}", mei.code)).await;
    assert!(!desk.body.contains("Taken off by itself"), "{}", desk.body);
    let shown =
        house.program(&format!("/api/v1/price-rules/{}", at.rsplit('/').next().unwrap())).await;
    let shown: serde_json::Value = serde_json::from_str(&shown.body).unwrap();
    let said = (&shown["state"], &shown["purchases"], &shown["taken_off"]["amount"]);
    assert_eq!(said, (&json!("closed"), &json!(1), &json!(200)));
}
