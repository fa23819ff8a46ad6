//! What becomes of a team, and of everybody in it: a ticket, or everything back.

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
    accounts, actions,
    model::{Fate, GroupBuy, Seat, Stand, Team},
    store, teams,
};
use crate::{
    activities::{
        Life,
        accounts::{Whose, allowance, claimed, daily},
    },
    events::{GroupBuyFailed, GroupBuyMade, GroupBuyReturned, GroupBuyWon},
};

/// Decides a team by the people that are in it now. Tickets and refunds follow place by place.
pub(super) async fn decide(tx: &mut Tx, buy: &GroupBuy, team: &mut Team) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    // Nobody is counted who is not there any more.
    for seat in store::seats(tx, org, team.id).await? {
        if seat.fate == Fate::Seated
            && members::require(tx, org, seat.member).await?.erased_at.is_some()
        {
            teams::step_out(tx, buy, (team, seat)).await?;
        }
    }
    if team.stand != Stand::Open {
        return Ok(());
    }
    let (id, people) = (team.id, team.people);
    team.ended_at = Some(now);
    team.price = buy.terms.price(people);
    team.stand = if team.price.is_some() { Stand::Made } else { Stand::Failed };
    store::update_team(tx, team).await?;
    store::mark_due(tx, id).await?;
    match team.price {
        Some(price) => tx.emit(&GroupBuyMade { buy: buy.id, team: id, people, price }),
        None => tx.emit(&GroupBuyFailed { buy: buy.id, team: id, people }),
    }
}

/// A place of a decided team: a ticket, or everything back.
pub(super) async fn settle(tx: &mut Tx, buy: &GroupBuy, (team, seat): (&Team, Seat)) -> Result<()> {
    let gone = members::require(tx, tx.org(), seat.member).await?.erased_at.is_some();
    match (team.stand, team.price) {
        (Stand::Made, Some(price)) if !gone => win(tx, buy, (seat, price)).await,
        _ => {
            let gone = Gone::of(&seat, Fate::Refunded);
            give_back(tx, buy, (seat, Fate::Refunded)).await?;
            gone.tell(tx, buy).await
        }
    }
}

async fn win(tx: &mut Tx, buy: &GroupBuy, (seat, price): (Seat, i64)) -> Result<()> {
    let now = tx.now();
    let gift = gifts::require(tx, tx.org(), buy.terms.gift).await?;
    let until = buy.terms.collect_until(now);
    // The deposit is part of the price.
    let price = price.saturating_sub(seat.deposit).max(0);
    let held = Held {
        member: seat.member,
        way: Way { store: seat.store, staff: seat.staff, ..Way::default() },
        pool: accounts::reserved(seat.team, gift.id)?,
        source: vouchers::ACTIVITY,
        until: Some(until),
        price: Some(price),
        beside: Vec::new(),
    };
    let voucher = vouchers::give_held(tx, &gift, held).await?.id;
    let seat = Seat { fate: Fate::Held, voucher: Some(voucher), until: Some(until), ..seat };
    store::update_seat(tx, &seat).await?;
    tx.emit(&GroupBuyWon {
        buy: buy.id,
        team: seat.team,
        seat: seat.id,
        member: seat.member,
        gift: gift.id,
        voucher,
        price,
        until,
    })
}

/// Whose place ended, and how.
struct Gone {
    seat: kernel::BuySeatId,
    team: kernel::BuyTeamId,
    member: kernel::MemberId,
    fate: Fate,
}

impl Gone {
    const fn of(seat: &Seat, fate: Fate) -> Self {
        Self { seat: seat.id, team: seat.team, member: seat.member, fate }
    }
    async fn tell(self, tx: &mut Tx, buy: &GroupBuy) -> Result<()> {
        let left = actions::left(tx, buy).await?;
        let (seat, team, member) = (self.seat, self.team, self.member);
        let fate = self.fate.to_string();
        tx.emit(&GroupBuyReturned { buy: buy.id, team, seat, member, fate, left })
    }
}

/// Nobody came in time: the ticket ends, and everything goes back. What was collected a moment ago stays.
pub(super) async fn lapse(tx: &mut Tx, buy: &GroupBuy, seat: Seat) -> Result<()> {
    let Some(voucher) = seat.voucher else { return Ok(()) };
    if !vouchers::lapse(tx, voucher).await? {
        // The event says which.
        return Ok(());
    }
    ticket_ended(tx, buy, (seat, Fate::Lapsed)).await
}

/// A ticket's piece lies with its team again: everything goes back.
pub(super) async fn ticket_ended(
    tx: &mut Tx,
    buy: &GroupBuy,
    (seat, fate): (Seat, Fate),
) -> Result<()> {
    let gone = Gone::of(&seat, fate);
    give_back(tx, buy, (seat, fate)).await?;
    gone.tell(tx, buy).await
}

/// Everything that a place took goes back to where it was: the piece, the member's limits, points, money.
/// Of a closed group buy the piece goes on to the shelf.
pub(super) async fn give_back(
    tx: &mut Tx,
    buy: &GroupBuy,
    (seat, fate): (Seat, Fate),
) -> Result<()> {
    let (gift, subject) = (buy.terms.gift, seat.id.to_string());
    let whose = Whose { activity: buy.id, member: seat.member };
    let to = match buy.life {
        Life::Closed | Life::Settled | Life::Archived => gifts::accounts::stock(gift)?,
        _ => accounts::pool(buy.id, gift)?,
    };
    let mut posting = Posting::new(tx.id(), "group_buys.returned", &seat.id)
        .transfer(claimed(buy.id)?, allowance(whose, buy.plan.limits.per_member)?, 1)
        .transfer(accounts::reserved(seat.team, gift)?, to, 1);
    if let Some(limit) = buy.plan.limits.per_day {
        posting = posting.transfer(claimed(buy.id)?, daily(whose, &seat.day, limit)?, 1);
    }
    if fate == Fate::Left {
        let room = accounts::room(seat.team, buy.terms.most)?;
        posting = posting.transfer(accounts::seated(seat.team)?, room, 1);
    }
    ledger::post(tx, posting).await?;
    if seat.points > 0 {
        points::unspend(tx, seat.member, &subject).await?;
    }
    if seat.deposit > 0 {
        wallets::deposit_back(tx, seat.id.uuid(), &subject).await?;
    }
    let ended_at = Some(tx.now());
    store::update_seat(tx, &Seat { fate, ended_at, ..seat }).await
}
