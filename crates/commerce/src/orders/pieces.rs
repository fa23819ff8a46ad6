//! Orders on pages that several rooms share.

use kernel::{MemberId, PageRequest, Permission as _, Result, permission::ViewOrders};
use maud::Markup;
use web::{
    App, Viewer,
    kit::{
        format, icons,
        parts::{Item, card, rows},
    },
    t,
};

use super::{
    model::{Order, State},
    store::{self, Which},
    view,
};

/// A member's first page: what waits for them.
pub async fn home(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let member = MemberId::from_uuid(subject);
    let mut open = store::open_of_member(&mut app.db().read().await?, shop.org, member).await?;
    open.retain(|order| order.state_at(now).is_open());
    let item = |order: &Order| {
        let title = match order.state {
            State::Ready => t!(lang, "orders-phone-ready"),
            _ => t!(lang, "orders-phone-held"),
        };
        let until = view::until(lang, shop, order, now);
        Item::new(title)
            .start(icons::PACKAGE)
            .note(until.unwrap_or_else(|| view::payment(lang, order.payment)))
            .aside(format::money(lang, shop.money(order.amount)))
            .href(shop.href(&format!("/shop/orders/{}", order.id)))
    };
    Ok((!open.is_empty()).then(|| card("", "", rows(open.iter().take(5).map(item)))))
}

/// The console's Today: what is to be packed, and what waits to be collected.
pub async fn waits(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if !viewer.may(ViewOrders::NAME) {
        return Ok(None);
    }
    let lang = viewer.lang;
    let (org, within) = (viewer.shop.org, viewer.remit().stores());
    let (packing, ready) = store::waiting(&mut app.db().read().await?, org, within).await?;
    let item = |title: String, state: &str| {
        Item::new(title).start(icons::PACKAGE).href(format!("/console/orders?state={state}"))
    };
    let mut items = Vec::new();
    if packing > 0 {
        items.push(item(t!(lang, "orders-today-pack", count = packing), "reserved"));
    }
    if ready > 0 {
        items.push(item(t!(lang, "orders-today-ready", count = ready), "ready"));
    }
    Ok((!items.is_empty()).then(|| rows(items)))
}

/// The console's page of one member: what they ordered, at stores of whoever looks.
pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    if !viewer.may(ViewOrders::NAME) {
        return Ok(None);
    }
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let member = Some(MemberId::from_uuid(subject));
    let which = Which { member, within: viewer.remit().stores(), ..Which::default() };
    let page = PageRequest { limit: Some("6".to_owned()), cursor: None };
    let orders = store::list(&mut app.db().read().await?, shop.org, &which, &page).await?.items;
    let item = |order: &Order| {
        Item::new(format::money(lang, shop.money(order.amount)))
            .note(format::relative_day(lang, order.placed_at, now, &shop.zone))
            .aside(view::state_chip(lang, order, now))
            .href(format!("/console/orders/{}", order.id))
    };
    Ok((!orders.is_empty())
        .then(|| card(&t!(lang, "orders-title"), "", rows(orders.iter().map(item)))))
}

/// The question before a member is erased: what they have not collected.
pub async fn leaving(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, now, member) = (viewer.lang, app.now(), MemberId::from_uuid(subject));
    let mut db = app.db().read().await?;
    let mut open = store::open_of_member(&mut db, viewer.shop.org, member).await?;
    open.retain(|order| order.state_at(now).is_open());
    let item = || {
        Item::new(t!(lang, "leaving-orders", count = open.len()))
            .note(t!(lang, "leaving-orders-why"))
    };
    Ok((!open.is_empty()).then(|| rows([item()])))
}
