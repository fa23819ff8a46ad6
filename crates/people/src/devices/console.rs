//! Counters in the console: list, pairing, renaming, unpairing.

use axum::extract::{Path, State};
use kernel::{DeviceId, Error, Lang, StoreId, permission::PairDevice};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Choice, Form, List, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Head},
        qr,
        tables::{Column, Row, Table},
    },
    reply::{self, see_with},
    t,
};

use super::{
    actions,
    model::{Device, LOCKS},
    store as rows,
};
use crate::stores::{self, Store};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/devices", page)
        .get("/console/devices/new", new_page)
        .post("/console/devices", offer)
        .get("/console/devices/{id}", one)
        .post("/console/devices/{id}", change)
        .post("/console/devices/{id}/unpairing", unpair)
}

/// Stores that the person works for.
async fn own_stores(app: &App, staff: &Staff<PairDevice>) -> kernel::Result<Vec<Store>> {
    let all = stores::list(&mut app.db().read().await?, staff.shop.org).await?;
    Ok(all.into_iter().filter(|store| staff.remit().spans_store(Some(store.id))).collect())
}

async fn page(State(app): State<App>, staff: Staff<PairDevice>) -> Reply {
    let stores = own_stores(&app, &staff).await?;
    let all = rows::list(&mut app.db().read().await?, staff.shop.org).await?;
    let lang = staff.lang();
    let list = List::new(lang, "/console/devices");
    let name = |id: StoreId| stores.iter().find(|store| store.id == id).map(|s| s.name.as_str());
    let rows = all.iter().filter_map(|device| {
        let store = name(device.store)?;
        let seen = device
            .seen_at
            .map_or_else(|| "–".to_owned(), |at| format::from_now(lang, at, app.now()));
        Some(Row::new().href(device.href()).cell(&device.name).cell(store).cell(seen))
    });
    let empty = if stores.is_empty() {
        Empty::new(icons::STORE, t!(lang, "devices-none"), t!(lang, "devices-no-store"))
            .action("/console/stores", t!(lang, "stores-title"))
    } else {
        Empty::new(icons::SCAN, t!(lang, "devices-none"), t!(lang, "devices-none-why"))
            .action("/console/devices/new", t!(lang, "devices-pair"))
    };
    let table = Table::new(&list, t!(lang, "devices-title"))
        .columns([
            Column::new("name", t!(lang, "devices-name")),
            Column::new("store", t!(lang, "devices-store")),
            Column::new("seen", t!(lang, "devices-seen")),
        ])
        .rows(rows)
        .empty(empty);
    let body = html! {
        (Head::new(t!(lang, "devices-title")).note(t!(lang, "devices-lead")).aside(html! {
            @if !stores.is_empty() && !all.is_empty() { (Button::primary(t!(lang, "devices-pair")).href("/console/devices/new").icon(icons::PLUS)) }
        }))
        (table)
    };
    reply::page(layout::console(&staff.frame(t!(lang, "devices-title")), body))
}

async fn new_page(State(app): State<App>, staff: Staff<PairDevice>) -> Reply {
    let stores = own_stores(&app, &staff).await?;
    let lang = staff.lang();
    let mut form = Form::new(lang).or_default("name", t!(lang, "devices-name-first"));
    if let [only] = stores.as_slice() {
        form = form.or_default("store", only.id.to_string());
    }
    reply::page(new_view(&staff, &stores, &form))
}

fn new_view(staff: &Staff<PairDevice>, stores: &[Store], form: &Form) -> Markup {
    let lang = staff.lang();
    let choices = stores.iter().map(|store| Choice::new(store.id.to_string(), &store.name));
    let fields = html! {
        (form.select("store", t!(lang, "devices-store"), choices))
        (form.text("name", t!(lang, "devices-name")).hint(t!(lang, "devices-name-hint")).max(60).autocomplete("off"))
        div.actions { (Button::primary(t!(lang, "devices-code-make"))) }
    };
    layout::console(
        &staff.frame(t!(lang, "devices-pair")),
        html! {
            (Head::new(t!(lang, "devices-pair")).back("/console/devices", &t!(lang, "devices-title")).note(t!(lang, "devices-pair-lead")))
            (form.post("/console/devices", &staff.once(), fields))
        },
    )
}

async fn offer(State(app): State<App>, staff: Staff<PairDevice>, input: Input) -> Reply {
    let stores = own_stores(&app, &staff).await?;
    let lang = staff.lang();
    let again = |fields| new_view(&staff, &stores, &input.again(lang, fields));
    let chosen = stores.iter().find(|store| store.id.to_string() == input.text("store"));
    let Some(store) = chosen else {
        return reply::or_form(kernel::FieldError::new("store", "choice_invalid").into(), again);
    };
    let key = input.once_in(staff.session.id, "devices.offer")?;
    let mut code = None;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            code = Some(actions::offer(tx, store.id, input.text("name")).await?);
            Ok(())
        })
        .await;
    match (written, code) {
        (Ok(_), Some(code)) => reply::page(code_view(&app, &staff, lang, store, &code)?),
        (Ok(_), None) => Ok(see_with("/console/devices", &Toast::warn("staff-shown-once"))),
        (Err(error), _) => reply::or_form(error, again),
    }
}

fn code_view(
    app: &App,
    staff: &Staff<PairDevice>,
    lang: Lang,
    store: &Store,
    code: &str,
) -> kernel::Result<Markup> {
    let address = app.url("/counter/pairing");
    let picture = qr::svg(&format!("{address}?code={code}"), &t!(lang, "devices-qr"))?;
    let (first, second) = code.split_at(code.len().min(3));
    Ok(layout::console(
        &staff.frame(t!(lang, "devices-pair")),
        html! {
            (Head::new(t!(lang, "devices-code-title", store = store.name.as_str())).back("/console/devices", &t!(lang, "devices-title")).note(t!(lang, "devices-code-lead")))
            (parts::card("", html! {}, html! {
                p.pairing-code { (first) " " (second) }
                p { (t!(lang, "devices-code-where", address = address.as_str())) }
                (picture)
            }))
        },
    ))
}

async fn load(app: &App, staff: &Staff<PairDevice>, raw: &str) -> kernel::Result<Device> {
    let id: DeviceId = raw.parse().map_err(|_| Error::NotFound("device"))?;
    let device = rows::require(&mut app.db().read().await?, staff.shop.org, id).await?;
    if staff.remit().spans_store(Some(device.store)) {
        Ok(device)
    } else {
        Err(Error::NotFound("device"))
    }
}

async fn one(State(app): State<App>, staff: Staff<PairDevice>, Path(raw): Path<String>) -> Reply {
    let device = load(&app, &staff, &raw).await?;
    let values = [("name", device.name.clone()), ("lock_after", device.lock_after_h.to_string())];
    reply::page(one_view(&staff, &device, &Form::filled(staff.lang(), values)))
}

fn one_view(staff: &Staff<PairDevice>, device: &Device, form: &Form) -> Markup {
    let lang = staff.lang();
    let locks = LOCKS.into_iter().map(|hours| {
        let label = if hours == 0 {
            t!(lang, "devices-lock-never")
        } else {
            t!(lang, "devices-lock-after", hours = hours)
        };
        Choice::new(hours.to_string(), label)
    });
    let fields = html! {
        (form.text("name", t!(lang, "devices-name")).max(60).autocomplete("off"))
        (form.select("lock_after", t!(lang, "devices-lock"), locks).hint(t!(lang, "devices-lock-hint")))
        div.actions { (Button::primary(t!(lang, "save"))) }
    };
    layout::console(
        &staff.frame(device.name.as_str()),
        html! {
            (Head::new(device.name.as_str()).back("/console/devices", &t!(lang, "devices-title")))
            (form.post(&device.href(), &staff.once(), fields))
            (Confirm::new(lang, t!(lang, "devices-unpair"), t!(lang, "devices-unpair-title", name = device.name.as_str()))
                .loses(t!(lang, "devices-unpair-loses"))
                .post(format!("{}/unpairing", device.href()), staff.once()))
            (parts::history(&staff.viewer(), device.id))
        },
    )
}

async fn change(
    State(app): State<App>,
    staff: Staff<PairDevice>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let device = load(&app, &staff, &raw).await?;
    let key = input.once_in(staff.session.id, &format!("devices.change {}", device.id))?;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::change(tx, device.id, input.text("name"), input.text("lock_after")).await
        })
        .await;
    match written {
        Ok(_) => Ok(see_with("/console/devices", &Toast::good("devices-saved"))),
        Err(error) => reply::or_form(error, |fields| {
            one_view(&staff, &device, &input.again(staff.lang(), fields))
        }),
    }
}

async fn unpair(
    State(app): State<App>,
    staff: Staff<PairDevice>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let device = load(&app, &staff, &raw).await?;
    let key = input.once_in(staff.session.id, &format!("devices.unpair {}", device.id))?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| actions::unpair(tx, device.id).await)
        .await?;
    Ok(see_with("/console/devices", &Toast::good("devices-was-unpaired")))
}
