//! Pre-sales for programs: planning them.

use ::store::{Reader, Tx};
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    Page, PresaleId, Result, Time, kinds,
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
    api_terms::{AtEarly, AtWindow, instant},
    asked::{self, Shown},
    model::{After, Figures, Presale, Terms},
    samples::{api::AtSamples, pools},
};
use crate::activities::{
    Cost, Life, Limits, Plan,
    api::{self as told, Asking, Told, gift, money},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, change))
}

/// Members reserve before the goods are there.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Presale)]
pub struct Out {
    #[schema(example = "psl_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    state: Life,
    #[schema(example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    gift: String,
    /// Of both prices together.
    pieces: i64,
    /// With the deposit.
    price: Amount,
    /// The first of them are cheaper.
    #[schema(required)]
    early: Option<AtEarly>,
    /// Of the price, paid at reserving.
    #[schema(required)]
    deposit: Option<Amount>,
    /// Until then a deposit comes back in full.
    cancel_by: String,
    /// And for so many days from reserving.
    back_days: u32,
    /// What comes back after that.
    after: After,
    /// When the goods are there, and reservations are tickets.
    ready_at: String,
    /// In which they are picked up, in order: the first is number 1.
    windows: Vec<Coming>,
    opens_at: String,
    closes_at: String,
    whom: Whom,
    /// Points that a piece costs beside the price; null when it costs none.
    #[schema(required)]
    cost: Option<Cost>,
    limits: Limits,
    /// The most that the shop may pay beyond what it takes.
    #[schema(required)]
    budget: Option<Amount>,
    /// Pieces that nobody reserved at this moment, at the price that is not early.
    left: i64,
    early_left: i64,
    /// What members try before they pay for it, and how many of it nobody has taken.
    #[schema(required)]
    samples: Option<AtSamples>,
    samples_left: i64,
    /// Why the shop called it off, if it did.
    #[schema(required)]
    called_off: Option<String>,
    created_at: String,
}

/// A window, and how many more can come in it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleComing)]
struct Coming {
    number: i64,
    from: String,
    until: String,
    /// Null when any store will do.
    #[schema(required)]
    store: Option<String>,
    capacity: i64,
    room: i64,
}

impl Coming {
    fn of(place: &asked::Place) -> Self {
        Self {
            number: place.number + 1,
            from: place.window.from.to_string(),
            until: place.window.until.to_string(),
            store: place.window.store.map(|id| id.to_string()),
            capacity: place.window.capacity,
            room: place.room,
        }
    }
}

impl Out {
    fn of(shop: &Shop, shown: &Shown) -> Self {
        let Presale { id, plan, terms, life, created_at, .. } = &shown.presale;
        let amount = |minor: i64| Amount::of(shop.money(minor));
        Self {
            id: id.to_string(),
            name: plan.name.clone(),
            state: *life,
            gift: terms.gift.to_string(),
            pieces: terms.pieces,
            price: amount(terms.price),
            early: terms.early.map(|early| AtEarly::of(shop, early)),
            deposit: (terms.deposit > 0).then(|| amount(terms.deposit)),
            cancel_by: terms.cancel_by.to_string(),
            back_days: terms.back_days,
            after: terms.after,
            ready_at: terms.ready_at.to_string(),
            windows: shown.places.iter().map(Coming::of).collect(),
            opens_at: plan.opens_at.to_string(),
            closes_at: plan.closes_at.to_string(),
            whom: plan.whom.clone(),
            cost: plan.cost,
            limits: plan.limits,
            budget: plan.budget.map(amount),
            left: shown.left,
            early_left: shown.early_left,
            samples: terms.samples.map(AtSamples::from),
            samples_left: shown.offer.as_ref().map_or(0, |offer| offer.left),
            called_off: terms.called_off.clone(),
            created_at: created_at.to_string(),
        }
    }
}

impl Told for kinds::Presale {
    const NOUN: &'static str = "presales";
    type Out = Out;

    async fn read(db: &mut Reader, shop: &Shop, presale: Presale) -> Result<Out> {
        let shown = asked::shown(db, shop.org, presale).await?;
        Ok(Out::of(shop, &shown))
    }

    async fn written(tx: &mut Tx, shop: &Shop, presale: Presale) -> Result<Out> {
        let mut shown = asked::shown(tx, shop.org, presale).await?;
        let left = actions::left(tx, &shown.presale).await?;
        (shown.left, shown.early_left) = (left.regular, left.early);
        if let Some(offer) = &mut shown.offer {
            offer.left = pools::left(tx, &shown.presale, &offer.samples).await?;
        }
        Ok(Out::of(shop, &shown))
    }
}

/// One pre-sale, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PresaleWithFigures)]
struct Whole {
    #[serde(flatten)]
    presale: Out,
    figures: Figures,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Presales)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

fn all_of_it() -> After {
    After::Back
}

/// A pre-sale that is to be planned.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPresale)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    /// `gft_…`: a ticket with a price for certain goods, which the price here replaces.
    gift: String,
    #[schema(minimum = 1, maximum = 1_000_000)]
    pieces: i64,
    price: Amount,
    #[serde(default)]
    early: Option<AtEarly>,
    /// Of the price, paid at reserving.
    #[serde(default)]
    deposit: Option<Amount>,
    /// Until then a deposit comes back in full; until the goods are there when it is left out.
    #[serde(default)]
    #[schema(format = DateTime)]
    cancel_by: Option<String>,
    /// And for so many days from reserving.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 31)]
    back_days: u32,
    /// What comes back after that.
    #[serde(default = "all_of_it")]
    after: After,
    #[schema(format = DateTime)]
    ready_at: String,
    #[schema(min_items = 1, max_items = 12)]
    windows: Vec<AtWindow>,
    /// What members try before they pay for it.
    #[serde(default)]
    samples: Option<AtSamples>,
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
#[schema(as = PresaleChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    gift: Option<String>,
    #[schema(minimum = 1, maximum = 1_000_000)]
    pieces: Option<i64>,
    price: Option<Amount>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<AtEarly>)]
    early: Option<Option<AtEarly>>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Amount>)]
    deposit: Option<Option<Amount>>,
    #[schema(format = DateTime)]
    cancel_by: Option<String>,
    #[schema(minimum = 0, maximum = 31)]
    back_days: Option<u32>,
    after: Option<After>,
    #[schema(format = DateTime)]
    ready_at: Option<String>,
    /// All of them, in order: those that there were first.
    #[schema(min_items = 1, max_items = 12)]
    windows: Option<Vec<AtWindow>>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<AtSamples>)]
    samples: Option<Option<AtSamples>>,
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

fn windows(told: Vec<AtWindow>) -> Result<Vec<super::model::Window>> {
    told.into_iter().map(AtWindow::read).collect()
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
        let ready_at = instant("ready_at", &self.ready_at)?;
        let cancel_by = self.cancel_by.as_deref();
        let cancel_by = cancel_by.map(|text| instant("cancel_by", text)).transpose()?;
        let terms = Terms {
            gift: gift(&self.gift)?,
            pieces: self.pieces,
            price: self.price.read("price", shop)?,
            early: self.early.map(|early| early.read(shop)).transpose()?,
            deposit: money("deposit", shop, self.deposit)?.unwrap_or(0),
            cancel_by: cancel_by.unwrap_or(ready_at),
            back_days: self.back_days,
            after: self.after,
            ready_at,
            windows: windows(self.windows)?,
            samples: self.samples.map(AtSamples::read).transpose()?,
            called_off: None,
        };
        Ok(Draft { plan, terms })
    }
}

/// An instant that was said, in its place.
fn put(slot: &mut Time, (field, text): (&'static str, Option<String>)) -> Result<()> {
    if let Some(text) = text {
        *slot = instant(field, &text)?;
    }
    Ok(())
}

impl Change {
    fn of(self, shop: &Shop, is: Presale) -> Result<Draft> {
        let (mut plan, mut terms) = (is.plan, is.terms);
        plan.name = self.name.unwrap_or(plan.name);
        plan.whom = self.whom.unwrap_or(plan.whom);
        plan.cost = self.cost.unwrap_or(plan.cost);
        plan.limits = self.limits.unwrap_or(plan.limits);
        put(&mut plan.opens_at, ("opens_at", self.opens_at))?;
        put(&mut plan.closes_at, ("closes_at", self.closes_at))?;
        put(&mut terms.cancel_by, ("cancel_by", self.cancel_by))?;
        put(&mut terms.ready_at, ("ready_at", self.ready_at))?;
        if let Some(amount) = self.budget {
            plan.budget = money("budget", shop, amount)?;
        }
        if let Some(text) = self.gift {
            terms.gift = gift(&text)?;
        }
        if let Some(amount) = self.price {
            terms.price = amount.read("price", shop)?;
        }
        if let Some(early) = self.early {
            terms.early = early.map(|early| early.read(shop)).transpose()?;
        }
        if let Some(amount) = self.deposit {
            terms.deposit = money("deposit", shop, amount)?.unwrap_or(0);
        }
        if let Some(told) = self.windows {
            terms.windows = windows(told)?;
        }
        if let Some(told) = self.samples {
            terms.samples = told.map(AtSamples::read).transpose()?;
        }
        terms.pieces = self.pieces.unwrap_or(terms.pieces);
        terms.back_days = self.back_days.unwrap_or(terms.back_days);
        terms.after = self.after.unwrap_or(terms.after);
        Ok(Draft { plan, terms })
    }
}

/// Pre-sales, the newest first
#[utoipa::path(
    get, path = "/api/v1/presales", tag = "pre-sales", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Page { items, next_cursor } = told::list::<kinds::Presale>((&app, &key), query).await?;
    reply::json(&Outs { items, next_cursor })
}

/// One pre-sale, and how it stands
#[utoipa::path(
    get, path = "/api/v1/presales/{id}", tag = "pre-sales", security(("key" = [])),
    params(("id" = String, Path, description = "psl_…")),
    responses((status = 200, body = Whole))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: PresaleId = api::at("activity", &id)?;
    let mut db = app.db().read().await?;
    let shown = asked::require(&mut db, key.shop.org, id).await?;
    let figures = asked::figures(&mut db, key.shop.org, &shown).await?;
    reply::json(&Whole { presale: Out::of(&key.shop, &shown), figures })
}

/// Plans a pre-sale: a draft that nobody sees yet
#[utoipa::path(
    post, path = "/api/v1/presales", tag = "pre-sales", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageActivities>, State(app): State<App>, body: Body<New>) -> Reply {
    told::create((&app, &key), body, New::draft).await
}

/// Changes a pre-sale. A draft freely; what was announced only for the better, and with a reason
#[utoipa::path(
    patch, path = "/api/v1/presales/{id}", tag = "pre-sales", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "psl_…")),
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
