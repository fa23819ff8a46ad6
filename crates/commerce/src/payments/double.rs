//! A provider inside the test: it keeps books of its own, and answers late, never or with no when told to.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
};

use kernel::{
    Currency, Money, Time,
    payment::{
        Answer, Callback, Fact, Heard, News, NotTold, Order, PayKey, PayState, Payment, Place,
        Provider, Refund, RefundState, Started, Taken, Unpaid,
    },
};
use serde_json::{Value, json};

/// How the next call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// It is done, and its answer is lost.
    Lost,
    /// It never arrives.
    Silent,
    /// They say no.
    No,
}

#[derive(Debug, Clone)]
pub struct Deal {
    pub money: Money,
    pub state: PayState,
    pub back: i64,
}

#[derive(Debug, Default)]
pub struct Books {
    pub deals: BTreeMap<String, Deal>,
    pub refunds: BTreeMap<String, (String, i64)>,
    pub mishaps: VecDeque<Mishap>,
    events: u64,
}

#[derive(Debug, Default, Clone)]
pub struct Double(Arc<Mutex<Books>>);

impl Double {
    pub fn books(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap()
    }
    pub fn goes_wrong(&self, how: Mishap) {
        self.books().mishaps.push_back(how);
    }
    /// The payer pays, if they still can; what the provider then tells.
    pub fn pay(&self, key: &str) -> Option<Fact> {
        let mut books = self.books();
        let deal = books.deals.get_mut(key).filter(|deal| deal.state == PayState::Waiting)?;
        deal.state = PayState::Paid;
        let money = deal.money;
        Some(told(&mut books, key, News::Payment { state: PayState::Paid, money }))
    }
    /// What it tells about any of its payments.
    pub fn tell(&self, key: &str, state: PayState, money: Money) -> Fact {
        told(&mut self.books(), key, News::Payment { state, money })
    }
    pub fn tell_refund(&self, refund: &str, state: RefundState, at: i64) -> Fact {
        let mut books = self.books();
        let (key, amount) = books.refunds[refund].clone();
        let money = Money::new(amount, books.deals[&key].money.currency);
        let news = News::Refund { key: refund.parse().unwrap(), state, money };
        Fact { at: Time::from_micros(at), ..told(&mut books, &key, news) }
    }
    /// Somebody gives money back on the provider's own pages.
    pub fn give_back(&self, key: &str, amount: i64) {
        self.books().deals.get_mut(key).unwrap().back += amount;
    }
    /// What it has of a payment, less what it gave back.
    pub fn has(&self, key: &str) -> i64 {
        self.books().deals.get(key).map_or(0, |deal| match deal.state {
            PayState::Paid => deal.money.amount - deal.back,
            _ => 0,
        })
    }
    fn call<T>(&self, work: impl FnOnce(&mut Books) -> Result<T, Unpaid>) -> Result<T, Unpaid> {
        let mut books = self.books();
        match books.mishaps.pop_front() {
            Some(Mishap::Silent) => Err(Unpaid::NotKnown("no answer".into())),
            Some(Mishap::No) => Err(Unpaid::Refused { status: 402, code: "not_today".into() }),
            Some(Mishap::Lost) => {
                work(&mut books)?;
                Err(Unpaid::NotKnown("no answer".into()))
            }
            None => work(&mut books),
        }
    }
}

fn told(books: &mut Books, key: &str, news: News) -> Fact {
    books.events += 1;
    let event = format!("evt_{}_{key}", books.events);
    let at = Time::from_micros(books.events.cast_signed());
    Fact { event, payment: key.parse().unwrap(), news, theirs: format!("their_{key}"), at }
}

fn unknown() -> Unpaid {
    Unpaid::Refused { status: 404, code: "unknown".into() }
}

fn stands(deal: &Deal) -> PayState {
    if deal.back > 0 { PayState::Refunded(Some(deal.back)) } else { deal.state }
}

impl Provider for Double {
    fn start(&self, order: &Order) -> Result<Started, Unpaid> {
        self.call(|books| {
            let key = order.key.to_string();
            let deal = Deal { money: order.money, state: PayState::Waiting, back: 0 };
            let known = books.deals.entry(key.clone()).or_insert(deal);
            assert_eq!(known.money, order.money, "the same key says the same");
            let place = Place::Page(format!("https://pay.example/{key}"));
            Ok(Started { place, theirs: Some(format!("their_{key}")) })
        })
    }
    fn ask(&self, payment: &Payment) -> Result<PayState, Unpaid> {
        self.call(|books| books.deals.get(payment.key.as_str()).map(stands).ok_or_else(unknown))
    }
    fn close(&self, payment: &Payment) -> Result<PayState, Unpaid> {
        self.call(|books| {
            let deal = books.deals.get_mut(payment.key.as_str()).ok_or_else(unknown)?;
            if deal.state == PayState::Waiting {
                deal.state = PayState::Closed;
            }
            Ok(stands(deal))
        })
    }
    fn refund(&self, refund: &Refund) -> Result<RefundState, Unpaid> {
        self.call(|books| {
            let key = refund.payment.key.to_string();
            if books.refunds.contains_key(refund.key.as_str()) {
                return Ok(RefundState::Done);
            }
            let deal = books.deals.get_mut(&key).ok_or_else(unknown)?;
            assert!(deal.state == PayState::Paid, "money that never came goes back");
            if deal.back + refund.amount > deal.money.amount {
                return Err(Unpaid::Refused { status: 400, code: "too_much".into() });
            }
            deal.back += refund.amount;
            books.refunds.insert(refund.key.to_string(), (key, refund.amount));
            Ok(RefundState::Done)
        })
    }
    fn read(&self, callback: Callback<'_>, _: Time) -> Result<Heard, NotTold> {
        if callback.header("signature").ok_or(NotTold::NotSigned)? != "good" {
            return Err(NotTold::WrongSignature);
        }
        let said: Value = serde_json::from_slice(callback.body).map_err(|_| NotTold::Unreadable)?;
        let word = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        if word("payment").is_empty() {
            return Ok(Heard::Ignored { event: word("event"), kind: word("kind") });
        }
        let money = Money::new(said["amount"].as_i64().unwrap(), "CNY".parse().unwrap());
        let payment: PayKey = word("payment").parse().map_err(|()| NotTold::Unreadable)?;
        let theirs = format!("their_{payment}");
        let news = News::Payment { state: PayState::Paid, money };
        Ok(Heard::Fact(Fact { event: word("event"), payment, news, theirs, at: Time::default() }))
    }
    fn answer(&self, taken: Taken) -> Answer {
        match taken {
            Taken::Well => Answer { status: 204, body: String::new() },
            Taken::Refused(why) => {
                Answer { status: why.status(), body: json!({ "error": why.code() }).to_string() }
            }
            Taken::Later => Answer { status: 503, body: String::new() },
        }
    }
    fn takes(&self, currency: Currency) -> bool {
        currency.code() == "CNY"
    }
}
