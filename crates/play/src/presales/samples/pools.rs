//! Samples between the shelf and the pool that members take them from, and when to look at them.

use std::time::Duration;

use ::store::Tx;
use kernel::{FieldError, Fields, Result, Time};
use ledger::Posting;
use value::gifts::{self, Gift};
use web::Shop;

use super::{
    accounts, actions,
    model::{Samples, Tasting},
    store,
};
use crate::{
    activities::{plans, shelf},
    presales::{Presale, Terms},
};

/// A voucher that is over and still there was collected a moment ago: the event is on its way.
const AGAIN: Duration = Duration::from_secs(30);

/// The gift that they are of, if it is this shop's and can be one.
pub async fn named(
    tx: &mut Tx,
    shop: &Shop,
    (terms, fields): (&Terms, &mut Fields),
) -> Result<Option<Gift>> {
    let Some(samples) = &terms.samples else { return Ok(None) };
    let gift = shelf::named(tx, samples.gift, ("sample_gift", fields)).await?;
    if gift.as_ref().is_some_and(|gift| gift.terms.uses <= 1 && gift.terms.needs_purchase()) {
        fields.push(FieldError::new("sample_gift", "sample_needs_purchase"));
    }
    if let Some(cost) = samples.cost {
        plans::program(tx, shop, cost, ("sample_program", fields)).await?;
    }
    Ok(gift)
}

/// What would stop them from being announced is named.
pub async fn ready(
    tx: &mut Tx,
    terms: &Terms,
    (gift, fields): (Option<&Gift>, &mut Fields),
) -> Result<()> {
    let (Some(samples), Some(gift)) = (&terms.samples, gift) else { return Ok(()) };
    if samples.until <= tx.now() {
        fields.push(FieldError::new("sample_until", "time_past"));
    }
    let mut needed = samples.pieces;
    if samples.gift == terms.gift {
        needed = needed.saturating_add(terms.pieces);
    }
    shelf::lies(tx, (gift, needed), ["sample_gift", "sample_pieces"], fields).await
}

/// What is in the pool at this instant of this command.
pub async fn left(tx: &mut Tx, presale: &Presale, samples: &Samples) -> Result<i64> {
    let pool = accounts::pool(presale.id, samples.gift)?;
    Ok(ledger::balance(tx, &pool.key).await?.balance)
}

/// More of them than there were, from the shelf into the pool.
pub async fn fill(tx: &mut Tx, presale: &Presale, was: Option<&Samples>) -> Result<()> {
    let Some(samples) = &presale.terms.samples else { return Ok(()) };
    let more = samples.pieces - was.map_or(0, |was| was.pieces);
    if more <= 0 {
        return Ok(());
    }
    let (stock, pool) =
        (gifts::accounts::stock(samples.gift)?, accounts::pool(presale.id, samples.gift)?);
    let posting = Posting::new(tx.id(), "presales.samples_filled", &presale.id);
    let posting = posting.transfer(stock.clone(), pool, more);
    ledger::post(tx, posting).await.map(drop).map_err(|error| {
        if ledger::error_at(&error, &stock.key) {
            FieldError::new("sample_pieces", "stock_none").into()
        } else {
            error
        }
    })
}

/// When they are over, what is left goes back to the shelf.
pub async fn clear_if_over(tx: &mut Tx, presale: &Presale) -> Result<()> {
    let Some(samples) = &presale.terms.samples else { return Ok(()) };
    if samples.phase(presale, tx.now()) != Tasting::Over {
        return Ok(());
    }
    let left = left(tx, presale, samples).await?;
    if left == 0 {
        return Ok(());
    }
    let (stock, pool) =
        (gifts::accounts::stock(samples.gift)?, accounts::pool(presale.id, samples.gift)?);
    let posting = Posting::new(tx.id(), "presales.samples_cleared", &presale.id);
    ledger::post(tx, posting.transfer(pool, stock, left)).await.map(drop)
}

/// Ends what nobody collected in time, at most so many; how many it were.
pub async fn pass(tx: &mut Tx, presale: &Presale, most: u32) -> Result<usize> {
    if presale.terms.samples.is_none() {
        return Ok(0);
    }
    let (org, about) = (tx.org(), (presale.id, tx.now()));
    let overdue = store::overdue(tx, org, about, most).await?;
    let many = overdue.len();
    for one in overdue {
        actions::lapse(tx, presale, one).await?;
    }
    clear_if_over(tx, presale).await?;
    Ok(many)
}

/// When to look at them next; never again once nothing of them is out.
pub async fn next(tx: &mut Tx, presale: &Presale) -> Result<Option<Time>> {
    let Some(samples) = &presale.terms.samples else { return Ok(None) };
    let (org, now) = (tx.org(), tx.now());
    let over = store::soonest(tx, org, presale.id).await?;
    let over = over.map(|at| if at <= now { now.plus(AGAIN) } else { at });
    let lies = left(tx, presale, samples).await? > 0;
    let end = lies.then(|| samples.until.max(now));
    Ok([over, end].into_iter().flatten().min())
}
