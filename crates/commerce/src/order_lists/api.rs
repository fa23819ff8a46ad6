//! Order lists for programs.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{
    FieldError, Fields, GroupId, Lang, MemberId, OrderListId, ProductId, Result, StoreId, Time,
    permission::{KeepOrderLists, ViewOrderLists},
    scope::Remit,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api;
use web::{App, Body, Key, Reply, reply};

use super::{
    actions,
    model::{self, Details, Entry, Offer, OrderList, State as ListState},
    store as rows,
};
use crate::products::Part;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(close))
        .routes(routes!(open))
}

/// A product with the words that people of the chat use for it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderListOffer)]
#[serde(deny_unknown_fields)]
struct OfferOf {
    /// `prd_…`
    product: String,
    /// The first is the one that is written.
    #[schema(min_items = 1, max_items = 12)]
    names: Vec<String>,
    /// What it is sold by; empty: by the piece.
    #[serde(default)]
    #[schema(max_items = 12)]
    units: Vec<String>,
}

impl OfferOf {
    fn out(offer: &Offer) -> Self {
        let Offer { product, names, units } = offer.clone();
        Self { product: product.to_string(), names, units }
    }
    fn read(self) -> Result<Offer> {
        let product = self.product.parse::<ProductId>();
        let product = product.map_err(|_| FieldError::new("goods", "choice_invalid"))?;
        Ok(Offer { product, names: self.names, units: self.units })
    }
}

/// So many of a product.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderListPart)]
#[serde(deny_unknown_fields)]
pub(super) struct PartOf {
    /// `prd_…`
    pub product: String,
    #[schema(minimum = 1, maximum = 99)]
    pub quantity: i64,
}

impl PartOf {
    pub fn all(parts: &[Part]) -> Vec<Self> {
        let one = |part: &Part| Self { product: part.product.to_string(), quantity: part.quantity };
        parts.iter().map(one).collect()
    }
}

/// A line of the list that became an order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderListEntry)]
struct EntryOut {
    number: i64,
    /// Empty once it was forgotten.
    name: String,
    note: String,
    /// None: the order is held under the name.
    #[schema(required)]
    member: Option<String>,
    parts: Vec<PartOf>,
    /// `ord_…`
    order: String,
    changed_at: String,
}

impl EntryOut {
    fn of(entry: Entry) -> Self {
        Self {
            number: entry.number,
            name: entry.name,
            note: entry.note,
            member: entry.member.map(|member| member.to_string()),
            parts: PartOf::all(&entry.parts),
            order: entry.order.to_string(),
            changed_at: entry.changed_at.to_string(),
        }
    }
}

/// A list that people write in a chat.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderList)]
struct Out {
    #[schema(example = "orl_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    name: String,
    state: ListState,
    store: String,
    /// None: of the whole store
    #[schema(required)]
    group: Option<String>,
    #[schema(value_type = String)]
    lang: Lang,
    place: String,
    closes_at: String,
    ready_at: String,
    until_at: String,
    goods: Vec<OfferOf>,
    /// How often orders were taken from it.
    revision: i64,
    created_at: String,
}

impl Out {
    fn of(list: &OrderList) -> Self {
        Self {
            id: list.id.to_string(),
            name: list.name.clone(),
            state: list.state,
            store: list.store.to_string(),
            group: list.group.map(|group| group.to_string()),
            lang: list.lang,
            place: list.place.clone(),
            closes_at: list.closes_at.to_string(),
            ready_at: list.ready_at.to_string(),
            until_at: list.until_at.to_string(),
            goods: list.goods.iter().map(OfferOf::out).collect(),
            revision: list.revision,
            created_at: list.created_at.to_string(),
        }
    }
}

/// One list, and what was taken from it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderListWithEntries)]
struct Whole {
    #[serde(flatten)]
    list: Out,
    /// By their numbers.
    entries: Vec<EntryOut>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderLists)]
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
    /// `open` or `closed`
    #[serde(default)]
    state: Option<String>,
}

/// Goods for a chat.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewOrderList)]
#[serde(deny_unknown_fields)]
struct New {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// `sto_…`
    store: String,
    /// `grp_…`: whose chat it is
    #[serde(default)]
    group: Option<String>,
    #[schema(value_type = String)]
    lang: Lang,
    /// Where it is collected; empty: in the store
    #[serde(default)]
    #[schema(max_length = 200)]
    place: String,
    /// Until when people write
    #[schema(format = DateTime)]
    closes_at: String,
    /// When it is collected
    #[schema(format = DateTime)]
    ready_at: String,
    /// At most 45 days ahead
    #[schema(format = DateTime)]
    until_at: String,
    #[schema(min_items = 1, max_items = 50)]
    goods: Vec<OfferOf>,
}

/// What changes; what is left out stays. Whose list it is stays in any case.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = OrderListChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    #[schema(value_type = Option<String>)]
    lang: Option<Lang>,
    #[schema(max_length = 200)]
    place: Option<String>,
    #[schema(format = DateTime)]
    closes_at: Option<String>,
    #[schema(format = DateTime)]
    ready_at: Option<String>,
    #[schema(format = DateTime)]
    until_at: Option<String>,
    #[schema(min_items = 1, max_items = 50)]
    goods: Option<Vec<OfferOf>>,
}

/// Nothing more needs to be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = OrderListStep)]
#[serde(deny_unknown_fields, default)]
struct Step {}

fn instant(fields: &mut Fields, field: &'static str, text: &str) -> Time {
    Time::parse(text).unwrap_or_else(|| {
        fields.push(FieldError::new(field, "instant_invalid"));
        Time::default()
    })
}

impl New {
    fn read(self, remit: &Remit) -> Result<Details> {
        let mut fields = Fields::default();
        let store: Option<StoreId> = api::id("store", Some(&self.store))?;
        let store = store.ok_or_else(|| FieldError::new("store", "required"))?;
        let group: Option<GroupId> = api::id("group", self.group.as_deref())?;
        if !model::is_within(remit, group, store) {
            fields.push(FieldError::new("group", "choice_invalid"));
        }
        let closes_at = instant(&mut fields, "closes_at", &self.closes_at);
        let ready_at = instant(&mut fields, "ready_at", &self.ready_at);
        let until_at = instant(&mut fields, "until_at", &self.until_at);
        let goods: Result<Vec<Offer>> = self.goods.into_iter().map(OfferOf::read).collect();
        let (name, lang, place) = (self.name, self.lang, self.place);
        let goods = goods?;
        fields.check(Details {
            name,
            store,
            group,
            lang,
            place,
            closes_at,
            ready_at,
            until_at,
            goods,
        })
    }
}

impl Change {
    fn of(self, mut is: Details) -> Result<Details> {
        let mut fields = Fields::default();
        is.name = self.name.unwrap_or(is.name);
        is.lang = self.lang.unwrap_or(is.lang);
        is.place = self.place.unwrap_or(is.place);
        if let Some(text) = self.closes_at {
            is.closes_at = instant(&mut fields, "closes_at", &text);
        }
        if let Some(text) = self.ready_at {
            is.ready_at = instant(&mut fields, "ready_at", &text);
        }
        if let Some(text) = self.until_at {
            is.until_at = instant(&mut fields, "until_at", &text);
        }
        if let Some(goods) = self.goods {
            let goods: Result<Vec<Offer>> = goods.into_iter().map(OfferOf::read).collect();
            is.goods = goods?;
        }
        fields.check(is)
    }
}

/// The list that a key may see.
pub(super) async fn required<P>(app: &App, key: &Key<P>, id: &str) -> Result<OrderList> {
    let id: OrderListId = api::at("order_list", id)?;
    rows::within(&mut app.db().read().await?, key.shop.org, (id, key.scope.remit())).await
}

/// Members whom a key's program may name.
pub(super) fn member(field: String, text: Option<&str>) -> Result<Option<MemberId>> {
    let read = |text: &str| text.parse().map_err(|_| FieldError::new(field, "choice_invalid"));
    Ok(text.filter(|text| !text.is_empty()).map(read).transpose()?)
}

/// Order lists, the newest first
#[utoipa::path(
    get, path = "/api/v1/order-lists", tag = "order lists", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewOrderLists>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<ListState>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let found = rows::list(&mut db, key.shop.org, (state, key.scope.remit()), &page).await?;
    let items = found.items.iter().map(Out::of).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// One order list, and what was taken from it
#[utoipa::path(
    get, path = "/api/v1/order-lists/{id}", tag = "order lists", security(("key" = [])),
    params(("id" = String, Path, description = "orl_…")),
    responses((status = 200, body = Whole))
)]
async fn show(key: Key<ViewOrderLists>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let list = required(&app, &key, &id).await?;
    let entries = rows::entries(&mut app.db().read().await?, key.shop.org, list.id).await?;
    let entries = entries.into_iter().map(EntryOut::of).collect();
    reply::json(&Whole { list: Out::of(&list), entries })
}

/// Offers goods to a chat
#[utoipa::path(
    post, path = "/api/v1/order-lists", tag = "order lists", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<KeepOrderLists>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "order-lists")?;
    let details = body.value.read(key.scope.remit())?;
    let run = async |tx: &mut Tx| {
        let id = actions::open(tx, details).await?;
        Ok(Out::of(&rows::require(tx, tx.org(), id).await?))
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Changes what is said about an order list. Orders stay as they were taken
#[utoipa::path(
    patch, path = "/api/v1/order-lists/{id}", tag = "order lists", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "orl_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<KeepOrderLists>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let list = required(&app, &key, &id).await?;
    let wanted = body.value;
    let done = app.db().write(&key.scope, async |tx| {
        let is = rows::require(tx, tx.org(), list.id).await?;
        actions::change(tx, list.id, wanted.of(is.details)?).await?;
        Ok(Out::of(&rows::require(tx, tx.org(), list.id).await?))
    });
    reply::written(StatusCode::OK, &done.await?)
}

async fn set(
    app: &App,
    key: &Key<KeepOrderLists>,
    (id, state): (&str, ListState),
    body: &Body<Step>,
) -> Reply {
    let list = required(app, key, id).await?;
    let once = api::once(key, body, &format!("order-lists/{}/{}", list.id, state.word()))?;
    let run = async |tx: &mut Tx| {
        actions::set_state(tx, list.id, state).await?;
        Ok(Out::of(&rows::require(tx, tx.org(), list.id).await?))
    };
    let done = app.write(&key.scope, once, run).await?;
    api::created(done.value, done.position)
}

/// Nothing more is ordered from it
#[utoipa::path(
    post, path = "/api/v1/order-lists/{id}/closing", tag = "order lists", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "orl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn close(
    key: Key<KeepOrderLists>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    set(&app, &key, (&id, ListState::Closed), &body).await
}

/// Opens it again
#[utoipa::path(
    post, path = "/api/v1/order-lists/{id}/opening", tag = "order lists", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "orl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn open(
    key: Key<KeepOrderLists>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    set(&app, &key, (&id, ListState::Open), &body).await
}
