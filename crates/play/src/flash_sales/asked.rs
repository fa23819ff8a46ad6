//! A sale as pages and programs ask for it: with what it gives, and how it stands.

use ::store::Read;
use kernel::{FlashSaleId, MemberId, OrgId, Result, Time};
use value::{
    gifts::{self, Gift},
    points,
    words::Words,
};
use web::Shop;

use super::{
    accounts,
    model::{Claim, Fate, Figures, FlashSale, Place, Turn},
    store,
};
use crate::activities::{self, reading::is_for};

/// A sale and what it gives.
#[derive(Debug, Clone)]
pub struct Shown {
    pub sale: FlashSale,
    pub gift: Gift,
    /// In the pool.
    pub left: i64,
    /// What the points that it costs are called.
    pub unit: Words,
}

pub async fn shown(db: &mut impl Read, org: OrgId, sale: FlashSale) -> Result<Shown> {
    let gift = gifts::require(db, org, sale.terms.gift).await?;
    let pool = accounts::pool(sale.id, gift.id)?;
    let left = ledger::balance_of(db, org, &pool.key).await?;
    let unit = unit(db, org, &sale).await?;
    Ok(Shown { sale, gift, left, unit })
}

/// What the points that it costs are called; nothing when it costs none.
pub async fn unit(db: &mut impl Read, org: OrgId, sale: &FlashSale) -> Result<Words> {
    match sale.plan.cost {
        Some(cost) => points::unit_of(db, org, cost.program).await,
        None => Ok(Words::default()),
    }
}

pub async fn require(db: &mut impl Read, org: OrgId, id: FlashSaleId) -> Result<Shown> {
    let sale = activities::require(db, org, id).await?;
    shown(db, org, sale).await
}

/// How it stands: rows for what became of pieces, the ledger for where the others are.
pub async fn figures(db: &mut impl Read, org: OrgId, shown: &Shown) -> Result<Figures> {
    let counted = store::counted(db, org, shown.sale.id).await?;
    let offers = accounts::offers(shown.sale.id, shown.gift.id)?;
    let offered = ledger::balance_of(db, org, &offers.key).await?;
    Ok(Figures { left: shown.left, offered, ..counted })
}

/// How a member stands to a sale.
#[derive(Debug)]
pub struct Mine {
    pub is_for_me: bool,
    /// What they took, the latest first.
    pub claims: Vec<Claim>,
    pub place: Option<Place>,
    /// How many stand before them.
    pub before: i64,
    /// Whether somebody waits at all.
    pub anybody_waits: bool,
}

/// What a member can do about a sale that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    NotForThem,
    /// They have as many as one may have.
    Full,
    /// A piece lies aside for them.
    Offered(&'a Place),
    Waits(&'a Place),
    Take,
    /// Nothing is there for them, and there is a list.
    Late,
}

impl Mine {
    pub fn step(&self, shown: &Shown, now: Time) -> Step<'_> {
        let had = self.claims.iter().filter(|one| matches!(one.fate, Fate::Held | Fate::Collected));
        if !self.is_for_me {
            return Step::NotForThem;
        }
        if had.count() >= shown.sale.plan.limits.per_member as usize {
            return Step::Full;
        }
        match &self.place {
            Some(place) if place.is_offered(now) => Step::Offered(place),
            Some(place) => Step::Waits(place),
            None if shown.left > 0 && !self.anybody_waits => Step::Take,
            None => Step::Late,
        }
    }
}

pub async fn mine(
    db: &mut impl Read,
    shop: &Shop,
    sale: &FlashSale,
    (member, now): (MemberId, Time),
) -> Result<Mine> {
    let org = shop.org;
    let place = store::place_of(db, org, sale.id, member).await?;
    let before = match &place {
        Some(place) if place.turn == Turn::Waiting => store::before(db, org, place).await?,
        _ => 0,
    };
    Ok(Mine {
        is_for_me: is_for(db, shop, &sale.plan.whom, (member, now)).await?,
        claims: store::of_member(db, org, sale.id, member).await?,
        place,
        before,
        anybody_waits: store::queue(db, org, sale.id, member).await?.anybody,
    })
}

/// The lists in which somebody stands.
pub async fn places(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Vec<Place>> {
    store::places_of(db, org, member).await
}
