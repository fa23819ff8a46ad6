//! Red packets for programs: planning them, and their life.

use ::store::{Reader, Tx};
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    Page, RedPacketId, Result, kinds,
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
    grabs,
    model::{Figures, Gives, ONE_EACH, RedPacket, Split, Terms},
    sealing,
};
use crate::activities::{
    Life, Plan,
    api::{self as told, Asking, Changes, Told, instant, money},
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

/// An amount in shares, for whoever opens it first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RedPacket)]
pub struct Out {
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

impl Told for kinds::RedPacket {
    const NOUN: &'static str = "packets";
    type Out = Out;

    async fn read(db: &mut Reader, shop: &Shop, packet: RedPacket) -> Result<Out> {
        let shown = asked::shown(db, shop.org, packet).await?;
        let commitment = sealing::commitment(db, shop.org, &shown.packet).await?;
        Ok(Out::of(shop, &shown, commitment))
    }

    async fn written(tx: &mut Tx, shop: &Shop, packet: RedPacket) -> Result<Out> {
        let mut shown = asked::shown(tx, shop.org, packet).await?;
        shown.taken = grabs::taken(tx, shown.packet.id).await?;
        let commitment = sealing::commitment(tx, shop.org, &shown.packet).await?;
        Ok(Out::of(shop, &shown, commitment))
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

impl New {
    fn draft(self, shop: &Shop) -> Result<Draft> {
        let plan = Plan {
            name: self.name,
            whom: self.whom,
            opens_at: instant("opens_at", &self.opens_at)?,
            closes_at: instant("closes_at", &self.closes_at)?,
            cost: None,
            limits: ONE_EACH,
            budget: money("budget", shop, self.budget)?,
        };
        let Self { gives, total, shares, split, least, .. } = self;
        Ok(Draft { plan, terms: Terms { gives, total, shares, split, least } })
    }
}

impl Change {
    fn of(self, shop: &Shop, is: RedPacket) -> Result<Draft> {
        let changes = Changes {
            name: self.name,
            whom: self.whom,
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            budget: self.budget,
            ..Changes::default()
        };
        let (plan, mut terms) = (changes.of(shop, is.plan)?, is.terms);
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
    let Page { items, next_cursor } = told::list::<kinds::RedPacket>((&app, &key), query).await?;
    reply::json(&Outs { items, next_cursor })
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

/// Plans a red packet: a draft that nobody sees yet
#[utoipa::path(
    post, path = "/api/v1/packets", tag = "red packets", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageActivities>, State(app): State<App>, body: Body<New>) -> Reply {
    told::create((&app, &key), body, New::draft).await
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
    let (why, wanted) = (body.value.reason.clone(), body.value);
    told::change((&app, &key), (&id, &why), |shop, is| wanted.of(shop, is)).await
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
    told::schedule::<kinds::RedPacket, _>((&app, &key), &id, &body).await
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
    told::open::<kinds::RedPacket, _>((&app, &key), &id, &body).await
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
    let why = &body.value.reason;
    told::close::<kinds::RedPacket, _>((&app, &key), (&id, why), &body).await
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
    told::archive::<kinds::RedPacket, _>((&app, &key), &id, &body).await
}
