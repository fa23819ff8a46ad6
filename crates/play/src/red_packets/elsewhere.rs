//! Packets that were handed out on another platform: kept with a packet, in its budget. They are nobody's
//! value here; the books of that platform are its own.

use ::store::Tx;
use kernel::{Error, HandoutId, RedPacketId, Result};
use serde::Serialize;
use web::{shops, trail};

use super::{
    model::{Handout, NewHandout, RedPacket},
    store,
};
use crate::activities;

/// What the trail tells.
#[derive(Serialize)]
struct Noted<'a> {
    channel: &'a str,
    amount: i64,
    people: i64,
    handed_on: &'a str,
}

impl<'a> Noted<'a> {
    fn of(handout: &'a Handout) -> Self {
        let Handout { channel, amount, people, handed_on, .. } = handout;
        Self { channel, amount: *amount, people: *people, handed_on }
    }
}

/// Notes what was handed out. It happened, so that it is kept even beyond the budget.
pub async fn record(tx: &mut Tx, packet: RedPacketId, new: NewHandout) -> Result<Handout> {
    let (org, now) = (tx.org(), tx.now());
    let packet: RedPacket = activities::require(tx, org, packet).await?;
    let zone = shops::require(tx, org).await?.zone;
    let new = new.checked(now.date(&zone))?;
    let handout = Handout {
        id: tx.id(),
        packet: packet.id,
        channel: new.channel,
        amount: new.amount,
        people: new.people,
        handed_on: new.handed_on,
        staff: tx.actor().staff(),
        note: new.note,
        created_at: now,
        withdrawn_at: None,
    };
    store::insert_handout(tx, &handout).await?;
    trail::note(tx, "red_packets.handed_out", packet.id, &(), &Noted::of(&handout)).await?;
    Ok(handout)
}

/// Strikes out what was noted by mistake; struck out once, it stays so.
pub async fn strike(tx: &mut Tx, packet: RedPacketId, id: HandoutId) -> Result<()> {
    let org = tx.org();
    let found = store::handout(tx, org, id).await?.filter(|one| one.packet == packet);
    let handout = found.ok_or(Error::NotFound("handout"))?;
    if handout.withdrawn_at.is_some() {
        return Ok(());
    }
    store::strike(tx, id).await?;
    trail::note(tx, "red_packets.struck_out", packet, &Noted::of(&handout), &()).await
}
