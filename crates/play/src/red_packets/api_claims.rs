//! What people got of a packet, the proof of its split, and what was handed out elsewhere, for programs.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use kernel::{
    HandoutId, MemberId, RedPacketId, Result,
    permission::{ClaimForMembers, ManageActivities, ViewActivities},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api::{self, Amount};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    elsewhere,
    grabs::{self, Grabbing},
    model::{Handout, NewHandout, RedPacket, Share},
    sealing, store as rows,
};
use crate::activities;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(proof))
        .routes(routes!(handouts, record))
        .routes(routes!(strike))
}

/// What somebody got.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RedShare)]
struct Out {
    #[schema(example = "shr_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: String,
    /// From 0, in the order in which shares are taken.
    place: i64,
    /// Minor units, points, or one piece.
    amount: i64,
    #[schema(required)]
    voucher: Option<String>,
    at: String,
    #[schema(required)]
    store: Option<String>,
}

impl From<Share> for Out {
    fn from(share: Share) -> Self {
        Self {
            id: share.id.to_string(),
            member: share.member.to_string(),
            place: share.place,
            amount: share.amount,
            voucher: share.voucher.map(|id| id.to_string()),
            at: share.at.to_string(),
            store: share.store.map(|id| id.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RedShares)]
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

/// Who opens it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewRedShare)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
}

/// What somebody has now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RedShareTaken)]
struct Taken {
    #[schema(example = "shr_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    /// Minor units, points, or one piece.
    amount: i64,
    place: i64,
    #[schema(required)]
    voucher: Option<String>,
    /// Shares, after it.
    left: i64,
}

async fn known(app: &App, shop: &Shop, id: &str) -> Result<RedPacket> {
    let id: RedPacketId = api::at("activity", id)?;
    activities::require(&mut app.db().read().await?, shop.org, id).await
}

/// What people got of a packet, in the order in which they came
#[utoipa::path(
    get, path = "/api/v1/packets/{id}/claims", tag = "red packets", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "pkt_…")),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let packet = known(&app, &key.shop, &id).await?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let found = rows::shares(&mut db, key.shop.org, packet.id, &page).await?;
    let items = found.items.into_iter().map(Out::from).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// Opens it for a member: `red_packets.not_open`, `red_packets.closed`, `red_packets.empty`,
/// `red_packets.already_taken`, `red_packets.not_eligible`, `red_packets.staff` or
/// `red_packets.wallet_full`
#[utoipa::path(
    post, path = "/api/v1/packets/{id}/claims", tag = "red packets", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Taken, headers(("Regulars-Position" = i64))))
)]
async fn create(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let packet: RedPacketId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("packets/{packet}/claims"))?;
    let member: MemberId = api::at("member", &body.value.member)?;
    let run = async |tx: &mut Tx| {
        let grabbing = Grabbing { packet, member, store: None, staff: None };
        let got = grabs::grab(tx, &key.shop, grabbing).await?;
        Ok(Taken {
            id: got.id.to_string(),
            amount: got.amount,
            place: got.place,
            voucher: got.voucher.map(|id| id.to_string()),
            left: got.left,
        })
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// What is committed to.
#[derive(ToSchema)]
#[schema(as = RedPacketProofTerms)]
#[expect(dead_code, reason = "a description: the file is written by the rules of fair splits")]
struct ProvenTerms {
    /// `equal` or `random`
    kind: String,
    least: u64,
    packet: String,
    shares: u64,
    total: u64,
}

/// The file that is enough to check a split: `regulars raffle verify FILE`.
#[derive(ToSchema)]
#[schema(as = RedPacketProof)]
#[expect(dead_code, reason = "a description: the file is written by the rules of fair splits")]
struct Proven {
    commitment: String,
    secret: String,
    shares: Vec<u64>,
    terms: ProvenTerms,
    #[schema(example = "regulars-split-1")]
    version: String,
}

/// A proof as the file that it is, to the byte.
pub(super) fn file(proof: String) -> Response {
    let attached = "attachment; filename=\"packet.json\"";
    let headers =
        [(header::CONTENT_TYPE, "application/json"), (header::CONTENT_DISPOSITION, attached)];
    (headers, proof).into_response()
}

/// The whole split with its secret, when the packet is over; before that `red_packets.not_over`
#[utoipa::path(
    get, path = "/api/v1/packets/{id}/proof", tag = "red packets", security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…")),
    responses((status = 200, body = Proven), (status = 409))
)]
async fn proof(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let packet = known(&app, &key.shop, &id).await?;
    let mut db = app.db().read().await?;
    Ok(file(sealing::proof(&mut db, key.shop.org, &packet).await?))
}

/// Packets that were handed out on another platform.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Handout)]
struct HandedOut {
    #[schema(example = "hnd_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    channel: String,
    amount: Amount,
    people: i64,
    handed_on: String,
    #[schema(required)]
    staff: Option<String>,
    note: String,
    created_at: String,
    /// When it was struck out: a mistake.
    #[schema(required)]
    withdrawn_at: Option<String>,
}

impl HandedOut {
    fn of(shop: &Shop, one: Handout) -> Self {
        Self {
            id: one.id.to_string(),
            channel: one.channel,
            amount: Amount::of(shop.money(one.amount)),
            people: one.people,
            handed_on: one.handed_on,
            staff: one.staff.map(|id| id.to_string()),
            note: one.note,
            created_at: one.created_at.to_string(),
            withdrawn_at: one.withdrawn_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Handouts)]
struct HandedOuts {
    items: Vec<HandedOut>,
    next_cursor: Option<String>,
}

/// What was handed out, and where.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewHandout)]
#[serde(deny_unknown_fields)]
struct NewOne {
    /// The platform, in the shop's words.
    #[schema(min_length = 1, max_length = 60, example = "WeChat")]
    channel: String,
    /// All of it.
    amount: Amount,
    /// How many people got one.
    #[schema(minimum = 1, maximum = 1_000_000)]
    people: i64,
    /// The local day, not later than today.
    #[schema(format = Date, example = "2026-03-02")]
    handed_on: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

/// What was handed out elsewhere on this packet's budget, the newest first
#[utoipa::path(
    get, path = "/api/v1/packets/{id}/handouts", tag = "red packets", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "pkt_…")),
    responses((status = 200, body = HandedOuts))
)]
async fn handouts(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let packet = known(&app, &key.shop, &id).await?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let found = rows::handouts(&mut db, key.shop.org, packet.id, &page).await?;
    let items = found.items.into_iter().map(|one| HandedOut::of(&key.shop, one)).collect();
    reply::json(&HandedOuts { items, next_cursor: found.next_cursor })
}

/// Notes packets that were handed out on another platform. Nobody gets anything by it here
#[utoipa::path(
    post, path = "/api/v1/packets/{id}/handouts", tag = "red packets", request_body = NewOne,
    security(("key" = [])),
    params(("id" = String, Path, description = "pkt_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = HandedOut, headers(("Regulars-Position" = i64))))
)]
async fn record(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<NewOne>,
) -> Reply {
    let packet: RedPacketId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("packets/{packet}/handouts"))?;
    let NewOne { channel, amount, people, handed_on, note } = body.value;
    let amount = amount.read("amount", &key.shop)?;
    let new = NewHandout { channel, amount, people, handed_on, note };
    let run =
        async |tx: &mut Tx| Ok(HandedOut::of(&key.shop, elsewhere::record(tx, packet, new).await?));
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Strikes out what was noted by mistake
#[utoipa::path(
    delete, path = "/api/v1/packets/{id}/handouts/{handout}", tag = "red packets",
    security(("key" = [])),
    params(
        ("id" = String, Path, description = "pkt_…"),
        ("handout" = String, Path, description = "hnd_…")
    ),
    responses((status = 204, headers(("Regulars-Position" = i64))))
)]
async fn strike(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path((id, handout)): Path<(String, String)>,
) -> Reply {
    let packet: RedPacketId = api::at("activity", &id)?;
    let handout: HandoutId = api::at("handout", &handout)?;
    let run = async |tx: &mut Tx| elsewhere::strike(tx, packet, handout).await;
    let done = app.db().write(&key.scope, run).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
