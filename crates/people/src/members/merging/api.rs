//! Merging for programs.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{
    Error, FieldError, MemberId, Result,
    permission::{MergeMembers, ViewMembers},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    App, Body, Key, Reply,
    reply::{self, json},
};

use super::{
    actions,
    model::{Ask, Reason, Wins},
    store,
};
use crate::members::{api::Out, store as rows};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(twins)).routes(routes!(merge))
}

fn at(member: &str) -> Result<MemberId> {
    member.parse().map_err(|_| Error::NotFound("member"))
}

/// Somebody who may be the same person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Twin)]
struct TwinOut {
    member: Out,
    /// The strongest first.
    reasons: Vec<Reason>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Twins)]
struct Listed {
    items: Vec<TwinOut>,
    next_cursor: Option<String>,
}

/// Members who may be the same person, those with the best reason first; at most 60.
#[utoipa::path(get, path = "/api/v1/members/{member}/twins", tag = "members",
    security(("key" = [])), params(("member" = String, Path)),
    responses((status = 200, body = Listed)))]
async fn twins(State(app): State<App>, key: Key<ViewMembers>, Path(member): Path<String>) -> Reply {
    let mut db = app.db().read().await?;
    let org = key.scope.org();
    let member = rows::require(&mut db, org, at(&member)?).await?;
    let found = store::twins(&mut db, org, &member).await?;
    let items = found
        .into_iter()
        .map(|twin| TwinOut { member: Out::from(twin.member), reasons: twin.reasons })
        .collect();
    json(&Listed { items, next_cursor: None })
}

/// Which record goes, and whose details stay where the two differ.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMerge)]
struct New {
    /// mbr_…; everything of it is the other's from then on.
    from: String,
    #[serde(default)]
    wins: Wins,
}

/// Makes one member of two, for good: the one of the path lives on.
///
/// `members.same_member`, `members.merged_already`, `members.erased`, `members.too_many_merged`
#[utoipa::path(post, path = "/api/v1/members/{member}/merge", tag = "members",
    security(("key" = [])),
    params(("member" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = New,
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))))]
async fn merge(
    State(app): State<App>,
    key: Key<MergeMembers>,
    Path(member): Path<String>,
    body: Body<New>,
) -> Reply {
    let into = at(&member)?;
    let from = body.value.from.parse::<MemberId>();
    let from = from.map_err(|_| FieldError::new("from", "choice_invalid"))?;
    let once = body.once(&key.key.id, &format!("members/{member}/merge"))?;
    let ask = Ask { into, from, wins: body.value.wins, lang: key.lang };
    let made = app
        .write(&key.scope, once, async |tx| actions::merge(tx, ask).await.map(|done| done.into))
        .await?;
    let member = rows::require(&mut app.db().read().await?, key.scope.org(), made.value).await?;
    let written = ::store::Written { value: Out::from(member), position: made.position };
    reply::written(StatusCode::CREATED, &written)
}
