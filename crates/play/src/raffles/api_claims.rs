//! Tickets, entries, winners and proofs of a raffle, for programs.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::header,
    response::IntoResponse as _,
};
use kernel::{
    Error, FieldError, MemberId, RaffleEntryId, RaffleId, Result,
    permission::{ClaimForMembers, ViewActivities},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{api, codes, vouchers};
use web::{App, Body, Key, Reply, reply};

use super::{
    asked,
    entering::{self, Entering, Giving},
    files::Published,
    model::{Entry, Fate, Pick, Raffle},
    sealed, store as rows, store_picks,
};
use crate::activities;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(give))
        .routes(routes!(receipt))
        .routes(routes!(show_nonce))
        .routes(routes!(winners))
        .routes(routes!(proof))
        .routes(routes!(statements))
}

/// Tickets that somebody put in at one time, or a play.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RaffleClaim)]
struct Out {
    #[schema(example = "rfe_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    /// In the log, from 0.
    place: i64,
    member: String,
    /// What the proof calls them.
    label: String,
    tickets: i64,
    points: i64,
    at: String,
}

impl From<Entry> for Out {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id.to_string(),
            place: entry.place,
            member: entry.member.to_string(),
            label: entry.label,
            tickets: entry.tickets,
            points: entry.points,
            at: entry.at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RaffleClaims)]
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
}

/// Who takes part.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewRaffleClaim)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
    /// Tickets to be bought with points, beside those that they have.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100)]
    buy: i64,
    /// The commitment to a nonce that the member's own device keeps, 64 hexadecimal digits; without it the
    /// server makes one.
    #[serde(default)]
    #[schema(max_length = 64)]
    nonce: Option<String>,
}

/// What somebody has now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RaffleClaimed)]
struct Entered {
    #[schema(example = "rfe_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    place: i64,
    tickets: i64,
    /// The signed receipt as its file is, for the member to keep.
    receipt: String,
    /// Of an instant raffle: what it won.
    #[schema(required)]
    won: Option<Won>,
}

/// What a play won.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RaffleWon)]
struct Won {
    /// The line of the prize table.
    prize: i64,
    #[schema(example = "vou_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    voucher: String,
    code: String,
    until: String,
}

/// Tickets that a member is given.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewRaffleTickets)]
#[serde(deny_unknown_fields)]
struct Tickets {
    /// `mbr_…`
    member: String,
    #[schema(minimum = 1, maximum = 100)]
    tickets: i64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RaffleTickets)]
struct Ready {
    member: String,
    /// Tickets that they have and did not put in yet.
    ready: i64,
}

/// The nonce that an entry is bound to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RaffleNonce)]
#[serde(deny_unknown_fields)]
struct Nonce {
    /// 64 hexadecimal digits.
    #[schema(min_length = 64, max_length = 64)]
    nonce: String,
}

/// A ticket that came out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RafflePick)]
struct PickOut {
    number: i64,
    /// The line of the prize table.
    prize: i64,
    claim: String,
    member: String,
    state: Fate,
    #[schema(required)]
    voucher: Option<String>,
    #[schema(required)]
    until: Option<String>,
}

impl From<Pick> for PickOut {
    fn from(pick: Pick) -> Self {
        Self {
            number: pick.number,
            prize: pick.prize,
            claim: pick.entry.to_string(),
            member: pick.member.to_string(),
            state: pick.fate,
            voucher: pick.voucher.map(|id| id.to_string()),
            until: pick.until.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RafflePicks)]
struct Picks {
    items: Vec<PickOut>,
    next_cursor: Option<String>,
}

/// Who put in tickets, the latest first
#[utoipa::path(
    get, path = "/api/v1/raffles/{id}/claims", tag = "raffles", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "raf_…")),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let id: RaffleId = api::at("activity", &id)?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let _: Raffle = activities::require(&mut db, key.shop.org, id).await?;
    let found = rows::entries(&mut db, key.shop.org, id, &page).await?;
    let items = found.items.into_iter().map(Out::from).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

fn commitment(text: Option<&str>) -> Result<Option<fair::Commitment>> {
    let read = |digits: &str| {
        let found = fair::Hex::read(digits).map(fair::Commitment::new);
        found.ok_or_else(|| FieldError::new("nonce", "hex_invalid").with("digits", 64).into())
    };
    text.map(read).transpose()
}

/// Puts in a member's tickets, or plays one of an instant raffle: `raffles.no_ticket`, `raffles.not_open`,
/// `raffles.closed`, `raffles.limit_reached`, `raffles.not_eligible`, `raffles.staff`,
/// `raffles.too_few_points` or `raffles.full`
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/claims", tag = "raffles", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Entered, headers(("Regulars-Position" = i64))))
)]
async fn create(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let raffle: RaffleId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("raffles/{raffle}/claims"))?;
    let member: MemberId = api::at("member", &body.value.member)?;
    let nonce = commitment(body.value.nonce.as_deref())?;
    let buy = body.value.buy;
    let run = async |tx: &mut Tx| {
        let entering = Entering { buy, nonce, ..Entering::new(raffle, member) };
        let entered = entering::enter(tx, &key.shop, entering).await?;
        let mut won = None;
        if let Some(pick) = entered.won
            && let Some(id) = pick.voucher
        {
            let voucher = vouchers::require(tx, tx.org(), id).await?;
            won = Some(Won {
                prize: pick.prize,
                voucher: id.to_string(),
                code: codes::shown(&voucher.code),
                until: pick.until.map_or_else(String::new, |at| at.to_string()),
            });
        }
        Ok(Entered {
            id: entered.id.to_string(),
            place: entered.place,
            tickets: entered.tickets,
            receipt: entered.receipt,
            won,
        })
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Gives a member tickets. They take part once they are put in
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/tickets", tag = "raffles", request_body = Tickets,
    security(("key" = [])),
    params(("id" = String, Path, description = "raf_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Ready, headers(("Regulars-Position" = i64))))
)]
async fn give(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Tickets>,
) -> Reply {
    let raffle: RaffleId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("raffles/{raffle}/tickets"))?;
    let member: MemberId = api::at("member", &body.value.member)?;
    let tickets = body.value.tickets;
    let run = async |tx: &mut Tx| {
        let giving = Giving { raffle, member, tickets, purchase: None, store: None, staff: None };
        entering::give(tx, &key.shop, giving).await?;
        let ready = entering::ready(tx, raffle, member).await?;
        Ok(Ready { member: member.to_string(), ready })
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// The signed receipt of an entry, as its file is
#[utoipa::path(
    get, path = "/api/v1/raffles/{id}/claims/{claim}/receipt", tag = "raffles",
    security(("key" = [])),
    params(
        ("id" = String, Path, description = "raf_…"),
        ("claim" = String, Path, description = "rfe_…")
    ),
    responses((status = 200, body = serde_json::Value))
)]
async fn receipt(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path((id, claim)): Path<(String, String)>,
) -> Reply {
    let raffle: RaffleId = api::at("activity", &id)?;
    let entry: RaffleEntryId = api::at("raffle_entry", &claim)?;
    let mut db = app.db().read().await?;
    let found = rows::entry(&mut db, key.shop.org, entry).await?;
    let found = found.filter(|it| it.raffle == raffle).ok_or(Error::NotFound("raffle_entry"))?;
    let text = rows::receipt(&mut db, key.shop.org, found.id).await?;
    Ok(as_it_is(text))
}

/// Verifiers read one form only: the text goes out as it was written.
fn as_it_is(text: String) -> axum::response::Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// Shows the nonce of an entry, from the closing until the draw: `raffles.nonce_wrong`,
/// `raffles.too_early` or `raffles.already_drawn`
#[utoipa::path(
    post, path = "/api/v1/raffles/{id}/claims/{claim}/nonce", tag = "raffles", request_body = Nonce,
    security(("key" = [])),
    params(
        ("id" = String, Path, description = "raf_…"),
        ("claim" = String, Path, description = "rfe_…"),
        ("Idempotency-Key" = String, Header)
    ),
    responses((status = 201, body = Ready, headers(("Regulars-Position" = i64))))
)]
async fn show_nonce(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path((id, claim)): Path<(String, String)>,
    body: Body<Nonce>,
) -> Reply {
    let raffle: RaffleId = api::at("activity", &id)?;
    let entry: RaffleEntryId = api::at("raffle_entry", &claim)?;
    let once = api::once(&key, &body, &format!("raffles/{raffle}/claims/{entry}/nonce"))?;
    let wrong = || FieldError::new("nonce", "hex_invalid").with("digits", 64);
    let nonce = sealed::nonce(&body.value.nonce).ok_or_else(wrong)?;
    let run = async |tx: &mut Tx| {
        let found = rows::entry(tx, tx.org(), entry).await?;
        let member = found.ok_or(Error::NotFound("raffle_entry"))?.member;
        entering::show_nonce(tx, (raffle, member), (entry, nonce)).await?;
        let ready = entering::ready(tx, raffle, member).await?;
        Ok(Ready { member: member.to_string(), ready })
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Who won, in the order of the draw
#[utoipa::path(
    get, path = "/api/v1/raffles/{id}/winners", tag = "raffles", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "raf_…")),
    responses((status = 200, body = Picks))
)]
async fn winners(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let id: RaffleId = api::at("activity", &id)?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let _: Raffle = activities::require(&mut db, key.shop.org, id).await?;
    let found = store_picks::picks(&mut db, key.shop.org, id, &page).await?;
    let items = found.items.into_iter().map(PickOut::from).collect();
    reply::json(&Picks { items, next_cursor: found.next_cursor })
}

/// The proof of a draw: one file, which `regulars raffle verify` and others check without us
#[utoipa::path(
    get, path = "/api/v1/raffles/{id}/proof", tag = "raffles", security(("key" = [])),
    params(("id" = String, Path, description = "raf_…")),
    responses((status = 200, body = serde_json::Value))
)]
async fn proof(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: RaffleId = api::at("activity", &id)?;
    let mut db = app.db().read().await?;
    let _: Raffle = activities::require(&mut db, key.shop.org, id).await?;
    let text = rows::proof(&mut db, key.shop.org, id).await?;
    Ok(as_it_is(text.ok_or(Error::NotFound("proof"))?))
}

/// What is published before the draw: the signed opening, and the closing once it is there
#[utoipa::path(
    get, path = "/api/v1/raffles/{id}/opening", tag = "raffles", security(("key" = [])),
    params(("id" = String, Path, description = "raf_…")),
    responses((status = 200, body = serde_json::Value))
)]
async fn statements(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Reply {
    let id: RaffleId = api::at("activity", &id)?;
    let mut db = app.db().read().await?;
    let shown = asked::require(&mut db, key.shop.org, id).await?;
    let sealed = shown.sealed.as_ref().ok_or(Error::NotFound("opening"))?;
    reply::json(&Published::of(sealed))
}
