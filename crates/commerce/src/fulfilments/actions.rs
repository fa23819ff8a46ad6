//! Taking a room of a slot for an order, and what becomes of it.

use ::store::{EventRow, Future, NewJob, Tx};
use kernel::{FieldError, MemberId, OrderId, Result};
use value::tiers;
use web::shops;

use super::{
    MISS, WIPE, WIPED_AFTER_DAYS,
    model::{Fulfilment, Wanted},
    store,
};
use crate::outlets::{
    self, Kind, Outlet, Refusal, Slot,
    model::{Free, State},
    slots,
};

/// How long after a slot one may still come to a point.
const GRACE: std::time::Duration = std::time::Duration::from_secs(3600);

/// What an order's way comes to, before it is placed.
#[derive(Debug)]
pub struct Quote {
    pub outlet: Outlet,
    pub slot: Slot,
    pub ends_at: kernel::Time,
    door: Option<super::Door>,
    free: Free,
}

impl Quote {
    /// What it costs to bring goods of that much.
    pub fn fee(&self, goods: i64) -> i64 {
        if self.outlet.kind == Kind::Zone { self.outlet.fee_of(goods, self.free) } else { 0 }
    }
}

/// Checks that the outlet takes an order in that slot.
pub async fn quote(tx: &mut Tx, member: MemberId, wanted: Wanted) -> Result<Quote> {
    let (org, now) = (tx.org(), tx.now());
    let Some(outlet) = outlets::find(tx, org, wanted.outlet).await? else {
        return Err(FieldError::new("outlet", "choice_invalid").into());
    };
    if outlet.state == State::Closed {
        return Err(Refusal::Closed.with("name", outlet.name.as_str()).into());
    }
    let shop = shops::require(tx, org).await?;
    let mut offered = slots::offered(&outlet, now, &shop.zone).into_iter();
    let slot = offered.find(|slot| (slot.day, slot.from) == (wanted.day, wanted.from));
    let Some(slot) = slot else {
        return Err(Refusal::NotOffered.with("name", outlet.name.as_str()).into());
    };
    let (mut door, mut free) = (None, Free::No);
    if outlet.kind == Kind::Zone {
        let typed = wanted.door.unwrap_or_default().checked(&shop.country)?;
        if outlet.covers(&typed.postcode).is_none() {
            return Err(Refusal::Outside.with("area", typed.postcode.as_str()).into());
        }
        door = Some(typed);
        let of = tiers::privileges(tx, &shop, now, member).await?;
        free = if of.free_delivery { Free::ByTier } else { Free::No };
    }
    let ends_at = slot.ends(&shop.zone);
    Ok(Quote { outlet, slot, ends_at, door, free })
}

/// Takes the room of the slot, and writes down where the order goes.
pub async fn book(
    tx: &mut Tx,
    (order, member): (OrderId, MemberId),
    quote: Quote,
    fee: i64,
) -> Result<()> {
    outlets::take(tx, &quote.outlet, &quote.slot).await?;
    let one = Fulfilment {
        order,
        member,
        outlet: quote.outlet.id,
        kind: quote.outlet.kind,
        day: quote.slot.day,
        from: quote.slot.from,
        until: quote.slot.until,
        ends_at: quote.ends_at,
        holds: true,
        fee,
        attempts: 0,
        door: quote.door,
    };
    store::insert(tx, &one).await?;
    if one.kind == Kind::Point {
        tx.enqueue(NewJob::at(MISS, order.to_string(), one.ends_at.plus(GRACE), &order)?);
    }
    Ok(())
}

/// The order will not come: its room is free for another.
pub async fn release(tx: &mut Tx, order: OrderId) -> Result<()> {
    let Some(mut one) = store::find(tx, tx.org(), order).await? else { return Ok(()) };
    if one.holds {
        outlets::give_back(tx, one.outlet, &one.slot()).await?;
        one.holds = false;
        store::update(tx, &one).await?;
    }
    forget_later(tx, &one)
}

/// The order was handed over.
pub async fn done(tx: &mut Tx, order: OrderId) -> Result<()> {
    match store::find(tx, tx.org(), order).await? {
        Some(one) => forget_later(tx, &one),
        None => Ok(()),
    }
}

fn forget_later(tx: &mut Tx, one: &Fulfilment) -> Result<()> {
    if one.door.is_some() {
        let at = tx.now().plus_days(WIPED_AFTER_DAYS);
        tx.enqueue(NewJob::at(WIPE, one.order.to_string(), at, &one.order)?);
    }
    Ok(())
}

/// Somebody rang in vain.
pub async fn rang(tx: &mut Tx, one: &mut Fulfilment) -> Result<()> {
    one.attempts += 1;
    store::update(tx, one).await
}

/// Somebody was erased: so is where they live.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<people::events::MemberErased>() {
            Some(gone) => store::wipe_all(tx, gone.member).await,
            None => Ok(()),
        }
    })
}
