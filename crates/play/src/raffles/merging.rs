//! Two records that became one: what was put in and won is theirs, what was had counts together. Before the
//! closing one person has one label: the tickets under the other do not count.

use ::store::Tx;
use kernel::{MemberId, RaffleId, Result};
use ledger::Posting;
use people::members::merging::Merging;
use value::visits::day_of;
use web::shops;

use super::{
    accounts, joining,
    model::{Out, Raffle},
    store,
};
use crate::activities::{
    self, Life,
    accounts::{self as limits, Whose},
};

pub async fn merge(tx: &mut Tx, merging: &Merging) -> Result<()> {
    let (into, from) = (merging.into, merging.from);
    let org = tx.org();
    let shop = shops::require(tx, org).await?;
    let day = day_of(tx.now(), &shop.zone);
    joining::merge(tx, (from, into)).await?;
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
    let theirs = Whose { activity: raffle, member: from };
    let tickets = [
        (accounts::held(raffle, from)?, accounts::held(raffle, into)?),
        (accounts::free(raffle, from, 0)?, accounts::free(raffle, into, 0)?),
    ];
    let posting = Posting::new(tx.id(), "raffles.carried", &raffle);
    limits::carry(tx, posting, tickets.into_iter().chain(limits::both(theirs, into, day)?)).await
}
