//! What one candidate takes off, given what others took before it.

use super::{
    model::Candidate,
    share::share,
    terms::{Base, Benefit},
};
use crate::purchases::Line;

/// The lines in one order whatever the order they came in, with what is left of each.
#[derive(Debug, Clone)]
pub struct Till<'c> {
    pub lines: Vec<&'c Line>,
    pub left: Vec<i64>,
    /// What may still be taken off altogether.
    pub room: i64,
}

impl Till<'_> {
    /// Takes off what the candidate takes, line by line; none when it takes nothing.
    pub fn take(&mut self, candidate: &Candidate) -> Option<Vec<i64>> {
        let wanted = self.wanted(candidate);
        let sum: i64 = wanted.iter().sum();
        // The shop's most comes before every promise: the last that was taken is made smaller.
        let off = if sum > self.room { share(self.room, &wanted) } else { wanted };
        let sum: i64 = off.iter().sum();
        if sum <= 0 {
            return None;
        }
        self.room -= sum;
        for (left, off) in self.left.iter_mut().zip(&off) {
            *left -= off;
        }
        Some(off)
    }

    /// What it would take off each line, if the shop had no most. Never more than what is left.
    fn wanted(&self, candidate: &Candidate) -> Vec<i64> {
        let (terms, goods) = (&candidate.terms, &candidate.terms.conditions.goods);
        let of = |line: &Line| goods.has(line.product.as_deref(), line.category.as_deref());
        let weights = |base: Base| -> Vec<i64> {
            let each = self.lines.iter().zip(&self.left);
            let weigh = |line: &Line, left: i64| match base {
                _ if !of(line) => 0,
                Base::Original => line.amount,
                Base::Left => left,
            };
            each.map(|(line, left)| weigh(line, *left)).collect()
        };
        let left = weights(Base::Left);
        let all_left: i64 = left.iter().sum();
        match terms.benefit {
            Benefit::Thing => vec![0; left.len()],
            Benefit::Amount { off } => share(off.min(all_left), &left),
            Benefit::Percent { percent, most } => {
                let base: i128 =
                    weights(terms.stacking.base).iter().map(|one| i128::from(*one)).sum();
                // Half a coin is a coin.
                let off = (base * i128::from(percent) + 50) / 100;
                let off = i64::try_from(off).unwrap_or(i64::MAX).min(most.unwrap_or(i64::MAX));
                share(off.min(all_left), &left)
            }
            Benefit::FreeItem { pieces } => self.cheapest(i64::from(pieces), &left),
            Benefit::BuyGet { buy, get, times } => {
                let group = i64::from(buy) + i64::from(get);
                let groups = (self.pieces(&left) / group).min(i64::from(times));
                self.cheapest(groups * i64::from(get), &left)
            }
            Benefit::Price { each } => {
                let priced = |(line, left): (&&Line, &i64)| {
                    let most = i128::from(each) * i128::from(line.quantity);
                    let over = i128::from(*left) - most;
                    i64::try_from(over.max(0)).unwrap_or(0)
                };
                self.lines.iter().zip(&left).map(priced).collect()
            }
            Benefit::Agreed { each } => self.dearest(each, &left),
        }
    }

    /// Pieces of lines that cost something.
    fn pieces(&self, left: &[i64]) -> i64 {
        let of = self.lines.iter().zip(left).filter(|(_, left)| **left > 0);
        of.fold(0, |sum, (line, _)| sum.saturating_add(line.quantity))
    }

    /// What the dearest piece costs over an agreed price.
    fn dearest(&self, each: i64, left: &[i64]) -> Vec<i64> {
        let (mut off, mut most) = (vec![0; left.len()], (0, 0));
        for (at, (line, left)) in self.lines.iter().zip(left).enumerate() {
            let over = left / line.quantity.max(1) - each;
            if over > most.1 {
                most = (at, over);
            }
        }
        if let Some(off) = off.get_mut(most.0) {
            *off = most.1;
        }
        off
    }

    /// What so many of the cheapest pieces cost now. The pieces of a line that cannot be divided
    /// evenly are rounded down, in the shop's favour by less than a coin.
    fn cheapest(&self, pieces: i64, left: &[i64]) -> Vec<i64> {
        let mut order: Vec<usize> = (0..left.len()).collect();
        let of = |at: usize| {
            let line = self.lines.get(at).map_or(1, |line| line.quantity.max(1));
            (i128::from(left.get(at).copied().unwrap_or(0)), i128::from(line))
        };
        order.sort_by(|a, b| {
            let ((left_a, of_a), (left_b, of_b)) = (of(*a), of(*b));
            (left_a * of_b).cmp(&(left_b * of_a)).then(a.cmp(b))
        });
        let (mut off, mut wanted) = (vec![0; left.len()], pieces);
        for at in order {
            let (amount, quantity) = of(at);
            if amount <= 0 || wanted <= 0 {
                continue;
            }
            let free = i128::from(wanted).min(quantity);
            wanted -= i64::try_from(free).unwrap_or(wanted);
            if let Some(off) = off.get_mut(at) {
                *off = i64::try_from(amount * free / quantity).unwrap_or(0);
            }
        }
        off
    }
}
