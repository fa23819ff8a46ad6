//! Applications for programs: who stands at the door, and letting them in.

use axum::{
    extract::{Path, Query, State as Held, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    ApplicationId, Error, FieldError, GroupId, LinkId, MemberId, PageRequest, SeriesId, StaffId,
    StoreId, Time,
    permission::{HostGroups, ViewMembers},
};
use serde::{Deserialize, Serialize};
use store::{Tx, Written};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply, trail};

use super::{
    deciding,
    model::{Application, State},
    store as rows,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(show))
        .routes(routes!(admit))
        .routes(routes!(refuse))
}

/// Somebody who asked to be let in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Application)]
struct Out {
    #[schema(value_type = String, example = "app_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: ApplicationId,
    #[schema(value_type = String)]
    member: MemberId,
    /// Where they would sit; when that is full by then, the next group of the series.
    #[schema(value_type = String)]
    group: GroupId,
    #[schema(value_type = String)]
    series: SeriesId,
    #[schema(value_type = Option<String>, required)]
    store: Option<StoreId>,
    #[schema(value_type = Option<String>, required)]
    link: Option<LinkId>,
    source: String,
    /// `question`, `purchase` or `approval`.
    threshold: String,
    /// What they were asked, and what they answered.
    question: String,
    answer: String,
    state: State,
    #[schema(value_type = String, format = DateTime)]
    made_at: Time,
    /// When it decides itself, and lets them in; null: it waits for a person.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    due_at: Option<Time>,
    #[schema(value_type = Option<String>, format = DateTime, required)]
    decided_at: Option<Time>,
    /// Null: the clock or a program did, or nobody yet.
    #[schema(value_type = Option<String>, required)]
    decided_by: Option<StaffId>,
}

impl From<Application> for Out {
    fn from(wish: Application) -> Self {
        Self {
            id: wish.id,
            member: wish.member,
            group: wish.group,
            series: wish.series,
            store: wish.store,
            link: wish.link,
            source: wish.source,
            threshold: wish.threshold,
            question: wish.question,
            answer: wish.answer,
            state: wish.state,
            made_at: wish.made_at,
            due_at: wish.due_at,
            decided_at: wish.decided_at,
            decided_by: wish.decided_by,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Applications)]
struct Outs {
    items: Vec<Out>,
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asking {
    /// Those who wait, unless set.
    #[serde(default)]
    #[param(value_type = Option<State>)]
    state: Option<String>,
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// Applications in one state; who waits longest comes first
#[utoipa::path(
    get, path = "/api/v1/applications", tag = "applications", params(Asking),
    responses((status = 200, body = Outs)), security(("key" = []))
)]
async fn index(
    key: Key<ViewMembers>,
    Held(app): Held<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    let state = match asking.state.as_deref() {
        None => State::Waiting,
        Some(word) => word.parse().map_err(|()| FieldError::new("state", "choice_invalid"))?,
    };
    let page = PageRequest { limit: asking.limit, cursor: asking.cursor };
    let found = rows::list(&mut app.db().read().await?, key.shop.org, state, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

fn id(text: &str) -> kernel::Result<ApplicationId> {
    text.parse().map_err(|_| Error::NotFound("application"))
}

/// One application
#[utoipa::path(
    get, path = "/api/v1/applications/{id}", tag = "applications",
    params(("id" = String, Path, description = "app_…")),
    responses((status = 200, body = Out)), security(("key" = []))
)]
async fn show(key: Key<ViewMembers>, Held(app): Held<App>, Path(text): Path<String>) -> Reply {
    let id = id(&text)?;
    let wish = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::from(wish))
}

/// What a decision left: read in the same turn, so that it is this decision's.
async fn decided(tx: &mut Tx, id: ApplicationId) -> kernel::Result<Out> {
    let org = tx.org();
    rows::require(tx, org, id).await.map(Out::from)
}

fn answer(done: &Written<Out>) -> Reply {
    reply::written(StatusCode::CREATED, done)
}

/// Lets them in: seat, lead gift and welcome in one go. An application is decided once
#[utoipa::path(
    post, path = "/api/v1/applications/{id}/admission", tag = "applications",
    params(("id" = String, Path, description = "app_…")),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))),
    security(("key" = []))
)]
async fn admit(key: Key<HostGroups>, Held(app): Held<App>, Path(text): Path<String>) -> Reply {
    let id = id(&text)?;
    let run = async |tx: &mut Tx| {
        trail::note(tx, "applications.admitted", id, &(), &()).await?;
        deciding::admit(tx, id, None).await?;
        decided(tx, id).await
    };
    answer(&app.db().write(&key.scope, run).await?)
}

/// Says no; a gift that was held for them goes back on the shelf
#[utoipa::path(
    post, path = "/api/v1/applications/{id}/refusal", tag = "applications",
    params(("id" = String, Path, description = "app_…")),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))),
    security(("key" = []))
)]
async fn refuse(key: Key<HostGroups>, Held(app): Held<App>, Path(text): Path<String>) -> Reply {
    let id = id(&text)?;
    let run = async |tx: &mut Tx| {
        trail::note(tx, "applications.refused", id, &(), &()).await?;
        deciding::refuse(tx, id, None).await?;
        decided(tx, id).await
    };
    answer(&app.db().write(&key.scope, run).await?)
}
