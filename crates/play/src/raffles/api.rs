//! Raffles for programs: planning them.

use ::store::{Reader, Tx};
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    Page, RaffleId, Result, Time, kinds,
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
    actions::Draft,
    asked::{self, Shown},
    model::{Figures, Prize, Raffle, Source, Style, Terms, Unclaimed},
};
use crate::activities::{
    Cost, Life, Limits, Plan,
    api::{self as told, Asking, Changes, Told, instant, money},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, change))
}

/// Tickets go in, winners are drawn, and anybody can check it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Raffle)]
pub struct Out {
    #[schema(example = "raf_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    state: Life,
    style: Style,
    prizes: Vec<Prize>,
    opens_at: String,
    closes_at: String,
    whom: Whom,
    /// Points that one more ticket costs; null when tickets cannot be bought.
    #[schema(required)]
    cost: Option<Cost>,
    limits: Limits,
    free: u32,
    #[schema(required)]
    per_purchase: Option<Amount>,
    /// Tickets that whoever joins for the first time is given.
    joining: u32,
    wins: u32,
    least_entrants: u32,
    input: Source,
    wait_minutes: u32,
    collect_days: u32,
    unclaimed: Unclaimed,
    plays: i64,
    #[schema(required)]
    budget: Option<Amount>,
    /// The hash of the signed opening; null before the announcement.
    #[schema(required)]
    opening: Option<String>,
    /// The hash of the signed closing; null before the closing.
    #[schema(required)]
    closing: Option<String>,
    /// The round of drand's quicknet that the opening names.
    #[schema(required)]
    beacon_round: Option<u64>,
    /// From then on it can be drawn, at the latest.
    #[schema(required)]
    draws_at: Option<String>,
    #[schema(required)]
    drawn_at: Option<String>,
    #[schema(required)]
    called_off_at: Option<String>,
    tickets: i64,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, shown: &Shown) -> Self {
        let Raffle { id, plan, terms, life, created_at, .. } = &shown.raffle;
        let amount = |minor: i64| Amount::of(shop.money(minor));
        let sealed = shown.sealed.as_ref();
        let at = |time: Option<Time>| time.map(|time| time.to_string());
        let round = |sealed: &super::sealed::Sealed| match &sealed.draw.source {
            fair::Source::Drand(drand) => Some(drand.round),
            _ => None,
        };
        let closed = sealed.and_then(|sealed| sealed.closed.as_ref());
        Self {
            id: id.to_string(),
            name: plan.name.clone(),
            state: *life,
            style: terms.style,
            prizes: terms.prizes.clone(),
            opens_at: plan.opens_at.to_string(),
            closes_at: plan.closes_at.to_string(),
            whom: plan.whom.clone(),
            cost: plan.cost,
            limits: plan.limits,
            free: terms.free,
            per_purchase: terms.per_purchase.map(amount),
            joining: terms.joining,
            wins: terms.wins,
            least_entrants: terms.least_entrants,
            input: terms.source,
            wait_minutes: terms.wait_minutes,
            collect_days: terms.collect_days,
            unclaimed: terms.unclaimed,
            plays: terms.plays,
            budget: plan.budget.map(amount),
            opening: sealed.map(|sealed| sealed.draw.opening.hash().to_string()),
            closing: closed.map(|closed| closed.closing.hash().to_string()),
            beacon_round: sealed.and_then(round),
            draws_at: at(sealed.and_then(|sealed| sealed.draws_at)),
            drawn_at: at(sealed.and_then(|sealed| sealed.drawn_at)),
            called_off_at: at(sealed.and_then(|sealed| sealed.called_off_at)),
            tickets: sealed.map_or(0, |sealed| sealed.tickets),
            created_at: created_at.to_string(),
        }
    }
}

impl Told for kinds::Raffle {
    const NOUN: &'static str = "raffles";
    type Out = Out;

    async fn read(db: &mut Reader, shop: &Shop, raffle: Raffle) -> Result<Out> {
        let shown = asked::shown(db, shop.org, raffle).await?;
        Ok(Out::of(shop, &shown))
    }

    async fn written(tx: &mut Tx, shop: &Shop, raffle: Raffle) -> Result<Out> {
        let shown = asked::shown(tx, shop.org, raffle).await?;
        Ok(Out::of(shop, &shown))
    }
}

/// One raffle, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RaffleWithFigures)]
struct Whole {
    #[serde(flatten)]
    raffle: Out,
    figures: Figures,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Raffles)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

fn one() -> u32 {
    1
}
fn ten_minutes() -> u32 {
    10
}
fn a_week() -> u32 {
    7
}

/// A raffle that is to be planned.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewRaffle)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    #[serde(default)]
    style: Style,
    /// Drawn in this order, the first first.
    #[schema(min_items = 1, max_items = 20)]
    prizes: Vec<Prize>,
    #[schema(format = DateTime)]
    opens_at: String,
    /// At most 92 days later.
    #[schema(format = DateTime)]
    closes_at: String,
    #[serde(default)]
    whom: Whom,
    #[serde(default)]
    cost: Option<Cost>,
    /// Tickets that one may put in.
    limits: Limits,
    /// Tickets that every member has for nothing.
    #[serde(default = "one")]
    #[schema(maximum = 10)]
    free: u32,
    /// A purchase of at least so much gives a ticket.
    #[serde(default)]
    per_purchase: Option<Amount>,
    /// 1 makes it a welcome draw: whoever joins for the first time is given a ticket, and nobody else is.
    #[serde(default)]
    #[schema(maximum = 1)]
    joining: u32,
    /// How often one person can win.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 20)]
    wins: u32,
    /// With fewer people it is called off.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 1000)]
    least_entrants: u32,
    #[serde(default)]
    input: Source,
    #[serde(default = "ten_minutes")]
    #[schema(maximum = 10_080)]
    wait_minutes: u32,
    #[serde(default = "a_week")]
    #[schema(minimum = 1, maximum = 92)]
    collect_days: u32,
    #[serde(default)]
    unclaimed: Unclaimed,
    /// Of an instant raffle: how many plays there are.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000)]
    plays: i64,
    #[serde(default)]
    budget: Option<Amount>,
}

/// What changes; what is left out stays. Of what was announced only the name and the budget.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = RaffleChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    style: Option<Style>,
    #[schema(min_items = 1, max_items = 20)]
    prizes: Option<Vec<Prize>>,
    #[schema(format = DateTime)]
    opens_at: Option<String>,
    #[schema(format = DateTime)]
    closes_at: Option<String>,
    whom: Option<Whom>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Cost>)]
    cost: Option<Option<Cost>>,
    limits: Option<Limits>,
    #[schema(maximum = 10)]
    free: Option<u32>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Amount>)]
    per_purchase: Option<Option<Amount>>,
    #[schema(maximum = 1)]
    joining: Option<u32>,
    #[schema(minimum = 1, maximum = 20)]
    wins: Option<u32>,
    #[schema(minimum = 1, maximum = 1000)]
    least_entrants: Option<u32>,
    input: Option<Source>,
    #[schema(maximum = 10_080)]
    wait_minutes: Option<u32>,
    #[schema(minimum = 1, maximum = 92)]
    collect_days: Option<u32>,
    unclaimed: Option<Unclaimed>,
    #[schema(minimum = 0, maximum = 10_000)]
    plays: Option<i64>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Amount>)]
    budget: Option<Option<Amount>>,
    /// Why; required once it was announced.
    #[schema(max_length = 200)]
    reason: String,
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
            budget: money("budget", shop, self.budget)?,
        };
        let terms = Terms {
            style: self.style,
            prizes: self.prizes,
            free: self.free,
            per_purchase: money("per_purchase", shop, self.per_purchase)?,
            joining: self.joining,
            wins: self.wins,
            least_entrants: self.least_entrants,
            source: self.input,
            wait_minutes: self.wait_minutes,
            collect_days: self.collect_days,
            unclaimed: self.unclaimed,
            plays: self.plays,
        };
        Ok(Draft { plan, terms })
    }
}

impl Change {
    fn of(self, shop: &Shop, is: Raffle) -> Result<Draft> {
        let changes = Changes {
            name: self.name,
            whom: self.whom,
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            cost: self.cost,
            limits: self.limits,
            budget: self.budget,
        };
        let (plan, was) = (changes.of(shop, is.plan)?, is.terms);
        let per_purchase = match self.per_purchase {
            Some(least) => money("per_purchase", shop, least)?,
            None => was.per_purchase,
        };
        let terms = Terms {
            style: self.style.unwrap_or(was.style),
            prizes: self.prizes.unwrap_or(was.prizes),
            free: self.free.unwrap_or(was.free),
            per_purchase,
            joining: self.joining.unwrap_or(was.joining),
            wins: self.wins.unwrap_or(was.wins),
            least_entrants: self.least_entrants.unwrap_or(was.least_entrants),
            source: self.input.unwrap_or(was.source),
            wait_minutes: self.wait_minutes.unwrap_or(was.wait_minutes),
            collect_days: self.collect_days.unwrap_or(was.collect_days),
            unclaimed: self.unclaimed.unwrap_or(was.unclaimed),
            plays: self.plays.unwrap_or(was.plays),
        };
        Ok(Draft { plan, terms })
    }
}

/// Raffles, the newest first
#[utoipa::path(
    get, path = "/api/v1/raffles", tag = "raffles", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Page { items, next_cursor } = told::list::<kinds::Raffle>((&app, &key), query).await?;
    reply::json(&Outs { items, next_cursor })
}

/// One raffle, and how it stands
#[utoipa::path(
    get, path = "/api/v1/raffles/{id}", tag = "raffles", security(("key" = [])),
    params(("id" = String, Path, description = "raf_…")),
    responses((status = 200, body = Whole))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: RaffleId = api::at("activity", &id)?;
    let mut db = app.db().read().await?;
    let shown = asked::require(&mut db, key.shop.org, id).await?;
    let figures = asked::figures(&mut db, key.shop.org, &shown).await?;
    reply::json(&Whole { raffle: Out::of(&key.shop, &shown), figures })
}

/// Plans a raffle: a draft that nobody sees yet
#[utoipa::path(
    post, path = "/api/v1/raffles", tag = "raffles", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageActivities>, State(app): State<App>, body: Body<New>) -> Reply {
    told::create((&app, &key), body, New::draft).await
}

/// Changes a raffle. A draft freely; of what was announced the name and the budget, with a reason
#[utoipa::path(
    patch, path = "/api/v1/raffles/{id}", tag = "raffles", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "raf_…")),
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
