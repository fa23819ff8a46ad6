//! Taking what a device kept, once.

use ::store::Tx;
use kernel::{Error, FieldError, KeptId, MemberId, PurchaseId, Result, StampCardId, Time};
use web::{Shop, shops};

use super::{
    model::{Kept, NewKept, Refusal},
    store,
    whom::whom,
};
use crate::{
    counter::find::open_cards,
    purchases::{self, NewPurchase, Prices},
    stamp_cards::{self, StampCard, actions::At, model::Mark},
    visits::{self, NewVisit, day_of},
};

/// What became of an operation, and whether it was told before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Took {
    pub kept: Kept,
    pub before: bool,
}

/// Takes an operation in, unless it was taken before.
pub async fn take(tx: &mut Tx, new: NewKept) -> Result<Took> {
    let (org, now) = (tx.org(), tx.now());
    let shop = shops::require(tx, org).await?;
    let who = kernel::text::line(&new.who);
    let new = NewKept { who, ..new };
    if let Some(kept) = store::find(tx, org, new.id).await? {
        return again(tx, &shop, &new, kept).await;
    }
    let at = new.believed(now)?;
    let member = match new.who.as_str() {
        "" => None,
        who => Some(whom(tx, &shop, who).await?),
    };
    if member.is_none() && new.amount.is_none() {
        return Err(FieldError::new("who", "required").into());
    }
    let mut kept = Kept {
        id: new.id,
        store: new.store,
        staff: new.staff,
        device: new.device,
        member,
        amount: new.amount,
        at,
        arrived_at: now,
        visit: None,
        purchase: None,
    };
    if let Some(member) = member {
        let tap = NewVisit { member, store: new.store, staff: new.staff, at: Some(at) };
        kept.visit = Some(visits::record(tx, tap).await?.visit.id);
    }
    if let Some(amount) = new.amount {
        kept.purchase = Some(buy(tx, &new, (member, amount, at)).await?);
    }
    if let Some(member) = member {
        stamp(tx, &shop, &new, (member, kept.purchase, at)).await?;
    }
    store::insert(tx, &kept).await?;
    Ok(Took { kept, before: false })
}

/// Told before: the same is done already, anything else is refused.
async fn again(tx: &mut Tx, shop: &Shop, new: &NewKept, kept: Kept) -> Result<Took> {
    let member = match whom(tx, shop, &new.who).await {
        Ok(member) => Some(member),
        Err(Error::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    if kept.is(new, member) {
        Ok(Took { kept, before: true })
    } else {
        Err(Refusal::IdTaken.into())
    }
}

async fn buy(
    tx: &mut Tx,
    new: &NewKept,
    (member, amount, at): (Option<MemberId>, i64, Time),
) -> Result<PurchaseId> {
    let new = NewPurchase {
        member,
        store: new.store,
        staff: new.staff,
        amount,
        items: 1,
        at: Some(at),
        reference: None,
        source: new.source,
        lines: Vec::new(),
        points: None,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    };
    purchases::record(tx, new).await.map(|purchase| purchase.id)
}

/// The stamps that follow, on cards that were there when it happened.
async fn stamp(
    tx: &mut Tx,
    shop: &Shop,
    new: &NewKept,
    (member, purchase, at): (MemberId, Option<PurchaseId>, Time),
) -> Result<()> {
    let wanted = |id: StampCardId| new.cards.as_ref().is_none_or(|cards| cards.contains(&id));
    let there = |card: &StampCard| wanted(card.id) && card.created_at <= at;
    let cards = open_cards(tx, shop, member).await?;
    let by = At { member, store: Some(new.store), staff: new.staff };
    for card in cards.iter().filter(|card| there(card)) {
        let mark = match (card.each, purchase, new.amount) {
            (stamp_cards::Each::Visit, ..) => Mark::Day(day_of(at, &shop.zone)),
            (stamp_cards::Each::Purchase, Some(purchase), Some(amount)) => {
                Mark::Purchase(purchase, amount)
            }
            _ => continue,
        };
        stamp_cards::stamp(tx, card, &mark, by).await?;
    }
    Ok(())
}

/// Notes that the counter's form did what carries this id: a device that lost the answer and kept it
/// tells nothing new. Refused when the device was faster.
pub async fn note(tx: &mut Tx, kept: Kept) -> Result<()> {
    if was_told(tx, kept.id).await? {
        return Err(Refusal::AlreadyRecorded.into());
    }
    store::insert(tx, &kept).await
}

async fn was_told(tx: &mut Tx, id: KeptId) -> Result<bool> {
    let org = tx.org();
    Ok(store::find(tx, org, id).await?.is_some())
}
