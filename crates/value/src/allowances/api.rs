//! Allowances for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::permission::ManageGifts;
use kernel::{AllowanceId, FieldError, Result, ids::Id, ids::Kind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions,
    model::{Allowance, Budget, Details, Period},
    reading::{self, Share},
    store as rows,
};
use crate::{api, gifts::State as GiftState};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(shares))
}

/// What employees may give away by themselves.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Allowance)]
struct Out {
    #[schema(example = "alw_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: String,
    /// Empty for every gift that is open.
    gifts: Vec<String>,
    budget: Budget,
    period: Period,
    /// Empty for everybody who works at a counter.
    staff: Vec<String>,
    state: GiftState,
    created_at: String,
}

impl From<Allowance> for Out {
    fn from(one: Allowance) -> Self {
        let Details { name, gifts, budget, period, staff } = one.details;
        Self {
            id: one.id.to_string(),
            name,
            gifts: gifts.iter().map(ToString::to_string).collect(),
            budget,
            period,
            staff: staff.iter().map(ToString::to_string).collect(),
            state: one.state,
            created_at: one.created_at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Allowances)]
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

/// An allowance that is to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewAllowance)]
#[serde(deny_unknown_fields)]
struct New {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    #[serde(default)]
    #[schema(max_items = 200)]
    gifts: Vec<String>,
    budget: Budget,
    period: Period,
    #[serde(default)]
    #[schema(max_items = 200)]
    staff: Vec<String>,
}

/// What changes; what is left out stays. A budget stays of its kind.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = AllowanceChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<String>,
    #[schema(max_items = 200)]
    gifts: Option<Vec<String>>,
    budget: Option<Budget>,
    period: Option<Period>,
    #[schema(max_items = 200)]
    staff: Option<Vec<String>>,
    /// `closed`: nobody gives from it any more.
    state: Option<GiftState>,
}

fn ids<K: Kind>(field: &'static str, texts: &[String]) -> Result<Vec<Id<K>>> {
    let read: std::result::Result<Vec<_>, _> = texts.iter().map(|id| id.parse()).collect();
    read.map_err(|_| FieldError::new(field, "choice_invalid").into())
}

/// Allowances, the newest first
#[utoipa::path(
    get, path = "/api/v1/allowances", tag = "allowances", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ManageGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let found = rows::list(&mut app.db().read().await?, key.shop.org, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One allowance
#[utoipa::path(
    get, path = "/api/v1/allowances/{id}", tag = "allowances", security(("key" = [])),
    params(("id" = String, Path, description = "alw_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ManageGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id = api::at("allowance", &id)?;
    let found = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::from(found))
}

/// Makes an allowance, which can be given from at once
#[utoipa::path(
    post, path = "/api/v1/allowances", tag = "allowances", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageGifts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "allowances")?;
    let New { name, gifts, budget, period, staff } = body.value;
    let (gifts, staff) = (ids("gifts", &gifts)?, ids("staff", &staff)?);
    let details = Details { name, gifts, budget, period, staff };
    let run = async |tx: &mut ::store::Tx| {
        let id = actions::create(tx, details).await?;
        let org = tx.org();
        rows::require(tx, org, id).await.map(Out::from)
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Changes an allowance, or opens and closes it: `allowances.other_measure` when its budget is to count something else
#[utoipa::path(
    patch, path = "/api/v1/allowances/{id}", tag = "allowances", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "alw_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let (id, org): (AllowanceId, _) = (api::at("allowance", &id)?, key.shop.org);
    let wanted = body.value;
    let done = app.db().write(&key.scope, async |tx| {
        let stands = rows::require(tx, org, id).await?.details;
        let details = Details {
            name: wanted.name.unwrap_or(stands.name),
            gifts: wanted.gifts.map_or(Ok(stands.gifts), |said| ids("gifts", &said))?,
            budget: wanted.budget.unwrap_or(stands.budget),
            period: wanted.period.unwrap_or(stands.period),
            staff: wanted.staff.map_or(Ok(stands.staff), |said| ids("staff", &said))?,
        };
        actions::change(tx, id, details).await?;
        if let Some(state) = wanted.state {
            actions::set_state(tx, id, state).await?;
        }
        rows::require(tx, org, id).await.map(Out::from)
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// One employee's part of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowanceShare)]
struct ShareOut {
    staff: String,
    /// Gifts given in the period.
    given: i64,
    /// Pieces or minor units that are left in the period.
    left: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowanceShares)]
struct SharesOut {
    /// The first day of the period.
    #[schema(format = Date)]
    period: String,
    items: Vec<ShareOut>,
    /// Always null: at most two hundred.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// What each employee has left of it now
#[utoipa::path(
    get, path = "/api/v1/allowances/{id}/shares", tag = "allowances", security(("key" = [])),
    params(("id" = String, Path, description = "alw_…")),
    responses((status = 200, body = SharesOut))
)]
async fn shares(key: Key<ManageGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id = api::at("allowance", &id)?;
    let mut db = app.db().read().await?;
    let one = rows::require(&mut db, key.shop.org, id).await?;
    let (period, shares) = reading::shares(&mut db, &key.shop, (&one, app.now())).await?;
    let out = |share: Share| ShareOut {
        staff: share.person.id.to_string(),
        given: share.pieces,
        left: share.left,
    };
    let items = shares.into_iter().map(out).collect();
    reply::json(&SharesOut { period: period.to_string(), items, next_cursor: None })
}
