//! One gift a year, whatever becomes of a birthday.

use std::time::Duration;

use jiff::civil::Date;
use kernel::{GiftId, MemberId};
use people::members::{self, Birthday, NewMember};

use super::{
    actions::keep,
    giving::pass,
    model::{OfTier, Plan, kept_on, next, too_soon},
};
use crate::{on_each, testing::Market, tiers, vouchers, words::Words};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
fn born(month: i64, day: i64) -> Birthday {
    Birthday::new(month, day, None).unwrap()
}

#[test]
fn a_birthday_is_kept_on_one_day_of_every_year() {
    for (birthday, today, expected) in [
        (born(3, 2), "2026-03-02", "2026-03-02"),
        (born(3, 2), "2026-03-03", "2027-03-02"),
        (born(1, 4), "2026-12-30", "2027-01-04"),
        (born(2, 29), "2026-02-20", "2026-02-28"),
        (born(2, 29), "2028-02-28", "2028-02-29"),
        (born(2, 29), "2026-03-01", "2027-02-28"),
    ] {
        assert_eq!(next(birthday, day(today)), Some(day(expected)), "{birthday:?} on {today}");
    }
    assert_eq!(kept_on(&[day("2026-02-28")]), [(2, 28), (2, 29)]);
    assert_eq!(kept_on(&[day("2028-02-28")]), [(2, 28)]);
    for (given, today, expected) in [
        ("2026-03-02", "2027-03-01", true),
        ("2026-03-02", "2027-03-02", false),
        ("2028-02-29", "2029-02-27", true),
        ("2028-02-29", "2029-02-28", false),
    ] {
        assert_eq!(too_soon(day(given), day(today)), expected, "{given} and {today}");
    }
}

#[test]
fn a_plan_out_of_bounds_names_its_field() {
    let wrong = |plan: Plan| match plan.checked() {
        Err(kernel::Error::Invalid(fields)) => {
            fields.iter().map(|one| format!("{} {}", one.field, one.code)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let before = Plan { days_before: 61, ..Plan::default() };
    assert_eq!(wrong(before), ["days_before number_range"]);
    let id = |n: u128| uuid::Uuid::from_u128(n);
    let of = OfTier { tier: kernel::Id::from_uuid(id(1)), gift: kernel::Id::from_uuid(id(2)) };
    let twice = Plan { tiers: vec![of, of], ..Plan::default() };
    assert_eq!(wrong(twice), ["tiers.2.tier choice_invalid"]);
}

/// Market days begin on a Monday in March; so many days later it is somebody's birthday.
async fn member(market: &Market, name: &str, days: i64) -> MemberId {
    let day = today(market).checked_add(jiff::Span::new().days(days)).unwrap();
    let birthday = Some(born(day.month().into(), day.day().into()));
    let new = NewMember { name: name.into(), birthday, ..NewMember::default() };
    market.turn(async |tx| members::actions::add(tx, new).await).await.unwrap()
}
fn today(market: &Market) -> Date {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    market.ground.world.now().date(&zone)
}
async fn plan(market: &Market, gift: GiftId, days_before: u32) {
    let plan = Plan { gift: Some(gift), days_before, tiers: Vec::new() };
    market.turn(async |tx| keep(tx, plan).await).await.unwrap();
}
async fn given(market: &Market, member: MemberId) -> usize {
    market.turn(async |tx| pass(tx, None).await).await.unwrap();
    let mut db = market.ground.db.read().await.unwrap();
    vouchers::of_member(&mut db, market.org, member).await.unwrap().len()
}
fn wait(market: &Market, days: u64) {
    market.ground.clock.advance(Duration::from_secs(days * 86_400));
}

on_each! {
    async fn a_gift_comes_some_days_before_and_once_a_year_even_if_the_day_is_changed(market) {
        let gift = market.gift(50, |details| details.per_member = 0).await;
        plan(&market, gift, 7).await;
        let mei = member(&market, "Mei Chen", 8).await;
        assert_eq!(given(&market, mei).await, 0, "eight days are too early");
        wait(&market, 1);
        assert_eq!(given(&market, mei).await, 1);
        assert_eq!(given(&market, mei).await, 1, "an hour later");
        let later = market.turn(async |tx| {
            let mut member = members::require(tx, tx.org(), mei).await?;
            let day = today(&market).checked_add(jiff::Span::new().days(40)).unwrap();
            member.birthday = Some(born(day.month().into(), day.day().into()));
            members::actions::change(tx, member).await
        });
        later.await.unwrap();
        wait(&market, 35);
        assert_eq!(given(&market, mei).await, 1, "another day is no second gift");
        wait(&market, 365);
        assert_eq!(given(&market, mei).await, 2, "the next year is");
        let late = member(&market, "Ana Ruiz", -1).await;
        assert_eq!(given(&market, late).await, 0, "it was yesterday");
        let just = member(&market, "Luo Jian", 0).await;
        assert_eq!(given(&market, just).await, 1, "it is today");
    }
}

on_each! {
    async fn a_tier_may_have_a_gift_of_its_own_and_a_gift_that_is_gone_is_given_once_there_is_more(market) {
        let (cake, wine) = (market.gift(1, |_| ()).await, market.gift(5, |_| ()).await);
        let mei = member(&market, "Mei Chen", 0).await;
        let ana = member(&market, "Ana Ruiz", 0).await;
        let luo = member(&market, "Luo Jian", 0).await;
        let terms = crate::points::engine::tests::terms();
        let name = Words { en: "Leaves".into(), ..Words::default() };
        let tier = market.turn(async |tx| {
            let program = crate::points::create(tx, name, terms).await?;
            let ladder = tiers::keep(tx, program, tiers::engine::tests::ladder()).await?;
            let points = crate::points::Buy {
                member: mei, purchase: tx.id(), store: market.store, staff: None, source: "counter",
                at: tx.now(), amount: 12_000, items: 1, lines: Vec::new(), offer: None, before: 0,
            };
            crate::points::buy(tx, &points).await?;
            Ok(ladder.tiers[0].id.unwrap())
        }).await.unwrap();
        let plan = Plan { gift: Some(cake), days_before: 0, tiers: vec![OfTier { tier, gift: wine }] };
        market.turn(async |tx| keep(tx, plan).await).await.unwrap();
        let held = [given(&market, mei).await, given(&market, ana).await, given(&market, luo).await];
        assert_eq!(held, [1, 1, 0], "there was one cake");
        assert_eq!((market.left(cake).await, market.left(wine).await), (0, 4));
        market.turn(async |tx| crate::gifts::restock(tx, cake, 3).await).await.unwrap();
        assert_eq!(given(&market, luo).await, 1);
    }
}
