//! What nobody collected in time goes back to the stock, or is over.

use ::store::{NewJob, Tx};
use kernel::Result;
use ledger::Posting;

use super::{
    EVERY, EXPIRE,
    model::{NOTICE_DAYS, State},
    store::{self, Standing},
};
use crate::{
    events::{VoucherEnding, VoucherExpired},
    gifts::{self, accounts},
};

/// Vouchers of one turn.
const CHUNK: u32 = 100;

/// The hourly job: ends a chunk, and comes again at once while there is more.
pub async fn run(tx: &mut Tx) -> Result<()> {
    let ended = expire(tx).await?;
    let told = tell(tx).await?;
    let next = if ended.max(told) == CHUNK as usize { tx.now() } else { tx.now().plus(EVERY) };
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
        let (returned, is_card) = match kinds.get(&voucher.gift) {
            Some(known) => *known,
            None => {
                let gift = gifts::require(tx, tx.org(), voucher.gift).await?;
                let known = (gift.returns, gift.terms.uses > 1);
                kinds.insert(gift.id, known);
                known
            }
        };
        // A card that was used in part is no piece that somebody else could be given.
        let used = is_card
            && !store::standing(tx, tx.org(), Standing::Voucher(voucher.id)).await?.is_empty();
        let returned = returned && !used;
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

/// Tells of at most a hundred vouchers that will soon be over; how many it were.
async fn tell(tx: &mut Tx) -> Result<usize> {
    let before = tx.now().plus_days(NOTICE_DAYS);
    let ending = store::ending(tx, tx.org(), before, CHUNK).await?;
    for voucher in &ending {
        store::mark_told(tx, voucher.id).await?;
        let Some(ends_at) = voucher.expires_at else { continue };
        tx.emit(&VoucherEnding {
            voucher: voucher.id,
            gift: voucher.gift,
            member: voucher.member,
            ends_at,
        })?;
    }
    Ok(ending.len())
}
