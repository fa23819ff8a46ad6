//! The life of a pre-sale, for programs: announced, opened, closed, called off, out of the way.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{Id, PresaleId, Result, permission::ManageActivities};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api;
use web::{App, Body, Key, Reply};

use super::{
    actions,
    api::{Out, out},
};

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

/// One step of its life.
async fn step<B>(
    app: &App,
    key: &Key<ManageActivities>,
    (id, noun): (&str, &str),
    (body, run): (&Body<B>, impl AsyncFnOnce(&mut Tx, PresaleId) -> Result<()>),
) -> Reply {
    let id: Id<_> = api::at("activity", id)?;
    let once = api::once(key, body, &format!("presales/{id}/{noun}"))?;
    let run = async |tx: &mut Tx| {
        run(tx, id).await?;
        out(tx, &key.shop, id).await
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

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
    let run = async |tx: &mut Tx, id| actions::schedule(tx, &key.shop, id).await.map(drop);
    step(&app, &key, (&id, "schedule"), (&body, run)).await
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
    let run = async |tx: &mut Tx, id| actions::open(tx, &key.shop, id).await.map(drop);
    step(&app, &key, (&id, "opening"), (&body, run)).await
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
    let why = body.value.reason.clone();
    let run = async |tx: &mut Tx, id| actions::close(tx, id, &why).await.map(drop);
    step(&app, &key, (&id, "closing"), (&body, run)).await
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
    let why = body.value.reason.clone();
    let run = async |tx: &mut Tx, id| actions::call_off(tx, id, &why).await.map(drop);
    step(&app, &key, (&id, "calling-off"), (&body, run)).await
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
    let run = async |tx: &mut Tx, id| actions::archive(tx, id).await;
    step(&app, &key, (&id, "archiving"), (&body, run)).await
}
