//! Packs, what they find, and choosing them.

use ::store::{Engine, testing::engines};
use kernel::{Currency, Error, Fields};
use people::stores::{self, NewStore};
use web::{Shop, shops};

use super::{
    actions,
    model::{Chance, Check, Contact, Facts, Prepaid, WayIn, Weight, find, of_country, packs, stop},
};
use crate::testing::Market;

#[test]
fn every_pack_is_read_and_every_rule_says_where_it_stands() {
    let names: Vec<_> = packs().iter().map(|pack| pack.name.as_str()).collect();
    assert_eq!(names, ["cn", "eu", "us"], "a file that cannot be read is not there");
    for pack in packs() {
        let day = |text: &str| text.parse::<jiff::civil::Date>().is_ok();
        assert!(day(&pack.read_on) && !pack.countries.is_empty(), "{}", pack.name);
        for rule in &pack.rules {
            assert!(!rule.cites.is_empty() && day(&rule.since), "{} {}", pack.name, rule.name);
            let needs = matches!(
                rule.check,
                Some(
                    Check::TopPrize
                        | Check::TotalPrizes
                        | Check::WalletNamed
                        | Check::WalletUnnamed
                        | Check::WalletRefundDays
                        | Check::DepositShare
                        | Check::WithdrawalDays
                )
            );
            assert_eq!(rule.limit.is_some(), needs, "{} {}", pack.name, rule.name);
            let lang = kernel::Lang::En;
            let said = super::words::rule(lang, pack, rule);
            assert_ne!(said, rule.name, "a rule without words");
            if rule.check.is_none() {
                let always = web::t!(lang, "laws-always");
                assert_ne!(super::words::kept(lang, rule), always, "{} says not how", rule.name);
            }
        }
    }
}

/// What is planned, where, and the codes of what stops it.
type Row = (&'static str, &'static str, Option<Chance>, Contact, &'static [&'static str]);

#[test]
fn what_breaks_a_rule_is_found_and_what_keeps_to_it_is_not() {
    let chance = |top, total, way_in| Some(Chance { top, total, way_in });
    let (free, paid) = (WayIn::Free, WayIn::Paid);
    let said = Contact::Said;
    let rows: &[Row] = &[
        ("CN", "CNY", None, Contact::Missing, &[]),
        ("CN", "CNY", chance(5_000_000, 90_000_000, paid), said, &[]),
        ("CN", "CNY", chance(5_000_001, 5_000_001, free), said, &["law_top_prize"]),
        ("CN", "CNY", chance(1, 1, free), Contact::Missing, &["law_contact"]),
        ("CN", "EUR", chance(1, 1, free), said, &["law_currency"]),
        ("CN", "EUR", chance(0, 0, free), said, &[]),
        ("ES", "EUR", chance(9_000_000, 9_000_000, paid), said, &[]),
        ("ES", "EUR", chance(1, 1, free), Contact::Missing, &["law_contact"]),
        ("US", "USD", chance(1, 1, paid), said, &["law_free_way_in"]),
        ("US", "USD", chance(900_000, 900_000, free), Contact::Missing, &[]),
        ("JP", "JPY", chance(9_000_000, 9_000_000, paid), Contact::Missing, &[]),
    ];
    for (country, currency, chance, contact, codes) in rows {
        let currency: Currency = currency.parse().unwrap();
        let facts = Facts { chance: *chance, prepaid: None, currency, contact: *contact };
        let found = find(&of_country(country), &facts);
        let mut fields = Fields::default();
        stop(&found, |_| "prizes", &mut fields);
        let stopped: Vec<_> = fields.of("prizes").map(|one| one.code).collect();
        assert_eq!(stopped, *codes, "{country} {currency:?} {chance:?}");
    }
}

#[test]
fn a_deposit_that_may_be_kept_is_small_and_comes_back_for_two_weeks() {
    let rows: &[(&str, i64, i64, u32, &[&str])] = &[
        ("CN", 10_000, 2_000, 0, &[]),
        ("CN", 10_000, 2_001, 0, &["law_deposit_share"]),
        ("CN", 0, 1, 30, &["law_deposit_share"]),
        ("CN", i64::MAX, i64::MAX, 30, &["law_deposit_share"]),
        ("ES", 10_000, 9_000, 14, &[]),
        ("ES", 10_000, 1, 13, &["law_withdrawal"]),
        ("ES", 10_000, 0, 0, &[]),
        ("US", 10_000, 10_000, 0, &[]),
    ];
    for (country, price, kept, back_days, codes) in rows {
        let prepaid = Some(Prepaid { price: *price, kept: *kept, back_days: *back_days });
        let currency = "JPY".parse().unwrap();
        let facts = Facts { chance: None, prepaid, currency, contact: Contact::Said };
        let mut fields = Fields::default();
        stop(&find(&of_country(country), &facts), |_| "after", &mut fields);
        let stopped: Vec<_> = fields.of("after").map(|one| one.code).collect();
        assert_eq!(stopped, *codes, "{country} {kept} of {price}, {back_days} days");
    }
}

#[test]
fn what_only_the_shop_knows_is_said_and_stops_nothing() {
    let chance = Chance { top: 1, total: 500_001, way_in: WayIn::Free };
    let currency = "USD".parse().unwrap();
    let facts = Facts { chance: Some(chance), prepaid: None, currency, contact: Contact::Said };
    let found = find(&of_country("US"), &facts);
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((only.rule.name.as_str(), only.rule.weight), ("registration", Weight::Note));
    let mut fields = Fields::default();
    stop(&found, |_| "prizes", &mut fields);
    assert!(fields.check(()).is_ok());
}

async fn names(market: &Market, shop: &Shop) -> Vec<&'static str> {
    let mut db = market.ground.db.read().await.unwrap();
    let held = actions::held(&mut db, shop).await.unwrap();
    held.into_iter().map(|pack| pack.name.as_str()).collect()
}

async fn open(engine: Engine) -> (Market, Shop) {
    let market = Market::open(engine).await;
    let mut db = market.ground.db.read().await.unwrap();
    let shop = shops::require(&mut db, market.org).await.unwrap();
    drop(db);
    (market, shop)
}

#[tokio::test]
async fn a_shop_keeps_to_its_countrys_pack_until_it_chooses() {
    for engine in engines() {
        let (market, shop) = open(engine).await;
        assert_eq!(names(&market, &shop).await, ["cn"]);
        let choose = async |packs: &[&str]| {
            let packs: Vec<String> = packs.iter().map(|one| (*one).to_owned()).collect();
            market.turn(async |tx| actions::choose(tx, &shop, &packs).await.map(drop)).await
        };
        choose(&["us", "cn", "us"]).await.unwrap();
        assert_eq!(names(&market, &shop).await, ["cn", "us"], "each once");
        assert!(matches!(choose(&["cn", "xx"]).await, Err(Error::Invalid(_))), "no such pack");
        assert_eq!(names(&market, &shop).await, ["cn", "us"], "nothing of it was kept");
        choose(&[]).await.unwrap();
        assert!(names(&market, &shop).await.is_empty(), "none is a choice, too");
    }
}

#[tokio::test]
async fn an_open_store_with_an_address_says_where_the_shop_is_found() {
    for engine in engines() {
        let (market, shop) = open(engine).await;
        let found = async || {
            let chance = Some(Chance { top: 1, total: 1, way_in: WayIn::Free });
            let mut db = market.ground.db.read().await.unwrap();
            actions::findings(&mut db, &shop, chance).await.unwrap().len()
        };
        let build = async |name: &str, address: &str| {
            let new = NewStore { address: address.to_owned(), ..NewStore::named(name) };
            market.turn(async |tx| stores::actions::open(tx, new).await).await.unwrap()
        };
        assert_eq!(found().await, 1, "there is no store");
        build("Market hall", " ").await;
        assert_eq!(found().await, 1, "nobody could find it");
        build("Riverside", "4 River Street").await;
        assert_eq!(found().await, 0);
    }
}
