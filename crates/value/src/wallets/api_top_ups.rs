//! `top-ups`: money that members leave with the shop, for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    MemberId, Result, TopUpId,
    permission::{ViewWallets, WorkCounter},
};
use people::{members, stores};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, NewTopUp},
    fold::{Deed, Split},
    model::{Act, Kind},
    store::{self as rows, Which},
};
use crate::api::{self, Amount};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, take_back))
}

/// Money that was paid in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = TopUp)]
struct Out {
    #[schema(example = "top_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: String,
    amount: Amount,
    /// What the shop added.
    bonus: Amount,
    store: Option<String>,
    #[schema(format = DateTime)]
    at: String,
    /// When it was taken back.
    #[schema(format = DateTime, required)]
    undone_at: Option<String>,
}

impl Out {
    fn of(shop: &Shop, act: &Act) -> Self {
        let brought = match act.deed {
            Deed::TopUp(brought) => brought,
            _ => Split::default(),
        };
        Self {
            id: TopUpId::from_uuid(act.id).to_string(),
            member: act.member.to_string(),
            amount: Amount::of(shop.money(brought.principal)),
            bonus: Amount::of(shop.money(brought.bonus)),
            store: act.store.map(|id| id.to_string()),
            at: act.at.to_string(),
            undone_at: act.undone_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TopUps)]
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
    /// mbr_…
    #[serde(default)]
    member: Option<String>,
}

/// A member pays money in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewTopUp)]
#[serde(deny_unknown_fields)]
struct New {
    /// mbr_…
    member: String,
    amount: Amount,
    /// The bonus that the member was told of: `wallets.changed_since` when it is another now.
    #[serde(default)]
    bonus: Option<Amount>,
    /// `sto_…`, where it was paid.
    #[serde(default)]
    store: Option<String>,
}

/// Top-ups, the latest first
#[utoipa::path(
    get, path = "/api/v1/top-ups", tag = "wallets", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewWallets>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let mut which =
        Which { kind: Kind::TopUp, member: api::id("member", asked.member.as_deref())? };
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    which.member = members::meant(&mut db, org, which.member).await?;
    let found = rows::list(&mut db, org, which, &page).await?;
    let found = found.map(|act| Out::of(&key.shop, &act));
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One top-up
#[utoipa::path(
    get, path = "/api/v1/top-ups/{id}", tag = "wallets", security(("key" = [])),
    params(("id" = String, Path, description = "top_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewWallets>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: TopUpId = api::at("top_up", &id)?;
    let act = actions::require_top_up(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::of(&key.shop, &act))
}

/// Tops a wallet up, with the bonus of the plan: `wallets.closed`, `wallets.over_cap`,
/// `wallets.changed_since`
#[utoipa::path(
    post, path = "/api/v1/top-ups", tag = "wallets", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "top-ups")?;
    let (body, shop) = (body.value, &key.shop);
    let member: MemberId = api::at("member", &body.member)?;
    let shown = body.bonus.map(|amount| amount.read("bonus", shop)).transpose()?;
    let store = api::id("store", body.store.as_deref())?;
    let amount = body.amount.read("amount", shop)?;
    let new = NewTopUp { member, amount, shown, store, staff: None };
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            if let Some(store) = new.store {
                stores::require(tx, org, store).await?;
            }
            actions::top_up(tx, new).await.map(|act| Out::of(shop, &act))
        })
        .await?;
    api::created(made.value, made.position)
}

/// Takes a top-up back within ten minutes: `wallets.spent_since` when what it brought is gone
#[utoipa::path(
    delete, path = "/api/v1/top-ups/{id}", tag = "wallets", security(("key" = [])),
    params(("id" = String, Path, description = "top_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn take_back(key: Key<WorkCounter>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: TopUpId = api::at("top_up", &id)?;
    let undone = app.db().write(&key.scope, async |tx| {
        actions::undo_top_up(tx, id, None).await.map(|act| Out::of(&key.shop, &act))
    });
    reply::written(StatusCode::OK, &undone.await?)
}
