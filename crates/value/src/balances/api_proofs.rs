//! `members/{id}/proofs`.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::permission::ViewMembers;
use ledger::Proof;
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::Own;
use crate::api;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index))
}

/// SHA-256 in hexadecimal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerHash, pattern = "^[0-9a-f]{64}$")]
struct Hash(String);

/// A posting with the way from its line to the hash of its journal row. How to check it by hand is
/// told in docs/ledger.md.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostingProof)]
struct Out {
    /// The encoding.
    #[schema(example = 1, minimum = 1, maximum = 1)]
    regulars: u32,
    #[schema(example = 1204, minimum = 1)]
    row: i64,
    /// When the row was written, in microseconds since 1970: what its hash is made of.
    #[schema(example = 1_772_413_200_000_000_i64)]
    at: i64,
    /// The posting's line of the journal, to the byte: JSON with ids and amounts.
    line: String,
    /// Which line of the row it is, from zero.
    #[schema(example = 1, minimum = 0)]
    place: usize,
    /// How many lines the row has.
    #[schema(example = 4, minimum = 1)]
    lines: usize,
    /// The hashes beside the way up, from the bottom, in hexadecimal.
    #[schema(max_items = 32, inline)]
    path: Vec<Hash>,
    /// The hash of the row before; zeros before the first.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    before: String,
    /// The hash of the row.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    hash: String,
}

impl From<Proof> for Out {
    fn from(proof: Proof) -> Self {
        let Proof { regulars, row, at, line, place, lines, path, before, hash } = proof;
        let path = path.into_iter().map(Hash).collect();
        Self { regulars, row, at, line, place, lines, path, before, hash }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostingProofs)]
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

/// The postings that moved what a member has, the latest first, each with its proof
#[utoipa::path(
    get, path = "/api/v1/members/{member}/proofs", tag = "members", params(
        ("member" = String, Path, description = "mbr_…"), Asking),
    security(("key" = [])), responses((status = 200, body = Outs))
)]
async fn index(
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
    let found = ledger::proofs_under(&mut db, org, own.each(), &page).await?;
    let found = found.map(|proven| Out::from(proven.proof));
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}
