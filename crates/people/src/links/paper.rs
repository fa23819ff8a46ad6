//! What is printed: QR codes to download, the A4 poster, the table tent.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::{Error, Lang, Result, permission::ViewLinks};
use serde::Deserialize;
use web::{
    App, Reply, Routes, Staff,
    kit::{
        layout,
        parts::{Poster, Tent},
        pictures, placards, qr,
    },
    reply, t,
};

use super::{Link, console, store};
use crate::{series, stores};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/links/{link}/code.svg", svg)
        .get("/console/links/{link}/code.png", png)
        .get("/console/links/{link}/poster", poster_page)
        .get("/console/links/{link}/tent", tent_page)
        .get("/console/links/{link}/poster.png", poster_png)
}

/// The paper's language; the person who prints it keeps theirs.
#[derive(Debug, Deserialize)]
struct Asked {
    paper: Option<String>,
}

/// A link with the words of its paper.
struct Paper {
    link: Link,
    lang: Lang,
    over: String,
    headline: String,
    lead: String,
    url: String,
}

impl Paper {
    /// The address in large letters, without what nobody types.
    fn address(&self) -> &str {
        self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest)
    }
}

async fn paper(
    app: &App,
    staff: &Staff<ViewLinks>,
    link: &str,
    lang: Option<&str>,
) -> Result<Paper> {
    let mut db = app.db().read().await?;
    let org = staff.scope.org();
    let link = store::require(&mut db, org, console::id(link)?).await?;
    let series = series::require(&mut db, org, link.series).await?;
    let lang = lang.and_then(|tag| tag.parse().ok()).or(link.lang).unwrap_or(staff.shop.lang);
    let store = match link.store {
        Some(id) => stores::find(&mut db, org, id).await?.map(|store| store.name),
        None => None,
    };
    let shop = staff.shop.name.clone();
    let over = store.map_or_else(|| shop.clone(), |store| format!("{shop} · {store}"));
    let headline = if link.headline.is_empty() {
        t!(lang, "links-headline-default", shop = shop.as_str())
    } else {
        link.headline.clone()
    };
    // The promise is written in the series' own language; on other paper it would be foreign.
    let lead = if series.lang == lang {
        first_sentence(&series.plan.promise)
    } else {
        t!(lang, "links-lead-default")
    };
    let url = app.url(&staff.shop.href(&link.path()));
    Ok(Paper { link, lang, over, headline, lead, url })
}

/// What fits under a headline.
fn first_sentence(text: &str) -> String {
    let end = text.find(['.', '。', '！', '!']).map(|at| {
        at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or(text).to_owned()
}

fn picture(kind: &'static str, name: &str, body: Vec<u8>) -> Response {
    let disposition = format!("inline; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body)
        .into_response()
}

async fn svg(State(app): State<App>, staff: Staff<ViewLinks>, Path(link): Path<String>) -> Reply {
    let paper = paper(&app, &staff, &link, None).await?;
    let svg = qr::svg(&paper.url, "")?.into_string();
    Ok(picture("image/svg+xml", &format!("{}.svg", paper.link.code), svg.into_bytes()))
}

async fn png(State(app): State<App>, staff: Staff<ViewLinks>, Path(link): Path<String>) -> Reply {
    let paper = paper(&app, &staff, &link, None).await?;
    let url = paper.url.clone();
    let bytes = draw(move || qr::png(&url, 1200)).await?;
    Ok(picture("image/png", &format!("{}.png", paper.link.code), bytes))
}

/// Drawing takes a while: not on the thread that answers others.
async fn draw(work: impl FnOnce() -> Result<Vec<u8>> + Send + 'static) -> Result<Vec<u8>> {
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)?
}

async fn poster_png(
    State(app): State<App>,
    staff: Staff<ViewLinks>,
    Path(link): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let paper = paper(&app, &staff, &link, asked.paper.as_deref()).await?;
    let svg = placards::poster(&placards::Words {
        over: &paper.over,
        headline: &paper.headline,
        lead: &paper.lead,
        address: paper.address(),
        url: &paper.url,
        accent: &staff.shop.accent,
        ..placards::Words::default()
    })?;
    let bytes = pictures::drawn(svg, 1240).await?;
    Ok(picture("image/png", &format!("poster-{}.png", paper.link.code), bytes))
}

async fn poster_page(
    State(app): State<App>,
    staff: Staff<ViewLinks>,
    Path(link): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let paper = paper(&app, &staff, &link, asked.paper.as_deref()).await?;
    let lang = paper.lang;
    let code = qr::svg(&paper.url, &paper.url)?;
    let foot = t!(lang, "links-poster-foot", address = paper.address());
    let main = Poster::new(paper.over.clone(), paper.headline.clone(), paper.lead.clone(), code)
        .steps([
            t!(lang, "links-step-scan"),
            t!(lang, "links-step-name"),
            t!(lang, "links-step-show"),
        ])
        .foot(foot);
    let mut frame = staff.frame(t!(lang, "links-poster"));
    frame.lang = lang;
    reply::page(layout::print(&frame, main))
}

async fn tent_page(
    State(app): State<App>,
    staff: Staff<ViewLinks>,
    Path(link): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let paper = paper(&app, &staff, &link, asked.paper.as_deref()).await?;
    let lang = paper.lang;
    let code = qr::svg(&paper.url, &paper.url)?;
    let lead = t!(lang, "links-tent-lead", address = paper.address());
    let fold = t!(lang, "links-tent-fold");
    let main = Tent::new(paper.over.clone(), paper.headline.clone(), lead, code, fold);
    let mut frame = staff.frame(t!(lang, "links-tent"));
    frame.lang = lang;
    reply::page(layout::print(&frame, main))
}
