//! Visits for programs.

use axum::extract::{Query, State, rejection::QueryRejection};
use kernel::permission::{ViewPurchases, WorkCounter};
use kernel::{MemberId, Result, StoreId};
use people::{members, stores};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::record,
    model::{NewVisit, Visit},
    store as rows,
};
use crate::api;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create))
}

/// Somebody was here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Visit)]
struct Out {
    #[schema(example = "vis_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: String,
    store: String,
    /// The local day.
    #[schema(example = "2026-03-02")]
    day: String,
    at: String,
    /// When we were told, if that was later: a counter without a network.
    #[schema(format = DateTime)]
    arrived_at: Option<String>,
    /// What was bought that day, if it is known.
    purchase: Option<String>,
}

impl From<Visit> for Out {
    fn from(visit: Visit) -> Self {
        Self {
            id: visit.id.to_string(),
            member: visit.member.to_string(),
            store: visit.store.to_string(),
            day: visit.day,
            at: visit.at.to_string(),
            arrived_at: visit.arrived_at.map(|at| at.to_string()),
            purchase: visit.purchase.map(|id| id.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Visits)]
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
    /// mbr_…
    #[serde(default)]
    member: Option<String>,
}

/// A visit to be noted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewVisit)]
#[serde(deny_unknown_fields)]
struct New {
    /// mbr_…
    member: String,
    /// sto_…
    store: String,
}

/// Visits, the latest first
#[utoipa::path(
    get, path = "/api/v1/visits", tag = "visits", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewPurchases>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let member = api::id("member", asked.member.as_deref())?;
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    let member = members::meant(&mut db, org, member).await?;
    let found = rows::list(&mut db, org, member, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// Notes that a member is in a store; twice on one local day is once
#[utoipa::path(
    post, path = "/api/v1/visits", tag = "visits", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "visits")?;
    let store: StoreId = api::at("store", &body.value.store)?;
    let member: MemberId = api::at("member", &body.value.member)?;
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            stores::require(tx, org, store).await?;
            let member = members::require(tx, org, member).await?.id;
            record(tx, NewVisit { member, store, staff: None, at: None })
                .await
                .map(|noted| noted.visit.id)
        })
        .await?;
    let found = rows::require(&mut app.db().read().await?, key.shop.org, made.value).await?;
    api::created(Out::from(found), made.position)
}
