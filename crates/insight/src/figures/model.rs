//! Sums and what they say.

use std::collections::HashMap;

use serde::Serialize;

use crate::facts::model::{Day, Kind};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    pub count: i64,
    /// Minor units.
    pub amount: i64,
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.amount = self.amount.saturating_add(other.amount);
    }
}

/// Sums by kind.
#[derive(Debug, Clone, Default)]
pub struct Sums(pub HashMap<Kind, Sum>);

impl Sums {
    pub fn of(&self, kind: Kind) -> Sum {
        self.0.get(&kind).copied().unwrap_or_default()
    }
}

/// One line of a breakdown: the thing's id or word, and its sums.
#[derive(Debug, Clone)]
pub struct Line {
    pub key: String,
    pub sums: Sums,
}

/// The stages a person passes, each with how many reached it in these days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// Traffic: became known.
    pub known: i64,
    /// Activation: joined a group, then did something of their own accord.
    pub joined: i64,
    pub took_part: i64,
    /// Value: received something.
    pub received: i64,
    /// Monetization: bought, and bought again.
    pub bought: i64,
    pub again: i64,
}

impl Funnel {
    pub fn of(sums: &Sums) -> Self {
        Self {
            known: sums.of(Kind::Known).count,
            joined: sums.of(Kind::Join).count,
            took_part: sums.of(Kind::TookPart).count,
            received: sums.of(Kind::Received).count,
            bought: sums.of(Kind::FirstPurchase).count,
            again: sums.of(Kind::Again).count,
        }
    }
}

/// One value per day from the first to the last, zeros included.
pub fn fill(from: Day, to: Day, known: &HashMap<Day, i64>) -> Vec<i64> {
    (from.0..=to.0).map(|day| known.get(&Day(day)).copied().unwrap_or(0)).collect()
}

/// The running total of daily values, for a line that shows who brought how many.
pub fn running(values: &[i64]) -> Vec<i64> {
    values
        .iter()
        .scan(0i64, |sum, value| {
            *sum = sum.saturating_add(*value);
            Some(*sum)
        })
        .collect()
}
