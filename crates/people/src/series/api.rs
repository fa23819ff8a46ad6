//! Series for programs.

use axum::{
    extract::{Path, Query, State as Held, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    Error, Lang, Page, PageRequest, SeriesId, StoreId, Time,
    permission::{ManageSeries, ViewGroups},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions,
    model::{Change, NewSeries, Rule, SecondGroup, Series, State, Threshold},
};
use crate::playbooks;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, open)).routes(routes!(one, change))
}

/// The plan of a community.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Series)]
pub(super) struct SeriesOut {
    #[schema(value_type = String, example = "ser_01JZ0000000000000000000000")]
    id: SeriesId,
    name: String,
    /// The playbook it was opened from.
    #[schema(required)]
    playbook: Option<String>,
    #[schema(required)]
    playbook_version: Option<String>,
    category: String,
    /// Language of its texts: `en`, `zh-CN` or `es`.
    #[schema(value_type = String, example = "en")]
    lang: Lang,
    /// Pattern of the groups' names.
    template: String,
    /// Seats of groups that open from now on.
    capacity: i64,
    second_group: SecondGroup,
    threshold: Threshold,
    positioning: String,
    promise: String,
    persona: String,
    goal: String,
    voice: String,
    rules: Vec<Rule>,
    state: State,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Time,
    #[schema(value_type = Option<String>, format = DateTime, required)]
    closed_at: Option<Time>,
}

impl From<Series> for SeriesOut {
    fn from(series: Series) -> Self {
        let plan = series.plan;
        Self {
            id: series.id,
            name: series.name,
            playbook: series.playbook,
            playbook_version: series.version,
            category: series.category,
            lang: series.lang,
            template: series.template,
            capacity: series.capacity,
            second_group: series.second_group,
            threshold: series.threshold,
            positioning: plan.positioning,
            promise: plan.promise,
            persona: plan.persona,
            goal: plan.goal,
            voice: plan.voice,
            rules: plan.rules,
            state: series.state,
            opened_at: series.opened_at,
            closed_at: series.closed_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeriesList)]
pub(super) struct SeriesPage {
    items: Vec<SeriesOut>,
    /// Where to go on; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asking {
    /// 1 to 200; 50 unless set.
    #[serde(default)]
    #[param(minimum = 1, maximum = 200, value_type = Option<i64>)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

#[utoipa::path(
    get, path = "/api/v1/series", tag = "series",
    params(Asking),
    responses(
        (status = 200, body = SeriesPage),
    ),
    security(("key" = []))
)]
async fn list(
    key: Key<ViewGroups>,
    Held(app): Held<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    let page = PageRequest { limit: asking.limit, cursor: asking.cursor };
    let found: Page<Series> = super::page(&mut app.db().read().await?, key.shop.org, &page).await?;
    let found = found.map(SeriesOut::from);
    reply::json(&SeriesPage { items: found.items, next_cursor: found.next_cursor })
}

#[utoipa::path(
    get, path = "/api/v1/series/{id}", tag = "series",
    params(("id" = String, Path, description = "ser_…")),
    responses(
        (status = 200, body = SeriesOut),
    ),
    security(("key" = []))
)]
async fn one(key: Key<ViewGroups>, Held(app): Held<App>, Path(id): Path<String>) -> Reply {
    let id = super::console::id(&id)?;
    let series = super::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&SeriesOut::from(series))
}

/// A series to open. What is left out comes from the playbook.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeries)]
pub(super) struct SeriesIn {
    /// `fresh-food`, `restaurant`, `beauty-salon`, `clothing`, `building-materials` or `sports`.
    #[serde(default)]
    playbook: Option<String>,
    /// Language of its texts; the brand's unless set.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "en")]
    lang: Option<Lang>,
    /// Required without a playbook.
    #[serde(default)]
    #[schema(max_length = 60)]
    name: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    category: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    template: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    persona: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    goal: Option<String>,
    #[serde(default)]
    #[schema(minimum = 2, maximum = 500)]
    capacity: Option<i64>,
    #[serde(default)]
    second_group: Option<SecondGroup>,
    #[serde(default)]
    threshold: Option<Threshold>,
    /// A group opens at each; empty: one national group.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 1000)]
    stores: Vec<StoreId>,
}

impl SeriesIn {
    fn read(self, brand: Lang) -> kernel::Result<NewSeries> {
        let lang = self.lang.unwrap_or(brand);
        let mut new = match self.playbook.as_deref() {
            Some(id) => match playbooks::find(id) {
                Some(book) => NewSeries::of(book, lang),
                None => return Err(kernel::FieldError::new("playbook", "choice_invalid").into()),
            },
            None => NewSeries::plain("", lang),
        };
        let bare = new.category.is_empty();
        if let Some(name) = self.name {
            // Without a playbook the name is what the groups are about.
            if bare {
                new.category.clone_from(&name);
            }
            new.name = name;
        }
        let parts = [
            (&mut new.category, self.category),
            (&mut new.template, self.template),
            (&mut new.plan.persona, self.persona),
            (&mut new.plan.goal, self.goal),
        ];
        for (place, given) in parts {
            if let Some(given) = given {
                *place = given;
            }
        }
        new.capacity = self.capacity.unwrap_or(new.capacity);
        new.second_group = self.second_group.unwrap_or(new.second_group);
        new.threshold = self.threshold.unwrap_or(new.threshold);
        new.stores = self.stores;
        Ok(new)
    }
}

/// The id of what was made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OpenedSeries)]
pub(super) struct Opened {
    #[schema(value_type = String, example = "ser_01JZ0000000000000000000000")]
    id: SeriesId,
}

#[utoipa::path(
    post, path = "/api/v1/series", tag = "series",
    request_body = SeriesIn,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 201, body = Opened, headers(("Regulars-Position" = i64, description = "Reads that send it back see this"))),
    ),
    security(("key" = []))
)]
async fn open(key: Key<ManageSeries>, Held(app): Held<App>, body: Body<SeriesIn>) -> Reply {
    let once = body.once(&key.key.id, "POST /api/v1/series")?;
    let new = body.value.read(key.shop.lang)?;
    let run = async |tx: &mut store::Tx| Ok(Opened { id: actions::open(tx, new).await? });
    reply::written(StatusCode::CREATED, &app.write(&key.scope, once, run).await?)
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeriesChange)]
pub(super) struct ChangeIn {
    #[serde(default)]
    #[schema(max_length = 60)]
    name: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    category: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    template: Option<String>,
    /// Of groups that open from now on.
    #[serde(default)]
    #[schema(minimum = 2, maximum = 500)]
    capacity: Option<i64>,
    #[serde(default)]
    second_group: Option<SecondGroup>,
    #[serde(default)]
    threshold: Option<Threshold>,
    #[serde(default)]
    #[schema(max_length = 600)]
    positioning: Option<String>,
    #[serde(default)]
    #[schema(max_length = 600)]
    promise: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    persona: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    goal: Option<String>,
    #[serde(default)]
    #[schema(max_length = 600)]
    voice: Option<String>,
    #[serde(default)]
    #[schema(max_items = 20)]
    rules: Option<Vec<Rule>>,
    /// `closed`: its groups close too and nobody joins any more. `open`: it may open groups again.
    #[serde(default)]
    state: Option<State>,
}

#[utoipa::path(
    patch, path = "/api/v1/series/{id}", tag = "series",
    params(("id" = String, Path, description = "ser_…")),
    request_body = ChangeIn,
    responses(
        (status = 200, body = SeriesOut, headers(("Regulars-Position" = i64, description = "Reads that send it back see this"))),
    ),
    security(("key" = []))
)]
async fn change(
    key: Key<ManageSeries>,
    Held(app): Held<App>,
    Path(id): Path<String>,
    body: Body<ChangeIn>,
) -> Reply {
    let id = super::console::id(&id)?;
    let given = body.value;
    let change = Change {
        name: given.name,
        category: given.category,
        template: given.template,
        capacity: given.capacity,
        second_group: given.second_group,
        threshold: given.threshold,
        positioning: given.positioning,
        promise: given.promise,
        persona: given.persona,
        goal: given.goal,
        voice: given.voice,
        rules: given.rules,
    };
    let done = app
        .db()
        .write(&key.scope, async |tx| {
            actions::change(tx, id, change).await?;
            match given.state {
                Some(State::Closed) => actions::close(tx, id).await?,
                Some(State::Open) => actions::reopen(tx, id).await?,
                None => {}
            }
            super::require(tx, tx.org(), id).await.map(SeriesOut::from)
        })
        .await?;
    reply::written(StatusCode::OK, &done)
}
