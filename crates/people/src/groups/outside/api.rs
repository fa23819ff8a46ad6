//! Outside groups for programs: a chain has hundreds of them to take into the books.

use axum::{
    extract::{Path, State as Held},
    http::StatusCode,
};
use kernel::{
    GroupId, SeriesId, StaffId, StoreId, Time,
    permission::{HostGroups, ManageGroups},
};
use serde::Deserialize;
use store::Tx;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::actions::{self, NewCode, NewOutside};
use crate::groups::{self, api::GroupOut, console};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(adopt)).routes(routes!(replace))
}

/// A chat group that lives in an app without an API.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAdoption)]
struct AdoptionIn {
    #[schema(value_type = String)]
    series: SeriesId,
    /// Left out: a group of the whole org.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    store: Option<StoreId>,
    /// As it is called there.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The app it lives in: `WhatsApp`.
    #[schema(min_length = 1, max_length = 40)]
    app: String,
    /// What its owner is called there.
    #[serde(default)]
    #[schema(max_length = 60)]
    owner: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    host: Option<StaffId>,
    /// How many are in it now.
    #[schema(minimum = 0, maximum = 200_000)]
    members: i64,
    /// How many the app lets in.
    #[schema(minimum = 2, maximum = 200_000)]
    limit: i64,
    /// The link of its join code.
    #[serde(default)]
    #[schema(example = "https://chat.example/abc")]
    link: Option<String>,
    /// When the app ends that link; left out: it stays.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    link_expires_at: Option<Time>,
}

/// Takes a chat group that lives elsewhere into the books. It gets the next number of its series
#[utoipa::path(
    post, path = "/api/v1/groups/adoptions", tag = "groups", request_body = AdoptionIn,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = GroupOut, headers(("Regulars-Position" = i64)))),
    security(("key" = []))
)]
async fn adopt(key: Key<ManageGroups>, Held(app): Held<App>, body: Body<AdoptionIn>) -> Reply {
    let once = body.once(&key.key.id, "POST /api/v1/groups/adoptions")?;
    let given = body.value;
    let new = NewOutside {
        series: given.series,
        store: given.store,
        name: given.name,
        app: given.app,
        owner: given.owner,
        host: given.host,
        members: given.members,
        limit: given.limit,
        code: NewCode { picture: None, link: given.link, ends: given.link_expires_at },
    };
    let run = async |tx: &mut Tx| {
        let id = actions::adopt(tx, new).await?;
        groups::require(tx, tx.org(), id).await.map(GroupOut::from)
    };
    reply::written(StatusCode::CREATED, &app.write(&key.scope, once, run).await?)
}

/// A new way in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGroupCode)]
struct CodeIn {
    #[schema(example = "https://chat.example/abc")]
    link: String,
    /// When the app ends it; left out: it stays.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Time>,
}

/// Puts a new join link in the place of the old one, whose short-lived addresses end with it
#[utoipa::path(
    put, path = "/api/v1/groups/{id}/code", tag = "groups", request_body = CodeIn,
    params(("id" = String, Path, description = "grp_…")),
    responses((status = 200, body = GroupOut, headers(("Regulars-Position" = i64)))),
    security(("key" = []))
)]
async fn replace(
    key: Key<HostGroups>,
    Held(app): Held<App>,
    Path(text): Path<String>,
    body: Body<CodeIn>,
) -> Reply {
    let id: GroupId = console::id(&text)?;
    let CodeIn { link, expires_at } = body.value;
    let code = NewCode { picture: None, link: Some(link), ends: expires_at };
    let done = app.db().write(&key.scope, async |tx| {
        actions::replace_code(tx, id, code).await?;
        groups::require(tx, tx.org(), id).await.map(GroupOut::from)
    });
    reply::written(StatusCode::OK, &done.await?)
}
