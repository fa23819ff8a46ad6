//! The one job of a pre-sale. It does whatever its instant asks for and says when to look again; what
//! members may do follows the clock itself, so that a late look harms nobody.

use std::time::Duration;

use ::store::Tx;
use kernel::{Error, PresaleId, Result, Time};
use serde_json::Value as Json;

use super::{
    actions,
    model::{Fate, Presale},
    outcome,
    samples::pools as samples,
    store,
};
use crate::{
    activities::{self, Life, life},
    events::PresaleSettled,
};

pub(super) use life::look_by;

/// Reservations that one look makes tickets of, gives back or ends: each is a dozen statements, and a turn
/// has two seconds.
const CHUNK: u32 = 20;
/// A ticket that is over and still there was collected a moment ago: the event is on its way.
const AGAIN: Duration = Duration::from_secs(30);

pub async fn look(tx: &mut Tx, data: Json) -> Result<()> {
    let id: PresaleId = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(mut presale) = activities::find(tx, tx.org(), id).await? else { return Ok(()) };
    let rest = pass(tx, &mut presale).await?;
    plan_next(tx, &mut presale).await?;
    match rest {
        Rest::None => Ok(()),
        Rest::Some => {
            let now = tx.now();
            life::set_next(tx, &mut presale, Some(now)).await
        }
    }
}

/// Whether more tickets may be over than one turn has time for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    None,
    Some,
}

/// What is due at this instant, or the first of it.
async fn pass(tx: &mut Tx, presale: &mut Presale) -> Result<Rest> {
    let (org, now, id) = (tx.org(), tx.now(), presale.id);
    if presale.life == Life::Scheduled && presale.plan.opens_at <= now {
        actions::begin(tx, presale, actions::Opened::OnTime).await?;
    }
    if presale.life == Life::Open && presale.plan.closes_at <= now {
        actions::end(tx, presale).await?;
    }
    for one in store::first(tx, org, (id, Fate::Due), CHUNK).await? {
        outcome::call_off(tx, presale, one).await?;
    }
    if is_ready(presale, now) {
        for one in store::first(tx, org, (id, Fate::Reserved), CHUNK).await? {
            outcome::ready(tx, presale, one).await?;
        }
    }
    let tried = samples::pass(tx, presale, CHUNK).await?;
    let overdue = store::overdue(tx, org, (id, now), CHUNK).await?;
    let most = overdue.len().max(tried);
    let rest = if most < CHUNK as usize { Rest::None } else { Rest::Some };
    for one in overdue {
        outcome::lapse(tx, presale, one).await?;
    }
    Ok(rest)
}

/// Whether the goods are there. Nobody reserves any more by then.
fn is_ready(presale: &Presale, now: Time) -> bool {
    presale.life == Life::Closed && presale.terms.ready_at <= now
}

/// Notes when to look again, and settles a closed pre-sale of which nothing is out any more. Samples that are
/// over go back to the shelf.
pub(super) async fn plan_next(tx: &mut Tx, presale: &mut Presale) -> Result<()> {
    let (org, now, id) = (tx.org(), tx.now(), presale.id);
    samples::clear_if_over(tx, presale).await?;
    let tasting = samples::next(tx, presale).await?;
    let next = match presale.life {
        Life::Draft | Life::Checked => None,
        Life::Scheduled => Some(presale.plan.opens_at),
        Life::Open => Some(presale.plan.closes_at),
        // What was collected may still be given back.
        Life::Closed | Life::Settled | Life::Archived => {
            let first = async |tx: &mut Tx, fate| store::first(tx, org, (id, fate), 1).await;
            let due = !first(tx, Fate::Due).await?.is_empty();
            let reserved = !first(tx, Fate::Reserved).await?.is_empty();
            let over = first(tx, Fate::Held).await?.first().map(|one| one.until);
            let over = over.map(|at| if at <= now { now.plus(AGAIN) } else { at });
            if due {
                // There is more than one turn has time for.
                Some(now)
            } else if reserved {
                let ready = presale.terms.ready_at.max(now);
                Some(over.map_or(ready, |over| over.min(ready)))
            } else {
                if over.is_none() && tasting.is_none() && presale.life == Life::Closed {
                    presale.life = Life::Settled;
                    activities::update(tx, presale).await?;
                    tx.emit(&PresaleSettled { presale: id })?;
                }
                over
            }
        }
    };
    life::set_next(tx, presale, [next, tasting].into_iter().flatten().min()).await
}
