//! Slots for programs: the week of a series, read and changed.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{
    Error, FieldError, Result, SeriesId, SlotId,
    permission::{ManageProgrammes, ViewGroups},
};
use people::{
    playbooks::{At, Day, SlotKind, Text},
    series,
};
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions,
    model::{NewSlot, Slot},
    store as rows,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, add)).routes(routes!(show, change, end))
}

/// One post of a series' week.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Slot)]
struct Out {
    #[schema(value_type = String, example = "slt_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: SlotId,
    #[schema(value_type = String)]
    series: SeriesId,
    days: Vec<Day>,
    /// On the clock of the shop: `07:30`.
    #[schema(value_type = String, example = "07:30")]
    at: At,
    kind: SlotKind,
    /// Whether it sells; the others are useful.
    selling: bool,
    /// Unsent after so long it is worth nothing any more.
    expires_minutes: i64,
    title: Text,
    /// Taken in turn, one a week.
    texts: Vec<Text>,
    /// What its picture should show.
    hint: Text,
    /// For the host alone.
    tip: Text,
}

impl From<Slot> for Out {
    fn from(slot: Slot) -> Self {
        Self {
            id: slot.id,
            series: slot.series,
            days: slot.days.iter().collect(),
            at: slot.at,
            kind: slot.kind,
            selling: slot.selling,
            expires_minutes: slot.expires_minutes,
            title: slot.title,
            texts: slot.texts,
            hint: slot.hint,
            tip: slot.tip,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Slots)]
struct Outs {
    items: Vec<Out>,
    /// Always null: a day has three at most.
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asking {
    /// Whose week: `ser_…`.
    series: String,
}

/// The week of a series, by the slots' times
#[utoipa::path(
    get, path = "/api/v1/slots", tag = "slots", params(Asking),
    responses((status = 200, body = Outs)), security(("key" = []))
)]
async fn index(
    key: Key<ViewGroups>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::from(FieldError::new("series", "required")))?;
    let series: SeriesId =
        asking.series.parse().map_err(|_| FieldError::new("series", "choice_invalid"))?;
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    series::require(&mut db, org, series).await?;
    let slots = rows::of_series(&mut db, org, series).await?;
    reply::json(&Outs { items: slots.into_iter().map(Out::from).collect(), next_cursor: None })
}

fn id(text: &str) -> Result<SlotId> {
    text.parse().map_err(|_| Error::NotFound("slot"))
}

/// One slot
#[utoipa::path(
    get, path = "/api/v1/slots/{id}", tag = "slots",
    params(("id" = String, Path, description = "slt_…")),
    responses((status = 200, body = Out)), security(("key" = []))
)]
async fn show(key: Key<ViewGroups>, State(app): State<App>, Path(text): Path<String>) -> Reply {
    let id = id(&text)?;
    let slot = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::from(slot))
}

/// A slot for a week. The language of its series needs a title and a first text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSlot)]
struct New {
    #[schema(value_type = String)]
    series: SeriesId,
    days: Vec<Day>,
    #[schema(value_type = String, example = "07:30", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    at: At,
    kind: SlotKind,
    #[serde(default)]
    selling: bool,
    #[serde(default = "two_hours")]
    #[schema(minimum = 10, maximum = 1440)]
    expires_minutes: i64,
    title: Text,
    #[schema(max_items = 12)]
    texts: Vec<Text>,
    #[serde(default)]
    hint: Text,
    #[serde(default)]
    tip: Text,
}

const fn two_hours() -> i64 {
    120
}

/// Adds a slot to the week of a series; a day has three at most
#[utoipa::path(
    post, path = "/api/v1/slots", tag = "slots", request_body = New,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))),
    security(("key" = []))
)]
async fn add(key: Key<ManageProgrammes>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = body.once(&key.key.id, "POST /api/v1/slots")?;
    let given = body.value;
    let series = given.series;
    let new = NewSlot {
        key: String::new(),
        days: given.days.into_iter().collect(),
        at: given.at,
        kind: given.kind,
        selling: given.selling,
        expires_minutes: given.expires_minutes,
        title: given.title,
        texts: given.texts,
        hint: given.hint,
        tip: given.tip,
        picture: None,
    };
    let run = async |tx: &mut Tx| {
        let id = actions::add(tx, series, new).await?;
        standing(tx, id).await
    };
    reply::written(StatusCode::CREATED, &app.write(&key.scope, once, run).await?)
}

async fn standing(tx: &mut Tx, id: SlotId) -> Result<Out> {
    let org = tx.org();
    rows::require(tx, org, id).await.map(Out::from)
}

/// What changes; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = SlotChange)]
struct Change {
    days: Option<Vec<Day>>,
    #[schema(value_type = Option<String>, example = "07:30", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    at: Option<At>,
    kind: Option<SlotKind>,
    selling: Option<bool>,
    #[schema(minimum = 10, maximum = 1440)]
    expires_minutes: Option<i64>,
    title: Option<Text>,
    #[schema(max_items = 12)]
    texts: Option<Vec<Text>>,
    hint: Option<Text>,
    tip: Option<Text>,
}

impl Change {
    fn over(self, slot: Slot) -> NewSlot {
        NewSlot {
            key: slot.key,
            days: self.days.map_or(slot.days, |days| days.into_iter().collect()),
            at: self.at.unwrap_or(slot.at),
            kind: self.kind.unwrap_or(slot.kind),
            selling: self.selling.unwrap_or(slot.selling),
            expires_minutes: self.expires_minutes.unwrap_or(slot.expires_minutes),
            title: self.title.unwrap_or(slot.title),
            texts: self.texts.unwrap_or(slot.texts),
            hint: self.hint.unwrap_or(slot.hint),
            tip: self.tip.unwrap_or(slot.tip),
            picture: slot.picture,
        }
    }
}

/// Changes a slot. What is due later today is made anew; what was sent or is due stays as it was
#[utoipa::path(
    patch, path = "/api/v1/slots/{id}", tag = "slots", request_body = Change,
    params(("id" = String, Path, description = "slt_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64)))),
    security(("key" = []))
)]
async fn change(
    key: Key<ManageProgrammes>,
    State(app): State<App>,
    Path(text): Path<String>,
    body: Body<Change>,
) -> Reply {
    let id = id(&text)?;
    let done = app.db().write(&key.scope, async |tx| {
        let org = tx.org();
        let wanted = body.value.over(rows::require(tx, org, id).await?);
        actions::change(tx, id, wanted).await?;
        standing(tx, id).await
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// Takes a slot out of the week; what it said stays with the posts that came from it
#[utoipa::path(
    delete, path = "/api/v1/slots/{id}", tag = "slots",
    params(("id" = String, Path, description = "slt_…")),
    responses((status = 204, headers(("Regulars-Position" = i64)))),
    security(("key" = []))
)]
async fn end(
    key: Key<ManageProgrammes>,
    State(app): State<App>,
    Path(text): Path<String>,
) -> Reply {
    let id = id(&text)?;
    let done = app.db().write(&key.scope, async |tx| actions::end(tx, id).await).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
