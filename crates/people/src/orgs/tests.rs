use kernel::{Error, Lang, Result, Role};
use store::{Registry, testing::Ground};
use web::shops;

use super::{Refusal, SetUp, actions};
use crate::staff;

fn migrations() -> Vec<store::Migration> {
    [store::MIGRATIONS, web::MIGRATIONS, super::slice().migrations].concat()
}

async fn grounds() -> Vec<Ground> {
    let mut grounds = Vec::new();
    for engine in store::testing::engines() {
        grounds.push(store::testing::ground(engine, &migrations(), Registry::default()).await);
    }
    grounds
}

fn fresh() -> SetUp {
    SetUp {
        name: "Fresh Market".into(),
        currency: "CNY".into(),
        time_zone: "Asia/Shanghai".into(),
        country: "cn".into(),
        lang: Lang::Zh,
        owner_name: "陈美".into(),
        email: " Mei@Fresh.example ".into(),
        password: "corner shop 7".into(),
        ..SetUp::default()
    }
}

fn wrong(result: Result<impl Sized>) -> Vec<String> {
    match result.map(drop) {
        Err(Error::Invalid(fields)) => {
            fields.iter().map(|one| format!("{} {}", one.field, one.code)).collect()
        }
        other => vec![format!("{other:?}")],
    }
}

#[tokio::test]
async fn a_brand_is_set_up_with_its_owner() {
    for ground in grounds().await {
        let (org, owner) = actions::set_up(&ground.db, fresh()).await.unwrap();
        let mut db = ground.db.read().await.unwrap();
        let shop = shops::require(&mut db, org).await.unwrap();
        assert_eq!((shop.slug.as_str(), shop.country.as_str()), ("fresh-market", "CN"));
        let person = staff::require(&mut db, org, owner).await.unwrap();
        assert_eq!(person.role, Role::Owner);
        assert_eq!(person.email.as_deref(), Some("mei@fresh.example"));
        assert!(person.has_password && person.works());
    }
}

#[tokio::test]
async fn names_alike_get_addresses_of_their_own_and_people_do_not_share_one() {
    for ground in grounds().await {
        let (first, _) = actions::set_up(&ground.db, fresh()).await.unwrap();
        assert_eq!(wrong(actions::set_up(&ground.db, fresh()).await), ["email taken"]);
        let other = SetUp { email: "ana@fresh.example".into(), ..fresh() };
        let (second, _) = actions::set_up(&ground.db, other.clone()).await.unwrap();
        let given = SetUp {
            email: "x@fresh.example".into(),
            slug: Some("fresh-market-2".into()),
            ..fresh()
        };
        assert_eq!(wrong(actions::set_up(&ground.db, given).await), ["slug taken"]);
        let chinese = SetUp { name: "鲜市".into(), email: "l@fresh.example".into(), ..fresh() };
        let (third, _) = actions::set_up(&ground.db, chinese).await.unwrap();
        let mut db = ground.db.read().await.unwrap();
        let slug = async |org, db: &mut _| shops::require(db, org).await.unwrap().slug;
        assert_eq!(slug(first, &mut db).await, "fresh-market");
        assert_eq!(slug(second, &mut db).await, "fresh-market-2");
        let slug = slug(third, &mut db).await;
        assert!(slug.len() == 7 && slug.starts_with('s'), "{slug}");
    }
}

#[tokio::test]
async fn everything_wrong_is_named_at_once() {
    let ground = grounds().await.remove(0);
    let bad = SetUp {
        name: " ".into(),
        slug: Some("Console".into()),
        currency: "XYZ9".into(),
        time_zone: "Mars/Olympus".into(),
        country: "China".into(),
        owner_name: String::new(),
        email: "mei@".into(),
        password: "short".into(),
        ..SetUp::default()
    };
    assert_eq!(
        wrong(actions::set_up(&ground.db, bad).await),
        [
            "name required",
            "slug taken",
            "currency choice_invalid",
            "time_zone choice_invalid",
            "country choice_invalid",
            "owner_name required",
            "email email_invalid",
            "password password_short"
        ]
    );
}

#[tokio::test]
async fn the_link_of_the_first_start_works_once_and_only_the_newest() {
    for ground in grounds().await {
        let db = &ground.db;
        let old = actions::first_start(db, &ground.world).await.unwrap().unwrap();
        let new = actions::first_start(db, &ground.world).await.unwrap().unwrap();
        let gone = |error: Error| error.is(Refusal::SetUpGone);
        assert!(gone(actions::set_up_by_link(db, &old, fresh()).await.unwrap_err()));
        assert!(gone(actions::set_up_by_link(db, "guessed", fresh()).await.unwrap_err()));
        // A mistake in the form does not use it up.
        let bad = SetUp { email: "no".into(), ..fresh() };
        assert_eq!(wrong(actions::set_up_by_link(db, &new, bad).await), ["email email_invalid"]);
        actions::set_up_by_link(db, &new, fresh()).await.unwrap();
        let again = SetUp { email: "b@fresh.example".into(), ..fresh() };
        assert!(gone(actions::set_up_by_link(db, &new, again).await.unwrap_err()));
        assert_eq!(actions::first_start(db, &ground.world).await.unwrap(), None);
    }
}

#[test]
fn every_place_of_the_lists_is_one() {
    for country in super::places::COUNTRIES {
        assert!(country.currency.parse::<kernel::Currency>().is_ok(), "{country:?}");
        for zone in country.zones {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }
}
