//! What our code says of messages that it did not make: `vectors/make.py` made them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "a test that cannot go on shall stop"
)]

use std::{collections::BTreeMap, sync::Arc};

use kernel::{SeededChance, TestClock, Time};
use payments::{
    Base, Callback, Heard, News, NotTold, Provider, Secret, Stripe, WeChat, stripe, wechat,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    now: i64,
    v3_key: String,
    whsec: String,
    mchid: String,
    appid: String,
    serial: String,
    platform: String,
    next: String,
    stripe: Vec<Message>,
    wechat: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    name: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    /// Instead of a body that is nothing but long.
    spaces: Option<usize>,
    /// A fact in short, `ignored`, or the code of the refusal.
    says: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("vectors/messages.json")).unwrap()
}

fn stripe(vectors: &Vectors) -> Stripe {
    let (api, webhook) = (Secret::new("sk_test_1".into()), Secret::new(vectors.whsec.clone()));
    Stripe::new(Base::read(stripe::STRIPE).unwrap(), stripe::Keys { api, webhook })
}

/// With the platform's first key as it is given here, and the one that follows it.
fn wechat(vectors: &Vectors, platform: &str) -> Result<WeChat, String> {
    let next = include_str!("vectors/keys/next.pub.pem").to_owned();
    let merchant = wechat::Merchant {
        mchid: vectors.mchid.clone(),
        appid: vectors.appid.clone(),
        serial: vectors.serial.clone(),
        key: Secret::new(include_str!("vectors/keys/merchant.key.pem").into()),
        v3_key: Secret::new(vectors.v3_key.clone()),
        platform: BTreeMap::from([
            (vectors.platform.clone(), platform.to_owned()),
            (vectors.next.clone(), next),
        ]),
    };
    let clock = Arc::new(TestClock::at(Time::default()));
    let base = Base::read(wechat::WECHAT).unwrap();
    WeChat::new(base, merchant, clock, Arc::new(SeededChance::new(1)))
}

fn say(heard: Result<Heard, NotTold>) -> String {
    let fact = match heard {
        Ok(Heard::Fact(fact)) => fact,
        Ok(Heard::Ignored { .. }) => return "ignored".to_owned(),
        Err(why) => return why.code().to_owned(),
    };
    let (event, payment) = (fact.event, fact.payment);
    match fact.news {
        News::Payment { state, money } => {
            format!("{event} {payment} {state:?} {} {}", money.amount, money.currency)
        }
        News::Refund { key, state, money } => {
            format!("{event} {payment} {key} {state:?} {} {}", money.amount, money.currency)
        }
    }
}

/// Reads each message and compares; the codes that were said are the result.
fn all_say(provider: &dyn Provider, messages: &[Message], now_s: i64) -> Vec<String> {
    let mut codes = Vec::new();
    for message in messages {
        let headers: Vec<_> =
            message.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let spaces = message.spaces.map(|count| " ".repeat(count));
        let body = message.body.clone().or(spaces).unwrap();
        let callback = Callback { headers: &headers, body: body.as_bytes() };
        let now = Time::from_micros(now_s * 1_000_000);
        let said = say(provider.read(callback, now));
        assert_eq!(said, message.says, "{}", message.name);
        codes.push(said);
    }
    codes
}

#[test]
fn messages_in_stripes_manner_say_what_they_should() {
    let vectors = vectors();
    let said = all_say(&stripe(&vectors), &vectors.stripe, vectors.now);
    assert!(said.len() > 30, "{}", said.len());
}

#[test]
fn messages_in_wechats_manner_say_what_they_should() {
    let vectors = vectors();
    let pems = [
        include_str!("vectors/keys/platform.pub.pem"),
        include_str!("vectors/keys/platform.crt.pem"),
    ];
    for pem in pems {
        let wechat = wechat(&vectors, pem).unwrap();
        let said = all_say(&wechat, &vectors.wechat, vectors.now);
        assert!(said.len() > 30, "{}", said.len());
    }
}

#[test]
fn every_refusal_of_a_message_stands_in_a_table() {
    let vectors = vectors();
    let tables: Vec<_> =
        vectors.stripe.iter().chain(&vectors.wechat).map(|row| &*row.says).collect();
    // Whether a message's amount is that of our payment is for `Fact::agrees`; the counter has none.
    for why in NotTold::ALL.iter().filter(|why| **why != NotTold::NoCallbacks) {
        assert!(tables.contains(&why.code()), "{why}");
    }
}

#[test]
fn every_cut_and_every_changed_byte_of_a_message_is_refused() {
    let vectors = vectors();
    let wechat = wechat(&vectors, include_str!("vectors/keys/platform.pub.pem")).unwrap();
    let stripe = stripe(&vectors);
    let now = Time::from_micros(vectors.now * 1_000_000);
    let tried: [(&dyn Provider, &Message); 2] =
        [(&stripe, &vectors.stripe[0]), (&wechat, &vectors.wechat[0])];
    for (provider, message) in tried {
        let headers: Vec<_> =
            message.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let body = message.body.clone().unwrap().into_bytes();
        for at in 0..body.len() {
            let mut changed = body.clone();
            changed[at] ^= 1;
            for body in [&body[..at], &changed] {
                let heard = provider.read(Callback { headers: &headers, body }, now);
                assert_eq!(heard, Err(NotTold::WrongSignature), "{} at {at}", message.name);
            }
        }
    }
}

#[test]
fn a_fact_about_other_money_is_not_acted_on() {
    let vectors = vectors();
    let Message { headers, body, .. } = &vectors.stripe[0];
    let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let callback = Callback { headers: &headers, body: body.as_ref().unwrap().as_bytes() };
    let now = Time::from_micros(vectors.now * 1_000_000);
    let Ok(Heard::Fact(fact)) = stripe(&vectors).read(callback, now) else { panic!("no fact") };
    for (amount, currency, refusal) in [
        (1250, "EUR", Ok(())),
        (1251, "EUR", Err(NotTold::WrongAmount)),
        (1250, "USD", Err(NotTold::WrongCurrency)),
    ] {
        let known = kernel::Money::new(amount, currency.parse().unwrap());
        assert_eq!(fact.agrees(known), refusal, "{known:?}");
    }
}

#[test]
fn settings_that_cannot_work_are_refused_at_the_start() {
    let vectors = vectors();
    let merchant = include_str!("vectors/keys/merchant.key.pem");
    for (name, pem) in [
        ("a private key", merchant),
        ("nothing", ""),
        ("a key cut short", &include_str!("vectors/keys/platform.pub.pem")[..200]),
        ("no base64", "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----"),
        ("another thing", "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----"),
    ] {
        let error = wechat(&vectors, pem).err();
        assert!(error.is_some_and(|text| text.contains(&vectors.platform)), "{name}");
    }
}
