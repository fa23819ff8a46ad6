//! What it takes to rise, and to stay.

use jiff::civil::Date;

use super::{
    climb::Climb,
    ladder::{Ladder, Period, Starts},
};

/// The way to the next tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    pub rank: usize,
    /// How much more; 0: with whatever counts next.
    pub need: i64,
    /// The last day for it.
    pub by: Option<Date>,
    /// When the tier would begin, if not at once.
    pub starts: Option<Date>,
}

/// What it takes to keep a tier beyond its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    pub need: i64,
    pub by: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    pub rank: usize,
    pub since: Option<Date>,
    /// The last day; none for ever, or without a tier.
    pub until: Option<Date>,
    /// Reached, and begins on that day.
    pub coming: Option<(usize, Date)>,
    /// What counts today.
    pub score: i64,
    pub next: Option<Next>,
    /// None where the end is further than anything done today would move it.
    pub stay: Option<Stay>,
}

/// How somebody stands on a day, and what would change it.
pub fn outlook(ladder: &Ladder, climb: &Climb, today: Date) -> Outlook {
    let (rank, until, coming) = (climb.rank(), climb.until(), climb.coming());
    let score = climb.score(ladder.period, today);
    let ends = (ladder.period == Period::Year)
        .then(|| Date::new(today.year(), 12, 31).unwrap_or(Date::MAX));
    let (first, last) = ladder.span(today);
    let above = rank.max(coming.map_or(0, |(rank, _)| rank)) + 1;
    let next = ladder.tier(above).map(|tier| Next {
        rank: above,
        need: (tier.from - score).max(0),
        by: ends,
        starts: (ladder.starts == Starts::NextPeriod).then_some(first),
    });
    // What is done today keeps a tier if it begins before the end, and ends after it.
    let keeps = |until: &Date| last > *until && first.yesterday().is_ok_and(|day| day <= *until);
    let stay = until.filter(keeps).and_then(|until| {
        let by = ends.map_or(until, |ends| ends.min(until));
        let from = ladder.tier(rank)?.from;
        Some(Stay { need: (from - climb.score(ladder.period, by)).max(0), by })
    });
    Outlook { rank, since: climb.since(), until, coming, score, next, stay }
}
