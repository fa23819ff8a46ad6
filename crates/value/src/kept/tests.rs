//! What is believed, what is refused, and that once is once.

use std::time::Duration;

use axum::{body::Body, http::Request};
use kernel::{KeptId, PageRequest, SeededChance};
use serde_json::{Value as Json, json};

use super::{
    actions::{Took, take},
    model::{AHEAD, KEPT_FOR_DAYS, NewKept, Refusal, fresh},
};
use crate::{
    on_each,
    purchases::{self, Source, Which},
    testing::{Answer, House, Market},
    visits,
};

pub fn kept(market: &Market, id: KeptId, who: &str, amount: Option<i64>) -> NewKept {
    NewKept {
        id,
        store: market.store,
        staff: None,
        device: None,
        who: who.to_owned(),
        amount,
        at: market.ground.world.now(),
        cards: None,
        source: Source::Counter,
    }
}

fn id(seed: u64) -> KeptId {
    fresh(&SeededChance::new(seed))
}

#[test]
fn a_devices_time_is_believed_within_bounds() {
    let (world, _) = kernel::World::test(kernel::Time::from_micros(1 << 50), 1);
    let now = world.now();
    let second = Duration::from_secs(1);
    let table = [
        (now, now, None),
        (now.minus(second), now.minus(second), None),
        (now.plus_days(-KEPT_FOR_DAYS), now.plus_days(-KEPT_FOR_DAYS), None),
        // A clock that is a little ahead told of now.
        (now.plus(AHEAD), now, None),
        (now.plus(AHEAD).plus(second), now, Some(Refusal::Future)),
        (now.plus_days(-KEPT_FOR_DAYS).minus(second), now, Some(Refusal::TooOld)),
    ];
    for (at, taken, refused) in table {
        let new = NewKept {
            id: id(1),
            store: world.id(),
            staff: None,
            device: None,
            who: String::new(),
            amount: Some(100),
            at,
            cards: None,
            source: Source::Counter,
        };
        assert_eq!(new.believed(now).err(), refused, "{at}");
        assert_eq!(new.believed(now).unwrap_or(now), taken, "{at}");
    }
}

on_each! {
    async fn an_id_has_one_effect_for_good(market) {
        let who = format!("M-{}", customer(&market).await);
        let told = kept(&market, id(1), &who, Some(1250));
        let take_it = async |told: &NewKept| {
            let told = told.clone();
            market.turn(async |tx| take(tx, told).await).await
        };
        let first: Took = take_it(&told).await.unwrap();
        assert!(!first.before && first.kept.purchase.is_some() && first.kept.visit.is_some());
        // A device that was off for a year.
        market.ground.clock.advance(Duration::from_secs(366 * 86_400));
        let again = take_it(&told).await.unwrap();
        assert!(again.before);
        assert_eq!(again.kept, first.kept);
        for other in [
            NewKept { amount: Some(1251), ..told.clone() },
            NewKept { amount: None, ..told.clone() },
            NewKept { who: String::new(), ..told.clone() },
            NewKept { who: format!("M-{}", customer(&market).await), ..told.clone() },
            NewKept { store: market.ground.world.id(), ..told.clone() },
        ] {
            assert!(take_it(&other).await.unwrap_err().is(Refusal::IdTaken), "{other:?}");
        }
        let unknown = kept(&market, id(2), "M-ZZZZZZ", Some(1));
        assert!(take_it(&unknown).await.unwrap_err().is(Refusal::Nobody));
        // Refused is not remembered: corrected, the same id is taken.
        assert!(!take_it(&NewKept { who, ..unknown }).await.unwrap().before);
        let nobody = take_it(&kept(&market, id(3), "", Some(300))).await.unwrap();
        assert!(nobody.kept.member.is_none() && nobody.kept.visit.is_none());
        let error = take_it(&kept(&market, id(4), "", None)).await.unwrap_err();
        assert!(matches!(error, kernel::Error::Invalid(_)), "a visit needs somebody");
    }
}

on_each! {
    async fn what_arrived_late_says_when_it_was_and_when_it_came(market) {
        let card = customer(&market).await;
        let then = market.ground.world.now();
        let told = kept(&market, id(1), &card, Some(500));
        market.ground.clock.advance(Duration::from_secs(30 * 86_400));
        let now = market.ground.world.now();
        let took = market.turn(async |tx| take(tx, told).await).await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let bought = purchases::require(&mut db, market.org, took.kept.purchase.unwrap()).await;
        let bought = bought.unwrap();
        assert_eq!((bought.at, bought.arrived_at), (then, Some(now)));
        let seen = visits::require(&mut db, market.org, took.kept.visit.unwrap()).await.unwrap();
        assert_eq!((seen.at, seen.arrived_at), (then, Some(now)));
    }
}

/// A customer's card, as it is printed.
pub async fn customer(market: &Market) -> String {
    let new = people::members::NewMember { name: "Chen Mei".into(), ..Default::default() }
        .from("counter")
        .agreed("counter", &[]);
    let id = market.turn(async |tx| people::members::actions::add(tx, new).await).await.unwrap();
    let mut db = market.ground.db.read().await.unwrap();
    people::members::require(&mut db, market.org, id).await.unwrap().code
}

/// What the counter's page gives its device.
async fn pass(house: &House) -> String {
    let page = house.get("/counter").await.body;
    let pass = page.split("data-pass=\"").nth(1).and_then(|rest| rest.split('"').next());
    pass.expect("the page carries a pass").to_owned()
}

async fn tell(house: &House, operations: &Json) -> Answer {
    let body = json!({ "operations": operations }).to_string();
    let request = Request::post("/counter/kept")
        .header("content-type", "application/json")
        .header("sec-fetch-site", "same-origin");
    house.send(request.body(Body::from(body)).unwrap()).await
}

fn states(answer: &Answer) -> Vec<(String, String)> {
    let answer: Json = serde_json::from_str(&answer.body).expect(&answer.body);
    let word = |one: &Json, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|one| (word(one, "state"), word(one, "code"))).collect()
}

#[tokio::test]
async fn a_pass_stands_for_the_cashier_when_the_counter_is_locked_again() {
    let house = House::open().await;
    let ana = house.member("Ana Ruiz").await;
    let pass = pass(&house).await;
    assert_eq!(house.post("/counter/locking", "once=x").await.status, 303);
    assert_eq!(house.get("/counter").await.location.as_deref(), Some("/counter/pin"));
    let at = house.market.ground.world.now().micros() / 1000;
    let one = |seed: u64, pass: &str, at: i64, who: &str, amount: &str| {
        json!({
            "id": id(seed), "who": who, "amount": amount, "at": at, "cards": null, "pass": pass,
        })
    };
    let card = format!("M-{}", ana.code);
    let week = 7 * 86_400_000 + 60_000;
    let told = json!([
        one(1, &pass, at, &card, "12.50"),
        one(1, &pass, at, &card, "12.50"),
        one(2, &pass.replace(char::is_numeric, "0"), at, &card, "1"),
        one(3, "", at, &card, "1"),
        one(4, &pass, at + week, &card, "1"),
        one(5, &pass, at, "M-QQQQQQ", "1"),
        one(6, &pass, at, &card, "twelve"),
        one(7, &pass, at, "", "3"),
        one(8, &pass, at, &card, ""),
    ]);
    let answer = tell(&house, &told).await;
    let expected = [
        ("done", ""),
        ("already", ""),
        ("refused", "kept.no_pass"),
        ("refused", "kept.no_pass"),
        ("refused", "kept.no_pass"),
        ("refused", "kept.nobody"),
        ("refused", "invalid"),
        ("done", ""),
        ("done", ""),
    ];
    let got = states(&answer);
    for (at, (state, code)) in expected.iter().enumerate() {
        assert_eq!((got[at].0.as_str(), got[at].1.as_str()), (*state, *code), "{at}: {got:?}");
    }
    let mut db = house.market.ground.db.read().await.unwrap();
    let page = PageRequest::default();
    let all = purchases::list(&mut db, house.market.org, Which::default(), &page).await.unwrap();
    assert_eq!(all.items.iter().map(|one| one.amount).collect::<Vec<_>>(), [300, 1250]);
    assert!(all.items.iter().all(|one| one.staff.is_some()), "whoever stood there then");
}

#[tokio::test]
async fn a_form_whose_answer_was_lost_and_what_the_device_kept_of_it_are_one() {
    let house = House::open().await;
    let ana = house.member("Ana Ruiz").await;
    let page = house.get(&format!("/counter?q=M-{}", ana.code)).await.body;
    let value = |name: &str| {
        let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect(name);
        rest.split('"').next().unwrap().to_owned()
    };
    let (mark, who) = (value("kept"), value("who"));
    let form = format!("once=a&kept={mark}&member={}&amount=7", ana.id);
    let answer = house.post("/counter/operations", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let at = house.market.ground.world.now().micros() / 1000;
    let told =
        json!([{ "id": mark, "who": who, "amount": "7.00", "at": at, "pass": pass(&house).await }]);
    assert_eq!(states(&tell(&house, &told).await), [("already".to_owned(), String::new())]);
    // And the other way round: the device was faster than somebody who sends the form again.
    let other = fresh(&SeededChance::new(9));
    let told =
        json!([{ "id": other, "who": who, "amount": "8", "at": at, "pass": pass(&house).await }]);
    assert_eq!(states(&tell(&house, &told).await), [("done".to_owned(), String::new())]);
    let form = format!("once=b&kept={other}&member={}&amount=8", ana.id);
    let answer = house.post("/counter/operations", &form).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    let page = PageRequest::default();
    let mut db = house.market.ground.db.read().await.unwrap();
    let all = purchases::list(&mut db, house.market.org, Which::default(), &page).await.unwrap();
    assert_eq!(all.items.len(), 2);
}

#[tokio::test]
async fn the_page_for_later_names_nobody_and_the_worker_may_answer_for_the_counter() {
    let house = House::open().await;
    let page = house.get("/counter/offline").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("kept-form") && !page.body.contains("Wang Li"));
    assert!(!page.body.contains("data-pass"), "it lies in a cache");
    let worker = house.get("/counter/worker.js").await;
    assert_eq!(worker.status, 200);
    assert!(worker.body.contains("ServiceWorkerGlobalScope"));
    let many: Vec<Json> = (0..51).map(|seed| json!({ "id": id(seed), "at": 0 })).collect();
    assert_eq!(tell(&house, &json!(many)).await.status, 422);
}

#[tokio::test]
async fn a_till_tells_by_the_api_and_each_is_answered_by_itself() {
    let house = House::open().await;
    let ana = house.member("Ana Ruiz").await;
    let scopes = ["counter:write".to_owned()];
    let key = house.market.turn(async |tx| web::keys::create(tx, "till", &scopes).await).await;
    let bearer = format!("Bearer {}", key.unwrap().1);
    let send = async |operations: Json| {
        let body = json!({ "operations": operations }).to_string();
        let request = Request::post("/api/v1/counter/operations")
            .header("content-type", "application/json")
            .header("authorization", &bearer);
        house.answer(request.body(Body::from(body)).unwrap()).await
    };
    let at = house.market.ground.world.now().to_string();
    let money = json!({ "amount": 1250, "currency": "CNY" });
    let (store, member) = (house.market.store, ana.id);
    let all = json!([
        { "id": id(1), "store": store, "member": member, "amount": money, "at": at },
        { "id": id(2), "store": store, "who": format!("M-{}", ana.code), "at": at },
        { "id": id(3), "store": store, "who": "M-QQQQQQ", "at": at },
        { "id": id(4), "store": house.market.ground.world.id::<kernel::kinds::Store>(), "amount": money, "at": at },
        { "id": "kop_1", "store": store, "amount": money, "at": at },
        { "id": id(5), "store": store, "amount": money, "at": "yesterday" },
        { "id": id(6), "store": store, "member": member, "who": "x", "at": at },
        { "id": id(7), "store": store, "at": at },
    ]);
    let word = |state: &str, code: &str| (state.to_owned(), code.to_owned());
    let mut expected = vec![word("done", ""), word("done", ""), word("refused", "kept.nobody")];
    expected.push(word("refused", "not_found"));
    expected.extend(std::iter::repeat_n(word("refused", "invalid"), 4));
    assert_eq!(states(&send(all.clone()).await), expected);
    expected[0] = word("already", "");
    expected[1] = word("already", "");
    assert_eq!(states(&send(all).await), expected);
    assert_eq!(send(json!([])).await.status, 422);
}
