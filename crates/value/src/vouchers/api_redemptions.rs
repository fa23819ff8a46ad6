//! Redemptions for programs: a till that reads the ticket's code itself.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use axum::http::StatusCode;
use kernel::permission::WorkCounter;
use kernel::{Error, RedemptionId, Result, StoreId};
use people::stores;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{Redeem, redeem, undo},
    model::Redemption,
    store as rows,
};
use crate::api;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, take_back))
}

/// A gift that was handed over.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Redemption)]
struct Out {
    #[schema(example = "red_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    voucher: String,
    gift: String,
    member: String,
    store: Option<String>,
    staff: Option<String>,
    at: String,
    undone_at: Option<String>,
}

impl From<Redemption> for Out {
    fn from(redemption: Redemption) -> Self {
        Self {
            id: redemption.id.to_string(),
            voucher: redemption.voucher.to_string(),
            gift: redemption.gift.to_string(),
            member: redemption.member.to_string(),
            store: redemption.store.map(|id| id.to_string()),
            staff: redemption.staff.map(|id| id.to_string()),
            at: redemption.at.to_string(),
            undone_at: redemption.undone_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Redemptions)]
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

/// A ticket at a store.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewRedemption)]
#[serde(deny_unknown_fields)]
struct New {
    /// The ticket's code in any way of writing, or the voucher's id.
    #[schema(example = "K74-QPM-2XA", max_length = 60)]
    voucher: String,
    /// sto_…
    store: String,
}

/// Redemptions, the latest first
#[utoipa::path(
    get, path = "/api/v1/redemptions", tag = "vouchers", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<WorkCounter>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let found = rows::redemptions(&mut app.db().read().await?, key.shop.org, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One redemption
#[utoipa::path(
    get, path = "/api/v1/redemptions/{id}", tag = "vouchers", security(("key" = [])),
    params(("id" = String, Path, description = "red_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<WorkCounter>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: RedemptionId = api::at("redemption", &id)?;
    let found = rows::redemption(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::from(found))
}

/// Redeems a ticket, at most once: `vouchers.already_redeemed`, `vouchers.expired`, `vouchers.wrong_store`
#[utoipa::path(
    post, path = "/api/v1/redemptions", tag = "vouchers", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "redemptions")?;
    let store: StoreId = api::at("store", &body.value.store)?;
    let typed = body.value.voucher;
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            stores::require(tx, org, store).await?;
            let voucher = match typed.parse() {
                Ok(id) => id,
                Err(_) => {
                    let found = rows::by_code(tx, org, &typed).await?;
                    found.ok_or(Error::NotFound("voucher"))?.id
                }
            };
            let at = Redeem { voucher, store: Some(store), staff: None };
            redeem(tx, at).await.map(|redemption| redemption.id)
        })
        .await?;
    let found = rows::redemption(&mut app.db().read().await?, key.shop.org, made.value).await?;
    api::created(Out::from(found), made.position)
}

/// Takes a redemption back within ten minutes
#[utoipa::path(
    delete, path = "/api/v1/redemptions/{id}", tag = "vouchers", security(("key" = [])),
    params(("id" = String, Path, description = "red_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn take_back(key: Key<WorkCounter>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: RedemptionId = api::at("redemption", &id)?;
    let undone = app.db().write(&key.scope, async |tx| undo(tx, id).await).await?;
    let answer = ::store::Written { value: Out::from(undone.value), position: undone.position };
    reply::written(StatusCode::OK, &answer)
}
