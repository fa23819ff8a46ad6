//! The fold: what counted, and what somebody holds because of it.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use super::ladder::{By, Falls, Ladder, Period};

/// Moves that are remembered.
const MOST_MOVES: usize = 100;

/// What happened on a day, in all that a ladder may count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub day: Date,
    pub points: i64,
    /// Minor units.
    pub spend: i64,
    /// Whether somebody came.
    pub came: bool,
}

/// A rank from one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Hold {
    rank: usize,
    from: Date,
    last: Date,
}

impl Hold {
    fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.last
    }
}

/// From one rank to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub day: Date,
    pub from: usize,
    pub to: usize,
}

impl Move {
    pub const fn is_up(self) -> bool {
        self.to > self.from
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Climb {
    /// Up to which day it was folded.
    day: Option<Date>,
    /// What counted: by the day, or by the first day of the period.
    tally: BTreeMap<Date, i64>,
    /// The latest day on which somebody came.
    came: Option<Date>,
    holds: Vec<Hold>,
    /// The tier below the one that ended, for another term.
    below: Option<Hold>,
    rank: usize,
    since: Option<Date>,
    moves: Vec<Move>,
}

/// Of all days.
const EVER: Date = Date::constant(1, 1, 1);

fn first_of(year: i16) -> Date {
    Date::new(year, 1, 1).unwrap_or(EVER)
}

impl Climb {
    /// Everything that counted, folded under one ladder.
    pub fn over(ladder: &Ladder, counted: &[Counted]) -> Self {
        let mut climb = Self::default();
        for one in counted {
            climb.count(ladder, *one);
        }
        climb
    }

    /// 0 for none, 1 for the lowest tier.
    pub const fn rank(&self) -> usize {
        self.rank
    }
    pub const fn since(&self) -> Option<Date> {
        self.since
    }
    /// The latest last.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }
    /// What counts on a day, if nothing more comes.
    pub fn score(&self, period: Period, day: Date) -> i64 {
        let sum = |sum: i64, more: &i64| sum.saturating_add(*more);
        match period {
            Period::Year => self.tally.get(&first_of(day.year())).copied().unwrap_or(0),
            Period::Lifetime => self.tally.values().fold(0, sum),
            Period::Rolling { days } => {
                let from = day.checked_sub((i64::from(days) - 1).days()).unwrap_or(EVER);
                self.tally.range(from..=day).map(|(_, amount)| amount).fold(0, sum)
            }
        }
    }

    /// Counts what is not earlier than anything before it.
    pub fn count(&mut self, ladder: &Ladder, counted: Counted) {
        let day = counted.day;
        self.advance(ladder, day);
        let anew = counted.came && self.came != Some(day);
        if counted.came {
            self.came = Some(day);
        }
        let amount = match ladder.by {
            By::Points => counted.points,
            By::Spend => counted.spend,
            By::Visits => i64::from(anew),
        };
        if amount <= 0 {
            return;
        }
        self.note(ladder.period, day, amount);
        let rank = ladder.reached(self.score(ladder.period, day));
        if rank > 0 {
            let (from, last) = ladder.span(day);
            self.hold(Hold { rank, from, last });
            self.look(ladder, day);
        }
    }

    fn note(&mut self, period: Period, day: Date, amount: i64) {
        let (place, from) = match period {
            Period::Year => (first_of(day.year()), first_of(day.year())),
            Period::Lifetime => (EVER, EVER),
            Period::Rolling { days } => {
                (day, day.checked_sub((i64::from(days) - 1).days()).unwrap_or(EVER))
            }
        };
        // What no later day can see is let go.
        self.tally = self.tally.split_off(&from);
        let sum = self.tally.entry(place).or_default();
        *sum = sum.saturating_add(amount);
    }

    fn hold(&mut self, new: Hold) {
        let same = self.holds.iter_mut().find(|old| {
            old.rank == new.rank && old.from <= new.from && tomorrow(old.last) >= new.from
        });
        match same {
            Some(old) => old.last = old.last.max(new.last),
            None => self.holds.push(new),
        }
    }

    /// The next day on which time by itself may change the rank.
    pub fn next_change(&self) -> Option<Date> {
        let day = self.day?;
        let ends = |hold: &Hold| [hold.from, tomorrow(hold.last)];
        let all = self.holds.iter().chain(&self.below).flat_map(ends);
        all.filter(|at| *at > day && *at < Date::MAX).min()
    }

    /// Lets time pass.
    pub fn advance(&mut self, ladder: &Ladder, to: Date) {
        if self.day.is_none() {
            self.day = Some(to);
        }
        while let Some(at) = self.next_change().filter(|at| *at <= to) {
            self.look(ladder, at);
        }
        self.day = self.day.max(Some(to));
        self.holds.retain(|hold| hold.last >= to);
    }

    fn look(&mut self, ladder: &Ladder, day: Date) {
        self.day = self.day.max(Some(day));
        self.below = self.below.filter(|below| below.covers(day));
        let held = self.holds.iter().filter(|hold| hold.covers(day)).map(|hold| hold.rank).max();
        let mut rank = held.unwrap_or(0).max(self.below.map_or(0, |below| below.rank));
        if ladder.falls == Falls::OneStep && rank + 1 < self.rank {
            rank = self.rank - 1;
            self.below = Some(Hold { rank, from: day, last: ladder.kept_below(day) });
        }
        if rank != self.rank {
            self.moves.push(Move { day, from: self.rank, to: rank });
            if self.moves.len() > MOST_MOVES {
                self.moves.remove(0);
            }
            (self.rank, self.since) = (rank, Some(day));
        }
    }

    /// The last day on which the rank is held, if nothing more comes. None: for ever, or no rank.
    pub fn until(&self) -> Option<Date> {
        let mut last = self.day.filter(|_| self.rank > 0)?;
        let reaches = |last: Date| {
            let goes_on = |hold: &&Hold| {
                hold.rank >= self.rank && hold.from <= tomorrow(last) && hold.last > last
            };
            self.holds.iter().chain(&self.below).filter(goes_on).map(|hold| hold.last).max()
        };
        while let Some(further) = reaches(last) {
            last = further;
        }
        (last < Date::MAX).then_some(last)
    }

    /// A higher rank that was reached and begins later.
    pub fn coming(&self) -> Option<(usize, Date)> {
        let day = self.day?;
        let later = self.holds.iter().filter(|hold| hold.from > day && hold.rank > self.rank);
        later.max_by_key(|hold| hold.rank).map(|hold| (hold.rank, hold.from))
    }
}

fn tomorrow(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}
