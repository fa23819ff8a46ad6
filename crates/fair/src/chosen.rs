//! Who wins what: a function of the entries, the prizes and the numbers, with nothing to decide.

use std::collections::HashSet;

use crate::{Entry, Exclusion, Pick, Prize, Reroll, rolls::Rolls, urn::Urn};

/// The entries of the first tickets that come out, as many as asked for and not more than there are.
pub(crate) fn drawn(
    entries: &[Entry],
    exclusions: &[Exclusion],
    wins: u64,
    rolls: &mut Rolls,
    count: usize,
) -> Vec<usize> {
    let out: HashSet<_> = exclusions.iter().map(|exclusion| &exclusion.entrant).collect();
    let mut urn = Urn::new(entries, |entrant| !out.contains(entrant));
    let mut drawn = Vec::new();
    while drawn.len() < count && urn.all() > 0 {
        let ticket = rolls.below(urn.all());
        let Some(entry) = urn.draw(ticket, wins) else { break };
        drawn.push(entry);
    }
    drawn
}

pub(crate) fn pieces(prizes: &[Prize]) -> usize {
    prizes.iter().filter_map(|prize| usize::try_from(prize.quantity).ok()).sum()
}

/// The prize of each pick: first every piece in order; then each reroll passes its pick's prize on
/// to the next ticket. `None` when a reroll names no pick that stands.
pub(crate) fn allotted(prizes: &[Prize], rerolls: &[Reroll], count: usize) -> Option<Vec<u64>> {
    let each = |(at, prize): (u64, &Prize)| (0..prize.quantity).map(move |_| at);
    let mut of: Vec<u64> = (0..).zip(prizes).flat_map(each).take(count).collect();
    let mut again = HashSet::new();
    for reroll in rerolls {
        let prize = *of.get(usize::try_from(reroll.pick).ok()?)?;
        if !again.insert(reroll.pick) {
            return None;
        }
        if of.len() < count {
            of.push(prize);
        }
    }
    Some(of)
}

/// Picks as the result shows them.
pub(crate) fn picks(entries: &[Entry], drawn: &[usize], prizes: &[u64]) -> Vec<Pick> {
    let pick = |(at, prize): (&usize, &u64)| {
        let entrant = entries.get(*at)?.entrant.clone();
        Some(Pick { entrant, entry: u64::try_from(*at).ok()?, prize: *prize })
    };
    drawn.iter().zip(prizes).filter_map(pick).collect()
}
