//! Stores for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    Error, FieldError, Page, PageRequest, StoreId,
    permission::{ManageStores, ViewStores},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions,
    model::{Hours, NewStore, Store, is_code},
    store as rows,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, open)).routes(routes!(show, change))
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

/// From a time of day until another, at the brand's clock; until the same or an earlier time means
/// past midnight.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = StoreOpening)]
#[serde(deny_unknown_fields)]
pub struct OpeningShape {
    #[schema(example = "09:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    from: String,
    #[schema(example = "21:00", pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    until: String,
}

/// Openings per weekday; a day left out is closed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = StoreHours)]
#[serde(deny_unknown_fields)]
pub struct HoursShape {
    #[schema(max_items = 4)]
    mon: Option<Vec<OpeningShape>>,
    #[schema(max_items = 4)]
    tue: Option<Vec<OpeningShape>>,
    #[schema(max_items = 4)]
    wed: Option<Vec<OpeningShape>>,
    #[schema(max_items = 4)]
    thu: Option<Vec<OpeningShape>>,
    #[schema(max_items = 4)]
    fri: Option<Vec<OpeningShape>>,
    #[schema(max_items = 4)]
    sat: Option<Vec<OpeningShape>>,
    #[schema(max_items = 4)]
    sun: Option<Vec<OpeningShape>>,
}

/// A shop with a door.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Store)]
struct Out {
    #[schema(example = "sto_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    /// Short, unique in the brand.
    code: String,
    name: String,
    address: String,
    lat: Option<f64>,
    lon: Option<f64>,
    #[schema(value_type = HoursShape)]
    hours: Hours,
    /// RFC 3339, UTC.
    created_at: String,
    /// Closed for good since.
    closed_at: Option<String>,
}

impl From<Store> for Out {
    fn from(store: Store) -> Self {
        Self {
            id: store.id.to_string(),
            code: store.code,
            name: store.name,
            address: store.address,
            lat: store.lat,
            lon: store.lon,
            hours: store.hours,
            created_at: store.created_at.to_string(),
            closed_at: store.closed_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stores)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

/// A store to be opened.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewStore)]
#[serde(deny_unknown_fields)]
struct New {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    #[schema(max_length = 300)]
    #[serde(default)]
    address: String,
    /// With `lon`, or neither.
    #[schema(minimum = -90, maximum = 90)]
    #[serde(default)]
    lat: Option<f64>,
    #[schema(minimum = -180, maximum = 180)]
    #[serde(default)]
    lon: Option<f64>,
    #[schema(value_type = HoursShape)]
    #[serde(default)]
    hours: Hours,
    /// Chosen for you when left out.
    #[schema(max_length = 12, pattern = "^[A-Za-z0-9-]+$")]
    #[serde(default)]
    code: Option<String>,
}

/// What changes; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = StoreChange)]
#[serde(deny_unknown_fields)]
struct Changed {
    #[schema(min_length = 1, max_length = 120)]
    #[serde(default)]
    name: Option<String>,
    #[schema(max_length = 300)]
    #[serde(default)]
    address: Option<String>,
    #[schema(minimum = -90, maximum = 90)]
    #[serde(default)]
    lat: Option<f64>,
    #[schema(minimum = -180, maximum = 180)]
    #[serde(default)]
    lon: Option<f64>,
    #[schema(value_type = Option<HoursShape>)]
    #[serde(default)]
    hours: Option<Hours>,
    #[schema(max_length = 12, pattern = "^[A-Za-z0-9-]+$")]
    #[serde(default)]
    code: Option<String>,
}

impl New {
    fn into_model(self) -> kernel::Result<NewStore> {
        exact(self.code.as_deref())?;
        Ok(NewStore {
            name: self.name,
            address: self.address,
            lat: self.lat,
            lon: self.lon,
            hours: self.hours,
            code: self.code,
        })
    }
}

/// A program says the code as it is or leaves it out; only a form leaves a field empty.
fn exact(code: Option<&str>) -> kernel::Result<()> {
    let fits = |code: &str| !code.is_empty() && is_code(code);
    if code.is_none_or(fits) { Ok(()) } else { Err(FieldError::new("code", "store_code").into()) }
}

/// Stores by name; closed ones have `closed_at`
#[utoipa::path(
    get, path = "/api/v1/stores", tag = "stores", params(Asking), security(("key" = [])),
    responses(
        (status = 200, body = Outs),
    )
)]
async fn index(
    key: Key<ViewStores>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    let page = PageRequest { limit: asking.limit, cursor: asking.cursor };
    let (limit, after) = (page.limit()?, page.after::<StoreId>()?);
    let mut all = rows::all(&mut app.db().read().await?, key.shop.org).await?;
    // By id here, because names change between two pages.
    all.sort_by_key(|store| store.id);
    let rest = all.into_iter().filter(|store| after.is_none_or(|after| store.id > after));
    let rest: Vec<Store> = rest.take(limit as usize + 1).collect();
    let page = Page::cut(rest, limit, |store| store.id).map(Out::from);
    reply::json(&Outs { items: page.items, next_cursor: page.next_cursor })
}

/// Opens a store
#[utoipa::path(
    post, path = "/api/v1/stores", tag = "stores", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 201, body = Out, headers(("Regulars-Position" = i64, description = "Send it with a read that must see this"))),
    )
)]
async fn open(key: Key<ManageStores>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = body.once(&key.key.id, "stores.open")?;
    let new = body.value.into_model()?;
    let made = app.write(&key.scope, once, async |tx| actions::open(tx, new).await).await?;
    let opened = rows::require(&mut app.db().read().await?, key.shop.org, made.value).await?;
    let written = store::Written { value: Out::from(opened), position: made.position };
    reply::written(StatusCode::CREATED, &written)
}

fn id_of(raw: &str) -> kernel::Result<StoreId> {
    raw.parse().map_err(|_| Error::NotFound("store"))
}

/// One store
#[utoipa::path(
    get, path = "/api/v1/stores/{id}", tag = "stores", security(("key" = [])),
    params(("id" = String, Path, description = "sto_…")),
    responses(
        (status = 200, body = Out),
    )
)]
async fn show(key: Key<ViewStores>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let found = rows::require(&mut app.db().read().await?, key.shop.org, id_of(&id)?).await?;
    reply::json(&Out::from(found))
}

/// Changes a store
#[utoipa::path(
    patch, path = "/api/v1/stores/{id}", tag = "stores", request_body = Changed, security(("key" = [])),
    params(("id" = String, Path, description = "sto_…")),
    responses(
        (status = 200, body = Out, headers(("Regulars-Position" = i64, description = "Send it with a read that must see this"))),
    )
)]
async fn change(
    key: Key<ManageStores>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Changed>,
) -> Reply {
    let id = id_of(&id)?;
    let changed = body.value;
    exact(changed.code.as_deref())?;
    let written = app
        .db()
        .write(&key.scope, async |tx| {
            let org = tx.org();
            let before = rows::require(tx, org, id).await?;
            let new = NewStore {
                name: changed.name.unwrap_or(before.name),
                address: changed.address.unwrap_or(before.address),
                lat: changed.lat.or(before.lat),
                lon: changed.lon.or(before.lon),
                hours: changed.hours.unwrap_or(before.hours),
                code: Some(changed.code.unwrap_or(before.code)),
            };
            actions::change(tx, id, new).await
        })
        .await?;
    let answer = store::Written { value: Out::from(written.value), position: written.position };
    reply::written(StatusCode::OK, &answer)
}
