//! The one job of a packet: it notes the opening, and ends what is over or all taken. What members may do
//! follows the clock itself, so that a late look harms nobody.

use std::time::Duration;

use ::store::Tx;
use kernel::{Error, RedPacketId, Result, Time};
use serde_json::Value as Json;

use super::{actions, grabs, model::RedPacket};
use crate::activities::{self, Life};

/// A look is never late for so long.
const FAILED: Duration = Duration::from_mins(5);

pub async fn look(tx: &mut Tx, data: Json) -> Result<()> {
    let id: RedPacketId = serde_json::from_value(data).map_err(Error::broken)?;
    let Some(mut packet) = activities::find(tx, tx.org(), id).await? else { return Ok(()) };
    pass(tx, &mut packet).await?;
    plan_next(tx, &mut packet).await
}

/// What is due at this instant.
async fn pass(tx: &mut Tx, packet: &mut RedPacket) -> Result<()> {
    let now = tx.now();
    if packet.life == Life::Scheduled && packet.plan.opens_at <= now {
        actions::begin(tx, packet, actions::Opened::OnTime).await?;
    }
    let taken = grabs::taken(tx, packet.id).await?;
    let over = packet.plan.closes_at <= now || taken >= packet.terms.shares;
    if packet.life == Life::Open && over { actions::end(tx, packet).await } else { Ok(()) }
}

/// Notes when to look again.
pub(super) async fn plan_next(tx: &mut Tx, packet: &mut RedPacket) -> Result<()> {
    let next = match packet.life {
        Life::Scheduled => Some(packet.plan.opens_at),
        Life::Open => Some(packet.plan.closes_at),
        _ => None,
    };
    set_next(tx, packet, next).await
}

/// Looks at it then, if that is sooner than planned or nothing is.
pub(super) async fn look_by(tx: &mut Tx, packet: &mut RedPacket, at: Time) -> Result<()> {
    // A look that has been due for long is one that failed.
    let now = tx.now();
    if packet.due_at.is_some_and(|due| due <= at && due.plus(FAILED) > now) {
        return Ok(());
    }
    set_next(tx, packet, Some(at)).await
}

async fn set_next(tx: &mut Tx, packet: &mut RedPacket, next: Option<Time>) -> Result<()> {
    if let Some(at) = next {
        tx.enqueue(actions::look_at(packet.id, at)?);
    }
    if next != packet.due_at {
        activities::set_due(tx, packet.id.uuid(), next).await?;
        packet.due_at = next;
    }
    Ok(())
}
