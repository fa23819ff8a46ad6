//! Whether a candidate works at all here and now, whatever else is taken.

use super::{
    model::{Candidate, Case, Reason},
    terms::Benefit,
    whom::Whom,
};
use crate::purchases::Line;

/// Why it does not; none when it does. Its minimum is asked of what its goods cost before anything is
/// taken off, so that the answer does not depend on what others take.
pub fn unfit(case: &Case, candidate: &Candidate) -> Option<Reason> {
    not_now(case, candidate).or_else(|| other_goods(case, candidate))
}

/// Why it is not the day, the place or the person, whatever is bought.
pub fn not_now(case: &Case, candidate: &Candidate) -> Option<Reason> {
    let of = &candidate.terms.conditions;
    if let Some(from) = of.from.filter(|from| case.day < *from) {
        return Some(Reason::NotYet { from });
    }
    if of.until.is_some_and(|until| case.day > until)
        || candidate.ends_at.is_some_and(|end| end <= case.now)
    {
        return Some(Reason::Over);
    }
    if !candidate.stores.is_empty() && !candidate.stores.contains(&case.store) {
        return Some(Reason::OtherStore);
    }
    let weekday = case.day.weekday().to_monday_one_offset();
    if !of.weekdays.is_empty() && !of.weekdays.contains(&weekday) {
        return Some(Reason::OtherDay { weekdays: of.weekdays.clone() });
    }
    if !candidate.hours.has(case.clock) {
        return Some(Reason::OtherHour { hours: candidate.hours });
    }
    if !candidate.whom.is(&case.buyer) {
        return Some(match candidate.whom {
            Whom::Tiers { .. } => Reason::OtherTier,
            _ => Reason::OtherGroup,
        });
    }
    (of.first && case.buyer.before > 0).then_some(Reason::NotFirst)
}

/// Why the goods are not what it is for.
fn other_goods(case: &Case, candidate: &Candidate) -> Option<Reason> {
    let (terms, of) = (&candidate.terms, &candidate.terms.conditions);
    let named = |line: &&Line| of.goods.has(line.product.as_deref(), line.category.as_deref());
    let (mut amount, mut pieces) = (0i64, 0i64);
    for line in case.lines.iter().filter(named) {
        amount = amount.saturating_add(line.amount);
        if line.amount > 0 {
            pieces = pieces.saturating_add(line.quantity);
        }
    }
    if !of.goods.is_all() && !case.lines.iter().any(|line| named(&line)) {
        return Some(Reason::OtherGoods);
    }
    if amount < of.least {
        return Some(Reason::TooLittle { least: of.least, short: of.least - amount });
    }
    match terms.benefit {
        Benefit::BuyGet { buy, get, .. } => {
            let more = i64::from(buy) + i64::from(get) - pieces;
            (more > 0).then_some(Reason::MorePieces { more })
        }
        _ => None,
    }
}
