//! What members have and had of points, for programs; points by hand and from one to another.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    Error, FieldError, Id, ProgramId, Result, Time,
    permission::{AdjustPoints, ViewPoints},
};
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    accounts::Whose,
    actions::{Adjust, Send, adjust, send},
    book::Noted,
    engine::Kind,
    holdings::{Holding, holdings},
    model::{Entry, Known},
    store as rows,
};
use crate::{
    api::{self, Amount},
    words::Words,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(entries))
        .routes(routes!(adjustment))
        .routes(routes!(transfer))
}

/// Points that end together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsLot)]
struct Lot {
    #[schema(minimum = 1)]
    points: i64,
    /// From then on they are worth nothing; null: they stay.
    #[schema(required, format = DateTime)]
    ends_at: Option<String>,
    /// The end moves on whenever something is bought, visited, gained or spent.
    idle: bool,
}

/// Points that were earned and cannot be spent yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsPending)]
struct Waiting {
    points: i64,
    /// From then on they can.
    #[schema(format = DateTime)]
    at: String,
}

/// What a member has of one program, now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsHolding)]
struct Out {
    #[schema(example = "prg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    program: String,
    /// What they are called.
    unit: Words,
    /// What can be spent.
    balance: i64,
    pending: i64,
    /// What was spent of points that came back since: the next ones pay it.
    owed: i64,
    /// What whole steps of the balance are worth at the till; null: they buy gifts only.
    #[schema(required)]
    worth: Option<Amount>,
    /// The soonest end first.
    lots: Vec<Lot>,
    /// The soonest first.
    waiting: Vec<Waiting>,
}

impl Out {
    fn of(shop: &Shop, holding: &Holding, now: Time) -> Result<Self> {
        let (terms, standing) = (holding.known.terms(now)?, &holding.standing);
        let balance = standing.balance();
        let lots = holding.lots().into_iter().map(|lot| Lot {
            points: lot.points,
            ends_at: lot.ends_at.map(|at| at.to_string()),
            idle: lot.idle,
        });
        let waiting = standing
            .pending
            .iter()
            .map(|one| Waiting { points: one.points, at: one.at.to_string() });
        Ok(Self {
            program: holding.known.program.id.to_string(),
            unit: terms.unit.clone(),
            balance,
            pending: standing.waiting(),
            owed: standing.owed,
            worth: terms.worth.map(|worth| Amount::of(shop.money(worth.of(balance)))),
            lots: lots.collect(),
            waiting: waiting.collect(),
        })
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsHoldings)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// What a member has of every program, as of now
#[utoipa::path(
    get, path = "/api/v1/members/{member}/points", tag = "points", security(("key" = [])),
    params(("member" = String, Path, description = "mbr_…")),
    responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewPoints>, State(app): State<App>, Path(member): Path<String>) -> Reply {
    let (mut db, now) = (app.db().read().await?, app.now());
    let member = members::require(&mut db, key.shop.org, api::at("member", &member)?).await?.id;
    let all = holdings(&mut db, &key.shop, now, member).await?;
    let items: Result<Vec<Out>> = all.iter().map(|one| Out::of(&key.shop, one, now)).collect();
    reply::json(&Outs { items: items?, next_cursor: None })
}

/// What a rule gave.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsByRule)]
struct ByRule {
    /// Its place in the terms that were in force, from 1.
    rule: usize,
    points: i64,
}

/// A row of a member's history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsEntry)]
struct Row {
    #[schema(example = "ent_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    #[schema(format = DateTime)]
    at: String,
    kind: Kind,
    /// Above zero when there are more of them, pending ones included.
    points: i64,
    /// Until when what was earned cannot be spent.
    #[schema(format = DateTime)]
    pending_until: Option<String>,
    /// Which rules gave how much, before limits.
    rules: Vec<ByRule>,
    purchase: Option<String>,
    /// What it was about: a gift, the other member.
    subject: Option<String>,
    /// The reason that a person gave; empty without one.
    note: String,
    store: Option<String>,
    staff: Option<String>,
}

impl From<Entry> for Row {
    fn from(entry: Entry) -> Self {
        let rules = entry.told.iter();
        Self {
            id: entry.id.to_string(),
            at: entry.at.to_string(),
            kind: entry.kind,
            points: entry.points,
            pending_until: entry.pending_until.map(|at| at.to_string()),
            rules: rules.map(|told| ByRule { rule: told.rule + 1, points: told.points }).collect(),
            purchase: entry.origin.purchase.map(|id| id.to_string()),
            subject: entry.origin.subject,
            note: entry.origin.note,
            store: entry.origin.store.map(|id| id.to_string()),
            staff: entry.origin.staff.map(|id| id.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointsEntries)]
struct Rows {
    items: Vec<Row>,
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Asking {
    /// prg_…; may be left out where there is one
    #[serde(default)]
    program: Option<String>,
    /// 1 to 200; 50 when not given
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// What happened to a member's points of one program, the latest first
#[utoipa::path(
    get, path = "/api/v1/members/{member}/points/entries", tag = "points", params(
        ("member" = String, Path, description = "mbr_…"), Asking),
    security(("key" = [])), responses((status = 200, body = Rows))
)]
async fn entries(
    key: Key<ViewPoints>,
    State(app): State<App>,
    Path(member): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let program = api::id("program", asked.program.as_deref())?;
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    let member = members::require(&mut db, org, api::at("member", &member)?).await?.id;
    let all = rows::programs(&mut db, org, &key.shop.zone).await?;
    let program = meant(&all, program)?;
    let whose = Whose { program, member };
    let found = rows::entries(&mut db, org, whose, &page).await?.map(Row::from);
    reply::json(&Rows { items: found.items, next_cursor: found.next_cursor })
}

/// The program that was named, or the only one.
fn meant(all: &[Known], named: Option<ProgramId>) -> Result<ProgramId> {
    match (named, all) {
        (None, [only]) => Ok(only.program.id),
        (None, [_, ..]) => Err(FieldError::new("program", "required").into()),
        (named, _) => {
            let known = all.iter().map(|known| known.program.id).find(|id| Some(*id) == named);
            known.ok_or(Error::NotFound("program"))
        }
    }
}

/// An id in a body; one that cannot be read names its field.
fn named<K: kernel::ids::Kind>(field: &'static str, text: &str) -> Result<Id<K>> {
    text.parse().map_err(|_| FieldError::new(field, "choice_invalid").into())
}

/// What was done.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PointsDone)]
struct Done {
    /// The row in the member's history.
    #[schema(example = "ent_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    entry: String,
    program: String,
    member: String,
    /// Above zero when the member has more.
    points: i64,
}

impl Done {
    fn of(noted: Noted, points: i64) -> Self {
        Self {
            entry: noted.entry.to_string(),
            program: noted.whose.program.to_string(),
            member: noted.whose.member.to_string(),
            points,
        }
    }
}

/// Points by hand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPointsAdjustment)]
#[serde(deny_unknown_fields)]
struct Adjusting {
    /// prg_…
    program: String,
    /// mbr_…
    member: String,
    /// Above zero to give, below to take; not zero.
    #[schema(minimum = -1_000_000_000_i64, maximum = 1_000_000_000_i64)]
    points: i64,
    /// Stands in the member's history.
    #[schema(max_length = 200)]
    reason: String,
}

/// Gives or takes points by hand: `points.not_enough` when the member has fewer
#[utoipa::path(
    post, path = "/api/v1/points/adjustments", tag = "points", request_body = Adjusting,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Done, headers(("Regulars-Position" = i64))))
)]
async fn adjustment(
    key: Key<AdjustPoints>,
    State(app): State<App>,
    body: Body<Adjusting>,
) -> Reply {
    let once = api::once(&key, &body, "points/adjustments")?;
    let Adjusting { program, member, points, reason } = body.value;
    let (program, member) = (named("program", &program)?, named("member", &member)?);
    let wanted = Adjust { program, member, points, reason };
    let done = app
        .write(&key.scope, once, async |tx| {
            adjust(tx, wanted).await.map(|noted| Done::of(noted, points))
        })
        .await?;
    api::created(done.value, done.position)
}

/// Points from one member to another.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPointsTransfer)]
#[serde(deny_unknown_fields)]
struct Sending {
    /// prg_…
    program: String,
    /// mbr_…
    from: String,
    /// mbr_…, another member.
    to: String,
    #[schema(minimum = 1, maximum = 1_000_000_000_i64)]
    points: i64,
}

/// Sends points to another member, who gets them with the ends that they have: `points.not_enough` when there are fewer
#[utoipa::path(
    post, path = "/api/v1/points/transfers", tag = "points", request_body = Sending,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Done, headers(("Regulars-Position" = i64))))
)]
async fn transfer(key: Key<AdjustPoints>, State(app): State<App>, body: Body<Sending>) -> Reply {
    let once = api::once(&key, &body, "points/transfers")?;
    let Sending { program, from, to, points } = body.value;
    let wanted = Send {
        program: named("program", &program)?,
        from: named("from", &from)?,
        to: named("to", &to)?,
        points,
    };
    let done = app
        .write(&key.scope, once, async |tx| {
            send(tx, wanted).await.map(|noted| Done::of(noted, -points))
        })
        .await?;
    api::created(done.value, done.position)
}
