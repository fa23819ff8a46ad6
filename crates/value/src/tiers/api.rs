//! Ladders for programs.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{
    ProgramId,
    permission::{ManagePoints, ViewPoints},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{actions, engine::Ladder, model::Refusal};
use crate::{api, points};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index)).routes(routes!(show, put, remove))
}

/// A ladder, with the program whose points lead up it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProgramLadder)]
struct Out {
    #[schema(example = "prg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    program: String,
    ladder: Ladder,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProgramLadders)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Every ladder there is
#[utoipa::path(
    get, path = "/api/v1/ladders", tag = "tiers", security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewPoints>, State(app): State<App>) -> Reply {
    let mut db = app.db().read().await?;
    let all = points::programs(&mut db, key.shop.org, &key.shop.zone).await?;
    let now = app.now();
    let items = all.iter().filter_map(|known| {
        let ladder = known.contract.ladder(now)?.clone();
        Some(Out { program: known.program.id.to_string(), ladder })
    });
    reply::json(&Outs { items: items.collect(), next_cursor: None })
}

/// The ladder of a program: `tiers.no_ladder` where there is none
#[utoipa::path(
    get, path = "/api/v1/points-programs/{program}/ladder", tag = "tiers",
    security(("key" = [])), params(("program" = String, Path, description = "prg_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewPoints>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: ProgramId = api::at("program", &id)?;
    let mut db = app.db().read().await?;
    let known = points::require(&mut db, key.shop.org, &key.shop.zone, id).await?;
    let ladder = known.contract.ladder(app.now()).ok_or(kernel::Error::from(Refusal::NoLadder))?;
    reply::json(&Out { program: id.to_string(), ladder: ladder.clone() })
}

/// Puts a ladder up, or changes it. People move within minutes; points that were earned stay
#[utoipa::path(
    put, path = "/api/v1/points-programs/{program}/ladder", tag = "tiers",
    request_body = Ladder, security(("key" = [])),
    params(("program" = String, Path, description = "prg_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn put(
    key: Key<ManagePoints>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Ladder>,
) -> Reply {
    let id: ProgramId = api::at("program", &id)?;
    let done = app.db().write(&key.scope, async |tx| {
        let ladder = actions::keep(tx, id, body.value).await?;
        Ok(Out { program: id.to_string(), ladder })
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// Takes a ladder away. What its tiers gave stays
#[utoipa::path(
    delete, path = "/api/v1/points-programs/{program}/ladder", tag = "tiers",
    security(("key" = [])), params(("program" = String, Path, description = "prg_…")),
    responses((status = 204, headers(("Regulars-Position" = i64))))
)]
async fn remove(key: Key<ManagePoints>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: ProgramId = api::at("program", &id)?;
    let done = app.db().write(&key.scope, async |tx| actions::remove(tx, id).await).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
