//! What a program promises: how points are earned, when they can be spent, when they end.

use jiff::civil::Date;
use jiff::{ToSpan as _, tz::TimeZone};
use kernel::{FieldError, Fields, Result, StoreId, Time, money::LARGEST_AMOUNT, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::when;
use crate::words::Words;

/// The most points of one rule, limit or act.
pub const MOST_POINTS: i64 = 1_000_000_000;
const MOST_RULES: usize = 20;
const MOST_BOOSTS: usize = 50;
const MOST_DAYS: u32 = 3650;
const MOST_NAMES: usize = 50;
const LONGEST_UNIT: usize = 24;

/// The promise as a whole. What was earned under older terms stays as it was earned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PointsTerms)]
pub struct Terms {
    /// What they are called: points, beans, leaves.
    pub unit: Words,
    #[schema(max_items = 20)]
    pub rules: Vec<Rule>,
    /// Days when more is earned. Of several that apply, the best counts.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub boosts: Vec<Boost>,
    #[serde(default)]
    pub limits: Limits,
    /// Days after which they can be spent: as long as goods may come back. 0: at once.
    #[serde(default)]
    #[schema(maximum = 3650)]
    pub pending_days: u32,
    pub expiry: Expiry,
    pub returns: Returns,
    /// What they are worth at the till; left out: they buy gifts only.
    #[serde(default)]
    pub worth: Option<Worth>,
    /// Days before the end of points when their owner is told.
    #[serde(default)]
    #[schema(maximum = 3650)]
    pub notice_days: u32,
}

/// Terms from an instant on, until the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub since: Time,
    pub terms: Terms,
}

/// One way of earning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PointsRule)]
pub struct Rule {
    pub earn: Earn,
    #[serde(default)]
    pub rounding: Rounding,
    /// A condition in CEL over what was bought: `amount >= 50.0 && weekday == 3`. Left out: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 400)]
    pub when: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "for", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = PointsEarn)]
pub enum Earn {
    /// So many for every `per` minor units that were paid (for these goods).
    Amount {
        #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
        points: i64,
        #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
        per: i64,
        #[serde(default)]
        of: Of,
    },
    /// So many for every piece of these goods.
    Item {
        #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
        points: i64,
        #[serde(default)]
        of: Of,
    },
    /// So many for coming, once a day and store.
    Visit {
        #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
        points: i64,
    },
    /// So many when this happens for the first time: `memberships.joined`, `members.proven`.
    Event {
        #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
        points: i64,
        #[schema(max_length = 60)]
        kind: String,
    },
}

impl Earn {
    pub const fn points(&self) -> i64 {
        match self {
            Self::Amount { points, .. }
            | Self::Item { points, .. }
            | Self::Visit { points }
            | Self::Event { points, .. } => *points,
        }
    }
}

/// Which goods; empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = PointsOf)]
pub struct Of {
    #[schema(max_items = 50)]
    pub categories: Vec<String>,
    #[schema(max_items = 50)]
    pub products: Vec<String>,
}

impl Of {
    pub fn is_all(&self) -> bool {
        self.categories.is_empty() && self.products.is_empty()
    }
}

/// What becomes of a part of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PointsRounding)]
pub enum Rounding {
    #[default]
    Down,
    /// Half a point is a point.
    Nearest,
    Up,
}

/// Days when points count more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PointsBoost)]
pub struct Boost {
    #[schema(max_length = 60)]
    pub name: String,
    /// In ten-thousandths: 20000 is double.
    #[schema(minimum = 10_001, maximum = 200_000)]
    pub factor: i64,
    /// The first local day; left out: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last local day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// 1 for Monday to 7 for Sunday; empty for every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<i8>,
    /// Empty for every store.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub stores: Vec<StoreId>,
}

impl Boost {
    pub fn applies(&self, day: Date, store: Option<StoreId>) -> bool {
        self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
            && (self.weekdays.is_empty()
                || self.weekdays.contains(&day.weekday().to_monday_one_offset()))
            && (self.stores.is_empty() || store.is_some_and(|at| self.stores.contains(&at)))
    }
}

/// The most that is earned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = PointsLimits)]
pub struct Limits {
    /// With one purchase.
    #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
    pub purchase: Option<i64>,
    /// By one person on one local day.
    #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
    pub day: Option<i64>,
    /// By one person ever.
    #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
    pub person: Option<i64>,
}

/// When points end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = PointsExpiry)]
pub enum Expiry {
    Never,
    /// So many days after they can be spent, each lot its own.
    Rolling {
        #[schema(minimum = 1, maximum = 3650)]
        days: u32,
    },
    /// With the first such date that is at least so many years ahead (0: the coming one).
    Calendar {
        #[schema(minimum = 1, maximum = 12)]
        month: i8,
        #[schema(minimum = 1, maximum = 28)]
        day: i8,
        #[schema(maximum = 10)]
        years: u8,
    },
    /// All of them, when nothing was bought, visited, gained or spent for so many days.
    Inactivity {
        #[schema(minimum = 1, maximum = 3650)]
        days: u32,
    },
}

impl Expiry {
    /// The instant from which points of this day are worth nothing: midnight after their last day.
    pub fn ends(self, day: Date, zone: &TimeZone) -> Option<Time> {
        let last = match self {
            Self::Never | Self::Inactivity { .. } => return None,
            Self::Rolling { days } => day.checked_add(i64::from(days).days()).ok()?,
            Self::Calendar { month, day: of_month, years } => {
                let this = Date::new(day.year(), month, of_month).ok()?;
                let coming = if this < day { this.checked_add(1.year()).ok()? } else { this };
                coming.checked_add(i64::from(years).years()).ok()?
            }
        };
        Some(Time::start_of(last.tomorrow().ok()?, zone))
    }
}

/// What becomes of points when the goods that earned them come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PointsReturns)]
pub enum Returns {
    /// Taken back as far as they are still pending; what could be spent stays.
    OnlyPending,
    /// Taken back as far as the balance goes; what was spent before is let go.
    WithinBalance,
    /// Taken back wholly: what was spent before is owed, and the next points pay it.
    IntoDebt,
}

/// So many points are so much money at the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PointsWorth)]
pub struct Worth {
    #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
    pub points: i64,
    /// Minor units.
    #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
    pub amount: i64,
    /// The largest part of a purchase that they pay, in percent.
    #[schema(minimum = 1, maximum = 100)]
    pub most_percent: i64,
}

impl Worth {
    /// What points pay of a purchase when so many are offered: how many, and the minor units that
    /// they are worth. They never pay more than their part of it. The money that is left to pay grows
    /// with the total, so that a smaller purchase never costs more of it.
    pub fn pays(self, offered: i64, total: i64) -> (i64, i64) {
        let most = i128::from(total) * i128::from(self.most_percent) / 100;
        let worth = i64::try_from(most).unwrap_or(i64::MAX).min(self.of(offered)).max(0);
        let (worth, points) = (i128::from(worth), i128::from(self.points));
        let amount = i128::from(self.amount);
        // The last point is taken whole.
        let taken = (worth * points + amount - 1) / amount;
        (i64::try_from(taken).unwrap_or(i64::MAX), i64::try_from(worth).unwrap_or(0))
    }
    /// What points are worth, in minor units, rounded down.
    pub fn of(self, points: i64) -> i64 {
        let whole = i128::from(points) * i128::from(self.amount) / i128::from(self.points);
        i64::try_from(whole).unwrap_or(i64::MAX)
    }
}

fn within(fields: &mut Fields, field: &str, value: i64, (min, max): (i64, i64)) {
    if !(min..=max).contains(&value) {
        let error = FieldError::new(field.to_owned(), "number_range");
        fields.push(error.with("min", min).with("max", max));
    }
}

impl Terms {
    /// When the holder is told of an end, if anybody is told at all.
    pub fn notice_at(&self, end: Time) -> Option<Time> {
        let days = i64::from(self.notice_days);
        (days > 0).then(|| end.plus_days(-days))
    }
    /// Names every field that is out of bounds: `rules.2.points`.
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        for slot in [&mut self.unit.en, &mut self.unit.zh, &mut self.unit.es] {
            *slot =
                text::optional(&mut fields, "unit", Some(slot), LONGEST_UNIT).unwrap_or_default();
        }
        if self.unit.is_empty() {
            fields.push(FieldError::new("unit", "required"));
        }
        fields.at_most("rules", self.rules.len(), MOST_RULES);
        fields.at_most("boosts", self.boosts.len(), MOST_BOOSTS);
        for (at, rule) in self.rules.iter_mut().enumerate() {
            rule.check(&mut fields, &format!("rules.{}", at + 1));
        }
        for (at, boost) in self.boosts.iter_mut().enumerate() {
            boost.check(&mut fields, &format!("boosts.{}", at + 1));
        }
        let days = i64::from(MOST_DAYS);
        within(&mut fields, "pending_days", self.pending_days.into(), (0, days));
        within(&mut fields, "notice_days", self.notice_days.into(), (0, days));
        let limits = [
            ("limits.purchase", self.limits.purchase),
            ("limits.day", self.limits.day),
            ("limits.person", self.limits.person),
        ];
        for (field, limit) in limits {
            within(&mut fields, field, limit.unwrap_or(1), (1, MOST_POINTS));
        }
        match self.expiry {
            Expiry::Never => {}
            Expiry::Rolling { days: n } | Expiry::Inactivity { days: n } => {
                within(&mut fields, "expiry.days", n.into(), (1, days));
            }
            Expiry::Calendar { month, day, years } => {
                within(&mut fields, "expiry.month", month.into(), (1, 12));
                within(&mut fields, "expiry.day", day.into(), (1, 28));
                within(&mut fields, "expiry.years", years.into(), (0, 10));
            }
        }
        if let Some(worth) = self.worth {
            within(&mut fields, "worth.points", worth.points, (1, MOST_POINTS));
            within(&mut fields, "worth.amount", worth.amount, (1, LARGEST_AMOUNT));
            within(&mut fields, "worth.most_percent", worth.most_percent, (1, 100));
        }
        fields.check(self)
    }
}

impl Rule {
    fn check(&mut self, fields: &mut Fields, at: &str) {
        within(fields, &format!("{at}.points"), self.earn.points(), (1, MOST_POINTS));
        match &mut self.earn {
            Earn::Amount { per, of, .. } => {
                within(fields, &format!("{at}.per"), *per, (1, LARGEST_AMOUNT));
                of.check(fields, &format!("{at}.of"));
            }
            Earn::Item { of, .. } => of.check(fields, &format!("{at}.of")),
            Earn::Visit { .. } => {}
            Earn::Event { kind, .. } => {
                if !super::facts::EVENTS.contains(&kind.as_str()) {
                    fields.push(FieldError::new(format!("{at}.kind"), "choice_invalid"));
                }
            }
        }
        self.when = self.when.take().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        if let Some(text) = &self.when
            && let Err(error) = when::check(text)
        {
            fields.push(FieldError { field: format!("{at}.when").into(), ..error });
        }
    }
}

impl Of {
    fn check(&mut self, fields: &mut Fields, at: &str) {
        for names in [&mut self.categories, &mut self.products] {
            fields.at_most(at.to_owned(), names.len(), MOST_NAMES);
            for name in names.iter_mut() {
                *name = text::line(name);
            }
            names.retain(|name| !name.is_empty());
            if names.iter().any(|name| text::count(name) > text::NAME_MAX) {
                let error = FieldError::new(at.to_owned(), "too_long");
                fields.push(error.with("max", text::NAME_MAX as i64));
            }
        }
    }
}

impl Boost {
    fn check(&mut self, fields: &mut Fields, at: &str) {
        self.name = text::line(&self.name);
        if text::count(&self.name) > text::NAME_MAX {
            let error = FieldError::new(format!("{at}.name"), "too_long");
            fields.push(error.with("max", text::NAME_MAX as i64));
        }
        within(fields, &format!("{at}.factor"), self.factor, (10_001, 200_000));
        if self.weekdays.iter().any(|day| !(1..=7).contains(day)) || self.weekdays.len() > 7 {
            fields.push(FieldError::new(format!("{at}.weekdays"), "choice_invalid"));
        }
        if self.stores.len() > 1000 {
            fields.push(FieldError::new(format!("{at}.stores"), "choice_invalid"));
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            fields.push(FieldError::new(format!("{at}.to"), "date_invalid"));
        }
    }
}
