//! Payments on pages that other slices draw.

use kernel::{OrderId, Permission as _, PurchaseId, Result, permission::ViewOrders};
use maud::{Markup, html};
use web::{
    App, Viewer,
    kit::{
        format, icons,
        parts::{Button, Item, card, rows},
    },
    t,
};

use super::{
    actions,
    model::{Payment, Standing, Sums},
    store, view,
};
use crate::orders;

/// Payments with how they stand.
async fn standing(app: &App, viewer: &Viewer, order: OrderId) -> Result<Vec<(Payment, Standing)>> {
    let (org, now) = (viewer.shop.org, app.now());
    let mut db = app.db().read().await?;
    let payments = store::of_order(&mut db, org, order).await?;
    let sums = store::sums(&mut db, org, &payments).await?;
    let stands = |payment: Payment| {
        let standing = payment.standing(sums.get(&payment.id).copied().unwrap_or_default(), now);
        (payment, standing)
    };
    Ok(payments.into_iter().map(stands).collect())
}

/// On the member's page of an order: the ways to pay it, or what became of paying.
pub async fn phone(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let id = OrderId::from_uuid(subject);
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let order = orders::require(&mut app.db().read().await?, shop.org, id).await?;
    let payments = standing(app, viewer, id).await?;
    let ways = actions::offered(&app.world().ways, shop);
    let open = payments.iter().any(|(one, _)| one.state.is_open());
    let owed = order.payment == orders::Payment::Owed
        && order.amount > 0
        && order.state_at(app.now()).is_open();
    let told =
        payments.iter().filter(|(_, now)| !matches!(now, Standing::Closed | Standing::Failed));
    let item = |(payment, now): &(Payment, Standing)| {
        Item::new(format::money(lang, shop.money(payment.amount)))
            .note(view::way(lang, &payment.way))
            .aside(view::standing_chip(lang, *now))
            .href(shop.href(&format!("/shop/payments/{}", payment.id)))
    };
    let told: Vec<Item> = told.map(item).collect();
    let once = || app.world().chance.code(20);
    let offer = owed && !open && !ways.is_empty();
    if told.is_empty() && !offer {
        return Ok(None);
    }
    Ok(Some(html! {
        @if !told.is_empty() { (card(&t!(lang, "payments-online"), "", rows(told))) }
        @if offer {
            section.pay-ways {
                h2 { (t!(lang, "payments-how")) }
                @for (at, way) in ways.iter().enumerate() {
                    form method="post" action=(shop.href(&format!("/shop/orders/{id}/payments"))) {
                        input type="hidden" name="once" value=(once());
                        input type="hidden" name="way" value=(way);
                        @let label = t!(lang, "payments-pay-by", way = view::way(lang, way));
                        @if at == 0 { (Button::primary(label).big()) } @else { (Button::plain(label).big()) }
                    }
                }
                p.note { (t!(lang, "payments-or-counter")) }
            }
        }
    }))
}

/// On the console's page of an order.
pub async fn order(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.may(ViewOrders::NAME)) else {
        return Ok(None);
    };
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let payments = standing(app, viewer, OrderId::from_uuid(subject)).await?;
    let item = |(payment, now): &(Payment, Standing)| {
        let at = format::date_time(lang, payment.created_at, &shop.zone);
        Item::new(format::money(lang, shop.money(payment.amount)))
            .note(html! { (view::way(lang, &payment.way)) " · " (at) })
            .aside(view::standing_chip(lang, *now))
            .href(format!("/console/payments/{}", payment.id))
    };
    let some = !payments.is_empty();
    Ok(some.then(|| card(&t!(lang, "payments-online"), "", rows(payments.iter().map(item)))))
}

/// On the counter's page of a return: money that came online goes back online, and the till keeps shut.
pub async fn returned(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, org) = (viewer.lang, viewer.shop.org);
    let mut db = app.db().read().await?;
    let purchase = PurchaseId::from_uuid(subject);
    let Some(order) = orders::by_purchase(&mut db, org, purchase).await? else { return Ok(None) };
    let Some(paid) = super::paid(&mut db, org, order.id).await? else { return Ok(None) };
    let left = paid.left(Sums::of(&store::backs(&mut db, org, paid.id).await?));
    drop(db);
    let way = view::way(lang, &paid.way);
    let left = format::money(lang, viewer.shop.money(left));
    Ok(Some(rows([Item::new(t!(lang, "payments-return", way = way)).start(icons::INFO).note(t!(
        lang,
        "payments-return-why",
        left = left
    ))])))
}

/// The console's Today: payments that somebody must look at.
pub async fn waits(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if !viewer.may(ViewOrders::NAME) {
        return Ok(None);
    }
    let odd =
        store::odd(&mut app.db().read().await?, viewer.shop.org, viewer.remit().stores()).await?;
    let title = t!(viewer.lang, "payments-today", count = odd);
    let item = Item::new(title).start(icons::WARN).href("/console/payments?state=odd");
    Ok((odd > 0).then(|| rows([item])))
}
