//! Events: what happened, of what, and whether it is about a payment of ours.

use kernel::{
    Time,
    payment::{Fact, Heard, News, NotTold, PayState},
};
use serde::Deserialize;

use super::object::Object;
use crate::Secret;

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    livemode: bool,
    data: Data,
}
/// What it is about is read only when we follow its kind.
#[derive(Deserialize)]
struct Data {
    object: serde_json::Value,
}

/// Whether real money moves, as the API key says; others that speak like Stripe may not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Live,
    Test,
    Unsaid,
}

impl Mode {
    pub fn of(key: &Secret) -> Self {
        match key.open().split('_').nth(1) {
            Some("live") => Self::Live,
            Some("test") => Self::Test,
            _ => Self::Unsaid,
        }
    }
}

#[derive(Clone, Copy)]
enum Told {
    Payment(PayState),
    Completed,
    Charge,
    Refund,
}

fn told(kind: &str) -> Option<Told> {
    Some(match kind {
        "checkout.session.completed" => Told::Completed,
        "checkout.session.async_payment_succeeded" | "payment_intent.succeeded" => {
            Told::Payment(PayState::Paid)
        }
        "checkout.session.async_payment_failed" => Told::Payment(PayState::Failed),
        "checkout.session.expired" | "payment_intent.canceled" => Told::Payment(PayState::Closed),
        "payment_intent.processing" | "payment_intent.payment_failed" => {
            Told::Payment(PayState::Waiting)
        }
        "charge.refunded" => Told::Charge,
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => {
            Told::Refund
        }
        _ => return None,
    })
}

/// A body whose signature is proven.
pub fn read(body: &[u8], mode: Mode) -> Result<Heard, NotTold> {
    let event: Event = serde_json::from_slice(body).map_err(|_| NotTold::Unreadable)?;
    if !(1..=255).contains(&event.id.len()) || event.kind.len() > 255 {
        return Err(NotTold::Unreadable);
    }
    let fits = match mode {
        Mode::Live => event.livemode,
        Mode::Test => !event.livemode,
        Mode::Unsaid => true,
    };
    if !fits {
        return Err(NotTold::WrongMode);
    }
    let Some(told) = told(&event.kind) else {
        return Ok(Heard::Ignored { event: event.id, kind: event.kind });
    };
    let object: Object =
        serde_json::from_value(event.data.object).map_err(|_| NotTold::Unreadable)?;
    // The account may have other sellers than us.
    let Some(payment) = object.payment() else {
        return Ok(Heard::Ignored { event: event.id, kind: event.kind });
    };
    let news = match told {
        Told::Payment(state) => News::Payment { state, money: object.total()? },
        Told::Completed => News::Payment { state: object.completed()?, money: object.total()? },
        Told::Charge => {
            let back = object.money(object.amount_refunded)?.amount;
            News::Payment { state: PayState::Refunded(Some(back)), money: object.total()? }
        }
        Told::Refund => match object.key("refund") {
            Some(key) => {
                let (state, money) = (object.refund_state()?, object.money(object.amount)?);
                News::Refund { key, state, money }
            }
            // Made by hand on Stripe's pages; `charge.refunded` tells of the sum.
            None => return Ok(Heard::Ignored { event: event.id, kind: event.kind }),
        },
    };
    let at = Time::from_micros(event.created.saturating_mul(1_000_000));
    Ok(Heard::Fact(Fact { event: event.id, payment, news, theirs: object.id, at }))
}
