//! What happens to an order outside the store: on its way, a door that nobody opens, a point that nobody
//! comes to.

use ::store::Tx;
use kernel::{Error, Fields, OrderId, Result, text};
use web::trail;

use super::{
    actions,
    model::{Event, REASON_MAX, Refusal, State},
    store,
};
use crate::{
    events::{OrderAttemptFailed, OrderMissed, OrderSetOut},
    fulfilments::{self, Fulfilment},
    outlets::{self, Kind, Missed},
};

/// The door of an order that is brought to one.
async fn door(tx: &mut Tx, id: OrderId) -> Result<Fulfilment> {
    let found = fulfilments::find(tx, tx.org(), id).await?;
    found.filter(|way| way.kind == Kind::Zone).ok_or_else(|| Refusal::NotDelivered.into())
}

/// Somebody is on the way to the door with it.
pub async fn set_out(tx: &mut Tx, id: OrderId) -> Result<()> {
    let mut order = store::require(tx, tx.org(), id).await?;
    door(tx, id).await?;
    if order.state == State::OnTheWay {
        return Ok(());
    }
    let next = order.next(Event::SetOut)?;
    actions::step(tx, &mut order, next).await?;
    trail::note(tx, "orders.set_out", id, &(), &()).await?;
    tx.emit(&OrderSetOut { order: id, member: order.member, store: order.store })
}

/// Nobody opened.
pub async fn fail(tx: &mut Tx, id: OrderId, reason: &str) -> Result<()> {
    let mut order = store::require(tx, tx.org(), id).await?;
    let mut way = door(tx, id).await?;
    let mut fields = Fields::default();
    let reason = text::optional(&mut fields, "reason", Some(reason), REASON_MAX);
    fields.check(())?;
    let next = order.next(Event::Fail)?;
    order.reason = reason.unwrap_or_default();
    actions::step(tx, &mut order, next).await?;
    fulfilments::actions::rang(tx, &mut way).await?;
    trail::note(tx, "orders.attempt_failed", id, &(), &order.reason).await?;
    let (member, store, attempts) = (order.member, order.store, way.attempts);
    tx.emit(&OrderAttemptFailed { order: id, member, store, attempts })
}

/// The slot of a point is over, and it is still there: it goes back to the store, and waits there or is
/// called off, as the point says. Of an order that went on meanwhile nothing happens.
pub async fn miss(tx: &mut Tx, id: OrderId) -> Result<()> {
    let org = tx.org();
    let Some(mut order) = store::find(tx, org, id).await? else { return Ok(()) };
    let Some(next) = order.state.after(Event::Miss) else { return Ok(()) };
    let way = fulfilments::find(tx, org, id).await?;
    let way = way.ok_or_else(|| Error::broken("an order that was missed nowhere"))?;
    let rule = outlets::find(tx, org, way.outlet).await?.map(|outlet| outlet.missed);
    let rule = rule.unwrap_or_default();
    actions::step(tx, &mut order, next).await?;
    trail::note(tx, "orders.missed", id, &(), &rule).await?;
    tx.emit(&OrderMissed { order: id, member: order.member, store: order.store })?;
    match rule {
        Missed::Kept => Ok(()),
        Missed::Returned => actions::cancel(tx, id, "").await,
    }
}
