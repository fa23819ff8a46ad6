//! Flash sales for programs: planning them, and their life.

use ::store::{Reader, Tx};
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    FlashSaleId, Page, Result, kinds,
    permission::{ManageActivities, ViewActivities},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
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
use crate::activities::{
    Cost, Life, Limits, Plan,
    api::{self as told, Asking, Changes, Told, gift, instant, money},
};

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
pub struct Out {
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

impl Told for kinds::FlashSale {
    const NOUN: &'static str = "flash-sales";
    type Out = Out;

    async fn read(db: &mut Reader, shop: &Shop, sale: FlashSale) -> Result<Out> {
        let shown = asked::shown(db, shop.org, sale).await?;
        Ok(Out::of(shop, &shown))
    }

    async fn written(tx: &mut Tx, shop: &Shop, sale: FlashSale) -> Result<Out> {
        let mut shown = asked::shown(tx, shop.org, sale).await?;
        shown.left = actions::left(tx, &shown.sale).await?;
        Ok(Out::of(shop, &shown))
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

impl New {
    fn draft(self, shop: &Shop) -> Result<Draft> {
        let plan = Plan {
            name: self.name,
            whom: self.whom,
            opens_at: instant("opens_at", &self.opens_at)?,
            closes_at: instant("closes_at", &self.closes_at)?,
            cost: self.cost,
            limits: self.limits,
            budget: money("budget", shop, self.budget)?,
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
        let changes = Changes {
            name: self.name,
            whom: self.whom,
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            cost: self.cost,
            limits: self.limits,
            budget: self.budget,
        };
        let (plan, mut terms) = (changes.of(shop, is.plan)?, is.terms);
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
    let Page { items, next_cursor } = told::list::<kinds::FlashSale>((&app, &key), query).await?;
    reply::json(&Outs { items, next_cursor })
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

/// Plans a flash sale: a draft that nobody sees yet
#[utoipa::path(
    post, path = "/api/v1/flash-sales", tag = "flash sales", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageActivities>, State(app): State<App>, body: Body<New>) -> Reply {
    told::create((&app, &key), body, New::draft).await
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
    let (why, wanted) = (body.value.reason.clone(), body.value);
    told::change((&app, &key), (&id, &why), |shop, is| wanted.of(shop, is)).await
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
    told::schedule::<kinds::FlashSale, _>((&app, &key), &id, &body).await
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
    told::open::<kinds::FlashSale, _>((&app, &key), &id, &body).await
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
    let why = &body.value.reason;
    told::close::<kinds::FlashSale, _>((&app, &key), (&id, why), &body).await
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
    told::archive::<kinds::FlashSale, _>((&app, &key), &id, &body).await
}
