//! `/console/orders`: what is to be packed and collected, one order, its steps.

use std::collections::HashMap;

use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, MemberId, OrderId, PageRequest, Permission as _, Result,
    permission::{ManageOrders, ViewOrders},
};
use maud::{Markup, html};
use people::{
    members::{self, Search},
    stores::{self, Store},
};
use value::{codes, purchases::Source, vouchers::taking::With};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, List, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Figure, Head, Item, Tabs, card, rows},
        tables::{Column, Row, Table},
    },
    reply, t,
};

use super::{
    actions::{self, Hands},
    csv, journey,
    model::{Event, Line, Order, Payment, REASON_MAX, State as OrderState},
    store::{self, Which},
    view,
};
use crate::{
    fulfilments::{self, Fulfilment},
    outlets::{self, Kind, Outlet},
    payments,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/orders", list)
        .get("/console/orders/{id}", show)
        .post("/console/orders/{id}/readiness", prepare)
        .post("/console/orders/{id}/payment", pay)
        .post("/console/orders/{id}/departure", set_out)
        .post("/console/orders/{id}/failure", fail)
        .post("/console/orders/{id}/collection", collect)
        .post("/console/orders/{id}/cancellation", cancel)
}

/// A code means one order, a name everybody's who is called so.
async fn which(app: &App, staff: &Staff<ViewOrders>, asked: &List) -> Result<Option<Vec<Which>>> {
    let all = Which {
        state: asked.get("state").parse().ok(),
        store: asked.get("store").parse().ok(),
        within: staff.remit().stores(),
        ..Which::default()
    };
    let words = asked.filter().trim();
    if words.is_empty() {
        return Ok(None);
    }
    if let Some(code) = codes::read(words) {
        return Ok(Some(vec![Which { code: Some(code), state: None, ..all }]));
    }
    let search = Search {
        words: words.to_owned(),
        country: staff.shop.country.clone(),
        ..Search::default()
    };
    let page = PageRequest { limit: Some("10".to_owned()), cursor: None };
    let mut db = app.db().read().await?;
    let found = members::list(&mut db, staff.shop.org, &search, &page).await?.items;
    let of = |member: &members::Member| Which { member: Some(member.id), ..all.clone() };
    Ok(Some(found.iter().map(of).collect()))
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewOrders>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let query = query.unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    let asked = List::new(lang, "/console/orders").query(query.take(50));
    let file = asked.get("csv") == "1";
    let limit = Some(if file { "200" } else { "50" }.to_owned());
    let mut page = PageRequest { limit, cursor: Some(asked.get("cursor").to_owned()) };
    let wanted = which(&app, &staff, &asked).await?;
    let mut db = app.db().read().await?;
    let (mut orders, mut next) = (Vec::new(), None);
    if let Some(wanted) = wanted {
        for which in &wanted {
            orders.extend(store::list(&mut db, org, which, &page).await?.items);
        }
    } else {
        let which = Which {
            state: asked.get("state").parse().ok(),
            store: asked.get("store").parse().ok(),
            within: staff.remit().stores(),
            ..Which::default()
        };
        loop {
            let found = store::list(&mut db, org, &which, &page).await?;
            orders.extend(found.items);
            match found.next_cursor {
                Some(more) if file => page.cursor = Some(more),
                more => {
                    next = more;
                    break;
                }
            }
        }
    }
    if file {
        return Ok(csv::answer(&staff.shop, &orders));
    }
    let ids: Vec<MemberId> = orders.iter().filter_map(|order| order.member).collect();
    let names = members::names(&mut db, org, &ids).await?;
    let places = stores::list(&mut db, org).await?;
    drop(db);
    let main = page_of(&staff, &asked.next(next), (&orders, &names, &places), app.now());
    reply::page(layout::console(&staff.frame(t!(lang, "orders-title")), main))
}

type Names = HashMap<MemberId, String>;

fn page_of(
    staff: &Staff<ViewOrders>,
    list: &List,
    (orders, names, places): (&[Order], &Names, &[Store]),
    now: kernel::Time,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let lines = orders.iter().map(|order| {
        let place = places.iter().find(|store| store.id == order.store);
        let row = Row::new()
            .href(format!("/console/orders/{}", order.id))
            .cell(html! { span.num { (codes::shown(&order.code)) } })
            .cell(order.name(names))
            .cell(view::state_chip(lang, order, now))
            .cell(place.map_or("", |store| store.name.as_str()))
            .cell(format::relative_day(lang, order.placed_at, now, &shop.zone))
            .cell(format::number(lang, order.pieces))
            .cell(format::amount(lang, shop.money(order.amount)));
        if order.state_at(now).is_open() { row } else { row.faint() }
    });
    let empty = Empty::new(icons::PACKAGE, t!(lang, "orders-none"), t!(lang, "orders-none-why"))
        .action("/console/products", t!(lang, "orders-to-products"));
    let table = Table::new(list, t!(lang, "orders-title"))
        .columns([
            Column::new("code", t!(lang, "orders-code")),
            Column::new("member", t!(lang, "orders-member")),
            Column::new("state", t!(lang, "orders-state")),
            Column::new("store", t!(lang, "orders-store")),
            Column::new("placed", t!(lang, "orders-placed-at")),
            Column::new("pieces", t!(lang, "orders-pieces")).number(),
            Column::new("amount", t!(lang, "orders-amount-in", currency = shop.currency.code()))
                .number(),
        ])
        .rows(lines)
        .filter()
        .csv(list.href("csv", "1"))
        .empty(empty);
    html! {
        (Head::new(t!(lang, "orders-title")).note(t!(lang, "orders-lead")).aside(html! {
            (Button::link("/console/orders/picking", t!(lang, "picking-title")).icon(icons::PRINT))
        }))
        (tabs(lang, list))
        (table)
    }
}

fn tabs(lang: kernel::Lang, list: &List) -> Markup {
    let all =
        Tabs::new(t!(lang, "orders-state")).tab(list.href("state", ""), t!(lang, "orders-all"));
    let shown = [
        OrderState::Reserved,
        OrderState::Paid,
        OrderState::Ready,
        OrderState::OnTheWay,
        OrderState::Failed,
        OrderState::Missed,
        OrderState::Collected,
        OrderState::Cancelled,
        OrderState::Expired,
        OrderState::Returned,
    ];
    let tabs = shown.into_iter().fold(all, |tabs, state| {
        tabs.tab(list.href("state", state.word()), view::state(lang, state))
    });
    let here = list.href("state", list.get("state"));
    maud::Render::render(&tabs.here(here))
}

/// The order, if it is of a store of theirs.
async fn required<P>(app: &App, staff: &Staff<P>, id: &str) -> Result<Order> {
    let id: OrderId = id.parse().map_err(|_| Error::NotFound("order"))?;
    let order = store::require(&mut app.db().read().await?, staff.shop.org, id).await?;
    let mine = staff.remit().spans_store(Some(order.store));
    if mine { Ok(order) } else { Err(Error::NotFound("order")) }
}

async fn show(State(app): State<App>, staff: Staff<ViewOrders>, Path(id): Path<String>) -> Reply {
    let order = required(&app, &staff, &id).await?;
    let mut db = app.db().read().await?;
    let lines = store::lines(&mut db, staff.shop.org, order.id).await?;
    let with = store::with(&mut db, staff.shop.org, &order).await?;
    let whose = Vec::from_iter(order.member);
    let names = members::names(&mut db, staff.shop.org, &whose).await?;
    let known = !members::names_for(&mut db, &staff, &whose).await?.is_empty();
    let place = stores::find(&mut db, staff.shop.org, order.store).await?;
    let way = fulfilments::find(&mut db, staff.shop.org, order.id).await?;
    let outlet = match &way {
        Some(way) => outlets::find(&mut db, staff.shop.org, way.outlet).await?,
        None => None,
    };
    drop(db);
    let name = Some(order.name(&names)).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| t!(staff.lang(), "orders-somebody"));
    let place = place.map_or_else(String::new, |place| place.name);
    let viewer = staff.viewer().about(order.id);
    let pieces = web::pieces::draw(&app, web::Place::OrderPage, &viewer).await?;
    let online = payments::paid(&mut app.db().read().await?, staff.shop.org, order.id).await?;
    let seen = Seen {
        order: &order,
        lines: &lines,
        with: &with,
        way: way.as_ref(),
        pieces: &pieces,
        online: online.is_some(),
        known,
    };
    let main = one(&staff, &seen, (&name, &place, outlet), app.now());
    let title = codes::shown(&order.code);
    reply::page(layout::console(&staff.frame(title), main))
}

/// An order with all that its page shows.
struct Seen<'a> {
    order: &'a Order,
    lines: &'a [Line],
    with: &'a [With],
    /// None: it is collected in its store.
    way: Option<&'a Fulfilment>,
    pieces: &'a [Markup],
    /// Whether it was paid online, so that money goes back by itself.
    online: bool,
    /// Whether whoever looks may see the member, too, and not only whose order it is.
    known: bool,
}

fn one(
    staff: &Staff<ViewOrders>,
    seen: &Seen<'_>,
    (name, place, outlet): (&str, &str, Option<Outlet>),
    now: kernel::Time,
) -> Markup {
    let Seen { order, lines, with, way, pieces, known, .. } = *seen;
    let (lang, shop) = (staff.lang(), &staff.shop);
    let until = view::until(lang, shop, order, now);
    let sentence = t!(
        lang,
        "orders-sentence",
        name = name,
        state = view::state(lang, order.state_at(now)),
        store = place
    );
    let mine = staff.role.may(ManageOrders::NAME);
    html! {
        (Head::new(codes::shown(&order.code)).back("/console/orders", &t!(lang, "orders-title")).note(sentence)
            .aside(view::state_chip(lang, order, now)))
        div.figures {
            (Figure::new(t!(lang, "orders-amount"), format::money(lang, shop.money(order.amount)))
                .note(view::payment(lang, order.payment)))
            (Figure::new(t!(lang, "orders-placed-at"), format::date_time(lang, order.placed_at, &shop.zone))
                .note(until.unwrap_or_default()))
        }
        div.columns {
            div {
                (card(&t!(lang, "orders-what"), "", view::lines(lang, shop, order, (lines, with))))
                @for piece in pieces { (piece) }
            }
            div {
                @let whose = Item::new(name).note(place);
                @let whose = match order.member.filter(|_| known) {
                    Some(member) => whose.href(format!("/console/members/{member}")),
                    None => whose,
                };
                (card(&t!(lang, "orders-who"), "", rows([whose])))
                @if let Some(way) = way {
                    @let item = fulfilments::item(lang, way, outlet.as_ref());
                    (card("", "", rows([item.href(format!("/console/outlets/{}?day={}", way.outlet, way.day))])))
                }
                @if !order.reason.is_empty() { p.note { (t!(lang, "orders-reason-said", reason = order.reason.as_str())) } }
                @if mine { (steps(staff, seen, now)) }
            }
        }
        (parts::history(&staff.viewer(), order.id))
    }
}

/// What can happen next.
fn steps(staff: &Staff<ViewOrders>, seen: &Seen<'_>, now: kernel::Time) -> Markup {
    let Seen { order, way, .. } = *seen;
    let (lang, state) = (staff.lang(), order.state_at(now));
    let at = |noun: &str| format!("/console/orders/{}/{noun}", order.id);
    let can = |event| state.after(event).is_some();
    let form = |prefix| Form::new(lang).prefixed(prefix);
    let reason = Form::new(lang).prefixed("cancel");
    let money = format::money(lang, staff.shop.money(order.amount));
    let (owed, paid) = (order.payment == Payment::Owed, order.payment == Payment::Paid);
    let loses = if seen.online {
        t!(lang, "payments-cancel-loses", amount = money)
    } else if paid {
        t!(lang, "orders-cancel-pays-back", amount = money)
    } else {
        t!(lang, "orders-cancel-loses")
    };
    html! {
        @if can(Event::Prepare) {
            (form("ready").post(&at("readiness"), &staff.once(), Button::primary(t!(lang, "orders-prepare"))))
        }
        @if way.is_some_and(|way| way.kind == Kind::Zone) && can(Event::SetOut) {
            (form("out").post(&at("departure"), &staff.once(), Button::primary(t!(lang, "orders-set-out"))))
        }
        @if can(Event::Fail) {
            (form("fail").post(&at("failure"), &staff.once(), html! {
                (Form::new(lang).prefixed("fail").text("reason", t!(lang, "orders-fail-reason")).max(REASON_MAX).optional())
                (Button::plain(t!(lang, "orders-fail")))
            }))
        }
        @if can(Event::HandOver) {
            (form("collect").post(&at("collection"), &staff.once(), html! {
                @let label = if paid { t!(lang, "orders-counter-give") } else { t!(lang, "orders-hand-over") };
                @if state == OrderState::Ready { (Button::primary(label)) } @else { (Button::plain(label)) }
            }))
        }
        @if owed && can(Event::Pay) {
            (form("pay").post(&at("payment"), &staff.once(), Button::plain(t!(lang, "orders-pay"))))
        }
        @if can(Event::Cancel) {
            (Confirm::new(lang, t!(lang, "orders-cancel"), t!(lang, "orders-cancel-title"))
                .loses(loses).people(1)
                .fields(reason.text("reason", t!(lang, "orders-reason")).max(REASON_MAX).optional()
                    .hint(t!(lang, "orders-reason-hint")))
                .post(at("cancellation"), staff.once()))
        }
    }
}

async fn prepare(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let order = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "orders.prepare")?;
    let run = async |tx: &mut ::store::Tx| actions::prepare(tx, order.id).await;
    app.db().write_once(&staff.scope, &once, run).await?;
    let to = format!("/console/orders/{}", order.id);
    Ok(reply::see_with(&to, &Toast::good("orders-prepared")))
}

async fn set_out(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let order = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "orders.set_out")?;
    let run = async |tx: &mut ::store::Tx| journey::set_out(tx, order.id).await;
    app.db().write_once(&staff.scope, &once, run).await?;
    let to = format!("/console/orders/{}", order.id);
    Ok(reply::see_with(&to, &Toast::good("orders-on-the-way")))
}

async fn fail(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let order = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "orders.fail")?;
    let reason = input.text("reason").to_owned();
    let run = async |tx: &mut ::store::Tx| journey::fail(tx, order.id, &reason).await;
    app.db().write_once(&staff.scope, &once, run).await?;
    let to = format!("/console/orders/{}", order.id);
    Ok(reply::see_with(&to, &Toast::good("orders-failed")))
}

async fn pay(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let order = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "orders.pay")?;
    let to = format!("/console/orders/{}", order.id);
    let run = async |tx: &mut ::store::Tx| actions::pay(tx, order.id).await;
    match app.db().write_once(&staff.scope, &once, run).await {
        Ok(_) => Ok(reply::see_with(&to, &Toast::good("orders-paid"))),
        // Its goods were set free, and somebody else has them.
        Err(Error::Invalid(_)) => Ok(reply::see_with(&to, &Toast::warn("orders-paid-late"))),
        Err(error) => Err(error.into()),
    }
}

async fn collect(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let order = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "orders.collect")?;
    let by = Hands { store: order.store, staff: Some(staff.id()), source: Source::Counter };
    let run = async |tx: &mut ::store::Tx| actions::hand_over(tx, order.id, by).await;
    app.db().write_once(&staff.scope, &once, run).await?;
    let to = format!("/console/orders/{}", order.id);
    Ok(reply::see_with(&to, &Toast::good("orders-handed-over")))
}

async fn cancel(
    State(app): State<App>,
    staff: Staff<ManageOrders>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let order = required(&app, &staff, &id).await?;
    let once = input.once_in(staff.session.id, "orders.cancel")?;
    let reason = input.text("reason").to_owned();
    let run = async |tx: &mut ::store::Tx| actions::cancel(tx, order.id, &reason).await;
    app.db().write_once(&staff.scope, &once, run).await?;
    let to = format!("/console/orders/{}", order.id);
    Ok(reply::see_with(&to, &Toast::good("orders-cancelled")))
}
