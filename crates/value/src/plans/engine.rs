//! Pure: where somebody stands by the periods they paid for, when the next one would be, and what comes
//! back.

use jiff::{ToSpan as _, civil::Date};

use super::model::{Back, Details, Term};

/// Where a membership stands on a day.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanState)]
pub enum State {
    /// Nothing was ever bought, or all of it was taken back.
    Never,
    Active,
    /// It ended, and still counts.
    Grace,
    Lapsed,
}
kernel::words!(State { Never "never", Active "active", Grace "grace", Lapsed "lapsed" });

impl State {
    pub const fn holds(self) -> bool {
        matches!(self, Self::Active | Self::Grace)
    }
}

fn counted(terms: &[Term]) -> impl Iterator<Item = &Term> {
    terms.iter().filter(|term| term.counts() && term.ends >= term.first)
}

/// The period that counts last.
pub fn latest(terms: &[Term]) -> Option<&Term> {
    counted(terms).max_by_key(|term| (term.ends, term.id))
}

/// The periods that somebody is in on a day: what runs, else what is in its grace; what lasts longest
/// first. One, unless two records became one.
pub fn running(terms: &[Term], day: Date) -> Vec<&Term> {
    let within = |term: &&Term| (term.first..=term.ends).contains(&day);
    let mut found: Vec<&Term> = counted(terms).filter(within).collect();
    if found.is_empty() {
        let grace = |term: &&Term| term.ends < day && day <= term.grace_until();
        found.extend(counted(terms).filter(grace));
    }
    found.sort_by_key(|term| std::cmp::Reverse((term.ends, term.id)));
    found
}

pub fn state(terms: &[Term], day: Date) -> State {
    match running(terms, day).first() {
        Some(term) if day <= term.ends => State::Active,
        Some(_) => State::Grace,
        None if counted(terms).any(|term| term.first <= day) => State::Lapsed,
        None => State::Never,
    }
}

/// A period that is to be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    pub anchor: Date,
    pub number: i64,
    pub first: Date,
    pub last: Date,
    pub renewal: bool,
}

/// The period of so many after the anchor: counted from the anchor, so that a membership of the 31st
/// is again one of the 31st after February.
pub fn span(rule: &Details, anchor: Date, number: i64) -> (Date, Date) {
    let at = |number| anchor.checked_add(rule.every.times(number)).unwrap_or(Date::MAX);
    (at(number), at(number + 1).checked_sub(1.day()).unwrap_or(Date::MAX))
}

/// What would be bought on a day: what follows without a gap while it runs or is in its grace, else one
/// that begins today.
pub fn next(terms: &[Term], rule: &Details, day: Date) -> Next {
    let before = latest(terms).filter(|term| day <= term.grace_until());
    let Some(before) = before else {
        let (first, last) = span(rule, day, 0);
        return Next { anchor: day, number: 0, first, last, renewal: false };
    };
    let whole = before.ends == before.last && before.rule.every == rule.every;
    let (anchor, number) = if whole {
        (before.anchor, before.number + 1)
    } else {
        (before.ends.saturating_add(1.day()), 0)
    };
    let (first, last) = span(rule, anchor, number);
    Next { anchor, number, first, last, renewal: true }
}

/// What comes back of a period on a day, by the rule that it was bought under.
pub fn back(term: &Term, day: Date) -> i64 {
    let (price, rule) = (term.rule.price, term.rule.back);
    if !term.counts() || term.refunded_at.is_some() || rule == Back::Nothing {
        return 0;
    }
    if day < term.first {
        return price;
    }
    if rule == Back::Periods || day >= term.last {
        return 0;
    }
    let days = |from: Date, to: Date| i128::from(from.until(to).map_or(0, |span| span.get_days()));
    let (left, whole) = (days(day, term.last), days(term.first, term.last) + 1);
    i64::try_from(i128::from(price) * left / whole.max(1)).unwrap_or(0)
}
