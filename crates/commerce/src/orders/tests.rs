use kernel::{Error, SeededChance};
use value::{
    bills::{Benefit, Goods, Hours, Terms, Whom},
    prices,
    returns::{NewReturn, Wanted},
    words::Words,
};

use super::{
    actions::{cancel, leave, pay, prepare},
    model::{Event, State},
    *,
};
use crate::{
    on_each,
    testing::{Grocer, House},
};

/// Every state and every event, and what comes of it; a dash is the refusal.
const TABLE: &str = "
             reserve   pay         prepare  set_out     fail    miss    hand_over  cancel     expire   give_back
placed       reserved  -           -        -           -       -       -          cancelled  expired  -
reserved     -         paid        ready    -           -       -       collected  cancelled  expired  -
paid         -         -           ready    -           -       -       collected  cancelled  -        -
ready        -         ready       -        on_the_way  -       missed  collected  cancelled  -        -
on_the_way   -         on_the_way  -        -           failed  -       collected  -          -        -
failed       -         failed      -        on_the_way  -       -       collected  cancelled  -        -
missed       -         missed      -        -           -       -       collected  cancelled  -        -
collected    -         -           -        -           -       -       -          -          -        returned
cancelled    -         -           -        -           -       -       -          -          -        -
expired      -         paid        -        -           -       -       -          -          -        -
returned     -         -           -        -           -       -       -          -          -        -
";

#[test]
fn every_event_leads_from_every_state_where_the_table_says() {
    let events = [
        Event::Reserve,
        Event::Pay,
        Event::Prepare,
        Event::SetOut,
        Event::Fail,
        Event::Miss,
        Event::HandOver,
        Event::Cancel,
        Event::Expire,
        Event::GiveBack,
    ];
    let rows: Vec<Vec<&str>> =
        TABLE.trim().lines().skip(1).map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), State::ALL.len());
    for (row, state) in rows.iter().zip(State::ALL) {
        assert_eq!(row[0], state.word());
        for (cell, event) in row[1..].iter().zip(events) {
            let found = state.after(event).map_or("-", State::word);
            assert_eq!(found, *cell, "{state} and {event:?}");
        }
    }
}

/// Ten percent off, of one product or of all.
async fn member_price(grocer: &Grocer, product: Option<&str>) {
    let mut terms = Terms::of(Benefit::Percent { percent: 10, most: None });
    let products = product.into_iter().map(str::to_owned).collect();
    terms.conditions.goods = Goods { products, categories: Vec::new() };
    let name = Words { en: "Member day".into(), ..Words::default() };
    let rule = prices::Rule {
        name,
        terms,
        whom: Whom::Members,
        hours: Hours::default(),
        stores: Vec::new(),
    };
    grocer.turn(async |tx| prices::actions::create(tx, rule).await).await.unwrap();
}

on_each! {
    async fn an_order_has_the_prices_of_the_day_on_which_it_was_placed(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 10).await;
        let cream = grocer.product("Cream", 800, 4).await;
        let before = grocer.order(ana, &[(berries, 1)]).await.unwrap();
        member_price(&grocer, Some("strawberries")).await;
        let order = grocer.order(ana, &[(berries, 2), (cream, 1)]).await.unwrap();
        let lines = grocer.turn(async |tx| store::lines(tx, tx.org(), order).await).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.amount, line.taken_off)).collect();
        assert_eq!(told, [(2700, 300), (800, 0)]);
        assert_eq!((grocer.now_of(order).await.amount, grocer.now_of(before).await.amount), (3500, 1500));
        let purchase = grocer.hand_over(order).await.unwrap();
        let bought = grocer.turn(async |tx| value::purchases::require(tx, tx.org(), purchase).await).await.unwrap();
        assert_eq!((bought.amount, bought.taken_off), (3500, 300), "it is taken off once, and known");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_shows_a_members_price_beside_what_it_costs_anybody() {
    let house = House::open().await;
    let ana = house.grocer.member("Ana").await;
    let berries = house.grocer.product("Strawberries", 1500, 10).await;
    member_price(&house.grocer, None).await;
    let (phone, nobody) = (house.phone(ana).await, String::new());
    for path in ["/fresh/shop".to_owned(), format!("/fresh/shop/products/{berries}")] {
        let mine = house.get(&phone, &path).await;
        assert!(mine.body.contains("13.50") && mine.body.contains("15.00"), "{}", mine.body);
        let guest = house.get(&nobody, &path).await;
        assert!(guest.body.contains("members ¥13.50"), "{}", guest.body);
    }
    house.post(&phone, "/fresh/shop/basket", &format!("product={berries}&quantity=2")).await;
    for lang in ["en", "zh-CN", "es"] {
        let basket = house.get(&phone, &format!("/fresh/shop/basket?lang={lang}")).await;
        let body = basket.body.replace(',', ".");
        assert!(body.contains("27.00") && body.contains("30.00"), "{body}");
        let shop = house.get(&phone, &format!("/fresh/shop?lang={lang}")).await;
        assert!(shop.body.contains("Member day"), "{}", shop.body);
    }
    let placed = house
        .post(&phone, "/fresh/shop/orders", &format!("store={}", house.grocer.riverside))
        .await;
    let order = house.get(&phone, &placed.location).await;
    assert!(order.body.contains("27.00") && order.body.contains("30.00"), "{}", order.body);
}

on_each! {
    async fn an_order_is_held_packed_collected_and_is_a_purchase(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 10).await;
        let cream = grocer.product("Cream", 800, 4).await;
        let treat = grocer.bundle("Berries and cream", &[(berries, 2), (cream, 1)]).await;
        let order = grocer.order(ana, &[(berries, 3), (treat, 2)]).await.unwrap();
        assert_eq!((grocer.left(berries).await, grocer.left(cream).await), (3, 2));
        grocer.turn(async |tx| prepare(tx, order).await).await.unwrap();
        grocer.wait(100);
        grocer.settle().await;
        assert_eq!(grocer.now_of(order).await.state, State::Ready, "what is packed waits for a person");
        let purchase = grocer.hand_over(order).await.unwrap();
        let done = grocer.now_of(order).await;
        assert_eq!((done.state, done.payment, done.amount), (State::Collected, Payment::Paid, 14_500));
        let mut db = grocer.ground.db.read().await.unwrap();
        let bought = value::purchases::require(&mut db, grocer.org, purchase).await.unwrap();
        assert_eq!((bought.amount, bought.items, bought.member), (14_500, 5, Some(ana)));
        let lines = value::purchases::lines(&mut db, grocer.org, purchase).await.unwrap();
        assert_eq!(lines[0].category.as_deref(), Some("Fruit"));
        assert_eq!((lines[1].product.as_deref(), lines[1].amount), (Some("Berries and cream"), 10_000));
        let again = grocer.hand_over(order).await.unwrap_err();
        assert!(again.is(Refusal::NotNow), "handed over once");
        assert_eq!((grocer.left(berries).await, grocer.left(cream).await), (3, 2));
        let told = grocer.events("orders.").await;
        assert_eq!(told, ["orders.placed", "orders.ready", "orders.collected"]);
    }
}

on_each! {
    async fn what_is_not_there_is_named_by_its_line_and_nothing_is_held(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 10).await;
        let cream = grocer.product("Cream", 800, 3).await;
        let treat = grocer.bundle("Berries and cream", &[(berries, 2), (cream, 1)]).await;
        let error = grocer.order(ana, &[(berries, 9), (treat, 1)]).await.unwrap_err();
        let Error::Invalid(fields) = error else { panic!("{error}") };
        let wrong: Vec<_> = fields.iter().map(|one| (one.field.as_ref(), one.code)).collect();
        assert_eq!(wrong, [("lines.1", "pieces_left"), ("lines.2", "pieces_left")]);
        assert_eq!((grocer.left(berries).await, grocer.left(cream).await), (10, 3));
        assert!(grocer.events("orders.").await.is_empty());
    }
}

on_each! {
    async fn who_does_not_come_in_time_frees_the_goods(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 2).await;
        let order = grocer.order(ana, &[(berries, 2)]).await.unwrap();
        let ben = grocer.member("Ben").await;
        grocer.wait(47);
        grocer.settle().await;
        assert!(grocer.order(ben, &[(berries, 1)]).await.is_err(), "still held for Ana");
        grocer.wait(2);
        grocer.settle().await;
        assert_eq!(grocer.now_of(order).await.state, State::Expired);
        grocer.order(ben, &[(berries, 2)]).await.unwrap();
        let error = grocer.hand_over(order).await.unwrap_err();
        assert!(error.is(Refusal::NotNow), "{error}");
        assert_eq!(grocer.left(berries).await, 0);
    }
}

on_each! {
    async fn money_that_comes_late_takes_the_goods_again_if_they_are_there(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 2).await;
        let order = grocer.order(ana, &[(berries, 2)]).await.unwrap();
        grocer.wait(49);
        grocer.settle().await;
        let ben = grocer.member("Ben").await;
        let other = grocer.order(ben, &[(berries, 1)]).await.unwrap();
        let error = grocer.turn(async |tx| pay(tx, order).await).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "Ben has one of them: {error}");
        let late = grocer.now_of(order).await;
        assert_eq!((late.state, late.payment), (State::Expired, Payment::Owed), "and nobody says paid");
        grocer.turn(async |tx| cancel(tx, other, "").await).await.unwrap();
        for _ in 0..2 {
            grocer.turn(async |tx| pay(tx, order).await).await.unwrap();
        }
        grocer.wait(1000);
        grocer.settle().await;
        assert_eq!((grocer.now_of(order).await.state, grocer.left(berries).await), (State::Paid, 0));
        grocer.turn(async |tx| cancel(tx, order, "closed for a week").await).await.unwrap();
        assert_eq!((grocer.now_of(order).await.payment, grocer.left(berries).await), (Payment::Refunded, 2));
    }
}

on_each! {
    async fn calling_off_puts_everything_back_in_whatever_state(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 5).await;
        let order = grocer.order(ana, &[(berries, 2)]).await.unwrap();
        grocer.turn(async |tx| leave(tx, order).await).await.unwrap();
        assert_eq!(grocer.left(berries).await, 5);
        let order = grocer.order(ana, &[(berries, 2)]).await.unwrap();
        grocer.turn(async |tx| prepare(tx, order).await).await.unwrap();
        let error = grocer.turn(async |tx| leave(tx, order).await).await.unwrap_err();
        assert!(error.is(Refusal::NotNow), "what somebody packed is not left with a tap");
        assert_eq!(grocer.left(berries).await, 3);
        let why = "We dropped it, sorry";
        grocer.turn(async |tx| cancel(tx, order, why).await).await.unwrap();
        grocer.turn(async |tx| cancel(tx, order, "again").await).await.unwrap();
        assert_eq!((grocer.left(berries).await, grocer.now_of(order).await.reason.as_str()), (5, why));
    }
}

on_each! {
    async fn an_order_that_came_back_whole_is_returned(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 5).await;
        let order = grocer.order(ana, &[(berries, 2)]).await.unwrap();
        let purchase = grocer.hand_over(order).await.unwrap();
        for expected in [State::Collected, State::Returned] {
            let wanted = Wanted { pieces: vec![(1, 1)], amount: None };
            let (store, staff, reason) = (grocer.riverside, None, "bruised".to_owned());
            let new = NewReturn { purchase, store, staff, wanted, reason };
            grocer.turn(async |tx| value::returns::take(tx, new).await.map(drop)).await.unwrap();
            grocer.settle().await;
            assert_eq!(grocer.now_of(order).await.state, expected);
        }
        assert_eq!(grocer.left(berries).await, 3, "somebody looks at it before it is sold again");
    }
}

on_each! {
    async fn another_store_does_not_hand_it_over_and_erasing_calls_it_off(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 5).await;
        let order = grocer.order(ana, &[(berries, 2)]).await.unwrap();
        let elsewhere = actions::Hands {
            store: grocer.hillside,
            staff: None,
            source: value::purchases::Source::Counter,
        };
        let error = grocer.turn(async |tx| actions::hand_over(tx, order, elsewhere).await).await;
        assert!(error.unwrap_err().is(Refusal::OtherStore));
        let all = grocer.copy_of(ana).await;
        assert_eq!(all["commerce"]["orders"][0]["amount"], 3000);
        grocer.turn(async |tx| people::members::actions::erase(tx, ana).await).await.unwrap();
        grocer.settle().await;
        assert_eq!(grocer.now_of(order).await.state, State::Cancelled);
        assert_eq!(grocer.left(berries).await, 5);
        let gone = grocer.order(ana, &[(berries, 1)]).await.unwrap_err();
        assert!(matches!(gone, Error::Invalid(_)), "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_everything_has_every_order_however_many_there_are() {
    let grocer = Grocer::open(::store::Engine::Sqlite).await;
    let ana = grocer.member("Ana").await;
    let berries = grocer.product("Berries", 300, 1000).await;
    for _ in 0..201 {
        grocer.order(ana, &[(berries, 1)]).await.unwrap();
    }
    let all = grocer.copy_of(ana).await;
    let orders = all["commerce"]["orders"].as_array().unwrap();
    assert_eq!(orders.len(), 201);
    assert!(orders.iter().all(|order| order["lines"][0]["quantity"] == 1));
}

/// What an independent hand keeps: on the shelf, and per order what it has taken off it.
struct Notes {
    shelf: [i64; 2],
    orders: Vec<(OrderId, [i64; 2], State)>,
}

async fn shelves_agree(grocer: &Grocer, goods: [kernel::ProductId; 2], notes: &Notes) {
    for (at, product) in goods.into_iter().enumerate() {
        assert_eq!(grocer.left(product).await, notes.shelf[at]);
    }
    for (order, _, state) in &notes.orders {
        assert_eq!(grocer.now_of(*order).await.state, *state);
    }
}

/// Random lives of orders, with the shelves counted by hand beside them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_history_of_orders_loses_a_piece() {
    for seed in 0..6 {
        let grocer = Grocer::open(::store::Engine::Sqlite).await;
        let chance = SeededChance::new(seed);
        let ana = grocer.member("Ana").await;
        let goods =
            [grocer.product("Strawberries", 1500, 9).await, grocer.product("Cream", 800, 7).await];
        let mut notes = Notes { shelf: [9, 7], orders: Vec::new() };
        for _ in 0..40 {
            let mut dice = [0u8; 4];
            kernel::Chance::fill(&chance, &mut dice);
            step(&grocer, goods, &mut notes, (ana, dice)).await;
        }
        shelves_agree(&grocer, goods, &notes).await;
    }
}

async fn step(
    grocer: &Grocer,
    goods: [kernel::ProductId; 2],
    notes: &mut Notes,
    (ana, dice): (kernel::MemberId, [u8; 4]),
) {
    let pick = usize::from(dice[1]);
    if dice[0] % 6 == 0 || notes.orders.is_empty() {
        let wanted = [i64::from(dice[2] % 4) + 1, i64::from(dice[3] % 3) + 1];
        let there = (0..2).all(|at| wanted[at] <= notes.shelf[at]);
        let made = grocer.order(ana, &[(goods[0], wanted[0]), (goods[1], wanted[1])]).await;
        assert_eq!(made.is_ok(), there, "{made:?}");
        if let Ok(id) = made {
            (0..2).for_each(|at| notes.shelf[at] -= wanted[at]);
            notes.orders.push((id, wanted, State::Reserved));
        }
        return;
    }
    let count = notes.orders.len();
    let (id, has, state) = &mut notes.orders[pick % count];
    let (done, event) = match dice[0] % 6 {
        5 => {
            let enough = *state != State::Expired || (0..2).all(|at| has[at] <= notes.shelf[at]);
            let done = grocer.turn(async |tx| pay(tx, *id).await).await;
            let before = grocer.now_of(*id).await;
            if *state == State::Expired && enough {
                (0..2).for_each(|at| notes.shelf[at] -= has[at]);
            }
            if enough && let Some(next) = state.after(Event::Pay) {
                assert!(done.is_ok(), "{done:?}");
                assert_eq!(before.payment, Payment::Paid);
                *state = next;
            }
            return;
        }
        1 => (grocer.turn(async |tx| prepare(tx, *id).await).await, Event::Prepare),
        2 => (grocer.hand_over(*id).await.map(drop), Event::HandOver),
        3 => (grocer.turn(async |tx| cancel(tx, *id, "").await).await, Event::Cancel),
        _ => {
            grocer.wait(13);
            grocer.settle().await;
            for (id, has, state) in &mut notes.orders {
                let now = grocer.now_of(*id).await;
                if now.state == State::Expired && *state == State::Reserved {
                    assert!(now.held_until <= grocer.ground.world.now());
                    (0..2).for_each(|at| notes.shelf[at] += has[at]);
                    *state = State::Expired;
                }
            }
            return;
        }
    };
    let repeated = matches!((*state, event), (State::Ready, Event::Prepare))
        || matches!((*state, event), (State::Cancelled, Event::Cancel));
    assert_eq!(
        done.is_ok(),
        state.after(event).is_some() || repeated,
        "{state} {event:?} {done:?}"
    );
    if let Some(next) = state.after(event) {
        if next == State::Cancelled {
            (0..2).for_each(|at| notes.shelf[at] += has[at]);
        }
        *state = next;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ana_orders_on_her_phone_and_the_counter_finds_it_by_her_code() {
    let house = House::open().await;
    let ana = house.grocer.member("Ana").await;
    let berries = house.grocer.product("Strawberries", 1500, 3).await;
    let (phone, staff) = (house.phone(ana).await, house.staff());
    let form = format!("product={berries}&quantity=2");
    let put = house.post(&phone, "/fresh/shop/basket", &form).await;
    assert_eq!((put.status, put.location.as_str()), (303, "/fresh/shop/basket"), "{}", put.body);
    let basket = house.get(&phone, "/fresh/shop/basket").await;
    assert!(basket.body.contains("Strawberries") && basket.body.contains("2 pieces"));
    let form = format!("store={}", house.grocer.riverside);
    let placed = house.post(&phone, "/fresh/shop/orders", &form).await;
    assert_eq!(placed.status, 303, "{}", placed.body);
    let page = house.get(&phone, &placed.location).await;
    let id: OrderId = placed.location.rsplit('/').next().unwrap().parse().unwrap();
    let code = house.grocer.now_of(id).await.code;
    assert!(page.body.contains(&value::codes::shown(&code)), "the code is on the phone");
    let ben = house.grocer.member("Ben").await;
    let foreign = house.get(&house.phone(ben).await, &placed.location).await;
    assert_eq!(foreign.status, 404, "nobody else's");
    let found = house.get(&staff, &format!("/counter?q={code}")).await;
    assert_eq!(found.location, format!("/counter/orders/{id}"));
    let desk = house.get(&staff, &found.location).await;
    assert!(desk.body.contains("Ana") && desk.body.contains("Strawberries"), "{}", desk.body);
    let given = house.post(&staff, &format!("/counter/orders/{id}/collection"), "").await;
    assert_eq!(given.status, 303, "{}", given.body);
    let said = house.get(&staff, &given.location).await;
    assert!(said.body.contains("Handed over"));
    let again = house.post(&staff, &format!("/counter/orders/{id}/collection"), "").await;
    assert_eq!(again.status, 409);
    for path in ["/console/orders", "/console/orders?q=Ana", "/console/orders?state=collected"] {
        let list = house.get(&staff, path).await;
        assert!(list.body.contains(&id.to_string()), "{path}");
    }
    let file = house.get(&staff, "/console/orders?csv=1").await;
    assert!(file.body.contains(",collected,paid,30.00,2,"), "{}", file.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_works_for_one_store_is_shown_its_orders_only() {
    let house = House::open().await;
    let grocer = &house.grocer;
    let ana = grocer.member("Ana").await;
    let berries = grocer.product("Strawberries", 1500, 9).await;
    let order = grocer.order(ana, &[(berries, 2)]).await.unwrap();
    for (store, orders) in [(grocer.riverside, 1), (grocer.hillside, 0)] {
        let mut db = grocer.ground.db.read().await.unwrap();
        let waits = store::waiting(&mut db, grocer.org, Some(vec![store])).await.unwrap();
        drop(db);
        assert_eq!(waits, (orders, 0));
        let manager = house.manager(store).await;
        for path in [format!("/console/members/{ana}"), "/console/orders".to_owned()] {
            let page = house.get(&manager, &path).await;
            let shown = page.body.contains(&format!("/console/orders/{order}"));
            assert_eq!((page.status, shown), (200, orders == 1), "{path}");
        }
    }
    let asked = house.get(&house.phone(ana).await, "/fresh/me/erasure").await;
    assert!(asked.body.contains("1 order not collected"), "{}", asked.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pick_list_says_what_to_take_and_for_whom() {
    let house = House::open().await;
    let (ana, ben) = (house.grocer.member("Ana").await, house.grocer.member("Ben").await);
    let berries = house.grocer.product("Strawberries", 1500, 9).await;
    house.grocer.order(ana, &[(berries, 2)]).await.unwrap();
    let packed = house.grocer.order(ben, &[(berries, 3)]).await.unwrap();
    house.grocer.turn(async |tx| prepare(tx, packed).await).await.unwrap();
    let path = format!("/console/orders/picking/sheet?store={}", house.grocer.riverside);
    let sheet = house.get(&house.staff(), &path).await;
    assert_eq!(sheet.status, 200);
    assert!(sheet.body.contains("Ana") && !sheet.body.contains("Ben"), "packed ones are done");
}

on_each! {
    async fn what_costs_more_than_any_amount_is_not_ordered(grocer) {
        let most = kernel::money::LARGEST_AMOUNT;
        let gold = grocer.product("A bar of gold", most, 9).await;
        let ana = grocer.member("Ana").await;
        let error = grocer.order(ana, &[(gold, 2)]).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
        assert_eq!(grocer.left(gold).await, 9);
        let order = grocer.order(ana, &[(gold, 1)]).await.unwrap();
        assert_eq!(grocer.now_of(order).await.amount, most);
    }
}
