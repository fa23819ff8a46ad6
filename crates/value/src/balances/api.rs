//! `members/{id}/balances` and `members/{id}/statement`.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{PostingId, Time, permission::ViewMembers};
use ledger::{AccountRow, StatementLine};
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::Own;
use crate::api;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(balances)).routes(routes!(statement))
}

/// What a member has of one thing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Balance)]
struct Out {
    /// The ledger's name of it.
    #[schema(example = "stamps/mbr_01J8ZQ4T5V6W7X8Y9ZABCDEFGH/stc_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    account: String,
    /// What is counted: `gft_…` for vouchers that wait to be collected, `stamp/stc_…` for stamps,
    /// `wallet/CNY` for money that the member left with the shop, `bonus/CNY` for what it added, both
    /// in the currency's smallest part.
    unit: String,
    balance: i64,
    /// How much of it is promised away.
    held: i64,
}

impl From<AccountRow> for Out {
    fn from(row: AccountRow) -> Self {
        Self {
            account: row.key.to_string(),
            unit: row.unit.name().to_owned(),
            balance: row.balance,
            held: row.held,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Balances)]
struct Outs {
    items: Vec<Out>,
    #[schema(required)]
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

/// What a member has: vouchers by gift, stamps by card, money
#[utoipa::path(
    get, path = "/api/v1/members/{member}/balances", tag = "members", params(
        ("member" = String, Path, description = "mbr_…"), Asking),
    security(("key" = [])), responses((status = 200, body = Outs))
)]
async fn balances(
    key: Key<ViewMembers>,
    State(app): State<App>,
    Path(member): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    let member = members::require(&mut db, org, api::at("member", &member)?).await?.id;
    let own = Own::of(&mut db, org, member).await?;
    let found = ledger::accounts_under(&mut db, org, own.each(), &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One transfer, as the member sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatementLine)]
struct Line {
    #[schema(value_type = String, example = "psg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    posting: PostingId,
    #[schema(value_type = String, format = DateTime)]
    at: Time,
    /// `posted`, `taken`, `reversed` or `expired`.
    kind: String,
    /// Why: `gifts.given`, `stamp_cards.stamped`, `wallets.paid`.
    reason: String,
    /// What it was about: an id.
    subject: String,
    account: String,
    /// Where it came from or went.
    other: String,
    /// Above zero when the member received.
    amount: i64,
}

impl From<StatementLine> for Line {
    fn from(line: StatementLine) -> Self {
        Self {
            posting: line.posting,
            at: line.at,
            kind: line.kind,
            reason: line.reason,
            subject: line.subject,
            account: line.account.to_string(),
            other: line.other.to_string(),
            amount: line.amount,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statement)]
struct Lines {
    items: Vec<Line>,
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Every transfer of what a member has, the latest first; they add up to the balances
#[utoipa::path(
    get, path = "/api/v1/members/{member}/statement", tag = "members", params(
        ("member" = String, Path, description = "mbr_…"), Asking),
    security(("key" = [])), responses((status = 200, body = Lines))
)]
async fn statement(
    key: Key<ViewMembers>,
    State(app): State<App>,
    Path(member): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    let member = members::require(&mut db, org, api::at("member", &member)?).await?.id;
    let own = Own::of(&mut db, org, member).await?;
    let found = ledger::statement_under(&mut db, org, own.each(), &page).await?;
    let found = found.map(Line::from);
    reply::json(&Lines { items: found.items, next_cursor: found.next_cursor })
}
