//! The trail in the console, and as CSV.

use std::collections::HashMap;

use ::store::Read;
use axum::{
    extract::{Query, State},
    http::header,
    response::IntoResponse as _,
};
use kernel::{OrgId, PageRequest, Result, StaffId, permission::ViewTrail};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    App, Reply, Routes, Staff,
    kit::{
        Choice, Form, List, format, icons, layout,
        parts::{Button, Empty, Head},
        tables::{Column, Row, Table},
    },
    reply, t,
    trail::Entry,
};

use super::{
    reading::{self as rows, Filter},
    view,
};
use crate::{series, staff, stores};

pub fn routes() -> Routes {
    Routes::new().get("/console/trail", page)
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    cursor: String,
    #[serde(default)]
    csv: String,
}

/// Rows of one CSV file; a longer trail is exported by the API, page by page.
const CSV_ROWS: usize = 10_000;

async fn page(
    State(app): State<App>,
    staff: Staff<ViewTrail>,
    Query(asked): Query<Asked>,
) -> Reply {
    let org = staff.shop.org;
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = Filter {
        subject: some(&asked.subject),
        person: asked.person.parse().ok(),
        what: some(&asked.what),
    };
    if !asked.csv.is_empty() {
        return csv(&app, &staff, &filter).await;
    }
    // What was changed can be long: half as many lines as elsewhere keep the page light.
    let request = PageRequest { limit: Some("25".into()), cursor: Some(asked.cursor) };
    let mut db = app.db().read().await?;
    let entries = rows::list(&mut db, org, &filter, &request).await?;
    let names = staff::names(&mut db, org).await?;
    let things = things(&mut db, org, &names).await?;
    drop(db);
    let lang = staff.lang();
    let list = List::new(lang, "/console/trail")
        .query([("subject", asked.subject), ("person", asked.person), ("what", asked.what)])
        .next(entries.next_cursor.clone());
    let narrowed = ["subject", "person", "what"].iter().any(|key| !list.get(key).is_empty());
    let table = Table::new(&list, t!(lang, "trail-title"))
        .columns([
            Column::new("at", t!(lang, "trail-when")),
            Column::new("who", t!(lang, "trail-who")),
            Column::new("what", t!(lang, "trail-what")),
            Column::new("changes", t!(lang, "trail-changes")).wide(),
        ])
        .rows(entries.items.iter().map(|entry| row(&staff, entry, (&names, &things))))
        .csv(list.href("csv", "1"))
        .empty(if narrowed {
            Empty::new(icons::SEARCH, t!(lang, "table-nothing"), t!(lang, "trail-nothing-here"))
                .action("/console/trail", t!(lang, "table-show-all"))
        } else {
            Empty::new(icons::FILE, t!(lang, "trail-none"), t!(lang, "trail-none-why"))
        });
    let body = html! {
        (Head::new(t!(lang, "trail-title")).note(t!(lang, "trail-lead")))
        (narrowing(lang, &list, &names))
        (table)
    };
    reply::page(layout::console(&staff.frame(t!(lang, "trail-title")), body))
}

fn narrowing(lang: kernel::Lang, list: &List, names: &HashMap<StaffId, String>) -> Markup {
    let mut people: Vec<(String, String)> =
        names.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    people.sort_by(|a, b| a.1.cmp(&b.1));
    people.truncate(300);
    let everybody = Choice::new("", t!(lang, "trail-everybody"));
    let people = std::iter::once(everybody)
        .chain(people.into_iter().map(|(id, name)| Choice::new(id, name)));
    let form = Form::filled(
        lang,
        [
            ("person", list.get("person")),
            ("subject", list.get("subject")),
            ("what", list.get("what")),
        ],
    );
    html! {
        form.narrowing method="get" action=(list.path) role="search" {
            (form.select("person", t!(lang, "trail-who"), people).optional())
            (form.text("subject", t!(lang, "trail-subject")).placeholder("sto_…").autocomplete("off").optional())
            (Button::plain(t!(lang, "trail-narrow")))
        }
    }
}

/// What ids in the changes are called: people of staff, stores and series.
async fn things(
    db: &mut impl Read,
    org: OrgId,
    staff: &HashMap<StaffId, String>,
) -> Result<view::Names> {
    let mut all: view::Names =
        staff.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let stores = stores::all(db, org).await?;
    all.extend(stores.into_iter().map(|store| (store.id.to_string(), store.name)));
    let series = series::list(db, org).await?;
    all.extend(series.into_iter().map(|series| (series.id.to_string(), series.name)));
    Ok(all)
}

fn row(
    staff: &Staff<ViewTrail>,
    entry: &Entry,
    (names, things): (&HashMap<StaffId, String>, &view::Names),
) -> Row {
    let lang = staff.lang();
    let this = web::kit::links::with_query("/console/trail", [("subject", entry.subject.as_str())]);
    Row::new()
        .cell(format::date_time(lang, entry.at, &staff.shop.zone))
        .cell(view::who(lang, entry.actor, names))
        .cell(html! { (view::what(lang, &entry.what)) " " a.quiet-link href=(this) { (t!(lang, "trail-this")) } })
        .cell(view::changes(lang, entry, things))
}

async fn csv(app: &App, staff: &Staff<ViewTrail>, filter: &Filter) -> Reply {
    let org = staff.shop.org;
    let mut out = String::from("id,at,actor,who,what,subject,before,after\r\n");
    let names = staff::names(&mut app.db().read().await?, org).await?;
    let mut cursor = None;
    let mut written = 0;
    loop {
        let request = PageRequest { limit: Some("200".into()), cursor: cursor.take() };
        let page = rows::list(&mut app.db().read().await?, org, filter, &request).await?;
        for entry in &page.items {
            let cells = [
                entry.id.to_string(),
                entry.at.to_string(),
                entry.actor.to_string(),
                view::who(staff.lang(), entry.actor, &names),
                entry.what.clone(),
                entry.subject.clone(),
                entry.before.to_string(),
                entry.after.to_string(),
            ];
            out.push_str(&crate::csv::line(&cells));
        }
        written += page.items.len();
        cursor = page.next_cursor;
        if cursor.is_none() || written >= CSV_ROWS {
            break;
        }
    }
    let kind = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"trail.csv\""),
    ];
    Ok((kind, out).into_response())
}
