//! Two records that became one: what was put in and won is theirs, what was had counts together. Before the
//! closing one person has one label: the tickets under the other do not count.

use ::store::Tx;
use kernel::{MemberId, RaffleId, Result};
use ledger::{Account, Posting};
use people::members::merging::Merging;
use value::visits::day_of;
use web::shops;

use super::{
    accounts,
    model::{Out, Raffle},
    store,
};
use crate::activities::{
    self, Life,
    accounts::{Whose, allowance, daily},
};

pub async fn merge(tx: &mut Tx, merging: &Merging) -> Result<()> {
    let (into, from) = (merging.into, merging.from);
    let org = tx.org();
    let shop = shops::require(tx, org).await?;
    let day = day_of(tx.now(), &shop.zone);
    for id in store::raffles_of(tx, from).await? {
        carry(tx, (id, from, into), &day).await?;
        let raffle: Option<Raffle> = activities::find(tx, org, id).await?;
        let open = raffle.is_some_and(|raffle| {
            matches!(raffle.life, Life::Scheduled | Life::Open) && !raffle.terms.style.is_instant()
        });
        let both = !store::entries_of(tx, org, (id, into)).await?.is_empty();
        if open && both {
            store::put_out(tx, (id, from), Out::Duplicate).await?;
        }
    }
    store::hand_over(tx, from, into).await
}

/// Tickets that were not put in, and what may still be had.
async fn carry(
    tx: &mut Tx,
    (raffle, from, into): (RaffleId, MemberId, MemberId),
    day: &str,
) -> Result<()> {
    let [theirs, mine] = [from, into].map(|member| Whose { activity: raffle, member });
    let pairs = [
        (accounts::held(raffle, from)?, accounts::held(raffle, into)?),
        (accounts::free(raffle, from, 0)?, accounts::free(raffle, into, 0)?),
        (allowance(theirs, 0)?, allowance(mine, 0)?),
        (daily(theirs, day, 0)?, daily(mine, day, 0)?),
    ];
    let mut posting = Posting::new(tx.id(), "raffles.carried", &raffle);
    for (theirs, mine) in pairs {
        // More may have been had together than one person may: nothing is taken away.
        let [theirs, mine] = [theirs, mine].map(|account| Account { floor: None, ..account });
        let balance = ledger::balance(tx, &theirs.key).await?.balance;
        if balance < 0 {
            posting = posting.transfer(mine, theirs, -balance);
        } else if balance > 0 {
            posting = posting.transfer(theirs, mine, balance);
        }
    }
    if !posting.transfers.is_empty() {
        ledger::post(tx, posting).await?;
    }
    Ok(())
}
