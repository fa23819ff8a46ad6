//! What others read of tiers.

use ::store::Read;
use kernel::{GiftId, MemberId, ProgramId, Result, Time};
use web::Shop;

use super::engine::{Ladder, Move, Outlook, outlook};
use crate::{points, words::Words};

/// A member on a ladder, as of an instant.
#[derive(Debug)]
pub struct Holding {
    pub program: ProgramId,
    /// What the program's points are called.
    pub unit: Words,
    pub ladder: Ladder,
    pub outlook: Outlook,
    /// The latest first.
    pub moves: Vec<Move>,
}

impl Holding {
    /// What the tier is called; none without one.
    pub fn tier(&self) -> Option<&Words> {
        self.ladder.tier(self.outlook.rank).map(|tier| &tier.name)
    }
    fn of(holding: &points::Holding, shop: &Shop, now: Time) -> Result<Option<Self>> {
        let known = &holding.known;
        let Some(ladder) = known.contract.ladder(now).filter(|_| known.is_open()) else {
            return Ok(None);
        };
        let climb = &holding.standing.climb;
        Ok(Some(Self {
            program: known.program.id,
            unit: known.terms(now)?.unit.clone(),
            ladder: ladder.clone(),
            outlook: outlook(ladder, climb, now.date(&shop.zone)),
            moves: climb.moves().iter().rev().copied().collect(),
        }))
    }
}

/// Where a member stands on every ladder there is.
pub async fn holdings(
    db: &mut impl Read,
    shop: &Shop,
    now: Time,
    member: MemberId,
) -> Result<Vec<Holding>> {
    let mut all = Vec::new();
    for holding in points::holdings(db, shop, now, member).await? {
        all.extend(Holding::of(&holding, shop, now)?);
    }
    Ok(all)
}

/// What a member's tiers bring, of all ladders together: the best of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Privileged {
    /// Comes in before the others.
    pub early: bool,
    pub free_delivery: bool,
    /// Gifts for having reached them.
    pub gifts: Vec<GiftId>,
    /// By program, the rank: 1 for the lowest tier.
    pub ranks: Vec<(ProgramId, usize)>,
}

/// What a member's tiers bring now: for whoever opens a sale early, or brings things home.
pub async fn privileges(
    db: &mut impl Read,
    shop: &Shop,
    now: Time,
    member: MemberId,
) -> Result<Privileged> {
    let mut all = Privileged::default();
    for holding in holdings(db, shop, now, member).await? {
        let of = holding.ladder.privileges(holding.outlook.rank);
        all.early |= of.early;
        all.free_delivery |= of.free_delivery;
        all.gifts.extend(of.gift);
        if holding.outlook.rank > 0 {
            all.ranks.push((holding.program, holding.outlook.rank));
        }
    }
    Ok(all)
}
