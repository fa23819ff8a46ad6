//! The plan of an activity, and where it is in its life.

use std::{fmt, time::Duration};

use jiff::{civil::DateTime, tz::TimeZone};
use kernel::{FieldError, Fields, Id, ProgramId, Result, Time, money::LARGEST_AMOUNT, text};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use value::{bills::Whom, points::engine::MOST_POINTS, words::Words};

/// A kind of activity, and what it is called.
pub trait Sort: kernel::ids::Kind + fmt::Debug {
    /// As rows say it.
    const WORD: &'static str;
    /// What its texts, its events, its postings and its lines in the trail begin with.
    const SLICE: &'static str;
    /// What its events call it.
    const SUBJECT: &'static str;
    /// What only this kind is made of.
    type Terms: Clone + fmt::Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync;
}

/// Where it is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ActivityState)]
pub enum Life {
    /// Written, and nobody's business yet.
    Draft,
    /// Looked through: nothing stands in its way.
    Checked,
    /// Announced; its pieces lie aside.
    Scheduled,
    Open,
    /// Nobody can take part any more; what was taken can still be collected.
    Closed,
    /// Everything was collected or went back.
    Settled,
    /// Out of the way.
    Archived,
}

kernel::words!(Life {
    Draft "draft", Checked "checked", Scheduled "scheduled", Open "open", Closed "closed",
    Settled "settled", Archived "archived",
});

impl Life {
    /// Whether people were told of it, or can know of it.
    pub const fn is_told(self) -> bool {
        matches!(self, Self::Scheduled | Self::Open | Self::Closed | Self::Settled)
    }
}

/// What it costs to take part, beside a price that is paid at the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActivityCost)]
pub struct Cost {
    #[schema(value_type = String, example = "prg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    pub program: ProgramId,
    #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
    pub points: i64,
}

/// How often one member may take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActivityLimits)]
pub struct Limits {
    #[schema(minimum = 1, maximum = 1000)]
    pub per_member: u32,
    /// On one local day.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    pub per_day: Option<u32>,
}

/// What every kind of activity is planned with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub name: Words,
    pub whom: Whom,
    pub opens_at: Time,
    /// From then on no more.
    pub closes_at: Time,
    pub cost: Option<Cost>,
    pub limits: Limits,
    /// The most that it may cost the shop, in minor units.
    pub budget: Option<i64>,
}

/// The longest time that one is open.
pub const LONGEST: Duration = Duration::from_hours(24 * 92);
pub const MOST_EACH: u32 = 1000;

impl Plan {
    /// Cleans the words and names every field that is out of bounds.
    pub fn check(&mut self, fields: &mut Fields) {
        for slot in [&mut self.name.en, &mut self.name.zh, &mut self.name.es] {
            *slot = text::optional(fields, "name", Some(slot), text::NAME_MAX).unwrap_or_default();
        }
        if self.name.is_empty() {
            fields.push(FieldError::new("name", "required"));
        }
        if self.closes_at <= self.opens_at {
            fields.push(FieldError::new("closes_at", "closes_before"));
        } else if self.closes_at.since(self.opens_at) > LONGEST {
            fields.push(FieldError::new("closes_at", "activity_too_long").with("days", 92));
        }
        if let Some(cost) = self.cost {
            range(fields, "points", cost.points, (1, MOST_POINTS));
        }
        let each = i64::from(MOST_EACH);
        range(fields, "per_member", self.limits.per_member.into(), (1, each));
        if let Some(per_day) = self.limits.per_day {
            range(fields, "per_day", per_day.into(), (1, each));
        }
        if let Some(budget) = self.budget {
            range(fields, "budget", budget, (0, LARGEST_AMOUNT));
        }
    }

    /// The worst that it can cost stays within what may be spent.
    pub fn affords(&self, worst: i64, fields: &mut Fields) {
        if self.budget.is_some_and(|budget| worst > budget) {
            fields.push(FieldError::new("budget", "budget_short"));
        }
    }

    /// Names every field that became worse for people who were told of the plan as it was.
    pub fn harm(&self, was: &Self, fields: &mut Fields) {
        let costs = |plan: &Self| plan.cost.map_or(0, |cost| cost.points);
        let program = |plan: &Self| plan.cost.map(|cost| cost.program);
        let dearer = costs(self) > costs(was)
            || (self.cost.is_some() && was.cost.is_some() && program(self) != program(was));
        let fewer_a_day = match (self.limits.per_day, was.limits.per_day) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(now), Some(before)) => now < before,
        };
        for (field, worse) in [
            ("whom", self.whom != was.whom && self.whom != Whom::Members),
            ("opens_at", self.opens_at != was.opens_at),
            ("closes_at", self.closes_at < was.closes_at),
            ("points", dearer),
            ("per_member", self.limits.per_member < was.limits.per_member),
            ("per_day", fewer_a_day),
        ] {
            if worse {
                fields.push(FieldError::new(field, "promised"));
            }
        }
    }
}

/// A number of a plan that is out of bounds is named.
pub fn range(fields: &mut Fields, field: &'static str, value: i64, (min, max): (i64, i64)) {
    if !(min..=max).contains(&value) {
        fields.push(FieldError::new(field, "number_range").with("min", min).with("max", max));
    }
}

/// What a shopkeeper says about an activity.
#[derive(Debug)]
pub struct Draft<S: Sort> {
    pub plan: Plan,
    pub terms: S::Terms,
}

impl<S: Sort> Clone for Draft<S> {
    fn clone(&self) -> Self {
        Self { plan: self.plan.clone(), terms: self.terms.clone() }
    }
}

impl<S: Sort> Draft<S> {
    /// What is said about it already.
    pub fn of(activity: &Activity<S>) -> Self {
        Self { plan: activity.plan.clone(), terms: activity.terms.clone() }
    }
}

/// An activity as it is.
#[derive(Debug)]
pub struct Activity<S: Sort> {
    pub id: Id<S>,
    pub plan: Plan,
    pub terms: S::Terms,
    pub life: Life,
    /// When a job looks at it next.
    pub due_at: Option<Time>,
    pub created_at: Time,
}

impl<S: Sort> Clone for Activity<S> {
    fn clone(&self) -> Self {
        Self { plan: self.plan.clone(), terms: self.terms.clone(), ..*self }
    }
}

/// What an instant means for those who want to take part. It follows the clock, not the job that notes
/// the opening a moment later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not announced.
    Hidden,
    Before,
    On,
    After,
}

impl<S: Sort> Activity<S> {
    /// One that is nowhere kept yet: what an editor or a preview begins with.
    pub fn sketch(plan: Plan, terms: S::Terms, now: Time) -> Self {
        let id = Id::from_uuid(uuid::Uuid::nil());
        Self { id, plan, terms, life: Life::Draft, due_at: None, created_at: now }
    }
    pub fn phase(&self, now: Time) -> Phase {
        match self.life {
            Life::Draft | Life::Checked => Phase::Hidden,
            Life::Scheduled | Life::Open if now < self.plan.opens_at => Phase::Before,
            Life::Scheduled | Life::Open if now < self.plan.closes_at => Phase::On,
            _ => Phase::After,
        }
    }
}

/// The instant at which the shop's clock shows this, as a form says it: `2026-03-08T02:30`. A time that is
/// skipped in spring is the one after the jump; one that comes twice in autumn is the first.
pub fn instant(local: &str, zone: &TimeZone) -> Option<Time> {
    let local: DateTime = local.trim().parse().ok()?;
    let found = zone.to_ambiguous_timestamp(local).compatible().ok()?;
    Some(Time::from_micros(found.as_microsecond()))
}

/// An instant as a form shows it.
pub fn local(at: Time, zone: &TimeZone) -> String {
    at.zoned(zone).datetime().strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What a change is kept with.
pub fn reason(text: &str) -> Result<String> {
    let mut fields = Fields::default();
    let reason = text::require(&mut fields, "reason", text, 200);
    fields.check(reason)
}
