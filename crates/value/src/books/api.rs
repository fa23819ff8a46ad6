//! `ledger/head`.

use axum::extract::State;
use kernel::{Error, Time, permission::AuditLedger};
use ledger::Seal;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(head))
}

/// The last row of the journal. Whoever keeps it can tell later whether the history up to it was
/// changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerHead)]
struct Out {
    /// One per commit, from 1, without gaps.
    #[schema(example = 1204, minimum = 1)]
    row: i64,
    #[schema(value_type = String, format = DateTime)]
    at: Time,
    /// SHA-256 over the row before, the number, the instant and the row's root, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    hash: String,
}

/// The head of the journal, to be kept somewhere else
#[utoipa::path(
    get, path = "/api/v1/ledger/head", tag = "ledger",
    security(("key" = [])), responses((status = 200, body = Out))
)]
async fn head(key: Key<AuditLedger>, State(app): State<App>) -> Reply {
    let mut db = app.db().read().await?;
    let Seal { row, at, hash } =
        ledger::head(&mut db, key.shop.org).await?.ok_or(Error::NotFound("row"))?;
    reply::json(&Out { row, at, hash })
}
