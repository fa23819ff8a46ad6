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
    activities::{
        self, Life,
        life::{self, Opened},
    },
    events::{FlashSalePassed, FlashSaleSettled},
};

pub(super) use life::look_by;

/// Holds and offers that one look ends: each is a dozen statements, and a turn has two seconds.
const CHUNK: u32 = 20;
/// A hold that is over and still there was collected a moment ago: the event is on its way.
const AGAIN: Duration = Duration::from_secs(30);
pub async fn look(tx: &mut Tx, data: Json) -> Result<()> {
    let id: FlashSaleId = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(mut sale) = activities::find(tx, tx.org(), id).await? else { return Ok(()) };
    let rest = pass(tx, &mut sale).await?;
    plan_next(tx, &mut sale).await?;
    match rest {
        Rest::None => Ok(()),
        Rest::Some => {
            let now = tx.now();
            life::set_next(tx, &mut sale, Some(now)).await
        }
    }
}

/// Whether more may be due than one turn has time for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    None,
    Some,
}

/// What is due at this instant, or the first of it.
async fn pass(tx: &mut Tx, sale: &mut FlashSale) -> Result<Rest> {
    let now = tx.now();
    if sale.life == Life::Scheduled && sale.plan.opens_at <= now {
        life::begin(tx, sale, Opened::OnTime).await?;
    }
    end_offers(tx, sale).await?;
    let overdue = store::overdue(tx, tx.org(), (sale.id, now), CHUNK).await?;
    let rest = if overdue.len() < CHUNK as usize { Rest::None } else { Rest::Some };
    for claim in overdue {
        claims::lapse(tx, sale, claim).await?;
    }
    if sale.life == Life::Open && sale.plan.closes_at <= now {
        life::end(tx, sale).await?;
    }
    waiting::offer(tx, sale).await?;
    Ok(rest)
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
        // More people wait for what there is than one command offers it to.
        Life::Open if waiting::is_due(tx, sale).await? => Some(now),
        Life::Open => {
            Some(over.map_or(sale.plan.closes_at, |over| again(over).min(sale.plan.closes_at)))
        }
        // What was collected may still be given back.
        Life::Closed | Life::Settled | Life::Archived => {
            if over.is_none() && sale.life == Life::Closed {
                sale.life = Life::Settled;
                activities::update(tx, sale).await?;
                tx.emit(&FlashSaleSettled { sale: sale.id })?;
            }
            over.map(again)
        }
        _ => None,
    };
    life::set_next(tx, sale, next).await
}
