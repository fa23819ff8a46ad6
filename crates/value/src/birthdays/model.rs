//! What a shop does for birthdays, and on which days.

use jiff::{ToSpan as _, civil::Date};
use kernel::{FieldError, Fields, GiftId, MemberId, Result, TierId, VoucherId};
use people::members::Birthday;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days before the birthday.
pub const MOST_BEFORE: u32 = 60;
/// Tiers that have a gift of their own.
pub const MOST_TIERS: usize = 40;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = BirthdayPlan)]
pub struct Plan {
    /// The gift for everybody; null: none, but for the tiers below.
    #[schema(value_type = Option<String>, example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    pub gift: Option<GiftId>,
    /// How many days before the birthday it comes.
    #[schema(maximum = 60)]
    pub days_before: u32,
    /// Instead, for those who hold these tiers.
    #[schema(max_items = 40)]
    pub tiers: Vec<OfTier>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BirthdayOfTier)]
pub struct OfTier {
    #[schema(value_type = String, example = "tir_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    pub tier: TierId,
    #[schema(value_type = String, example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    pub gift: GiftId,
}

impl Plan {
    /// Whether it gives anybody anything.
    pub fn gives(&self) -> bool {
        self.gift.is_some() || !self.tiers.is_empty()
    }
    /// The gift for somebody who holds these tiers, the highest first.
    pub fn gift_for(&self, held: &[TierId]) -> Option<GiftId> {
        let of = |tier: &TierId| self.tiers.iter().find(|one| one.tier == *tier);
        held.iter().find_map(of).map(|one| one.gift).or(self.gift)
    }
    pub fn checked(self) -> Result<Self> {
        let mut fields = Fields::default();
        if self.days_before > MOST_BEFORE {
            let wrong = FieldError::new("days_before", "number_range");
            fields.push(wrong.with("min", 0).with("max", i64::from(MOST_BEFORE)));
        }
        fields.at_most("tiers", self.tiers.len(), MOST_TIERS);
        for (at, one) in self.tiers.iter().enumerate() {
            if self.tiers.iter().take(at).any(|other| other.tier == one.tier) {
                fields.push(FieldError::new(format!("tiers.{}.tier", at + 1), "choice_invalid"));
            }
        }
        fields.check(self)
    }
    /// The days whose birthdays are due today.
    pub fn due(&self, today: Date) -> Vec<Date> {
        days(today, self.days_before)
    }
}

/// Today and so many days more.
pub fn days(today: Date, more: u32) -> Vec<Date> {
    (0..=i64::from(more)).filter_map(|n| today.checked_add(n.days()).ok()).collect()
}

/// Month and day of everybody who keeps their birthday on one of these days.
pub fn kept_on(days: &[Date]) -> Vec<(i8, i8)> {
    let mut all: Vec<(i8, i8)> = days.iter().map(|day| (day.month(), day.day())).collect();
    let short = |day: &&Date| !day.in_leap_year() && (day.month(), day.day()) == (2, 28);
    if days.iter().any(|day| short(&day)) {
        all.push((2, 29));
    }
    all
}

/// The next day on which a birthday is kept, today included.
pub fn next(birthday: Birthday, today: Date) -> Option<Date> {
    let of = |year| birthday.in_year(year);
    of(today.year()).filter(|day| *day >= today).or_else(|| of(today.year() + 1))
}

/// Whether a gift of this day keeps another one away today: twelve months have to pass.
pub fn too_soon(given_on: Date, today: Date) -> bool {
    given_on.checked_add(1.year()).is_ok_and(|again| today < again)
}

/// A gift that somebody got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub member: MemberId,
    pub given_on: Date,
    /// The day for which it was.
    pub birthday: Date,
    /// None: they had had it already.
    pub voucher: Option<VoucherId>,
}
