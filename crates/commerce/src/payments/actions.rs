//! Beginning to pay, believing what is told, and giving back.

use ::store::{EventRow, Future, NewJob, Tx};
use kernel::{
    Error, FieldError, Fields, Money, OrderId, PayBackId, PaymentId, Result, Time, Ways,
    payment::{COUNTER, Fact, News, NotTold, PayState, Started},
    text,
};
use value::events::PurchaseReturned;
use web::{Shop, shops, trail};

use super::{
    jobs,
    model::{
        Back, BackState, Cause, HOLD_FOR, Message, PAY_FOR, Payment, REASON_MAX, REFUND_FAILED,
        REFUNDED_ELSEWHERE, Refusal, START_FOR, State, Sums, WRONG_AMOUNT, Where, word,
    },
    store,
};
use crate::{
    events::{PaymentReceived, PaymentRefunded},
    orders,
};

/// Attempts to pay one order; nobody needs more.
const MOST_TRIES: usize = 50;

/// Somebody wants to pay an order.
#[derive(Debug, Clone)]
pub struct NewPayment {
    pub order: OrderId,
    pub way: String,
    /// How phones reach us, without a slash at the end.
    pub base_url: String,
}

/// The ways to pay online that this installation has for the shop's money.
pub fn offered(ways: &Ways, shop: &Shop) -> Vec<&'static str> {
    let takes = |name: &&str| ways.find(name).is_some_and(|way| way.takes(shop.currency));
    ways.names().filter(|name| *name != COUNTER).filter(takes).collect()
}

/// Writes down that somebody wants to pay, holds the goods so long, and has the provider asked where.
/// One that is under way already is the answer.
pub async fn begin(tx: &mut Tx, new: NewPayment) -> Result<PaymentId> {
    let (org, now) = (tx.org(), tx.now());
    let shop = shops::require(tx, org).await?;
    let Some(way) = offered(&tx.world().ways, &shop).into_iter().find(|way| *way == new.way) else {
        return Err(Refusal::NotOffered.into());
    };
    let order = orders::require(tx, org, new.order).await?;
    let open = order.state_at(now).after(orders::Event::Pay).is_some();
    let expired = order.state_at(now) == orders::State::Expired;
    if order.payment != orders::Payment::Owed || !open || expired || order.amount <= 0 {
        return Err(Refusal::NotOwed.into());
    }
    // What is held under a name is paid where it is collected.
    let member = order.member.ok_or(Refusal::NotOffered)?;
    let tried = store::of_order(tx, org, order.id).await?;
    let under_way = |one: &&Payment| one.state.is_open() && !one.is_over(now);
    if let Some(known) = tried.iter().filter(under_way).find(|one| one.way == way) {
        return Ok(known.id);
    }
    if tried.len() >= MOST_TRIES {
        return Err(Refusal::NotOffered.into());
    }
    stop(tx, order.id).await?;
    orders::actions::hold_until(tx, order.id, now.plus(HOLD_FOR)).await?;
    let id: PaymentId = tx.id();
    let (base, code) = (&new.base_url, value::codes::shown(&order.code));
    let payment = Payment {
        id,
        order: order.id,
        member,
        store: order.store,
        way: way.to_owned(),
        amount: order.amount,
        title: format!("{} {code}", shop.name),
        back_url: format!("{base}{}", shop.href(&format!("/shop/payments/{id}"))),
        told_url: format!("{base}/api/payments/{way}/messages"),
        state: State::Starting,
        taken: false,
        theirs: None,
        place: None,
        elsewhere: 0,
        trouble: String::new(),
        said: None,
        checked: String::new(),
        checked_at: None,
        paid_at: None,
        expires_at: now.plus(PAY_FOR),
        created_at: now,
        changed_at: now,
    };
    store::insert(tx, &payment).await?;
    tx.enqueue(NewJob::at(jobs::START, id.to_string(), now, &id)?);
    jobs::ask_at(tx, (id, 0), now.plus(START_FOR))?;
    jobs::compare_tomorrow(tx, &shop)?;
    Ok(id)
}

/// The provider has said where to pay.
pub async fn started(tx: &mut Tx, id: PaymentId, started: Started) -> Result<()> {
    let mut payment = store::require(tx, tx.org(), id).await?;
    let now = tx.now();
    payment.theirs = payment.theirs.or(started.theirs);
    match (payment.state, Where::of(started.place)) {
        (State::Starting, Some(place)) if !payment.is_over(now) => {
            payment.state = State::Open;
            payment.place = Some(place);
            jobs::ask_at(tx, (id, 1), jobs::next_look(now, 1))?;
        }
        (State::Paid, _) => {}
        // Nobody wants it any more, or nobody here can go there: it is closed before anybody could pay.
        _ => {
            payment.state = State::Open;
            payment.expires_at = payment.expires_at.min(now);
            jobs::ask_at(tx, (id, 1), now)?;
        }
    }
    store::update(tx, &mut payment).await
}

/// Asking where to pay came to nothing, for certain.
pub async fn not_started(tx: &mut Tx, id: PaymentId) -> Result<()> {
    let mut payment = store::require(tx, tx.org(), id).await?;
    if payment.state == State::Starting {
        payment.state = State::Failed;
        store::update(tx, &mut payment).await?;
    }
    Ok(())
}

/// Whoever waits for the order's payment waits no more: what is open is closed at the provider, who may
/// say that it was paid after all.
pub async fn stop(tx: &mut Tx, order: OrderId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    for mut payment in store::of_order(tx, org, order).await? {
        if payment.state.is_open() && !payment.is_over(now) {
            payment.expires_at = now;
            payment.place = None;
            store::update(tx, &mut payment).await?;
            jobs::ask_at(tx, (payment.id, 0), now)?;
        }
    }
    Ok(())
}

/// The payer thinks better of it.
pub async fn leave(tx: &mut Tx, id: PaymentId) -> Result<()> {
    let payment = store::require(tx, tx.org(), id).await?;
    stop(tx, payment.order).await
}

/// A message that is proven to be the provider's. The inner error is what they are answered.
pub async fn hear(tx: &mut Tx, way: &str, fact: Fact) -> Result<Result<(), NotTold>> {
    let (org, now) = (tx.org(), tx.now());
    let Ok(id) = fact.payment.as_str().parse::<PaymentId>() else {
        return Ok(Err(NotTold::WrongPayment));
    };
    let found = store::find(tx, org, id).await?.filter(|payment| payment.way == way);
    let Some(mut payment) = found else { return Ok(Err(NotTold::WrongPayment)) };
    let said = match &fact.news {
        News::Payment { state, .. } => word(*state),
        News::Refund { state, .. } => format!("refund {}", BackState::from(*state)),
    };
    let message = Message { event: fact.event.clone(), said, at: fact.at, heard_at: now };
    if !store::hear(tx, (way, id), &message).await? {
        return Ok(Ok(()));
    }
    let currency = shops::require(tx, org).await?.currency;
    match &fact.news {
        News::Payment { state, money } => {
            let speaks = matches!(state, PayState::Paid | PayState::Refunded(_));
            if speaks && fact.agrees(Money::new(payment.amount, currency)).is_err() {
                odd_money(tx, &mut payment, *money).await?;
                return Ok(Ok(()));
            }
            if payment.theirs.is_none() && *state == PayState::Paid {
                payment.theirs = Some(fact.theirs.clone());
            }
            told(tx, &mut payment, *state).await?;
        }
        News::Refund { key, state, .. } => {
            let back = match key.as_str().parse::<PayBackId>() {
                Ok(back) => store::back(tx, org, back).await?,
                Err(_) => None,
            };
            let known = |back: &Back| {
                back.payment == id && fact.agrees(Money::new(back.amount, currency)).is_ok()
            };
            match back.filter(known) {
                Some(back) => returned_money(tx, back, (*state).into(), fact.at).await?,
                None => odd(tx, &mut payment, REFUNDED_ELSEWHERE).await?,
            }
        }
    }
    Ok(Ok(()))
}

/// So much was paid that is not what was asked: nobody takes it for the order, somebody must look.
async fn odd_money(tx: &mut Tx, payment: &mut Payment, money: Money) -> Result<()> {
    if payment.state != State::Paid {
        payment.state = State::Paid;
        payment.paid_at = Some(tx.now());
        payment.place = None;
    }
    payment.said = Some(money.amount);
    odd(tx, payment, WRONG_AMOUNT).await
}

pub(super) async fn odd(tx: &mut Tx, payment: &mut Payment, trouble: &str) -> Result<()> {
    trouble.clone_into(&mut payment.trouble);
    store::update(tx, payment).await
}

/// What the provider says of a payment, told or asked.
pub async fn told(tx: &mut Tx, payment: &mut Payment, heard: PayState) -> Result<()> {
    let before = payment.state;
    payment.state = before.after(heard);
    if payment.state != before {
        payment.place = None;
    }
    if payment.state == State::Paid && before != State::Paid {
        payment.paid_at = Some(tx.now());
    }
    store::update(tx, payment).await?;
    match heard {
        PayState::Refunded(total) => elsewhere(tx, payment, (before, total)).await,
        PayState::Paid if before != State::Paid => settle(tx, payment).await,
        _ => Ok(()),
    }
}

/// So much was given back in all; what is more than we asked was given back on the provider's pages.
async fn elsewhere(
    tx: &mut Tx,
    payment: &mut Payment,
    (before, total): (State, Option<i64>),
) -> Result<()> {
    let ours = Sums::of(&store::backs(tx, tx.org(), payment.id).await?).total();
    let more = match total {
        Some(total) => total - ours,
        // It is not said how much: only when nothing of ours goes back is it news.
        None if ours == 0 => payment.amount,
        None => 0,
    };
    if more > payment.elsewhere {
        payment.elsewhere = more.min(payment.amount);
        odd(tx, payment, REFUNDED_ELSEWHERE).await?;
    } else if before != State::Paid && !payment.taken {
        settle(tx, payment).await?;
    }
    Ok(())
}

/// The money is there. It is the order's if the order can have it, and goes back if not.
async fn settle(tx: &mut Tx, payment: &mut Payment) -> Result<()> {
    let org = tx.org();
    let order = orders::require(tx, org, payment.order).await?;
    let cause = if order.payment == orders::Payment::Paid {
        Some(Cause::Twice)
    } else if order.payment == orders::Payment::Refunded
        || order.state.after(orders::Event::Pay).is_none()
    {
        Some(Cause::Late)
    } else {
        match orders::actions::pay(tx, order.id).await {
            Ok(()) => None,
            Err(Error::Invalid(_)) => Some(Cause::SoldOut),
            Err(Error::Refused(_)) => Some(Cause::Late),
            Err(other) => return Err(other),
        }
    };
    payment.taken = cause.is_none();
    store::update(tx, payment).await?;
    let Payment { id, order, member, store, amount, .. } = *payment;
    tx.emit(&PaymentReceived { payment: id, order, member, store, amount, taken: payment.taken })?;
    match cause {
        Some(cause) => give_back(tx, payment, (payment.amount, cause)).await,
        None => Ok(()),
    }
}

/// Has so much of it given back, at most what is left.
async fn give_back(tx: &mut Tx, payment: &Payment, (amount, cause): (i64, Cause)) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let sums = Sums::of(&store::backs(tx, org, payment.id).await?);
    let amount = amount.min(payment.left(sums));
    if amount <= 0 {
        return Ok(());
    }
    let back = Back {
        id: tx.id(),
        payment: payment.id,
        amount,
        cause,
        state: BackState::Waiting,
        trouble: String::new(),
        said_at: Time::default(),
        created_at: now,
        changed_at: now,
    };
    store::insert_back(tx, &back).await?;
    jobs::refund_at(tx, (back.id, 0), now)
}

/// What became of a refund. A message that is older than the last one says nothing new.
pub async fn returned_money(tx: &mut Tx, mut back: Back, state: BackState, at: Time) -> Result<()> {
    if state == BackState::Waiting || at < back.said_at || state == back.state {
        return Ok(());
    }
    back.state = state;
    back.said_at = at;
    let payment = store::require(tx, tx.org(), back.payment).await?;
    settle_back(tx, payment, &back).await
}

async fn settle_back(tx: &mut Tx, mut payment: Payment, back: &Back) -> Result<()> {
    store::update_back(tx, back).await?;
    if back.state == BackState::Failed {
        return odd(tx, &mut payment, REFUND_FAILED).await;
    }
    let Payment { id, order, member, store, .. } = payment;
    tx.emit(&PaymentRefunded { payment: id, order, member, store, amount: back.amount })
}

/// The provider says no to a refund, by this code.
pub async fn not_refunded(tx: &mut Tx, mut back: Back, code: String) -> Result<()> {
    back.state = BackState::Failed;
    back.trouble = code;
    let payment = store::require(tx, tx.org(), back.payment).await?;
    settle_back(tx, payment, &back).await
}

/// The order is over and its money goes back, all that is left of it.
pub async fn unwind(tx: &mut Tx, order: OrderId, cause: Cause) -> Result<()> {
    stop(tx, order).await?;
    for payment in store::of_order(tx, tx.org(), order).await? {
        if payment.taken {
            give_back(tx, &payment, (payment.amount, cause)).await?;
        }
    }
    Ok(())
}

/// Somebody of the shop gives some of it back.
pub async fn refund(tx: &mut Tx, id: PaymentId, amount: i64, reason: &str) -> Result<()> {
    let payment = store::require(tx, tx.org(), id).await?;
    let left = payment.left(Sums::of(&store::backs(tx, tx.org(), id).await?));
    if left <= 0 || payment.trouble == WRONG_AMOUNT {
        return Err(Refusal::NothingLeft.into());
    }
    let mut fields = Fields::default();
    let reason = text::require(&mut fields, "reason", reason, REASON_MAX);
    if !(1..=left).contains(&amount) {
        fields.push(FieldError::new("amount", "payment_left"));
    }
    fields.check(())?;
    trail::note(tx, "payments.refunded", id, &amount, &reason).await?;
    give_back(tx, &payment, (amount, Cause::ByHand)).await
}

/// Somebody looked at what did not add up, and says what they did about it.
pub async fn resolve(tx: &mut Tx, id: PaymentId, reason: &str) -> Result<()> {
    let mut payment = store::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let reason = text::require(&mut fields, "reason", reason, REASON_MAX);
    fields.check(())?;
    if payment.trouble.is_empty() {
        return Ok(());
    }
    trail::note(tx, "payments.resolved", id, &payment.trouble, &reason).await?;
    odd(tx, &mut payment, "").await
}

/// Goods of an order came back: what they had cost goes the way it came.
pub fn returned<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(told) = event.read::<PurchaseReturned>() else { return Ok(()) };
        let org = tx.org();
        let Some(order) = orders::by_purchase(tx, org, told.purchase).await? else {
            return Ok(());
        };
        for payment in store::of_order(tx, org, order.id).await? {
            if payment.taken {
                give_back(tx, &payment, (told.money, Cause::Returned)).await?;
            }
        }
        Ok(())
    })
}
