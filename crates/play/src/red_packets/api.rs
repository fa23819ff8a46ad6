//! Red packets for programs: planning them, and their life.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    FieldError, Id, RedPacketId, Result, Time,
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
    model::{Figures, Gives, ONE_EACH, RedPacket, Split, Terms},
    sealing,
};
use crate::activities::{self, Life, Plan};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(schedule))
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(archive))
}

/// An amount in shares, for whoever opens it first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RedPacket)]
pub(super) struct Out {
    #[schema(example = "pkt_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: Words,
    state: Life,
    gives: Gives,
    /// What all shares come to: minor units of the org's currency, points or pieces.
    total: i64,
    shares: i64,
    split: Split,
    /// The smallest share.
    least: i64,
    opens_at: String,
    closes_at: String,
    whom: Whom,
    /// The most that it may cost the shop, with what was handed out elsewhere.
    #[schema(required)]
    budget: Option<Amount>,
    /// Shares that nobody has.
    left: i64,
    /// The hash to which the split is committed, from the announcement on.
    #[schema(
        required,
        example = "d19a90dc1492a00beb2904fdc63061dad180da87a76bffe26c303978f4b5ed3d"
    )]
    commitment: Option<String>,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, shown: &Shown, commitment: Option<String>) -> Self {
        let RedPacket { id, plan, terms, life, created_at, .. } = &shown.packet;
        Self {
            id: id.to_string(),
            name: plan.name.clone(),
            state: *life,
            gives: terms.gives,
            total: terms.total,
            shares: terms.shares,
            split: terms.split,
            least: terms.least,
            opens_at: plan.opens_at.to_string(),
            closes_at: plan.closes_at.to_string(),
            whom: plan.whom.clone(),
            budget: plan.budget.map(|minor| Amount::of(shop.money(minor))),
            left: shown.left(),
            commitment,
            created_at: created_at.to_string(),
        }
    }
}

/// One packet, and how it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RedPacketWithFigures)]
struct Whole {
    #[serde(flatten)]
    packet: Out,
    figures: Figures,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RedPackets)]
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

const fn one() -> i64 {
    1
}
const fn random() -> Split {
    Split::Random
}

/// A packet that is to be planned.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewRedPacket)]
#[serde(deny_unknown_fields)]
struct New {
    name: Words,
    gives: Gives,
    /// Minor units of the org's currency, or points; of vouchers there is one for each share.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
    total: i64,
    #[schema(minimum = 1, maximum = 10_000)]
    shares: i64,
    #[serde(default = "random")]
    split: Split,
    /// The smallest share of a random split.
    #[serde(default = "one")]
    #[schema(minimum = 1)]
    least: i64,
    #[schema(format = DateTime)]
    opens_at: String,
    /// At most 92 days later: what nobody took goes back then.
    #[schema(format = DateTime)]
    closes_at: String,
    #[serde(default)]
    whom: Whom,
    #[serde(default)]
    budget: Option<Amount>,
}

/// What changes; what is left out stays. Of what was announced the split stays, the rest only becomes better.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = RedPacketChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    gives: Option<Gives>,
    #[schema(minimum = 1, maximum = 10_000_000_000_i64)]
    total: Option<i64>,
    #[schema(minimum = 1, maximum = 10_000)]
    shares: Option<i64>,
    split: Option<Split>,
    #[schema(minimum = 1)]
    least: Option<i64>,
    #[schema(format = DateTime)]
    opens_at: Option<String>,
    #[schema(format = DateTime)]
    closes_at: Option<String>,
    whom: Option<Whom>,
    #[serde(deserialize_with = "api::said")]
    #[schema(value_type = Option<Amount>)]
    budget: Option<Option<Amount>>,
    /// Why; required once it was announced.
    #[schema(max_length = 200)]
    reason: String,
}

/// Why it ends before its time.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RedPacketClosing)]
#[serde(deny_unknown_fields)]
struct Closing {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Nothing more needs to be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = RedPacketStep)]
#[serde(deny_unknown_fields, default)]
struct Step {}

fn instant(field: &'static str, text: &str) -> Result<Time> {
    Time::parse(text).ok_or_else(|| FieldError::new(field, "instant_invalid").into())
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
            cost: None,
            limits: ONE_EACH,
            budget: budget(shop, self.budget)?,
        };
        let Self { gives, total, shares, split, least, .. } = self;
        Ok(Draft { plan, terms: Terms { gives, total, shares, split, least } })
    }
}

impl Change {
    fn of(self, shop: &Shop, is: RedPacket) -> Result<Draft> {
        let (mut plan, mut terms) = (is.plan, is.terms);
        plan.name = self.name.unwrap_or(plan.name);
        plan.whom = self.whom.unwrap_or(plan.whom);
        if let Some(text) = self.opens_at {
            plan.opens_at = instant("opens_at", &text)?;
        }
        if let Some(text) = self.closes_at {
            plan.closes_at = instant("closes_at", &text)?;
        }
        if let Some(amount) = self.budget {
            plan.budget = budget(shop, amount)?;
        }
        terms.gives = self.gives.unwrap_or(terms.gives);
        terms.total = self.total.unwrap_or(terms.total);
        terms.shares = self.shares.unwrap_or(terms.shares);
        terms.split = self.split.unwrap_or(terms.split);
        terms.least = self.least.unwrap_or(terms.least);
        Ok(Draft { plan, terms })
    }
}

/// Red packets, the newest first
#[utoipa::path(
    get, path = "/api/v1/packets", tag = "red packets", params(Asking), security(("key" = [])),
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
    let (shop, org) = (&key.shop, key.shop.org);
    let mut db = app.db().read().await?;
    let found = activities::list(&mut db, org, state, &page).await?;
    let mut items = Vec::new();
    for packet in found.items {
        let shown = asked::shown(&mut db, org, packet).await?;
        let commitment = sealing::commitment(&mut db, org, &shown.packet).await?;
        items.push(Out::of(shop, &shown, commitment));
    }
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// One red packet, and how it stands
#[utoipa::path(
    get, path = "/api/v1/packets/{id}", tag = "red packets", security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…")),
    responses((status = 200, body = Whole))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: RedPacketId = api::at("activity", &id)?;
    let mut db = app.db().read().await?;
    let shown = asked::require(&mut db, key.shop.org, id).await?;
    let figures = asked::figures(&mut db, &key.shop, &shown).await?;
    let commitment = sealing::commitment(&mut db, key.shop.org, &shown.packet).await?;
    reply::json(&Whole { packet: Out::of(&key.shop, &shown, commitment), figures })
}

async fn out(tx: &mut Tx, shop: &Shop, id: RedPacketId) -> Result<Out> {
    let packet = activities::require(tx, tx.org(), id).await?;
    let mut shown = asked::shown(tx, shop.org, packet).await?;
    shown.taken = super::grabs::taken(tx, id).await?;
    let commitment = sealing::commitment(tx, shop.org, &shown.packet).await?;
    Ok(Out::of(shop, &shown, commitment))
}

/// Plans a red packet: a draft that nobody sees yet
#[utoipa::path(
    post, path = "/api/v1/packets", tag = "red packets", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageActivities>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "packets")?;
    let draft = body.value.draft(&key.shop)?;
    let run = async |tx: &mut Tx| {
        let id = actions::create(tx, &key.shop, draft).await?;
        out(tx, &key.shop, id).await
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Changes a red packet. A draft freely; what was announced only for the better, and with a reason
#[utoipa::path(
    patch, path = "/api/v1/packets/{id}", tag = "red packets", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "pkt_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let id: RedPacketId = api::at("activity", &id)?;
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
    (body, run): (&Body<B>, impl AsyncFnOnce(&mut Tx, RedPacketId) -> Result<()>),
) -> Reply {
    let id: Id<_> = api::at("activity", id)?;
    let once = api::once(key, body, &format!("packets/{id}/{noun}"))?;
    let run = async |tx: &mut Tx| {
        run(tx, id).await?;
        out(tx, &key.shop, id).await
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Announces it: what is in it lies aside, and how it is split is committed to
#[utoipa::path(
    post, path = "/api/v1/packets/{id}/schedule", tag = "red packets", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…"), ("Idempotency-Key" = String, Header)),
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
    post, path = "/api/v1/packets/{id}/opening", tag = "red packets", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…"), ("Idempotency-Key" = String, Header)),
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

/// Ends it before its time. What was taken stays theirs, the rest is the shop's again
#[utoipa::path(
    post, path = "/api/v1/packets/{id}/closing", tag = "red packets", request_body = Closing,
    security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…"), ("Idempotency-Key" = String, Header)),
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

/// Puts it out of the way: a draft, or one that is over
#[utoipa::path(
    post, path = "/api/v1/packets/{id}/archiving", tag = "red packets", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…"), ("Idempotency-Key" = String, Header)),
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
