//! Law packs for programs.

use axum::{extract::State, http::StatusCode};
use kernel::permission::{ChooseLaws, ViewActivities};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions,
    model::{self, Pack},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, choose))
}

/// Every pack that there is, and those that the shop keeps to. Rules as we know them, not advice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LawPacks)]
struct Outs {
    items: &'static [Pack],
    /// Names of packs.
    #[schema(example = json!(["cn"]))]
    chosen: Vec<&'static str>,
}

impl Outs {
    fn of(held: &[&'static Pack]) -> Self {
        let chosen = held.iter().map(|pack| pack.name.as_str()).collect();
        Self { items: model::packs(), chosen }
    }
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = LawChoice)]
#[serde(deny_unknown_fields)]
struct Choice {
    /// Names of packs. None at all is a choice, too.
    #[schema(max_items = 20)]
    chosen: Vec<String>,
}

/// Law packs
#[utoipa::path(
    get, path = "/api/v1/law-packs", tag = "laws", security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewActivities>, State(app): State<App>) -> Reply {
    let held = actions::held(&mut app.db().read().await?, &key.shop).await?;
    reply::json(&Outs::of(&held))
}

/// Chooses the packs that the shop keeps to. What is open already stays open
#[utoipa::path(
    put, path = "/api/v1/law-packs", tag = "laws", request_body = Choice, security(("key" = [])),
    responses((status = 200, body = Outs, headers(("Regulars-Position" = i64))))
)]
async fn choose(key: Key<ChooseLaws>, State(app): State<App>, body: Body<Choice>) -> Reply {
    let names = body.value.chosen;
    let done = app
        .db()
        .write(&key.scope, async |tx| Ok(Outs::of(&actions::choose(tx, &key.shop, &names).await?)));
    reply::written(StatusCode::OK, &done.await?)
}
