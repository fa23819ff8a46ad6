//! The one job of a sale. It does whatever its instant asks for and says when to look again; what members
//! may do follows the clock itself, so that a late look harms nobody.

use std::time::Duration;

use ::store::Tx;
use kernel::{Error, FlashSaleId, Result, Time};
use ledger::Posting;
use serde_json::Value as Json;

use super::{
    accounts, actions, claims,
    model::{FlashSale, Turn},
    store, waiting,
};
use crate::{
    activities::{self, Life},
    events::{FlashSalePassed, FlashSaleSettled},
};

/// Holds and offers that one look ends.
const CHUNK: u32 = 100;
/// A hold that is over and still there was collected a moment ago: the event is on its way.
const AGAIN: Duration = Duration::from_secs(30);

pub async fn look(tx: &mut Tx, data: Json) -> Result<()> {
    let id: FlashSaleId = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(mut sale) = activities::find(tx, tx.org(), id).await? else { return Ok(()) };
    pass(tx, &mut sale).await?;
    plan_next(tx, &mut sale).await
}

/// Everything that is due at this instant.
async fn pass(tx: &mut Tx, sale: &mut FlashSale) -> Result<()> {
    let now = tx.now();
    if sale.life == Life::Scheduled && sale.plan.opens_at <= now {
        actions::begin(tx, sale, actions::Opened::OnTime).await?;
    }
    end_offers(tx, sale).await?;
    for claim in store::overdue(tx, tx.org(), (sale.id, now), CHUNK).await? {
        claims::lapse(tx, sale, claim).await?;
    }
    if sale.life == Life::Open && sale.plan.closes_at <= now {
        actions::end(tx, sale).await?;
    }
    waiting::offer(tx, sale).await
}

/// What was offered and not taken in time is in the pool again.
async fn end_offers(tx: &mut Tx, sale: &FlashSale) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let offered = store::places(tx, org, (sale.id, Turn::Offered), i64::from(CHUNK)).await?;
    for place in offered.into_iter().filter(|place| place.until.is_some_and(|end| end <= now)) {
        put_back(tx, sale).await?;
        store::set_turn(tx, place.id, (Turn::Missed, place.until)).await?;
        let left = actions::left(tx, sale).await?;
        tx.emit(&FlashSalePassed { sale: sale.id, member: place.member, left })?;
    }
    Ok(())
}

/// A piece that lay aside is in the pool again.
pub(super) async fn put_back(tx: &mut Tx, sale: &FlashSale) -> Result<()> {
    let gift = sale.terms.gift;
    let (from, to) = (accounts::offers(sale.id, gift)?, accounts::pool(sale.id, gift)?);
    let posting = Posting::new(tx.id(), "flash_sales.offer_over", &sale.id).transfer(from, to, 1);
    ledger::post(tx, posting).await.map(drop)
}

/// Notes when to look again, and settles a closed sale of which nothing is out any more.
pub(super) async fn plan_next(tx: &mut Tx, sale: &mut FlashSale) -> Result<()> {
    let now = tx.now();
    let over = store::soonest(tx, tx.org(), sale.id).await?;
    let again = |at: Time| if at <= now { now.plus(AGAIN) } else { at };
    let next = match sale.life {
        Life::Scheduled => Some(sale.plan.opens_at),
        Life::Open => {
            Some(over.map_or(sale.plan.closes_at, |over| again(over).min(sale.plan.closes_at)))
        }
        Life::Closed => {
            if over.is_none() {
                sale.life = Life::Settled;
                activities::update(tx, sale).await?;
                tx.emit(&FlashSaleSettled { sale: sale.id })?;
            }
            over.map(again)
        }
        _ => None,
    };
    set_next(tx, sale, next).await
}

/// Looks at it then, if that is sooner than planned or nothing is.
pub(super) async fn look_by(tx: &mut Tx, sale: &mut FlashSale, at: Time) -> Result<()> {
    if sale.due_at.is_some_and(|due| due <= at) {
        return Ok(());
    }
    set_next(tx, sale, Some(at)).await
}

async fn set_next(tx: &mut Tx, sale: &mut FlashSale, next: Option<Time>) -> Result<()> {
    if let Some(at) = next {
        tx.enqueue(actions::look_at(sale.id, at)?);
    }
    if next != sale.due_at {
        activities::set_due(tx, sale.id.uuid(), next).await?;
        sale.due_at = next;
    }
    Ok(())
}
