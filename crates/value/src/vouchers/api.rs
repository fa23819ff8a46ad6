//! Vouchers for programs.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::permission::{ManageGifts, ViewGifts};
use kernel::{FieldError, GiftId, MemberId, Result, VoucherId};
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{Give, give, withdraw},
    model::{State as VoucherState, Voucher, Way},
    store::{self as rows, Which},
};
use crate::api;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, take_away))
}

/// A member's right to collect a gift.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Voucher)]
struct Out {
    #[schema(example = "vou_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    #[schema(example = "K74-QPM-2XA")]
    code: String,
    gift: String,
    member: String,
    state: VoucherState,
    /// By what way it came: `join`, `stamps`, `api`, …
    source: String,
    issued_at: String,
    expires_at: Option<String>,
    /// Redeemed, expired or withdrawn at.
    ended_at: Option<String>,
}

impl From<Voucher> for Out {
    fn from(voucher: Voucher) -> Self {
        Self {
            id: voucher.id.to_string(),
            code: crate::codes::shown(&voucher.code),
            gift: voucher.gift.to_string(),
            member: voucher.member.to_string(),
            state: voucher.state,
            source: voucher.source,
            issued_at: voucher.issued_at.to_string(),
            expires_at: voucher.expires_at.map(|at| at.to_string()),
            ended_at: voucher.ended_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Vouchers)]
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
    /// mbr_…
    #[serde(default)]
    member: Option<String>,
    /// gft_…
    #[serde(default)]
    gift: Option<String>,
    /// `issued`, `redeemed`, `expired` or `withdrawn`
    #[serde(default)]
    state: Option<String>,
}

/// A gift for a member.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewVoucher)]
#[serde(deny_unknown_fields)]
struct New {
    /// gft_…
    gift: String,
    /// mbr_…
    member: String,
}

/// Vouchers, the latest first
#[utoipa::path(
    get, path = "/api/v1/vouchers", tag = "vouchers", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse);
    let mut which = Which {
        member: api::id("member", asked.member.as_deref())?,
        gift: api::id("gift", asked.gift.as_deref())?,
        state: state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?,
    };
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    which.member = members::meant(&mut db, org, which.member).await?;
    let found = rows::list(&mut db, org, which, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One voucher
#[utoipa::path(
    get, path = "/api/v1/vouchers/{id}", tag = "vouchers", security(("key" = [])),
    params(("id" = String, Path, description = "vou_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: VoucherId = api::at("voucher", &id)?;
    let found = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::from(found))
}

/// Gives a member a gift: `gifts.sold_out`, `gifts.already_had`, `gifts.closed`
#[utoipa::path(
    post, path = "/api/v1/vouchers", tag = "vouchers", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageGifts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "vouchers")?;
    let gift: GiftId = api::at("gift", &body.value.gift)?;
    let member: MemberId = api::at("member", &body.value.member)?;
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            let member = members::require(tx, org, member).await?.id;
            let asked = Give { gift, member, source: "api", way: Way::default() };
            give(tx, asked).await.map(|voucher| voucher.id)
        })
        .await?;
    let found = rows::require(&mut app.db().read().await?, key.shop.org, made.value).await?;
    api::created(Out::from(found), made.position)
}

/// Takes an uncollected voucher away; the piece goes back to the stock
#[utoipa::path(
    delete, path = "/api/v1/vouchers/{id}", tag = "vouchers", security(("key" = [])),
    params(("id" = String, Path, description = "vou_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn take_away(key: Key<ManageGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: VoucherId = api::at("voucher", &id)?;
    let taken = app.db().write(&key.scope, async |tx| withdraw(tx, id).await).await?;
    let answer = ::store::Written { value: Out::from(taken.value), position: taken.position };
    reply::written(axum::http::StatusCode::OK, &answer)
}
