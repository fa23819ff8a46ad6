//! Points of two records that became one: as if they had been one from the beginning.
//!
//! The facts of both are one history, which is folded anew; what differs is posted. Limits per day and
//! person, ends, pending times and ranks come out as those of one person. What cannot have happened to one
//! person is left out: points sent from the one to the other, a visit of a day twice, an event that counts
//! once per person.

use std::collections::HashSet;

use ::store::Tx;
use kernel::{MemberId, ProgramId, Result, Time, VisitId};
use people::members::merging::{Line, Merging};
use web::t;

use super::{
    Whose,
    book::{Book, Cause},
    engine::{Fact, Payment, Standing, What},
    model::Origin,
};

/// What the other slices found out about the two.
#[derive(Debug)]
pub struct Found {
    /// All ids that are the same person.
    pub names: Vec<MemberId>,
    /// Visits that were the same one.
    pub dropped: Vec<VisitId>,
    /// When the one first bought.
    pub bought_at: Option<Time>,
}

pub async fn merge(tx: &mut Tx, merging: Merging, found: &Found) -> Result<Vec<Line>> {
    let Merging { into, from, .. } = merging;
    let (now, mut lines) = (tx.now(), Vec::new());
    let mut book = Book::open(tx, &[into, from]).await?;
    let programs: Vec<ProgramId> = book.programs.iter().map(|known| known.program.id).collect();
    let cause = Cause { reason: "points.merged", subject: into.to_string() };
    for program in programs {
        let [mine, theirs] = [into, from].map(|member| Whose { program, member });
        let before = [book.standing(mine, now)?, book.standing(theirs, now)?];
        book.join(tx, (mine, theirs), &cause, |facts| one_person(facts, found)).await?;
        let after = book.standing(mine, now)?;
        let known = book.programs.iter().find(|known| known.program.id == program);
        if let Some(known) = known {
            let unit = known.terms(now)?.unit.of(merging.lang).to_owned();
            lines.extend(line(merging, unit, &before, &after));
        }
    }
    book.close(tx).await?;
    Ok(lines)
}

fn line(
    Merging { lang, .. }: Merging,
    unit: String,
    [mine, theirs]: &[Standing; 2],
    after: &Standing,
) -> Option<Line> {
    if *theirs == Standing::default() && *mine == Standing::default() {
        return None;
    }
    let told = |standing: &Standing| {
        let (balance, waiting) = (standing.balance(), standing.waiting());
        if waiting > 0 {
            t!(lang, "merging-points-pending", points = balance, pending = waiting)
        } else {
            t!(lang, "merging-points", points = balance)
        }
    };
    let whole = |standing: &Standing| standing.balance() + standing.waiting() - standing.owed;
    let line = Line::new(unit, [told(mine), told(theirs), told(after)]);
    Some(if whole(mine) + whole(theirs) == whole(after) {
        line
    } else {
        line.noted(t!(lang, "merging-points-differ"))
    })
}

/// Leaves out what did not happen to one person, and says of purchases whether there were any before.
pub(super) fn one_person(facts: &mut Vec<(Fact, Origin)>, found: &Found) {
    let names: HashSet<String> = found.names.iter().map(ToString::to_string).collect();
    let dropped: HashSet<String> = found.dropped.iter().map(ToString::to_string).collect();
    facts.sort_by_key(|(fact, _)| (fact.at, fact.id));
    let mut happened = HashSet::new();
    facts.retain(|(fact, origin)| {
        let about =
            |ids: &HashSet<String>| origin.subject.as_ref().is_some_and(|id| ids.contains(id));
        match &fact.what {
            What::Sent { .. } | What::Received { .. } => !about(&names),
            What::Visited { .. } => !about(&dropped),
            What::Happened { kind, .. } => happened.insert(kind.clone()),
            _ => true,
        }
    });
    let first = facts.iter().find(|(fact, _)| matches!(fact.what, What::Bought(_)));
    let earlier = found.bought_at.zip(first.map(|(fact, _)| fact.at));
    if earlier.is_some_and(|(bought, counted)| bought < counted) {
        for (fact, _) in facts {
            if let What::Bought(sale) | What::Spent(Payment::Purchase(sale)) = &mut fact.what {
                sale.bought_before = true;
            }
        }
    }
}
