use std::time::Duration;

use axum::http::StatusCode;
use kernel::{OrgId, Role, Scope, StaffId, StoreId};

use super::actions;
use crate::{
    house::{Browser, House},
    staff,
    stores::{self, NewStore},
};

const AGAIN: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

async fn store(house: &House, org: OrgId) -> StoreId {
    let run =
        async |tx: &mut ::store::Tx| stores::actions::open(tx, NewStore::named("Riverside")).await;
    house.ground.db.write(&Scope::system(org), run).await.unwrap().value
}

async fn with_pin(house: &House, org: OrgId, name: &str, pin: &str) -> StaffId {
    let id = house.person(org, name, Role::Cashier).await;
    let hash = staff::hash(&house.ground.world, pin).await.unwrap();
    let run =
        async |tx: &mut ::store::Tx| staff::actions::set_pin(tx, id, Some(hash.clone())).await;
    house.ground.db.write(&Scope::system(org), run).await.unwrap();
    id
}

async fn code(house: &House, org: OrgId, store: StoreId) -> String {
    let run = async |tx: &mut ::store::Tx| actions::offer(tx, store, "Counter 1").await;
    house.ground.db.write(&Scope::system(org), run).await.unwrap().value
}

async fn paired(house: &House, code: &str) -> Browser {
    let mut device = house.browser();
    let answer = device.post("/counter/pairing", &[("code", code), ("once", "x")]).await;
    assert_eq!(answer.to, "/counter/pin", "{}", answer.text);
    assert_eq!(device.jar["regulars_counter"].0, "/counter");
    device
}

async fn enter(device: &mut Browser, who: StaffId, pin: &str) -> crate::house::Answer {
    let who = who.to_string();
    device.post("/counter/pin", &[("who", &who), ("pin", pin), ("once", "x")]).await
}

#[tokio::test]
async fn a_code_pairs_one_device_within_ten_minutes() {
    for house in House::all().await {
        let (org, _) = house.brand("fresh").await;
        let store = store(&house, org).await;
        assert_eq!(house.browser().get("/counter/pin").await.to, "/counter/pairing");
        let first = code(&house, org, store).await;
        paired(&house, &format!(" {} {} ", &first[..3], &first[3..])).await;
        let late = code(&house, org, store).await;
        house.ground.clock.advance(Duration::from_secs(601));
        for wrong in [first.as_str(), late.as_str(), "", "abc", "99999999999999999999"] {
            let form = [("code", wrong), ("once", "x")];
            let answer = house.browser().post("/counter/pairing", &form).await;
            assert_eq!(answer.status, AGAIN, "{wrong}");
        }
    }
}

#[tokio::test]
async fn five_wrong_pins_lock_that_person_on_that_device_only() {
    for house in House::all().await {
        let (org, _) = house.brand("fresh").await;
        let store = store(&house, org).await;
        let (li, wu) =
            (with_pin(&house, org, "Li", "2580").await, with_pin(&house, org, "Wu", "1379").await);
        let mut one = paired(&house, &code(&house, org, store).await).await;
        let mut two = paired(&house, &code(&house, org, store).await).await;
        for _ in 0..5 {
            assert_eq!(enter(&mut one, li, "0000").await.status, AGAIN);
        }
        assert_eq!(enter(&mut one, li, "2580").await.status, AGAIN, "locked");
        assert_eq!(enter(&mut one, wu, "1379").await.to, "/counter");
        assert_eq!(enter(&mut two, li, "2580").await.to, "/counter");
        house.ground.clock.advance(Duration::from_secs(601));
        assert_eq!(enter(&mut one, li, "2580").await.to, "/counter");
    }
}

#[tokio::test]
async fn faces_are_those_with_a_pin_and_a_leaver_is_out_at_once() {
    let house = House::quick().await;
    let (org, owner) = house.brand("fresh").await;
    let store = store(&house, org).await;
    let li = with_pin(&house, org, "Li", "2580").await;
    let mut device = paired(&house, &code(&house, org, store).await).await;
    let page = device.get("/counter/pin").await;
    assert!(page.text.contains("Li") && !page.text.contains("Chen Mei"));
    let pad = device.get(&format!("/counter/pin?who={li}")).await;
    assert!(pad.text.contains("type=\"password\"") && pad.text.contains("Riverside · Counter 1"));
    assert_eq!(enter(&mut device, owner, "2580").await.status, StatusCode::NOT_FOUND);
    assert_eq!(enter(&mut device, li, "２５８０").await.to, "/counter");
    assert!(device.get("/counter/pin").await.text.contains("Go on as Li"));
    let by = staff::By::System;
    let run = async |tx: &mut ::store::Tx| staff::actions::disable(tx, &by, li).await;
    house.ground.db.write(&Scope::system(org), run).await.unwrap();
    let page = device.get("/counter/pin").await;
    assert!(!page.text.contains("Go on as"), "the counter stayed open");
    assert_eq!(enter(&mut device, li, "2580").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_unpaired_or_forged_device_is_no_counter() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    house.brand("sport").await;
    let store = store(&house, org).await;
    let li = with_pin(&house, org, "Li", "2580").await;
    let mut device = paired(&house, &code(&house, org, store).await).await;
    let mut forged = house.browser();
    forged.jar.insert("regulars_counter".into(), ("/counter".into(), "f".repeat(64)));
    assert_eq!(enter(&mut forged, li, "2580").await.to, "/counter/pairing");
    let all = super::list(&mut house.ground.db.read().await.unwrap(), org).await.unwrap();
    let href = all[0].href();
    let mut other = house.signed_in("sport@fresh.example").await;
    assert_eq!(other.get(&href).await.status, StatusCode::NOT_FOUND);
    let unpairing = format!("{href}/unpairing");
    let answer = other.post(&unpairing, &[("once", "x")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let mut owner = house.signed_in("fresh@fresh.example").await;
    let once = owner.get(&href).await.once(&unpairing);
    assert_eq!(owner.post(&unpairing, &[("once", &once)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(device.get("/counter/pin").await.to, "/counter/pairing");
    assert_eq!(enter(&mut device, li, "2580").await.to, "/counter/pairing");
}

#[tokio::test]
async fn a_counter_locks_itself_when_the_shop_wants_it() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    let store = store(&house, org).await;
    let li = with_pin(&house, org, "Li", "2580").await;
    let mut device = paired(&house, &code(&house, org, store).await).await;
    let all = super::list(&mut house.ground.db.read().await.unwrap(), org).await.unwrap();
    let id = all[0].id;
    let run = async |tx: &mut ::store::Tx| actions::change(tx, id, "Counter 1", "4").await;
    house.ground.db.write(&Scope::system(org), run).await.unwrap();
    assert_eq!(enter(&mut device, li, "2580").await.to, "/counter");
    house.ground.clock.advance(Duration::from_secs(3 * 3600));
    house.ground.db.settle().await.unwrap();
    assert!(device.get("/counter/pin").await.text.contains("Go on as Li"));
    house.ground.clock.advance(Duration::from_secs(3601));
    house.ground.db.settle().await.unwrap();
    assert!(!device.get("/counter/pin").await.text.contains("Go on as"));
}
