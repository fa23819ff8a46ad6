//! What a plan says, what a top-up brings by it, and what the deeds of a wallet are.

use kernel::{
    Currency, FieldError, Fields, MemberId, Money, Result, StaffId, StoreId, Time,
    money::LARGEST_AMOUNT,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    fold::{Deed, Forfeits, Spending, Split},
    laws::{Fact, Law},
};
use crate::gifts::State;

kernel::refusals! { wallets:
    /// The shop takes no top-ups now. What is there can be spent and paid out.
    Closed "closed" 409,
    /// There is not as much.
    NotEnough "not_enough" 409,
    /// The wallet would hold more than `cap`; there is `room`.
    OverCap "over_cap" 409,
    /// What the top-up brought was spent or paid out since.
    SpentSince "spent_since" 409,
    AlreadyUndone "already_undone" 409,
    /// Ten minutes have passed.
    TooLate "too_late" 409,
    /// The days in which the shop pays out have passed.
    NotRefundable "not_refundable" 409,
    /// What was shown before it was confirmed is no longer so.
    ChangedSince "changed_since" 409,
}

/// The most bonus rules of a plan.
pub const MOST_BONUSES: usize = 10;
/// A bonus of the whole amount, in basis points.
pub const WHOLE: i64 = 10_000;
/// The longest that a plan pays out after a top-up, in days, before it may as well be always.
pub const MOST_REFUND_DAYS: i64 = 3_660;

/// What a bonus rule adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// Minor units.
    Amount(i64),
    /// A part of what was paid in, rounded down.
    BasisPoints(i64),
}

/// From that amount on, that bonus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bonus {
    pub from: i64,
    pub gives: Gives,
}

impl Bonus {
    fn of(self, amount: i64) -> i64 {
        match self.gives {
            _ if amount < self.from => 0,
            Gives::Amount(bonus) => bonus,
            Gives::BasisPoints(points) => {
                let part = i128::from(amount) * i128::from(points) / i128::from(WHOLE);
                i64::try_from(part).unwrap_or(i64::MAX)
            }
        }
    }
}

/// How a shop keeps its members' money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Whether it takes top-ups.
    pub state: State,
    pub bonuses: Vec<Bonus>,
    pub spending: Spending,
    pub forfeits: Forfeits,
    /// For how many days after a top-up its principal is paid out; none: at any time.
    pub refund_days: Option<i64>,
    /// Of one top-up.
    pub least: i64,
    pub most: i64,
    /// Of what a wallet holds after a top-up, bonus included; none: no cap.
    pub cap_named: Option<i64>,
    pub cap_unnamed: Option<i64>,
    pub changed_at: Time,
}

impl Default for Plan {
    /// Closed, without bonus, and for members the kindest.
    fn default() -> Self {
        Self {
            state: State::Closed,
            bonuses: Vec::new(),
            spending: Spending::BonusFirst,
            forfeits: Forfeits::Proportion,
            refund_days: None,
            least: 1,
            most: LARGEST_AMOUNT,
            cap_named: None,
            cap_unnamed: None,
            changed_at: Time::default(),
        }
    }
}

impl Plan {
    /// The best bonus that fits.
    pub fn bonus_of(&self, amount: i64) -> i64 {
        self.bonuses.iter().map(|bonus| bonus.of(amount)).max().unwrap_or(0)
    }
    pub const fn cap(&self, known: Known) -> Option<i64> {
        match known {
            Known::Named => self.cap_named,
            Known::Unnamed => self.cap_unnamed,
        }
    }
    /// Names every field that is out of bounds.
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        within(&mut fields, "least", self.least);
        within(&mut fields, "most", self.most);
        if self.most < self.least {
            fields.push(FieldError::new("most", "wallet_most_below_least"));
        }
        for (field, cap) in [("cap_named", self.cap_named), ("cap_unnamed", self.cap_unnamed)] {
            if let Some(cap) = cap {
                within(&mut fields, field, cap);
            }
        }
        if self.refund_days.is_some_and(|days| !(1..=MOST_REFUND_DAYS).contains(&days)) {
            let wrong = FieldError::new("refund_days", "number_range");
            fields.push(wrong.with("min", 1).with("max", MOST_REFUND_DAYS));
        }
        if self.bonuses.len() > MOST_BONUSES {
            let wrong = FieldError::new("bonuses", "wallet_bonuses_too_many");
            fields.push(wrong.with("max", MOST_BONUSES as i64));
        }
        for bonus in &self.bonuses {
            let fits = match bonus.gives {
                Gives::Amount(amount) => (1..=LARGEST_AMOUNT).contains(&amount),
                Gives::BasisPoints(points) => (1..=WHOLE).contains(&points),
            };
            if !fits || !(1..=LARGEST_AMOUNT).contains(&bonus.from) {
                fields.push(FieldError::new("bonuses", "wallet_bonus_invalid"));
                break;
            }
        }
        self.bonuses.sort_by_key(|bonus| bonus.from);
        fields.check(self)
    }
    /// An open plan stays within the law of the land. Each field that goes beyond it is named, with
    /// where the law stands and what would be lawful.
    pub fn lawful(&self, law: Option<&Law>, currency: Currency) -> Result<()> {
        let (State::Open, Some(law)) = (self.state, law) else { return Ok(()) };
        let mut fields = Fields::default();
        let wrong = |field, code, fact: Fact, may: String| {
            FieldError::new(field, code).with("limit", may).with("law", fact.stands_in)
        };
        let caps = [
            ("cap_named", self.cap_named, law.cap_named),
            ("cap_unnamed", self.cap_unnamed, law.cap_unnamed),
        ];
        for (field, cap, fact) in caps {
            let Some(fact) = fact else { continue };
            if currency.code() != law.currency {
                fields.push(wrong(field, "wallet_law_currency", fact, law.currency.to_owned()));
            } else if cap.is_none_or(|cap| cap > fact.is) {
                let may = Money::new(fact.is, currency).plain();
                fields.push(wrong(field, "wallet_law_cap", fact, may));
            }
        }
        if let (Some(days), Some(fact)) = (self.refund_days, law.refund_days)
            && days < fact.is
        {
            fields.push(wrong("refund_days", "wallet_law_days", fact, fact.is.to_string()));
        }
        fields.check(())
    }
    /// The same with every limit brought within the law.
    #[must_use]
    pub fn made_lawful(mut self, law: Option<&Law>) -> Self {
        let Some(law) = law else { return self };
        let least = |cap: Option<i64>, fact: Option<Fact>| match (cap, fact) {
            (cap, None) => cap,
            (cap, Some(fact)) => Some(cap.map_or(fact.is, |cap| cap.min(fact.is))),
        };
        self.cap_named = least(self.cap_named, law.cap_named);
        self.cap_unnamed = least(self.cap_unnamed, law.cap_unnamed);
        if let Some(fact) = law.refund_days {
            self.refund_days = self.refund_days.map(|days| days.max(fact.is));
        }
        self
    }
}

fn within(fields: &mut Fields, field: &'static str, amount: i64) {
    match amount {
        ..1 => fields.push(FieldError::new(field, "wallet_amount_above_zero")),
        1..=LARGEST_AMOUNT => {}
        _ => fields.push(FieldError::new(field, "amount_too_large")),
    }
}

/// Whether the law would call the wallet a named one: a number or an address was shown to be the
/// member's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Named,
    Unnamed,
}

impl Known {
    pub const fn of(member: &people::members::Member) -> Self {
        if member.phone_proven_at.is_some() || member.email_proven_at.is_some() {
            Self::Named
        } else {
            Self::Unnamed
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    TopUp,
    /// Bonus that the shop gave.
    Gift,
    Payment,
    Deposit,
    Refund,
    /// Another record's purse came to it.
    Joined,
}
kernel::words!(Kind {
    TopUp "top_up", Gift "gift", Payment "payment", Deposit "deposit", Refund "refund",
    Joined "joined",
});

/// One thing that happened to a wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// `top_…`, `rfd_…`, the purchase that was paid, or what a deposit is for.
    pub id: Uuid,
    pub member: MemberId,
    /// Its place in the member's order, from 1.
    pub number: i64,
    pub at: Time,
    pub deed: Deed,
    /// How the ledger has it split.
    pub split: Split,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    /// When a top-up was taken back: it brings nothing since.
    pub undone_at: Option<Time>,
    /// Out of which record's purse, where that was merged into the member's; none for their own.
    pub purse: Option<Uuid>,
}

impl Act {
    pub const fn kind(&self) -> Kind {
        match self.deed {
            Deed::TopUp(_) => Kind::TopUp,
            Deed::Gift(_) => Kind::Gift,
            Deed::Payment(..) => Kind::Payment,
            Deed::Deposit(..) => Kind::Deposit,
            Deed::Refund(..) => Kind::Refund,
            Deed::Joined(_) => Kind::Joined,
        }
    }
}

/// The wallet of one member as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wallet {
    pub member: MemberId,
    pub balance: Split,
    /// The number of its last act.
    pub acts: i64,
    pub changed_at: Time,
}
