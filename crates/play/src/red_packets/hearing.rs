//! What others did to a share's voucher.

use ::store::{Event as _, EventRow, Future, Tx};
use kernel::Result;
use ledger::Posting;
use value::events::VoucherWithdrawn;
use web::shops;

use super::{
    accounts::Purse,
    model::{Gives, RedPacket},
    store,
};
use crate::activities;

pub const KINDS: &[&str] = &[VoucherWithdrawn::KIND];

/// A voucher that was taken back turned its piece round into the pool: nobody gets it a second time, so it
/// goes on to the shelf.
pub fn voucher<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(told) = event.read::<VoucherWithdrawn>() else { return Ok(()) };
        let org = tx.org();
        let Some(share) = store::by_voucher(tx, org, told.voucher).await? else { return Ok(()) };
        let packet: RedPacket = activities::require(tx, org, share.packet).await?;
        to_the_shelf(tx, &packet).await
    })
}

/// Pieces that are in the pool beyond those that can still be taken.
async fn to_the_shelf(tx: &mut Tx, packet: &RedPacket) -> Result<()> {
    let Gives::Vouchers { .. } = packet.terms.gives else { return Ok(()) };
    let currency = shops::require(tx, tx.org()).await?.currency;
    let purse = Purse { packet: packet.id, gives: packet.terms.gives, currency };
    let pool = purse.pool()?;
    let there = ledger::balance(tx, &pool.key).await?.balance;
    let taken = super::grabs::taken(tx, packet.id).await?;
    let can_be_taken = if super::sealing::is_over(packet.life) {
        0
    } else {
        packet.terms.shares.saturating_sub(taken)
    };
    let beyond = there - can_be_taken;
    if beyond > 0 {
        let posting = Posting::new(tx.id(), "red_packets.taken_back", &packet.id);
        ledger::post(tx, posting.transfer(pool, purse.source()?, beyond)).await?;
    }
    Ok(())
}
