//! Posts for programs.

use axum::extract::{Path, State};
use kernel::{Error, PostId, permission::ReadFeed};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply::json};

use super::store as rows;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// One text for one group on one day, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Post)]
pub struct Out {
    #[schema(example = "pst_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    code: String,
    link: String,
    group: String,
    series: String,
    slot: String,
    /// The local day, `2026-03-02`.
    day: String,
    /// `notice`, `tip`, `offer`, `question`, `programme`, `gathering`, `story` or `thanks`.
    kind: String,
    selling: bool,
    title: String,
    text: String,
    lang: String,
    /// Devices and days that opened the link.
    opened: i64,
    /// People who came, bought, redeemed or joined soon after opening it.
    claims: i64,
    created_at: String,
}

/// One post.
#[utoipa::path(get, path = "/api/v1/posts/{id}", tag = "posts", security(("key" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = Out)))]
async fn show(State(app): State<App>, key: Key<ReadFeed>, Path(id): Path<String>) -> Reply {
    let id: PostId = id.parse().map_err(|_| Error::NotFound("post"))?;
    let post = rows::require(&mut app.db().read().await?, key.scope.org(), id).await?;
    let link = app.url(&key.shop.href(&post.path()));
    json(&Out {
        id: post.id.to_string(),
        group: post.group.to_string(),
        series: post.series.to_string(),
        slot: post.slot.to_string(),
        kind: post.kind.word().to_owned(),
        selling: post.selling,
        text: post.words(&link),
        link,
        code: post.code,
        day: post.day,
        title: post.title,
        lang: post.lang.tag().to_owned(),
        opened: post.opened,
        claims: post.claims,
        created_at: post.created_at.to_string(),
    })
}
