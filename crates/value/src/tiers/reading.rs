//! What others read of tiers.

use ::store::Read;
use jiff::civil::Date;
use kernel::{GiftId, Lang, MemberId, OrgId, ProgramId, Result, TierId, Time};
use web::Shop;

use super::{
    engine::{Ladder, Move, Outlook, outlook},
    sentences::Saying,
    settling::ends_soon,
    store,
};
use crate::{plans, points, words::Words};

/// A member on a ladder, as of an instant.
#[derive(Debug)]
pub struct Holding {
    pub program: ProgramId,
    /// What the program's points are called.
    pub unit: Words,
    pub ladder: Ladder,
    pub outlook: Outlook,
    /// The rank that they paid for; 0 for none.
    pub paid: usize,
    /// The latest first.
    pub moves: Vec<Move>,
}

impl Holding {
    /// Where they stand: what was earned, or what was paid for if that is higher.
    pub fn rank(&self) -> usize {
        self.outlook.rank.max(self.paid)
    }
    /// What the tier is called; none without one.
    pub fn tier(&self) -> Option<&Words> {
        self.ladder.tier(self.rank()).map(|tier| &tier.name)
    }
    /// The last day, once it is so near that they are told of it.
    pub fn ends_soon(&self, today: Date) -> Option<Date> {
        ends_soon(&self.ladder, &self.outlook, today)
    }
    /// Until when they hold it, or what keeps it, in words.
    pub fn time_left(&self, lang: Lang, shop: &Shop) -> Option<String> {
        Saying::of(lang, shop, self).time(&self.outlook)
    }
    fn of(
        holding: &points::Holding,
        shop: &Shop,
        (now, paid): (Time, &[TierId]),
    ) -> Result<Option<Self>> {
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
            paid: ladder.rank_of(paid),
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
    let paid = plans::held(db, shop, (member, now)).await?.tiers();
    let mut all = Vec::new();
    for holding in points::holdings(db, shop, now, member).await? {
        all.extend(Holding::of(&holding, shop, (now, &paid))?);
    }
    Ok(all)
}

/// The tiers of the ladders that stand now, the lowest first.
pub async fn named(db: &mut impl Read, org: OrgId) -> Result<Vec<(TierId, Words)>> {
    let mut programs: Vec<_> = store::ladders(db, org).await?.into_iter().collect();
    programs.sort_by_key(|(program, _)| *program);
    let now = programs.into_iter().filter_map(|(_, mut versions)| versions.pop()?.1);
    let tiers = now.flat_map(|ladder| ladder.tiers);
    Ok(tiers.filter_map(|tier| Some((tier.id?, tier.name))).collect())
}

/// The tiers that a member stands on now, earned or bought, one of each ladder.
pub async fn held(
    db: &mut impl Read,
    shop: &Shop,
    now: Time,
    member: MemberId,
) -> Result<Vec<TierId>> {
    let all = holdings(db, shop, now, member).await?;
    Ok(all.iter().filter_map(|holding| holding.ladder.tier(holding.rank())?.id).collect())
}

/// What a member's tiers and plan bring, of all ladders together: the best of each.
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

/// What a member's tiers and plan bring now: for whoever opens a sale early, or brings things home.
pub async fn privileges(
    db: &mut impl Read,
    shop: &Shop,
    now: Time,
    member: MemberId,
) -> Result<Privileged> {
    let mut all = Privileged::default();
    for holding in holdings(db, shop, now, member).await? {
        let rank = holding.rank();
        let of = holding.ladder.privileges(rank);
        all.early |= of.early;
        all.free_delivery |= of.free_delivery;
        all.gifts.extend(of.gift);
        if rank > 0 {
            all.ranks.push((holding.program, rank));
        }
    }
    for rule in plans::held(db, shop, (member, now)).await?.rules {
        all.early |= rule.early;
        all.free_delivery |= rule.free_delivery;
    }
    Ok(all)
}
