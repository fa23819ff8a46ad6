//! The one job of a packet: it notes the opening, and ends what is over or all taken. What members may do
//! follows the clock itself, so that a late look harms nobody.

use ::store::Tx;
use kernel::{Error, RedPacketId, Result};
use serde_json::Value as Json;

use super::{grabs, model::RedPacket};
use crate::activities::{
    self, Life,
    life::{self, Opened},
};

pub(super) use life::look_by;

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
        life::begin(tx, packet, Opened::OnTime).await?;
    }
    let taken = grabs::taken(tx, packet.id).await?;
    let over = packet.plan.closes_at <= now || taken >= packet.terms.shares;
    if packet.life == Life::Open && over { life::end(tx, packet).await } else { Ok(()) }
}

/// Notes when to look again.
pub(super) async fn plan_next(tx: &mut Tx, packet: &mut RedPacket) -> Result<()> {
    let next = match packet.life {
        Life::Scheduled => Some(packet.plan.opens_at),
        Life::Open => Some(packet.plan.closes_at),
        _ => None,
    };
    life::set_next(tx, packet, next).await
}
