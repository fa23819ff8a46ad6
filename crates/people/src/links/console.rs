//! The shop's links: which door brings whom.

use axum::extract::{Path, Query, State};
use kernel::{
    Error, LinkId, PageRequest, Permission as _, Result, StaffId, Time,
    permission::{ManageLinks, ViewLinks},
};
use serde::Deserialize;
use web::{
    App, Input, Nav, Reply, Routes, Staff, Toast,
    kit::{List, Stage},
    reply::{self, see_with},
    t,
};

use super::{Link, actions, edit, store, view};
use crate::members::{self, Known};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/links", index)
        .post("/console/links", edit::create)
        .get("/console/links/new", edit::blank)
        .post("/console/links/personal", personal)
        .get("/console/links/{link}", show)
        .get("/console/links/{link}/details", edit::filled)
        .post("/console/links/{link}/details", edit::change)
        .post("/console/links/{link}/closing", close)
        .post("/console/links/{link}/opening", open)
}

pub fn nav() -> Vec<Nav> {
    vec![Nav {
        stage: Stage::People,
        order: 30,
        href: "/console/links",
        permission: ViewLinks::NAME,
        label: |lang| t!(lang, "links-title"),
    }]
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    csv: String,
    #[serde(flatten)]
    page: PageRequest,
}

async fn index(
    State(app): State<App>,
    staff: Staff<ViewLinks>,
    Query(asked): Query<Asked>,
) -> Reply {
    let mut db = app.db().read().await?;
    let org = staff.scope.org();
    let words: String = asked.q.chars().take(100).collect();
    if !asked.csv.is_empty() {
        return csv(&app, &staff, &words).await;
    }
    let page = store::list(&mut db, org, &words, &asked.page).await?;
    let known = Known::load(&mut db, org).await?;
    let series = crate::series::list(&mut db, org).await?;
    let list = List::new(staff.lang(), "/console/links")
        .query([("q", words.as_str())].into_iter().filter(|(_, v)| !v.is_empty()))
        .next(page.next_cursor.clone());
    reply::page(view::index(&staff, &list, (&page.items, &series), (&known, app.now())))
}

async fn csv(app: &App, staff: &Staff<ViewLinks>, words: &str) -> Reply {
    let mut db = app.db().read().await?;
    let head = ["code", "name", "source", "address", "scans", "joins", "created", "state"];
    let mut text = format!("\u{feff}{}", members::csv_line(head.map(str::to_owned)));
    let mut cursor = None;
    loop {
        let request = PageRequest { limit: Some("200".to_owned()), cursor };
        let page = store::list(&mut db, staff.scope.org(), words, &request).await?;
        for link in &page.items {
            text.push_str(&line(app, staff, link));
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    members::file("links.csv", "text/csv; charset=utf-8", text.into_bytes())
}

fn line(app: &App, staff: &Staff<ViewLinks>, link: &Link) -> String {
    members::csv_line([
        link.code.clone(),
        link.name.clone(),
        link.source.clone(),
        app.url(&staff.shop.href(&link.path())),
        link.scans.to_string(),
        link.joins.to_string(),
        link.created_at.date(&staff.shop.zone).to_string(),
        link.standing(app.now()).word().to_owned(),
    ])
}

pub(super) fn id(text: &str) -> Result<LinkId> {
    text.parse().map_err(|_| Error::NotFound("link"))
}

async fn show(State(app): State<App>, staff: Staff<ViewLinks>, Path(link): Path<String>) -> Reply {
    let mut db = app.db().read().await?;
    let org = staff.scope.org();
    let link = store::require(&mut db, org, id(&link)?).await?;
    let known = Known::load(&mut db, org).await?;
    let series = crate::series::require(&mut db, org, link.series).await?;
    let group = match link.group {
        Some(group) => crate::groups::find(&mut db, org, group).await?,
        None => None,
    };
    let address = app.url(&staff.shop.href(&link.path()));
    let shown = view::Shown { link, known, series, group, address, now: app.now() };
    reply::page(view::show(&staff, &shown)?)
}

/// One personal link per employee and series, in one tap.
async fn personal(State(app): State<App>, staff: Staff<ManageLinks>, input: Input) -> Reply {
    let wrong = |field| Error::from(kernel::FieldError::new(field, "choice_invalid"));
    let person: StaffId = input.text("staff").parse().map_err(|_| wrong("staff"))?;
    let series = input.text("series").parse().map_err(|_| wrong("series"))?;
    let key = input.once_in(staff.session.id, "links.personal")?;
    let done = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::personal(tx, person, series).await.map(|link| link.id)
        })
        .await?;
    Ok(see_with(&format!("/console/links/{}", done.value.answer), &Toast::good("links-ready")))
}

async fn close(
    State(app): State<App>,
    staff: Staff<ManageLinks>,
    Path(link): Path<String>,
    input: Input,
) -> Reply {
    stand(&app, &staff, (&link, &input), Stand::Closed).await
}

async fn open(
    State(app): State<App>,
    staff: Staff<ManageLinks>,
    Path(link): Path<String>,
    input: Input,
) -> Reply {
    stand(&app, &staff, (&link, &input), Stand::Open).await
}

#[derive(Clone, Copy)]
enum Stand {
    Open,
    Closed,
}

async fn stand(
    app: &App,
    staff: &Staff<ManageLinks>,
    (link, input): (&str, &Input),
    to: Stand,
) -> Reply {
    let link = id(link)?;
    let place = match to {
        Stand::Open => "links.opening",
        Stand::Closed => "links.closing",
    };
    let key = input.once_in(staff.session.id, place)?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| match to {
            Stand::Open => actions::open_again(tx, link).await,
            Stand::Closed => actions::close(tx, link).await,
        })
        .await?;
    let toast = match to {
        Stand::Open => "links-opened",
        Stand::Closed => "links-closed",
    };
    Ok(see_with(&format!("/console/links/{link}"), &Toast::good(toast)))
}

/// The end of a day at the shop's clock.
pub(super) fn end_of(date: jiff::civil::Date, zone: &jiff::tz::TimeZone) -> Time {
    let next = date.tomorrow().unwrap_or(date);
    Time::start_of(next, zone)
}
