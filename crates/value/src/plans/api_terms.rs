//! The periods that members paid for, for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::permission::{RefundWallets, ViewGifts, WorkCounter};
use kernel::{FieldError, MemberId, PlanId, PlanTermId, Result};
use people::{members, stores};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, NewTerm, quote},
    engine::State as Stands,
    model::Term,
    reading,
    store::{self as rows, Which},
};
use crate::api::{self, Amount};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, undo))
        .routes(routes!(member))
        .routes(routes!(refund))
}

/// A period that was paid for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanTerm)]
struct Out {
    #[schema(example = "plt_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    plan: String,
    member: String,
    /// Both days are paid for.
    #[schema(format = Date)]
    first: String,
    #[schema(format = Date)]
    last: String,
    amount: Amount,
    /// It followed another one.
    renewal: bool,
    bought_at: String,
    refunded: Amount,
    refunded_at: Option<String>,
    voucher: Option<String>,
    undone_at: Option<String>,
}

impl Out {
    fn of(shop: &Shop, term: Term) -> Self {
        Self {
            id: term.id.to_string(),
            plan: term.plan.to_string(),
            member: term.member.to_string(),
            first: term.first.to_string(),
            last: term.last.to_string(),
            amount: Amount::of(shop.money(term.rule.price)),
            renewal: term.renewal,
            bought_at: term.bought_at.to_string(),
            refunded: Amount::of(shop.money(term.refunded)),
            refunded_at: term.refunded_at.map(|at| at.to_string()),
            voucher: term.voucher.map(|id| id.to_string()),
            undone_at: term.undone_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanTerms)]
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
    /// pln_…
    #[serde(default)]
    plan: Option<String>,
    /// mbr_…
    #[serde(default)]
    member: Option<String>,
}

/// A period that was paid, at the till.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPlanTerm)]
#[serde(deny_unknown_fields)]
struct New {
    /// pln_…
    plan: String,
    /// mbr_…
    member: String,
    /// What was paid: `plans.other_price` when it costs something else now.
    amount: Amount,
    /// sto_…
    #[serde(default)]
    store: Option<String>,
}

/// Periods that were paid for, the latest first
#[utoipa::path(
    get, path = "/api/v1/plan-terms", tag = "plans", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let which = Which {
        plan: api::id("plan", asked.plan.as_deref())?,
        member: api::id("member", asked.member.as_deref())?,
    };
    let page = api::page(asked.limit, asked.cursor);
    let found = rows::terms(&mut app.db().read().await?, key.shop.org, which, &page).await?;
    let found = found.map(|term| Out::of(&key.shop, term));
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One of them
#[utoipa::path(
    get, path = "/api/v1/plan-terms/{id}", tag = "plans", security(("key" = [])),
    params(("id" = String, Path, description = "plt_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id = api::at("plan_term", &id)?;
    let term = rows::term(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::of(&key.shop, term))
}

/// A member paid for a period: the first, or the one after the last
#[utoipa::path(
    post, path = "/api/v1/plan-terms", tag = "plans", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "plan-terms")?;
    let new = &body.value;
    let wrong = |field| move |_| FieldError::new(field, "choice_invalid");
    let plan: PlanId = new.plan.parse().map_err(wrong("plan"))?;
    let member: MemberId = new.member.parse().map_err(wrong("member"))?;
    let store = api::id("store", new.store.as_deref())?;
    let shown = Some(new.amount.read("amount", &key.shop)?);
    let asked = NewTerm { plan, member, shown, store, staff: None };
    let run = async |tx: &mut ::store::Tx| {
        if let Some(store) = store {
            let org = tx.org();
            stores::require(tx, org, store).await?;
        }
        actions::buy(tx, asked).await.map(|term| Out::of(&key.shop, term))
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Takes a sale back within ten minutes
#[utoipa::path(
    delete, path = "/api/v1/plan-terms/{id}", tag = "plans", security(("key" = [])),
    params(("id" = String, Path, description = "plt_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn undo(key: Key<WorkCounter>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: PlanTermId = api::at("plan_term", &id)?;
    let run = async |tx: &mut ::store::Tx| {
        actions::undo(tx, id).await.map(|term| Out::of(&key.shop, term))
    };
    let done = app.db().write(&key.scope, run).await?;
    reply::written(StatusCode::OK, &done)
}

/// Where a member's paid membership stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanMember)]
struct MemberOut {
    state: Stands,
    /// Until when it is paid.
    #[schema(format = Date)]
    until: Option<String>,
    /// What would be paid back today.
    refundable: Amount,
}

/// Where a member's paid membership stands, and what would be paid back today
#[utoipa::path(
    get, path = "/api/v1/plan-members/{member}", tag = "plans", security(("key" = [])),
    params(("member" = String, Path, description = "mbr_…")),
    responses((status = 200, body = MemberOut))
)]
async fn member(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: MemberId = api::at("member", &id)?;
    let mut db = app.db().read().await?;
    let id = members::require(&mut db, key.shop.org, id).await?.id;
    let held = reading::held(&mut db, &key.shop, (id, app.now())).await?;
    let quoted = quote(&held.terms, app.now().date(&key.shop.zone));
    let back: i64 = quoted.iter().map(|(_, amount)| *amount).sum();
    reply::json(&MemberOut {
        state: held.state,
        until: held.until.map(|day| day.to_string()),
        refundable: Amount::of(key.shop.money(back)),
    })
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewPlanRefund)]
#[serde(deny_unknown_fields, default)]
struct Empty {}

/// What was paid back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanRefunded)]
struct Refunded {
    amount: Amount,
}

/// Somebody of the shop paid back what the rule gives: `plans.nothing_back` when it is nothing
#[utoipa::path(
    post, path = "/api/v1/plan-members/{member}/refunds", tag = "plans", request_body = Empty,
    security(("key" = [])),
    params(("member" = String, Path, description = "mbr_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Refunded, headers(("Regulars-Position" = i64))))
)]
async fn refund(
    key: Key<RefundWallets>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Empty>,
) -> Reply {
    let id: MemberId = api::at("member", &id)?;
    let once = api::once(&key, &body, &format!("plan-members/{id}/refunds"))?;
    let run = async |tx: &mut ::store::Tx| {
        let amount = actions::refund(tx, id).await?;
        Ok(Refunded { amount: Amount::of(key.shop.money(amount)) })
    };
    let done = app.write(&key.scope, once, run).await?;
    api::created(done.value, done.position)
}
