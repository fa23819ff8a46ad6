//! Reserving, choosing another window, and stepping back.

use ::store::Tx;
use kernel::{
    Error, FieldError, MemberId, PresaleId, PresaleReservationId, Result, StaffId, StoreId, Time,
    kinds,
};
use ledger::{AccountKey, Posting};
use people::members;
use value::{
    points::{self, Book, Origin, Spend, engine::Payment},
    visits::day_of,
    vouchers, wallets,
};
use web::Shop;

use super::{
    accounts,
    actions::{self, Left},
    jobs,
    model::{Fate, Paid, PaidBack, Presale, Rate, Refusal, Reservation, Window},
    outcome, store,
};
use crate::{
    activities::{
        self, Cost, Phase,
        accounts::{Whose, allowance, daily, within},
        reading::is_for,
    },
    events::{PresaleMoved, PresalePaidBack, PresaleReserved},
};

/// Who wants a piece, and when they come for it. At a counter, store and staff say who asked for them.
#[derive(Debug, Clone, Copy)]
pub struct Reserving {
    pub member: MemberId,
    /// The number of the window.
    pub window: i64,
    pub paid: Paid,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

impl Reserving {
    /// By the member's own hand, out of their wallet.
    pub const fn of(member: MemberId, window: i64) -> Self {
        Self { member, window, paid: Paid::Wallet, store: None, staff: None }
    }
}

/// What they have now.
#[derive(Debug, Clone)]
pub struct Reserved {
    pub reservation: Reservation,
    /// Pieces that nobody reserved, after it.
    pub left: i64,
    pub early_left: i64,
}

/// Whether one may reserve at this instant; who waits for the opening is told when it is.
fn is_on(presale: &Presale, now: Time) -> Result<()> {
    match presale.phase(now) {
        Phase::On => Ok(()),
        Phase::Hidden => Err(Refusal::NotOpen.into()),
        Phase::Before => {
            let opens_at = presale.plan.opens_at.timestamp().to_string();
            Err(Refusal::NotOpen.with("opens_at", opens_at).into())
        }
        Phase::After => Err(Refusal::Closed.into()),
    }
}

/// The living member, if the pre-sale is for them.
pub(super) async fn eligible(
    tx: &mut Tx,
    shop: &Shop,
    presale: &Presale,
    member: MemberId,
) -> Result<MemberId> {
    let member = members::require(tx, tx.org(), member).await?;
    if member.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    let now = tx.now();
    if !is_for(tx, shop, &presale.plan.whom, (member.id, now)).await? {
        return Err(Refusal::NotEligible.into());
    }
    Ok(member.id)
}

fn window(presale: &Presale, number: i64, now: Time) -> Result<Window> {
    let Some(window) = presale.terms.window(number) else {
        return Err(FieldError::new("window", "choice_invalid").into());
    };
    if window.until <= now { Err(Refusal::WindowOver.into()) } else { Ok(*window) }
}

/// Reserves a piece at the lowest price that is left, or refuses with one of [`Refusal`] and nothing has
/// happened.
pub async fn reserve(
    tx: &mut Tx,
    shop: &Shop,
    presale: PresaleId,
    who: Reserving,
) -> Result<Reserved> {
    let (org, now) = (tx.org(), tx.now());
    let mut presale: Presale = activities::require(tx, org, presale).await?;
    is_on(&presale, now)?;
    let window = window(&presale, who.window, now)?;
    let member = eligible(tx, shop, &presale, who.member).await?;
    let rate = match actions::left(tx, &presale).await? {
        Left { early: 1.., .. } => Rate::Early,
        Left { .. } => Rate::Regular,
    };
    let one = Reservation {
        id: tx.id(),
        presale: presale.id,
        member,
        fate: Fate::Reserved,
        rate,
        price: presale.terms.price_of(rate),
        points: presale.plan.cost.map_or(0, |cost| cost.points),
        deposit: presale.terms.deposit,
        paid: who.paid,
        back: 0,
        window: who.window,
        day: day_of(now, &shop.zone),
        at: now,
        voucher: None,
        until: window.until,
        ended_at: None,
        store: who.store,
        staff: who.staff.or(tx.actor().staff()),
        paid_back: None,
    };
    take(tx, &presale, (&one, window)).await?;
    pay(tx, &presale, &one).await?;
    store::insert(tx, &one).await?;
    let Left { early, regular } = actions::left(tx, &presale).await?;
    tell(tx, &one, Left { early, regular })?;
    let next = presale.plan.closes_at;
    jobs::look_by(tx, &mut presale, next).await?;
    Ok(Reserved { reservation: one, left: regular, early_left: early })
}

/// The member's limits, the piece, the window's room and the deposit, in one posting.
async fn take(tx: &mut Tx, presale: &Presale, (one, window): (&Reservation, Window)) -> Result<()> {
    let (id, gift) = (presale.id, presale.terms.gift);
    let whose = Whose { activity: id, member: one.member };
    let pool = accounts::pool(id, one.rate, gift)?;
    let room = accounts::room(id, one.window, window.capacity)?;
    let mut posting = Posting::new(tx.id(), "presales.reserved", &one.id);
    posting.transfers = within(whose, presale.plan.limits, &one.day)?;
    posting = posting.transfer(pool.clone(), accounts::reserved(id, gift)?, 1).transfer(
        room.clone(),
        accounts::booked(id)?,
        1,
    );
    if one.deposit > 0 {
        posting = posting.transfer(accounts::paid(id)?, accounts::ahead(id)?, one.deposit);
    }
    let said = |error| said(error, (whose, &one.day), (&room.key, &pool.key));
    ledger::post(tx, posting).await.map(drop).map_err(said)
}

fn tell(tx: &mut Tx, one: &Reservation, left: Left) -> Result<()> {
    tx.emit(&PresaleReserved {
        presale: one.presale,
        reservation: one.id,
        member: one.member,
        rate: one.rate.to_string(),
        price: one.price,
        deposit: one.deposit,
        paid: one.paid.to_string(),
        points: one.points,
        window: one.window,
        store: one.store,
        staff: one.staff,
        left: left.regular,
        early: left.early,
    })
}

/// What it costs now: points of the member's history, and a deposit out of their wallet. Cash was taken by
/// whoever stands at the counter.
async fn pay(tx: &mut Tx, presale: &Presale, one: &Reservation) -> Result<()> {
    if let Some(cost) = presale.plan.cost {
        spend(tx, cost, (one.member, &one.id.to_string())).await?;
    }
    if one.deposit == 0 || one.paid == Paid::Cash {
        return Ok(());
    }
    let deposit = wallets::Deposit {
        member: one.member,
        id: one.id.uuid(),
        subject: one.id.to_string(),
        amount: one.deposit,
        store: one.store,
        staff: one.staff,
    };
    match wallets::deposit(tx, deposit).await {
        Ok(_) => Ok(()),
        Err(error) if error.is(wallets::Refusal::NotEnough) => {
            Err(Refusal::TooLittleMoney.with("need", one.deposit).into())
        }
        Err(error) => Err(error),
    }
}

/// Points of a member's history, for what this subject is.
pub(super) async fn spend(
    tx: &mut Tx,
    Cost { program, points: cost }: Cost,
    (member, subject): (MemberId, &str),
) -> Result<()> {
    let mut book = Book::open(tx, &[member]).await?;
    let have = book.standing(points::Whose { program, member }, tx.now())?.balance();
    let origin = Origin { subject: Some(subject.to_owned()), ..Origin::default() };
    let payment = Payment::Fixed { points: cost };
    let spend = Spend { program, member, payment, origin };
    match points::spend(&mut book, tx, spend) {
        Ok(_) => book.close(tx).await,
        Err(error) if error.is(points::Refusal::NotEnough) => {
            Err(Refusal::TooFewPoints.with("have", have).with("need", cost).into())
        }
        Err(error) => Err(error),
    }
}

/// A floor of the ledger in this room's words.
fn said(
    error: Error,
    (whose, day): (Whose<kinds::Presale>, &str),
    (room, pool): (&AccountKey, &AccountKey),
) -> Error {
    let at = |account: Result<ledger::Account>| {
        account.is_ok_and(|account| ledger::error_at(&error, &account.key))
    };
    if at(allowance(whose, 0)) {
        Refusal::LimitReached.into()
    } else if at(daily(whose, day, 0)) {
        Refusal::DayLimitReached.into()
    } else if ledger::error_at(&error, pool) {
        Refusal::SoldOut.into()
    } else if ledger::error_at(&error, room) {
        Refusal::WindowFull.into()
    } else {
        error
    }
}

/// A reservation with its pre-sale, if it is that member's. Old records of a person lead to the one that
/// lives on.
async fn of(
    tx: &mut Tx,
    (id, member): (PresaleReservationId, MemberId),
) -> Result<(Presale, Reservation)> {
    let org = tx.org();
    let member = members::require(tx, org, member).await?.id;
    let one = store::require(tx, org, id).await?;
    if one.member != member {
        return Err(Error::NotFound("reservation"));
    }
    Ok((activities::require(tx, org, one.presale).await?, one))
}

/// Comes in another window, while there is room in it and neither is over. Of goods that are there already
/// the ticket is another one then.
pub async fn change_window(
    tx: &mut Tx,
    (id, member): (PresaleReservationId, MemberId),
    to: i64,
) -> Result<Reservation> {
    let now = tx.now();
    let (mut presale, mut one) = of(tx, (id, member)).await?;
    if !one.fate.waits() || one.until <= now {
        return Err(Refusal::TooLateToCancel.into());
    }
    let window = window(&presale, to, now)?;
    let from = one.window;
    if from == to {
        return Ok(one);
    }
    let old = presale.terms.window(from).map_or(0, |window| window.capacity);
    let room = accounts::room(presale.id, to, window.capacity)?;
    let posting = Posting::new(tx.id(), "presales.moved", &one.id)
        .transfer(accounts::booked(presale.id)?, accounts::room(presale.id, from, old)?, 1)
        .transfer(room.clone(), accounts::booked(presale.id)?, 1);
    ledger::post(tx, posting).await.map_err(|error| {
        if ledger::error_at(&error, &room.key) { Refusal::WindowFull.into() } else { error }
    })?;
    (one.window, one.until) = (to, window.until);
    match one.voucher {
        Some(voucher) if one.fate == Fate::Held => {
            if !vouchers::lapse(tx, voucher).await? {
                return Err(Refusal::TooLateToCancel.into());
            }
            one = outcome::ticket(tx, &presale, one).await?;
        }
        _ => store::update(tx, &one).await?,
    }
    tx.emit(&PresaleMoved {
        presale: one.presale,
        reservation: one.id,
        member: one.member,
        from,
        to,
    })?;
    jobs::plan_next(tx, &mut presale).await?;
    Ok(one)
}

/// Steps back. What comes back of the deposit is said by the pre-sale's rule, and by the clock.
pub async fn cancel(
    tx: &mut Tx,
    (id, member): (PresaleReservationId, MemberId),
) -> Result<Reservation> {
    let now = tx.now();
    let (mut presale, one) = of(tx, (id, member)).await?;
    if !one.fate.waits() || one.until <= now {
        return Err(Refusal::TooLateToCancel.into());
    }
    if let Some(voucher) = one.voucher
        && !vouchers::lapse(tx, voucher).await?
    {
        // It was collected a moment ago.
        return Err(Refusal::TooLateToCancel.into());
    }
    let one = outcome::give_back(tx, &presale, (one, Fate::Cancelled)).await?;
    jobs::plan_next(tx, &mut presale).await?;
    Ok(one)
}

/// Who pays cash back, and where.
#[derive(Debug, Clone, Copy)]
pub struct PayingBack {
    pub reservation: PresaleReservationId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// Cash that is owed to a member is in their hand.
pub async fn pay_back(tx: &mut Tx, paying: PayingBack) -> Result<Reservation> {
    let mut one = store::require(tx, tx.org(), paying.reservation).await?;
    let amount = one.owed();
    if amount == 0 {
        return Err(Refusal::NothingOwed.into());
    }
    let posting = Posting::new(tx.id(), "presales.paid_back", &one.id);
    let (owed, paid) = (accounts::owed(one.presale)?, accounts::paid(one.presale)?);
    ledger::post(tx, posting.transfer(owed, paid, amount)).await?;
    let (store, staff) = (paying.store, paying.staff.or(tx.actor().staff()));
    one.paid_back = Some(PaidBack { at: tx.now(), store, staff });
    store::update(tx, &one).await?;
    let (presale, reservation, member) = (one.presale, one.id, one.member);
    tx.emit(&PresalePaidBack { presale, reservation, member, amount, store, staff })?;
    Ok(one)
}
