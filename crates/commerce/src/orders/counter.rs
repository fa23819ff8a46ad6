//! The counter: the code on the phone, what it is for, one tap.

use axum::extract::{Path, State};
use kernel::{Error, OrderId, OrgId, Result};
use maud::html;
use people::members;
use value::{
    codes,
    counter::till::{self, Till},
    purchases::{self, Source},
};
use web::{
    App, Input, Reply, Routes,
    kit::{
        Form, Tone, format, layout,
        parts::{Button, Verdict, Visitor, card},
    },
    reply, t,
};

use super::{
    actions::{self, Hands},
    model::{Event, Order, Payment},
    store, view,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/orders/{id}", show)
        .post("/counter/orders/{id}/collection", collect)
        .get("/counter/orders/{id}/receipt", done)
}

/// Where the counter goes with a pick-up code.
pub async fn look(app: &App, org: OrgId, code: &str) -> Result<Option<String>> {
    let found = store::by_code(&mut app.db().read().await?, org, code).await?;
    Ok(found.map(|order| format!("/counter/orders/{}", order.id)))
}

async fn required(app: &App, till: &Till, id: &str) -> Result<Order> {
    let id: OrderId = id.parse().map_err(|_| Error::NotFound("order"))?;
    store::require(&mut app.db().read().await?, till.shop.org, id).await
}

async fn show(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let (lang, shop, now) = (till.lang(), &till.shop, app.now());
    let order = required(&app, &till, &id).await?;
    let mut db = app.db().read().await?;
    let lines = store::lines(&mut db, shop.org, order.id).await?;
    let with = store::with(&mut db, shop.org, &order).await?;
    let names = members::names(&mut db, shop.org, &Vec::from_iter(order.member)).await?;
    let place = people::stores::find(&mut db, shop.org, order.store).await?;
    drop(db);
    let name = Some(order.name(&names)).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| t!(lang, "orders-somebody"));
    let money = format::money(lang, shop.money(order.amount));
    let note = match order.payment {
        Payment::Owed => t!(lang, "orders-counter-owed", amount = money.clone()),
        Payment::Paid | Payment::Refunded => view::payment(lang, order.payment),
    };
    let here = order.store == till.store;
    let form = Form::new(lang);
    let give = match order.payment {
        Payment::Owed => t!(lang, "orders-counter-take", amount = money),
        Payment::Paid | Payment::Refunded => t!(lang, "orders-counter-give"),
    };
    let main = html! {
        (till::field(lang, ""))
        (Visitor::new(name, t!(lang, "orders-counter-note", code = codes::shown(&order.code), payment = note)))
        (card(&t!(lang, "orders-what"), view::state_chip(lang, &order, now), view::lines(lang, shop, &order, (&lines, &with))))
        @if order.state_at(now).after(Event::HandOver).is_none() {
            p.counter-none { (t!(lang, "orders-counter-not-now", state = view::state(lang, order.state_at(now)))) }
        } @else if !here {
            p.counter-none { (t!(lang, "orders-counter-elsewhere", store = place.map_or_else(String::new, |it| it.name))) }
        } @else {
            (form.post(&format!("/counter/orders/{}/collection", order.id), &till.once(), Button::primary(give).big()))
        }
    };
    let frame = till::frame(&app, &till, t!(lang, "orders-counter-title")).await?;
    reply::page(layout::counter(&frame, main))
}

async fn collect(
    State(app): State<App>,
    till: Till,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let order = required(&app, &till, &id).await?;
    let once = input.once_in(till.session.id, "orders.collect")?;
    let by = Hands { store: till.store, staff: Some(till.staff), source: Source::Counter };
    let done = app
        .db()
        .write_once(&till.scope, &once, async |tx| actions::hand_over(tx, order.id, by).await)
        .await;
    match done {
        Ok(_) => Ok(reply::see_other(&format!("/counter/orders/{}/receipt", order.id))),
        Err(error) => {
            let back = format!("/counter/orders/{}", order.id);
            Ok(till::refused(&app, &till, error, &back).await?)
        }
    }
}

async fn done(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let (lang, shop) = (till.lang(), &till.shop);
    let order = required(&app, &till, &id).await?;
    let Some(purchase) = order.purchase else {
        return Ok(reply::see_other(&format!("/counter/orders/{}", order.id)));
    };
    let bought = purchases::require(&mut app.db().read().await?, shop.org, purchase).await?;
    let money = format::money(lang, shop.money(order.amount));
    let receipt = bought.receipt.map_or_else(String::new, |code| codes::shown(&code));
    let said =
        t!(lang, "orders-counter-done", pieces = order.pieces, amount = money, receipt = receipt);
    let frame = till::frame(&app, &till, t!(lang, "orders-counter-given")).await?;
    let verdict = Verdict::new(Tone::Good, t!(lang, "orders-counter-given"), said);
    reply::page(till::verdict(&frame, verdict, "/counter"))
}
