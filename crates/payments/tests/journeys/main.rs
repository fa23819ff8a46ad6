//! From the order to the money back, with a double of each provider that was written in another
//! language from the providers' guides: it checks what we sign, signs what it says, and goes wrong when
//! it is told to.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "a test that cannot go on shall stop"
)]

mod rig;

use std::sync::Arc;

use kernel::Money;
use payments::*;
use rig::{Double, Ear, HASTE, fact, key, order, payment, refund};
use serde_json::json;

const MERCHANT: &str = include_str!("../vectors/keys/merchant.key.pem");
const STRANGER: &str = include_str!("../vectors/keys/stranger.key.pem");
const STRIPE_KEY: &str = "sk_test_of_the_double";

/// One provider with its double.
struct Shop {
    double: Double,
    provider: Arc<dyn Provider>,
    ear: Ear,
    currency: &'static str,
}

fn stripe() -> Shop {
    let double = Double::of("stripe");
    let provider: Arc<dyn Provider> = Arc::new(double.stripe(STRIPE_KEY));
    let ear = Ear::of(provider.clone());
    double.tell("endpoint", json!({ "url": ear.url }));
    Shop { double, provider, ear, currency: "EUR" }
}

fn wechat() -> Shop {
    let double = Double::of("wechat");
    let provider: Arc<dyn Provider> = Arc::new(double.wechat(MERCHANT, 1));
    let ear = Ear::of(provider.clone());
    Shop { double, provider, ear, currency: "CNY" }
}

impl Shop {
    fn order(&self, name: &str) -> Order {
        order(name, self.currency, &self.ear.url)
    }
    fn start(&self, name: &str) -> (Place, Payment) {
        let order = self.order(name);
        let started = self.provider.start(&order).unwrap();
        let payment = payment(&order, &started);
        (started.place, payment)
    }
    /// The statuses that the double was answered.
    fn tell(&self, what: &str, said: serde_json::Value) -> Vec<i64> {
        let answers = self.double.tell(what, said);
        let answers = answers["statuses"].as_array().unwrap().iter();
        answers.map(|answer| answer[0].as_i64().unwrap()).collect()
    }
    fn pay(&self, payment: &Payment) {
        self.tell("pay", json!({ "payment": payment.key.as_str() }));
        self.ear.heard();
    }
}

fn paid_and_given_back(shop: &Shop, well: i64) {
    let Shop { double, provider, ear, .. } = shop;
    let (_, coffee) = shop.start("pay_000001");
    assert_eq!(provider.ask(&coffee), Ok(PayState::Waiting));

    // Told three times: once while we could not write, and once more than we need.
    ear.is_busy_once();
    let statuses = shop.tell("pay", json!({ "payment": "pay_000001", "times": 3 }));
    assert_eq!(statuses, [503, well, well]);
    let heard = ear.heard();
    let events: Vec<_> = heard.iter().map(|one| fact(one).0).collect();
    assert!(events.iter().all(|event| *event == events[0]), "the same by its id: {events:?}");
    let paid = News::Payment { state: PayState::Paid, money: coffee.money };
    assert_eq!(fact(&heard[1]).1, &paid);
    assert_eq!(provider.ask(&coffee), Ok(PayState::Paid));
    assert_eq!(provider.close(&coffee), Ok(PayState::Paid), "it is too late to close");

    let part = refund(&coffee, "rfd_000001", 500, &ear.url);
    let first = provider.refund(&part).unwrap();
    assert_eq!(provider.refund(&part).unwrap(), first, "the same key is the same refund");
    assert_eq!(double.books(), (1, 1));
    assert_eq!(shop.tell("refunded", json!({ "refund": "rfd_000001" })), [well]);
    let heard = ear.heard();
    let part_back = Money::new(500, coffee.money.currency);
    let done = News::Refund { key: key("rfd_000001"), state: RefundState::Done, money: part_back };
    assert_eq!(fact(&heard[0]).1, &done);
    assert_eq!(provider.refund(&part), Ok(RefundState::Done));
    assert!(matches!(provider.ask(&coffee), Ok(PayState::Refunded(Some(500) | None))));

    let rest = provider.refund(&refund(&coffee, "rfd_000002", 800, &ear.url));
    assert!(matches!(rest, Err(Unpaid::Refused { .. })), "more than is left: {rest:?}");
    let more = provider.refund(&refund(&coffee, "rfd_000003", 1251, &ear.url));
    assert_eq!(more, Err(Unpaid::Unfit("payments.unfit_amount")));
    assert_eq!(double.books(), (1, 1));
}

fn closed(shop: &Shop) {
    let (_, tea) = shop.start("pay_000001");
    assert_eq!(shop.provider.close(&tea), Ok(PayState::Closed));
    assert_eq!(shop.provider.ask(&tea), Ok(PayState::Closed));
    assert_eq!(shop.provider.close(&tea), Ok(PayState::Closed), "once more");
}

fn forged(shop: &Shop) {
    let (_, cake) = shop.start("pay_000001");
    let said = json!({ "payment": "pay_000001", "key": "stranger" });
    let answers = shop.double.tell("pay", said);
    assert_eq!(answers["statuses"][0][0], 401);
    assert!(answers["statuses"][0][1].as_str().unwrap().contains("payments.wrong_signature"));
    assert_eq!(shop.ear.heard(), [Err(NotTold::WrongSignature)]);
    assert_eq!(shop.provider.ask(&cake), Ok(PayState::Paid), "who asks learns it all the same");
}

/// Whatever goes wrong on the way, nothing is taken for a failure and nothing is done twice.
fn unlucky(shop: &Shop, doubtful: &[(&str, NotTold)]) {
    let Shop { double, provider, ear, .. } = shop;
    for what in ["late", "never", "500", "long"] {
        double.mishap(what, "POST");
        let started = provider.start(&shop.order("pay_000001"));
        assert!(matches!(started, Err(Unpaid::NotKnown(_))), "{what}: {started:?}");
        assert!(!started.unwrap_err().certain());
    }
    let (_, bread) = shop.start("pay_000001");
    assert_eq!(double.books(), (1, 0), "started five times, and there is one");
    shop.pay(&bread);
    let all = refund(&bread, "rfd_000001", 1250, &ear.url);
    double.mishap("late", "POST");
    assert!(matches!(provider.refund(&all), Err(Unpaid::NotKnown(_))));
    for what in ["500", "long"] {
        double.mishap(what, "GET");
        assert!(matches!(provider.ask(&bread), Err(Unpaid::NotKnown(_))), "{what}");
    }
    assert!(provider.refund(&all).is_ok());
    assert_eq!(double.books(), (1, 1), "given back once");
    for (what, why) in doubtful {
        double.mishap(what, "GET");
        assert_eq!(provider.ask(&bread), Err(Unpaid::NotBelieved(*why)), "{what}");
    }
}

#[test]
fn stripe_is_paid_told_of_asked_and_given_back() {
    paid_and_given_back(&stripe(), 200);
}

#[test]
fn wechat_is_paid_told_of_asked_and_given_back() {
    paid_and_given_back(&wechat(), 204);
}

#[test]
fn what_nobody_paid_can_be_closed_again_and_again() {
    closed(&stripe());
    closed(&wechat());
}

#[test]
fn a_strangers_message_is_refused_and_asking_tells_the_truth() {
    forged(&stripe());
    forged(&wechat());
}

#[test]
fn stripe_out_of_luck_is_not_known_and_nothing_happens_twice() {
    let mut shop = stripe();
    shop.provider = Arc::new(shop.double.stripe(STRIPE_KEY).with_patience(HASTE));
    unlucky(&shop, &[("wrong_amount", NotTold::WrongAmount)]);
}

#[test]
fn wechat_out_of_luck_is_not_known_and_nothing_happens_twice() {
    let doubtful = [("wrong_amount", NotTold::WrongAmount), ("wrong_key", NotTold::WrongSignature)];
    let mut shop = wechat();
    shop.provider = Arc::new(shop.double.wechat(MERCHANT, 2).with_patience(HASTE));
    unlucky(&shop, &doubtful);
}

#[test]
fn a_wrong_key_of_ours_is_refused_for_certain() {
    let (stripe, wechat) = (stripe(), wechat());
    let refused = |status, code: &str| Err(Unpaid::Refused { status, code: code.to_owned() });
    let other = stripe.double.stripe("sk_test_of_a_stranger");
    assert_eq!(other.start(&stripe.order("pay_000001")), refused(401, "invalid_request_error"));
    let other = wechat.double.wechat(STRANGER, 2);
    assert_eq!(other.start(&wechat.order("pay_000001")), refused(401, "SIGN_ERROR"));
}

#[test]
fn an_order_that_changed_under_its_key_is_refused() {
    for shop in [stripe(), wechat()] {
        let order = shop.order("pay_000001");
        shop.provider.start(&order).unwrap();
        let changed = Order { money: Money::new(9, order.money.currency), ..order };
        assert!(matches!(shop.provider.start(&changed), Err(Unpaid::Refused { .. })));
    }
}

#[test]
fn the_place_to_pay_is_what_the_payer_needs() {
    let stripe = stripe();
    let (place, _) = stripe.start("pay_000001");
    assert!(matches!(place, Place::Page(url) if url.ends_with("/pay/cs_test_1")));

    let wechat = wechat();
    let (place, _) = wechat.start("pay_000001");
    assert_eq!(place, Place::Code("weixin://wxpay/bizpayurl?pr=pay_000001".to_owned()));
    let inside = Order { payer: Some("oUpF8uMuAJO".to_owned()), ..wechat.order("pay_000002") };
    let Place::Inside(call) = wechat.provider.start(&inside).unwrap().place else {
        panic!("not inside")
    };
    let names: Vec<_> = call.keys().copied().collect();
    assert_eq!(names, ["appId", "nonceStr", "package", "paySign", "signType", "timeStamp"]);
    assert_eq!((&*call["package"], &*call["signType"]), ("prepay_id=wx2014pay_000002", "RSA"));
    let dollars = Order { money: Money::new(5, "USD".parse().unwrap()), ..inside };
    assert_eq!(wechat.provider.start(&dollars), Err(Unpaid::Unfit("payments.unfit_currency")));
}

#[test]
fn what_nobody_answers_at_is_not_known() {
    let shop = wechat();
    let order = shop.order("pay_000001");
    let Shop { double, provider, .. } = shop;
    drop(double);
    assert!(matches!(provider.start(&order), Err(Unpaid::NotKnown(_))));
}
