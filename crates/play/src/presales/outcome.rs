//! What becomes of a reservation: a ticket, a piece, or what its rule gives back.

use ::store::Tx;
use kernel::Result;
use ledger::Posting;
use people::members;
use value::{
    gifts, points,
    vouchers::{self, Held, model::Way},
    wallets,
};

use super::{
    accounts,
    actions::{self, Left},
    model::{Fate, Paid, Presale, Reservation},
    store,
};
use crate::{
    activities::{
        Life,
        accounts::{Whose, allowance, claimed, daily},
    },
    events::{PresaleReady, PresaleReturned},
};

/// A ticket that nobody was told of in time can be collected for a day, at least.
const AT_LEAST_DAYS: i64 = 1;

/// The goods are there: a ticket, or everything back when the member is not there any more.
pub(super) async fn ready(tx: &mut Tx, presale: &Presale, one: Reservation) -> Result<()> {
    if members::require(tx, tx.org(), one.member).await?.erased_at.is_some() {
        return give_back(tx, presale, (one, Fate::Cancelled)).await.map(drop);
    }
    let until = if one.until <= tx.now() { tx.now().plus_days(AT_LEAST_DAYS) } else { one.until };
    ticket(tx, presale, Reservation { until, ..one }).await.map(drop)
}

/// The ticket carries the price less what was paid ahead.
pub(super) async fn ticket(
    tx: &mut Tx,
    presale: &Presale,
    one: Reservation,
) -> Result<Reservation> {
    let gift = gifts::require(tx, tx.org(), presale.terms.gift).await?;
    let (price, until) = (one.rest(), one.until);
    let held = Held {
        member: one.member,
        way: Way { store: one.store, staff: one.staff, ..Way::default() },
        pool: accounts::reserved(presale.id, gift.id)?,
        source: vouchers::ACTIVITY,
        until: Some(until),
        price: Some(price),
        beside: Vec::new(),
    };
    let voucher = vouchers::give_held(tx, &gift, held).await?.id;
    let one = Reservation { fate: Fate::Held, voucher: Some(voucher), ..one };
    store::update(tx, &one).await?;
    tx.emit(&PresaleReady {
        presale: presale.id,
        reservation: one.id,
        member: one.member,
        gift: gift.id,
        voucher,
        price,
        until,
    })?;
    Ok(one)
}

/// Nobody came in time: the ticket ends, and the rule says what comes back. What was collected a moment
/// ago stays.
pub(super) async fn lapse(tx: &mut Tx, presale: &Presale, one: Reservation) -> Result<()> {
    let Some(voucher) = one.voucher else { return Ok(()) };
    if !vouchers::lapse(tx, voucher).await? {
        // The event says which.
        return Ok(());
    }
    give_back(tx, presale, (one, Fate::Lapsed)).await.map(drop)
}

/// The shop called it off: everything goes back, but of what was collected a moment ago.
pub(super) async fn call_off(tx: &mut Tx, presale: &Presale, one: Reservation) -> Result<()> {
    let Some(voucher) = one.voucher else {
        return give_back(tx, presale, (one, Fate::Refunded)).await.map(drop);
    };
    if vouchers::lapse(tx, voucher).await? {
        return give_back(tx, presale, (one, Fate::Refunded)).await.map(drop);
    }
    match vouchers::require(tx, tx.org(), voucher).await?.state {
        vouchers::State::Redeemed => collect(tx, one).await,
        // What the shop took back itself, its event ends.
        _ => store::update(tx, &Reservation { fate: Fate::Held, ..one }).await,
    }
}

/// It is in the member's hands, and the deposit is a part of its price.
pub(super) async fn collect(tx: &mut Tx, one: Reservation) -> Result<()> {
    if one.deposit > 0 {
        let posting = Posting::new(tx.id(), "presales.collected", &one.id);
        let (ahead, used) = (accounts::ahead(one.presale)?, accounts::used(one.presale)?);
        ledger::post(tx, posting.transfer(ahead, used, one.deposit)).await?;
    }
    let ended_at = Some(tx.now());
    store::update(tx, &Reservation { fate: Fate::Collected, ended_at, ..one }).await
}

/// The counter took it back: the ticket waits again.
pub(super) async fn uncollect(tx: &mut Tx, one: Reservation) -> Result<()> {
    if one.deposit > 0 {
        let posting = Posting::new(tx.id(), "presales.uncollected", &one.id);
        let (ahead, used) = (accounts::ahead(one.presale)?, accounts::used(one.presale)?);
        ledger::post(tx, posting.transfer(used, ahead, one.deposit)).await?;
    }
    store::update(tx, &Reservation { fate: Fate::Held, ended_at: None, ..one }).await
}

/// How much of the deposit comes back to whoever did not get their piece.
fn back(presale: &Presale, (one, fate): (&Reservation, Fate), now: kernel::Time) -> i64 {
    match fate {
        Fate::Withdrawn | Fate::Refunded => one.deposit,
        _ => presale.terms.back_of(one, now),
    }
}

/// The piece, the member's limits and the window's room go back to where they were, points are unspent,
/// and of the deposit what the rule says. Of a closed pre-sale the piece goes on to the shelf.
pub(super) async fn give_back(
    tx: &mut Tx,
    presale: &Presale,
    (one, fate): (Reservation, Fate),
) -> Result<Reservation> {
    let back = back(presale, (&one, fate), tx.now());
    let (id, gift, subject) = (presale.id, presale.terms.gift, one.id.to_string());
    let whose = Whose { activity: id, member: one.member };
    let to = match presale.life {
        Life::Closed | Life::Settled | Life::Archived => gifts::accounts::stock(gift)?,
        _ => accounts::pool(id, one.rate, gift)?,
    };
    let capacity = presale.terms.window(one.window).map_or(0, |window| window.capacity);
    let mut posting = Posting::new(tx.id(), "presales.returned", &one.id)
        .transfer(claimed(id)?, allowance(whose, presale.plan.limits.per_member)?, 1)
        .transfer(accounts::reserved(id, gift)?, to, 1)
        .transfer(accounts::booked(id)?, accounts::room(id, one.window, capacity)?, 1);
    if let Some(limit) = presale.plan.limits.per_day {
        posting = posting.transfer(claimed(id)?, daily(whose, &one.day, limit)?, 1);
    }
    let owner = match one.paid {
        Paid::Wallet => accounts::paid(id)?,
        Paid::Cash => accounts::owed(id)?,
    };
    for (account, part) in [(owner, back), (accounts::kept(id)?, one.deposit - back)] {
        if part > 0 {
            posting = posting.transfer(accounts::ahead(id)?, account, part);
        }
    }
    ledger::post(tx, posting).await?;
    if one.points > 0 {
        points::unspend(tx, one.member, &subject).await?;
    }
    if one.paid == Paid::Wallet && back > 0 {
        let about = (one.id.uuid(), subject.as_str());
        wallets::deposit_back_but(tx, about, one.deposit - back).await?;
    }
    let one = Reservation { fate, back, ended_at: Some(tx.now()), ..one };
    store::update(tx, &one).await?;
    let Left { early, regular: left } = actions::left(tx, presale).await?;
    let (reservation, member, deposit) = (one.id, one.member, one.deposit);
    let fate = fate.to_string();
    tx.emit(&PresaleReturned {
        presale: id,
        reservation,
        member,
        fate,
        deposit,
        back,
        left,
        early,
    })?;
    Ok(one)
}
