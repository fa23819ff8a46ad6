//! A raffle as pages and programs ask for it: with its prizes, what was signed, and how it stands.

use std::collections::{HashMap, hash_map::Entry};

use ::store::Read;
use kernel::{GiftId, MemberId, OrgId, RaffleId, Result, Time};
use value::{
    allowances,
    gifts::{self, Gift},
    points,
    words::Words,
};
use web::Shop;

use super::{
    accounts,
    model::{self, Figures, Odds, Pick, Raffle},
    sealed::Sealed,
    store, store_picks,
};
use crate::activities::{
    self,
    accounts::{Whose, allowance},
    reading::is_for,
};

/// A raffle and what can be won.
#[derive(Debug, Clone)]
pub struct Shown {
    pub raffle: Raffle,
    pub gifts: HashMap<GiftId, Gift>,
    /// From the announcement on.
    pub sealed: Option<Sealed>,
    /// What the points that a ticket costs are called.
    pub unit: Words,
}

pub async fn shown(db: &mut impl Read, org: OrgId, raffle: Raffle) -> Result<Shown> {
    let mut found = HashMap::new();
    for line in &raffle.terms.prizes {
        if let Entry::Vacant(place) = found.entry(line.gift) {
            place.insert(gifts::require(db, org, line.gift).await?);
        }
    }
    let sealed = store::sealed(db, org, raffle.id).await?;
    let unit = match raffle.plan.cost {
        Some(cost) => points::unit_of(db, org, cost.program).await?,
        None => Words::default(),
    };
    Ok(Shown { raffle, gifts: found, sealed, unit })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: RaffleId) -> Result<Shown> {
    let raffle = activities::require(db, org, id).await?;
    shown(db, org, raffle).await
}

impl Shown {
    /// The lines of the prize table with their gifts.
    pub fn prizes(&self) -> impl Iterator<Item = (&Gift, i64)> {
        let line = |line: &super::model::Prize| Some((self.gifts.get(&line.gift)?, line.quantity));
        self.raffle.terms.prizes.iter().filter_map(line)
    }
    pub fn prize(&self, line: i64) -> Option<&Gift> {
        let line = self.raffle.terms.prizes.get(usize::try_from(line).ok()?)?;
        self.gifts.get(&line.gift)
    }
    /// Of one ticket, as it stands after so many; of the next play of an instant raffle.
    pub fn odds(&self, tickets: i64) -> Odds {
        let terms = &self.raffle.terms;
        if terms.style.is_instant() {
            let left = self.left(tickets).iter().sum();
            return Odds::of_plays(left, terms.plays.saturating_sub(tickets));
        }
        Odds::of(terms.pieces(), tickets)
    }
    /// Tickets that went in so far.
    pub fn tickets(&self) -> i64 {
        self.sealed.as_ref().map_or(0, |sealed| sealed.tickets)
    }
    /// What can still be won, line by line, after so many plays of an instant raffle.
    pub fn left(&self, plays: i64) -> Vec<i64> {
        let mut left: Vec<i64> =
            self.raffle.terms.prizes.iter().map(|line| line.quantity).collect();
        let order = self.sealed.as_ref().and_then(|sealed| sealed.order.as_ref());
        let played = usize::try_from(plays).unwrap_or(0);
        for line in order.into_iter().flatten().take(played).flatten() {
            if let Some(pieces) = left.get_mut(usize::from(*line)) {
                *pieces -= 1;
            }
        }
        left
    }
    pub fn is_drawn(&self) -> bool {
        self.sealed.as_ref().is_some_and(|sealed| sealed.drawn_at.is_some())
    }
    pub fn is_called_off(&self) -> bool {
        self.sealed.as_ref().is_some_and(|sealed| sealed.called_off_at.is_some())
    }
}

/// How it stands: rows for what became of prizes, the log for who takes part.
pub async fn figures(db: &mut impl Read, org: OrgId, shown: &Shown) -> Result<Figures> {
    let counted = store_picks::counted(db, org, shown.raffle.id).await?;
    let (entries, entrants, tickets) = shown
        .sealed
        .as_ref()
        .map_or((0, 0, 0), |sealed| (sealed.entries, sealed.entrants, sealed.tickets));
    Ok(Figures { entries, entrants, tickets, ..counted })
}

/// How a member stands to a raffle.
#[derive(Debug)]
pub struct Mine {
    pub is_for_me: bool,
    pub works_here: bool,
    /// Tickets that cost nothing and were not put in yet.
    pub ready: i64,
    /// How many one may still put in.
    pub left: i64,
    /// The latest first.
    pub entries: Vec<model::Entry>,
    pub picks: Vec<Pick>,
}

impl Mine {
    /// Tickets that were put in.
    pub fn tickets(&self) -> i64 {
        self.entries.iter().map(|entry| entry.tickets).sum()
    }
}

/// What a member can do about a raffle that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    NotForThem,
    WorksHere,
    /// They put in as many as one may.
    Full,
    /// So many tickets at no cost.
    Enter(i64),
    /// Only for points.
    Buy,
    /// They have none.
    NoTicket,
}

impl Mine {
    pub fn step(&self, shown: &Shown) -> Step {
        let Raffle { plan, terms, .. } = &shown.raffle;
        let instant = terms.style.is_instant();
        match () {
            () if self.works_here => Step::WorksHere,
            () if !self.is_for_me => Step::NotForThem,
            () if self.left == 0 => Step::Full,
            () if self.ready > 0 && instant => Step::Enter(1),
            () if self.ready > 0 => Step::Enter(self.ready.min(self.left)),
            () if plan.cost.is_some() => Step::Buy,
            () => Step::NoTicket,
        }
    }
}

pub async fn mine(
    db: &mut impl Read,
    shop: &Shop,
    raffle: &Raffle,
    (member, now): (MemberId, Time),
) -> Result<Mine> {
    let (org, id) = (shop.org, raffle.id);
    let free = ledger::balance_of(db, org, &accounts::free(id, member, 0)?.key).await?;
    let held = ledger::balance_of(db, org, &accounts::held(id, member)?.key).await?;
    let whose = Whose { activity: id, member };
    let had = ledger::balance_of(db, org, &allowance(whose, 0)?.key).await?;
    Ok(Mine {
        is_for_me: is_for(db, shop, &raffle.plan.whom, (member, now)).await?,
        works_here: allowances::is_own(db, org, member).await?,
        ready: (i64::from(raffle.terms.free) + free).max(0) + held,
        left: (i64::from(raffle.plan.limits.per_member) + had).max(0),
        entries: store::entries_of(db, org, (id, member)).await?,
        picks: store_picks::picks_of(db, org, (id, member)).await?,
    })
}
