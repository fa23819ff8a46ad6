//! Groups for programs.

use axum::{
    extract::{Path, Query, State as Held, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    Error, FieldError, GroupId, PageRequest, SeriesId, StaffId, StoreId, Time,
    permission::{HostGroups, ManageGroups, ViewGroups},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{self, Hosts},
    model::{Group, Narrow, Order, Place, State},
    outside,
};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(one, change))
        .routes(routes!(tell))
        .merge(outside::api::routes())
}

/// A numbered group of a series.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Group)]
pub(super) struct GroupOut {
    #[schema(value_type = String, example = "grp_01JZ0000000000000000000000")]
    id: GroupId,
    #[schema(value_type = String)]
    series: SeriesId,
    /// Null: a group of the whole org.
    #[schema(value_type = Option<String>, required)]
    store: Option<StoreId>,
    number: i64,
    name: String,
    capacity: i64,
    /// People whom we know to be in it.
    members: i64,
    state: State,
    place: Place,
    #[schema(value_type = Option<String>, required)]
    host: Option<StaffId>,
    #[schema(value_type = Option<String>, required)]
    backup: Option<StaffId>,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Time,
    #[schema(value_type = Option<String>, format = DateTime, required)]
    closed_at: Option<Time>,
    /// Of an outside group: how many somebody said are in it. Who they are cannot be known.
    #[schema(required)]
    told: Option<ToldOut>,
    /// Of an outside group: when its join code ends; null if it has none or it never ends.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    code_expires_at: Option<Time>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GroupCount)]
pub(super) struct ToldOut {
    members: i64,
    #[schema(value_type = String, format = DateTime)]
    at: Time,
}

impl From<Group> for GroupOut {
    fn from(group: Group) -> Self {
        Self {
            id: group.id,
            series: group.series,
            store: group.store,
            number: group.number,
            name: group.name,
            capacity: group.capacity,
            members: group.seated,
            state: group.state,
            place: group.place,
            host: group.host,
            backup: group.backup,
            opened_at: group.opened_at,
            closed_at: group.closed_at,
            told: group.told.map(|(members, at)| ToldOut { members, at }),
            code_expires_at: group.code_ends.filter(|ends| *ends != outside::FOREVER),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Groups)]
pub(super) struct GroupPage {
    items: Vec<GroupOut>,
    /// Where to go on; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asking {
    /// Part of a name.
    #[serde(default)]
    q: Option<String>,
    /// Only of this series: `ser_…`.
    #[serde(default)]
    series: Option<String>,
    /// Only at this store: `sto_…`.
    #[serde(default)]
    store: Option<String>,
    /// `open` or `closed`.
    #[serde(default)]
    #[param(value_type = Option<State>)]
    state: Option<String>,
    /// `here` or `outside`.
    #[serde(default)]
    #[param(value_type = Option<Place>)]
    place: Option<String>,
    /// `name`, `members`, `fullness` or `opened`; `-members` runs downwards.
    #[serde(default)]
    sort: Option<String>,
    /// 1 to 200; 50 unless set.
    #[serde(default)]
    #[param(minimum = 1, maximum = 200, value_type = Option<i64>)]
    limit: Option<String>,
    /// `next_cursor` of the page before, in the same order.
    #[serde(default)]
    cursor: Option<String>,
}

fn word<T: std::str::FromStr>(
    field: &'static str,
    given: Option<&str>,
) -> kernel::Result<Option<T>> {
    given
        .map(|text| text.parse().map_err(|_| FieldError::new(field, "choice_invalid").into()))
        .transpose()
}

#[utoipa::path(
    get, path = "/api/v1/groups", tag = "groups",
    params(Asking),
    responses(
        (status = 200, body = GroupPage),
    ),
    security(("key" = []))
)]
async fn list(
    key: Key<ViewGroups>,
    Held(app): Held<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    let narrow = Narrow {
        words: asking.q.unwrap_or_default().chars().take(200).collect(),
        series: word("series", asking.series.as_deref())?,
        store: word("store", asking.store.as_deref())?.map(Some),
        state: word("state", asking.state.as_deref())?,
        place: word("place", asking.place.as_deref())?,
        ..Narrow::default()
    };
    let sort = asking.sort.unwrap_or_default();
    let (name, falling) =
        sort.strip_prefix('-').map_or((sort.as_str(), false), |name| (name, true));
    if !["", "name", "members", "fullness", "opened"].contains(&name) {
        return Err(FieldError::new("sort", "choice_invalid").into());
    }
    let page = PageRequest { limit: asking.limit, cursor: asking.cursor };
    let order = Order::parse((name, falling));
    let found =
        super::list(&mut app.db().read().await?, key.shop.org, &narrow, order, &page).await?;
    let found = found.map(GroupOut::from);
    reply::json(&GroupPage { items: found.items, next_cursor: found.next_cursor })
}

#[utoipa::path(
    get, path = "/api/v1/groups/{id}", tag = "groups",
    params(("id" = String, Path, description = "grp_…")),
    responses(
        (status = 200, body = GroupOut),
    ),
    security(("key" = []))
)]
async fn one(key: Key<ViewGroups>, Held(app): Held<App>, Path(id): Path<String>) -> Reply {
    let id = super::console::id(&id)?;
    let group = super::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&GroupOut::from(group))
}

/// A group to open: the next number of its series at the store.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGroup)]
pub(super) struct GroupIn {
    #[schema(value_type = String)]
    series: SeriesId,
    /// Left out: a group of the whole org.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    store: Option<StoreId>,
}

#[utoipa::path(
    post, path = "/api/v1/groups", tag = "groups",
    request_body = GroupIn,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 201, body = GroupOut, headers(("Regulars-Position" = i64, description = "Reads that send it back see this"))),
    ),
    security(("key" = []))
)]
async fn open(key: Key<ManageGroups>, Held(app): Held<App>, body: Body<GroupIn>) -> Reply {
    let once = body.once(&key.key.id, "POST /api/v1/groups")?;
    let GroupIn { series, store } = body.value;
    let run = async |tx: &mut ::store::Tx| {
        actions::open_next(tx, series, store).await.map(GroupOut::from)
    };
    reply::written(StatusCode::CREATED, &app.write(&key.scope, once, run).await?)
}

/// What to change; what is left out stays, null takes away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GroupChange)]
pub(super) struct ChangeIn {
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    host: Option<Option<StaffId>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    backup: Option<Option<StaffId>>,
    /// 2 to 500 here, never below who sits there; outside, what the app allows.
    #[serde(default)]
    #[schema(minimum = 2, maximum = 200_000)]
    capacity: Option<i64>,
    /// `closed`: nobody joins any more.
    #[serde(default)]
    state: Option<State>,
}

/// Tells a null from what is not there.
fn given<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<StaffId>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[utoipa::path(
    patch, path = "/api/v1/groups/{id}", tag = "groups",
    params(("id" = String, Path, description = "grp_…")),
    request_body = ChangeIn,
    responses(
        (status = 200, body = GroupOut, headers(("Regulars-Position" = i64, description = "Reads that send it back see this"))),
    ),
    security(("key" = []))
)]
async fn change(
    key: Key<ManageGroups>,
    Held(app): Held<App>,
    Path(id): Path<String>,
    body: Body<ChangeIn>,
) -> Reply {
    let id = super::console::id(&id)?;
    let given = body.value;
    let done = app
        .db()
        .write(&key.scope, async |tx| {
            let group = super::require(tx, tx.org(), id).await?;
            if given.host.is_some() || given.backup.is_some() {
                let hosts = Hosts {
                    host: given.host.unwrap_or(group.host),
                    backup: given.backup.unwrap_or(group.backup),
                };
                actions::set_host(tx, id, hosts).await?;
            }
            if let Some(capacity) = given.capacity {
                actions::set_capacity(tx, id, capacity).await?;
            }
            match given.state {
                Some(State::Closed) => actions::close(tx, id).await?,
                Some(State::Open) => actions::reopen(tx, id).await?,
                None => {}
            }
            super::require(tx, tx.org(), id).await.map(GroupOut::from)
        })
        .await?;
    reply::written(StatusCode::OK, &done)
}

/// How many somebody says are in an outside group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGroupCount)]
pub(super) struct CountIn {
    #[schema(minimum = 0, maximum = 200_000)]
    members: i64,
}

#[utoipa::path(
    post, path = "/api/v1/groups/{id}/counts", tag = "groups",
    params(("id" = String, Path, description = "grp_…")),
    request_body = CountIn,
    responses(
        (status = 201, body = GroupOut, headers(("Regulars-Position" = i64, description = "Reads that send it back see this"))),
    ),
    security(("key" = []))
)]
async fn tell(
    key: Key<HostGroups>,
    Held(app): Held<App>,
    Path(id): Path<String>,
    body: Body<CountIn>,
) -> Reply {
    let id = super::console::id(&id)?;
    let once = body.once(&key.key.id, &format!("POST /api/v1/groups/{id}/counts"))?;
    let members = body.value.members;
    let run = async |tx: &mut ::store::Tx| {
        outside::actions::tell(tx, id, members).await?;
        super::require(tx, tx.org(), id).await.map(GroupOut::from)
    };
    reply::written(StatusCode::CREATED, &app.write(&key.scope, once, run).await?)
}
