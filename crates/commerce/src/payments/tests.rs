use kernel::{
    Error, MemberId, Money, OrderId, PaymentId, ProductId, Result, Ways,
    payment::{Fact, NotTold, PayState, RefundState},
};
use value::returns::{NewReturn, Wanted};

use super::{
    actions::{NewPayment, begin, hear, leave, refund, resolve},
    double::{Double, Mishap},
    jobs,
    model::{BackState, Cause, DIFFERS, REFUND_FAILED, REFUNDED_ELSEWHERE, WRONG_AMOUNT},
    store, *,
};
use crate::{
    fulfilments,
    orders::{self, actions::cancel},
    testing::Grocer,
};

/// Each state and what the provider says, and what comes of it.
const TABLE: &str = "
           waiting   paid  closed  failed  refunded
starting   starting  paid  closed  failed  paid
open       open      paid  closed  failed  paid
paid       paid      paid  paid    paid    paid
closed     closed    paid  closed  closed  paid
failed     failed    paid  failed  failed  paid
";

#[test]
fn money_that_was_paid_is_never_forgotten_in_whatever_order_words_arrive() {
    let heard = [
        PayState::Waiting,
        PayState::Paid,
        PayState::Closed,
        PayState::Failed,
        PayState::Refunded(None),
    ];
    let rows: Vec<Vec<&str>> =
        TABLE.trim().lines().skip(1).map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), State::ALL.len());
    for (row, state) in rows.iter().zip(State::ALL) {
        assert_eq!(row[0], state.word());
        for (cell, heard) in row[1..].iter().zip(heard) {
            assert_eq!(state.after(heard).word(), *cell, "{state} and {heard:?}");
        }
    }
}

/// A grocer with two providers, Ana, and strawberries.
pub struct Stall {
    pub grocer: Grocer,
    pub stripe: Double,
    pub wechat: Double,
    pub ana: MemberId,
    pub berries: ProductId,
}

impl Stall {
    pub async fn open(engine: ::store::Engine) -> Self {
        let (stripe, wechat) = (Double::default(), Double::default());
        let ways = Ways::default()
            .with("stripe", std::sync::Arc::new(stripe.clone()))
            .with("wechat", std::sync::Arc::new(wechat.clone()));
        let grocer = Grocer::open_where(engine, ways).await;
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 6).await;
        Self { grocer, stripe, wechat, ana, berries }
    }
    pub async fn order(&self) -> OrderId {
        self.grocer.order(self.ana, &[(self.berries, 2)]).await.unwrap()
    }
    pub async fn begin(&self, order: OrderId, way: &str) -> Result<PaymentId> {
        let base_url = "https://club.example".to_owned();
        let new = NewPayment { order, way: way.to_owned(), base_url };
        let id = self.grocer.turn(async |tx| begin(tx, new).await).await?;
        self.grocer.settle().await;
        Ok(id)
    }
    pub async fn hear(&self, fact: &Fact) -> Result<(), NotTold> {
        let fact = fact.clone();
        let heard = self.grocer.turn(async |tx| hear(tx, "stripe", fact).await).await.unwrap();
        self.grocer.settle().await;
        heard
    }
    pub async fn pay(&self, id: PaymentId) {
        let fact = self.stripe.pay(&id.to_string()).expect("it can be paid");
        self.hear(&fact).await.unwrap();
    }
    pub async fn now_of(&self, id: PaymentId) -> Payment {
        let mut db = self.grocer.ground.db.read().await.unwrap();
        store::require(&mut db, self.grocer.org, id).await.unwrap()
    }
    /// Why and how much of it goes back, and whether it arrived.
    pub async fn backs(&self, id: PaymentId) -> Vec<(Cause, i64, BackState)> {
        let mut db = self.grocer.ground.db.read().await.unwrap();
        let backs = store::backs(&mut db, self.grocer.org, id).await.unwrap();
        backs.iter().map(|back| (back.cause, back.amount, back.state)).collect()
    }
    pub async fn order_at(&self, id: OrderId) -> (orders::State, orders::Payment) {
        let order = self.grocer.now_of(id).await;
        (order.state, order.payment)
    }
    pub fn minutes(&self, minutes: u64) {
        self.grocer.ground.clock.advance(std::time::Duration::from_secs(60 * minutes));
    }
    pub async fn left(&self) -> i64 {
        self.grocer.left(self.berries).await
    }
    pub fn has(&self, id: PaymentId) -> i64 {
        self.stripe.has(&id.to_string()) + self.wechat.has(&id.to_string())
    }
}

macro_rules! at_each {
    (async fn $name:ident($stall:ident) $body:block) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for engine in ::store::testing::engines() {
                let $stall = Stall::open(engine).await;
                $body
            }
        }
    };
}

use orders::{Payment as Pays, State as Stands};

at_each! {
    async fn an_order_is_paid_online_packed_and_handed_over(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        let open = stall.now_of(id).await;
        assert_eq!((open.state, open.theirs), (State::Open, Some(format!("their_{id}"))));
        assert_eq!(stall.begin(order, "stripe").await.unwrap(), id, "a second tap is the same payment");
        stall.pay(id).await;
        assert_eq!(stall.order_at(order).await, (Stands::Paid, Pays::Paid));
        assert!(stall.now_of(id).await.taken);
        let copy = stall.grocer.copy_of(stall.ana).await;
        assert_eq!(copy["commerce"]["payments"][0]["state"], "paid");
        stall.grocer.wait(100);
        stall.grocer.settle().await;
        stall.grocer.hand_over(order).await.unwrap();
        assert_eq!((stall.has(id), stall.left().await), (3000, 4));
        let told = stall.grocer.events("payments.").await;
        assert_eq!(told, ["payments.received"]);
        let error = stall.begin(order, "stripe").await.unwrap_err();
        assert!(error.is(Refusal::NotOwed), "{error}");
    }
}

at_each! {
    async fn a_message_that_never_comes_is_asked_for(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        stall.stripe.pay(&id.to_string()).unwrap();
        stall.minutes(1);
        stall.grocer.settle().await;
        assert_eq!(stall.order_at(order).await, (Stands::Paid, Pays::Paid));
    }
}

at_each! {
    async fn a_message_has_one_effect_and_must_be_of_its_own_payment(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        let fact = stall.stripe.pay(&id.to_string()).unwrap();
        for _ in 0..3 {
            stall.hear(&fact).await.unwrap();
        }
        let later = Fact { event: "evt_again".into(), ..fact.clone() };
        stall.hear(&later).await.unwrap();
        assert_eq!((stall.order_at(order).await, stall.backs(id).await), ((Stands::Paid, Pays::Paid), vec![]));
        let foreign = stall.grocer.turn(async |tx| hear(tx, "wechat", fact.clone()).await).await.unwrap();
        assert_eq!(foreign, Err(NotTold::WrongPayment), "of another way");
        let unknown = Fact { payment: "pay_01JZ8X3F5QW9V2B7N4M6K0RSTD".parse().unwrap(), ..fact.clone() };
        assert_eq!(stall.hear(&unknown).await, Err(NotTold::WrongPayment));
        let closed = stall.stripe.tell(&id.to_string(), PayState::Closed, Money::new(3000, "CNY".parse().unwrap()));
        stall.hear(&closed).await.unwrap();
        assert_eq!(stall.now_of(id).await.state, State::Paid, "an older word comes late");
    }
}

at_each! {
    async fn another_amount_or_currency_is_not_taken_for_the_order(stall) {
        for (amount, currency) in [(2999, "CNY"), (3001, "CNY"), (3000, "EUR")] {
            let order = stall.order().await;
            let id = stall.begin(order, "stripe").await.unwrap();
            let money = Money::new(amount, currency.parse().unwrap());
            let fact = stall.stripe.tell(&id.to_string(), PayState::Paid, money);
            stall.hear(&fact).await.unwrap();
            let odd = stall.now_of(id).await;
            assert_eq!((odd.trouble.as_str(), odd.said, odd.taken), (WRONG_AMOUNT, Some(amount), false));
            assert_eq!(stall.order_at(order).await.1, Pays::Owed);
            let error = stall.grocer.turn(async |tx| refund(tx, id, 100, "sorry").await).await.unwrap_err();
            assert!(error.is(Refusal::NothingLeft), "{error}");
            let error = stall.grocer.turn(async |tx| resolve(tx, id, " ").await).await.unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "what was done must be said");
            stall.grocer.turn(async |tx| resolve(tx, id, "given back at the till").await).await.unwrap();
            assert_eq!(stall.now_of(id).await.trouble, "");
            stall.grocer.turn(async |tx| cancel(tx, order, "").await).await.unwrap();
        }
    }
}

at_each! {
    async fn what_nobody_pays_is_closed_and_the_order_waits_on(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        for _ in 0..32 {
            stall.minutes(1);
            stall.grocer.settle().await;
        }
        assert_eq!(stall.now_of(id).await.state, State::Closed);
        assert!(stall.stripe.pay(&id.to_string()).is_none(), "closed at the provider too");
        assert_eq!(stall.order_at(order).await, (Stands::Reserved, Pays::Owed));
        let again = stall.begin(order, "wechat").await.unwrap();
        assert_ne!(again, id);
        stall.grocer.wait(49);
        stall.grocer.settle().await;
        assert_eq!((stall.order_at(order).await.0, stall.left().await), (Stands::Expired, 6));
        assert_eq!(stall.now_of(again).await.state, State::Closed);
    }
}

at_each! {
    async fn goods_are_held_as_long_as_somebody_pays(stall) {
        let order = stall.order().await;
        stall.minutes(48 * 60 - 5);
        let id = stall.begin(order, "stripe").await.unwrap();
        stall.minutes(20);
        stall.grocer.settle().await;
        assert_eq!((stall.order_at(order).await.0, stall.left().await), (Stands::Reserved, 4));
        stall.pay(id).await;
        assert_eq!(stall.order_at(order).await, (Stands::Paid, Pays::Paid));
    }
}

/// Whether the goods of an order that is over are still there when the money comes.
async fn late(stall: &Stall, order: OrderId, gone: &[(ProductId, i64)]) -> PaymentId {
    let id = stall.begin(order, "stripe").await.unwrap();
    let fact = stall.stripe.pay(&id.to_string()).unwrap();
    for _ in 0..400 {
        stall.stripe.goes_wrong(Mishap::Silent);
    }
    stall.grocer.wait(24 * 8);
    stall.grocer.settle().await;
    assert_eq!(stall.order_at(order).await, (Stands::Expired, Pays::Owed));
    if !gone.is_empty() {
        stall.grocer.order(stall.ana, gone).await.unwrap();
    }
    stall.stripe.books().mishaps.clear();
    stall.hear(&fact).await.unwrap();
    id
}

at_each! {
    async fn late_money_takes_the_goods_again_if_they_are_there(stall) {
        let order = stall.order().await;
        let id = late(&stall, order, &[]).await;
        assert_eq!(stall.order_at(order).await, (Stands::Paid, Pays::Paid));
        assert_eq!((stall.has(id), stall.left().await), (3000, 4));
    }
}

at_each! {
    async fn late_money_goes_back_by_itself_if_the_goods_are_sold(stall) {
        let order = stall.order().await;
        let id = late(&stall, order, &[(stall.berries, 5)]).await;
        assert_eq!(stall.order_at(order).await, (Stands::Expired, Pays::Owed));
        assert_eq!(stall.backs(id).await, [(Cause::SoldOut, 3000, BackState::Done)]);
        assert_eq!((stall.has(id), stall.left().await), (0, 1));
        assert_eq!(stall.grocer.events("payments.").await, ["payments.received", "payments.refunded"]);
    }
}

at_each! {
    async fn late_money_for_a_slot_that_went_to_others_goes_back_with_its_fee(stall) {
        let order = fulfilments::tests::delivered(&stall.grocer, (stall.ana, stall.berries)).await;
        let id = late(&stall, order, &[]).await;
        assert_eq!(stall.order_at(order).await, (Stands::Expired, Pays::Owed));
        assert_eq!(stall.backs(id).await, [(Cause::Late, 2300, BackState::Done)]);
        assert_eq!((stall.has(id), stall.left().await), (0, 6));
        let at_the_counter = stall.grocer.turn(async |tx| orders::actions::pay(tx, order).await).await;
        assert!(at_the_counter.unwrap_err().is(orders::Refusal::SlotGone));
    }
}

at_each! {
    async fn what_is_paid_twice_goes_back_once(stall) {
        let order = stall.order().await;
        let first = stall.begin(order, "wechat").await.unwrap();
        let paid = stall.wechat.pay(&first.to_string()).unwrap();
        stall.wechat.goes_wrong(Mishap::Silent);
        let second = stall.begin(order, "stripe").await.unwrap();
        stall.pay(second).await;
        let heard = stall.grocer.turn(async |tx| hear(tx, "wechat", paid).await).await.unwrap();
        assert_eq!(heard, Ok(()));
        stall.grocer.settle().await;
        let mut kept = [stall.has(first), stall.has(second)];
        kept.sort_unstable();
        assert_eq!(kept, [0, 3000]);
        let other = stall.order().await;
        let online = stall.begin(other, "stripe").await.unwrap();
        stall.grocer.hand_over(other).await.unwrap();
        assert!(stall.now_of(online).await.is_over(stall.grocer.ground.world.now()));
        stall.pay(online).await;
        assert_eq!(stall.backs(online).await, [(Cause::Twice, 3000, BackState::Done)]);
    }
}

at_each! {
    async fn calling_off_gives_the_money_back_once(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        stall.pay(id).await;
        stall.grocer.turn(async |tx| orders::actions::leave(tx, order).await).await.unwrap();
        stall.grocer.turn(async |tx| cancel(tx, order, "again").await).await.unwrap();
        stall.grocer.settle().await;
        assert_eq!(stall.order_at(order).await, (Stands::Cancelled, Pays::Refunded));
        assert_eq!(stall.backs(id).await, [(Cause::Cancelled, 3000, BackState::Done)]);
        assert_eq!((stall.has(id), stall.left().await), (0, 6));
        let counter = stall.order().await;
        stall.grocer.turn(async |tx| orders::actions::pay(tx, counter).await).await.unwrap();
        let error = stall.grocer.turn(async |tx| orders::actions::leave(tx, counter).await).await;
        assert!(error.unwrap_err().is(orders::Refusal::NotNow), "a till pays back by hand");
    }
}

at_each! {
    async fn calling_off_while_it_is_paid_never_keeps_money_without_an_order(stall) {
        for _ in 0..8 {
            let order = stall.order().await;
            let id = stall.begin(order, "stripe").await.unwrap();
            let fact = stall.stripe.pay(&id.to_string()).unwrap();
            let call = || stall.grocer.turn(async |tx| cancel(tx, order, "").await);
            let tell = || stall.grocer.turn(async |tx| hear(tx, "stripe", fact.clone()).await);
            let done = tokio::join!(call(), tell(), call(), tell());
            assert!(done.0.is_ok() && done.2.is_ok(), "{done:?}");
            stall.grocer.settle().await;
            assert_eq!(stall.order_at(order).await.0, Stands::Cancelled);
            assert_eq!((stall.has(id), stall.left().await), (0, 6));
            assert_eq!(stall.backs(id).await.len(), 1);
        }
    }
}

at_each! {
    async fn what_comes_back_of_an_order_goes_the_way_it_came(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        stall.pay(id).await;
        let purchase = stall.grocer.hand_over(order).await.unwrap();
        for kept in [1500, 0] {
            let wanted = Wanted { pieces: vec![(1, 1)], amount: None };
            let (store, reason) = (stall.grocer.riverside, "bruised".to_owned());
            let new = NewReturn { purchase, store, staff: None, wanted, reason };
            stall.grocer.turn(async |tx| value::returns::take(tx, new).await.map(drop)).await.unwrap();
            stall.grocer.settle().await;
            assert_eq!(stall.has(id), kept);
        }
        assert!(stall.backs(id).await.iter().all(|back| back.0 == Cause::Returned));
    }
}

at_each! {
    async fn a_start_whose_answer_is_lost_is_repeated_under_the_same_key(stall) {
        stall.stripe.goes_wrong(Mishap::Lost);
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        assert_eq!(stall.now_of(id).await.state, State::Starting);
        stall.minutes(1);
        stall.grocer.settle().await;
        assert_eq!(stall.now_of(id).await.state, State::Open);
        assert_eq!(stall.stripe.books().deals.len(), 1);
    }
}

at_each! {
    async fn a_start_that_is_refused_or_never_answered_leaves_the_order_as_it_was(stall) {
        let order = stall.order().await;
        stall.stripe.goes_wrong(Mishap::No);
        let id = stall.begin(order, "stripe").await.unwrap();
        assert_eq!(stall.now_of(id).await.state, State::Failed);
        for _ in 0..4 {
            stall.stripe.goes_wrong(Mishap::Silent);
        }
        let id = stall.begin(order, "stripe").await.unwrap();
        for _ in 0..30 {
            stall.minutes(1);
            stall.grocer.settle().await;
        }
        let over = stall.now_of(id).await;
        assert!(!over.state.is_open(), "{over:?}");
        assert_eq!(stall.order_at(order).await, (Stands::Reserved, Pays::Owed));
    }
}

at_each! {
    async fn a_refund_whose_answer_is_lost_is_the_same_refund_and_one_that_is_refused_is_shown(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        stall.pay(id).await;
        stall.stripe.goes_wrong(Mishap::Lost);
        stall.grocer.turn(async |tx| refund(tx, id, 500, "a bruise").await).await.unwrap();
        stall.grocer.settle().await;
        stall.minutes(2);
        stall.grocer.settle().await;
        assert_eq!(stall.backs(id).await, [(Cause::ByHand, 500, BackState::Done)]);
        stall.stripe.goes_wrong(Mishap::No);
        stall.grocer.turn(async |tx| cancel(tx, order, "").await).await.unwrap();
        stall.grocer.settle().await;
        assert_eq!(stall.backs(id).await[1], (Cause::Cancelled, 2500, BackState::Failed));
        assert_eq!(stall.now_of(id).await.trouble, REFUND_FAILED);
        let error = stall.grocer.turn(async |tx| refund(tx, id, 2501, "again").await).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        stall.grocer.turn(async |tx| refund(tx, id, 2500, "again").await).await.unwrap();
        stall.grocer.settle().await;
        assert_eq!(stall.has(id), 0);
    }
}

at_each! {
    async fn a_refund_that_fails_afterwards_is_shown_and_an_older_word_changes_nothing(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        stall.pay(id).await;
        stall.grocer.turn(async |tx| cancel(tx, order, "").await).await.unwrap();
        stall.grocer.settle().await;
        let back = stall.stripe.books().refunds.keys().next().unwrap().clone();
        let now = stall.grocer.ground.world.now().micros();
        for (state, at, shown) in [
            (RefundState::Waiting, now + 5, BackState::Done),
            (RefundState::Failed, now - 5, BackState::Done),
            (RefundState::Failed, now + 9, BackState::Failed),
            (RefundState::Done, now + 7, BackState::Failed),
        ] {
            let fact = stall.stripe.tell_refund(&back, state, at);
            stall.hear(&fact).await.unwrap();
            assert_eq!(stall.backs(id).await[0].2, shown, "{state:?}");
        }
        assert_eq!(stall.now_of(id).await.trouble, REFUND_FAILED);
    }
}

at_each! {
    async fn money_that_was_given_back_elsewhere_is_found_by_the_comparison_of_the_day(stall) {
        let order = stall.order().await;
        let (paid, other) = (stall.begin(order, "stripe").await.unwrap(), stall.order().await);
        stall.pay(paid).await;
        let missed = stall.begin(other, "stripe").await.unwrap();
        stall.stripe.give_back(&paid.to_string(), 1000);
        stall.grocer.wait(24);
        stall.grocer.settle().await;
        let odd = stall.now_of(paid).await;
        assert_eq!((odd.trouble.as_str(), odd.elsewhere, odd.checked.as_str()), (REFUNDED_ELSEWHERE, 1000, "refunded 1000"));
        assert_eq!(stall.now_of(missed).await.checked, "closed");
        stall.grocer.turn(async |tx| cancel(tx, order, "").await).await.unwrap();
        stall.grocer.settle().await;
        assert_eq!(stall.has(paid), 0, "only what is left goes back");
        stall.stripe.books().deals.get_mut(&paid.to_string()).unwrap().back = 0;
        stall.grocer.turn(async |tx| resolve(tx, paid, "seen").await).await.unwrap();
        let span = (odd.created_at, odd.created_at.plus_days(1));
        stall.grocer.turn(async |tx| jobs::compare_now(tx, span)).await.unwrap();
        stall.grocer.settle().await;
        assert_eq!(stall.now_of(paid).await.trouble, DIFFERS, "they say paid, we say given back");
    }
}

at_each! {
    async fn whoever_thinks_better_of_it_pays_another_way(stall) {
        let order = stall.order().await;
        let id = stall.begin(order, "stripe").await.unwrap();
        stall.grocer.turn(async |tx| leave(tx, id).await).await.unwrap();
        stall.grocer.settle().await;
        assert_eq!(stall.now_of(id).await.state, State::Closed);
        stall.grocer.hand_over(order).await.unwrap();
        for (order, way, refusal) in [
            (order, "stripe", Refusal::NotOwed),
            (order, "counter", Refusal::NotOffered),
            (order, "paper", Refusal::NotOffered),
            (order, "", Refusal::NotOffered),
        ] {
            let error = stall.begin(order, way).await.unwrap_err();
            assert!(error.is(refusal), "{way}: {error}");
        }
    }
}
