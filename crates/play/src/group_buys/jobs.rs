//! The one job of a group buy. It does whatever its instant asks for and says when to look again; what
//! members may do follows the clock itself, so that a late look harms nobody.

use std::time::Duration;

use ::store::Tx;
use kernel::{Error, GroupBuyId, Result, Time};
use serde_json::Value as Json;

use super::{model::GroupBuy, outcome, store};
use crate::{
    activities::{
        self, Life,
        life::{self, Opened},
    },
    events::GroupBuySettled,
};

pub(super) use life::look_by;

/// Places that one look settles: each is a dozen statements, and a turn has two seconds.
const CHUNK: u32 = 20;
/// Teams that one look decides.
const TEAMS: u32 = 5;
/// A ticket that is over and still there was collected a moment ago: the event is on its way.
const AGAIN: Duration = Duration::from_secs(30);
pub async fn look(tx: &mut Tx, data: Json) -> Result<()> {
    let id: GroupBuyId = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(mut buy) = activities::find(tx, tx.org(), id).await? else { return Ok(()) };
    let rest = pass(tx, &mut buy).await?;
    plan_next(tx, &mut buy).await?;
    match rest {
        Rest::None => Ok(()),
        Rest::Some => {
            let now = tx.now();
            life::set_next(tx, &mut buy, Some(now)).await
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
async fn pass(tx: &mut Tx, buy: &mut GroupBuy) -> Result<Rest> {
    let (org, now) = (tx.org(), tx.now());
    if buy.life == Life::Scheduled && buy.plan.opens_at <= now {
        life::begin(tx, buy, Opened::OnTime).await?;
    }
    if buy.life == Life::Open && buy.plan.closes_at <= now {
        life::end(tx, buy).await?;
    }
    for mut team in store::due_teams(tx, org, (buy.id, now), TEAMS).await? {
        outcome::decide(tx, buy, &mut team).await?;
    }
    settle(tx, buy).await?;
    let overdue = store::overdue(tx, org, (buy.id, now), CHUNK).await?;
    let rest = if overdue.len() < CHUNK as usize { Rest::None } else { Rest::Some };
    for seat in overdue {
        outcome::lapse(tx, buy, seat).await?;
    }
    Ok(rest)
}

/// Tickets and refunds of the first places that wait for theirs.
async fn settle(tx: &mut Tx, buy: &GroupBuy) -> Result<()> {
    let org = tx.org();
    for seat in store::due(tx, org, buy.id, CHUNK).await? {
        let team = store::team(tx, org, seat.team).await?;
        outcome::settle(tx, buy, (&team, seat)).await?;
    }
    Ok(())
}

/// Notes when to look again, and settles a closed group buy of which nothing is out any more.
pub(super) async fn plan_next(tx: &mut Tx, buy: &mut GroupBuy) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let waiting = !store::due(tx, org, buy.id, 1).await?.is_empty()
        || !store::due_teams(tx, org, (buy.id, now), 1).await?.is_empty();
    let over = store::soonest(tx, org, buy.id).await?;
    let again = |at: Time| if at <= now { now.plus(AGAIN) } else { at };
    let next = match buy.life {
        Life::Scheduled => Some(buy.plan.opens_at),
        Life::Draft | Life::Checked => None,
        // There is more than one turn has time for.
        _ if waiting => Some(now),
        Life::Open => {
            Some(over.map_or(buy.plan.closes_at, |over| again(over).min(buy.plan.closes_at)))
        }
        // What was collected may still be given back.
        Life::Closed | Life::Settled | Life::Archived => {
            if over.is_none() && buy.life == Life::Closed {
                buy.life = Life::Settled;
                activities::update(tx, buy).await?;
                tx.emit(&GroupBuySettled { buy: buy.id })?;
            }
            over.map(again)
        }
    };
    life::set_next(tx, buy, next).await
}
