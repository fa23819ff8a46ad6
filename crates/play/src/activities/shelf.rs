//! Pieces that an activity gives: named in its draft, looked for on their shelf, laid aside in its pools, and
//! put back when nobody took them.

use ::store::Tx;
use kernel::{FieldError, Fields, GiftId, Id, Result};
use ledger::{Account, Posting};
use value::{
    bills::Benefit,
    gifts::{self, Gift},
};

use super::model::Sort;

/// The gift that a draft names, if it is this shop's; a card of many uses is no prize.
pub async fn named(
    tx: &mut Tx,
    id: GiftId,
    (field, fields): (&'static str, &mut Fields),
) -> Result<Option<Gift>> {
    let gift = gifts::find(tx, tx.org(), id).await?;
    match &gift {
        None => fields.push(FieldError::new(field, "choice_invalid")),
        Some(gift) if gift.terms.uses > 1 => fields.push(FieldError::new(field, "gift_is_card")),
        Some(_) => {}
    }
    Ok(gift)
}

/// The same of a gift that has to be a ticket with a price.
pub async fn ticket(
    tx: &mut Tx,
    id: GiftId,
    (field, fields): (&'static str, &mut Fields),
) -> Result<Option<Gift>> {
    let gift = named(tx, id, (field, fields)).await?;
    if let Some(gift) = &gift
        && gift.terms.uses <= 1
        && !matches!(gift.terms.benefit, Benefit::Price { .. })
    {
        fields.push(FieldError::new(field, "gift_has_no_price"));
    }
    Ok(gift)
}

/// A gift is given now, and so many pieces of it lie on its shelf. What is wrong with it and with their
/// number is named at these fields.
pub async fn lies(
    tx: &mut Tx,
    (gift, pieces): (&Gift, i64),
    [of_gift, of_pieces]: [&'static str; 2],
    fields: &mut Fields,
) -> Result<()> {
    if gift.state == gifts::State::Closed {
        fields.push(FieldError::new(of_gift, "gift_closed"));
    }
    let stock = ledger::balance(tx, &gifts::accounts::stock(gift.id)?.key).await?.balance;
    if stock < pieces {
        fields.push(FieldError::new(of_pieces, "stock_short").with("left", stock));
    }
    Ok(())
}

/// So many pieces of a gift go into this pool.
#[derive(Debug)]
pub struct Aside {
    pub gift: GiftId,
    pub pool: Account,
    pub pieces: i64,
}

/// Lays pieces aside; the field is named if the shelf has too few.
pub async fn fill<S: Sort>(
    tx: &mut Tx,
    (id, field): (Id<S>, &'static str),
    aside: impl IntoIterator<Item = Aside>,
) -> Result<()> {
    let mut posting = Posting::new(tx.id(), format!("{}.filled", S::SLICE), &id);
    let mut shelves = Vec::new();
    for Aside { gift, pool, pieces } in aside {
        if pieces > 0 {
            let stock = gifts::accounts::stock(gift)?;
            shelves.push(stock.key.clone());
            posting = posting.transfer(stock, pool, pieces);
        }
    }
    if posting.transfers.is_empty() {
        return Ok(());
    }
    ledger::post(tx, posting).await.map(drop).map_err(|error| {
        if shelves.iter().any(|shelf| ledger::error_at(&error, shelf)) {
            FieldError::new(field, "stock_none").into()
        } else {
            error
        }
    })
}

/// Puts back what is left in these pools; how many pieces it were.
pub async fn clear<S: Sort>(
    tx: &mut Tx,
    id: Id<S>,
    pools: impl IntoIterator<Item = (GiftId, Account)>,
) -> Result<i64> {
    let mut posting = Posting::new(tx.id(), format!("{}.cleared", S::SLICE), &id);
    let mut all = 0;
    for (gift, pool) in pools {
        let there = ledger::balance(tx, &pool.key).await?.balance;
        if there > 0 {
            posting = posting.transfer(pool, gifts::accounts::stock(gift)?, there);
            all += there;
        }
    }
    if all > 0 {
        ledger::post(tx, posting).await?;
    }
    Ok(all)
}
