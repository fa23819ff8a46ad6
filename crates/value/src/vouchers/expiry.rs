//! What nobody collected in time goes back to the stock, or is over.

use ::store::{NewJob, Tx};
use kernel::Result;
use ledger::Posting;

use super::{EVERY, EXPIRE, model::State, store};
use crate::{
    events::VoucherExpired,
    gifts::{self, accounts},
};

/// Vouchers of one turn.
const CHUNK: u32 = 100;

/// The hourly job: ends a chunk, and comes again at once while there is more.
pub async fn run(tx: &mut Tx) -> Result<()> {
    let ended = expire(tx).await?;
    let next = if ended == CHUNK as usize { tx.now() } else { tx.now().plus(EVERY) };
    tx.enqueue(NewJob::at(EXPIRE, "hourly", next, &())?);
    Ok(())
}

/// Ends at most a hundred vouchers that are over; how many it were.
pub async fn expire(tx: &mut Tx) -> Result<usize> {
    let now = tx.now();
    let overdue = store::overdue(tx, tx.org(), now, CHUNK).await?;
    let mut postings = Vec::with_capacity(overdue.len());
    let mut kinds = std::collections::HashMap::new();
    for voucher in &overdue {
        let returned = match kinds.get(&voucher.gift) {
            Some(returned) => *returned,
            None => {
                let gift = gifts::require(tx, tx.org(), voucher.gift).await?;
                kinds.insert(gift.id, gift.returns);
                gift.returns
            }
        };
        let to =
            if returned { accounts::stock(voucher.gift)? } else { accounts::lapsed(voucher.gift)? };
        postings.push(Posting::new(tx.id(), "vouchers.expired", &voucher.id).transfer(
            accounts::held(voucher.member, voucher.gift)?,
            to,
            1,
        ));
        store::set_state(tx, voucher.id, State::Expired, Some(now)).await?;
        tx.emit(&VoucherExpired {
            voucher: voucher.id,
            gift: voucher.gift,
            member: voucher.member,
            returned,
        })?;
    }
    if !postings.is_empty() {
        ledger::post_all(tx, postings).await?;
    }
    Ok(overdue.len())
}
