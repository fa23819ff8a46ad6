//! What members took of a sale, and its waiting list, for programs.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    response::IntoResponse as _,
};
use kernel::{
    FlashSaleId, MemberId, Result,
    permission::{ClaimForMembers, ViewActivities},
};
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{api, codes};
use web::{App, Body, Key, Reply, reply};

use super::{
    claims::{self, Claiming},
    model::{Claim, Fate, FlashSale},
    rush::Wish,
    store as rows, waiting,
};
use crate::activities;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(wait)).routes(routes!(leave))
}

/// What somebody took.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FlashClaim)]
struct Out {
    #[schema(example = "fcl_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: String,
    voucher: String,
    state: Fate,
    /// What was paid.
    points: i64,
    at: String,
    /// Collected before that instant, or it goes back.
    until: String,
    #[schema(required)]
    ended_at: Option<String>,
}

impl From<Claim> for Out {
    fn from(claim: Claim) -> Self {
        Self {
            id: claim.id.to_string(),
            member: claim.member.to_string(),
            voucher: claim.voucher.to_string(),
            state: claim.fate,
            points: claim.points,
            at: claim.at.to_string(),
            until: claim.until.to_string(),
            ended_at: claim.ended_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FlashClaims)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Asking {
    /// 1 to 200; 50 when not given
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// Who wants one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewFlashClaim)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
}

/// What somebody has now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FlashClaimed)]
struct Taken {
    #[schema(example = "fcl_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    #[schema(example = "vou_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    voucher: String,
    code: String,
    until: String,
    /// In the pool, after it.
    left: i64,
}

impl From<claims::Taken> for Taken {
    fn from(taken: claims::Taken) -> Self {
        Self {
            id: taken.id.to_string(),
            voucher: taken.voucher.to_string(),
            code: codes::shown(&taken.code),
            until: taken.until.to_string(),
            left: taken.left,
        }
    }
}

/// Where somebody stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FlashPlace)]
struct Stands {
    member: String,
    /// People before them.
    before: i64,
}

/// What was taken of a sale, the newest first
#[utoipa::path(
    get, path = "/api/v1/flash-sales/{id}/claims", tag = "flash sales", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "fls_…")),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let id: FlashSaleId = api::at("activity", &id)?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let _: FlashSale = activities::require(&mut db, key.shop.org, id).await?;
    let found = rows::claims(&mut db, key.shop.org, id, &page).await?;
    let items = found.items.into_iter().map(Out::from).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// Takes one for a member: `flash_sales.sold_out`, `flash_sales.limit_reached`,
/// `flash_sales.not_open`, `flash_sales.closed`, `flash_sales.too_few_points` or
/// `flash_sales.not_eligible`
#[utoipa::path(
    post, path = "/api/v1/flash-sales/{id}/claims", tag = "flash sales", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "fls_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Taken, headers(("Regulars-Position" = i64))))
)]
async fn create(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let sale: FlashSaleId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("flash-sales/{sale}/claims"))?;
    let member: MemberId = api::at("member", &body.value.member)?;
    let wish = Wish(Claiming { sale, member, store: None, staff: None });
    let made = app.db().write_together(&key.scope, once, wish).await?;
    api::created(Taken::from(made.value), made.position)
}

/// Puts a member into the waiting list of what is sold out
#[utoipa::path(
    post, path = "/api/v1/flash-sales/{id}/places", tag = "flash sales", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "fls_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Stands, headers(("Regulars-Position" = i64))))
)]
async fn wait(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let sale: FlashSaleId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("flash-sales/{sale}/places"))?;
    let member: MemberId = api::at("member", &body.value.member)?;
    let run = async |tx: &mut Tx| {
        let before = waiting::wait(tx, &key.shop, sale, member).await?;
        Ok(Stands { member: member.to_string(), before })
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Takes a member out of the waiting list; what lay aside for them goes to the next
#[utoipa::path(
    delete, path = "/api/v1/flash-sales/{id}/places/{member}", tag = "flash sales",
    security(("key" = [])),
    params(
        ("id" = String, Path, description = "fls_…"),
        ("member" = String, Path, description = "mbr_…")
    ),
    responses((status = 204, headers(("Regulars-Position" = i64))))
)]
async fn leave(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path((id, member)): Path<(String, String)>,
) -> Reply {
    let sale: FlashSaleId = api::at("activity", &id)?;
    let member: MemberId = api::at("member", &member)?;
    let run = async |tx: &mut Tx| {
        let member = members::require(tx, tx.org(), member).await?.id;
        waiting::leave(tx, sale, member).await
    };
    let done = app.db().write(&key.scope, run).await?;
    let mut response = axum::http::StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
