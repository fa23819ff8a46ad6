//! Orders for programs.

use ::store::Tx;
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    Error, FieldError, Fields, MemberId, OrderId, Result, StoreId, VoucherId,
    permission::{ManageOrders, ViewOrders},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{
    api::{self, Amount},
    purchases::Source,
    words::Words,
};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, Hands, NewOrder},
    journey,
    model::{Line, Order, Payment, State as OrderState},
    store::{self as rows, Which},
};
use crate::{
    baskets::{self, Chosen},
    fulfilments::{self, Door, Fulfilment, Wanted, Way},
    outlets::{Kind, slots},
    payments,
    products::{self, MOST_OF_ONE},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show))
        .routes(routes!(pay))
        .routes(routes!(prepare))
        .routes(routes!(depart))
        .routes(routes!(fail))
        .routes(routes!(collect))
        .routes(routes!(cancel))
}

/// A product as it was ordered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderLine)]
struct LineOut {
    product: String,
    name: Words,
    category: String,
    quantity: i64,
    /// What is to be paid for all of them.
    amount: Amount,
    /// What member prices took off before that.
    taken_off: Amount,
}

/// Where somebody rings. Forgotten 14 days after the order is over.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderDoor)]
#[serde(deny_unknown_fields)]
struct DoorOf {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    phone: String,
    /// A postal code, or the name of the area.
    #[schema(min_length = 1, max_length = 40)]
    postcode: String,
    #[schema(min_length = 1, max_length = 300)]
    address: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

impl DoorOf {
    fn out(door: Door) -> Self {
        let Door { name, phone, postcode, address, note } = door;
        Self { name, phone, postcode, address, note }
    }
    fn read(self) -> Door {
        let Self { name, phone, postcode, address, note } = self;
        Door { name, phone, postcode, address, note }
    }
}

/// How an order is handed over that is not collected in its store.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderFulfilment)]
struct WayOut {
    outlet: String,
    kind: Kind,
    #[schema(example = "2026-11-30-1730")]
    slot: String,
    /// Part of the order's amount.
    fee: Amount,
    /// How often somebody rang in vain.
    attempts: i64,
    door: Option<DoorOf>,
}

/// Something that somebody ordered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Order)]
struct Out {
    #[schema(example = "ord_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    /// What the phone shows at the counter.
    code: String,
    /// None: it is held for somebody who is no member, under the buyer's name
    member: Option<String>,
    buyer: String,
    store: String,
    state: OrderState,
    payment: Payment,
    amount: Amount,
    /// Until when its goods are held if nobody pays or packs them.
    held_until: String,
    /// What it became when it was handed over.
    purchase: Option<String>,
    reason: String,
    placed_at: String,
    /// vou_…: what was used with it.
    vouchers: Vec<String>,
    /// Attempts to pay it online, the newest first: `pay_…`.
    payments: Vec<String>,
    /// None: it is collected in its store.
    fulfilment: Option<WayOut>,
    lines: Vec<LineOut>,
}

/// How an order is handed over and paid.
struct How<'a> {
    way: Option<Fulfilment>,
    paid: &'a [payments::Payment],
}

impl Out {
    fn of(shop: &Shop, order: Order, lines: Vec<Line>, how: How<'_>) -> Self {
        let line = |line: Line| LineOut {
            product: line.product.to_string(),
            name: line.name,
            category: line.category,
            quantity: line.quantity,
            amount: Amount::of(shop.money(line.amount)),
            taken_off: Amount::of(shop.money(line.taken_off)),
        };
        Self {
            id: order.id.to_string(),
            code: order.code,
            member: order.member.map(|member| member.to_string()),
            buyer: order.buyer,
            store: order.store.to_string(),
            state: order.state,
            payment: order.payment,
            amount: Amount::of(shop.money(order.amount)),
            held_until: order.held_until.to_string(),
            purchase: order.purchase.map(|id| id.to_string()),
            reason: order.reason,
            placed_at: order.placed_at.to_string(),
            vouchers: order.vouchers.iter().map(ToString::to_string).collect(),
            payments: how.paid.iter().map(|one| one.id.to_string()).collect(),
            fulfilment: how.way.map(|way| WayOut {
                outlet: way.outlet.to_string(),
                kind: way.kind,
                slot: way.slot(),
                fee: Amount::of(shop.money(way.fee)),
                attempts: way.attempts,
                door: way.door.map(DoorOf::out),
            }),
            lines: lines.into_iter().map(line).collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Orders)]
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
    /// `reserved`, `paid`, `ready`, `on_the_way`, `failed`, `missed`, `collected`, `cancelled`, `expired` or
    /// `returned`
    #[serde(default)]
    state: Option<String>,
    /// `sto_…`
    #[serde(default)]
    store: Option<String>,
    /// `mbr_…`
    #[serde(default)]
    member: Option<String>,
}

/// So many of a product.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewOrderLine)]
#[serde(deny_unknown_fields)]
struct NewLine {
    /// `prd_…`
    product: String,
    #[schema(minimum = 1, maximum = 99)]
    quantity: i64,
}

/// An order of a member, at today's prices.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewOrder)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
    /// `sto_…`: where it is collected; not needed with an outlet
    #[serde(default)]
    store: String,
    /// `out_…`: where else it is handed over
    #[serde(default)]
    outlet: Option<String>,
    /// Of the outlet: `2026-11-30-1730`
    #[serde(default)]
    slot: Option<String>,
    /// Where to ring, when the outlet is a zone
    #[serde(default)]
    door: Option<DoorOf>,
    #[schema(min_items = 1, max_items = 30)]
    lines: Vec<NewLine>,
    /// vou_…: the member's vouchers that are used with it: all of them apply, or it is refused. They are the
    /// member's again when it is called off or nobody pays in time
    #[serde(default)]
    #[schema(max_items = 10)]
    vouchers: Vec<String>,
}

/// Why an order is called off.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewOrderCancellation)]
#[serde(deny_unknown_fields, default)]
struct Reason {
    #[schema(max_length = 200)]
    reason: String,
}

/// Nothing more needs to be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = OrderStep)]
#[serde(deny_unknown_fields, default)]
struct Step {}

async fn out(app: &App, shop: &Shop, id: OrderId) -> Result<Out> {
    let mut db = app.db().read().await?;
    let order = rows::require(&mut db, shop.org, id).await?;
    let lines = rows::lines(&mut db, shop.org, id).await?;
    let paid = payments::of_order(&mut db, shop.org, id).await?;
    let way = fulfilments::find(&mut db, shop.org, id).await?;
    Ok(Out::of(shop, order, lines, How { way, paid: &paid }))
}

/// Orders, the newest first
#[utoipa::path(
    get, path = "/api/v1/orders", tag = "orders", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewOrders>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse);
    let mut which = Which {
        state: state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?,
        store: api::id("store", asked.store.as_deref())?,
        member: api::id("member", asked.member.as_deref())?,
        ..Which::default()
    };
    let mut db = app.db().read().await?;
    which.member = people::members::meant(&mut db, key.shop.org, which.member).await?;
    let page = api::page(asked.limit, asked.cursor);
    let page = rows::list(&mut db, key.shop.org, &which, &page).await?;
    let ids: Vec<OrderId> = page.items.iter().map(|order| order.id).collect();
    let mut lines = rows::lines_of(&mut db, key.shop.org, &ids).await?;
    let paid = payments::of_orders(&mut db, key.shop.org, &ids).await?;
    let mut ways = fulfilments::of_orders(&mut db, key.shop.org, &ids).await?;
    let out = |order: Order| {
        let lines = lines.remove(&order.id).unwrap_or_default();
        let paid = paid.get(&order.id).map_or(&[][..], Vec::as_slice);
        let how = How { way: ways.remove(&order.id), paid };
        Out::of(&key.shop, order, lines, how)
    };
    let items = page.items.into_iter().map(out).collect();
    reply::json(&Outs { items, next_cursor: page.next_cursor })
}

/// One order
#[utoipa::path(
    get, path = "/api/v1/orders/{id}", tag = "orders", security(("key" = [])),
    params(("id" = String, Path, description = "ord_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewOrders>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    reply::json(&out(&app, &key.shop, api::at("order", &id)?).await?)
}

/// The products that the lines name, with every wrong line by its number.
async fn chosen(tx: &mut Tx, given: &[NewLine]) -> Result<Vec<Chosen>> {
    let (org, mut fields, mut lines) = (tx.org(), Fields::default(), Vec::<Chosen>::new());
    for (line, number) in given.iter().zip(1..) {
        let found = match line.product.parse() {
            Ok(id) => match products::require(tx, org, id).await {
                Ok(product) => Some(product),
                Err(Error::NotFound(_)) => None,
                Err(error) => return Err(error),
            },
            Err(_) => None,
        };
        let again =
            |product: &products::Product| lines.iter().any(|line| line.product.id == product.id);
        let open = |product: &products::Product| product.state == products::State::Open;
        match found.filter(|product| open(product) && !again(product)) {
            Some(product) => lines.push(Chosen { product, quantity: line.quantity }),
            None => {
                fields.push(FieldError::new(format!("lines.{number}.product"), "choice_invalid"));
            }
        }
        if !(1..=MOST_OF_ONE).contains(&line.quantity) {
            let wrong = FieldError::new(format!("lines.{number}.quantity"), "number_range");
            fields.push(wrong.with("min", 1).with("max", MOST_OF_ONE));
        }
    }
    fields.check(lines)
}

/// Places an order and holds its goods
#[utoipa::path(
    post, path = "/api/v1/orders", tag = "orders", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageOrders>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "orders")?;
    let required = |field| FieldError::new(field, "required");
    let member: MemberId =
        api::id("member", Some(&body.value.member))?.ok_or_else(|| required("member"))?;
    let given = body.value.lines;
    let mut fields = Fields::default();
    fields.at_most("lines", given.len(), baskets::MOST_LINES);
    fields.check(())?;
    let vouchers: Result<Vec<VoucherId>> =
        body.value.vouchers.iter().map(|id| api::at("vouchers", id)).collect();
    let vouchers = vouchers?;
    let way = match api::id("outlet", body.value.outlet.as_deref())? {
        Some(outlet) => {
            let slot = body.value.slot.as_deref().ok_or_else(|| required("slot"))?;
            let wrong = || FieldError::new("slot", "choice_invalid");
            let (day, from) = slots::read(slot).ok_or_else(wrong)?;
            let door = body.value.door.map(DoorOf::read);
            Way::Outlet(Wanted { outlet, day, from, door })
        }
        None => {
            let store: Option<StoreId> = api::id("store", Some(&body.value.store))?;
            Way::Store(store.ok_or_else(|| required("store"))?)
        }
    };
    let run = async |tx: &mut Tx| {
        let lines = chosen(tx, &given).await?;
        let new = NewOrder { member, way, lines, vouchers: vouchers.clone() };
        actions::place(tx, new).await.map(|order| order.id)
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(out(&app, &key.shop, made.value).await?, made.position)
}

/// What an order goes through: done once for its key, and the order as it is then.
async fn step<B, T: Serialize + DeserializeOwned + Send>(
    app: &App,
    key: &Key<ManageOrders>,
    (id, noun): (OrderId, &str),
    body: &Body<B>,
    run: impl AsyncFnOnce(&mut Tx) -> Result<T>,
) -> Reply {
    let once = api::once(key, body, &format!("orders/{id}/{noun}"))?;
    let done = app.write(&key.scope, once, run).await?;
    api::created(out(app, &key.shop, id).await?, done.position)
}

/// It was paid before it is collected. Of one whose goods were set free they are taken again, if they are
/// still there
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/payment", tag = "orders", request_body = Step, security(("key" = [])),
    params(("id" = String, Path, description = "ord_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn pay(
    key: Key<ManageOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let id: OrderId = api::at("order", &id)?;
    step(&app, &key, (id, "payment"), &body, async |tx| actions::pay(tx, id).await).await
}

/// It is packed and waits to be collected
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/readiness", tag = "orders", request_body = Step, security(("key" = [])),
    params(("id" = String, Path, description = "ord_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn prepare(
    key: Key<ManageOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let id: OrderId = api::at("order", &id)?;
    step(&app, &key, (id, "readiness"), &body, async |tx| actions::prepare(tx, id).await).await
}

/// Somebody is on the way to the door with it
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/departure", tag = "orders", request_body = Step, security(("key" = [])),
    params(("id" = String, Path, description = "ord_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn depart(
    key: Key<ManageOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let id: OrderId = api::at("order", &id)?;
    step(&app, &key, (id, "departure"), &body, async |tx| journey::set_out(tx, id).await).await
}

/// Nobody opened: it is with the shop again
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/failure", tag = "orders", request_body = Reason, security(("key" = [])),
    params(("id" = String, Path, description = "ord_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn fail(
    key: Key<ManageOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Reply {
    let id: OrderId = api::at("order", &id)?;
    let reason = body.value.reason.clone();
    let run = async |tx: &mut Tx| journey::fail(tx, id, &reason).await;
    step(&app, &key, (id, "failure"), &body, run).await
}

/// Hands it over: what was owed was paid, and it is a purchase
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/collection", tag = "orders", request_body = Step, security(("key" = [])),
    params(("id" = String, Path, description = "ord_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn collect(
    key: Key<ManageOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let id: OrderId = api::at("order", &id)?;
    let run = async |tx: &mut Tx| {
        let order = rows::require(tx, tx.org(), id).await?;
        let by = Hands { store: order.store, staff: None, source: Source::Api };
        actions::hand_over(tx, id, by).await
    };
    step(&app, &key, (id, "collection"), &body, run).await
}

/// Calls it off; its goods are free again
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/cancellation", tag = "orders", request_body = Reason, security(("key" = [])),
    params(("id" = String, Path, description = "ord_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn cancel(
    key: Key<ManageOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Reply {
    let id: OrderId = api::at("order", &id)?;
    let reason = body.value.reason.clone();
    let run = async |tx: &mut Tx| actions::cancel(tx, id, &reason).await;
    step(&app, &key, (id, "cancellation"), &body, run).await
}
