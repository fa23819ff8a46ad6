//! Ctrl-K: finds pages, and whatever slices let be found: members, groups, links.
//!
//! A finder answers only for the permission it names and within the asker's remit. The same address
//! is a plain page for those without scripts.

use std::fmt;

use axum::{
    extract::{Query, State},
    http::HeaderMap,
};
use futures::future::BoxFuture;
use kernel::{OrgId, Result, permission::UseConsole, text};
use maud::html;
use serde::Deserialize;

use crate::{
    app::App,
    kit::{
        icons, layout, live,
        parts::{Empty, Head},
    },
    pieces::Viewer,
    reply::{self, Reply},
    slice::{Routes, Slice},
    t,
    who::Staff,
};

/// Something that was found.
#[derive(Debug, Clone)]
pub struct Found {
    pub label: String,
    /// What it is, in a word or two.
    pub note: String,
    pub href: String,
}

type Look = for<'a> fn(&'a App, &'a Viewer, &'a str) -> BoxFuture<'a, Result<Vec<Found>>>;

#[derive(Clone, Copy)]
pub struct Finder {
    /// `Permission::NAME` of who may find these.
    pub permission: &'static str,
    /// The query is cleaned and not empty; a handful of answers is enough.
    pub look: Look,
}

impl fmt::Debug for Finder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Finder({})", self.permission)
    }
}

type LookUp = for<'a> fn(&'a App, OrgId, &'a str) -> BoxFuture<'a, Result<Option<String>>>;

/// Says where at the counter a code leads that its room gave out; the counter asks when it knows
/// nothing by that code itself.
#[derive(Clone, Copy)]
pub struct CodeFinder {
    pub look: LookUp,
}

impl fmt::Debug for CodeFinder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeFinder")
    }
}

/// Answers of each kind.
const EACH: usize = 6;
const QUERY_MAX: usize = 80;

pub fn slice() -> Slice {
    Slice { routes: Routes::new().get("/console/find", find), ..Slice::named("find") }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn find(
    staff: Staff<UseConsole>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Reply {
    let lang = staff.lang();
    let query: String = text::line(&asked.q).chars().take(QUERY_MAX).collect();
    let mut found = pages(&app, &staff, &query);
    if !query.is_empty() {
        let viewer = staff.viewer();
        for finder in app.finders().iter().filter(|finder| staff.role.may(finder.permission)) {
            found.extend((finder.look)(&app, &viewer, &query).await?.into_iter().take(EACH));
        }
    }
    let links = live::found(found.iter().map(|one| (&one.label, &one.note, &one.href)));
    if headers.contains_key("x-fragment") {
        return reply::page(links);
    }
    let frame = staff.frame(t!(lang, "find"));
    reply::page(layout::console(
        &frame,
        html! {
            (Head::new(t!(lang, "find")))
            form.palette-form role="search" method="get" action="/console/find" {
                label.visually-hidden for="q" { (t!(lang, "find")) }
                input #q type="search" name="q" value=(query) maxlength=(QUERY_MAX);
            }
            @if found.is_empty() {
                (Empty::new(icons::SEARCH, t!(lang, "find-nothing"), t!(lang, "find-nothing-why")))
            } @else {
                nav.palette-found { (links) }
            }
        },
    ))
}

/// Pages of the rail whose name begins with or holds the words.
fn pages(app: &App, staff: &Staff<UseConsole>, query: &str) -> Vec<Found> {
    let (lang, wanted) = (staff.lang(), query.to_lowercase());
    app.nav()
        .iter()
        .filter(|nav| staff.role.may(nav.permission))
        .map(|nav| Found {
            label: (nav.label)(lang),
            note: nav.stage.label(lang),
            href: nav.href.to_owned(),
        })
        .filter(|one| one.label.to_lowercase().contains(&wanted))
        .take(EACH * 2)
        .collect()
}
