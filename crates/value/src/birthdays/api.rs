//! What birthdays bring, for programs.

use axum::{extract::State, http::StatusCode};
use kernel::permission::{ManageGifts, ViewGifts};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{actions, model::Plan, store as rows};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, put))
}

/// What birthdays bring; nothing when the shop never said
#[utoipa::path(
    get, path = "/api/v1/birthdays/plan", tag = "birthdays", security(("key" = [])),
    responses((status = 200, body = Plan))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>) -> Reply {
    reply::json(&rows::plan(&mut app.db().read().await?, key.shop.org).await?)
}

/// Says what birthdays bring, as a whole. Whose birthday is near gets theirs within the hour
#[utoipa::path(
    put, path = "/api/v1/birthdays/plan", tag = "birthdays", request_body = Plan,
    security(("key" = [])),
    responses((status = 200, body = Plan, headers(("Regulars-Position" = i64))))
)]
async fn put(key: Key<ManageGifts>, State(app): State<App>, body: Body<Plan>) -> Reply {
    let done = app.db().write(&key.scope, async |tx| {
        actions::keep(tx, body.value).await?;
        let org = tx.org();
        rows::plan(tx, org).await
    });
    reply::written(StatusCode::OK, &done.await?)
}
