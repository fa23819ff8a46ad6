//! The waiting list: first come, first offered.

use ::store::Tx;
use kernel::{FlashSaleId, MemberId, Result};
use ledger::Posting;
use web::Shop;

use super::{
    accounts, actions, claims, jobs,
    model::{FlashSale, Place, Refusal, Turn},
    store,
};
use crate::{
    activities::{self, Life, Phase},
    events::{FlashSaleAwaited, FlashSaleOffered, FlashSalePassed},
};

/// Offers of one command; more are made by the next look.
const AT_ONCE: i64 = 50;

/// Somebody steps into the list; who stands in it stays where they are. How many stand before them.
pub async fn wait(tx: &mut Tx, shop: &Shop, sale: FlashSaleId, member: MemberId) -> Result<i64> {
    let (org, now) = (tx.org(), tx.now());
    let sale: FlashSale = activities::require(tx, org, sale).await?;
    claims::is_on(&sale, now)?;
    let member = claims::eligible(tx, shop, &sale, member).await?;
    if let Some(place) = store::place_of(tx, org, sale.id, member).await? {
        return store::before(tx, org, &place).await;
    }
    if claims::had(tx, sale.id, member).await? >= i64::from(sale.plan.limits.per_member) {
        return Err(Refusal::LimitReached.into());
    }
    let queue = store::queue(tx, org, sale.id, member).await?;
    if !queue.anybody && actions::left(tx, &sale).await? > 0 {
        return Err(Refusal::StillSome.into());
    }
    let place = Place { id: tx.id(), sale: sale.id, member, turn: Turn::Waiting, until: None };
    store::insert_place(tx, &place).await?;
    tx.emit(&FlashSaleAwaited { sale: sale.id, member })?;
    store::before(tx, org, &place).await
}

/// Somebody steps out of the list; what lay aside for them goes to the next.
pub async fn leave(tx: &mut Tx, sale: FlashSaleId, member: MemberId) -> Result<()> {
    let mut sale: FlashSale = activities::require(tx, tx.org(), sale).await?;
    let Some(place) = store::place_of(tx, tx.org(), sale.id, member).await? else { return Ok(()) };
    if place.turn == Turn::Offered {
        jobs::put_back(tx, &sale).await?;
    }
    store::set_turn(tx, place.id, (Turn::Left, None)).await?;
    let left = actions::left(tx, &sale).await?;
    tx.emit(&FlashSalePassed { sale: sale.id, member, left })?;
    offer(tx, &sale).await?;
    jobs::plan_next(tx, &mut sale).await
}

/// Whether something is in the pool that somebody waits for.
pub(super) async fn is_due(tx: &mut Tx, sale: &FlashSale) -> Result<bool> {
    if sale.phase(tx.now()) != Phase::On || actions::left(tx, sale).await? <= 0 {
        return Ok(false);
    }
    let first = store::places(tx, tx.org(), (sale.id, Turn::Waiting), 1).await?;
    Ok(!first.is_empty())
}

/// What is in the pool while people wait lies aside for the first of them from now on.
pub(super) async fn offer(tx: &mut Tx, sale: &FlashSale) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    if sale.life != Life::Open || sale.phase(now) != Phase::On {
        return Ok(());
    }
    let left = actions::left(tx, sale).await?;
    if left <= 0 {
        return Ok(());
    }
    let first = store::places(tx, org, (sale.id, Turn::Waiting), left.min(AT_ONCE)).await?;
    let until = sale.terms.offered_until(now, &sale.plan);
    let gift = sale.terms.gift;
    for (at, place) in (1..).zip(first) {
        let (from, to) = (accounts::pool(sale.id, gift)?, accounts::offers(sale.id, gift)?);
        let posting = Posting::new(tx.id(), "flash_sales.offered", &place.id).transfer(from, to, 1);
        ledger::post(tx, posting).await?;
        store::set_turn(tx, place.id, (Turn::Offered, Some(until))).await?;
        let left = left - at;
        tx.emit(&FlashSaleOffered { sale: sale.id, member: place.member, until, left })?;
    }
    Ok(())
}
