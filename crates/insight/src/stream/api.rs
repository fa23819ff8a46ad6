//! Events by cursor, and the audit.

use axum::extract::{Query, State};
use kernel::{
    Actor, Error, Page, PageRequest,
    permission::{AuditLedger, ViewEvents},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(events)).routes(routes!(audit))
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

#[derive(Debug, Serialize, ToSchema)]
struct Event {
    /// One per org, from 1, in commit order, without gaps.
    number: i64,
    /// RFC 3339, UTC.
    at: String,
    #[schema(example = "memberships.joined")]
    kind: String,
    /// The id of who acted, or `visitor`, or `system`.
    actor: String,
    /// Ids, amounts and words; see the kind.
    #[schema(value_type = Object)]
    data: serde_json::Value,
}

#[derive(Debug, Serialize, ToSchema)]
struct Events {
    items: Vec<Event>,
    next_cursor: Option<String>,
}

/// What happened, oldest first
#[utoipa::path(
    get,
    path = "/api/v1/events",
    tag = "events",
    params(Asking),
    responses(
        (status = 200, body = Events),
    )
)]
async fn events(
    key: Key<ViewEvents>,
    State(app): State<App>,
    query: Result<Query<Asking>, axum::extract::rejection::QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    let page = PageRequest { limit: asking.limit, cursor: asking.cursor };
    let (limit, after) = (page.limit()?, page.after::<i64>()?.unwrap_or(0));
    let rows = app.db().events_after(key.shop.org, after, limit + 1).await?;
    let items = rows.into_iter().map(|event| Event {
        number: event.number,
        at: event.at.to_string(),
        kind: event.kind,
        actor: match event.actor {
            Actor::Counter(_, staff) => staff.to_string(),
            actor => actor.to_string(),
        },
        data: (*event.data).clone(),
    });
    let Page { items, next_cursor } =
        Page::cut(items.collect(), limit, |event: &Event| event.number);
    reply::json(&Events { items, next_cursor })
}

#[derive(Debug, Serialize, ToSchema)]
struct Proof {
    proven: bool,
    /// What was replayed: rows, events, postings, transfers, totals per unit, the head of the chain.
    #[schema(value_type = Object)]
    report: serde_json::Value,
    /// The first difference when not proven.
    difference: Option<String>,
}

/// Replays the journal and compares everything with it
#[utoipa::path(
    get,
    path = "/api/v1/ledger/audit",
    tag = "ledger",
    responses(
        (status = 200, body = Proof),
    )
)]
async fn audit(key: Key<AuditLedger>, State(app): State<App>) -> Reply {
    let mut reader = app.db().read().await?;
    let report = ledger::audit(&mut reader, key.shop.org, |_| {}).await?;
    let proof = Proof {
        proven: report.difference.is_none(),
        difference: report.difference.as_ref().map(ToString::to_string),
        report: serde_json::to_value(&report).map_err(Error::broken)?,
    };
    reply::json(&proof)
}
