//! What a bill comes to by looking at every subset, with the arithmetic written a second time: pieces
//! are laid out one by one and coins are dealt one by one.

use kernel::Time;

use super::*;
use crate::purchases::Line;

fn deal(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i64 = weights.iter().sum();
    if whole == 0 {
        return vec![0; weights.len()];
    }
    let mut dealt: Vec<i64> = weights.iter().map(|weight| amount * weight / whole).collect();
    let mut had = vec![false; weights.len()];
    while dealt.iter().sum::<i64>() < amount {
        let mut best: Option<usize> = None;
        for (at, had) in had.iter().enumerate() {
            let rest = |at: usize| amount * weights[at] % whole;
            if !had && best.is_none_or(|best| rest(at) > rest(best)) {
                best = Some(at);
            }
        }
        had[best.unwrap()] = true;
        dealt[best.unwrap()] += 1;
    }
    dealt
}

fn takes(lines: &[Line], left: &[i64], one: &Candidate) -> Vec<i64> {
    let mine: Vec<bool> = lines
        .iter()
        .map(|line| {
            let products = &one.terms.conditions.goods.products;
            products.is_empty() || products.contains(line.product.as_ref().unwrap())
        })
        .collect();
    let only = |amounts: Vec<i64>| -> Vec<i64> {
        amounts.iter().zip(&mine).map(|(amount, mine)| if *mine { *amount } else { 0 }).collect()
    };
    let left = only(left.to_vec());
    let all: i64 = left.iter().sum();
    let free = |count: i64| {
        // (price of a piece as a fraction, line), the cheapest first.
        let mut pieces: Vec<(f64, usize)> = Vec::new();
        for (at, line) in lines.iter().enumerate().filter(|(at, _)| left[*at] > 0) {
            let price = left[at] as f64 / line.quantity as f64;
            pieces.extend((0..line.quantity).map(|_| (price, at)));
        }
        pieces.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let mut counts = vec![0; lines.len()];
        pieces.iter().take(usize::try_from(count).unwrap()).for_each(|(_, at)| counts[*at] += 1);
        counts.iter().enumerate().map(|(at, n)| left[at] * n / lines[at].quantity).collect()
    };
    match one.terms.benefit {
        Benefit::Thing => vec![0; lines.len()],
        Benefit::Amount { off } => deal(off.min(all), &left),
        Benefit::Percent { percent, most } => {
            let base: i64 = match one.terms.stacking.base {
                Base::Left => all,
                Base::Original => only(lines.iter().map(|line| line.amount).collect()).iter().sum(),
            };
            let off = (base * i64::from(percent) + 50) / 100;
            deal(off.min(most.unwrap_or(off)).min(all), &left)
        }
        Benefit::FreeItem { pieces } => free(i64::from(pieces)),
        Benefit::BuyGet { buy, get, times } => {
            let there: i64 =
                (0..lines.len()).filter(|at| left[*at] > 0).map(|at| lines[at].quantity).sum();
            let (mut rest, mut groups) = (there, 0);
            while rest >= i64::from(buy + get) && groups < times {
                rest -= i64::from(buy + get);
                groups += 1;
            }
            free(i64::from(groups * get))
        }
        Benefit::Price { each } => left
            .iter()
            .enumerate()
            .map(|(at, left)| (left - each * lines[at].quantity).max(0))
            .collect(),
        Benefit::Agreed { each } => {
            let piece = |at: usize| left[at] / lines[at].quantity;
            let first = (0..lines.len()).rev().max_by_key(|at| piece(*at));
            let over = |at: usize| if Some(at) == first { (piece(at) - each).max(0) } else { 0 };
            (0..lines.len()).map(over).collect()
        }
    }
}

/// What an allowed set takes off; none when it is not allowed or one of it takes nothing.
fn off(case: &Case, lines: &[Line], set: &[&Candidate]) -> Option<i64> {
    let vouchers = set
        .iter()
        .filter(|one| one.counts == Counts::Voucher && one.terms.benefit != Benefit::Thing);
    if vouchers.count() > usize::try_from(case.policy.most_vouchers).unwrap() {
        return None;
    }
    for (at, one) in set.iter().enumerate() {
        let others = || set.iter().enumerate().filter(move |(other, _)| *other != at);
        match one.terms.stacking.together {
            Together::Alone if set.len() > 1 => return None,
            Together::All => {}
            _ if others().any(|(_, other)| other.template == one.template) => return None,
            _ => {}
        }
    }
    let whole: i64 = lines.iter().map(|line| line.amount).sum();
    let room = whole * i64::from(case.policy.most_percent) / 100;
    let mut left: Vec<i64> = lines.iter().map(|line| line.amount).collect();
    let mut sum = 0;
    for one in set.iter().filter(|one| one.terms.benefit != Benefit::Thing) {
        let mut off = takes(lines, &left, one);
        if sum + off.iter().sum::<i64>() > room {
            off = deal(room - sum, &off);
        }
        let mine: i64 = off.iter().sum();
        if mine == 0 {
            return None;
        }
        sum += mine;
        left.iter_mut().zip(off).for_each(|(left, off)| *left -= off);
    }
    Some(sum)
}

/// The most that were asked for, and of these the most that is taken off.
pub fn best(case: &Case) -> (usize, i64) {
    let mut lines = case.lines.clone();
    lines.sort_by_key(|line| (line.product.clone(), line.quantity, line.amount));
    let minutes =
        |clock: jiff::civil::Time| i64::from(clock.hour()) * 60 + i64::from(clock.minute());
    let at_work = |one: &Candidate| {
        let (from, until) =
            (one.hours.from.map_or(0, minutes), one.hours.until.map_or(1440, minutes));
        let mine = match &one.whom {
            Whom::Members => 1,
            Whom::Tiers { tiers } => {
                tiers.iter().filter(|id| case.buyer.tiers.contains(id)).count()
            }
            Whom::Groups { groups } => {
                groups.iter().filter(|id| case.buyer.groups.contains(id)).count()
            }
            Whom::Series { series } => {
                series.iter().filter(|id| case.buyer.series.contains(id)).count()
            }
        };
        let days = &one.terms.conditions.weekdays;
        let today: i8 = case.day.strftime("%u").to_string().parse().unwrap();
        (days.is_empty() || days.contains(&today))
            && (from..until).contains(&minutes(case.clock))
            && mine > 0
            && (one.stores.is_empty() || one.stores.contains(&case.store))
    };
    let fits = |one: &&Candidate| {
        let names = &one.terms.conditions.goods.products;
        let mine = lines
            .iter()
            .filter(|line| names.is_empty() || names.contains(line.product.as_ref().unwrap()));
        let (count, amount) =
            mine.clone().fold((0, 0), |sum, line| (sum.0 + 1, sum.1 + line.amount));
        at_work(one) && count > 0 && amount >= one.terms.conditions.least
    };
    let mut fit: Vec<&Candidate> = case.candidates.iter().filter(fits).collect();
    let late = Time::from_micros(i64::MAX);
    fit.sort_by_key(|one| {
        (one.terms.stacking.order, one.template, one.ends_at.unwrap_or(late), one.id)
    });
    let mut best = (0, 0);
    for chosen in 0u32..1 << fit.len() {
        let set: Vec<&Candidate> =
            (0..fit.len()).filter(|at| chosen >> at & 1 == 1).map(|at| fit[at]).collect();
        let asked = set.iter().filter(|one| one.choice == Choice::Asked).count();
        if let Some(off) = off(case, &lines, &set) {
            best = best.max((asked, off));
        }
    }
    best
}
