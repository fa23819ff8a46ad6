//! The trail in the console, and as CSV.

use std::collections::HashMap;

use ::store::Read;
use axum::{
    extract::{Query, State},
    http::header,
    response::IntoResponse as _,
};
use jiff::tz::TimeZone;
use kernel::{
    FieldError, Fields, OrgId, PageRequest, Result, StaffId, permission::ViewTrail, scope::Remit,
};
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
    reading::{self as rows, Days, Filter},
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
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    cursor: String,
    #[serde(default)]
    csv: String,
}

impl Asked {
    /// What the form holds, in the order of the address.
    fn typed(&self) -> [(&'static str, String); 5] {
        [
            ("subject", self.subject.clone()),
            ("person", self.person.clone()),
            ("what", self.what.clone()),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
        ]
    }
    fn understood(&self, zone: &TimeZone) -> Result<Filter> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut fields = Fields::default();
        let person = match self.person.trim() {
            "" => None,
            id => {
                let id = id.parse().ok();
                if id.is_none() {
                    fields.push(FieldError::new("person", "choice_invalid"));
                }
                id
            }
        };
        let days = Days::typed(&mut fields, (&self.from, &self.to), zone);
        fields.check(Filter { subject: some(&self.subject), person, what: some(&self.what), days })
    }
}

/// Rows of one CSV file; a longer trail is exported by the API, page by page.
const CSV_ROWS: usize = 10_000;
/// People that the choice holds; others are found by their own page, which leads here.
const PEOPLE_MAX: usize = 300;

async fn page(
    State(app): State<App>,
    staff: Staff<ViewTrail>,
    Query(asked): Query<Asked>,
) -> Reply {
    let (org, lang) = (staff.shop.org, staff.lang());
    let list = List::new(lang, "/console/trail").query(asked.typed());
    let filter = match asked.understood(&staff.shop.zone) {
        Ok(filter) => within(&staff, filter),
        Err(error) => {
            let names = staff::names(&mut app.db().read().await?, org).await?;
            return reply::or_form(error, |fields| {
                let form = Form::again(lang, asked.typed(), fields);
                around(&staff, html! { (narrowing(&form, &list, &offered(&staff, &names))) })
            });
        }
    };
    if !asked.csv.is_empty() {
        return csv(&app, &staff, &filter).await;
    }
    // What was changed can be long: half as many lines as elsewhere keep the page light.
    let request = PageRequest { limit: Some("25".into()), cursor: Some(asked.cursor.clone()) };
    let mut db = app.db().read().await?;
    let entries = rows::list(&mut db, org, &filter, &request).await?;
    let names = staff::names(&mut db, org).await?;
    let things = things(&mut db, org, &names).await?;
    drop(db);
    let list = list.next(entries.next_cursor.clone());
    let form = Form::filled(lang, asked.typed());
    let body = html! {
        @if !asked.subject.is_empty() { (about(&list, &entries.items, &things)) }
        (narrowing(&form, &list, &offered(&staff, &names)))
        (table(&staff, &list, &entries.items, (&names, &things)))
    };
    reply::page(around(&staff, body))
}

/// Whoever works for a part of the brand sees what they changed themselves: a change does not say of
/// which part it is.
fn within(staff: &Staff<ViewTrail>, filter: Filter) -> Filter {
    match staff.remit() {
        Remit::Everything => filter,
        Remit::Stores(_) | Remit::Groups(_) => Filter { person: Some(staff.id()), ..filter },
    }
}

/// Of whom one may ask.
fn offered(staff: &Staff<ViewTrail>, names: &HashMap<StaffId, String>) -> HashMap<StaffId, String> {
    let all = *staff.remit() == Remit::Everything;
    let seen = names.iter().filter(|(id, _)| all || **id == staff.id());
    seen.map(|(id, name)| (*id, name.clone())).collect()
}

fn around(staff: &Staff<ViewTrail>, body: Markup) -> Markup {
    let (lang, title) = (staff.lang(), t!(staff.lang(), "trail-title"));
    let note = match staff.remit() {
        Remit::Everything => t!(lang, "trail-lead"),
        Remit::Stores(_) | Remit::Groups(_) => t!(lang, "trail-lead-own"),
    };
    let head = Head::new(title.as_str()).note(note);
    layout::console(&staff.frame(title), html! { (head) (body) })
}

/// Which one thing this is the history of, and the way back to all.
fn about(list: &List, entries: &[Entry], things: &view::Names) -> Markup {
    let (lang, id) = (list.lang, list.get("subject"));
    let told = || entries.iter().find_map(|entry| view::called(lang, entry));
    let name = things.get(id).cloned().or_else(told).unwrap_or_else(|| id.to_owned());
    html! {
        p {
            strong { (t!(lang, "trail-about", name = name)) } " "
            a.quiet-link href=(list.href("subject", "")) { (t!(lang, "trail-about-all")) }
        }
    }
}

fn table(
    staff: &Staff<ViewTrail>,
    list: &List,
    entries: &[Entry],
    names: (&HashMap<StaffId, String>, &view::Names),
) -> Markup {
    let lang = staff.lang();
    let narrowed =
        ["subject", "person", "what", "from", "to"].iter().any(|key| !list.get(key).is_empty());
    let empty = if narrowed {
        Empty::new(icons::SEARCH, t!(lang, "table-nothing"), t!(lang, "trail-nothing-here"))
            .action("/console/trail", t!(lang, "table-show-all"))
    } else {
        Empty::new(icons::FILE, t!(lang, "trail-none"), t!(lang, "trail-none-why"))
    };
    html! {
        (Table::new(list, t!(lang, "trail-title"))
            .columns([
                Column::new("at", t!(lang, "trail-when")),
                Column::new("who", t!(lang, "trail-who")),
                Column::new("what", t!(lang, "trail-what")),
                Column::new("changes", t!(lang, "trail-changes")).wide(),
            ])
            .rows(entries.iter().map(|entry| row(staff, entry, names)))
            .csv(list.href("csv", "1"))
            .empty(empty))
    }
}

/// Works without scripts: a form whose answer is the same page.
fn narrowing(form: &Form, list: &List, names: &HashMap<StaffId, String>) -> Markup {
    let lang = form.lang;
    let (subject, person, what) = (list.get("subject"), list.get("person"), list.get("what"));
    let mut people: Vec<(String, &String)> =
        names.iter().map(|(id, name)| (id.to_string(), name)).collect();
    people.sort_by_key(|(_, name)| name.to_lowercase());
    let more = people.len() > PEOPLE_MAX;
    let chosen = people.iter().skip(PEOPLE_MAX).find(|(id, _)| id == person).cloned();
    people.truncate(PEOPLE_MAX);
    people.extend(chosen);
    let everybody = Choice::new("", t!(lang, "trail-everybody"));
    let people = std::iter::once(everybody)
        .chain(people.into_iter().map(|(id, name)| Choice::new(id, name)));
    let field = form.select("person", t!(lang, "trail-who"), people).optional();
    let field = if more { field.hint(t!(lang, "trail-more-people")) } else { field };
    // A word that is no kind, from a link or typed into the address, stays chosen.
    let word = (!what.is_empty() && !rows::KINDS.contains(&what))
        .then(|| Choice::new(what, view::what(lang, what)));
    let kinds = std::iter::once(Choice::new("", t!(lang, "trail-everything")))
        .chain(rows::KINDS.into_iter().map(|kind| Choice::new(kind, view::kind(lang, kind))))
        .chain(word);
    html! {
        form.narrowing method="get" action=(list.path) role="search" {
            @if !subject.is_empty() { (form.hidden("subject", subject)) }
            (field)
            (form.select("what", t!(lang, "trail-kind"), kinds).optional())
            (form.date("from", t!(lang, "trail-from")).optional())
            (form.date("to", t!(lang, "trail-to")).optional())
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
