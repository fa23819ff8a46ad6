//! Reservations, for programs.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    FieldError, MemberId, PresaleId, PresaleReservationId, Result,
    permission::{ClaimForMembers, ViewActivities},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api::{self, Amount};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    model::{Fate, Paid, Presale, Rate, Reservation},
    reservations::{self, Reserving},
    store as rows,
};
use crate::activities;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(claim))
        .routes(routes!(show, change, cancel))
}

/// One piece for one member.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleReservation)]
struct Out {
    #[schema(example = "psr_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    presale: String,
    member: String,
    state: Fate,
    rate: Rate,
    /// With the deposit.
    price: Amount,
    #[schema(required)]
    deposit: Option<Amount>,
    paid: Paid,
    /// How much of the deposit went back, or is owed in cash.
    #[schema(required)]
    deposit_back: Option<Amount>,
    points: i64,
    /// The number of the window; the first is 1.
    window: i64,
    at: String,
    /// The ticket, when the goods are there.
    #[schema(required)]
    voucher: Option<String>,
    /// Collected before that instant.
    until: String,
    #[schema(required)]
    ended_at: Option<String>,
    /// When cash was paid back.
    #[schema(required)]
    paid_back_at: Option<String>,
}

impl Out {
    fn of(shop: &Shop, one: &Reservation) -> Self {
        let amount = |minor: i64| Amount::of(shop.money(minor));
        let paid = one.deposit > 0;
        Self {
            id: one.id.to_string(),
            presale: one.presale.to_string(),
            member: one.member.to_string(),
            state: one.fate,
            rate: one.rate,
            price: amount(one.price),
            deposit: paid.then(|| amount(one.deposit)),
            paid: one.paid,
            deposit_back: (paid && one.ended_at.is_some()).then(|| amount(one.back)),
            points: one.points,
            window: one.window + 1,
            at: one.at.to_string(),
            voucher: one.voucher.map(|id| id.to_string()),
            until: one.until.to_string(),
            ended_at: one.ended_at.map(|at| at.to_string()),
            paid_back_at: one.paid_back.map(|paid| paid.at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PresaleReservations)]
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
    /// One of the states; all when not given
    #[serde(default)]
    state: Option<String>,
}

/// Who wants a piece, and when they come for it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPresaleClaim)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
    /// The number of the window; the first is 1.
    #[schema(minimum = 1, maximum = 12)]
    window: i64,
    /// Where the deposit comes from: `cash` was taken by whoever asks.
    #[serde(default)]
    paid: Paid,
}

/// What somebody has now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleReserved)]
struct Taken {
    #[serde(flatten)]
    reservation: Out,
    /// Pieces that nobody reserved, after it, at the price that is not early.
    left: i64,
    early_left: i64,
}

/// Another window.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = PresaleReservationChange)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The number of the window; the first is 1.
    #[schema(minimum = 1, maximum = 12)]
    window: i64,
}

/// The number of a window, from 0.
fn number(window: i64) -> Result<i64> {
    if window < 1 {
        return Err(FieldError::new("window", "choice_invalid").into());
    }
    Ok(window - 1)
}

/// Reservations of a pre-sale, the newest first
#[utoipa::path(
    get, path = "/api/v1/presales/{id}/claims", tag = "pre-sales", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "psl_…")),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let id: PresaleId = api::at("activity", &id)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<Fate>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let _: Presale = activities::require(&mut db, key.shop.org, id).await?;
    let found = rows::list(&mut db, key.shop.org, (id, state), &page).await?;
    let items = found.items.iter().map(|one| Out::of(&key.shop, one)).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// Reserves a piece for a member at the lowest price that is left: `presales.sold_out`,
/// `presales.window_full`, `presales.window_over`, `presales.limit_reached`, `presales.not_open`,
/// `presales.closed`, `presales.too_few_points`, `presales.too_little_money` or `presales.not_eligible`
#[utoipa::path(
    post, path = "/api/v1/presales/{id}/claims", tag = "pre-sales", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "psl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Taken, headers(("Regulars-Position" = i64))))
)]
async fn claim(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let presale: PresaleId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("presales/{presale}/claims"))?;
    let New { member, window, paid } = &body.value;
    let who = Reserving::of(api::at("member", member)?, number(*window)?);
    let who = Reserving { paid: *paid, ..who };
    let run = async |tx: &mut Tx| {
        let done = reservations::reserve(tx, &key.shop, presale, who).await?;
        let (left, early_left) = (done.left, done.early_left);
        Ok(Taken { reservation: Out::of(&key.shop, &done.reservation), left, early_left })
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// One reservation
#[utoipa::path(
    get, path = "/api/v1/presale-reservations/{id}", tag = "pre-sales", security(("key" = [])),
    params(("id" = String, Path, description = "psr_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: PresaleReservationId = api::at("reservation", &id)?;
    let one = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::of(&key.shop, &one))
}

async fn whose(tx: &mut Tx, id: PresaleReservationId) -> Result<MemberId> {
    Ok(rows::require(tx, tx.org(), id).await?.member)
}

/// Comes in another window, while there is room in it: `presales.window_full`, `presales.window_over`,
/// `presales.too_late_to_cancel`
#[utoipa::path(
    patch, path = "/api/v1/presale-reservations/{id}", tag = "pre-sales", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "psr_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let id: PresaleReservationId = api::at("reservation", &id)?;
    let to = number(body.value.window)?;
    let run = async |tx: &mut Tx| {
        let member = whose(tx, id).await?;
        let one = reservations::change_window(tx, (id, member), to).await?;
        Ok(Out::of(&key.shop, &one))
    };
    reply::written(StatusCode::OK, &app.db().write(&key.scope, run).await?)
}

/// Steps back for a member. `deposit_back` says what the rule gives back; cash is owed at the counter:
/// `presales.too_late_to_cancel`
#[utoipa::path(
    delete, path = "/api/v1/presale-reservations/{id}", tag = "pre-sales", security(("key" = [])),
    params(("id" = String, Path, description = "psr_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn cancel(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Reply {
    let id: PresaleReservationId = api::at("reservation", &id)?;
    let run = async |tx: &mut Tx| {
        let member = whose(tx, id).await?;
        Ok(Out::of(&key.shop, &reservations::cancel(tx, (id, member)).await?))
    };
    reply::written(StatusCode::OK, &app.db().write(&key.scope, run).await?)
}
