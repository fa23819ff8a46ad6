//! What an allowance is, and what was given from one.

use std::time::Duration;

use jiff::{ToSpan as _, civil::Date};
use kernel::{
    AllowanceId, FieldError, Fields, GiftId, GivingId, MemberId, PostingId, RedemptionId, Refused,
    Result, StaffId, StoreId, Time, VoucherId, money::LARGEST_AMOUNT, text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::gifts::{Gift, State};

kernel::refusals! { allowances:
    /// Too little is left of it in this period; `left` says how much.
    UsedUp "used_up" 409,
    /// It is closed, or not for this employee.
    NotYours "not_yours" 409,
    /// It does not have this gift.
    OtherGift "other_gift" 409,
    /// Nobody gives to themselves.
    Yourself "yourself" 409,
    /// It was given more than ten minutes ago.
    TooLate "too_late" 409,
    AlreadyUndone "already_undone" 409,
    /// The member collected it meanwhile.
    Collected "collected" 409,
    /// It counts something else; make another allowance.
    OtherMeasure "other_measure" 409,
}

/// How long a giving can be taken back.
pub const UNDO_FOR: Duration = Duration::from_secs(600);
pub const REASON_MAX: usize = 200;
/// Gifts, and employees, of one allowance.
pub const MOST_NAMED: usize = 200;
pub const MOST_PIECES: u32 = 10_000;

/// How long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AllowancePeriod)]
pub enum Period {
    /// From Monday on.
    Week,
    Month,
}
kernel::words!(Period { Week "week", Month "month" });

impl Period {
    /// The first day of the period that a day is in.
    pub fn first(self, day: Date) -> Date {
        match self {
            Self::Week => {
                let past = day.weekday().to_monday_zero_offset();
                day.checked_sub(i64::from(past).days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
        }
    }
    /// The first day of the one after it.
    pub fn next(self, day: Date) -> Date {
        let span = match self {
            Self::Week => 1.week(),
            Self::Month => 1.month(),
        };
        self.first(day).checked_add(span).unwrap_or(Date::MAX)
    }
}

/// What is counted, and how much of it there is in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = AllowanceBudget)]
pub enum Budget {
    Pieces {
        #[schema(minimum = 1, maximum = 10_000)]
        pieces: u32,
    },
    /// What the gifts cost the shop, in minor units; what costs nothing counts as one.
    Worth {
        #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
        amount: i64,
    },
}

impl Budget {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pieces { .. } => "pieces",
            Self::Worth { .. } => "worth",
        }
    }
    pub const fn limit(self) -> i64 {
        match self {
            Self::Pieces { pieces } => pieces as i64,
            Self::Worth { amount } => amount,
        }
    }
    /// What one of a gift takes of it.
    pub fn of(self, gift: &Gift) -> i64 {
        match self {
            Self::Pieces { .. } => 1,
            Self::Worth { .. } => gift.cost.max(1),
        }
    }
}

/// What a manager says about an allowance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: String,
    /// Empty for every gift that is open.
    pub gifts: Vec<GiftId>,
    pub budget: Budget,
    pub period: Period,
    /// Who may give; empty for everybody who works at a counter.
    pub staff: Vec<StaffId>,
}

impl Details {
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        let name = text::optional(&mut fields, "name", Some(&self.name), text::NAME_MAX);
        self.name = name.unwrap_or_default();
        if self.name.is_empty() && fields.is_empty() {
            fields.push(FieldError::new("name", "required"));
        }
        let (field, most) = match self.budget {
            Budget::Pieces { .. } => ("pieces", i64::from(MOST_PIECES)),
            Budget::Worth { .. } => ("amount", LARGEST_AMOUNT),
        };
        if !(1..=most).contains(&self.budget.limit()) {
            let wrong = FieldError::new(field, "number_range");
            fields.push(wrong.with("min", 1).with("max", most));
        }
        fields.at_most("gifts", self.gifts.len(), MOST_NAMED);
        fields.at_most("staff", self.staff.len(), MOST_NAMED);
        self.gifts.sort_unstable();
        self.gifts.dedup();
        self.staff.sort_unstable();
        self.staff.dedup();
        fields.check(self)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    pub id: AllowanceId,
    pub details: Details,
    pub state: State,
    pub created_at: Time,
}

impl std::ops::Deref for Allowance {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.details
    }
}

impl Allowance {
    pub fn is_for(&self, staff: StaffId) -> bool {
        self.state == State::Open && (self.staff.is_empty() || self.staff.contains(&staff))
    }
    pub fn has(&self, gift: GiftId) -> bool {
        self.gifts.is_empty() || self.gifts.contains(&gift)
    }
}

/// One gift that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giving {
    pub id: GivingId,
    pub allowance: AllowanceId,
    pub staff: StaffId,
    pub member: MemberId,
    pub gift: GiftId,
    pub voucher: VoucherId,
    /// It was handed over at once.
    pub redemption: Option<RedemptionId>,
    pub store: Option<StoreId>,
    /// The first day of the period it is counted in.
    pub period: Date,
    /// What it took of the allowance.
    pub amount: i64,
    /// What it cost the shop, in minor units.
    pub cost: i64,
    pub reason: String,
    pub at: Time,
    pub posting: PostingId,
    pub undone_at: Option<Time>,
}

impl Giving {
    /// Until when it can be taken back.
    pub fn undo_until(&self) -> Time {
        self.at.plus(UNDO_FOR)
    }
    pub fn may_undo(&self, now: Time) -> std::result::Result<(), Refused> {
        if self.undone_at.is_some() {
            return Err(Refusal::AlreadyUndone.into());
        }
        if now > self.undo_until() {
            return Err(Refusal::TooLate.into());
        }
        Ok(())
    }
}
