//! The one job of a raffle. It does whatever its instant asks for and says when to look again; whether one
//! may enter follows the clock itself, so that a late look harms nobody.

use std::time::Duration;

use ::store::Tx;
use kernel::{Error, RaffleId, Result, Time};
use serde_json::Value as Json;
use value::points;

use super::{
    actions, drawing,
    entering::require_sealed,
    model::{Fate, Out, Raffle, Refusal, Source},
    store, store_picks,
};
use crate::{
    activities::{
        self, Life,
        life::{self, Opened},
    },
    events::RaffleSettled,
};

/// Vouchers that one look gives or ends: each is a dozen statements, and a turn has two seconds.
const CHUNK: u32 = 20;
/// What is over and still there was collected a moment ago: the event is on its way.
const AGAIN: Duration = Duration::from_secs(30);

pub async fn look(tx: &mut Tx, data: Json) -> Result<()> {
    let id: RaffleId = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(mut raffle) = activities::find(tx, tx.org(), id).await? else { return Ok(()) };
    pass(tx, &mut raffle).await?;
    plan_next(tx, &mut raffle).await
}

/// What is due at this instant, or the first of it.
async fn pass(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    if raffle.life == Life::Scheduled && raffle.plan.opens_at <= now {
        life::begin(tx, raffle, Opened::OnTime).await?;
    }
    if raffle.life == Life::Open && raffle.plan.closes_at <= now {
        life::end(tx, raffle).await?;
    }
    if raffle.life == Life::Closed {
        draw_in_time(tx, raffle).await?;
    }
    let due = store_picks::picks_in(tx, org, (raffle.id, Fate::Due), (now, CHUNK)).await?;
    drawing::hand_out(tx, raffle, due).await?;
    for pick in store_picks::picks_in(tx, org, (raffle.id, Fate::Held), (now, CHUNK)).await? {
        drawing::lapse(tx, raffle, pick).await?;
    }
    refund(tx, raffle).await
}

/// With members' nonces a raffle is drawn at its hour, without anybody's hand; with too few people it is
/// called off.
async fn draw_in_time(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
    let sealed = require_sealed(tx, raffle.id).await?;
    let is_due = sealed.draws_at.is_some_and(|at| at <= tx.now());
    if sealed.drawn_at.is_some() || !is_due {
        return Ok(());
    }
    let log = actions::log(tx, raffle.id).await?;
    if drawing::people(&log) < i64::from(raffle.terms.least_entrants) {
        return actions::undo(tx, raffle).await;
    }
    if raffle.terms.source == Source::Nonces {
        *raffle = drawing::draw(tx, raffle.id, None).await?;
    }
    Ok(())
}

/// Points of a raffle that was called off go back to whoever paid them.
async fn refund(tx: &mut Tx, raffle: &Raffle) -> Result<()> {
    if raffle.life != Life::Settled || !is_called_off(tx, raffle).await? {
        return Ok(());
    }
    let org = tx.org();
    for entry in store::unrefunded(tx, org, raffle.id, i64::from(CHUNK)).await? {
        points::unspend(tx, entry.member, &entry.id.to_string()).await?;
        store::set_out(tx, entry.id, Out::Refunded).await?;
    }
    Ok(())
}

async fn is_called_off(tx: &mut Tx, raffle: &Raffle) -> Result<bool> {
    require_sealed(tx, raffle.id).await.map(|sealed| sealed.called_off_at.is_some())
}

/// Notes when to look again, and settles a drawn raffle of which nothing is out any more.
pub(super) async fn plan_next(tx: &mut Tx, raffle: &mut Raffle) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let ends = store_picks::soonest(tx, org, raffle.id).await?;
    let ends = ends.map(|at| if at <= now { now.plus(AGAIN) } else { at });
    let next = match raffle.life {
        Life::Draft | Life::Checked => None,
        Life::Scheduled => Some(raffle.plan.opens_at),
        Life::Open => Some(ends.map_or(raffle.plan.closes_at, |at| at.min(raffle.plan.closes_at))),
        Life::Closed => after_closing(tx, raffle, ends).await?,
        Life::Settled | Life::Archived => {
            let called_off = is_called_off(tx, raffle).await?;
            let owed = called_off && !store::unrefunded(tx, org, raffle.id, 1).await?.is_empty();
            if owed { Some(now) } else { ends }
        }
    };
    life::set_next(tx, raffle, next).await
}

async fn after_closing(
    tx: &mut Tx,
    raffle: &mut Raffle,
    ends: Option<Time>,
) -> Result<Option<Time>> {
    let (org, now) = (tx.org(), tx.now());
    let sealed = require_sealed(tx, raffle.id).await?;
    if sealed.drawn_at.is_none() {
        // A round of the beacon is typed in by somebody: nothing to do until then.
        let waits = sealed.draws_at.filter(|at| *at > now || raffle.terms.source == Source::Nonces);
        return Ok(waits);
    }
    if !store_picks::picks_in(tx, org, (raffle.id, Fate::Due), (now, 1)).await?.is_empty() {
        return Ok(Some(now));
    }
    if ends.is_none() {
        let returned = actions::clear(tx, raffle).await?;
        life::over(tx, raffle, Life::Settled).await?;
        tx.emit(&RaffleSettled { raffle: raffle.id, returned })?;
    }
    Ok(ends)
}

/// What the next look needs after something changed from outside.
pub(super) async fn after_event(tx: &mut Tx, id: RaffleId) -> Result<()> {
    let mut raffle: Raffle =
        activities::find(tx, tx.org(), id).await?.ok_or(Refusal::WrongState)?;
    plan_next(tx, &mut raffle).await
}
