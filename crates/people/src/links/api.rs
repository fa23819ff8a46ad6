//! Links for programs.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{
    Error, FieldError, Fields, PageRequest, Result, Time,
    permission::{ManageLinks, ViewLinks},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    App, Body, Key, Reply,
    reply::{self, json},
};

use super::{AskPhone, Link, NewLink, actions, store};
use crate::members;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, close))
}

/// A join link.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JoinLink)]
pub struct Out {
    #[schema(example = "lnk_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    code: String,
    /// What the QR code holds.
    url: String,
    name: String,
    source: String,
    series: String,
    store: Option<String>,
    group: Option<String>,
    staff: Option<String>,
    tags: Vec<String>,
    gift: Option<String>,
    headline: String,
    ask_phone: AskPhone,
    /// `open`, `closed` or `expired`.
    state: String,
    created_at: String,
    expires_at: Option<String>,
    scans: i64,
    joins: i64,
}

fn out<P>(app: &App, key: &Key<P>, link: Link) -> Out {
    Out {
        id: link.id.to_string(),
        url: app.url(&key.shop.href(&link.path())),
        state: link.standing(app.now()).word().to_owned(),
        code: link.code,
        name: link.name,
        source: link.source,
        series: link.series.to_string(),
        store: link.store.map(|id| id.to_string()),
        group: link.group.map(|id| id.to_string()),
        staff: link.staff.map(|id| id.to_string()),
        tags: link.tags,
        gift: link.gift.map(|id| id.to_string()),
        headline: link.headline,
        ask_phone: link.ask_phone,
        created_at: link.created_at.to_string(),
        expires_at: link.expires_at.map(|at| at.to_string()),
        scans: link.scans,
        joins: link.joins,
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JoinLinks)]
pub struct LinksListed {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewJoinLink {
    series: String,
    /// `till`, `table`, `poster`, `window`, `flyer`, `package`, `moments`, `video`, `web`,
    /// `partner`, `employee`, `invite`, `event`, `counter`, `other`.
    #[schema(example = "till")]
    source: String,
    #[serde(default)]
    #[schema(max_length = 120)]
    name: String,
    store: Option<String>,
    /// Leads to this group and no other.
    group: Option<String>,
    staff: Option<String>,
    #[serde(default)]
    #[schema(max_items = 20)]
    tags: Vec<String>,
    gift: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    headline: String,
    #[serde(default)]
    ask_phone: AskPhone,
    /// RFC 3339.
    expires_at: Option<String>,
}

fn id<K: kernel::ids::Kind>(
    fields: &mut Fields,
    name: &'static str,
    text: Option<&str>,
) -> Option<kernel::Id<K>> {
    let text = text?;
    let id = text.parse().ok();
    if id.is_none() {
        fields.push(FieldError::new(name, "choice_invalid"));
    }
    id
}

fn read(value: &NewJoinLink, now: Time) -> Result<NewLink> {
    let mut fields = Fields::default();
    let series = id(&mut fields, "series", Some(&value.series));
    let expires_at = match value.expires_at.as_deref() {
        None => None,
        Some(text) => {
            let at = Time::parse(text);
            if at.is_none() {
                fields.push(FieldError::new("expires_at", "date_invalid"));
            }
            at
        }
    };
    let Some(series) = series else { return Err(Error::Invalid(fields)) };
    let new = NewLink {
        name: value.name.clone(),
        store: id(&mut fields, "store", value.store.as_deref()),
        group: id(&mut fields, "group", value.group.as_deref()),
        staff: id(&mut fields, "staff", value.staff.as_deref()),
        gift: id(&mut fields, "gift", value.gift.as_deref()),
        tags: members::model::listed(&mut fields, &value.tags),
        headline: value.headline.clone(),
        ask_phone: value.ask_phone,
        expires_at,
        ..NewLink::plain(series, &value.source)
    };
    let new = new.checked(&mut fields, now);
    fields.check(new)
}

/// Links, newest first, with how often each was scanned and joined by.
#[utoipa::path(get, path = "/api/v1/links", tag = "links", security(("key" = [])),
    params(("limit" = Option<u32>, Query, minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query)),
    responses((status = 200, body = LinksListed)))]
async fn index(
    State(app): State<App>,
    key: Key<ViewLinks>,
    Query(page): Query<PageRequest>,
) -> Reply {
    let mut db = app.db().read().await?;
    let page =
        store::list(&mut db, key.scope.org(), "", &page).await?.map(|link| out(&app, &key, link));
    json(&LinksListed { items: page.items, next_cursor: page.next_cursor })
}

/// Makes a link.
#[utoipa::path(post, path = "/api/v1/links", tag = "links", security(("key" = [])),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewJoinLink,
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))))]
async fn create(State(app): State<App>, key: Key<ManageLinks>, body: Body<NewJoinLink>) -> Reply {
    let new = read(&body.value, app.now())?;
    let add = async |tx: &mut ::store::Tx| {
        actions::create(tx, new).await.map(|link| link.id).map_err(named)
    };
    let made = app.write(&key.scope, body.once(&key.key.id, "links")?, add).await?;
    let link = store::require(&mut app.db().read().await?, key.scope.org(), made.value).await?;
    let written = ::store::Written { value: out(&app, &key, link), position: made.position };
    reply::written(StatusCode::CREATED, &written)
}

/// What a body names and is not there is a wrong field, not a missing page.
fn named(error: Error) -> Error {
    match error {
        Error::NotFound(noun @ ("series" | "store" | "staff" | "group")) => {
            FieldError::new(noun, "choice_invalid").into()
        }
        other => other,
    }
}

/// One link.
#[utoipa::path(get, path = "/api/v1/links/{link}", tag = "links", security(("key" = [])),
    params(("link" = String, Path)),
    responses((status = 200, body = Out)))]
async fn show(State(app): State<App>, key: Key<ViewLinks>, Path(link): Path<String>) -> Reply {
    let id = link.parse().map_err(|_| Error::NotFound("link"))?;
    let link = store::require(&mut app.db().read().await?, key.scope.org(), id).await?;
    json(&out(&app, &key, link))
}

/// Closes a link: nobody comes in by it any more, its counts stay.
#[utoipa::path(delete, path = "/api/v1/links/{link}", tag = "links", security(("key" = [])),
    params(("link" = String, Path)),
    responses((status = 204, headers(("Regulars-Position" = i64)))))]
async fn close(State(app): State<App>, key: Key<ManageLinks>, Path(link): Path<String>) -> Reply {
    let id = link.parse().map_err(|_| Error::NotFound("link"))?;
    let done = app.db().write(&key.scope, async |tx| actions::close(tx, id).await).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
