//! The life of a raffle, for programs.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{kinds, permission::ManageActivities};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply};

use super::{actions, api::Out, drawing, model::Why};
use crate::activities::api as told;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(schedule))
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(draw))
        .routes(routes!(reroll))
        .routes(routes!(call_off))
        .routes(routes!(archive))
}

/// Why it is closed before its time, or called off.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RaffleReason)]
#[serde(deny_unknown_fields)]
struct Reason {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// The part of the seed that comes from outside.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = RaffleDraw)]
#[serde(deny_unknown_fields, default)]
struct Drawing {
    /// The signature of the beacon's round, 96 hexadecimal digits; left out with members' nonces.
    #[schema(max_length = 200)]
    beacon: Option<String>,
}

/// Which prize is drawn again, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RaffleReroll)]
#[serde(deny_unknown_fields)]
struct Rerolling {
    /// The number of the pick, from 0.
    #[schema(minimum = 0)]
    pick: i64,
    why: Why,
}

/// Nothing more needs to be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = RaffleStep)]
#[serde(deny_unknown_fields, default)]
struct Step {}

/// Announces it: its prizes lie aside, and its opening is signed for everybody to see
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/schedule", tag = "raffles", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn schedule(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::schedule::<kinds::Raffle, _>((&app, &key), &id, &body).await
}

/// Opens it now, whatever its hour was
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/opening", tag = "raffles", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn open(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::open::<kinds::Raffle, _>((&app, &key), &id, &body).await
}

/// Closes it before its time: who took part is signed. Of an instant raffle, its proof is there then
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/closing", tag = "raffles", request_body = Reason,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn close(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Reply {
    let why = &body.value.reason;
    told::close::<kinds::Raffle, _>((&app, &key), (&id, why), &body).await
}

/// Draws a closed raffle: `raffles.already_drawn`, `raffles.too_early`, `raffles.too_few_entrants`,
/// `raffles.input_wrong` or `raffles.wrong_state`
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/draw", tag = "raffles", request_body = Drawing,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn draw(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Drawing>,
) -> Reply {
    let beacon = body.value.beacon.clone();
    let run = async |tx: &mut Tx, id| drawing::draw(tx, id, beacon.as_deref()).await.map(drop);
    told::step((&app, &key), (&id, "draw"), &body, run).await
}

/// Draws a prize again that was not collected; the proof says so, and why
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/rerolls", tag = "raffles", request_body = Rerolling,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn reroll(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Rerolling>,
) -> Reply {
    let Rerolling { pick, why } = body.value;
    let run = async |tx: &mut Tx, id| drawing::reroll(tx, id, (pick, why)).await.map(drop);
    told::step((&app, &key), (&id, "rerolls"), &body, run).await
}

/// Calls off what was not drawn: prizes go back to the shelf, and points to whoever paid them
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/cancellation", tag = "raffles", request_body = Reason,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn call_off(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Reply {
    let why = &body.value.reason;
    let run = async |tx: &mut Tx, id| actions::call_off(tx, id, why).await.map(drop);
    told::step((&app, &key), (&id, "cancellation"), &body, run).await
}

/// Puts it out of the way: a draft, or one that is settled
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/archiving", tag = "raffles", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn archive(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    told::archive::<kinds::Raffle, _>((&app, &key), &id, &body).await
}
