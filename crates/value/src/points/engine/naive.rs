//! The same promise calculated a second time, as plainly as possible: day by day, one token for
//! every single point, and only from the history as it ended. It shares no code with the fold but
//! the words of the facts.

use kernel::Time;

use super::{Earn, Expiry, Fact, Line, Payment, Returns, Sale, Terms, What, Worth};
use crate::tiers::engine::{Counted, Ladder, naive::Diary};

const DAY: i64 = 86_400_000_000;
pub const NEVER: i64 = i64::MAX;
/// Ends when nothing happens for long enough.
pub const IDLE: i64 = i64::MAX - 1;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The day of the end of every single point, sorted.
    pub tokens: Vec<i64>,
    pub pending: i64,
    pub owed: i64,
    pub earned: i64,
    pub spent: i64,
    pub expired: i64,
    /// The tier at the end.
    pub rank: usize,
}

pub fn day(at: Time) -> i64 {
    at.micros().div_euclid(DAY)
}

/// What is kept of a sale; with a policy that only sees the pending time, until then.
fn kept(sale: &Sale, until: i64) -> Vec<(Option<String>, i64, i64)> {
    let of = |line: &Line| {
        let gone: Vec<_> = line.gone.iter().filter(|gone| gone.at.micros() < until).collect();
        let (mut quantity, mut amount) = (line.quantity, line.amount);
        for gone in gone {
            quantity -= gone.quantity;
            amount -= gone.amount;
        }
        (line.category.clone(), quantity, amount)
    };
    sale.lines.iter().map(of).collect()
}

fn paid(sale: &Sale, total: i64) -> (i64, i64) {
    sale.offered.map_or((0, 0), |offered| paid_by_points(offered, total))
}

/// How many of the offered points pay for a purchase, and how much.
pub fn paid_by_points((offered, worth): (i64, Worth), total: i64) -> (i64, i64) {
    let (mut points, mut money) = (0, 0);
    // One coin after the other, as long as the purchase and the points have room for it.
    while (money + 1) * 100 <= total * worth.most_percent
        && (money + 1) * worth.points <= offered * worth.amount
    {
        money += 1;
    }
    while points * worth.amount < money * worth.points {
        points += 1;
    }
    (points, money)
}

fn earns(terms: &Terms, fact: &Fact, of_tier: i64) -> i64 {
    let weekday = i8::try_from((day(fact.at) + 3).rem_euclid(7)).unwrap() + 1;
    let factor = terms.boosts.iter().filter(|b| b.weekdays.contains(&weekday)).map(|b| b.factor);
    let factor = factor.max().unwrap_or(10_000);
    let mut sum = 0;
    for rule in &terms.rules {
        sum += match (&rule.earn, &fact.what) {
            (Earn::Amount { points, per, of }, What::Bought(sale)) => {
                let lines = kept(sale, ripe(terms, fact));
                let total: i64 = lines.iter().map(|line| line.2).sum();
                let (_, money) = paid(sale, total);
                let mine = |line: &&(Option<String>, i64, i64)| {
                    of.categories.is_empty()
                        || line.0.as_ref().is_some_and(|it| of.categories.contains(it))
                };
                let gross: i64 = lines.iter().filter(mine).map(|line| line.2).sum();
                let base = if total == 0 { 0 } else { gross * (total - money) / total };
                base * points * factor * of_tier / (per * 10_000 * 10_000)
            }
            (Earn::Visit { points }, What::Visited { .. }) => points * factor / 10_000,
            _ => 0,
        };
    }
    let of_purchase = matches!(fact.what, What::Bought(_));
    terms.limits.purchase.filter(|_| of_purchase).map_or(sum, |most| sum.min(most))
}

/// The instant after which a return no longer counts.
fn ripe(terms: &Terms, fact: &Fact) -> i64 {
    match (terms.returns, terms.pending_days) {
        (Returns::OnlyPending, 0) => fact.at.micros(),
        (Returns::OnlyPending, days) => (day(fact.at) + i64::from(days)) * DAY,
        _ => i64::MAX,
    }
}

fn ends(terms: &Terms, day: i64) -> i64 {
    match terms.expiry {
        Expiry::Rolling { days } => day + i64::from(days) + 1,
        Expiry::Inactivity { .. } => IDLE,
        _ => NEVER,
    }
}

/// Day by day.
pub fn told((terms, ladder): (&Terms, Option<&Ladder>), facts: &[Fact], now: Time) -> Told {
    let mut diary = Diary::default();
    let mut facts: Vec<&Fact> = facts.iter().collect();
    facts.sort_by_key(|fact| (fact.at, fact.id));
    let mut told = Told::default();
    let mut pending: Vec<(i64, i64)> = Vec::new();
    let mut active: Option<i64> = None;
    let first = facts.first().map_or(0, |fact| day(fact.at));
    for today in first..=day(now) {
        let idle = match (terms.expiry, active) {
            (Expiry::Inactivity { days }, Some(last)) => last + i64::from(days) < today,
            _ => false,
        };
        let before = told.tokens.len();
        told.tokens.retain(|end| *end > today && !(idle && *end == IDLE));
        told.expired += i64::try_from(before - told.tokens.len()).unwrap();
        let ripened: i64 = pending.iter().filter(|one| one.0 == today).map(|one| one.1).sum();
        pending.retain(|one| one.0 != today);
        give(&mut told, ripened, ends(terms, today), &mut active, today);
        let mut earned_today = 0;
        diary.live_under(ladder, today);
        for fact in facts.iter().filter(|fact| day(fact.at) == today) {
            match &fact.what {
                What::Bought(_) | What::Visited { .. } => {
                    let days = (&mut earned_today, &mut active);
                    let points = happens(&mut told, (terms, ladder, &mut diary), fact, days);
                    if terms.pending_days > 0 {
                        pending.push((today + i64::from(terms.pending_days), points));
                    } else {
                        give(&mut told, points, ends(terms, today), &mut active, today);
                    }
                }
                What::Spent(payment) => {
                    active = Some(today);
                    let points = match payment {
                        Payment::Fixed { points } => *points,
                        Payment::Purchase(sale) => {
                            let lines = kept(sale, i64::MAX);
                            paid(sale, lines.iter().map(|line| line.2).sum()).0
                        }
                    };
                    told.spent += points;
                    pay(&mut told, points, terms);
                }
                What::Adjusted { points } if *points > 0 => {
                    give(&mut told, *points, ends(terms, today), &mut active, today);
                }
                What::Adjusted { points } | What::Sent { points } => {
                    pay(&mut told, points.abs(), terms);
                }
                What::Received { lots } => {
                    for (ends, points) in lots {
                        let end = match ends.time() {
                            Some(at) => day(at),
                            None if *ends == super::EndsKey::IDLE => IDLE,
                            None => NEVER,
                        };
                        give(&mut told, *points, end, &mut active, today);
                    }
                }
                What::Happened { .. } => {}
            }
        }
    }
    told.pending = pending.iter().map(|one| one.1).sum();
    told.tokens.sort_unstable();
    told.rank = diary.rank;
    told
}

/// What a fact earns by the tier that is held, and then counts.
fn happens(
    told: &mut Told,
    (terms, ladder, diary): (&Terms, Option<&Ladder>, &mut Diary),
    fact: &Fact,
    days: (&mut i64, &mut Option<i64>),
) -> i64 {
    let mut rank = diary.rank;
    if let (Some(ladder), What::Bought(sale)) = (ladder, &fact.what) {
        for (place, tier) in ladder.tiers.iter().enumerate() {
            if tier.id.is_some_and(|id| sale.tiers.contains(&id)) {
                rank = rank.max(place + 1);
            }
        }
    }
    let tier = ladder.and_then(|of| of.tiers.get(rank.checked_sub(1)?));
    let tier = tier.map_or(10_000, |tier| tier.privileges.factor);
    let points = award(told, (terms, tier), fact, days);
    if let (Some(ladder), Some(counted)) = (ladder, counts(terms, fact, points)) {
        diary.count(ladder, &counted);
    }
    points
}

/// What a fact counts for a ladder; nothing when all of it came back.
fn counts(terms: &Terms, fact: &Fact, points: i64) -> Option<Counted> {
    let What::Bought(sale) = &fact.what else {
        return Some(Counted { day: fact.day, points, spend: 0, came: true });
    };
    let some = |lines: &[(Option<String>, i64, i64)]| lines.iter().any(|it| it.1 != 0 || it.2 != 0);
    if !some(&kept(sale, ripe(terms, fact))) {
        return None;
    }
    let lines = kept(sale, i64::MAX);
    let total: i64 = lines.iter().map(|line| line.2).sum();
    let spend = total - paid(sale, total).1;
    Some(Counted { day: fact.day, points, spend, came: some(&lines) })
}

/// What a fact earns within the limits.
fn award(
    told: &mut Told,
    (terms, of_tier): (&Terms, i64),
    fact: &Fact,
    (today, active): (&mut i64, &mut Option<i64>),
) -> i64 {
    let gone = match &fact.what {
        What::Bought(sale) => {
            kept(sale, ripe(terms, fact)).iter().all(|line| line.1 == 0 && line.2 == 0)
        }
        _ => false,
    };
    let mut points = if gone { 0 } else { earns(terms, fact, of_tier) };
    if let Some(most) = terms.limits.day {
        points = points.min(most - *today);
    }
    if let Some(most) = terms.limits.person {
        points = points.min(most - told.earned);
    }
    if !gone {
        *active = Some(day(fact.at));
    }
    *today += points;
    told.earned += points;
    points
}

fn give(told: &mut Told, points: i64, end: i64, active: &mut Option<i64>, today: i64) {
    for _ in 0..points {
        if told.owed > 0 {
            told.owed -= 1;
        } else {
            told.tokens.push(end);
            *active = Some(today);
        }
    }
}

fn pay(told: &mut Told, points: i64, terms: &Terms) {
    for _ in 0..points {
        let soonest = told.tokens.iter().copied().min();
        match soonest {
            Some(end) => {
                let at = told.tokens.iter().position(|token| *token == end).unwrap();
                told.tokens.swap_remove(at);
            }
            None if terms.returns == Returns::IntoDebt => told.owed += 1,
            None => {}
        }
    }
}
