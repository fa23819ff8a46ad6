//! Points programs for programs.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{
    ProgramId, Result, Time,
    permission::{ManagePoints, ViewPoints},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{self, Change as Wanted},
    engine::Terms,
    model::Known,
    store as rows,
};
use crate::{api, gifts::State as ProgramState, words::Words};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, change))
}

/// A program, with the terms in force.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PointsProgram)]
struct Out {
    #[schema(example = "prg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    /// A closed program gives nothing any more; what was earned stays good.
    state: ProgramState,
    terms: Terms,
    #[schema(format = DateTime)]
    created_at: String,
}

impl Out {
    fn of(known: Known, now: Time) -> Result<Self> {
        Ok(Self {
            id: known.program.id.to_string(),
            terms: known.terms(now)?.clone(),
            name: known.program.name,
            state: known.program.state,
            created_at: known.program.created_at.to_string(),
        })
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsPrograms)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A program that is to be opened.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPointsProgram)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    terms: Terms,
}

/// What changes; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = PointsProgramChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    state: Option<ProgramState>,
    /// All of them. They count from now on: what was earned stays as it was earned.
    terms: Option<Terms>,
}

/// Points programs, the oldest first
#[utoipa::path(
    get, path = "/api/v1/points-programs", tag = "points", security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewPoints>, State(app): State<App>) -> Reply {
    let mut db = app.db().read().await?;
    let all = rows::programs(&mut db, key.shop.org, &key.shop.zone).await?;
    let items: Result<Vec<Out>> = all.into_iter().map(|one| Out::of(one, app.now())).collect();
    reply::json(&Outs { items: items?, next_cursor: None })
}

/// One points program
#[utoipa::path(
    get, path = "/api/v1/points-programs/{id}", tag = "points", security(("key" = [])),
    params(("id" = String, Path, description = "prg_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewPoints>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: ProgramId = api::at("program", &id)?;
    let mut db = app.db().read().await?;
    let known = rows::require(&mut db, key.shop.org, &key.shop.zone, id).await?;
    reply::json(&Out::of(known, app.now())?)
}

/// Opens a program: `points.too_many_programs` when the shop keeps as many as it may
#[utoipa::path(
    post, path = "/api/v1/points-programs", tag = "points", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManagePoints>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = body.once(&key.key.id, "points-programs")?;
    let New { name, terms } = body.value;
    let made = app
        .write(&key.scope, once, async |tx| {
            let id = actions::create(tx, name, terms).await?;
            let (org, now) = (tx.org(), tx.now());
            Out::of(rows::require(tx, org, &key.shop.zone, id).await?, now)
        })
        .await?;
    api::created(made.value, made.position)
}

/// Changes a program, closes it or opens it again. New terms count from now on
#[utoipa::path(
    patch, path = "/api/v1/points-programs/{id}", tag = "points", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "prg_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManagePoints>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let id: ProgramId = api::at("program", &id)?;
    let zone = &key.shop.zone;
    let done = app.db().write(&key.scope, async |tx| {
        let (org, now) = (tx.org(), tx.now());
        let known = rows::require(tx, org, zone, id).await?;
        let before = known.terms(now)?.clone();
        let Change { name, state, terms } = body.value;
        let wanted = Wanted {
            name: name.unwrap_or(known.program.name),
            state: state.unwrap_or(known.program.state),
            terms: terms.unwrap_or(before),
        };
        actions::change(tx, id, wanted).await?;
        Out::of(rows::require(tx, org, zone, id).await?, now)
    });
    reply::written(StatusCode::OK, &done.await?)
}
