//! A membership day by day: each paid day is laid out by itself, and money is counted on the day.

use std::collections::BTreeSet;

use jiff::{ToSpan as _, civil::Date};

use super::{
    engine::State,
    model::{Back, Every},
};

/// A period as the naive book has it.
#[derive(Debug, Clone)]
pub struct Paid {
    pub first: Date,
    pub days: i64,
    pub price: i64,
    /// Days that were taken out of it again, from its end.
    pub cut: i64,
    pub refunded: i64,
    pub earned: bool,
}

/// One plan, one member.
#[derive(Debug)]
pub struct Book {
    pub price: i64,
    pub every: Every,
    pub back: Back,
    pub grace: i64,
    pub paid: Vec<Paid>,
    chain: Option<(Date, i64)>,
}

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap()
}

/// The same day of the month so many months later, or the last of a shorter one.
fn months_later(day: Date, months: i64) -> Date {
    let count = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + months;
    let (year, month) = (
        i16::try_from(count.div_euclid(12)).unwrap(),
        i8::try_from(count.rem_euclid(12)).unwrap() + 1,
    );
    let mut of = day.day();
    loop {
        if let Ok(date) = Date::new(year, month, of) {
            return date;
        }
        of -= 1;
    }
}

impl Book {
    pub fn new(price: i64, every: Every, back: Back, grace: i64) -> Self {
        Self { price, every, back, grace, paid: Vec::new(), chain: None }
    }
    fn months(&self) -> i64 {
        match self.every {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Year => 12,
        }
    }
    /// Every day that counts, with the last day of its period's grace.
    fn days(&self) -> BTreeSet<Date> {
        let mut days = BTreeSet::new();
        for paid in &self.paid {
            for n in 0..paid.days - paid.cut {
                days.insert(plus(paid.first, n));
            }
        }
        days
    }
    fn end(&self) -> Option<Date> {
        self.days().into_iter().next_back()
    }
    fn graced(&self, day: Date) -> bool {
        self.paid.iter().any(|paid| {
            let kept = paid.days - paid.cut;
            let after = plus(paid.first, kept);
            kept > 0
                && paid.refunded == 0
                && paid.cut == 0
                && day >= after
                && day < plus(after, self.grace)
        })
    }
    pub fn buy(&mut self, today: Date) {
        let follows = self.end().filter(|end| *end >= today || self.graced(today));
        let last_is_whole =
            self.paid.iter().max_by_key(|one| one.first).is_some_and(|one| one.cut == 0);
        let (anchor, number) = match (follows, self.chain) {
            (Some(_), Some((anchor, number))) if last_is_whole => (anchor, number + 1),
            (Some(end), _) => (plus(end, 1), 0),
            (None, _) => (today, 0),
        };
        self.chain = Some((anchor, number));
        let first = months_later(anchor, number * self.months());
        let after = months_later(anchor, (number + 1) * self.months());
        let days = i64::from(first.until(after).unwrap().get_days());
        self.paid.push(Paid { first, days, price: self.price, cut: 0, refunded: 0, earned: false });
    }
    pub fn refund(&mut self, today: Date) -> i64 {
        let mut sum = 0;
        for paid in &mut self.paid {
            let gone = i64::from(paid.first.until(today).unwrap().get_days()) + 1;
            if paid.earned || paid.refunded > 0 || paid.cut > 0 || self.back == Back::Nothing {
                continue;
            }
            let left = if gone <= 0 { paid.days } else { paid.days - gone };
            let back = if gone <= 0 {
                paid.price
            } else if self.back == Back::Days && left > 0 {
                paid.price * left / paid.days
            } else {
                0
            };
            if back > 0 {
                (paid.cut, paid.refunded, paid.earned) = (left, back, true);
                sum += back;
            }
        }
        sum
    }
    /// The night before a day: what ended is earned.
    pub fn night(&mut self, today: Date) {
        for paid in &mut self.paid {
            if plus(paid.first, paid.days - 1) < today {
                paid.earned = true;
            }
        }
    }
    pub fn unearned(&self) -> i64 {
        self.paid.iter().filter(|paid| !paid.earned).map(|paid| paid.price).sum()
    }
    pub fn state(&self, today: Date) -> State {
        let days = self.days();
        if days.contains(&today) {
            State::Active
        } else if self.graced(today) {
            State::Grace
        } else if days.iter().any(|day| *day < today) {
            State::Lapsed
        } else {
            State::Never
        }
    }
}
