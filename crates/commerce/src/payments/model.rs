//! One attempt to pay, what may become of it, and what goes back.

use std::time::Duration;

use kernel::{
    Money, OrderId, PayBackId, PaymentId, StoreId, Time,
    payment::{self, PayKey, PayState, Place, RefundState},
};
use serde::{Deserialize, Serialize};

kernel::refusals! { payments:
    /// The shop does not take this way of paying.
    NotOffered "not_offered" 409,
    /// Nothing is owed for this order.
    NotOwed "not_owed" 409,
    /// Nothing was paid with it, or it is all on its way back.
    NothingLeft "nothing_left" 409,
}

/// How long the payer has. Afterwards it is closed at the provider.
pub const PAY_FOR: Duration = Duration::from_secs(30 * 60);
/// How long its goods are held at least: the provider's last word needs a moment.
pub const HOLD_FOR: Duration = Duration::from_secs(35 * 60);
/// How long asking for a place to pay may take until it is given up: nobody has seen one.
pub const START_FOR: Duration = Duration::from_secs(4 * 60);
pub const REASON_MAX: usize = 200;

/// Codes of what somebody must look at.
pub const WRONG_AMOUNT: &str = "wrong_amount";
pub const REFUNDED_ELSEWHERE: &str = "refunded_elsewhere";
pub const REFUND_FAILED: &str = "refund_failed";
/// Our books and the provider's do not say the same.
pub const DIFFERS: &str = "differs";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentState)]
pub enum State {
    /// The provider is asked where to pay.
    Starting,
    /// It can be paid; whether it was is not known.
    Open,
    Paid,
    /// It can no longer be paid, and nothing was.
    Closed,
    /// It came to nothing.
    Failed,
}
kernel::words!(State {
    Starting "starting",
    Open "open",
    Paid "paid",
    Closed "closed",
    Failed "failed",
});

impl State {
    /// What a provider's word makes of it, in whatever order words arrive: money that was paid is never
    /// forgotten, and what is over opens no more.
    #[must_use]
    pub const fn after(self, heard: PayState) -> Self {
        match (self, heard) {
            (_, PayState::Paid | PayState::Refunded(_)) => Self::Paid,
            (Self::Starting | Self::Open, PayState::Closed) => Self::Closed,
            (Self::Starting | Self::Open, PayState::Failed) => Self::Failed,
            (state, _) => state,
        }
    }
    /// Whether money may still come without a surprise.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Starting | Self::Open)
    }
}

/// Why money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentRefundCause)]
pub enum Cause {
    /// It came when the order was over.
    Late,
    /// It came when the goods were sold to somebody else.
    SoldOut,
    /// The order was paid already.
    Twice,
    /// The order was called off.
    Cancelled,
    /// Goods came back.
    Returned,
    /// Somebody of the shop said so.
    ByHand,
}
kernel::words!(Cause {
    Late "late",
    SoldOut "sold_out",
    Twice "twice",
    Cancelled "cancelled",
    Returned "returned",
    ByHand "by_hand",
});

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentRefundState)]
pub enum BackState {
    /// It is wanted, or under way.
    Waiting,
    Done,
    /// It did not arrive: somebody must look.
    Failed,
}
kernel::words!(BackState { Waiting "waiting", Done "done", Failed "failed" });

impl From<RefundState> for BackState {
    fn from(state: RefundState) -> Self {
        match state {
            RefundState::Waiting => Self::Waiting,
            RefundState::Done => Self::Done,
            RefundState::Failed => Self::Failed,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    pub id: PaymentId,
    pub order: OrderId,
    pub member: kernel::MemberId,
    pub store: StoreId,
    pub way: String,
    pub amount: i64,
    pub title: String,
    pub back_url: String,
    pub told_url: String,
    pub state: State,
    /// Whether it is the order's money.
    pub taken: bool,
    pub theirs: Option<String>,
    pub place: Option<Where>,
    /// Given back on the provider's own pages.
    pub elsewhere: i64,
    /// A code while somebody must look.
    pub trouble: String,
    /// The amount that was told when it was not ours.
    pub said: Option<i64>,
    /// What the provider said when the day was compared.
    pub checked: String,
    pub checked_at: Option<Time>,
    pub paid_at: Option<Time>,
    pub expires_at: Time,
    pub created_at: Time,
    pub changed_at: Time,
}

/// Where the payer goes, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    Page(String),
    Code(String),
}

impl Where {
    /// None where a phone's browser cannot go: the till, and what only an app can open.
    pub fn of(place: Place) -> Option<Self> {
        match place {
            Place::Page(url) => Some(Self::Page(url)),
            Place::Code(text) => Some(Self::Code(text)),
            Place::Counter | Place::Inside(_) => None,
        }
    }
}

impl Payment {
    pub fn key(&self) -> Option<PayKey> {
        self.id.to_string().parse().ok()
    }
    /// As the port knows it.
    pub fn known(&self, money: Money) -> Option<payment::Payment> {
        Some(payment::Payment { key: self.key()?, money, theirs: self.theirs.clone() })
    }
    /// Whether the time to pay is over.
    pub fn is_over(&self, now: Time) -> bool {
        self.expires_at <= now
    }
    /// How it stands, in the one word that people need.
    pub fn standing(&self, back: Sums, now: Time) -> Standing {
        match self.state {
            _ if !self.trouble.is_empty() => Standing::Odd,
            State::Starting | State::Open if self.is_over(now) => Standing::Unknown,
            State::Starting => Standing::Starting,
            State::Open => Standing::Waiting,
            State::Closed => Standing::Closed,
            State::Failed => Standing::Failed,
            State::Paid if self.left(back) > 0 && back.waiting == 0 => Standing::Paid,
            State::Paid if back.waiting > 0 => Standing::GoingBack,
            State::Paid => Standing::GivenBack,
        }
    }
    /// What can still be given back.
    pub const fn left(&self, back: Sums) -> i64 {
        match self.state {
            State::Paid => self.amount - self.elsewhere - back.waiting - back.done,
            _ => 0,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Starting,
    Waiting,
    /// Its time is over, and the provider has not said what it came to.
    Unknown,
    Paid,
    Closed,
    Failed,
    GoingBack,
    GivenBack,
    Odd,
}

/// What of a payment goes back, and went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub waiting: i64,
    pub done: i64,
}

impl Sums {
    pub fn of<'a>(refunds: impl IntoIterator<Item = &'a Back>) -> Self {
        refunds.into_iter().fold(Self::default(), |mut sums, back| {
            match back.state {
                BackState::Waiting => sums.waiting += back.amount,
                BackState::Done => sums.done += back.amount,
                BackState::Failed => {}
            }
            sums
        })
    }
    pub const fn total(self) -> i64 {
        self.waiting + self.done
    }
}

/// A part of a payment, or all of it, on its way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    pub id: PayBackId,
    pub payment: PaymentId,
    pub amount: i64,
    pub cause: Cause,
    pub state: BackState,
    pub trouble: String,
    /// The provider's time of the last message about it.
    pub said_at: Time,
    pub created_at: Time,
    pub changed_at: Time,
}

/// A message of the provider's, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub event: String,
    pub said: String,
    pub at: Time,
    pub heard_at: Time,
}

/// A provider's word about a payment, for people and for the comparison of a day.
pub fn word(state: PayState) -> String {
    match state {
        PayState::Waiting => "waiting".to_owned(),
        PayState::Paid => "paid".to_owned(),
        PayState::Closed => "closed".to_owned(),
        PayState::Failed => "failed".to_owned(),
        PayState::Refunded(None) => "refunded".to_owned(),
        PayState::Refunded(Some(amount)) => format!("refunded {amount}"),
    }
}

/// Whether the provider's word of a day's comparison is what our books say.
pub fn agrees(payment: &Payment, back: Sums) -> bool {
    let given = back.done + payment.elsewhere;
    match payment.checked.split_once(' ').unwrap_or((&payment.checked, "")) {
        ("", _) => true,
        ("paid", _) => payment.state == State::Paid && given == 0,
        ("refunded", "") => payment.state == State::Paid && given > 0,
        ("refunded", amount) => {
            payment.state == State::Paid && amount.parse().is_ok_and(|amount: i64| amount == given)
        }
        ("waiting", _) => payment.state.is_open(),
        ("closed" | "failed", _) => matches!(payment.state, State::Closed | State::Failed),
        _ => false,
    }
}
