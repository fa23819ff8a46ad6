//! Stored value for programs: wallets and the plan. Top-ups are in `api_top_ups`, what leaves a wallet
//! in `api_moves`.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    FieldError, Result, Time,
    permission::{ManageWallets, ViewWallets},
};
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions, api_moves, api_top_ups,
    fold::{Forfeits, Spending},
    model::{Bonus, Gives, MOST_BONUSES, Plan, Wallet},
    store as rows,
};
use crate::{
    api::{self, Amount},
    gifts::State as PlanState,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(show))
        .routes(routes!(plan, keep))
        .merge(api_moves::routes())
        .merge(api_top_ups::routes())
}

/// What a member left with the shop.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wallet)]
struct Out {
    #[schema(example = "mbr_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    member: String,
    /// What was paid in and is still there.
    principal: Amount,
    /// What the shop added and is still there.
    bonus: Amount,
    /// Null of a member who never had one.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    changed_at: Option<Time>,
}

impl Out {
    fn of(shop: &Shop, wallet: &Wallet) -> Self {
        Self {
            member: wallet.member.to_string(),
            principal: Amount::of(shop.money(wallet.balance.principal)),
            bonus: Amount::of(shop.money(wallet.balance.bonus)),
            changed_at: (wallet.acts > 0).then_some(wallet.changed_at),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wallets)]
struct Outs {
    items: Vec<Out>,
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asking {
    /// 1 to 200; 50 when not given
    #[serde(default)]
    pub limit: Option<String>,
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Everybody who ever had a wallet, by member
#[utoipa::path(
    get, path = "/api/v1/wallets", tag = "wallets", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewWallets>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let found = rows::wallets(&mut app.db().read().await?, key.shop.org, &page).await?;
    let found = found.map(|wallet| Out::of(&key.shop, &wallet));
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One member's wallet; empty when there never was one
#[utoipa::path(
    get, path = "/api/v1/wallets/{member}", tag = "wallets", security(("key" = [])),
    params(("member" = String, Path, description = "mbr_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewWallets>, State(app): State<App>, Path(member): Path<String>) -> Reply {
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    let member = members::require(&mut db, org, api::at("member", &member)?).await?.id;
    let wallet = rows::wallet(&mut db, org, member).await?;
    reply::json(&Out::of(&key.shop, &wallet))
}

/// From that amount on, that bonus: either an amount or a part, in basis points.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = WalletBonus)]
#[serde(deny_unknown_fields)]
struct BonusRule {
    from: Amount,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    basis_points: Option<i64>,
}

impl BonusRule {
    fn of(shop: &Shop, bonus: Bonus) -> Self {
        let (amount, basis_points) = match bonus.gives {
            Gives::Amount(amount) => (Some(Amount::of(shop.money(amount))), None),
            Gives::BasisPoints(points) => (None, Some(points)),
        };
        Self { from: Amount::of(shop.money(bonus.from)), amount, basis_points }
    }
    fn read(&self, shop: &Shop) -> Result<Bonus> {
        let from = self.from.read("bonuses", shop)?;
        let gives = match (&self.amount, self.basis_points) {
            (Some(amount), None) => Gives::Amount(amount.read("bonuses", shop)?),
            (None, Some(points)) => Gives::BasisPoints(points),
            _ => return Err(FieldError::new("bonuses", "wallet_bonus_invalid").into()),
        };
        Ok(Bonus { from, gives })
    }
}

/// How the shop keeps its members' money. The best bonus that fits a top-up applies.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = WalletPlan)]
#[serde(deny_unknown_fields)]
struct PlanBody {
    /// Whether it takes top-ups. What is there can be spent and paid out either way.
    state: PlanState,
    #[serde(default)]
    #[schema(max_items = 10)]
    bonuses: Vec<BonusRule>,
    spending: Spending,
    forfeits: Forfeits,
    /// For how many days after a top-up its principal is paid out; null: at any time.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 3_660)]
    refund_days: Option<i64>,
    /// Of one top-up.
    least: Amount,
    most: Amount,
    /// Of what a wallet holds after a top-up, bonus included, of a member whose phone or e-mail is
    /// proven; null: no cap.
    #[serde(default)]
    cap_named: Option<Amount>,
    /// The same of everybody else.
    #[serde(default)]
    cap_unnamed: Option<Amount>,
}

impl PlanBody {
    fn of(shop: &Shop, plan: &Plan) -> Self {
        let amount = |amount| Amount::of(shop.money(amount));
        Self {
            state: plan.state,
            bonuses: plan.bonuses.iter().map(|bonus| BonusRule::of(shop, *bonus)).collect(),
            spending: plan.spending,
            forfeits: plan.forfeits,
            refund_days: plan.refund_days,
            least: amount(plan.least),
            most: amount(plan.most),
            cap_named: plan.cap_named.map(amount),
            cap_unnamed: plan.cap_unnamed.map(amount),
        }
    }
    fn read(&self, shop: &Shop) -> Result<Plan> {
        let cap = |field, cap: &Option<Amount>| {
            cap.as_ref().map(|amount| amount.read(field, shop)).transpose()
        };
        // One more than there may be is enough to say so.
        let bonuses = self.bonuses.iter().take(MOST_BONUSES + 1);
        Ok(Plan {
            state: self.state,
            bonuses: bonuses.map(|bonus| bonus.read(shop)).collect::<Result<_>>()?,
            spending: self.spending,
            forfeits: self.forfeits,
            refund_days: self.refund_days,
            least: self.least.read("least", shop)?,
            most: self.most.read("most", shop)?,
            cap_named: cap("cap_named", &self.cap_named)?,
            cap_unnamed: cap("cap_unnamed", &self.cap_unnamed)?,
            changed_at: Time::default(),
        })
    }
}

/// The plan; closed when the shop never made one
#[utoipa::path(
    get, path = "/api/v1/wallets/plan", tag = "wallets", security(("key" = [])),
    responses((status = 200, body = PlanBody))
)]
async fn plan(key: Key<ViewWallets>, State(app): State<App>) -> Reply {
    let plan = rows::plan(&mut app.db().read().await?, key.shop.org).await?;
    reply::json(&PlanBody::of(&key.shop, &plan))
}

/// Keeps the plan as a whole. An open one stays within the law of the shop's country: a limit beyond
/// it is named with where the law stands and what would be lawful
#[utoipa::path(
    put, path = "/api/v1/wallets/plan", tag = "wallets", request_body = PlanBody,
    security(("key" = [])),
    responses((status = 200, body = PlanBody, headers(("Regulars-Position" = i64))))
)]
async fn keep(key: Key<ManageWallets>, State(app): State<App>, body: Body<PlanBody>) -> Reply {
    let wanted = body.value.read(&key.shop)?;
    let done = app.db().write(&key.scope, async |tx| {
        actions::keep(tx, wanted).await?;
        let org = tx.org();
        Ok(PlanBody::of(&key.shop, &rows::plan(tx, org).await?))
    });
    reply::written(StatusCode::OK, &done.await?)
}
