//! The life of a group buy, for programs: announced, opened, closed, out of the way.

use axum::extract::{Path, State};
use kernel::{kinds, permission::ManageActivities};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply};

use super::api::Out;
use crate::activities::api as told;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(schedule))
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(archive))
}

/// Why it is closed before its time.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = GroupBuyClosing)]
#[serde(deny_unknown_fields)]
struct Closing {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Nothing more needs to be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = GroupBuyStep)]
#[serde(deny_unknown_fields, default)]
struct Step {}

/// Announces it: the pieces lie aside, and members see when it opens
#[utoipa::path(
    post, path = "/api/v1/group-buys/{id}/schedule", tag = "group buys", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "gbu_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn schedule(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::schedule::<kinds::GroupBuy, _>((&app, &key), &id, &body).await
}

/// Opens it now, whatever its hour was
#[utoipa::path(
    post, path = "/api/v1/group-buys/{id}/opening", tag = "group buys", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "gbu_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn open(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::open::<kinds::GroupBuy, _>((&app, &key), &id, &body).await
}

/// Closes it before its time. Every open team is decided by the people who are in it
#[utoipa::path(
    post, path = "/api/v1/group-buys/{id}/closing", tag = "group buys", request_body = Closing,
    security(("key" = [])),
    params(("id" = String, Path, description = "gbu_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn close(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Closing>,
) -> Reply {
    let why = &body.value.reason;
    told::close::<kinds::GroupBuy, _>((&app, &key), (&id, why), &body).await
}

/// Puts it out of the way: a draft, or one that is settled
#[utoipa::path(
    post, path = "/api/v1/group-buys/{id}/archiving", tag = "group buys", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "gbu_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn archive(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::archive::<kinds::GroupBuy, _>((&app, &key), &id, &body).await
}
