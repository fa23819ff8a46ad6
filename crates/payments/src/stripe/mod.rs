//! Stripe, and what speaks like it: Checkout Sessions, refunds and signed events.
//!
//! Our key of a payment travels as `client_reference_id` and in the metadata of session and intent, so
//! that each event says whose it is; what has none is not ours and is ignored. Refunds carry theirs in
//! the metadata too, and are looked for before one is made: Stripe forgets an `Idempotency-Key` after a
//! day, and we do not.
//!
//! A payer whose card was refused may try another one on the same page, so `payment_failed` of an
//! intent is still waiting; only a delayed payment that fails (`async_payment_failed`) is over.
//!
//! Source: <https://docs.stripe.com/api>, <https://docs.stripe.com/webhooks#verify-manually>.

mod amount;
mod event;
mod object;
mod signature;

use kernel::{
    Currency, Money, Time,
    payment::{
        Answer, Callback, Heard, NotTold, Order, PayState, Payment, Place, Provider, Refund,
        RefundState, Started, Taken, Unpaid, same_money,
    },
};
use serde::de::DeserializeOwned;
use ureq::http::Method;

use crate::{
    Base, LARGEST_BODY, Secret,
    line::{Ask, Line, Reply, word},
};
use object::{List, Object, Problem};

/// Where Stripe is.
pub const STRIPE: &str = "https://api.stripe.com";

/// The names of fields as of this version, whatever the account's own is.
const VERSION: &str = "2024-06-20";

/// A session can be paid for 30 minutes to 24 hours from when it is made. Counted from when the order
/// was placed, with room for a job that comes late, so that a repeated request says the same.
const SHORTEST_S: i64 = 35 * 60;
const LONGEST_S: i64 = 23 * 60 * 60;

/// More refunds of one payment than anybody makes, and what fits into an answer.
const REFUNDS: usize = 30;

#[derive(Debug)]
pub struct Keys {
    /// `sk_…` or `rk_…`
    pub api: Secret,
    /// `whsec_…`, of the endpoint.
    pub webhook: Secret,
}

pub struct Stripe {
    line: Line,
    keys: Keys,
}

impl Stripe {
    pub fn new(base: Base, keys: Keys) -> Self {
        Self { line: Line::to(base), keys }
    }
    /// The same, less patient: for tests.
    #[must_use]
    pub fn with_patience(self, patience: std::time::Duration) -> Self {
        Self { line: Line::with_patience(self.line.base, patience), keys: self.keys }
    }
    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Unpaid> {
        self.send(Ask { method: Method::GET, path, headers: self.headers(), body: "" })
    }
    /// A key is remembered with its first answer, even a broken one.
    fn post(&self, path: &str, once: Option<String>, form: &Form) -> Result<Object, Unpaid> {
        let mut headers = self.headers();
        headers.push(("Content-Type", "application/x-www-form-urlencoded".to_owned()));
        headers.extend(once.map(|key| ("Idempotency-Key", key)));
        self.send(Ask { method: Method::POST, path, headers, body: &form.encoded() })
    }
    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Authorization", format!("Bearer {}", self.keys.api.open())),
            ("Stripe-Version", VERSION.to_owned()),
        ]
    }
    fn send<T: DeserializeOwned>(&self, ask: Ask<'_>) -> Result<T, Unpaid> {
        let reply = self.line.send(ask)?;
        if reply.is_success() {
            let unreadable = |_| Unpaid::NotBelieved(NotTold::Unreadable);
            return serde_json::from_slice(&reply.body).map_err(unreadable);
        }
        Err(refused(&reply))
    }

    fn session(&self, payment: &Payment, id: &str) -> Result<Object, Unpaid> {
        let found: Object = self.get(&format!(
            "/v1/checkout/sessions/{id}?expand%5B%5D=payment_intent.latest_charge"
        ))?;
        found.belongs(payment).map_err(Unpaid::NotBelieved)?;
        Ok(found)
    }
    fn intent(&self, payment: &Payment, id: &str) -> Result<Object, Unpaid> {
        let path = format!("/v1/payment_intents/{id}?expand%5B%5D=latest_charge");
        let found: Object = self.get(&path)?;
        found.belongs(payment).map_err(Unpaid::NotBelieved)?;
        Ok(found)
    }
    /// The intent that was paid: refunds are of it.
    fn paid_intent(&self, payment: &Payment) -> Result<String, Unpaid> {
        let id = theirs(payment)?;
        if id.starts_with("pi_") {
            return Ok(id.to_owned());
        }
        let intent = self.session(payment, id)?.intent_id();
        intent.filter(|id| is_id(id)).ok_or(Unpaid::Unfit("payments.not_paid"))
    }
    fn known_refund(&self, intent: &str, refund: &Refund) -> Result<Option<Object>, Unpaid> {
        let path = format!("/v1/refunds?payment_intent={intent}&limit={REFUNDS}");
        let list: List = self.get(&path)?;
        let found = list.data.into_iter().find(|one| one.says("refund", &refund.key));
        if found.is_none() && list.has_more {
            return Err(Unpaid::Unfit("payments.too_many_refunds"));
        }
        Ok(found)
    }
}

fn refused(reply: &Reply) -> Unpaid {
    let problem: Problem = serde_json::from_slice(&reply.body).unwrap_or_default();
    let code = problem.error.code.or(problem.error.kind);
    Unpaid::Refused { status: reply.status, code: word(code.as_deref()) }
}

fn is_id(id: &str) -> bool {
    (4..=255).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn theirs(payment: &Payment) -> Result<&str, Unpaid> {
    let id = payment.theirs.as_deref().ok_or(Unpaid::Unfit("payments.not_started"))?;
    let known = id.starts_with("cs_") || id.starts_with("pi_");
    if known && is_id(id) { Ok(id) } else { Err(Unpaid::Unfit("payments.unfit_id")) }
}

impl Provider for Stripe {
    fn start(&self, order: &Order) -> Result<Started, Unpaid> {
        let (amount, currency) = amount::said(order.money)?;
        let placed_s = order.placed_at.micros().div_euclid(1_000_000);
        let expires_s = order.expires_at.micros().div_euclid(1_000_000);
        let expires_s = expires_s.clamp(placed_s + SHORTEST_S, placed_s + LONGEST_S);
        let title: String = order.title.chars().take(127).collect();
        let mut form = Form::default();
        form.add("mode", "payment")
            .add("client_reference_id", order.key.as_str())
            .add("metadata[payment]", order.key.as_str())
            .add("payment_intent_data[metadata][payment]", order.key.as_str())
            .add("success_url", &order.back_url)
            .add("cancel_url", &order.back_url)
            .add("expires_at", &expires_s.to_string())
            .add("line_items[0][quantity]", "1")
            .add("line_items[0][price_data][currency]", &currency)
            .add("line_items[0][price_data][unit_amount]", &amount.to_string())
            .add("line_items[0][price_data][product_data][name]", &title);
        let once = Some(format!("start-{}", order.key));
        let session = self.post("/v1/checkout/sessions", once, &form)?;
        let payment = Payment {
            key: order.key.clone(),
            money: order.money,
            theirs: Some(session.id.clone()),
        };
        theirs(&payment).map_err(|_| Unpaid::NotBelieved(NotTold::Unreadable))?;
        session.belongs(&payment).map_err(Unpaid::NotBelieved)?;
        let url =
            session.url.filter(|url| url.starts_with("https://") || self.line.base.is_local());
        let url = url.ok_or(Unpaid::NotBelieved(NotTold::Unreadable))?;
        Ok(Started { place: Place::Page(url), theirs: payment.theirs })
    }

    fn ask(&self, payment: &Payment) -> Result<PayState, Unpaid> {
        let id = theirs(payment)?;
        let found = if id.starts_with("cs_") {
            self.session(payment, id)?
        } else {
            self.intent(payment, id)?
        };
        found.state().map_err(Unpaid::NotBelieved)
    }

    fn close(&self, payment: &Payment) -> Result<PayState, Unpaid> {
        let id = theirs(payment)?;
        let (kind, end) = if id.starts_with("cs_") {
            ("checkout/sessions", "expire")
        } else {
            ("payment_intents", "cancel")
        };
        let path = format!("/v1/{kind}/{id}/{end}");
        match self.post(&path, None, &Form::default()) {
            Ok(_) => self.ask(payment),
            // It is over already, in one way or another; only if it is not does their no stand.
            Err(no @ Unpaid::Refused { .. }) => match self.ask(payment)? {
                PayState::Waiting => Err(no),
                over => Ok(over),
            },
            Err(other) => Err(other),
        }
    }

    fn refund(&self, refund: &Refund) -> Result<RefundState, Unpaid> {
        if refund.amount <= 0 || refund.amount > refund.payment.money.amount {
            return Err(Unpaid::Unfit("payments.unfit_amount"));
        }
        let money = Money::new(refund.amount, refund.payment.money.currency);
        let (amount, _) = amount::said(money)?;
        let intent = self.paid_intent(&refund.payment)?;
        let made = match self.known_refund(&intent, refund)? {
            Some(made) => made,
            None => {
                let mut form = Form::default();
                form.add("payment_intent", &intent)
                    .add("amount", &amount.to_string())
                    .add("metadata[payment]", refund.payment.key.as_str())
                    .add("metadata[refund]", refund.key.as_str());
                self.post("/v1/refunds", Some(format!("refund-{}", refund.key)), &form)?
            }
        };
        let said = made.money(made.amount).and_then(|said| same_money(said, money));
        said.map_err(Unpaid::NotBelieved)?;
        if !made.says("refund", &refund.key) {
            return Err(Unpaid::NotBelieved(NotTold::WrongPayment));
        }
        made.refund_state().map_err(Unpaid::NotBelieved)
    }

    fn read(&self, callback: Callback<'_>, now: Time) -> Result<Heard, NotTold> {
        if callback.body.len() > LARGEST_BODY {
            return Err(NotTold::TooLarge);
        }
        let header = callback.header("Stripe-Signature").ok_or(NotTold::NotSigned)?;
        signature::check(header, callback.body, &self.keys.webhook, now)?;
        event::read(callback.body, event::Mode::of(&self.keys.api))
    }

    fn answer(&self, taken: Taken) -> Answer {
        match taken {
            Taken::Well => Answer { status: 200, body: "{\"received\":true}".to_owned() },
            Taken::Refused(why) => {
                let body = serde_json::json!({ "error": why.code() }).to_string();
                Answer { status: why.status(), body }
            }
            Taken::Later => Answer { status: 503, body: String::new() },
        }
    }

    fn takes(&self, currency: Currency) -> bool {
        amount::is_taken(currency)
    }
}

#[derive(Default)]
struct Form(Vec<(&'static str, String)>);

impl Form {
    fn add(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.0.push((name, value.to_owned()));
        self
    }
    fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}
