//! What one fact earns.

use jiff::civil::Date;
use kernel::StoreId;
use serde::{Deserialize, Serialize};

use super::{
    facts::{Line, Sale, What},
    terms::{Earn, Of, Rounding, Terms},
    when::{Asked, When},
};

/// What a rule gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The rule's place in the terms, from 0.
    pub rule: usize,
    pub points: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earned {
    pub points: i64,
    pub told: Vec<Told>,
}

/// What the fold knows when a fact comes.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    pub day: Date,
    /// Earned on that day so far, and ever.
    pub today: i64,
    pub ever: i64,
    /// Nothing was bought yet.
    pub first: bool,
    pub balance: i64,
    /// The tier they hold, from 1; 0 for none.
    pub rank: usize,
    /// What it makes of the points of a purchase, in ten-thousandths.
    pub factor: i64,
}

/// Terms with their conditions read.
#[derive(Debug)]
pub struct Ready {
    pub terms: Terms,
    conditions: Vec<Option<Option<When>>>,
}

impl Ready {
    pub fn of(terms: Terms) -> Self {
        let read = |text: &String| When::read(text);
        let conditions = terms.rules.iter().map(|rule| rule.when.as_ref().map(read)).collect();
        Self { terms, conditions }
    }
    fn holds(&self, rule: usize, asked: impl FnOnce() -> Option<Asked>) -> bool {
        match self.conditions.get(rule) {
            Some(None) => true,
            Some(Some(Some(when))) => asked().is_some_and(|asked| when.holds(&asked)),
            _ => false,
        }
    }
}

/// The points of a fact under these terms, with what each rule gave. A sale is as it was kept.
pub fn earn(ready: &Ready, what: &What, before: Before) -> Earned {
    let terms = &ready.terms;
    let store = store_of(what);
    let boosts = terms.boosts.iter().filter(|boost| boost.applies(before.day, store));
    let factor = boosts.map(|boost| boost.factor).max().unwrap_or(ONE);
    let mut earned = Earned::default();
    for (rule, of) in terms.rules.iter().enumerate() {
        let Some((count, per)) = counted(&of.earn, what) else { continue };
        let asked = || match what {
            What::Bought(sale) => Some(Asked::of(sale, before)),
            _ => None,
        };
        if !ready.holds(rule, asked) {
            continue;
        }
        // A day that counts double and a tier that counts double make four.
        let of_tier = if matches!(what, What::Bought(_)) { before.factor } else { ONE };
        let factor = i128::from(factor) * i128::from(of_tier);
        let whole = i128::from(count) * i128::from(of.earn.points()) * factor;
        let points = rounded(whole, i128::from(per) * i128::from(ONE * ONE), of.rounding);
        if points > 0 {
            earned.told.push(Told { rule, points });
            earned.points = earned.points.saturating_add(points);
        }
    }
    let limits = terms.limits;
    let of_purchase = limits.purchase.filter(|_| matches!(what, What::Bought(_)));
    let left = |limit: Option<i64>, had: i64| limit.map_or(i64::MAX, |limit| (limit - had).max(0));
    let most = left(of_purchase, 0)
        .min(left(limits.day, before.today))
        .min(left(limits.person, before.ever))
        .min(super::terms::MOST_POINTS);
    earned.points = earned.points.min(most);
    earned
}

/// A factor of one.
const ONE: i64 = 10_000;

const fn store_of(what: &What) -> Option<StoreId> {
    match what {
        What::Bought(sale) => Some(sale.store),
        What::Visited { store } => Some(*store),
        What::Happened { store, .. } => *store,
        _ => None,
    }
}

/// How much of what a rule counts there is, and how much of it earns its points once.
fn counted(earn: &Earn, what: &What) -> Option<(i64, i64)> {
    match (earn, what) {
        (Earn::Amount { per, of, .. }, What::Bought(sale)) => Some((paid_for(sale, of), *per)),
        (Earn::Item { of, .. }, What::Bought(sale)) => {
            let pieces = chosen(sale, of).fold(0i64, |sum, line| sum.saturating_add(line.quantity));
            Some((pieces, 1))
        }
        (Earn::Visit { .. }, What::Visited { .. }) => Some((1, 1)),
        (Earn::Event { kind, .. }, What::Happened { kind: happened, .. }) if kind == happened => {
            Some((1, 1))
        }
        _ => None,
    }
}

fn chosen<'s>(sale: &'s Sale, of: &Of) -> impl Iterator<Item = &'s Line> {
    let named = |names: &[String], name: &Option<String>| {
        name.as_ref().is_some_and(|name| {
            names.iter().any(|known| known.to_lowercase() == name.to_lowercase())
        })
    };
    sale.lines.iter().filter(move |line| {
        of.is_all() || named(&of.categories, &line.category) || named(&of.products, &line.product)
    })
}

/// What was paid in money for these goods: what points paid is spread evenly over all of them.
fn paid_for(sale: &Sale, of: &Of) -> i64 {
    let (total, by_points) = (sale.total(), sale.paid().1);
    let gross = chosen(sale, of).fold(0i64, |sum, line| sum.saturating_add(line.amount));
    if total <= 0 {
        return 0;
    }
    let money = i128::from(total - by_points.min(total));
    i64::try_from(i128::from(gross) * money / i128::from(total)).unwrap_or(0)
}

fn rounded(whole: i128, parts: i128, rounding: Rounding) -> i64 {
    let more = match rounding {
        Rounding::Down => 0,
        Rounding::Nearest => parts / 2,
        Rounding::Up => parts - 1,
    };
    let points = (whole + more) / parts;
    i64::try_from(points).unwrap_or(i64::MAX).min(super::terms::MOST_POINTS)
}
