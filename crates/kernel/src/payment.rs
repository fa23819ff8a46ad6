//! Paying by somebody else's means. What really speaks to providers is handed in by the front door,
//! as [`Ways`] of the [`World`](crate::World).
//!
//! Everything is done under keys of ours, so that each call may be repeated: the same key is the same
//! payment, the same refund. Nothing here moves value; a [`Fact`] is what a provider says, and only
//! after [`Fact::agrees`] may anybody act on it.

use std::{collections::BTreeMap, fmt, str::FromStr, sync::Arc};

use crate::{
    clock::Time,
    money::{Currency, Money},
};

/// Our name of one payment or one refund at every provider: 6 to 32 letters, digits, `_` and `-`,
/// which is what the narrowest (`WeChat` Pay's `out_trade_no`) allows. An id of ours fits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayKey(String);

impl PayKey {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl FromStr for PayKey {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let good = (6..=32).contains(&text.len()) && text.chars().all(fits);
        if good { Ok(Self(text.to_owned())) } else { Err(()) }
    }
}
impl fmt::Display for PayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for PayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What somebody is asked to pay. Starting again with the same key must say the same, so nothing in
/// it may depend on when it is said.
#[derive(Debug, Clone)]
pub struct Order {
    pub key: PayKey,
    pub money: Money,
    /// What the payer reads: at most 127 characters are said.
    pub title: String,
    pub placed_at: Time,
    /// Until when it can be paid; a provider may move it into what it allows.
    pub expires_at: Time,
    /// Where the payer's browser comes back to. Coming back proves nothing.
    pub back_url: String,
    /// Where the provider tells what happened: https, no query.
    pub told_url: String,
    /// Who pays, as the provider knows them (`WeChat`'s openid): then the page they are on may pay.
    pub payer: Option<String>,
}

/// Where the payer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// To the till: the shop says when it is paid.
    Counter,
    /// To this address.
    Page(String),
    /// What a QR code holds that their app reads.
    Code(String),
    /// These parameters, for the app that shows our page (`WeChat`'s `getBrandWCPayRequest`).
    Inside(BTreeMap<&'static str, String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    pub place: Place,
    /// The provider's id, to be kept: it is needed to ask again. `None` where our key is enough.
    pub theirs: Option<String>,
}

/// A payment that was started.
#[derive(Debug, Clone)]
pub struct Payment {
    pub key: PayKey,
    pub money: Money,
    pub theirs: Option<String>,
}

/// A part of a payment, or all of it, to be given back.
#[derive(Debug, Clone)]
pub struct Refund {
    pub key: PayKey,
    pub payment: Payment,
    /// In minor units of the payment's currency.
    pub amount: i64,
    /// Where the provider tells how it went, if it wants to be told for each.
    pub told_url: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayState {
    /// Neither paid nor over: ask again.
    Waiting,
    Paid,
    /// It can no longer be paid, and nothing was.
    Closed,
    /// Paid, and so much was given back in all. `None` where the provider tells of each refund only.
    Refunded(Option<i64>),
    /// It came to nothing, and nothing was paid.
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundState {
    Waiting,
    Done,
    /// The money has not arrived and will not by itself: somebody must look at the provider's pages.
    Failed,
}

/// What a provider says, believed to come from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The provider's id of this message: the same message sent twice has the same.
    pub event: String,
    pub payment: PayKey,
    pub news: News,
    /// The provider's id of what it speaks of.
    pub theirs: String,
    pub at: Time,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Of the payment, and what it was for.
    Payment { state: PayState, money: Money },
    /// Of one refund: its own key, and how much it gives back.
    Refund { key: PayKey, state: RefundState, money: Money },
}

impl Fact {
    /// Whether it speaks of the money that we know: of all of it, or for a refund of its amount.
    pub fn agrees(&self, known: Money) -> Result<(), NotTold> {
        let (News::Payment { money, .. } | News::Refund { money, .. }) = &self.news;
        same_money(*money, known)
    }
}

/// An amount that is not ours is never ours by rounding or conversion.
pub fn same_money(said: Money, known: Money) -> Result<(), NotTold> {
    if said.currency != known.currency {
        return Err(NotTold::WrongCurrency);
    }
    if said.amount == known.amount { Ok(()) } else { Err(NotTold::WrongAmount) }
}

/// What a callback came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Fact(Fact),
    /// It comes from the provider and is about nothing that we follow: answered politely.
    Ignored {
        event: String,
        kind: String,
    },
}

/// A provider's message to us, as it came.
#[derive(Clone, Copy)]
pub struct Callback<'a> {
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
}

impl<'a> Callback<'a> {
    /// One that is there exactly once; with two it is not clear which was signed.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let mut found = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let (_, value) = found.next()?;
        if found.next().is_some() { None } else { Some(value) }
    }
}
impl fmt::Debug for Callback<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback").field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// Why a message, or an answer, is not taken as a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTold {
    TooLarge,
    NotSigned,
    UnknownSerial,
    WrongSignature,
    /// Signed more than five minutes ago: kept and sent again by somebody, or our clock is wrong.
    TooOld,
    TooEarly,
    /// Signed well, but sealed for another secret.
    WrongSecret,
    Unreadable,
    WrongMerchant,
    WrongApp,
    /// A test's message to a real account, or the other way round.
    WrongMode,
    WrongPayment,
    WrongAmount,
    WrongCurrency,
    /// This way tells nothing by itself.
    NoCallbacks,
}

impl NotTold {
    pub const ALL: [Self; 15] = [
        Self::TooLarge,
        Self::NotSigned,
        Self::UnknownSerial,
        Self::WrongSignature,
        Self::TooOld,
        Self::TooEarly,
        Self::WrongSecret,
        Self::Unreadable,
        Self::WrongMerchant,
        Self::WrongApp,
        Self::WrongMode,
        Self::WrongPayment,
        Self::WrongAmount,
        Self::WrongCurrency,
        Self::NoCallbacks,
    ];
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "payments.too_large",
            Self::NotSigned => "payments.not_signed",
            Self::UnknownSerial => "payments.unknown_serial",
            Self::WrongSignature => "payments.wrong_signature",
            Self::TooOld => "payments.too_old",
            Self::TooEarly => "payments.too_early",
            Self::WrongSecret => "payments.wrong_secret",
            Self::Unreadable => "payments.unreadable",
            Self::WrongMerchant => "payments.wrong_merchant",
            Self::WrongApp => "payments.wrong_app",
            Self::WrongMode => "payments.wrong_mode",
            Self::WrongPayment => "payments.wrong_payment",
            Self::WrongAmount => "payments.wrong_amount",
            Self::WrongCurrency => "payments.wrong_currency",
            Self::NoCallbacks => "payments.no_callbacks",
        }
    }
    pub const fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::NotSigned
            | Self::UnknownSerial
            | Self::WrongSignature
            | Self::TooOld
            | Self::TooEarly => 401,
            Self::NoCallbacks => 404,
            Self::Unreadable | Self::WrongSecret => 400,
            _ => 422,
        }
    }
}
impl fmt::Display for NotTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a call came to nothing. No text in it has a secret, a payer or a provider's free words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpaid {
    /// It may have happened or not: no answer, too late, too long, or their trouble. Ask, or repeat
    /// with the same key; never take it for a failure.
    NotKnown(String),
    /// An answer that cannot be believed, which is not known either.
    NotBelieved(NotTold),
    /// They said no, by their code: nothing happened, and repeating it changes nothing.
    Refused { status: u16, code: String },
    /// We do not ask for this: the code says why (`payments.…`).
    Unfit(&'static str),
}

impl Unpaid {
    /// Whether it is certain that nothing happened.
    pub const fn certain(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Unfit(_))
    }
}
impl fmt::Display for Unpaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotKnown(why) => write!(f, "not known yet: {why}"),
            Self::NotBelieved(why) => {
                write!(f, "not known yet: an answer cannot be believed, {why}")
            }
            Self::Refused { status, code } => write!(f, "refused with {status} {code}"),
            Self::Unfit(code) => f.write_str(code),
        }
    }
}

/// How we took a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Also one that was known already, and one that was ignored.
    Well,
    Refused(NotTold),
    /// We could not write it down: it shall be sent again.
    Later,
}

/// What the provider is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// JSON, or nothing.
    pub body: String,
}

/// A means of paying. It blocks until the other side has answered or its patience is over, so it is
/// called by jobs only, apart from [`Provider::read`] and [`Provider::answer`], which speak to nobody.
pub trait Provider: Send + Sync {
    /// Asks for a place to pay. Repeated with the same order it is the same payment. One that stays
    /// unknown may be given up: nobody has seen where to pay, so a new key is safe.
    fn start(&self, order: &Order) -> Result<Started, Unpaid>;
    fn ask(&self, payment: &Payment) -> Result<PayState, Unpaid>;
    /// Makes sure that it can no longer be paid, and says what it came to: it may be paid already.
    fn close(&self, payment: &Payment) -> Result<PayState, Unpaid>;
    /// Gives back. Repeated with the same key it is the same refund, and its state now.
    fn refund(&self, refund: &Refund) -> Result<RefundState, Unpaid>;
    /// Reads a message and proves that it is theirs. `now` is when it came.
    fn read(&self, callback: Callback<'_>, now: Time) -> Result<Heard, NotTold>;
    fn answer(&self, taken: Taken) -> Answer;
    /// Whether it takes this currency.
    fn takes(&self, currency: Currency) -> bool;
}

/// The ways to pay that this installation has, by name: `counter` always.
#[derive(Clone)]
pub struct Ways(BTreeMap<&'static str, Arc<dyn Provider>>);

pub const COUNTER: &str = "counter";

impl Ways {
    #[must_use]
    pub fn with(mut self, name: &'static str, provider: Arc<dyn Provider>) -> Self {
        self.0.insert(name, provider);
        self
    }
    pub fn find(&self, name: &str) -> Option<&Arc<dyn Provider>> {
        self.0.get(name)
    }
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }
}
impl Default for Ways {
    fn default() -> Self {
        Self(BTreeMap::new()).with(COUNTER, Arc::new(AtCounter))
    }
}
impl fmt::Debug for Ways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// Paying at the till. It waits until the counter says so, and money goes back over the counter.
#[derive(Debug, Clone, Copy)]
pub struct AtCounter;

impl Provider for AtCounter {
    fn start(&self, _: &Order) -> Result<Started, Unpaid> {
        Ok(Started { place: Place::Counter, theirs: None })
    }
    fn ask(&self, _: &Payment) -> Result<PayState, Unpaid> {
        Ok(PayState::Waiting)
    }
    fn close(&self, _: &Payment) -> Result<PayState, Unpaid> {
        Ok(PayState::Closed)
    }
    fn refund(&self, _: &Refund) -> Result<RefundState, Unpaid> {
        Ok(RefundState::Waiting)
    }
    fn read(&self, _: Callback<'_>, _: Time) -> Result<Heard, NotTold> {
        Err(NotTold::NoCallbacks)
    }
    fn answer(&self, _: Taken) -> Answer {
        Answer { status: NotTold::NoCallbacks.status(), body: String::new() }
    }
    fn takes(&self, _: Currency) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_what_every_provider_takes() {
        for (text, good) in [
            ("pay_01JZ8X3F5QW9V2B7N4M6K0RSTD", true),
            ("a-b_c9", true),
            ("short", false),
            ("one that has spaces", false),
            ("pay_01JZ8X3F5QW9V2B7N4M6K0RSTDEFG", false),
            ("größe-1", false),
        ] {
            assert_eq!(text.parse::<PayKey>().is_ok(), good, "{text}");
        }
    }

    #[test]
    fn a_header_that_comes_twice_counts_as_none() {
        let headers = [("X-Mark", "1"), ("x-other", "2"), ("x-mark", "3")];
        let callback = Callback { headers: &headers, body: b"" };
        assert_eq!(callback.header("X-Other"), Some("2"));
        assert_eq!(callback.header("x-mark"), None);
    }

    #[test]
    fn every_refusal_has_a_code_of_its_own() {
        let codes: std::collections::HashSet<_> = NotTold::ALL.map(NotTold::code).into();
        assert_eq!(codes.len(), NotTold::ALL.len());
        assert!(codes.iter().all(|code| code.starts_with("payments.")));
    }

    #[test]
    fn the_counter_is_always_there_and_decides_nothing() {
        let ways = Ways::default();
        assert_eq!(ways.names().collect::<Vec<_>>(), [COUNTER]);
        let counter = ways.find(COUNTER).unwrap();
        let payment = Payment {
            key: "pay_000001".parse().unwrap(),
            money: Money::new(1250, "CNY".parse().unwrap()),
            theirs: None,
        };
        assert_eq!(counter.ask(&payment), Ok(PayState::Waiting));
        let nothing = Callback { headers: &[], body: b"{}" };
        assert_eq!(counter.read(nothing, Time::default()), Err(NotTold::NoCallbacks));
    }
}
