//! The life of a pre-sale, for programs: announced, opened, closed, called off, out of the way.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{kinds, permission::ManageActivities};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply};

use super::{actions, api::Out};
use crate::activities::api as told;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(schedule))
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(call_off))
        .routes(routes!(archive))
}

/// Why it is closed before its time, or called off.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = PresaleClosing)]
#[serde(deny_unknown_fields)]
struct Closing {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Nothing more needs to be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = PresaleStep)]
#[serde(deny_unknown_fields, default)]
struct Step {}

/// Announces it: the pieces lie aside, and members see when it opens
#[utoipa::path(
    post, path = "/api/v1/presales/{id}/schedule", tag = "pre-sales", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "psl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn schedule(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::schedule::<kinds::Presale, _>((&app, &key), &id, &body).await
}

/// Opens it now, whatever its hour was
#[utoipa::path(
    post, path = "/api/v1/presales/{id}/opening", tag = "pre-sales", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "psl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn open(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::open::<kinds::Presale, _>((&app, &key), &id, &body).await
}

/// Closes it before its time. What was reserved stays good
#[utoipa::path(
    post, path = "/api/v1/presales/{id}/closing", tag = "pre-sales", request_body = Closing,
    security(("key" = [])),
    params(("id" = String, Path, description = "psl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn close(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Closing>,
) -> Reply {
    let why = &body.value.reason;
    told::close::<kinds::Presale, _>((&app, &key), (&id, why), &body).await
}

/// Calls it off: everybody who waits for a piece has everything back. Members read the reason
#[utoipa::path(
    post, path = "/api/v1/presales/{id}/calling-off", tag = "pre-sales", request_body = Closing,
    security(("key" = [])),
    params(("id" = String, Path, description = "psl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn call_off(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Closing>,
) -> Reply {
    let why = &body.value.reason;
    let run = async |tx: &mut Tx, id| actions::call_off(tx, id, why).await.map(drop);
    told::step((&app, &key), (&id, "calling-off"), &body, run).await
}

/// Puts it out of the way: a draft, or one that is settled
#[utoipa::path(
    post, path = "/api/v1/presales/{id}/archiving", tag = "pre-sales", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "psl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn archive(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::archive::<kinds::Presale, _>((&app, &key), &id, &body).await
}
