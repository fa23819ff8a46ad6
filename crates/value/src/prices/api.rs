//! Member prices for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::permission::{ManageGifts, ViewGifts};
use kernel::{FieldError, PriceRuleId, Result, StoreId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions,
    model::{PriceRule, Rule, Sum},
    store as rows,
};
use crate::{
    api::{self, Amount},
    bills::{Hours, Terms, Whom},
    gifts::State as RuleState,
    words::Words,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, change))
}

/// What takes something off purchases by itself.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PriceRule)]
struct Out {
    #[schema(example = "prc_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    terms: Terms,
    whom: Whom,
    hours: Hours,
    /// Empty for every store.
    stores: Vec<String>,
    state: RuleState,
    /// With how many purchases it took something off so far.
    purchases: i64,
    /// What it took off altogether.
    #[schema(value_type = api::Total)]
    taken_off: Amount,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, rule: PriceRule, sum: Sum) -> Self {
        let Rule { name, terms, whom, hours, stores } = rule.rule;
        Self {
            id: rule.id.to_string(),
            name,
            terms,
            whom,
            hours,
            stores: stores.iter().map(ToString::to_string).collect(),
            state: rule.state,
            purchases: sum.purchases,
            taken_off: Amount::of(shop.money(sum.taken_off)),
            created_at: rule.created_at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PriceRules)]
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

/// A rule that is to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPriceRule)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    /// What it takes off, and on which days: any benefit but `thing`, and nothing of `uses`, `per_day` and
    /// `per_store`. `price` says of which goods.
    terms: Terms,
    #[serde(default)]
    whom: Whom,
    #[serde(default)]
    hours: Hours,
    #[serde(default)]
    #[schema(max_items = 1000)]
    stores: Vec<String>,
}

/// What changes; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = PriceRuleChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    terms: Option<Terms>,
    whom: Option<Whom>,
    hours: Option<Hours>,
    #[schema(max_items = 1000)]
    stores: Option<Vec<String>>,
    /// `closed`: it takes nothing off any more; what was bought keeps its price.
    state: Option<RuleState>,
}

fn stores(ids: &[String]) -> Result<Vec<StoreId>> {
    let ids: std::result::Result<Vec<_>, _> = ids.iter().map(|id| id.parse()).collect();
    ids.map_err(|_| FieldError::new("stores", "choice_invalid").into())
}

async fn out(app: &App, shop: &Shop, id: PriceRuleId) -> Result<Out> {
    let mut db = app.db().read().await?;
    let rule = rows::require(&mut db, shop.org, id).await?;
    let sum = rows::sums(&mut db, shop.org).await?.remove(&id).unwrap_or_default();
    Ok(Out::of(shop, rule, sum))
}

/// Member prices, the newest first
#[utoipa::path(
    get, path = "/api/v1/price-rules", tag = "prices", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<RuleState>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let found = rows::list(&mut db, key.shop.org, state, &page).await?;
    let mut sums = rows::sums(&mut db, key.shop.org).await?;
    let out = |rule: PriceRule| {
        let sum = sums.remove(&rule.id).unwrap_or_default();
        Out::of(&key.shop, rule, sum)
    };
    let items = found.items.into_iter().map(out).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// One member price
#[utoipa::path(
    get, path = "/api/v1/price-rules/{id}", tag = "prices", security(("key" = [])),
    params(("id" = String, Path, description = "prc_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    reply::json(&out(&app, &key.shop, api::at("price_rule", &id)?).await?)
}

/// Makes a member price, which works at once: `prices.too_many` when too many are open
#[utoipa::path(
    post, path = "/api/v1/price-rules", tag = "prices", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageGifts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "price-rules")?;
    let New { name, terms, whom, hours, stores: ids } = body.value;
    let rule = Rule { name, terms, whom, hours, stores: stores(&ids)? };
    let made = app.write(&key.scope, once, async |tx| actions::create(tx, rule).await).await?;
    api::created(out(&app, &key.shop, made.value).await?, made.position)
}

/// Changes a member price, or opens and closes it
#[utoipa::path(
    patch, path = "/api/v1/price-rules/{id}", tag = "prices", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "prc_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let (id, org): (PriceRuleId, _) = (api::at("price_rule", &id)?, key.shop.org);
    let wanted = body.value;
    let done = app.db().write(&key.scope, async |tx| {
        let stands = rows::require(tx, org, id).await?.rule;
        let rule = Rule {
            name: wanted.name.unwrap_or(stands.name),
            terms: wanted.terms.unwrap_or(stands.terms),
            whom: wanted.whom.unwrap_or(stands.whom),
            hours: wanted.hours.unwrap_or(stands.hours),
            stores: wanted.stores.map_or(Ok(stands.stores), |ids| stores(&ids))?,
        };
        actions::change(tx, id, rule).await?;
        if let Some(state) = wanted.state {
            actions::set_state(tx, id, state).await?;
        }
        let rule = rows::require(tx, org, id).await?;
        let sum = rows::sums(tx, org).await?.remove(&id).unwrap_or_default();
        Ok(Out::of(&key.shop, rule, sum))
    });
    reply::written(StatusCode::OK, &done.await?)
}
