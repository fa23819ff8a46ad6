//! Keys in the console.

use axum::extract::{Path, State};
use kernel::{ApiKeyId, Error, Lang, permission, permission::ManageKeys};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    keys::{self, ApiKey},
    kit::{
        Choice, Form, List, Tone, format, icons, layout, live,
        parts::{self, Button, Confirm, Empty, Head, chip},
        tables::{Column, Row, Table},
        words,
    },
    reply::{self, see_with},
    t,
};

use super::actions;

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/keys", page)
        .get("/console/keys/new", new_page)
        .post("/console/keys", create)
        .post("/console/keys/{id}/revocation", revoke)
}

/// A scope in words: `stores:read` is `keys-scope-stores-read`.
fn scope_words(lang: Lang, scope: &str) -> String {
    words::say(lang, &format!("keys-scope-{}", scope.replace(':', "-")), Vec::new())
}

async fn page(State(app): State<App>, staff: Staff<ManageKeys>) -> Reply {
    let all = keys::list(&mut app.db().read().await?, staff.shop.org).await?;
    let lang = staff.lang();
    let list = List::new(lang, "/console/keys");
    let table = Table::new(&list, t!(lang, "keys-title"))
        .columns([
            Column::new("name", t!(lang, "keys-name")),
            Column::new("scopes", t!(lang, "keys-scopes")),
            Column::new("used", t!(lang, "keys-used")),
            Column::new("end", t!(lang, "keys-state")),
        ])
        .rows(all.iter().map(|key| row(&app, &staff, key)))
        .empty(
            Empty::new(icons::KEY, t!(lang, "keys-none"), t!(lang, "keys-none-why"))
                .action("/console/keys/new", t!(lang, "keys-make")),
        );
    let body = html! {
        (Head::new(t!(lang, "keys-title")).note(t!(lang, "keys-lead")).aside(html! {
            @if !all.is_empty() { (Button::primary(t!(lang, "keys-make")).href("/console/keys/new").icon(icons::PLUS)) }
        }))
        (table)
        p { a.quiet-link href="/api/v1/openapi.json" { (icons::CODE) (t!(lang, "keys-openapi")) } }
    };
    reply::page(layout::console(&staff.frame(t!(lang, "keys-title")), body))
}

fn row(app: &App, staff: &Staff<ManageKeys>, key: &ApiKey) -> Row {
    let lang = staff.lang();
    let used = key.used_at.map_or_else(
        || t!(lang, "keys-never"),
        |at| format::relative_day(lang, at, app.now(), &staff.shop.zone),
    );
    let scopes = key.scopes.join(", ");
    let row = Row::new().cell(&key.name).cell(html! { code { (scopes) } }).cell(used);
    if key.revoked_at.is_some() {
        return row.cell(chip(Tone::Warn, &t!(lang, "keys-revoked"))).faint();
    }
    row.cell(
        Confirm::new(
            lang,
            t!(lang, "keys-revoke"),
            t!(lang, "keys-revoke-title", name = key.name.as_str()),
        )
        .loses(t!(lang, "keys-revoke-loses"))
        .post(format!("/console/keys/{}/revocation", key.id), staff.once()),
    )
}

async fn new_page(staff: Staff<ManageKeys>) -> Reply {
    reply::page(new_view(&staff, &Form::new(staff.lang())))
}

fn new_view(staff: &Staff<ManageKeys>, form: &Form) -> Markup {
    let lang = staff.lang();
    let scopes = permission::scopes()
        .into_iter()
        .map(|scope| Choice::new(scope, scope_words(lang, scope)).note(scope));
    let fields = html! {
        (form.text("name", t!(lang, "keys-name")).hint(t!(lang, "keys-name-hint")).max(kernel::text::NAME_MAX).autocomplete("off"))
        (form.checks("scopes", t!(lang, "keys-scopes"), scopes).required().hint(t!(lang, "keys-scopes-hint")))
        div.actions { (Button::primary(t!(lang, "keys-make"))) }
    };
    layout::console(
        &staff.frame(t!(lang, "keys-make")),
        html! {
            (Head::new(t!(lang, "keys-make")).back("/console/keys", &t!(lang, "keys-title")).note(t!(lang, "keys-make-lead")))
            (form.post("/console/keys", &staff.once(), fields))
        },
    )
}

async fn create(State(app): State<App>, staff: Staff<ManageKeys>, input: Input) -> Reply {
    let scopes: Vec<String> = input.all("scopes").map(str::to_owned).collect();
    let key = input.once_in(staff.session.id, "keys.create")?;
    // The key leaves by this answer only: it is kept nowhere, so a second sending shows none.
    let mut text = None;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            let (id, made) = actions::make(tx, input.text("name"), &scopes).await?;
            text = Some(made);
            Ok(id)
        })
        .await;
    match (written, text) {
        (Ok(_), Some(text)) => reply::page(made_view(&staff, &text)),
        (Ok(_), None) => Ok(see_with("/console/keys", &Toast::warn("staff-shown-once"))),
        (Err(error), _) => {
            reply::or_form(error, |fields| new_view(&staff, &input.again(staff.lang(), fields)))
        }
    }
}

fn made_view(staff: &Staff<ManageKeys>, text: &str) -> Markup {
    let lang = staff.lang();
    layout::console(
        &staff.frame(t!(lang, "keys-made")),
        html! {
            (Head::new(t!(lang, "keys-made")).back("/console/keys", &t!(lang, "keys-title")).note(t!(lang, "keys-made-lead")))
            (parts::card("", html! {}, html! { (live::copy(text, &t!(lang, "staff-copy"), &t!(lang, "staff-copied"))) }))
        },
    )
}

async fn revoke(
    State(app): State<App>,
    staff: Staff<ManageKeys>,
    Path(raw): Path<String>,
    input: Input,
) -> Reply {
    let id: ApiKeyId = raw.parse().map_err(|_| Error::NotFound("key"))?;
    let key = input.once_in(staff.session.id, &format!("keys.revoke {id}"))?;
    app.db().write_once(&staff.scope, &key, async |tx| actions::revoke(tx, id).await).await?;
    Ok(see_with("/console/keys", &Toast::good("keys-was-revoked")))
}
