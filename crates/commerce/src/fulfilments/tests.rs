use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan as _, civil::Date};
use kernel::{Error, OrderId, OutletId, Result};

use super::*;
use crate::{
    baskets::Chosen,
    on_each,
    orders::{
        self, Payment, State,
        actions::{NewOrder, cancel, pay, place, prepare},
        journey::{fail, set_out},
    },
    outlets::{self, Details, Missed, Slot, sheet_parcels, slots},
    products,
    testing::{Grocer, House},
};

fn door() -> Door {
    Door {
        name: "Ana".into(),
        phone: "13800000001".into(),
        postcode: "200040".into(),
        address: "Garden Street 3, 2B".into(),
        note: String::new(),
    }
}

async fn open(grocer: &Grocer, details: Details) -> OutletId {
    grocer.turn(async |tx| outlets::actions::open(tx, details).await).await.unwrap()
}

/// The slots that an outlet offers now.
async fn offered(grocer: &Grocer, id: OutletId) -> Vec<Slot> {
    let mut db = grocer.ground.db.read().await.unwrap();
    let outlet = outlets::require(&mut db, grocer.org, id).await.unwrap();
    let shop = web::shops::require(&mut db, grocer.org).await.unwrap();
    slots::offered(&outlet, kernel::Clock::now(&*grocer.ground.clock), &shop.zone)
}

async fn order(
    grocer: &Grocer,
    (member, product): (kernel::MemberId, kernel::ProductId),
    (outlet, slot): (OutletId, Slot),
    door: Option<Door>,
) -> Result<OrderId> {
    grocer
        .turn(async |tx| {
            let product = products::require(tx, tx.org(), product).await?;
            let wanted = Wanted { outlet, day: slot.day, from: slot.from, door };
            let lines = vec![Chosen { product, quantity: 1 }];
            let new = NewOrder { member, way: Way::Outlet(wanted), lines, vouchers: Vec::new() };
            place(tx, new).await.map(|order| order.id)
        })
        .await
}

/// One that is brought to a door.
pub async fn delivered(grocer: &Grocer, what: (kernel::MemberId, kernel::ProductId)) -> OrderId {
    let zone = open(grocer, outlets::testing::zone(grocer)).await;
    let slot = offered(grocer, zone).await[0];
    order(grocer, what, (zone, slot), Some(door())).await.unwrap()
}

async fn way(grocer: &Grocer, order: OrderId) -> Fulfilment {
    let mut db = grocer.ground.db.read().await.unwrap();
    find(&mut db, grocer.org, order).await.unwrap().unwrap()
}

on_each! {
    async fn a_slot_has_no_more_orders_than_room_however_many_ask_at_once(grocer) {
        let point = open(&grocer, outlets::testing::point(&grocer)).await;
        let berries = grocer.product("Strawberries", 1500, 50).await;
        let monday = offered(&grocer, point).await.into_iter().find(|slot| slot.room == 2).unwrap();
        let ana = grocer.member("Ana").await;
        let asks = (0..8).map(|_| order(&grocer, (ana, berries), (point, monday), None));
        let answers = futures::future::join_all(asks).await;
        let (placed, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((placed.len(), refused.len()), (2, 6));
        assert!(refused.into_iter().all(|one| one.unwrap_err().is(outlets::Refusal::Full)));
        assert_eq!(grocer.left(berries).await, 48, "who found no room holds no goods");
        let first = *placed[0].as_ref().unwrap();
        grocer.turn(async |tx| cancel(tx, first, "").await).await.unwrap();
        order(&grocer, (ana, berries), (point, monday), None).await.unwrap();
        let again = order(&grocer, (ana, berries), (point, monday), None).await;
        assert!(again.unwrap_err().is(outlets::Refusal::Full));
    }
}

on_each! {
    async fn a_window_that_gets_less_room_keeps_what_was_ordered_and_takes_no_more(grocer) {
        let details = outlets::testing::point(&grocer);
        let point = open(&grocer, details.clone()).await;
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let monday = offered(&grocer, point).await.into_iter().find(|slot| slot.room == 2).unwrap();
        order(&grocer, (ana, berries), (point, monday), None).await.unwrap();
        let with = |room| {
            let mut details = details.clone();
            details.windows[0].room = room;
            details
        };
        grocer.turn(async |tx| outlets::actions::change(tx, point, with(1)).await).await.unwrap();
        let full = order(&grocer, (ana, berries), (point, monday), None).await;
        assert!(full.unwrap_err().is(outlets::Refusal::Full));
        grocer.turn(async |tx| outlets::actions::change(tx, point, with(3)).await).await.unwrap();
        for _ in 0..2 {
            order(&grocer, (ana, berries), (point, monday), None).await.unwrap();
        }
        let full = order(&grocer, (ana, berries), (point, monday), None).await;
        assert!(full.unwrap_err().is(outlets::Refusal::Full));
    }
}

on_each! {
    async fn what_is_wrong_with_a_way_says_so_and_nothing_is_held(grocer) {
        let (point, zone) = (
            open(&grocer, outlets::testing::point(&grocer)).await,
            open(&grocer, outlets::testing::zone(&grocer)).await,
        );
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let slot = offered(&grocer, point).await[0];
        let past = Slot { day: slot.day.checked_sub(28.days()).unwrap(), ..slot };
        let never = Slot { from: slot.from + 1, ..slot };
        let far = Slot { day: slot.day.checked_add(70.days()).unwrap(), ..slot };
        let foreign = kernel::Id::from_uuid(uuid::Uuid::from_u128(7));
        let outside = Door { postcode: "999".into(), ..door() };
        let table: [(OutletId, Slot, Option<Door>, &str); 9] = [
            (foreign, slot, None, "outlet"),
            (point, past, None, "outlets.not_offered"),
            (point, never, None, "outlets.not_offered"),
            (point, far, None, "outlets.not_offered"),
            (zone, slot, None, "name"),
            (zone, slot, Some(Door { phone: "12".into(), ..door() }), "phone"),
            (zone, slot, Some(Door { address: " ".into(), ..door() }), "address"),
            (zone, slot, Some(Door { note: "x".repeat(201), ..door() }), "note"),
            (zone, slot, Some(outside), "outlets.outside"),
        ];
        for (at, (outlet, slot, door, expected)) in table.into_iter().enumerate() {
            let said = match order(&grocer, (ana, berries), (outlet, slot), door).await.unwrap_err() {
                Error::Invalid(fields) => fields.first().unwrap().field.to_string(),
                Error::Refused(refused) => refused.code.to_string(),
                other => panic!("row {at}: {other}"),
            };
            assert_eq!(said, expected, "row {at}");
        }
        grocer.turn(async |tx| outlets::actions::set_state(tx, point, outlets::State::Closed).await).await.unwrap();
        let closed = order(&grocer, (ana, berries), (point, slot), None).await;
        assert!(closed.unwrap_err().is(outlets::Refusal::Closed));
        assert_eq!(grocer.left(berries).await, 50);
        assert!(grocer.events("orders.").await.is_empty());
    }
}

on_each! {
    async fn a_delivery_is_paid_with_its_fee_rings_in_vain_and_is_a_purchase_at_last(grocer) {
        let zone = open(&grocer, outlets::testing::zone(&grocer)).await;
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let slot = offered(&grocer, zone).await[0];
        let id = order(&grocer, (ana, berries), (zone, slot), Some(door())).await.unwrap();
        assert_eq!((grocer.now_of(id).await.amount, way(&grocer, id).await.fee), (2300, 800));
        assert_eq!(way(&grocer, id).await.door.unwrap().phone, "+8613800000001");
        let early = grocer.turn(async |tx| set_out(tx, id).await).await;
        assert!(early.unwrap_err().is(orders::Refusal::NotNow), "it is not packed");
        grocer.turn(async |tx| { pay(tx, id).await?; prepare(tx, id).await?; set_out(tx, id).await }).await.unwrap();
        let away = grocer.turn(async |tx| cancel(tx, id, "").await).await;
        assert!(away.unwrap_err().is(orders::Refusal::NotNow), "it is not here to be called off");
        grocer.turn(async |tx| fail(tx, id, "Nobody opened").await).await.unwrap();
        assert_eq!((grocer.now_of(id).await.state, way(&grocer, id).await.attempts), (State::Failed, 1));
        grocer.turn(async |tx| set_out(tx, id).await).await.unwrap();
        let purchase = grocer.hand_over(id).await.unwrap();
        let mut db = grocer.ground.db.read().await.unwrap();
        let bought = value::purchases::require(&mut db, grocer.org, purchase).await.unwrap();
        let lines = value::purchases::lines(&mut db, grocer.org, purchase).await.unwrap();
        assert_eq!((bought.amount, lines.len(), lines[1].amount), (2300, 2, 800));
        drop(db);
        let told = grocer.events("orders.").await;
        let expected = ["placed", "paid", "ready", "set_out", "attempt_failed", "set_out", "collected"];
        assert_eq!(told, expected.map(|one| format!("orders.{one}")));
        grocer.wait(24 * 13);
        grocer.settle().await;
        assert!(way(&grocer, id).await.door.is_some());
        grocer.wait(25);
        grocer.settle().await;
        assert_eq!(way(&grocer, id).await.door, None, "where they live is forgotten");
    }
}

on_each! {
    async fn what_is_paid_for_a_delivery_goes_back_with_its_fee_and_the_door_with_its_member(grocer) {
        let zone = open(&grocer, outlets::testing::zone(&grocer)).await;
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let slot = offered(&grocer, zone).await[0];
        let id = order(&grocer, (ana, berries), (zone, slot), Some(door())).await.unwrap();
        grocer.turn(async |tx| { pay(tx, id).await?; cancel(tx, id, "").await }).await.unwrap();
        let done = grocer.now_of(id).await;
        assert_eq!((done.payment, done.amount, way(&grocer, id).await.holds), (Payment::Refunded, 2300, false));
        let other = order(&grocer, (ana, berries), (zone, slot), Some(door())).await.unwrap();
        grocer.turn(async |tx| people::members::actions::erase(tx, ana).await).await.unwrap();
        grocer.settle().await;
        for id in [id, other] {
            assert_eq!(way(&grocer, id).await.door, None);
        }
    }
}

on_each! {
    async fn what_nobody_collects_waits_in_the_store_or_goes_back_as_the_point_says(grocer) {
        let berries = grocer.product("Strawberries", 1500, 50).await;
        let ana = grocer.member("Ana").await;
        let mut ids = Vec::new();
        for missed in [Missed::Kept, Missed::Returned] {
            let details = Details { missed, ..outlets::testing::point(&grocer) };
            let point = open(&grocer, details).await;
            let slot = offered(&grocer, point).await[0];
            let packed = order(&grocer, (ana, berries), (point, slot), None).await.unwrap();
            grocer.turn(async |tx| { pay(tx, packed).await?; prepare(tx, packed).await }).await.unwrap();
            ids.push(packed);
        }
        let slot = offered(&grocer, way(&grocer, ids[0]).await.outlet).await[0];
        let bare = order(&grocer, (ana, berries), (way(&grocer, ids[0]).await.outlet, slot), None).await;
        grocer.wait(24 * 8);
        grocer.settle().await;
        let [kept, returned] = [grocer.now_of(ids[0]).await, grocer.now_of(ids[1]).await];
        assert_eq!((kept.state, kept.payment), (State::Missed, Payment::Paid));
        assert_eq!((returned.state, returned.payment), (State::Cancelled, Payment::Refunded));
        if let Ok(bare) = bare {
            assert_eq!(grocer.now_of(bare).await.state, State::Expired, "not packed, not paid");
        }
        assert_eq!(grocer.left(berries).await, 49);
        grocer.hand_over(ids[0]).await.unwrap();
        assert_eq!(grocer.now_of(ids[0]).await.state, State::Collected);
    }
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// In how many pick lists each order stands, over all outlets and days.
async fn listed(grocer: &Grocer, outlets: &[OutletId]) -> BTreeMap<OrderId, usize> {
    let mut db = grocer.ground.db.read().await.unwrap();
    let now = kernel::Clock::now(&*grocer.ground.clock);
    let first: Date = "2020-01-01".parse().unwrap();
    let (mut found, mut days) = (BTreeMap::new(), BTreeSet::new());
    for row in
        ::store::Read::rows(&mut db, "SELECT DISTINCT day FROM order_fulfilment", ::store::args![])
            .await
            .unwrap()
    {
        days.insert(row.get::<String>("day").unwrap().parse::<Date>().unwrap_or(first));
    }
    for id in outlets {
        let outlet = outlets::require(&mut db, grocer.org, *id).await.unwrap();
        for day in &days {
            for parcel in sheet_parcels(&mut db, grocer.org, &outlet, *day, now).await.unwrap() {
                *found.entry(parcel.order.id).or_default() += 1;
            }
        }
    }
    found
}

async fn history(grocer: &Grocer, seed: u64) {
    let mut dice = Dice(seed);
    let mut outlets = Vec::new();
    for details in [
        outlets::testing::point(grocer),
        outlets::testing::zone(grocer),
        outlets::testing::point(grocer),
    ] {
        outlets.push(open(grocer, details).await);
    }
    let (ana, berries) =
        (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 1_000).await);
    // The diary: what was placed where, and not called off.
    let mut diary: BTreeMap<OrderId, (OutletId, String)> = BTreeMap::new();
    let mut in_store = BTreeSet::new();
    for step in 0..60 {
        let any = diary.keys().nth(dice.below(diary.len())).copied();
        match (dice.below(9), any) {
            (0..=3, _) => {
                let outlet = outlets[dice.below(outlets.len())];
                let all = offered(grocer, outlet).await;
                let slot = all[dice.below(all.len().min(3))];
                let mut used = 0;
                for (id, place) in &diary {
                    if *place == (outlet, slot.key()) && way(grocer, *id).await.holds {
                        used += 1;
                    }
                }
                let placed = order(grocer, (ana, berries), (outlet, slot), Some(door())).await;
                match placed {
                    Ok(id) => {
                        assert!(
                            used < slot.room,
                            "seed {seed} step {step}: {used} of {}",
                            slot.room
                        );
                        diary.insert(id, (outlet, slot.key()));
                    }
                    Err(error) => {
                        assert!(
                            error.is(outlets::Refusal::Full),
                            "seed {seed} step {step}: {error}"
                        );
                        assert_eq!(used, slot.room, "seed {seed} step {step}");
                    }
                }
            }
            (4, _) => {
                in_store.insert(grocer.order(ana, &[(berries, 1)]).await.unwrap());
            }
            (5, Some(id)) => drop(grocer.turn(async |tx| cancel(tx, id, "").await).await),
            (6, Some(id)) => drop(grocer.turn(async |tx| prepare(tx, id).await).await),
            (7, Some(id)) => drop(grocer.turn(async |tx| set_out(tx, id).await).await),
            (8, _) => {
                grocer.wait(u64::try_from(dice.below(40)).unwrap());
                grocer.settle().await;
            }
            _ => {}
        }
    }
    let listed = listed(grocer, &outlets).await;
    for id in diary.keys() {
        let state = grocer.now_of(*id).await.state_at(kernel::Clock::now(&*grocer.ground.clock));
        let expected = usize::from(!matches!(state, State::Cancelled | State::Expired));
        assert_eq!(listed.get(id).copied().unwrap_or(0), expected, "seed {seed}: {id} is {state}");
    }
    assert!(in_store.iter().all(|id| !listed.contains_key(id)), "seed {seed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_history_passes_a_slots_room_and_each_order_is_in_one_pick_list() {
    for engine in ::store::testing::engines() {
        for seed in 1..=4 {
            history(&Grocer::open(engine).await, seed).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_orders_to_a_point_and_the_neighbour_hands_it_over_by_code() {
    let house = House::open().await;
    let grocer = &house.grocer;
    let (ana, mei) = (grocer.member("Ana Ruiz").await, grocer.member("Mei").await);
    let berries = grocer.product("Strawberries", 1500, 50).await;
    let details = Details { keeper: Some(mei), ..outlets::testing::point(grocer) };
    let point = open(grocer, details).await;
    let phone = house.phone(ana).await;
    let put =
        house.post(&phone, "/fresh/shop/basket", &format!("product={berries}&quantity=2")).await;
    assert_eq!(put.status, 303, "{}", put.body);
    let page = house.get(&phone, "/fresh/shop/points").await;
    assert!(
        page.status == 200 && page.body.contains("Mei&#39;s door")
            || page.body.contains("Mei's door"),
        "{}",
        page.body
    );
    let slot = offered(grocer, point).await[0];
    let bad =
        house.post(&phone, "/fresh/shop/points", &format!("slot={point}@2020-01-06-1700")).await;
    assert_eq!(bad.status, 422, "{}", bad.body);
    let placed =
        house.post(&phone, "/fresh/shop/points", &format!("slot={point}@{}", slot.key())).await;
    assert_eq!(placed.status, 303, "{}", placed.body);
    let shown = house.get(&phone, &placed.location).await;
    assert!(shown.body.contains("Garden Street 3"), "{}", shown.body);
    let sheet = format!("/console/outlets/{point}/sheet?day={}", slot.day);
    let printed = house.get(&house.staff(), &sheet).await;
    assert!(printed.status == 200 && printed.body.contains("Strawberries"), "{}", printed.body);
    let file = house.get(&house.staff(), &format!("{sheet}&csv=1")).await;
    assert!(file.body.starts_with("code,slot,state"), "{}", file.body);
    let packed = house
        .post(
            &house.staff(),
            &format!("/console/outlets/{point}/readiness"),
            &format!("slot={}", slot.key()),
        )
        .await;
    assert_eq!(packed.status, 303, "{}", packed.body);
    let mut db = grocer.ground.db.read().await.unwrap();
    let all = of_day(&mut db, grocer.org, point, slot.day).await.unwrap();
    let order = orders::require(&mut db, grocer.org, all[0].order).await.unwrap();
    drop(db);
    assert_eq!(order.state, State::Ready);
    let keeper = house.phone(mei).await;
    let here = format!("/fresh/points/{point}");
    assert_eq!(house.get(&phone, &here).await.status, 404, "it is Mei's");
    let page = house.get(&keeper, &format!("{here}?code={}", order.code)).await;
    assert!(
        page.status == 200 && !page.body.contains("Ruiz"),
        "no more than a first name: {}",
        page.body
    );
    let wrong = house.post(&keeper, &format!("{here}/handovers"), "code=ABCDEFGHJ").await;
    assert_eq!(wrong.status, 422);
    let given =
        house.post(&keeper, &format!("{here}/handovers"), &format!("code={}", order.code)).await;
    assert_eq!(given.status, 303, "{}", given.body);
    assert_eq!(grocer.now_of(order.id).await.state, State::Collected);
    for page in [
        "/console/outlets".to_owned(),
        format!("/console/outlets/{point}?day={}", slot.day),
        format!("/console/outlets/{point}/details"),
        "/console/outlets/zones/new".to_owned(),
        format!("/console/orders/{}", order.id),
    ] {
        assert_eq!(house.get(&house.staff(), &page).await.status, 200, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_has_it_brought_to_the_door_and_the_form_names_what_is_missing() {
    let house = House::open().await;
    let grocer = &house.grocer;
    let ana = grocer.member("Ana Ruiz").await;
    let berries = grocer.product("Strawberries", 1500, 50).await;
    let zone = open(grocer, outlets::testing::zone(grocer)).await;
    let phone = house.phone(ana).await;
    house.post(&phone, "/fresh/shop/basket", &format!("product={berries}&quantity=2")).await;
    for (typed, said) in
        [("", "Postal code"), ("999", "We do not come there"), ("200040", "Garden")]
    {
        let page = house.get(&phone, &format!("/fresh/shop/delivery?postcode={typed}")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(said) || typed == "200040", "{typed}: {}", page.body);
    }
    let slot = offered(grocer, zone).await[0].key();
    let form = format!("slot={zone}@{slot}&postcode=200040&name=Ana&phone=13800000001&note=");
    let bare = house.post(&phone, "/fresh/shop/delivery", &form).await;
    assert!(bare.status == 422 && bare.body.contains("13800000001"), "{}", bare.body);
    let placed = house
        .post(&phone, "/fresh/shop/delivery", &format!("{form}&address=Garden+Street+3"))
        .await;
    assert_eq!(placed.status, 303, "{}", placed.body);
    let shown = house.get(&phone, &placed.location).await;
    assert!(shown.body.contains("Garden Street 3"), "{}", shown.body);
    assert!(shown.body.contains("38"), "two punnets and the fee");
}
