//! Swaps for programs.

use axum::{
    extract::{Path, State},
    response::IntoResponse as _,
};
use kernel::{
    GiftId, MemberId, ProgramId,
    permission::{AdjustPoints, ManagePoints, ViewPoints},
};
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{Swap, price, swap},
    store::{self, Price},
};
use crate::{api, codes, points};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index)).routes(routes!(put, remove)).routes(routes!(create))
}

/// A gift that points buy.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PointsPrice)]
struct Out {
    #[schema(example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    gift: String,
    points: i64,
}

impl From<Price> for Out {
    fn from(price: Price) -> Self {
        Self { gift: price.gift.to_string(), points: price.points }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsPrices)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// What a gift costs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPointsPrice)]
#[serde(deny_unknown_fields)]
struct Put {
    #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
    points: i64,
}

/// Points for a gift.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewSwap)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
    /// `prg_…`
    program: String,
    /// `gft_…`
    gift: String,
}

/// The voucher that was swapped for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Swapped)]
struct Swapped {
    #[schema(example = "vou_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    voucher: String,
    code: String,
}

/// What a program's points buy, the cheapest first
#[utoipa::path(
    get, path = "/api/v1/points-programs/{program}/prices", tag = "points",
    params(("program" = String, Path, description = "prg_…")),
    security(("key" = [])), responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewPoints>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: ProgramId = api::at("program", &id)?;
    let mut db = app.db().read().await?;
    points::require(&mut db, key.shop.org, &key.shop.zone, id).await?;
    let prices = store::prices(&mut db, key.shop.org, Some(id)).await?;
    reply::json(&Outs { items: prices.into_iter().map(Out::from).collect(), next_cursor: None })
}

/// Sets what a gift costs
#[utoipa::path(
    put, path = "/api/v1/points-programs/{program}/prices/{gift}", tag = "points",
    request_body = Put, security(("key" = [])),
    params(
        ("program" = String, Path, description = "prg_…"),
        ("gift" = String, Path, description = "gft_…")
    ),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn put(
    key: Key<ManagePoints>,
    State(app): State<App>,
    Path((program, gift)): Path<(String, String)>,
    body: Body<Put>,
) -> Reply {
    let program: ProgramId = api::at("program", &program)?;
    let gift: GiftId = api::at("gift", &gift)?;
    let points = body.value.points;
    let done = app.db().write(&key.scope, async |tx| {
        price(tx, program, gift, Some(points)).await?;
        Ok(Out { gift: gift.to_string(), points })
    });
    reply::written(axum::http::StatusCode::OK, &done.await?)
}

/// Takes a gift off the list. What was swapped before stays good
#[utoipa::path(
    delete, path = "/api/v1/points-programs/{program}/prices/{gift}", tag = "points",
    security(("key" = [])),
    params(
        ("program" = String, Path, description = "prg_…"),
        ("gift" = String, Path, description = "gft_…")
    ),
    responses((status = 204, headers(("Regulars-Position" = i64))))
)]
async fn remove(
    key: Key<ManagePoints>,
    State(app): State<App>,
    Path((program, gift)): Path<(String, String)>,
) -> Reply {
    let program: ProgramId = api::at("program", &program)?;
    let gift: GiftId = api::at("gift", &gift)?;
    let done = app.db().write(&key.scope, async |tx| price(tx, program, gift, None).await).await?;
    let mut response = axum::http::StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}

/// Swaps a member's points for a gift: `points.not_enough`, or what the gift refuses
#[utoipa::path(
    post, path = "/api/v1/points/swaps", tag = "points", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Swapped, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<AdjustPoints>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "points/swaps")?;
    let new = &body.value;
    let member: MemberId = api::at("member", &new.member)?;
    let program: ProgramId = api::at("program", &new.program)?;
    let gift: GiftId = api::at("gift", &new.gift)?;
    let made = app
        .write(&key.scope, once, async |tx| {
            let member = members::require(tx, tx.org(), member).await?.id;
            let voucher = swap(tx, Swap { program, gift, member }).await?;
            let code = codes::shown(&voucher.code);
            Ok(Swapped { voucher: voucher.id.to_string(), code })
        })
        .await?;
    api::created(made.value, made.position)
}
