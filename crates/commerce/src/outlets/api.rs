//! Outlets for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use jiff::civil::Date;
use kernel::{
    FieldError, OutletId, Result,
    permission::{ManageProducts, ViewOrders},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api::{self, Amount};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions,
    model::{Details, Kind, Missed, Outlet, State as OutletState, Window},
    rooms, sheet, slots,
    store::{self as rows, Which},
};
use people::stores::{clock, minutes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(offered))
        .routes(routes!(pick_list))
}

/// When orders are handed over, every week.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = OutletWindow)]
#[serde(deny_unknown_fields)]
struct Opening {
    /// 0 is Monday
    #[schema(minimum = 0, maximum = 6)]
    day: u8,
    #[schema(example = "17:00")]
    from: String,
    #[schema(example = "19:00")]
    until: String,
    /// Orders that it has room for
    #[schema(minimum = 1, maximum = 10_000)]
    room: i64,
}

impl Opening {
    fn of(window: &Window) -> Self {
        let (from, until) = (clock(window.from), clock(window.until));
        Self { day: window.day, from, until, room: window.room }
    }
    fn read(&self) -> Result<Window> {
        let wrong = || FieldError::new("windows", "window_times");
        let from = minutes(&self.from).ok_or_else(wrong)?;
        let until = minutes(&self.until).ok_or_else(wrong)?;
        Ok(Window { day: self.day, from, until, room: self.room })
    }
}

/// A drop point, or a zone of doors.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Outlet)]
struct Out {
    #[schema(example = "out_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    kind: Kind,
    name: String,
    /// Whose shelves its orders come from.
    store: String,
    address: String,
    words: String,
    windows: Vec<Opening>,
    cutoff_hours: i64,
    groups: Vec<String>,
    /// The member who looks after a point.
    keeper: Option<String>,
    missed: Missed,
    areas: Vec<String>,
    fee: Amount,
    free_from: Option<Amount>,
    state: OutletState,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, outlet: Outlet) -> Self {
        let of = outlet.details;
        Self {
            id: outlet.id.to_string(),
            kind: of.kind,
            name: of.name,
            store: of.store.to_string(),
            address: of.address,
            words: of.words,
            windows: of.windows.iter().map(Opening::of).collect(),
            cutoff_hours: of.cutoff_hours,
            groups: of.groups.iter().map(ToString::to_string).collect(),
            keeper: of.keeper.map(|keeper| keeper.to_string()),
            missed: of.missed,
            areas: of.areas,
            fee: Amount::of(shop.money(of.fee)),
            free_from: of.free_from.map(|least| Amount::of(shop.money(least))),
            state: outlet.state,
            created_at: outlet.created_at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outlets)]
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
    /// `point` or `zone`
    #[serde(default)]
    kind: Option<String>,
    /// `open` or `closed`
    #[serde(default)]
    state: Option<String>,
}

const fn half_a_day() -> i64 {
    12
}

/// An outlet that is to be opened.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewOutlet)]
#[serde(deny_unknown_fields)]
struct New {
    kind: Kind,
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// `sto_…`
    store: String,
    /// Of a point
    #[serde(default)]
    #[schema(max_length = 300)]
    address: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    words: String,
    #[schema(min_items = 1, max_items = 28)]
    windows: Vec<Opening>,
    #[serde(default = "half_a_day")]
    #[schema(minimum = 0, maximum = 168)]
    cutoff_hours: i64,
    /// `grp_…`: whose point it is; none: everybody's
    #[serde(default)]
    #[schema(max_items = 50)]
    groups: Vec<String>,
    /// `mbr_…`: who looks after a point
    #[serde(default)]
    keeper: Option<String>,
    #[serde(default)]
    missed: Missed,
    /// Beginnings of postal codes, or names of areas, of a zone
    #[serde(default)]
    #[schema(max_items = 200)]
    areas: Vec<String>,
    #[serde(default)]
    fee: Option<Amount>,
    #[serde(default)]
    free_from: Option<Amount>,
}

/// What changes; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = OutletChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    #[schema(max_length = 300)]
    address: Option<String>,
    #[schema(max_length = 500)]
    words: Option<String>,
    #[schema(min_items = 1, max_items = 28)]
    windows: Option<Vec<Opening>>,
    #[schema(minimum = 0, maximum = 168)]
    cutoff_hours: Option<i64>,
    /// `mbr_…`
    keeper: Option<String>,
    missed: Option<Missed>,
    #[schema(max_items = 200)]
    areas: Option<Vec<String>>,
    fee: Option<Amount>,
    free_from: Option<Amount>,
    /// `closed`: takes no orders any more; those placed stay good.
    state: Option<OutletState>,
}

fn windows(given: &[Opening]) -> Result<Vec<Window>> {
    given.iter().map(Opening::read).collect()
}

impl New {
    fn read(self, shop: &Shop) -> Result<Details> {
        let groups = self.groups.iter().map(|group| {
            group.parse().map_err(|_| FieldError::new("groups", "choice_invalid").into())
        });
        let store = api::id("store", Some(&self.store))?;
        let store = store.ok_or_else(|| FieldError::new("store", "required"))?;
        Ok(Details {
            address: self.address,
            words: self.words,
            windows: windows(&self.windows)?,
            cutoff_hours: self.cutoff_hours,
            groups: groups.collect::<Result<_>>()?,
            keeper: api::id("keeper", self.keeper.as_deref())?,
            missed: self.missed,
            areas: self.areas,
            fee: self.fee.map_or(Ok(0), |fee| fee.read("fee", shop))?,
            free_from: self.free_from.map(|least| least.read("free_from", shop)).transpose()?,
            ..Details::new(self.kind, &self.name, store)
        })
    }
}

impl Change {
    fn over(self, of: Details, shop: &Shop) -> Result<Details> {
        let keeper = api::id("keeper", self.keeper.as_deref())?;
        let free_from = self.free_from.map(|least| least.read("free_from", shop)).transpose()?;
        Ok(Details {
            name: self.name.unwrap_or(of.name),
            address: self.address.unwrap_or(of.address),
            words: self.words.unwrap_or(of.words),
            windows: self.windows.map_or(Ok(of.windows), |given| windows(&given))?,
            cutoff_hours: self.cutoff_hours.unwrap_or(of.cutoff_hours),
            keeper: keeper.or(of.keeper),
            missed: self.missed.unwrap_or(of.missed),
            areas: self.areas.unwrap_or(of.areas),
            fee: self.fee.map_or(Ok(of.fee), |fee| fee.read("fee", shop))?,
            free_from: free_from.or(of.free_from),
            ..of
        })
    }
}

async fn out(app: &App, shop: &Shop, id: OutletId) -> Result<Out> {
    let outlet = rows::require(&mut app.db().read().await?, shop.org, id).await?;
    Ok(Out::of(shop, outlet))
}

/// Drop points and delivery zones
#[utoipa::path(
    get, path = "/api/v1/outlets", tag = "outlets", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewOrders>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let wrong = |name| move |()| FieldError::new(name, "choice_invalid");
    let said = |text: &Option<String>| text.clone().filter(|word| !word.is_empty());
    let which = Which {
        kind: said(&asked.kind).map(|it| it.parse().map_err(wrong("kind"))).transpose()?,
        state: said(&asked.state).map(|it| it.parse().map_err(wrong("state"))).transpose()?,
    };
    let page = api::page(asked.limit, asked.cursor);
    let page = rows::list(&mut app.db().read().await?, key.shop.org, which, &page).await?;
    let items = page.items.into_iter().map(|outlet| Out::of(&key.shop, outlet)).collect();
    reply::json(&Outs { items, next_cursor: page.next_cursor })
}

/// One outlet
#[utoipa::path(
    get, path = "/api/v1/outlets/{id}", tag = "outlets", security(("key" = [])),
    params(("id" = String, Path, description = "out_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewOrders>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    reply::json(&out(&app, &key.shop, api::at("outlet", &id)?).await?)
}

/// Opens a drop point or a delivery zone
#[utoipa::path(
    post, path = "/api/v1/outlets", tag = "outlets", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageProducts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "outlets")?;
    let details = body.value.read(&key.shop)?;
    let made = app.write(&key.scope, once, async |tx| actions::open(tx, details).await).await?;
    api::created(out(&app, &key.shop, made.value).await?, made.position)
}

/// Changes what is said about an outlet, or opens and closes it. Orders stay in their slots
#[utoipa::path(
    patch, path = "/api/v1/outlets/{id}", tag = "outlets", request_body = Change, security(("key" = [])),
    params(("id" = String, Path, description = "out_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageProducts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let (id, org): (OutletId, _) = (api::at("outlet", &id)?, key.shop.org);
    let (state, wanted) = (body.value.state, body.value);
    let done = app.db().write(&key.scope, async |tx| {
        let outlet = rows::require(tx, org, id).await?;
        actions::change(tx, id, wanted.over(outlet.details, &key.shop)?).await?;
        if let Some(state) = state {
            actions::set_state(tx, id, state).await?;
        }
        Ok(Out::of(&key.shop, rows::require(tx, org, id).await?))
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// A slot that one can order for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutletSlot)]
struct SlotOut {
    #[schema(example = "2026-11-30-1730")]
    slot: String,
    begins_at: String,
    ends_at: String,
    room: i64,
    left: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutletSlots)]
struct SlotsOut {
    items: Vec<SlotOut>,
}

/// The slots that one can order for now, two weeks ahead
#[utoipa::path(
    get, path = "/api/v1/outlets/{id}/slots", tag = "outlets", security(("key" = [])),
    params(("id" = String, Path, description = "out_…")),
    responses((status = 200, body = SlotsOut))
)]
async fn offered(key: Key<ViewOrders>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let (org, zone) = (key.shop.org, &key.shop.zone);
    let mut db = app.db().read().await?;
    let outlet = rows::require(&mut db, org, api::at("outlet", &id)?).await?;
    let slots = match outlet.state {
        OutletState::Open => slots::offered(&outlet, app.now(), zone),
        OutletState::Closed => Vec::new(),
    };
    let slots = rooms::left(&mut db, org, outlet.id, slots).await?;
    let item = |(slot, left): &(slots::Slot, i64)| SlotOut {
        slot: slot.key(),
        begins_at: slot.begins(zone).to_string(),
        ends_at: slot.ends(zone).to_string(),
        room: slot.room,
        left: *left,
    };
    reply::json(&SlotsOut { items: slots.iter().map(item).collect() })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Day {
    /// `2026-11-30`; today when not given
    #[serde(default)]
    day: Option<String>,
}

/// An order in the pick list of a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutletParcel)]
struct ParcelOut {
    order: String,
    code: String,
    slot: String,
    state: crate::orders::State,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutletPickList)]
struct PickList {
    day: String,
    items: Vec<ParcelOut>,
}

/// The orders of one day, in the order in which they are packed and brought
#[utoipa::path(
    get, path = "/api/v1/outlets/{id}/pick-list", tag = "outlets", security(("key" = [])),
    params(("id" = String, Path, description = "out_…"), Day),
    responses((status = 200, body = PickList))
)]
async fn pick_list(
    key: Key<ViewOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Day>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let day: Date = match asked.day.as_deref().filter(|day| !day.is_empty()) {
        Some(day) => day.parse().map_err(|_| FieldError::new("day", "date_invalid"))?,
        None => app.now().date(&key.shop.zone),
    };
    let mut db = app.db().read().await?;
    let outlet = rows::require(&mut db, key.shop.org, api::at("outlet", &id)?).await?;
    let found = sheet::parcels(&mut db, key.shop.org, &outlet, day, app.now()).await?;
    let item = |parcel: &sheet::Parcel| ParcelOut {
        order: parcel.order.id.to_string(),
        code: parcel.order.code.clone(),
        slot: parcel.way.slot(),
        state: parcel.state,
    };
    reply::json(&PickList { day: day.to_string(), items: found.iter().map(item).collect() })
}
