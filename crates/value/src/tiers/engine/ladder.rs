//! What a ladder promises.

use jiff::{ToSpan as _, civil::Date};
use kernel::{FieldError, Fields, GiftId, Result, TierId, money::LARGEST_AMOUNT, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::Words;

/// Tiers of one ladder.
pub const MOST_TIERS: usize = 8;
pub const MOST_DAYS: u32 = 3650;
/// A factor of one, in ten-thousandths.
pub const ONE: i64 = 10_000;
pub const MOST_FACTOR: i64 = 200_000;
const LONGEST_NAME: usize = 24;
/// Grace and notice: at most a year.
const MOST_GRACE: u32 = 366;

/// The ladder as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TierLadder)]
pub struct Ladder {
    /// The lowest first.
    #[schema(min_items = 1, max_items = 8)]
    pub tiers: Vec<Tier>,
    pub by: By,
    pub period: Period,
    pub starts: Starts,
    pub lasts: Lasts,
    /// Days that a tier stays after its time ran out.
    #[serde(default)]
    #[schema(maximum = 366)]
    pub grace_days: u32,
    pub falls: Falls,
    /// Days before the end of a tier when its holder is told.
    #[serde(default)]
    #[schema(maximum = 366)]
    pub notice_days: u32,
}

/// One tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Left out for a tier that is new.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "tir_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    pub id: Option<TierId>,
    pub name: Words,
    /// How much it takes: points, minor units that were paid, or visits.
    #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
    pub from: i64,
    #[serde(default)]
    pub privileges: Privileges,
}

/// What a tier brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = TierPrivileges)]
pub struct Privileges {
    /// Points that a purchase earns, in ten-thousandths: 15000 is half as many again.
    #[schema(minimum = 10_000, maximum = 200_000)]
    pub factor: i64,
    /// A gift for whoever reaches it, once in each period.
    #[schema(value_type = Option<String>)]
    pub gift: Option<GiftId>,
    /// Comes in before the others.
    pub early: bool,
    pub free_delivery: bool,
}

impl Default for Privileges {
    fn default() -> Self {
        Self { factor: ONE, gift: None, early: false, free_delivery: false }
    }
}

/// What counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TierMeasure)]
pub enum By {
    /// Points that were earned; given by hand they do not count.
    Points,
    /// Money that was paid for what was kept.
    Spend,
    /// Days on which somebody came or bought.
    Visits,
}

/// Over which time it is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = TierPeriod)]
pub enum Period {
    Year,
    /// The last so many days, today included.
    Rolling {
        #[schema(minimum = 1, maximum = 3650)]
        days: u32,
    },
    Lifetime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TierStarts)]
pub enum Starts {
    Now,
    /// On the first day of the next year.
    NextPeriod,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = TierLasts)]
pub enum Lasts {
    /// Until the end of the period after the one in which it was reached.
    NextPeriod,
    /// So many days after it began; reaching it again begins anew.
    Days {
        #[schema(minimum = 1, maximum = 3650)]
        days: u32,
    },
    Forever,
}

/// What becomes of somebody whose tier ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TierFalls)]
pub enum Falls {
    /// To the tier below, for another term.
    OneStep,
    /// To what was reached meanwhile.
    ToBalance,
}

fn ahead(day: Date, days: u32) -> Date {
    day.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}
fn end_of(year: i16) -> Date {
    Date::new(year, 12, 31).unwrap_or(Date::MAX)
}

impl Ladder {
    /// The rank that so much is good for: 0 for none, 1 for the lowest tier.
    pub fn reached(&self, score: i64) -> usize {
        self.tiers.iter().take_while(|tier| tier.from <= score).count()
    }
    /// The highest rank among these tiers: 0 when none of them is of this ladder.
    pub fn rank_of(&self, tiers: &[TierId]) -> usize {
        let is = |tier: &Tier| tier.id.is_some_and(|id| tiers.contains(&id));
        self.tiers.iter().rposition(is).map_or(0, |place| place + 1)
    }
    /// The tier of a rank.
    pub fn tier(&self, rank: usize) -> Option<&Tier> {
        self.tiers.get(rank.checked_sub(1)?)
    }
    /// What a rank brings.
    pub fn privileges(&self, rank: usize) -> Privileges {
        self.tier(rank).map(|tier| tier.privileges).unwrap_or_default()
    }

    /// The first and the last day of a tier that is reached on this day.
    pub fn span(&self, day: Date) -> (Date, Date) {
        let year = day.year();
        let from = match self.starts {
            Starts::Now => day,
            Starts::NextPeriod => Date::new(year + 1, 1, 1).unwrap_or(Date::MAX),
        };
        let last = match (self.lasts, self.period) {
            (Lasts::Forever, _) | (Lasts::NextPeriod, Period::Lifetime) => Date::MAX,
            (Lasts::NextPeriod, Period::Year) => end_of(year.saturating_add(1)),
            (Lasts::NextPeriod, Period::Rolling { days }) | (Lasts::Days { days }, _) => {
                ahead(from, days)
            }
        };
        (from, ahead(last, self.grace_days))
    }
    /// The last day of the tier below for somebody who falls to it on this day.
    pub fn kept_below(&self, day: Date) -> Date {
        match (self.lasts, self.period) {
            (Lasts::Forever, _) | (Lasts::NextPeriod, Period::Lifetime) => Date::MAX,
            (Lasts::NextPeriod, Period::Year) => end_of(day.year()),
            (Lasts::NextPeriod, Period::Rolling { days }) | (Lasts::Days { days }, _) => {
                ahead(day, days)
            }
        }
    }

    /// Names every field that is out of bounds: `tiers.2.from`.
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        if self.tiers.is_empty() {
            fields.push(FieldError::new("tiers.1.name", "required"));
        }
        fields.at_most("tiers", self.tiers.len(), MOST_TIERS);
        let mut below = 0;
        for (at, tier) in self.tiers.iter_mut().enumerate() {
            tier.check(&mut fields, &format!("tiers.{}", at + 1), below);
            below = below.max(tier.from);
        }
        if let Period::Rolling { days } = self.period {
            within(&mut fields, "period.days", days.into(), (1, MOST_DAYS.into()));
        }
        if let Lasts::Days { days } = self.lasts {
            within(&mut fields, "lasts.days", days.into(), (1, MOST_DAYS.into()));
        }
        if self.lasts == Lasts::NextPeriod && self.period == Period::Lifetime {
            fields.push(FieldError::new("lasts", "tier_lasts_lifetime"));
        }
        if self.starts == Starts::NextPeriod && self.period != Period::Year {
            fields.push(FieldError::new("starts", "tier_starts_year"));
        }
        within(&mut fields, "grace_days", self.grace_days.into(), (0, MOST_GRACE.into()));
        within(&mut fields, "notice_days", self.notice_days.into(), (0, MOST_GRACE.into()));
        fields.check(self)
    }
}

impl Tier {
    fn check(&mut self, fields: &mut Fields, at: &str, below: i64) {
        let named = format!("{at}.name");
        for slot in [&mut self.name.en, &mut self.name.zh, &mut self.name.es] {
            let mut wrong = Fields::default();
            let name = text::optional(&mut wrong, "name", Some(slot), LONGEST_NAME);
            *slot = name.unwrap_or_default();
            for one in wrong.iter() {
                fields.push(FieldError { field: named.clone().into(), ..one.clone() });
            }
        }
        if self.name.is_empty() && fields.of(&named).next().is_none() {
            fields.push(FieldError::new(named, "required"));
        }
        let from = format!("{at}.from");
        if (1..=below).contains(&self.from) {
            fields.push(FieldError::new(from, "tier_from_above").with("than", below));
        } else {
            within(fields, &from, self.from, (1, LARGEST_AMOUNT));
        }
        within(fields, &format!("{at}.factor"), self.privileges.factor, (ONE, MOST_FACTOR));
    }
}

fn within(fields: &mut Fields, field: &str, value: i64, (min, max): (i64, i64)) {
    if !(min..=max).contains(&value) {
        let error = FieldError::new(field.to_owned(), "number_range");
        fields.push(error.with("min", min).with("max", max));
    }
}
