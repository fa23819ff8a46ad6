//! What a plan promises, and a period that somebody paid for.

use jiff::{Span, ToSpan as _, civil::Date};
use kernel::{
    FieldError, Fields, GiftId, MemberId, PlanId, PlanTermId, PostingId, Result, StaffId, StoreId,
    TierId, Time, VoucherId, money::LARGEST_AMOUNT, text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{gifts::State, words::Words};

kernel::refusals! { plans:
    /// It is not sold any more.
    Closed "closed" 409,
    /// They have another plan; one after the other.
    OtherPlan "other_plan" 409,
    /// It is paid for so far ahead already.
    Ahead "ahead" 409,
    /// It costs something else now than what was shown.
    OtherPrice "other_price" 409,
    /// By the rule that stood when it was bought, nothing is left to pay back.
    NothingBack "nothing_back" 409,
    /// Sold more than ten minutes ago, or something followed it.
    TooLate "too_late" 409,
    AlreadyUndone "already_undone" 409,
    /// The gift of the period was collected meanwhile.
    Collected "collected" 409,
}

/// Days of grace, and of notice.
pub const MOST_DAYS: u32 = 90;
/// How far ahead somebody may pay, in days.
pub const AHEAD_DAYS: i64 = 800;
pub const UNDO_SECONDS: u64 = 600;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanPeriod)]
pub enum Every {
    Month,
    Quarter,
    Year,
}
kernel::words!(Every { Month "month", Quarter "quarter", Year "year" });

impl Every {
    /// So many periods.
    pub fn times(self, number: i64) -> Span {
        match self {
            Self::Month => number.months(),
            Self::Quarter => (3 * number).months(),
            Self::Year => number.years(),
        }
    }
}

/// What is paid back when somebody wants to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanRefund)]
pub enum Back {
    /// Nothing, within what the law allows.
    Nothing,
    /// Whole periods that have not begun.
    Periods,
    /// These, and of the running one the days that are left after today.
    Days,
}
kernel::words!(Back { Nothing "nothing", Periods "periods", Days "days" });

/// What a shopkeeper says about a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: Words,
    /// Of one period, in minor units.
    pub price: i64,
    pub every: Every,
    /// Whoever has the plan stands on this tier, unless they earned a higher one.
    pub tier: Option<TierId>,
    pub early: bool,
    pub free_delivery: bool,
    /// A gift with the beginning of each period.
    pub gift: Option<GiftId>,
    /// Days after the end in which it still counts.
    pub grace_days: u32,
    /// Days before the end when they are told.
    pub notice_days: u32,
    pub back: Back,
}

impl Details {
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        for slot in [&mut self.name.en, &mut self.name.zh, &mut self.name.es] {
            *slot =
                text::optional(&mut fields, "name", Some(slot), text::NAME_MAX).unwrap_or_default();
        }
        if self.name.is_empty() && fields.is_empty() {
            fields.push(FieldError::new("name", "required"));
        }
        match self.price {
            ..0 => fields.push(FieldError::new("price", "amount_negative")),
            0 => fields.push(FieldError::new("price", "required")),
            1..=LARGEST_AMOUNT => {}
            _ => fields.push(FieldError::new("price", "amount_too_large")),
        }
        for (field, days) in [("grace_days", self.grace_days), ("notice_days", self.notice_days)] {
            if days > MOST_DAYS {
                let wrong = FieldError::new(field, "number_range");
                fields.push(wrong.with("min", 0).with("max", i64::from(MOST_DAYS)));
            }
        }
        fields.check(self)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub details: Details,
    pub state: State,
    pub created_at: Time,
}

impl std::ops::Deref for Plan {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.details
    }
}

/// What was done for a period so far; each has its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It waits for its first day.
    Bought,
    /// Its gift was given.
    Begun,
    /// They were told that it ends.
    Told,
    /// Its price is earned.
    Earned,
    /// Its grace is over.
    Over,
}
kernel::words!(Stage {
    Bought "bought",
    Begun "begun",
    Told "told",
    Earned "earned",
    Over "over",
});

/// A period that was paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub id: PlanTermId,
    pub plan: PlanId,
    pub member: MemberId,
    pub anchor: Date,
    pub number: i64,
    pub first: Date,
    pub last: Date,
    /// The last day on which it counts.
    pub ends: Date,
    /// The plan as it was when this was bought.
    pub rule: Details,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    /// It followed another one.
    pub renewal: bool,
    pub bought_at: Time,
    pub posting: PostingId,
    pub refunded: i64,
    pub refunded_at: Option<Time>,
    pub voucher: Option<VoucherId>,
    pub stage: Stage,
    pub undone_at: Option<Time>,
}

impl Term {
    /// The last day of its grace. What was paid back has none.
    pub fn grace_until(&self) -> Date {
        if self.refunded_at.is_some() {
            return self.ends;
        }
        self.ends.saturating_add(i64::from(self.rule.grace_days).days())
    }
    /// The day on which they are told that it ends.
    pub fn notice_on(&self) -> Date {
        self.last.saturating_sub(i64::from(self.rule.notice_days).days()).max(self.first)
    }
    pub const fn counts(&self) -> bool {
        self.undone_at.is_none()
    }
    /// The day of what comes next; none when all is done.
    pub fn due(&self) -> Option<Date> {
        if !self.counts() {
            return None;
        }
        let day = |date: Date, days: i64| date.saturating_add(days.days());
        Some(match self.stage {
            Stage::Bought => self.first,
            Stage::Begun => self.notice_on(),
            Stage::Told => day(self.ends, 1),
            Stage::Earned => day(self.grace_until(), 1),
            Stage::Over => return None,
        })
    }
    pub fn may_undo(&self, now: Time) -> bool {
        let until = self.bought_at.plus(std::time::Duration::from_secs(UNDO_SECONDS));
        self.counts() && self.refunded_at.is_none() && now <= until
    }
}
