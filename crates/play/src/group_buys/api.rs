//! Group buys for programs: planning them.

use ::store::{Reader, Tx};
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    GroupBuyId, Page, Result, kinds,
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
    model::{Doors, Figures, GroupBuy, Terms, Tier},
};
use crate::activities::{
    Cost, Life, Limits, Plan,
    api::{self as told, Asking, Changes, Told, gift, instant, money},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, change))
}

/// From so many people on, one is so much.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = GroupBuyTier)]
#[serde(deny_unknown_fields)]
struct AtTier {
    #[schema(minimum = 2, maximum = 100)]
    people: u32,
    /// With the deposit.
    price: Amount,
}

/// People who buy together pay less.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GroupBuy)]
pub struct Out {
    #[schema(example = "gbu_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    state: Life,
    #[schema(example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    gift: String,
    /// Places of all teams together.
    seats: i64,
    /// More people, lower price. A team of fewer than the first fails.
    tiers: Vec<AtTier>,
    /// The most people in one team.
    most: u32,
    /// How long a team has.
    team_hours: u32,
    /// How long a ticket can be collected.
    collect_days: u32,
    doors: Doors,
    /// Of the price, paid from the wallet at joining.
    #[schema(required)]
    deposit: Option<Amount>,
    opens_at: String,
    closes_at: String,
    whom: Whom,
    /// Points that a place costs beside the price; null when it costs none.
    #[schema(required)]
    cost: Option<Cost>,
    limits: Limits,
    /// The most that the shop may pay beyond what it takes.
    #[schema(required)]
    budget: Option<Amount>,
    /// Places that nobody has at this moment.
    left: i64,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, shown: &Shown) -> Self {
        let GroupBuy { id, plan, terms, life, created_at, .. } = &shown.buy;
        let amount = |minor: i64| Amount::of(shop.money(minor));
        let tier = |tier: &Tier| AtTier { people: tier.people, price: amount(tier.each) };
        Self {
            id: id.to_string(),
            name: plan.name.clone(),
            state: *life,
            gift: terms.gift.to_string(),
            seats: terms.seats,
            tiers: terms.tiers.iter().map(tier).collect(),
            most: terms.most,
            team_hours: terms.team_hours,
            collect_days: terms.collect_days,
            doors: terms.doors,
            deposit: terms.deposit.map(amount),
            opens_at: plan.opens_at.to_string(),
            closes_at: plan.closes_at.to_string(),
            whom: plan.whom.clone(),
            cost: plan.cost,
            limits: plan.limits,
            budget: plan.budget.map(amount),
            left: shown.left,
            created_at: created_at.to_string(),
        }
    }
}

impl Told for kinds::GroupBuy {
    const NOUN: &'static str = "group-buys";
    type Out = Out;

    async fn read(db: &mut Reader, shop: &Shop, buy: GroupBuy) -> Result<Out> {
        let shown = asked::shown(db, shop.org, buy).await?;
        Ok(Out::of(shop, &shown))
    }

    async fn written(tx: &mut Tx, shop: &Shop, buy: GroupBuy) -> Result<Out> {
        let mut shown = asked::shown(tx, shop.org, buy).await?;
        shown.left = actions::left(tx, &shown.buy).await?;
        Ok(Out::of(shop, &shown))
    }
}

/// One group buy, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupBuyWithFigures)]
struct Whole {
    #[serde(flatten)]
    buy: Out,
    figures: Figures,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupBuys)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

fn a_day() -> u32 {
    24
}
fn a_week() -> u32 {
    7
}
fn listed() -> Doors {
    Doors::Listed
}

/// A group buy that is to be planned.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewGroupBuy)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    /// `gft_…`: a ticket with a price for certain goods, whose price the tier replaces.
    gift: String,
    #[schema(minimum = 1, maximum = 1_000_000)]
    seats: i64,
    #[schema(min_items = 1, max_items = 6)]
    tiers: Vec<AtTier>,
    #[schema(minimum = 2, maximum = 100)]
    most: u32,
    #[serde(default = "a_day")]
    #[schema(minimum = 1, maximum = 336)]
    team_hours: u32,
    #[serde(default = "a_week")]
    #[schema(minimum = 1, maximum = 92)]
    collect_days: u32,
    #[serde(default = "listed")]
    doors: Doors,
    #[serde(default)]
    deposit: Option<Amount>,
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
    #[serde(default)]
    budget: Option<Amount>,
}

/// What changes; what is left out stays. What was announced only becomes better for members.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = GroupBuyChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    gift: Option<String>,
    #[schema(minimum = 1, maximum = 1_000_000)]
    seats: Option<i64>,
    #[schema(min_items = 1, max_items = 6)]
    tiers: Option<Vec<AtTier>>,
    #[schema(minimum = 2, maximum = 100)]
    most: Option<u32>,
    #[schema(minimum = 1, maximum = 336)]
    team_hours: Option<u32>,
    #[schema(minimum = 1, maximum = 92)]
    collect_days: Option<u32>,
    doors: Option<Doors>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Amount>)]
    deposit: Option<Option<Amount>>,
    #[schema(format = DateTime)]
    opens_at: Option<String>,
    #[schema(format = DateTime)]
    closes_at: Option<String>,
    whom: Option<Whom>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Cost>)]
    cost: Option<Option<Cost>>,
    limits: Option<Limits>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Amount>)]
    budget: Option<Option<Amount>>,
    /// Why; required once it was announced.
    #[schema(max_length = 200)]
    reason: String,
}

fn tiers(shop: &Shop, told: Vec<AtTier>) -> Result<Vec<Tier>> {
    let read =
        |tier: AtTier| Ok(Tier { people: tier.people, each: tier.price.read("tiers", shop)? });
    told.into_iter().map(read).collect()
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
            gift: gift(&self.gift)?,
            seats: self.seats,
            tiers: tiers(shop, self.tiers)?,
            most: self.most,
            team_hours: self.team_hours,
            collect_days: self.collect_days,
            doors: self.doors,
            deposit: money("deposit", shop, self.deposit)?,
        };
        Ok(Draft { plan, terms })
    }
}

impl Change {
    fn of(self, shop: &Shop, is: GroupBuy) -> Result<Draft> {
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
        if let Some(told) = self.tiers {
            terms.tiers = tiers(shop, told)?;
        }
        if let Some(amount) = self.deposit {
            terms.deposit = money("deposit", shop, amount)?;
        }
        terms.seats = self.seats.unwrap_or(terms.seats);
        terms.most = self.most.unwrap_or(terms.most);
        terms.team_hours = self.team_hours.unwrap_or(terms.team_hours);
        terms.collect_days = self.collect_days.unwrap_or(terms.collect_days);
        terms.doors = self.doors.unwrap_or(terms.doors);
        Ok(Draft { plan, terms })
    }
}

/// Group buys, the newest first
#[utoipa::path(
    get, path = "/api/v1/group-buys", tag = "group buys", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Page { items, next_cursor } = told::list::<kinds::GroupBuy>((&app, &key), query).await?;
    reply::json(&Outs { items, next_cursor })
}

/// One group buy, and how it stands
#[utoipa::path(
    get, path = "/api/v1/group-buys/{id}", tag = "group buys", security(("key" = [])),
    params(("id" = String, Path, description = "gbu_…")),
    responses((status = 200, body = Whole))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: GroupBuyId = api::at("activity", &id)?;
    let mut db = app.db().read().await?;
    let shown = asked::require(&mut db, key.shop.org, id).await?;
    let figures = asked::figures(&mut db, key.shop.org, &shown).await?;
    reply::json(&Whole { buy: Out::of(&key.shop, &shown), figures })
}

/// Plans a group buy: a draft that nobody sees yet
#[utoipa::path(
    post, path = "/api/v1/group-buys", tag = "group buys", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageActivities>, State(app): State<App>, body: Body<New>) -> Reply {
    told::create((&app, &key), body, New::draft).await
}

/// Changes a group buy. A draft freely; what was announced only for the better, and with a reason
#[utoipa::path(
    patch, path = "/api/v1/group-buys/{id}", tag = "group buys", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "gbu_…")),
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
