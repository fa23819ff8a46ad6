//! What employees gave, for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::permission::{ManageGifts, WorkCounter};
use kernel::{AllowanceId, FieldError, GiftId, GivingId, MemberId, Result, StaffId};
use people::stores;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{self, Hand, NewGiving},
    model::Giving,
    store::{self as rows, Which},
};
use crate::api;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, undo))
}

/// A gift that an employee gave.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Giving)]
struct Out {
    #[schema(example = "giv_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    allowance: String,
    staff: String,
    member: String,
    gift: String,
    voucher: String,
    /// It was handed over at once.
    redemption: Option<String>,
    store: Option<String>,
    /// Pieces or minor units that it took of the allowance.
    amount: i64,
    reason: String,
    at: String,
    undone_at: Option<String>,
}

impl From<Giving> for Out {
    fn from(one: Giving) -> Self {
        Self {
            id: one.id.to_string(),
            allowance: one.allowance.to_string(),
            staff: one.staff.to_string(),
            member: one.member.to_string(),
            gift: one.gift.to_string(),
            voucher: one.voucher.to_string(),
            redemption: one.redemption.map(|id| id.to_string()),
            store: one.store.map(|id| id.to_string()),
            amount: one.amount,
            reason: one.reason,
            at: one.at.to_string(),
            undone_at: one.undone_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Givings)]
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
    /// alw_…
    #[serde(default)]
    allowance: Option<String>,
    /// stf_…
    #[serde(default)]
    staff: Option<String>,
    /// mbr_…
    #[serde(default)]
    member: Option<String>,
}

/// A gift from an allowance.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewGiving)]
#[serde(deny_unknown_fields)]
struct New {
    /// alw_…
    allowance: String,
    /// stf_…: whose part it is taken of.
    staff: String,
    /// mbr_…
    member: String,
    /// gft_…
    gift: String,
    /// sto_…
    #[serde(default)]
    store: Option<String>,
    /// It is handed over now, unless it takes something off a purchase.
    #[serde(default)]
    hand_over: bool,
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// What employees gave, the latest first
#[utoipa::path(
    get, path = "/api/v1/givings", tag = "allowances", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ManageGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let which = Which {
        allowance: api::id("allowance", asked.allowance.as_deref())?,
        staff: api::id("staff", asked.staff.as_deref())?,
        member: api::id("member", asked.member.as_deref())?,
        within: None,
    };
    let page = api::page(asked.limit, asked.cursor);
    let found = rows::givings(&mut app.db().read().await?, key.shop.org, &which, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One of them
#[utoipa::path(
    get, path = "/api/v1/givings/{id}", tag = "allowances", security(("key" = [])),
    params(("id" = String, Path, description = "giv_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ManageGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id = api::at("giving", &id)?;
    let found = rows::giving(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::from(found))
}

/// Gives one: `allowances.used_up` when too little is left, `allowances.yourself` to the employee's own record, or what the gift refuses
#[utoipa::path(
    post, path = "/api/v1/givings", tag = "allowances", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "givings")?;
    let new = &body.value;
    let wrong = |field| move |_| FieldError::new(field, "choice_invalid");
    let allowance: AllowanceId = new.allowance.parse().map_err(wrong("allowance"))?;
    let staff: StaffId = new.staff.parse().map_err(wrong("staff"))?;
    let member: MemberId = new.member.parse().map_err(wrong("member"))?;
    let gift: GiftId = new.gift.parse().map_err(wrong("gift"))?;
    let store = api::id("store", new.store.as_deref())?;
    let hand = if new.hand_over { Hand::Over } else { Hand::Ticket };
    let reason = new.reason.clone();
    let asked = NewGiving { allowance, gift, member, staff, store, hand, reason };
    let run = async |tx: &mut ::store::Tx| {
        if let Some(store) = store {
            let org = tx.org();
            stores::require(tx, org, store).await?;
        }
        actions::give(tx, asked).await.map(Out::from)
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Takes it back within ten minutes: the allowance has it again
#[utoipa::path(
    delete, path = "/api/v1/givings/{id}", tag = "allowances", security(("key" = [])),
    params(("id" = String, Path, description = "giv_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn undo(key: Key<WorkCounter>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: GivingId = api::at("giving", &id)?;
    let done =
        app.db().write(&key.scope, async |tx| actions::undo(tx, id).await.map(Out::from)).await?;
    reply::written(StatusCode::OK, &done)
}
