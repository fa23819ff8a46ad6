//! What speaks to the providers: asking where to pay, what became of it, for money back, and comparing a
//! day. Each may run twice; our keys make that one effect.

use std::{sync::Arc, time::Duration};

use ::store::{Db, Fate, JobHandler, NewJob, Registry, Tx};
use jiff::ToSpan as _;
use kernel::{
    Error, OrgId, PayBackId, PaymentId, Result, Scope, Time,
    payment::{self, PayState, Provider, Unpaid},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use web::{Shop, shops};

use super::{
    actions,
    model::{BackState, DIFFERS, Payment, START_FOR, State, Sums, agrees, word},
    store,
};

/// Asks the provider where to pay.
pub const START: &str = "payments.start";
/// Asks what became of a payment; closes it when its time is over.
pub const ASK: &str = "payments.ask";
/// Gives money back.
pub const REFUND: &str = "payments.refund";
/// Compares a day's payments with what the provider says of each.
pub const COMPARE: &str = "payments.compare";

/// How many payments one job compares before the next goes on.
const AT_ONCE: i64 = 20;
/// When a day is compared, by the shop's clock on the next: most is settled then.
const COMPARED_AT_HOUR: i64 = 4;

pub fn register(registry: &mut Registry) {
    registry.job(START, JobHandler::Free(|db, org, data| Box::pin(start(db, org, data))));
    registry.job(ASK, JobHandler::Free(|db, org, data| Box::pin(ask(db, org, data))));
    registry.job(REFUND, JobHandler::Free(|db, org, data| Box::pin(refund(db, org, data))));
    registry.job(COMPARE, JobHandler::Free(|db, org, data| Box::pin(compare(db, org, data))));
}

/// A job of one thing, and how often it has looked.
#[derive(Debug, Serialize, Deserialize)]
struct Look<T> {
    of: T,
    times: u32,
}

/// A look has a key of its own, so that the one that runs may plan the next.
pub fn ask_at(tx: &mut Tx, (of, times): (PaymentId, u32), due: Time) -> Result<()> {
    let key = format!("{of}/{times}/{}", due.micros());
    tx.enqueue(NewJob::at(ASK, key, due, &Look { of, times })?);
    Ok(())
}

pub fn refund_at(tx: &mut Tx, (of, times): (PayBackId, u32), due: Time) -> Result<()> {
    tx.enqueue(NewJob::at(REFUND, format!("{of}/{times}"), due, &Look { of, times })?);
    Ok(())
}

/// 15 s after the first look, then twice as long each time, at most an hour.
pub fn next_look(now: Time, times: u32) -> Time {
    now.plus(Duration::from_secs(15 << times.clamp(1, 8).saturating_sub(1)).min(HOUR))
}
const HOUR: Duration = Duration::from_secs(3600);

/// What a day's comparison goes through.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Day {
    from: Time,
    until: Time,
    after: PaymentId,
}

pub fn compare_tomorrow(tx: &mut Tx, shop: &Shop) -> Result<()> {
    let today = tx.now().date(&shop.zone);
    let until = Time::start_of(today.saturating_add(1.day()), &shop.zone);
    let from = Time::start_of(today, &shop.zone);
    let due = until.plus(Duration::from_secs(3600 * COMPARED_AT_HOUR.unsigned_abs()));
    compare_at(tx, due, Day { from, until, after: NOBODY })
}
const NOBODY: PaymentId = PaymentId::from_uuid(uuid::Uuid::nil());

/// Compares a day of now.
pub fn compare_now(tx: &mut Tx, (from, until): (Time, Time)) -> Result<()> {
    let now = tx.now();
    compare_at(tx, now, Day { from, until, after: NOBODY })
}

fn compare_at(tx: &mut Tx, due: Time, day: Day) -> Result<()> {
    let key = format!("{}/{}", day.from.micros(), day.after.bare());
    tx.enqueue(NewJob::at(COMPARE, key, due, &day)?);
    Ok(())
}

fn read<T: DeserializeOwned>(data: Json) -> Result<T> {
    serde_json::from_value(data).map_err(Error::broken)
}

/// Speaks to the provider of a payment, where that may take its time.
async fn speak<T: Send + 'static>(
    db: &Db,
    way: &str,
    say: impl FnOnce(&dyn Provider) -> Result<T, Unpaid> + Send + 'static,
) -> Result<Result<T, Unpaid>> {
    let Some(provider) = db.world().ways.find(way).map(Arc::clone) else {
        return Err(Error::broken(format!("the way to pay {way} is not configured any more")));
    };
    let said = tokio::task::spawn_blocking(move || say(&*provider)).await;
    said.map_err(|_| Error::broken("speaking to the provider broke"))
}

/// The payment as the port knows it.
fn known(shop: &Shop, payment: &Payment) -> Result<payment::Payment> {
    payment.known(shop.money(payment.amount)).ok_or_else(|| Error::broken("an id that is no key"))
}

/// Later again, with what they said.
fn again(why: &Unpaid) -> Error {
    Error::broken(why)
}

async fn start(db: &Db, org: OrgId, data: Json) -> Result<Fate> {
    let id: PaymentId = read(data)?;
    let mut reader = db.read().await?;
    let payment = store::require(&mut reader, org, id).await?;
    let shop = shops::require(&mut reader, org).await?;
    drop(reader);
    let now = db.world().now();
    let late = payment.created_at.plus(START_FOR) <= now || payment.is_over(now);
    if payment.state != State::Starting || late {
        return Ok(Fate::Done);
    }
    let known = known(&shop, &payment)?;
    let order = payment::Order {
        key: known.key,
        money: known.money,
        title: payment.title,
        placed_at: payment.created_at,
        expires_at: payment.expires_at,
        back_url: payment.back_url,
        told_url: payment.told_url,
        payer: None,
    };
    let scope = Scope::system(org);
    match speak(db, &payment.way, move |provider| provider.start(&order)).await? {
        Ok(started) => {
            db.write(&scope, async |tx| actions::started(tx, id, started).await).await?;
        }
        Err(why) if why.certain() => {
            tracing::warn!(%why, payment = %id, "a payment was not started");
            db.write(&scope, async |tx| actions::not_started(tx, id).await).await?;
        }
        Err(why) => return Err(again(&why)),
    }
    Ok(Fate::Done)
}

async fn ask(db: &Db, org: OrgId, data: Json) -> Result<Fate> {
    let Look { of: id, times } = read::<Look<PaymentId>>(data)?;
    let mut reader = db.read().await?;
    let payment = store::require(&mut reader, org, id).await?;
    let shop = shops::require(&mut reader, org).await?;
    drop(reader);
    if !payment.state.is_open() {
        return Ok(Fate::Done);
    }
    let over = payment.state == State::Starting || payment.is_over(db.world().now());
    let known = known(&shop, &payment)?;
    let say = move |provider: &dyn Provider| {
        if over { provider.close(&known) } else { provider.ask(&known) }
    };
    let heard = match speak(db, &payment.way, say).await? {
        Ok(heard) => heard,
        // Nobody has seen where to pay, and they know nothing of it.
        Err(why) if why.certain() && payment.state == State::Starting => PayState::Failed,
        Err(why) => return Err(again(&why)),
    };
    let told = async |tx: &mut Tx| {
        let mut payment = store::require(tx, org, id).await?;
        actions::told(tx, &mut payment, heard).await?;
        if payment.state.is_open() {
            let (now, next) = (tx.now(), next_look(tx.now(), times + 1));
            let due = if payment.is_over(now) { next } else { next.min(payment.expires_at) };
            ask_at(tx, (id, times + 1), due)?;
        }
        Ok(())
    };
    db.write(&Scope::system(org), told).await?;
    Ok(Fate::Done)
}

async fn refund(db: &Db, org: OrgId, data: Json) -> Result<Fate> {
    let Look { of: id, times } = read::<Look<PayBackId>>(data)?;
    let mut reader = db.read().await?;
    let Some(back) = store::back(&mut reader, org, id).await? else { return Ok(Fate::Done) };
    let payment = store::require(&mut reader, org, back.payment).await?;
    let shop = shops::require(&mut reader, org).await?;
    drop(reader);
    if back.state != BackState::Waiting {
        return Ok(Fate::Done);
    }
    let key = id.to_string().parse().map_err(|()| Error::broken("an id that is no key"))?;
    let wanted = payment::Refund {
        key,
        payment: known(&shop, &payment)?,
        amount: back.amount,
        told_url: payment.told_url,
    };
    let scope = Scope::system(org);
    let said = speak(db, &payment.way, move |provider| provider.refund(&wanted)).await?;
    let settle = async |tx: &mut Tx| {
        let now = tx.now();
        let Some(back) = store::back(tx, org, id).await? else { return Ok(()) };
        match said {
            Ok(payment::RefundState::Waiting) if back.state == BackState::Waiting => {
                refund_at(tx, (id, times + 1), next_look(now, times + 3))
            }
            Ok(state) => actions::returned_money(tx, back, state.into(), now).await,
            Err(why) if !why.certain() => Err(again(&why)),
            Err(_) if back.state != BackState::Waiting => Ok(()),
            Err(Unpaid::Refused { code, .. }) => actions::not_refunded(tx, back, code).await,
            Err(why) => actions::not_refunded(tx, back, why.to_string()).await,
        }
    };
    db.write(&scope, settle).await?;
    Ok(Fate::Done)
}

async fn compare(db: &Db, org: OrgId, data: Json) -> Result<Fate> {
    let day: Day = read(data)?;
    let mut reader = db.read().await?;
    let shop = shops::require(&mut reader, org).await?;
    let which = (day.from, day.until, day.after);
    let some = store::to_compare(&mut reader, org, which, AT_ONCE).await?;
    drop(reader);
    let scope = Scope::system(org);
    for payment in &some {
        let known = known(&shop, payment)?;
        let said = speak(db, &payment.way, move |provider| provider.ask(&known)).await;
        let heard = said.ok().and_then(Result::ok);
        db.write(&scope, async |tx| compared(tx, payment.id, heard).await).await?;
    }
    if let Some(last) = some.last().filter(|_| some.len() as i64 == AT_ONCE) {
        let next = Day { after: last.id, ..day };
        db.write(&scope, async |tx| compare_at(tx, tx.now(), next.clone())).await?;
    }
    Ok(Fate::Done)
}

/// What they say of one payment beside what our books say. What only we had missed is mended by it;
/// what waits for them is asked for again.
async fn compared(tx: &mut Tx, id: PaymentId, heard: Option<PayState>) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let mut payment = store::require(tx, org, id).await?;
    if let Some(heard) = heard {
        actions::told(tx, &mut payment, heard).await?;
    }
    let backs = store::backs(tx, org, id).await?;
    payment.checked = heard.map_or_else(|| "unknown".to_owned(), word);
    payment.checked_at = Some(now);
    if heard.is_some() && payment.trouble.is_empty() && !agrees(&payment, Sums::of(&backs)) {
        DIFFERS.clone_into(&mut payment.trouble);
    }
    store::update(tx, &mut payment).await?;
    if payment.state.is_open() {
        ask_at(tx, (id, 0), now)?;
    }
    for back in backs.iter().filter(|back| back.state == BackState::Waiting) {
        refund_at(tx, (back.id, 0), now)?;
    }
    Ok(())
}
