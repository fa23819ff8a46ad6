//! Returns for programs: a till that tells what came back.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    PurchaseId, Result, StoreId,
    permission::{ReturnPurchases, ViewPurchases},
};
use people::stores;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions,
    model::{NewReturn, Returned, Wanted},
    store as rows,
};
use crate::{
    api::{self, Amount},
    purchases,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create))
}

/// A part that comes back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = ReturnedPieces)]
#[serde(deny_unknown_fields)]
struct Pieces {
    /// The purchase's line, from 1.
    #[schema(minimum = 1, maximum = 200)]
    line: usize,
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
}

/// What came back of a purchase, in one go.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Return)]
struct Out {
    #[schema(example = "ret_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    purchase: String,
    member: Option<String>,
    store: String,
    staff: Option<String>,
    at: String,
    /// What the goods had cost.
    amount: Amount,
    /// What is to be paid out for them, in minor units; below zero: collected.
    money: i64,
    /// Points that had paid for them and are given back.
    points: i64,
    reason: String,
}

impl Out {
    fn of(shop: &Shop, returned: &Returned) -> Self {
        Self {
            id: returned.id.to_string(),
            purchase: returned.purchase.to_string(),
            member: returned.member.map(|id| id.to_string()),
            store: returned.store.to_string(),
            staff: returned.staff.map(|id| id.to_string()),
            at: returned.at.to_string(),
            amount: Amount::of(shop.money(returned.amount)),
            money: returned.money,
            points: returned.points,
            reason: returned.reason.clone(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Returns)]
struct Outs {
    items: Vec<Out>,
    #[schema(required)]
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

/// Goods that come back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewReturn)]
#[serde(deny_unknown_fields)]
struct New {
    /// Where they come back: `sto_…`.
    store: String,
    /// Of a purchase with lines: how much of which.
    #[serde(default)]
    #[schema(max_items = 200)]
    lines: Vec<Pieces>,
    /// Of a purchase of which only the amount is known.
    #[serde(default)]
    amount: Option<Amount>,
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// What came back of a purchase, the latest first
#[utoipa::path(
    get, path = "/api/v1/purchases/{purchase}/returns", tag = "purchases",
    params(("purchase" = String, Path, description = "pur_…"), Asking),
    security(("key" = [])), responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewPurchases>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let id: PurchaseId = api::at("purchase", &id)?;
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    purchases::require(&mut db, org, id).await?;
    let found = rows::list(&mut db, org, id, &page).await?;
    let found = found.map(|returned| Out::of(&key.shop, &returned));
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// Takes goods back: the buyer's points, stamps and custom end as if they had never been sold
#[utoipa::path(
    post, path = "/api/v1/purchases/{purchase}/returns", tag = "purchases", request_body = New,
    security(("key" = [])),
    params(
        ("purchase" = String, Path, description = "pur_…"), ("Idempotency-Key" = String, Header)
    ),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(
    key: Key<ReturnPurchases>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let id: PurchaseId = api::at("purchase", &id)?;
    let once = api::once(&key, &body, &format!("purchases/{id}/returns"))?;
    let new = body.value;
    let store: StoreId = api::at("store", &new.store)?;
    let wanted = Wanted {
        pieces: new.lines.iter().map(|pieces| (pieces.line, pieces.quantity)).collect(),
        amount: new.amount.map(|amount| amount.read("amount", &key.shop)).transpose()?,
    };
    let shop = key.shop.clone();
    let made = app
        .write(&key.scope, once, async |tx| {
            stores::require(tx, tx.org(), store).await?;
            let reason = new.reason;
            let new = NewReturn { purchase: id, store, staff: None, wanted, reason };
            Ok(Out::of(&shop, &actions::take(tx, new).await?))
        })
        .await?;
    api::created(made.value, made.position)
}
