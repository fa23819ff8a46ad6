//! A post's own page, the page where its code is typed, and its QR code.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::IntoResponse as _,
};
use kernel::{Error, FieldError, Fields, Result};
use maud::{Markup, html};
use people::{groups, links, memberships, series};
use web::{
    App, Guest, Input, Place, Reply, Routes,
    kit::{
        Form, layout,
        parts::{Button, Head},
        pictures as drawings, qr,
    },
    pieces,
    rates::Door,
    reply::{self, see_other},
    t,
};

use super::{
    actions::{self, Opening},
    model::{self, Post},
    store as rows, view,
};
use crate::{
    pictures::{self, Cache},
    programmes, runs,
    todos::day_text,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/{org}/p/{code}", show)
        .get("/{org}/p/{code}/picture", picture)
        .get("/{org}/p/{code}/qr.png", qr_png)
        .get("/{org}/c", ask)
        .post("/{org}/c", typed)
}

/// The post of a code. Guessing costs tries; opening a true link does not.
async fn wanted(app: &App, guest: &Guest, code: &str) -> Result<Post> {
    let found = rows::by_code(&mut app.db().read().await?, guest.shop.org, code).await?;
    match found {
        Some(post) => Ok(post),
        None => {
            app.rates().take(Door::Code, &format!("post/{}", guest.device_key()), app.now())?;
            Err(Error::NotFound("post"))
        }
    }
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Reply {
    let post = wanted(&app, &guest, &code).await?;
    if code != post.code {
        return Ok(see_other(&guest.shop.href(&post.path())));
    }
    count(&app, &guest, &post, &headers).await;
    let mut db = app.db().read().await?;
    let org = guest.shop.org;
    let dated = runs::find(&mut db, org, post.slot).await?;
    // A member goes straight to what it is about; others are told first whose it is, and how to join.
    if let (Some(dated), Some(_)) = (&dated, guest.member()) {
        return Ok(see_other(&guest.shop.href(&dated.page)));
    }
    let group = groups::require(&mut db, org, post.group).await?;
    let series = series::require(&mut db, org, post.series).await?;
    let today = programmes::today_of(&mut db, &guest.shop, &group, app.now()).await?;
    let way = actions::way(&mut db, org, post.series).await?;
    let inside = match guest.member() {
        Some(member) => memberships::current(&mut db, org, member, post.group).await?.is_some(),
        None => false,
    };
    drop(db);
    // What a newcomer gets is known to the rooms that give it.
    let welcome = match guest.member() {
        None => pieces::draw(&app, Place::Welcome, &guest.viewer()).await?,
        Some(_) => Vec::new(),
    };
    let now = app.now();
    let way = way.filter(|link| link.standing(now) == links::Standing::Open);
    let page = view::Page {
        post: &post,
        dated: dated.as_ref(),
        group: &group,
        series: &series,
        today,
        way,
        inside,
        welcome,
    };
    let frame = guest.frame(post.title.as_str());
    reply::page(layout::plain(&frame, view::page(&guest, &page)))
}

/// Counts the device, once a day. A page that cannot be counted is shown all the same.
async fn count(app: &App, guest: &Guest, post: &Post, headers: &HeaderMap) {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or_default();
    if !model::is_person(agent) || guest_is_robot(headers) {
        return;
    }
    let day = day_text(app.now().date(&guest.shop.zone));
    let device = model::device(guest.shop.org, &day, &guest.device_key(), agent);
    let opening = Opening { day, device, member: guest.member() };
    let counted =
        app.db().write(&guest.scope(), async |tx| actions::open(tx, post, &opening).await).await;
    if let Err(error) = counted {
        tracing::warn!(%error, "an opening was not counted");
    }
}

/// A browser that fetches a page before anybody asked for it says so.
fn guest_is_robot(headers: &HeaderMap) -> bool {
    ["purpose", "sec-purpose", "x-purpose", "x-moz"].into_iter().any(|name| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| {
            value.contains("prefetch") || value.contains("preview") || value.contains("prerender")
        })
    })
}

async fn picture(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
) -> Reply {
    let post = wanted(&app, &guest, &code).await?;
    let id = post.picture.ok_or(Error::NotFound("page"))?;
    let mut db = app.db().read().await?;
    let bytes =
        pictures::find(&mut db, guest.shop.org, id).await?.ok_or(Error::NotFound("page"))?;
    Ok(pictures::answer(bytes, Cache::Shared))
}

/// For paper beside the shelf.
async fn qr_png(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
) -> Reply {
    let post = wanted(&app, &guest, &code).await?;
    let address = app.url(&guest.shop.href(&post.path()));
    let png = tokio::task::spawn_blocking(move || qr::png(&address, drawings::WIDEST / 4))
        .await
        .map_err(Error::broken)??;
    let name = format!("inline; filename=\"{}.png\"", post.code);
    let kind = [(header::CONTENT_TYPE, "image/png"), (header::CONTENT_DISPOSITION, name.as_str())];
    Ok((kind, png).into_response())
}

async fn ask(guest: Guest) -> Reply {
    reply::page(code_page(&guest, &Form::new(guest.lang())))
}

fn code_page(guest: &Guest, form: &Form) -> Markup {
    let lang = guest.lang();
    let fields = html! {
        (form.text("code", t!(lang, "posts-code")).hint(t!(lang, "posts-code-hint")).placeholder("K74 QPX").max(20).large().autofocus())
        (Button::primary(t!(lang, "posts-code-open")))
    };
    let body = html! {
        (Head::new(t!(lang, "posts-code-title")).note(t!(lang, "posts-code-lead")))
        (form.post(&guest.shop.href("/c"), &guest.once(), fields))
    };
    layout::plain(&guest.frame(t!(lang, "posts-code-title")), body)
}

/// The page of a typed code: of a post, or of a join link, since people do not tell them apart.
async fn typed(State(app): State<App>, guest: Guest, input: Input) -> Reply {
    app.rates().take(Door::Code, &format!("post/{}", guest.device_key()), app.now())?;
    let raw = input.text("code");
    let mut fields = Fields::default();
    if raw.trim().is_empty() {
        fields.push(FieldError::new("code", "required"));
        return reply::wrong(code_page(&guest, &input.again(guest.lang(), fields)));
    }
    let mut db = app.db().read().await?;
    if let Some(post) = rows::by_code(&mut db, guest.shop.org, raw).await? {
        return Ok(see_other(&guest.shop.href(&post.path())));
    }
    if let Some(link) = links::find_by_code(&mut db, guest.shop.org, raw).await? {
        return Ok(see_other(&guest.shop.href(&link.path())));
    }
    fields.push(FieldError::new("code", "code_unknown"));
    reply::wrong(code_page(&guest, &input.again(guest.lang(), fields)))
}
