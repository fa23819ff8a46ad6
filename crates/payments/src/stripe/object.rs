//! Stripe's objects, as far as we read them: one shape for sessions, intents, charges and refunds.

use std::collections::BTreeMap;

use kernel::{
    Money,
    payment::{NotTold, PayKey, PayState, Payment, RefundState, same_money},
};
use serde::Deserialize;

use super::amount;

#[derive(Debug, Deserialize)]
pub struct Object {
    pub id: String,
    #[serde(default)]
    pub object: String,
    status: Option<String>,
    payment_status: Option<String>,
    pub amount: Option<i64>,
    pub amount_total: Option<i64>,
    pub amount_refunded: Option<i64>,
    currency: Option<String>,
    client_reference_id: Option<String>,
    metadata: Option<BTreeMap<String, String>>,
    payment_intent: Option<Other>,
    latest_charge: Option<Other>,
    pub url: Option<String>,
}

/// Another object: its id, or all of it where it was asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Other {
    Id(String),
    Whole(Box<Object>),
}

#[derive(Debug, Deserialize)]
pub struct List {
    pub data: Vec<Object>,
    #[serde(default)]
    pub has_more: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Problem {
    pub error: ProblemBody,
}
#[derive(Debug, Default, Deserialize)]
pub struct ProblemBody {
    pub code: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

impl Other {
    fn whole(&self) -> Option<&Object> {
        match self {
            Self::Id(_) => None,
            Self::Whole(object) => Some(object),
        }
    }
}

impl Object {
    pub fn key(&self, name: &str) -> Option<PayKey> {
        self.metadata.as_ref()?.get(name)?.parse().ok()
    }
    pub fn says(&self, name: &str, key: &PayKey) -> bool {
        self.key(name).as_ref() == Some(key)
    }
    /// Our key, where it is ours: sessions say it twice.
    pub fn payment(&self) -> Option<PayKey> {
        self.key("payment").or_else(|| self.client_reference_id.as_ref()?.parse().ok())
    }
    pub fn money(&self, amount: Option<i64>) -> Result<Money, NotTold> {
        let (Some(amount), Some(currency)) = (amount, self.currency.as_deref()) else {
            return Err(NotTold::Unreadable);
        };
        amount::heard(amount, currency)
    }
    /// What the whole payment is for.
    pub fn total(&self) -> Result<Money, NotTold> {
        self.money(self.amount_total.or(self.amount))
    }
    /// Whether it is what we asked about.
    pub fn belongs(&self, payment: &Payment) -> Result<(), NotTold> {
        let asked = payment.theirs.as_deref() == Some(&*self.id);
        if !asked || self.payment().as_ref() != Some(&payment.key) {
            return Err(NotTold::WrongPayment);
        }
        same_money(self.total()?, payment.money)
    }
    pub fn intent_id(&self) -> Option<String> {
        match self.payment_intent.as_ref()? {
            Other::Id(id) => Some(id.clone()),
            Other::Whole(intent) => Some(intent.id.clone()),
        }
    }
    /// Of a session or an intent.
    pub fn state(&self) -> Result<PayState, NotTold> {
        if self.object == "payment_intent" { self.intent_state() } else { self.session_state() }
    }
    fn session_state(&self) -> Result<PayState, NotTold> {
        let intent = self.payment_intent.as_ref().and_then(Other::whole);
        match (self.status.as_deref(), self.payment_status.as_deref()) {
            (Some("expired"), _) => Ok(PayState::Closed),
            (Some("open"), _) => Ok(PayState::Waiting),
            (Some("complete"), Some("paid")) => match intent {
                Some(intent) => intent.given_back(),
                None => Ok(PayState::Paid),
            },
            // A delayed payment: on its way, or the intent asks for another means because it failed.
            (Some("complete"), Some("unpaid")) => {
                match intent.and_then(|intent| intent.status.as_deref()) {
                    Some("requires_payment_method") => Ok(PayState::Failed),
                    Some("canceled") => Ok(PayState::Closed),
                    _ => Ok(PayState::Waiting),
                }
            }
            _ => Err(NotTold::Unreadable),
        }
    }
    fn intent_state(&self) -> Result<PayState, NotTold> {
        match self.status.as_deref() {
            Some("succeeded") => self.given_back(),
            Some("canceled") => Ok(PayState::Closed),
            Some(
                "processing"
                | "requires_action"
                | "requires_capture"
                | "requires_confirmation"
                | "requires_payment_method",
            ) => Ok(PayState::Waiting),
            _ => Err(NotTold::Unreadable),
        }
    }
    /// A paid intent, perhaps with something given back.
    fn given_back(&self) -> Result<PayState, NotTold> {
        let charge = self.latest_charge.as_ref().and_then(Other::whole);
        match charge.and_then(|charge| Some((charge, charge.amount_refunded?))) {
            Some((charge, back)) if back > 0 => {
                Ok(PayState::Refunded(Some(charge.money(Some(back))?.amount)))
            }
            _ => Ok(PayState::Paid),
        }
    }
    /// Of a session whose payer is done.
    pub fn completed(&self) -> Result<PayState, NotTold> {
        match self.payment_status.as_deref() {
            Some("paid") => Ok(PayState::Paid),
            Some("unpaid") => Ok(PayState::Waiting),
            _ => Err(NotTold::Unreadable),
        }
    }
    pub fn refund_state(&self) -> Result<RefundState, NotTold> {
        match self.status.as_deref() {
            Some("succeeded") => Ok(RefundState::Done),
            Some("pending" | "requires_action") => Ok(RefundState::Waiting),
            Some("failed" | "canceled") => Ok(RefundState::Failed),
            _ => Err(NotTold::Unreadable),
        }
    }
}
