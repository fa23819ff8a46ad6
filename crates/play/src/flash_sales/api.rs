//! Flash sales for programs: planning them, and their life.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    FieldError, FlashSaleId, GiftId, Id, Result, Time,
    permission::{ManageActivities, ViewActivities},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{
    api::{self, Amount},
    bills::Whom,
    words::Words,
};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    model::{Figures, FlashSale, Terms, price},
};
use crate::activities::{self, Cost, Life, Limits, Plan};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(schedule))
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(archive))
}

/// So many pieces of a gift at a moment.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FlashSale)]
pub(super) struct Out {
    #[schema(example = "fls_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    state: Life,
    #[schema(example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    gift: String,
    pieces: i64,
    opens_at: String,
    closes_at: String,
    whom: Whom,
    /// Points that one costs; null when it costs none.
    #[schema(required)]
    cost: Option<Cost>,
    /// What is paid at the till for one, where its ticket carries a price.
    #[schema(required)]
    price: Option<Amount>,
    limits: Limits,
    hold_minutes: u32,
    offer_minutes: u32,
    /// The most that it may cost the shop.
    #[schema(required)]
    budget: Option<Amount>,
    /// In the pool at this moment.
    left: i64,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, shown: &Shown) -> Self {
        let FlashSale { id, plan, terms, life, created_at, .. } = &shown.sale;
        let amount = |minor: i64| Amount::of(shop.money(minor));
        Self {
            id: id.to_string(),
            name: plan.name.clone(),
            state: *life,
            gift: terms.gift.to_string(),
            pieces: terms.pieces,
            opens_at: plan.opens_at.to_string(),
            closes_at: plan.closes_at.to_string(),
            whom: plan.whom.clone(),
            cost: plan.cost,
            price: price(&shown.gift).map(amount),
            limits: plan.limits,
            hold_minutes: terms.hold_minutes,
            offer_minutes: terms.offer_minutes,
            budget: plan.budget.map(amount),
            left: shown.left,
            created_at: created_at.to_string(),
        }
    }
}

/// One sale, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FlashSaleWithFigures)]
struct Whole {
    #[serde(flatten)]
    sale: Out,
    figures: Figures,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FlashSales)]
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
    /// One of the states; all but `archived` when not given
    #[serde(default)]
    state: Option<String>,
}

fn half_an_hour() -> u32 {
    30
}
fn ten_minutes() -> u32 {
    10
}

/// A sale that is to be planned.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewFlashSale)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    /// `gft_…`: what one gets, with its terms.
    gift: String,
    #[schema(minimum = 1, maximum = 1_000_000)]
    pieces: i64,
    #[schema(format = DateTime)]
    opens_at: String,
    /// At most 92 days later.
    #[schema(format = DateTime)]
    closes_at: String,
    #[serde(default)]
    whom: Whom,
    #[serde(default)]
    cost: Option<Cost>,
    limits: Limits,
    /// How long a piece is held for whoever took it.
    #[serde(default = "half_an_hour")]
    #[schema(minimum = 5, maximum = 10_080)]
    hold_minutes: u32,
    /// How long a piece that came back is offered to whoever waits.
    #[serde(default = "ten_minutes")]
    #[schema(minimum = 2, maximum = 1440)]
    offer_minutes: u32,
    #[serde(default)]
    budget: Option<Amount>,
}

/// What changes; what is left out stays. What was announced only becomes better for members.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = FlashSaleChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    gift: Option<String>,
    #[schema(minimum = 1, maximum = 1_000_000)]
    pieces: Option<i64>,
    #[schema(format = DateTime)]
    opens_at: Option<String>,
    #[schema(format = DateTime)]
    closes_at: Option<String>,
    whom: Option<Whom>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Cost>)]
    cost: Option<Option<Cost>>,
    limits: Option<Limits>,
    #[schema(minimum = 5, maximum = 10_080)]
    hold_minutes: Option<u32>,
    #[schema(minimum = 2, maximum = 1440)]
    offer_minutes: Option<u32>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Amount>)]
    budget: Option<Option<Amount>>,
    /// Why; required once it was announced.
    #[schema(max_length = 200)]
    reason: String,
}

/// Why it is closed before its time.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = FlashSaleClosing)]
#[serde(deny_unknown_fields)]
struct Closing {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Nothing more needs to be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = FlashSaleStep)]
#[serde(deny_unknown_fields, default)]
struct Step {}

fn instant(field: &'static str, text: &str) -> Result<Time> {
    Time::parse(text).ok_or_else(|| FieldError::new(field, "instant_invalid").into())
}

fn gift(text: &str) -> Result<GiftId> {
    text.parse().map_err(|_| FieldError::new("gift", "choice_invalid").into())
}

fn budget(shop: &Shop, amount: Option<Amount>) -> Result<Option<i64>> {
    amount.map(|amount| amount.read("budget", shop)).transpose()
}

impl New {
    fn draft(self, shop: &Shop) -> Result<Draft> {
        let plan = Plan {
            name: self.name,
            whom: self.whom,
            opens_at: instant("opens_at", &self.opens_at)?,
            closes_at: instant("closes_at", &self.closes_at)?,
            cost: self.cost,
            limits: self.limits,
            budget: budget(shop, self.budget)?,
        };
        let terms = Terms {
            gift: gift(&self.gift)?,
            pieces: self.pieces,
            hold_minutes: self.hold_minutes,
            offer_minutes: self.offer_minutes,
        };
        Ok(Draft { plan, terms })
    }
}

impl Change {
    fn of(self, shop: &Shop, is: FlashSale) -> Result<Draft> {
        let (mut plan, mut terms) = (is.plan, is.terms);
        plan.name = self.name.unwrap_or(plan.name);
        plan.whom = self.whom.unwrap_or(plan.whom);
        plan.cost = self.cost.unwrap_or(plan.cost);
        plan.limits = self.limits.unwrap_or(plan.limits);
        if let Some(text) = self.opens_at {
            plan.opens_at = instant("opens_at", &text)?;
        }
        if let Some(text) = self.closes_at {
            plan.closes_at = instant("closes_at", &text)?;
        }
        if let Some(amount) = self.budget {
            plan.budget = budget(shop, amount)?;
        }
        if let Some(text) = self.gift {
            terms.gift = gift(&text)?;
        }
        terms.pieces = self.pieces.unwrap_or(terms.pieces);
        terms.hold_minutes = self.hold_minutes.unwrap_or(terms.hold_minutes);
        terms.offer_minutes = self.offer_minutes.unwrap_or(terms.offer_minutes);
        Ok(Draft { plan, terms })
    }
}

/// Flash sales, the newest first
#[utoipa::path(
    get, path = "/api/v1/flash-sales", tag = "flash sales", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<Life>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let found = activities::list(&mut db, key.shop.org, state, &page).await?;
    let mut items = Vec::new();
    for sale in found.items {
        let shown = asked::shown(&mut db, key.shop.org, sale).await?;
        items.push(Out::of(&key.shop, &shown));
    }
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// One flash sale, and how it stands
#[utoipa::path(
    get, path = "/api/v1/flash-sales/{id}", tag = "flash sales", security(("key" = [])),
    params(("id" = String, Path, description = "fls_…")),
    responses((status = 200, body = Whole))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: FlashSaleId = api::at("activity", &id)?;
    let mut db = app.db().read().await?;
    let shown = asked::require(&mut db, key.shop.org, id).await?;
    let figures = asked::figures(&mut db, key.shop.org, &shown).await?;
    reply::json(&Whole { sale: Out::of(&key.shop, &shown), figures })
}

async fn out(tx: &mut Tx, shop: &Shop, id: FlashSaleId) -> Result<Out> {
    let sale = activities::require(tx, tx.org(), id).await?;
    let mut shown = asked::shown(tx, shop.org, sale).await?;
    shown.left = actions::left(tx, &shown.sale).await?;
    Ok(Out::of(shop, &shown))
}

/// Plans a flash sale: a draft that nobody sees yet
#[utoipa::path(
    post, path = "/api/v1/flash-sales", tag = "flash sales", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageActivities>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "flash-sales")?;
    let draft = body.value.draft(&key.shop)?;
    let run = async |tx: &mut Tx| {
        let id = actions::create(tx, &key.shop, draft).await?;
        out(tx, &key.shop, id).await
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Changes a flash sale. A draft freely; what was announced only for the better, and with a reason
#[utoipa::path(
    patch, path = "/api/v1/flash-sales/{id}", tag = "flash sales", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "fls_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let id: FlashSaleId = api::at("activity", &id)?;
    let wanted = body.value;
    let done = app.db().write(&key.scope, async |tx| {
        let is = activities::require(tx, tx.org(), id).await?;
        let why = wanted.reason.clone();
        let draft = wanted.of(&key.shop, is)?;
        actions::change(tx, &key.shop, id, (draft, &why)).await?;
        out(tx, &key.shop, id).await
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// One step of its life.
async fn step<B>(
    app: &App,
    key: &Key<ManageActivities>,
    (id, noun): (&str, &str),
    (body, run): (&Body<B>, impl AsyncFnOnce(&mut Tx, FlashSaleId) -> Result<()>),
) -> Reply {
    let id: Id<_> = api::at("activity", id)?;
    let once = api::once(key, body, &format!("flash-sales/{id}/{noun}"))?;
    let run = async |tx: &mut Tx| {
        run(tx, id).await?;
        out(tx, &key.shop, id).await
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Announces it: its pieces lie aside, and members see when it opens
#[utoipa::path(
    post, path = "/api/v1/flash-sales/{id}/schedule", tag = "flash sales", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "fls_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn schedule(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let run = async |tx: &mut Tx, id| actions::schedule(tx, &key.shop, id).await.map(drop);
    step(&app, &key, (&id, "schedule"), (&body, run)).await
}

/// Opens it now, whatever its hour was
#[utoipa::path(
    post, path = "/api/v1/flash-sales/{id}/opening", tag = "flash sales", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "fls_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn open(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let run = async |tx: &mut Tx, id| actions::open(tx, &key.shop, id).await.map(drop);
    step(&app, &key, (&id, "opening"), (&body, run)).await
}

/// Closes it before its time. What was taken stays good
#[utoipa::path(
    post, path = "/api/v1/flash-sales/{id}/closing", tag = "flash sales", request_body = Closing,
    security(("key" = [])),
    params(("id" = String, Path, description = "fls_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn close(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Closing>,
) -> Reply {
    let why = body.value.reason.clone();
    let run = async |tx: &mut Tx, id| actions::close(tx, id, &why).await.map(drop);
    step(&app, &key, (&id, "closing"), (&body, run)).await
}

/// Puts it out of the way: a draft, or one that is settled
#[utoipa::path(
    post, path = "/api/v1/flash-sales/{id}/archiving", tag = "flash sales", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "fls_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn archive(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let run = async |tx: &mut Tx, id| actions::archive(tx, id).await;
    step(&app, &key, (&id, "archiving"), (&body, run)).await
}
