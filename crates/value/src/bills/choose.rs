//! The best that go together.
//!
//! Of a purchase's candidates that work at all, a **set** is allowed when one that goes alone is
//! alone, no two of a kind are in it that do not go together, and it has no more vouchers than the
//! shop allows. A set is taken in the order of `order`, template and id; one that takes nothing off
//! makes the set not allowed, so that nobody's voucher is spent for nothing. The best is the set with
//! the most that were asked for; then with the most off; then with the most things that are handed
//! over; then with the fewest members; then that of the vouchers that end soonest; then the smallest ids.
//!
//! Up to [`SMALL`] candidates, every allowed set is looked at (2^10 at most). Beyond that, of vouchers
//! that differ in nothing but their end only so many are looked at as may be taken, the soonest first;
//! if still too many are left, the set is grown one by one, each time by the one that makes it best,
//! and then improved by exchanging one for another while that helps, at most [`ROUNDS`] times. That
//! is never worse than the best single one. Both depend on the case alone, not on the order of its parts.

use std::cmp::Reverse;

use kernel::Time;
use uuid::Uuid;

use super::{
    cut::Till,
    fit::unfit,
    model::{Bill, Candidate, Case, Choice, Counts, Cut, Reason, Verdict},
    terms::{Benefit, Terms, Together},
    whom::{Hours, Whom},
};
use crate::purchases::Line;

/// So many candidates are compared set by set.
pub const SMALL: usize = 10;
/// Exchanges of the search for many.
const ROUNDS: usize = 32;

/// What a purchase comes to, and why.
pub fn bill(case: &Case) -> Bill {
    let mut fit: Vec<&Candidate> = Vec::new();
    let mut verdicts = Vec::with_capacity(case.candidates.len());
    for candidate in &case.candidates {
        match unfit(case, candidate) {
            Some(reason) => verdicts.push(Verdict { candidate: candidate.id, reason }),
            None => fit.push(candidate),
        }
    }
    fit.sort_by_key(|one| (one.terms.stacking.order, one.template, one.ends_at(), one.id));
    let table = Table::of(case);
    let shown = few(&fit, case.policy.most_vouchers);
    let best = if shown.len() <= SMALL { every(&table, &shown) } else { grown(&table, &shown) };
    for candidate in fit {
        let reason = table.reason(&best, candidate);
        verdicts.push(Verdict { candidate: candidate.id, reason });
    }
    verdicts.sort_by_key(|one| one.candidate);
    let mut cuts: Vec<Cut> = best.cuts;
    cuts.sort_by_key(|cut| cut.line);
    Bill { before: table.before, off: best.off, cuts, verdicts }
}

impl Candidate {
    fn example(terms: Terms) -> Self {
        Self {
            id: Uuid::nil(),
            template: Uuid::nil(),
            terms,
            stores: Vec::new(),
            whom: Whom::default(),
            hours: Hours::default(),
            ends_at: None,
            choice: Choice::Asked,
            counts: Counts::Voucher,
        }
    }
    fn ends_at(&self) -> Time {
        self.ends_at.unwrap_or(Time::from_micros(i64::MAX))
    }
    fn is_asked(&self) -> bool {
        self.choice == Choice::Asked
    }
    /// Whether it is one of the shop's most vouchers.
    fn is_counted(&self) -> bool {
        self.counts == Counts::Voucher && !self.terms.benefit.is_thing()
    }
}

/// What the terms by themselves take off a purchase of so much that they are for.
pub fn alone(terms: &Terms, amount: i64) -> i64 {
    let line = sample(terms, amount);
    let one = Candidate::example(terms.clone());
    let (lines, left) = (vec![&line], vec![amount]);
    let taken = Till { lines, left, room: amount }.take(&one);
    taken.map_or(0, |off| off.iter().sum())
}

/// Goods of so much altogether that the terms are for, and enough pieces of them.
pub fn sample(terms: &Terms, amount: i64) -> Line {
    let quantity = match terms.benefit {
        Benefit::BuyGet { buy, get, .. } => i64::from(buy) + i64::from(get),
        Benefit::FreeItem { pieces } => i64::from(pieces) + 1,
        _ => 1,
    };
    let goods = &terms.conditions.goods;
    let (product, category) = (goods.products.first().cloned(), goods.categories.first().cloned());
    Line { product, category, quantity, amount }
}

/// Of vouchers that differ in nothing but their end, as many as may be taken.
fn few<'c>(fit: &[&'c Candidate], most: u32) -> Vec<&'c Candidate> {
    let mut kept: Vec<&Candidate> = Vec::new();
    for one in fit {
        let alike = |other: &&&Candidate| {
            other.template == one.template
                && other.terms == one.terms
                && other.choice == one.choice
                && other.stores == one.stores
        };
        let have = kept.iter().filter(alike).count();
        let may = match one.terms.stacking.together {
            Together::All => usize::try_from(most.max(1)).unwrap_or(1),
            _ => 1,
        };
        if have < may || one.is_asked() {
            kept.push(one);
        }
    }
    kept
}

/// What is compared of two sets; the larger is better.
type Score = (usize, i64, usize, Reverse<usize>, Reverse<Vec<(Time, Uuid)>>);

#[derive(Debug, Clone, Default)]
struct Set<'c> {
    taken: Vec<&'c Candidate>,
    off: i64,
    offs: Vec<i64>,
    cuts: Vec<Cut>,
}

impl Set<'_> {
    fn score(&self) -> Score {
        let asked = self.taken.iter().filter(|one| one.is_asked()).count();
        let things = self.taken.iter().filter(|one| one.terms.benefit.is_thing()).count();
        let mut ends: Vec<_> = self.taken.iter().map(|one| (one.ends_at(), one.id)).collect();
        ends.sort_unstable();
        (asked, self.off, things, Reverse(self.taken.len()), Reverse(ends))
    }
    fn off_of(&self, id: Uuid) -> i64 {
        let mine = self.taken.iter().zip(&self.offs).find(|(one, _)| one.id == id);
        mine.map_or(0, |(_, off)| *off)
    }
}

/// The lines as the search sees them.
struct Table<'c> {
    case: &'c Case,
    /// The places of the lines in one order, whatever the order they came in.
    places: Vec<usize>,
    before: i64,
}

impl<'c> Table<'c> {
    fn of(case: &'c Case) -> Self {
        let mut places: Vec<usize> = (0..case.lines.len()).collect();
        places.sort_by_key(|at| {
            case.lines
                .get(*at)
                .map(|line| (&line.product, &line.category, line.quantity, line.amount))
        });
        let before = case.lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.amount));
        Self { case, places, before }
    }

    fn till(&self) -> Till<'c> {
        let lines: Vec<_> = self.places.iter().filter_map(|at| self.case.lines.get(*at)).collect();
        let most = i128::from(self.before) * i128::from(self.case.policy.most_percent) / 100;
        let left = lines.iter().map(|line| line.amount).collect();
        Till { lines, left, room: i64::try_from(most).unwrap_or(0) }
    }

    /// The set with what each of it takes off; none when it is not allowed.
    fn set(&self, taken: Vec<&'c Candidate>) -> Option<Set<'c>> {
        self.allowed(&taken)?;
        let mut till = self.till();
        let (mut sum, mut offs, mut cuts) = (0, Vec::new(), Vec::new());
        for one in &taken {
            if one.terms.benefit.is_thing() {
                offs.push(0);
                continue;
            }
            let off = till.take(one)?;
            for (off, line) in off.iter().zip(&self.places).filter(|(off, _)| **off > 0) {
                cuts.push(Cut { line: *line, candidate: one.id, off: *off });
            }
            let mine: i64 = off.iter().sum();
            sum += mine;
            offs.push(mine);
        }
        Some(Set { taken, off: sum, offs, cuts })
    }

    fn allowed(&self, taken: &[&Candidate]) -> Option<()> {
        let counted = taken.iter().filter(|one| one.is_counted()).count();
        let most = usize::try_from(self.case.policy.most_vouchers).unwrap_or(usize::MAX);
        let alone = taken.iter().any(|one| one.terms.stacking.together == Together::Alone);
        let kin = |one: &Candidate| {
            taken.iter().any(|other| other.template == one.template && other.id != one.id)
        };
        let twice =
            taken.iter().any(|one| one.terms.stacking.together != Together::All && kin(one));
        (counted <= most && !(alone && taken.len() > 1) && !twice).then_some(())
    }

    /// Why one that works at all is taken or not.
    fn reason(&self, best: &Set, candidate: &Candidate) -> Reason {
        if best.taken.iter().any(|one| one.id == candidate.id) {
            return if candidate.terms.benefit.is_thing() {
                Reason::Gives
            } else {
                Reason::Applies { off: best.off_of(candidate.id) }
            };
        }
        let alone = |one: &&&Candidate| one.terms.stacking.together == Together::Alone;
        if let Some(other) = best.taken.iter().find(alone) {
            return Reason::NotWith { other: other.id };
        }
        if let Some(other) = best.taken.first().filter(|_| alone(&&candidate)) {
            return Reason::NotWith { other: other.id };
        }
        let kind = |one: &&&Candidate| one.template == candidate.template;
        let only = |one: &Candidate| one.terms.stacking.together != Together::All;
        if best.taken.iter().filter(kind).any(|one| only(one) || only(candidate)) {
            return Reason::OneOfAKind;
        }
        let most = self.case.policy.most_vouchers;
        let counted = best.taken.iter().filter(|one| one.is_counted()).count();
        if candidate.is_counted() && counted >= usize::try_from(most).unwrap_or(usize::MAX) {
            return Reason::TooMany { most };
        }
        // By itself it would take something off: then it is the others that leave it nothing.
        let mut after = self.till();
        for one in best.taken.iter().filter(|one| !one.terms.benefit.is_thing()) {
            after.take(one);
        }
        if after.take(candidate).is_none() { Reason::NothingLeft } else { Reason::NotBest }
    }
}

fn every<'c>(table: &Table<'c>, fit: &[&'c Candidate]) -> Set<'c> {
    let mut best = Set::default();
    for chosen in 1u32..(1 << fit.len().min(SMALL)) {
        let taken = fit.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0);
        let Some(set) = table.set(taken.map(|(_, one)| *one).collect()) else { continue };
        if set.score() > best.score() {
            best = set;
        }
    }
    best
}

fn grown<'c>(table: &Table<'c>, fit: &[&'c Candidate]) -> Set<'c> {
    let mut best = Set::default();
    for _ in 0..ROUNDS {
        let mut next: Option<Set> = None;
        let tried = fit.iter().filter(|one| best.taken.iter().all(|had| had.id != one.id));
        for more in tried {
            // Beside all that are taken, and in the place of each.
            let without = std::iter::once(None).chain(best.taken.iter().map(|one| Some(one.id)));
            for gone in without {
                let keep = |one: &&Candidate| {
                    one.id == more.id
                        || (Some(one.id) != gone && best.taken.iter().any(|had| had.id == one.id))
                };
                let set = table.set(fit.iter().copied().filter(keep).collect());
                let Some(set) = set else { continue };
                if set.score() > next.as_ref().unwrap_or(&best).score() {
                    next = Some(set);
                }
            }
        }
        match next {
            Some(set) => best = set,
            None => break,
        }
    }
    best
}
