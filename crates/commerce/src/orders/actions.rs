//! Placing an order, and what becomes of it.

use ::store::{EventRow, Future, NewJob, Tx};
use kernel::{
    Error, FieldError, Fields, Lang, MemberId, OrderId, PurchaseId, Result, StaffId, StoreId, Time,
    VoucherId, money::LARGEST_AMOUNT, text,
};
use people::{members, stores};
use value::{
    bills::Bill,
    codes,
    events::PurchaseReturned,
    purchases::{self, MOST_VOUCHERS, NewPurchase, Ordered, Prices, Source},
    vouchers::taking::{self, At, Basket, Worked},
};
use web::{Shop, shops, t, trail};

use super::{
    EXPIRE, goods, held_until,
    model::{Event, Line, Order, Payment, REASON_MAX, Refusal, State},
    store,
};
use crate::{
    baskets::{self, Chosen},
    events::{
        OrderCancelled, OrderCollected, OrderExpired, OrderPaid, OrderPlaced, OrderReady,
        OrderReturned,
    },
    fulfilments::{self, Way},
    outlets, payments,
};

/// An order that is to be placed.
#[derive(Debug, Clone)]
pub struct NewOrder {
    pub member: MemberId,
    pub way: Way,
    pub lines: Vec<Chosen>,
    /// Vouchers of the member's that are used with it: all of them apply, or it is refused.
    pub vouchers: Vec<VoucherId>,
}

/// Writes the order down and holds its goods.
pub async fn place(tx: &mut Tx, new: NewOrder) -> Result<Order> {
    enough(&new.lines)?;
    let (at, quote) = match new.way {
        Way::Store(at) => (at, None),
        Way::Outlet(wanted) => {
            let quote = fulfilments::actions::quote(tx, new.member, wanted).await?;
            (quote.outlet.store, Some(quote))
        }
    };
    let buyer = checked(tx, &new.vouchers, (new.member, at)).await?;
    let shop = shops::require(tx, tx.org()).await?;
    let goods = new.lines.iter().map(|chosen| chosen.goods(shop.lang)).collect();
    let worked = worked(tx, &shop, goods, (buyer, at), &new.vouchers).await?;
    let lines = lines(&new.lines, &worked.bill);
    let goods = lines.iter().map(|line| line.amount).fold(0, i64::saturating_add);
    let fee = quote.as_ref().map_or(0, |quote| quote.fee(goods));
    let mut order = fresh(tx, (at, &lines), fee)?;
    order.member = Some(buyer);
    order.held_until = quote.as_ref().map_or(order.held_until, |quote| quote.ends_at);
    order.bill = (worked.bill.off > 0 || !new.vouchers.is_empty()).then(|| tx.id());
    order.vouchers = new.vouchers;
    hold(tx, &mut order, &lines).await?;
    take_off(tx, &order, &worked).await?;
    if let Some(quote) = quote {
        fulfilments::actions::book(tx, (order.id, buyer), quote, fee).await?;
    }
    told(tx, &order)?;
    Ok(order)
}

/// An order for somebody who is no member: it is held under a name, and paid where it is collected.
#[derive(Debug, Clone)]
pub struct NamedOrder {
    pub name: String,
    pub store: StoreId,
    pub lines: Vec<Chosen>,
}

/// Writes an order down that is held under a name, at prices for anybody.
pub async fn place_by_name(tx: &mut Tx, new: NamedOrder) -> Result<Order> {
    enough(&new.lines)?;
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", &new.name, text::NAME_MAX);
    in_open_store(tx, new.store, &mut fields).await?;
    fields.check(())?;
    let lines = lines(&new.lines, &Bill::default());
    let mut order = fresh(tx, (new.store, &lines), 0)?;
    order.buyer = name;
    hold(tx, &mut order, &lines).await?;
    told(tx, &order)?;
    Ok(order)
}

fn enough(lines: &[Chosen]) -> Result<()> {
    match lines.len() {
        0 => Err(baskets::Refusal::Empty.into()),
        1..=baskets::MOST_LINES => Ok(()),
        _ => Err(baskets::Refusal::Full.into()),
    }
}

/// An order of now, in nobody's name.
fn fresh(tx: &mut Tx, (store, lines): (StoreId, &[Line]), fee: i64) -> Result<Order> {
    let goods = lines.iter().map(|line| line.amount).fold(0, i64::saturating_add);
    let amount = goods.saturating_add(fee);
    if amount > LARGEST_AMOUNT {
        return Err(FieldError::new("lines", "amount_too_large").into());
    }
    let (id, now) = (tx.id(), tx.now());
    Ok(Order {
        id,
        code: codes::new(&*tx.world().chance),
        member: None,
        buyer: String::new(),
        store,
        state: State::Placed,
        payment: Payment::Owed,
        amount,
        pieces: lines.iter().map(|line| line.quantity).sum(),
        held: None,
        held_until: held_until(now),
        purchase: None,
        bill: None,
        vouchers: Vec::new(),
        reason: String::new(),
        placed_at: now,
        changed_at: now,
    })
}

/// Holds its goods, and writes it down.
async fn hold(tx: &mut Tx, order: &mut Order, lines: &[Line]) -> Result<()> {
    let held = goods::hold(tx, (order.id, order.store), lines, order.held_until).await?;
    order.held = Some(held);
    order.state = order.next(Event::Reserve)?;
    store::insert(tx, order, lines).await
}

fn told(tx: &mut Tx, order: &Order) -> Result<()> {
    let Order { id, member, store, amount, pieces, .. } = *order;
    tx.enqueue(NewJob::at(EXPIRE, id.to_string(), order.held_until, &id)?);
    tx.emit(&OrderPlaced { order: id, member, store, amount, pieces })
}

async fn in_open_store(tx: &mut Tx, at: StoreId, fields: &mut Fields) -> Result<()> {
    let store = stores::find(tx, tx.org(), at).await?;
    if store.is_none_or(|store| store.closed_at.is_some()) {
        fields.push(FieldError::new("store", "choice_invalid"));
    }
    Ok(())
}

/// Forgets the name that an order is held under.
pub async fn forget(tx: &mut Tx, id: OrderId) -> Result<()> {
    store::forget(tx, id).await
}

/// Whoever orders is one of the shop's, and its store is open. Who they are now.
async fn checked(
    tx: &mut Tx,
    vouchers: &[VoucherId],
    (member, at): (MemberId, StoreId),
) -> Result<MemberId> {
    let org = tx.org();
    let mut fields = Fields::default();
    in_open_store(tx, at, &mut fields).await?;
    let found = members::find(tx, org, member).await?;
    let buyer = found.as_ref().map_or(member, |found| found.id);
    if found.is_none_or(|found| found.erased_at.is_some()) {
        fields.push(FieldError::new("member", "choice_invalid"));
    }
    fields.at_most("vouchers", vouchers.len(), MOST_VOUCHERS);
    fields.check(buyer)
}

/// What goods come to for whoever orders, now and in that store, with exactly these vouchers.
async fn worked(
    tx: &mut Tx,
    shop: &Shop,
    lines: Vec<purchases::Line>,
    (member, store): (MemberId, StoreId),
    vouchers: &[VoucherId],
) -> Result<Worked> {
    let basket = Basket { member, store, at: tx.now(), lines, prices: Prices::Apply };
    taking::exactly(tx, shop, basket, vouchers).await
}

/// Uses what is taken off the order, so that nothing else can.
async fn take_off(tx: &mut Tx, order: &Order, worked: &Worked) -> Result<()> {
    match order.bill {
        Some(purchase) => {
            taking::take(tx, worked, At { purchase, store: order.store, staff: None }).await
        }
        None => Ok(()),
    }
}

/// The order is over and was not handed over: what was used with it is the member's again.
async fn put_back(tx: &mut Tx, order: &Order) -> Result<()> {
    match order.bill {
        Some(purchase) => taking::give_back(tx, purchase).await,
        None => Ok(()),
    }
}

/// Takes off what was taken off before nobody paid in time, if it comes to the same today.
async fn take_off_again(tx: &mut Tx, order: &Order, lines: &[Line]) -> Result<()> {
    let Some(member) = order.member.filter(|_| order.bill.is_some()) else { return Ok(()) };
    let shop = shops::require(tx, tx.org()).await?;
    let goods = lines.iter().map(|line| sold(line, line.amount + line.taken_off, shop.lang));
    let whom = (member, order.store);
    match worked(tx, &shop, goods.collect(), whom, &order.vouchers).await {
        Ok(worked) => {
            let off = |at, line: &Line| worked.bill.off_line(at) == line.taken_off;
            if !lines.iter().enumerate().all(|(at, line)| off(at, line)) {
                return Err(Refusal::PriceGone.into());
            }
            take_off(tx, order, &worked).await
        }
        Err(Error::Refused(_) | Error::NotFound(_)) => Err(Refusal::PriceGone.into()),
        Err(error) => Err(error),
    }
}

/// What is ordered, at what is left of its prices.
fn lines(chosen: &[Chosen], bill: &Bill) -> Vec<Line> {
    let line = |(at, chosen): (usize, &Chosen)| {
        let (product, taken_off) = (&chosen.product, bill.off_line(at));
        Line {
            product: product.id,
            name: product.name.clone(),
            category: product.category.clone(),
            quantity: chosen.quantity,
            amount: chosen.amount() - taken_off,
            taken_off,
            parts: product.made_of(chosen.quantity),
        }
    };
    chosen.iter().enumerate().map(line).collect()
}

/// A line as a till would tell it.
fn sold(line: &Line, amount: i64, lang: Lang) -> purchases::Line {
    purchases::Line {
        product: Some(line.name.say(lang).to_owned()),
        category: Some(line.category.clone()).filter(|it| !it.is_empty()),
        quantity: line.quantity,
        amount,
    }
}

/// A member orders what is in the basket, which is empty then. `shown`: what they were told that the goods
/// come to; if it is more by now, nothing is ordered.
pub async fn order_basket(
    tx: &mut Tx,
    member: MemberId,
    way: Way,
    shown: Option<i64>,
) -> Result<OrderId> {
    let org = tx.org();
    let at = match &way {
        Way::Store(at) => *at,
        Way::Outlet(wanted) => outlets::require(tx, org, wanted.outlet).await?.store,
    };
    let (shop, now) = (shops::require(tx, org).await?, tx.now());
    let checkout = baskets::checkout(tx, &shop, (member, at), now).await?;
    if shown.is_some_and(|shown| checkout.taken.bill.total() > shown) {
        return Err(FieldError::new("shown", "price_risen").into());
    }
    let vouchers = checkout.vouchers();
    let order = place(tx, NewOrder { member, way, lines: checkout.basket.lines, vouchers }).await?;
    baskets::clear(tx, member).await?;
    Ok(order.id)
}

/// Somebody of the shop took the money: from now on no clock frees its goods. Money that comes after they
/// were set free takes them again if they are still there, and is refused, line by line, if not; and
/// altogether if its slot went to others.
pub async fn pay(tx: &mut Tx, id: OrderId) -> Result<()> {
    let org = tx.org();
    let mut order = store::require(tx, org, id).await?;
    if order.payment == Payment::Paid {
        return Ok(());
    }
    let next = order.next(Event::Pay)?;
    if fulfilments::gave_up(tx, org, id).await? {
        return Err(Refusal::SlotGone.into());
    }
    let lines = store::lines(tx, org, id).await?;
    if let Err(error) = take_again(tx, &order, &lines).await {
        // Whoever told of the money goes on from here: nothing may be taken by half.
        if order.state == State::Expired {
            put_back(tx, &order).await?;
        }
        return Err(error);
    }
    order.payment = Payment::Paid;
    step(tx, &mut order, next).await?;
    payments::actions::stop(tx, id).await?;
    trail::note(tx, "orders.paid", id, &(), &order.amount).await?;
    let Order { member, store, amount, .. } = order;
    tx.emit(&OrderPaid { order: id, member, store, amount })
}

/// Takes what an order that ran out of time gave up, and sets its goods aside.
async fn take_again(tx: &mut Tx, order: &Order, lines: &[Line]) -> Result<()> {
    if order.state == State::Expired {
        take_off_again(tx, order, lines).await?;
    }
    goods::set_aside(tx, order, lines).await
}

/// Holds its goods at least until then. What is set aside needs no hold.
pub async fn hold_until(tx: &mut Tx, id: OrderId, until: Time) -> Result<()> {
    let mut order = store::require(tx, tx.org(), id).await?;
    if order.state.is_set_aside() || order.held_until >= until {
        return Ok(());
    }
    let lines = store::lines(tx, tx.org(), id).await?;
    goods::free(tx, &order, &lines).await?;
    order.held = Some(goods::hold(tx, (id, order.store), &lines, until).await?);
    order.held_until = until;
    store::update(tx, &order).await?;
    tx.enqueue(NewJob::at(EXPIRE, id.to_string(), until, &id)?);
    Ok(())
}

/// It is packed and waits for whoever ordered it.
pub async fn prepare(tx: &mut Tx, id: OrderId) -> Result<()> {
    let mut order = store::require(tx, tx.org(), id).await?;
    if order.state == State::Ready {
        return Ok(());
    }
    let next = order.next(Event::Prepare)?;
    let lines = store::lines(tx, tx.org(), id).await?;
    goods::set_aside(tx, &order, &lines).await?;
    step(tx, &mut order, next).await?;
    trail::note(tx, "orders.prepared", id, &(), &()).await?;
    tx.emit(&OrderReady { order: id, member: order.member, store: order.store })
}

/// By whom and where it is handed over.
#[derive(Debug, Clone, Copy)]
pub struct Hands {
    pub store: StoreId,
    pub staff: Option<StaffId>,
    pub source: Source,
}

/// Hands it over: what was owed is paid at the counter, and the order is a purchase.
pub async fn hand_over(tx: &mut Tx, id: OrderId, by: Hands) -> Result<PurchaseId> {
    let org = tx.org();
    let mut order = store::require(tx, org, id).await?;
    let next = order.next(Event::HandOver)?;
    if order.store != by.store {
        return Err(Refusal::OtherStore.into());
    }
    let lines = store::lines(tx, org, id).await?;
    goods::hand_over(tx, &order, &lines).await?;
    let lang = shops::require(tx, org).await?.lang;
    let fee = fulfilments::find(tx, org, id).await?.map_or(0, |way| way.fee);
    let purchase = purchases::record(tx, purchase((&order, &lines, fee), by, lang)).await?;
    order.purchase = Some(purchase.id);
    order.payment = Payment::Paid;
    step(tx, &mut order, next).await?;
    payments::actions::stop(tx, id).await?;
    fulfilments::actions::done(tx, id).await?;
    tx.emit(&OrderCollected {
        order: id,
        member: order.member,
        store: order.store,
        staff: by.staff,
        purchase: purchase.id,
        amount: order.amount,
    })?;
    Ok(purchase.id)
}

/// What the order is as a purchase: points and stamps count its lines as those of any till.
fn purchase((order, lines, fee): (&Order, &[Line], i64), by: Hands, lang: Lang) -> NewPurchase {
    let off = lines.iter().map(|line| line.taken_off).sum();
    // What the way cost is a line like any other, so that the lines make up what was paid.
    let brought = (fee > 0).then(|| purchases::Line {
        product: Some(t!(lang, "fulfilments-fee")),
        category: None,
        quantity: 1,
        amount: fee,
    });
    NewPurchase {
        member: order.member,
        store: by.store,
        staff: by.staff,
        amount: order.amount,
        items: order.pieces,
        at: None,
        reference: Some(format!("order {}", order.code)),
        source: by.source,
        lines: lines.iter().map(|line| sold(line, line.amount, lang)).chain(brought).collect(),
        points: None,
        vouchers: Vec::new(),
        prices: match order.bill {
            Some(purchase) => Prices::Ordered(Ordered { purchase, off }),
            None => Prices::AsTold,
        },
    }
}

/// Calls it off: its goods are free again.
pub async fn cancel(tx: &mut Tx, id: OrderId, reason: &str) -> Result<()> {
    let mut order = store::require(tx, tx.org(), id).await?;
    if order.state == State::Cancelled {
        return Ok(());
    }
    let mut fields = Fields::default();
    let reason = text::optional(&mut fields, "reason", Some(reason), REASON_MAX);
    fields.check(())?;
    let next = order.next(Event::Cancel)?;
    let lines = store::lines(tx, tx.org(), id).await?;
    goods::free(tx, &order, &lines).await?;
    order.reason = reason.unwrap_or_default();
    let refunded = if order.payment == Payment::Paid { order.amount } else { 0 };
    if refunded > 0 {
        order.payment = Payment::Refunded;
    }
    step(tx, &mut order, next).await?;
    put_back(tx, &order).await?;
    payments::actions::unwind(tx, id, payments::Cause::Cancelled).await?;
    fulfilments::actions::release(tx, id).await?;
    trail::note(tx, "orders.cancelled", id, &(), &order.reason).await?;
    let Order { member, store, amount, .. } = order;
    tx.emit(&OrderCancelled { order: id, member, store, amount, refunded })
}

/// A member calls off what nobody has packed yet. What was paid over the counter goes back over it, so
/// only what was paid online can be left by a tap.
pub async fn leave(tx: &mut Tx, id: OrderId) -> Result<()> {
    let order = store::require(tx, tx.org(), id).await?;
    let online = order.state == State::Paid && payments::paid(tx, tx.org(), id).await?.is_some();
    if order.state != State::Cancelled && !order.state.may_leave() && !online {
        return Err(Refusal::NotNow.with("state", order.state.word()).into());
    }
    cancel(tx, id, "").await
}

/// The time of the hold has come. Of an order that went on meanwhile nothing happens.
pub async fn expire(tx: &mut Tx, id: OrderId) -> Result<()> {
    let Some(mut order) = store::find(tx, tx.org(), id).await? else { return Ok(()) };
    let Some(next) = order.state.after(Event::Expire) else { return Ok(()) };
    if order.held_until > tx.now() {
        return Ok(());
    }
    let lines = store::lines(tx, tx.org(), id).await?;
    goods::free(tx, &order, &lines).await?;
    step(tx, &mut order, next).await?;
    put_back(tx, &order).await?;
    payments::actions::stop(tx, id).await?;
    fulfilments::actions::release(tx, id).await?;
    let Order { member, store, amount, .. } = order;
    tx.emit(&OrderExpired { order: id, member, store, amount })
}

pub(super) async fn step(tx: &mut Tx, order: &mut Order, next: State) -> Result<()> {
    order.state = next;
    order.held = None;
    order.changed_at = tx.now();
    store::update(tx, order).await
}

/// All of its purchase came back.
pub fn returned<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(told) = event.read::<PurchaseReturned>().filter(|told| told.whole) else {
            return Ok(());
        };
        let Some(mut order) = store::by_purchase(tx, tx.org(), told.purchase).await? else {
            return Ok(());
        };
        let Some(next) = order.state.after(Event::GiveBack) else { return Ok(()) };
        step(tx, &mut order, next).await?;
        let purchase = told.purchase;
        tx.emit(&OrderReturned { order: order.id, member: order.member, purchase })
    })
}

/// Somebody was erased: nobody will come for what they ordered. What they paid for stays for a person to
/// decide.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(gone) = event.read::<people::events::MemberErased>() else { return Ok(()) };
        let mut open = store::open_of_member(tx, tx.org(), gone.member).await?;
        open.retain(|order| order.payment == Payment::Owed);
        for order in open {
            cancel(tx, order.id, "").await?;
        }
        Ok(())
    })
}
