//! Taking a piece, and its going back.

use ::store::Tx;
use kernel::{FlashClaimId, FlashSaleId, MemberId, Result, StaffId, StoreId, Time, VoucherId};
use ledger::Posting;
use people::members;
use serde::{Deserialize, Serialize};
use value::{
    gifts,
    points::{self, Book, Origin, Spend, engine::Payment},
    visits::day_of,
    vouchers::{self, Held, Voucher, model::Way},
};
use web::Shop;

use super::{
    accounts, actions, jobs,
    model::{Claim, Fate, FlashSale, Refusal, Turn},
    store, waiting,
};
use crate::{
    activities::{
        self, Cost, Life, Phase,
        accounts::{Whose, allowance, both, carry, daily, within},
        reading::is_for,
    },
    events::{FlashSaleClaimed, FlashSaleReturned},
};

/// Somebody wants a piece. At a counter, store and staff say who asked for them.
#[derive(Debug, Clone, Copy)]
pub struct Claiming {
    pub sale: FlashSaleId,
    pub member: MemberId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// What they have now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Taken {
    pub id: FlashClaimId,
    pub voucher: VoucherId,
    /// Nine characters without hyphens.
    pub code: String,
    pub until: Time,
    /// In the pool, after it.
    pub left: i64,
}

/// Whether one may take part at this instant; who waits for the opening is told when it is.
pub(super) fn is_on(sale: &FlashSale, now: Time) -> Result<()> {
    match sale.phase(now) {
        Phase::On => Ok(()),
        Phase::Hidden => Err(Refusal::NotOpen.into()),
        Phase::Before => {
            let opens_at = sale.plan.opens_at.timestamp().to_string();
            Err(Refusal::NotOpen.with("opens_at", opens_at).into())
        }
        Phase::After => Err(Refusal::Closed.into()),
    }
}

/// The living member, if the sale is for them.
pub(super) async fn eligible(
    tx: &mut Tx,
    shop: &Shop,
    sale: &FlashSale,
    member: MemberId,
) -> Result<MemberId> {
    let member = members::require(tx, tx.org(), member).await?;
    if member.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    let now = tx.now();
    if !is_for(tx, shop, &sale.plan.whom, (member.id, now)).await? {
        return Err(Refusal::NotEligible.into());
    }
    Ok(member.id)
}

/// Takes a piece for a member, or refuses with one of [`Refusal`] and nothing has happened.
pub async fn claim(tx: &mut Tx, shop: &Shop, claiming: Claiming) -> Result<Taken> {
    let (org, now) = (tx.org(), tx.now());
    let mut sale: FlashSale = activities::require(tx, org, claiming.sale).await?;
    is_on(&sale, now)?;
    let member = eligible(tx, shop, &sale, claiming.member).await?;
    let queue = store::queue(tx, org, sale.id, member).await?;
    let offer = queue.offer.filter(|(_, until)| *until > now);
    let gift = gifts::require(tx, org, sale.terms.gift).await?;
    let day = day_of(now, &shop.zone);
    if offer.is_some() {
        // It is taken out of the pool like every other, so that it comes back there.
        jobs::put_back(tx, &sale).await?;
    }
    let claiming = Claiming { member, ..claiming };
    let held = held(&sale, claiming, (now, &day))?;
    let mut book = match sale.plan.cost {
        Some(_) => Some(Book::open(tx, &[member]).await?),
        None => None,
    };
    let voucher = vouchers::give_held(tx, &gift, held)
        .await
        .map_err(|error| said(error, &sale, (member, &day)))?;
    if offer.is_none() && queue.anybody {
        // Who waited longest has what came back.
        return Err(Refusal::SoldOut.into());
    }
    if let (Some(mut book), Some(cost)) = (book.take(), sale.plan.cost) {
        pay(&mut book, tx, (member, cost), &voucher)?;
        book.close(tx).await?;
    }
    let claim = taken(tx, &sale, claiming, (voucher.id, day));
    store::insert_claims(tx, std::slice::from_ref(&claim)).await?;
    if let Some((place, _)) = offer {
        store::set_turn(tx, place, (Turn::Taken, None)).await?;
    }
    jobs::look_by(tx, &mut sale, claim.until).await?;
    let left = actions::left(tx, &sale).await?;
    tell(tx, &sale, &claim, left)?;
    Ok(Taken::of(&claim, voucher, left))
}

impl Taken {
    pub(super) fn of(claim: &Claim, voucher: Voucher, left: i64) -> Self {
        let Claim { id, until, .. } = *claim;
        Self { id, voucher: voucher.id, code: voucher.code, until, left }
    }
}

/// What is given for a claim, within the limits of who makes it.
pub(super) fn held(sale: &FlashSale, claiming: Claiming, (now, day): (Time, &str)) -> Result<Held> {
    let Claiming { member, store, staff, .. } = claiming;
    let whose = Whose { activity: sale.id, member };
    Ok(Held {
        member,
        way: Way { store, staff, ..Way::default() },
        pool: accounts::pool(sale.id, sale.terms.gift)?,
        source: vouchers::ACTIVITY,
        until: Some(sale.terms.held_until(now)),
        price: None,
        beside: within(whose, sale.plan.limits, day)?,
    })
}

pub(super) fn taken(
    tx: &Tx,
    sale: &FlashSale,
    claiming: Claiming,
    (voucher, day): (VoucherId, String),
) -> Claim {
    Claim {
        id: tx.id(),
        sale: sale.id,
        member: claiming.member,
        voucher,
        fate: Fate::Held,
        points: sale.plan.cost.map_or(0, |cost| cost.points),
        day,
        at: tx.now(),
        until: sale.terms.held_until(tx.now()),
        ended_at: None,
        store: claiming.store,
        staff: claiming.staff,
        posted_for: None,
    }
}

/// The points that it costs, as the member's history tells them: with the voucher that they bought.
pub(super) fn pay(
    book: &mut Book,
    tx: &mut Tx,
    (member, cost): (MemberId, Cost),
    voucher: &Voucher,
) -> Result<()> {
    let origin = Origin { subject: Some(voucher.id.to_string()), ..Origin::default() };
    let payment = Payment::Fixed { points: cost.points };
    let have = points::Whose { program: cost.program, member };
    let have = book.standing(have, tx.now())?.balance();
    let spend = Spend { program: cost.program, member, payment, origin };
    match points::spend(book, tx, spend) {
        Ok(_) => Ok(()),
        Err(error) if error.is(points::Refusal::NotEnough) => {
            Err(Refusal::TooFewPoints.with("have", have).with("need", cost.points).into())
        }
        Err(error) => Err(error),
    }
}

/// A floor of the ledger in this room's words.
pub(super) fn said(
    error: kernel::Error,
    sale: &FlashSale,
    (member, day): (MemberId, &str),
) -> kernel::Error {
    let whose = Whose { activity: sale.id, member };
    let at = |account: Result<ledger::Account>| {
        account.is_ok_and(|account| ledger::error_at(&error, &account.key))
    };
    if at(allowance(whose, 0)) {
        Refusal::LimitReached.into()
    } else if at(daily(whose, day, 0)) {
        Refusal::DayLimitReached.into()
    } else if at(accounts::pool(sale.id, sale.terms.gift)) {
        Refusal::SoldOut.into()
    } else {
        error
    }
}

pub(super) fn tell(tx: &mut Tx, sale: &FlashSale, claim: &Claim, left: i64) -> Result<()> {
    tx.emit(&FlashSaleClaimed {
        sale: sale.id,
        claim: claim.id,
        member: claim.member,
        gift: sale.terms.gift,
        voucher: claim.voucher,
        points: claim.points,
        store: claim.store,
        staff: claim.staff,
        until: claim.until,
        left,
    })
}

/// Nobody came in time: the piece, the member's limit and the points go back to where they were.
pub(super) async fn lapse(tx: &mut Tx, sale: &FlashSale, claim: Claim) -> Result<()> {
    if !vouchers::lapse(tx, claim.voucher).await? {
        // It was collected or withdrawn a moment ago: the event says which.
        return Ok(());
    }
    if claim.points > 0 {
        points::unspend(tx, claim.member, &claim.voucher.to_string()).await?;
    }
    came_back(tx, sale, &claim, Fate::Lapsed).await
}

/// A piece is in the pool again: the member may have another, and whoever waits is offered it. Of a
/// closed sale it goes on to the shelf.
pub(super) async fn came_back(
    tx: &mut Tx,
    sale: &FlashSale,
    claim: &Claim,
    fate: Fate,
) -> Result<()> {
    if let Some(named) = claim.posted_for.filter(|named| *named != claim.member) {
        let from = Whose { activity: sale.id, member: named };
        carry_limits(tx, (from, claim.member), &claim.day).await?;
    }
    store::set_fate(tx, claim.id, fate).await?;
    let left = actions::left(tx, sale).await?;
    tx.emit(&FlashSaleReturned { sale: sale.id, claim: claim.id, member: claim.member, left })?;
    if matches!(sale.life, Life::Closed | Life::Settled | Life::Archived) {
        actions::clear(tx, sale).await?;
        return Ok(());
    }
    waiting::offer(tx, sale).await
}

/// What a member may still have of a sale, given to or owed by another record of the same person.
pub(super) async fn carry_limits(
    tx: &mut Tx,
    (from, into): (Whose<kernel::kinds::FlashSale>, MemberId),
    day: &str,
) -> Result<()> {
    let posting = Posting::new(tx.id(), "flash_sales.carried", &from.activity);
    carry(tx, posting, both(from, into, day)?).await
}

/// How many a member had of a sale, whatever became of them but going back.
pub(super) async fn had(tx: &mut Tx, sale: FlashSaleId, member: MemberId) -> Result<i64> {
    let account = allowance(Whose { activity: sale, member }, 0)?;
    Ok(-ledger::balance(tx, &account.key).await?.balance)
}
