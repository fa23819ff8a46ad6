//! Samples as pages and programs ask for them: of what, how many are left, and what came of them.

use ::store::Read;
use kernel::{MemberId, OrgId, Result, Time};
use value::{
    gifts::{self, Gift},
    points, vouchers,
    words::Words,
};

use super::{
    accounts,
    model::{Fate, Sample, Samples},
    store,
};
use crate::presales::Presale;

/// Samples, of what they are, and how many are left.
#[derive(Debug, Clone)]
pub struct Offer {
    pub samples: Samples,
    pub gift: Gift,
    pub left: i64,
    /// What the points that one costs are called.
    pub unit: Words,
}

pub async fn offer(db: &mut impl Read, org: OrgId, presale: &Presale) -> Result<Option<Offer>> {
    let Some(samples) = presale.terms.samples else { return Ok(None) };
    let gift = gifts::require(db, org, samples.gift).await?;
    let pool = accounts::pool(presale.id, gift.id)?;
    let left = ledger::balance_of(db, org, &pool.key).await?;
    let unit = match samples.cost {
        Some(cost) => points::unit_of(db, org, cost.program).await?,
        None => Words::default(),
    };
    Ok(Some(Offer { samples, gift, left, unit }))
}

/// What came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    pub held: i64,
    /// Who had one in their hands.
    pub tried: i64,
    /// Of them, who had it before they first reserved.
    pub then_reserved: i64,
}

pub async fn counted(db: &mut impl Read, org: OrgId, presale: &Presale) -> Result<Counted> {
    if presale.terms.samples.is_none() {
        return Ok(Counted::default());
    }
    let of = store::counted(db, org, presale.id).await?;
    let many = |fate: Fate| of.get(&fate).copied().unwrap_or_default();
    let then_reserved = store::then_reserved(db, org, presale.id).await?;
    Ok(Counted { held: many(Fate::Held), tried: many(Fate::Collected), then_reserved })
}

/// A member's own: the one that waits for them with its code, or the one that they had.
#[derive(Debug)]
pub struct Mine {
    pub sample: Sample,
    /// While it can be collected.
    pub code: Option<String>,
}

pub async fn mine(
    db: &mut impl Read,
    org: OrgId,
    (member, presale, now): (MemberId, &Presale, Time),
) -> Result<Option<Mine>> {
    if presale.terms.samples.is_none() {
        return Ok(None);
    }
    let own = store::of_member(db, org, (member, presale.id)).await?;
    let Some(sample) = own.into_iter().next() else { return Ok(None) };
    let voucher = vouchers::require(db, org, sample.voucher).await?;
    let waits = voucher.state_at(now) == vouchers::State::Issued;
    Ok(Some(Mine { sample, code: waits.then_some(voucher.code) }))
}
