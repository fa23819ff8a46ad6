//! Stores in the console: list, one, opening, changing, closing.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse as _,
};
use kernel::{
    Error, Fields, Permission as _, StoreId, Time,
    permission::{ManageStores, ViewStores},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    App, Input, Place, Reply, Routes, Staff, Toast,
    kit::{
        Form, List, Tone, icons, layout,
        parts::{self, Button, Confirm, Empty, Head, chip, facts},
        tables::{Column, Row, Table},
    },
    pieces,
    reply::{self, see_with},
    t,
};

use super::{
    actions, asked,
    model::{Hours, Store},
    store as rows, view,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/stores", page)
        .get("/console/stores/new", new_page)
        .post("/console/stores", open)
        .get("/console/stores/{id}", one)
        .get("/console/stores/{id}/change", change_page)
        .post("/console/stores/{id}", change)
        .post("/console/stores/{id}/closing", close)
        .post("/console/stores/{id}/reopening", reopen)
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    closed: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    csv: String,
}

/// A chain has a few hundred stores: all of them fit one page, filtered and sorted here.
fn narrowed(all: Vec<Store>, asked: &Asked, staff: &Staff<ViewStores>) -> Vec<Store> {
    let words = kernel::text::line(&asked.q).to_lowercase();
    let mut stores: Vec<Store> = all
        .into_iter()
        .filter(|store| staff.remit().covers_store(Some(store.id)))
        .filter(|store| store.works() == asked.closed.is_empty())
        .filter(|store| {
            [&store.name, &store.address, &store.code]
                .iter()
                .any(|text| text.to_lowercase().contains(&words))
        })
        .collect();
    match asked.sort.as_str() {
        "-name" => stores.reverse(),
        "code" => stores.sort_by(|a, b| a.code.cmp(&b.code)),
        "-code" => stores.sort_by(|a, b| b.code.cmp(&a.code)),
        _ => {}
    }
    stores
}

async fn page(
    State(app): State<App>,
    staff: Staff<ViewStores>,
    Query(asked): Query<Asked>,
) -> Reply {
    let all = rows::all(&mut app.db().read().await?, staff.shop.org).await?;
    let any_closed = all.iter().any(|store| !store.works());
    let stores = narrowed(all, &asked, &staff);
    if !asked.csv.is_empty() {
        return csv(&stores);
    }
    let lang = staff.lang();
    let manages = staff.role.may(ManageStores::NAME);
    let list = List::new(lang, "/console/stores").query([
        ("q", asked.q),
        ("closed", asked.closed),
        ("sort", asked.sort),
    ]);
    let body = html! {
        (Head::new(t!(lang, "stores-title")).note(t!(lang, "stores-lead")).aside(html! {
            @if manages && !stores.is_empty() { (Button::primary(t!(lang, "stores-open")).href("/console/stores/new").icon(icons::PLUS)) }
        }))
        (table(&app, &staff, &list, &stores))
        @if any_closed && list.get("closed").is_empty() {
            p { a.quiet-link href=(list.href("closed", "1")) { (t!(lang, "stores-show-closed")) } }
        } @else if !list.get("closed").is_empty() {
            p { a.quiet-link href=(list.href("closed", "")) { (t!(lang, "stores-show-open")) } }
        }
    };
    reply::page(layout::console(&staff.frame(t!(lang, "stores-title")), body))
}

fn table(app: &App, staff: &Staff<ViewStores>, list: &List, stores: &[Store]) -> Markup {
    let lang = staff.lang();
    let now = app.now();
    let rows = stores.iter().map(|store| {
        let row = Row::new()
            .href(store.href())
            .cell(&store.name)
            .cell(&store.code)
            .cell(&store.address)
            .cell(state(staff, store, now));
        if store.works() { row } else { row.faint() }
    });
    let (new, first) = ("/console/stores/new", t!(lang, "stores-open-first"));
    let empty = Empty::new(icons::STORE, t!(lang, "stores-none"), t!(lang, "stores-none-why"))
        .action_for::<ManageStores>(staff.role, new, first);
    html! {
        (Table::new(list, t!(lang, "stores-title"))
            .columns([
                Column::new("name", t!(lang, "stores-name")).sort(),
                Column::new("code", t!(lang, "stores-code")).sort(),
                Column::new("address", t!(lang, "stores-address")),
                Column::new("now", t!(lang, "stores-now")),
            ])
            .rows(rows)
            .filter()
            .csv(list.href("csv", "1"))
            .empty(empty))
    }
}

/// Open or closed at this moment, in a chip.
fn state<P>(staff: &Staff<P>, store: &Store, now: Time) -> Markup {
    let lang = staff.lang();
    let here = now.zoned(&staff.shop.zone);
    let minute = u16::try_from(i16::from(here.hour()) * 60 + i16::from(here.minute())).unwrap_or(0);
    html! {
        @if !store.works() { (chip(Tone::Warn, &t!(lang, "stores-closed"))) }
        @else if store.hours.is_empty() { "–" }
        @else if store.hours.open_at(here.weekday(), minute) { (chip(Tone::Good, &t!(lang, "stores-open-now"))) }
        @else { (chip(Tone::Plain, &t!(lang, "stores-closed-now"))) }
    }
}

fn csv(stores: &[Store]) -> Reply {
    let mut out = String::from("id,code,name,address,lat,lon,state\r\n");
    for store in stores {
        let number = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
        let cells = [
            store.id.to_string(),
            store.code.clone(),
            store.name.clone(),
            store.address.clone(),
            number(store.lat),
            number(store.lon),
            if store.works() { "open" } else { "closed" }.to_owned(),
        ];
        out.push_str(&crate::csv::line(&cells));
    }
    let kind = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"stores.csv\""),
    ];
    Ok((kind, out).into_response())
}

async fn new_page(staff: Staff<ManageStores>) -> Reply {
    let usual = Hours::daily(9 * 60, 21 * 60);
    let form = Form::filled(staff.lang(), asked::hour_values(&usual));
    reply::page(new_view(&staff, &form))
}

fn new_view(staff: &Staff<ManageStores>, form: &Form) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (view::fields(form))
        div.actions { (Button::primary(t!(lang, "stores-open-do"))) }
    };
    layout::console(
        &staff.frame(t!(lang, "stores-open")),
        html! {
            (Head::new(t!(lang, "stores-open")).back("/console/stores", &t!(lang, "stores-title")).note(t!(lang, "stores-open-lead")))
            (form.post("/console/stores", &staff.once(), fields))
        },
    )
}

async fn open(State(app): State<App>, staff: Staff<ManageStores>, input: Input) -> Reply {
    let mut fields = Fields::default();
    let new = asked::typed(&input, &mut fields);
    let again = |fields| new_view(&staff, &input.again(staff.lang(), fields));
    if let Err(error) = fields.check(()) {
        return reply::or_form(error, again);
    }
    let key = input.once_in(staff.session.id, "stores.open")?;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| actions::open(tx, new.clone()).await)
        .await;
    match written {
        Ok(written) => Ok(see_with(
            &format!("/console/stores/{}", written.value.answer),
            &Toast::good("stores-was-opened"),
        )),
        Err(error) => reply::or_form(error, again),
    }
}

/// A store of this brand that the person works for; any other looks like none.
async fn load<P>(app: &App, staff: &Staff<P>, raw: &str) -> kernel::Result<Store> {
    let id: StoreId = raw.parse().map_err(|_| Error::NotFound("store"))?;
    let store = rows::require(&mut app.db().read().await?, staff.shop.org, id).await?;
    if staff.remit().covers_store(Some(id)) { Ok(store) } else { Err(Error::NotFound("store")) }
}

async fn one(State(app): State<App>, staff: Staff<ViewStores>, Path(raw): Path<String>) -> Reply {
    let store = load(&app, &staff, &raw).await?;
    let drawn = pieces::draw(&app, Place::StorePage, &staff.viewer().about(store.id)).await?;
    let lang = staff.lang();
    let manages = staff.role.may(ManageStores::NAME);
    let address = if store.address.is_empty() { "–" } else { &store.address };
    let body = html! {
        (Head::new(store.name.as_str()).back("/console/stores", &t!(lang, "stores-title"))
            .note(state(&staff, &store, app.now()))
            .aside(html! {
                @if manages { (Button::link(format!("{}/change", store.href()), t!(lang, "stores-change")).icon(icons::EDIT)) }
            }))
        (parts::card("", html! {}, facts([
            (t!(lang, "stores-address"), html! { (address) }),
            (t!(lang, "stores-place"), view::place(&store)),
            (t!(lang, "stores-code"), html! { (store.code) }),
        ])))
        @for piece in drawn { (piece) }
        (parts::card(&t!(lang, "stores-hours"), html! {}, view::hours(lang, &store.hours)))
        @if manages { (ending(&app, &staff, &store).await?) }
    };
    reply::page(layout::console(&staff.frame(store.name.as_str()), body))
}

async fn ending(app: &App, staff: &Staff<ViewStores>, store: &Store) -> kernel::Result<Markup> {
    let lang = staff.lang();
    if !store.works() {
        let fields = html! { div.actions { (Button::plain(t!(lang, "stores-reopen"))) } };
        let action = format!("{}/reopening", store.href());
        return Ok(Form::new(lang).post(&action, &staff.once(), fields));
    }
    let mut db = app.db().read().await?;
    let people = actions::people_of(&mut db, staff.shop.org, store.id).await?;
    Ok(html! {
        (Confirm::new(lang, t!(lang, "stores-close"), t!(lang, "stores-close-title", name = store.name.as_str()))
            .loses(t!(lang, "stores-close-loses"))
            .people(people)
            .post(format!("{}/closing", store.href()), staff.once()))
    })
}

async fn change_page(
    State(app): State<App>,
    staff: Staff<ManageStores>,
    Path(raw): Path<String>,
) -> Reply {
    let store = load(&app, &staff, &raw).await?;
    let form = Form::filled(staff.lang(), asked::values(&store));
    reply::page(change_view(&staff, &store, &form))
}

fn change_view(staff: &Staff<ManageStores>, store: &Store, form: &Form) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (view::fields(form))
        div.actions { (Button::primary(t!(lang, "save"))) }
    };
    layout::console(
        &staff.frame(store.name.as_str()),
        html! {
            (Head::new(store.name.as_str()).back(&store.href(), &t!(lang, "stores-title")))
            (form.post(&store.href(), &staff.once(), fields))
        },
    )
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageStores>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let store = load(&app, &staff, &raw).await?;
    let mut fields = Fields::default();
    let new = asked::typed(&input, &mut fields);
    let again = |fields| change_view(&staff, &store, &input.again(staff.lang(), fields));
    if let Err(error) = fields.check(()) {
        return reply::or_form(error, again);
    }
    let key = input.once_in(staff.session.id, &format!("stores.change {}", store.id))?;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::change(tx, store.id, new.clone()).await.map(drop)
        })
        .await;
    match written {
        Ok(_) => Ok(see_with(&store.href(), &Toast::good("stores-saved"))),
        Err(error) => reply::or_form(error, again),
    }
}

async fn close(
    State(app): State<App>,
    staff: Staff<ManageStores>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let store = load(&app, &staff, &raw).await?;
    let key = input.once_in(staff.session.id, &format!("stores.close {}", store.id))?;
    app.db().write_once(&staff.scope, &key, async |tx| actions::close(tx, store.id).await).await?;
    Ok(see_with("/console/stores", &Toast::good("stores-was-closed")))
}

async fn reopen(
    State(app): State<App>,
    staff: Staff<ManageStores>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let store = load(&app, &staff, &raw).await?;
    let key = input.once_in(staff.session.id, &format!("stores.reopen {}", store.id))?;
    app.db().write_once(&staff.scope, &key, async |tx| actions::reopen(tx, store.id).await).await?;
    Ok(see_with(&store.href(), &Toast::good("stores-was-reopened")))
}
