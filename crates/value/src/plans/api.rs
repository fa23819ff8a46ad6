//! Plans for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::permission::{ManageGifts, ViewGifts};
use kernel::{FieldError, PlanId, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    accounts, actions,
    model::{Back, Details, Every, Plan},
    store as rows,
};
use crate::{
    api::{self, Amount},
    gifts::State as PlanState,
    words::Words,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(figures))
}

/// A paid membership.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Plan)]
struct Out {
    #[schema(example = "pln_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    /// Of one period.
    price: Amount,
    every: Every,
    /// Whoever has it stands on this tier, unless they earned a higher one.
    tier: Option<String>,
    early: bool,
    free_delivery: bool,
    /// With the beginning of each period.
    gift: Option<String>,
    grace_days: u32,
    notice_days: u32,
    refund: Back,
    state: PlanState,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, plan: Plan) -> Self {
        let of = plan.details;
        Self {
            id: plan.id.to_string(),
            name: of.name,
            price: Amount::of(shop.money(of.price)),
            every: of.every,
            tier: of.tier.map(|id| id.to_string()),
            early: of.early,
            free_delivery: of.free_delivery,
            gift: of.gift.map(|id| id.to_string()),
            grace_days: of.grace_days,
            notice_days: of.notice_days,
            refund: of.back,
            state: plan.state,
            created_at: plan.created_at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Plans)]
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
    /// `open` or `closed`
    #[serde(default)]
    state: Option<String>,
}

/// A plan as a whole.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPlan)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    price: Amount,
    every: Every,
    /// tir_…
    #[serde(default)]
    tier: Option<String>,
    #[serde(default)]
    early: bool,
    #[serde(default)]
    free_delivery: bool,
    /// gft_…
    #[serde(default)]
    gift: Option<String>,
    #[serde(default)]
    #[schema(maximum = 90)]
    grace_days: u32,
    #[serde(default)]
    #[schema(maximum = 90)]
    notice_days: u32,
    refund: Back,
}

impl New {
    fn details(self, shop: &Shop) -> Result<Details> {
        Ok(Details {
            price: self.price.read("price", shop)?,
            tier: api::id("tier", self.tier.as_deref())?,
            gift: api::id("gift", self.gift.as_deref())?,
            name: self.name,
            every: self.every,
            early: self.early,
            free_delivery: self.free_delivery,
            grace_days: self.grace_days,
            notice_days: self.notice_days,
            back: self.refund,
        })
    }
}

/// Whether it is sold.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = PlanChange)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The whole plan, for what is bought from now on; left out, it stays.
    #[serde(default)]
    plan: Option<New>,
    #[serde(default)]
    state: Option<PlanState>,
}

/// Plans, the newest first
#[utoipa::path(
    get, path = "/api/v1/plans", tag = "plans", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<PlanState>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let page = api::page(asked.limit, asked.cursor);
    let found = rows::list(&mut app.db().read().await?, key.shop.org, state, &page).await?;
    let found = found.map(|plan| Out::of(&key.shop, plan));
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One plan
#[utoipa::path(
    get, path = "/api/v1/plans/{id}", tag = "plans", security(("key" = [])),
    params(("id" = String, Path, description = "pln_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id = api::at("plan", &id)?;
    let plan = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::of(&key.shop, plan))
}

/// Makes a plan, which is sold at once
#[utoipa::path(
    post, path = "/api/v1/plans", tag = "plans", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageGifts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "plans")?;
    let details = body.value.details(&key.shop)?;
    let run = async |tx: &mut ::store::Tx| {
        let id = actions::create(tx, details).await?;
        let org = tx.org();
        rows::require(tx, org, id).await.map(|plan| Out::of(&key.shop, plan))
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Changes a plan for what is bought from now on, or opens and closes it
#[utoipa::path(
    patch, path = "/api/v1/plans/{id}", tag = "plans", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "pln_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let (id, org): (PlanId, _) = (api::at("plan", &id)?, key.shop.org);
    let Change { plan, state } = body.value;
    let details = plan.map(|plan| plan.details(&key.shop)).transpose()?;
    let done = app.db().write(&key.scope, async |tx| {
        rows::require(tx, org, id).await?;
        if let Some(details) = details {
            actions::change(tx, id, details).await?;
        }
        if let Some(state) = state {
            actions::set_state(tx, id, state).await?;
        }
        rows::require(tx, org, id).await.map(|plan| Out::of(&key.shop, plan))
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// How a plan does.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanFigures)]
struct Figures {
    /// People who have it today.
    members: i64,
    /// Periods that were sold so far, and how many of them followed another.
    sold: i64,
    renewals: i64,
    /// Paid, and neither earned nor paid back.
    unearned: Amount,
    earned: Amount,
    refunded: Amount,
}

/// People who have it, renewals, and what is paid ahead
#[utoipa::path(
    get, path = "/api/v1/plans/{id}/figures", tag = "plans", security(("key" = [])),
    params(("id" = String, Path, description = "pln_…")),
    responses((status = 200, body = Figures))
)]
async fn figures(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let (id, org): (PlanId, _) = (api::at("plan", &id)?, key.shop.org);
    let mut db = app.db().read().await?;
    rows::require(&mut db, org, id).await?;
    let counts = rows::counts(&mut db, org, (id, app.now().date(&key.shop.zone))).await?;
    let sums = accounts::sums(&mut db, org, id).await?;
    let money = |amount| Amount::of(key.shop.money(amount));
    reply::json(&Figures {
        members: counts.members,
        sold: counts.sold,
        renewals: counts.renewals,
        unearned: money(sums.unearned()),
        earned: money(sums.earned),
        refunded: money(sums.refunded),
    })
}
