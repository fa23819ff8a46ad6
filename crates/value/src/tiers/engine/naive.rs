//! The same ranks a second time, as plainly as possible: every day is looked at, and every day before
//! it that earned something. It shares no code with the climb but the words of a ladder.

use jiff::civil::Date;

use super::{By, Counted, Falls, Ladder, Lasts, Period, Starts};

/// A diary of one person.
#[derive(Debug, Default)]
pub struct Diary {
    /// Days, as numbers, with what counted on them.
    amounts: Vec<(i64, i64)>,
    /// What was reached, as of each time something counted.
    reached: Vec<(i64, usize)>,
    kept_below: Option<(usize, i64)>,
    pub rank: usize,
    today: Option<i64>,
    came: Vec<i64>,
}

const FAR: i64 = i64::MAX / 2;

pub fn number(day: Date) -> i64 {
    i64::from(day.since(Date::constant(1970, 1, 1)).unwrap().get_days())
}
fn year(day: i64) -> i64 {
    i64::from((Date::constant(1970, 1, 1) + jiff::Span::new().days(day)).year())
}
fn new_year(of: i64) -> i64 {
    number(Date::new(i16::try_from(of).unwrap(), 1, 1).unwrap())
}

fn first(ladder: &Ladder, day: i64) -> i64 {
    if ladder.starts == Starts::NextPeriod { new_year(year(day) + 1) } else { day }
}
fn term(ladder: &Ladder, from: i64) -> i64 {
    match (ladder.lasts, ladder.period) {
        (Lasts::Days { days }, _) | (Lasts::NextPeriod, Period::Rolling { days }) => {
            from + i64::from(days)
        }
        _ => FAR,
    }
}
fn last(ladder: &Ladder, day: i64) -> i64 {
    let calendar = (ladder.lasts, ladder.period) == (Lasts::NextPeriod, Period::Year);
    let last =
        if calendar { new_year(year(day) + 2) - 1 } else { term(ladder, first(ladder, day)) };
    last + i64::from(ladder.grace_days)
}

impl Diary {
    /// Every day up to this one.
    pub fn live_to(&mut self, ladder: &Ladder, day: i64) {
        let from = self.today.map_or(day, |today| today + 1);
        for one in from..=day {
            self.stand(ladder, one);
        }
        self.today = Some(day);
    }
    /// The same where there may be no ladder.
    pub fn live_under(&mut self, ladder: Option<&Ladder>, day: i64) {
        if let Some(ladder) = ladder {
            self.live_to(ladder, day);
        }
    }
    pub fn count(&mut self, ladder: &Ladder, counted: &Counted) {
        let day = number(counted.day);
        self.live_to(ladder, day);
        let amount = match ladder.by {
            By::Points => counted.points,
            By::Spend => counted.spend,
            By::Visits => i64::from(counted.came && !self.came.contains(&day)),
        };
        if counted.came {
            self.came.push(day);
        }
        if amount <= 0 {
            return;
        }
        self.amounts.push((day, amount));
        let sees = |one: i64| match ladder.period {
            Period::Lifetime => true,
            Period::Year => year(one) == year(day),
            Period::Rolling { days } => one > day - i64::from(days),
        };
        let score: i64 = self.amounts.iter().filter(|one| sees(one.0)).map(|one| one.1).sum();
        self.reached.push((day, ladder.tiers.iter().filter(|tier| tier.from <= score).count()));
        self.stand(ladder, day);
    }
    fn stand(&mut self, ladder: &Ladder, day: i64) {
        let holds = |one: &&(i64, usize)| first(ladder, one.0) <= day && day <= last(ladder, one.0);
        let mut rank = self.reached.iter().filter(holds).map(|one| one.1).max().unwrap_or(0);
        if let Some((below, until)) = self.kept_below
            && day <= until
        {
            rank = rank.max(below);
        }
        if ladder.falls == Falls::OneStep && rank + 1 < self.rank {
            let calendar = (ladder.lasts, ladder.period) == (Lasts::NextPeriod, Period::Year);
            let until = if calendar { new_year(year(day) + 1) - 1 } else { term(ladder, day) };
            self.kept_below = Some((self.rank - 1, until));
            rank = self.rank - 1;
        }
        self.rank = rank;
    }
}
