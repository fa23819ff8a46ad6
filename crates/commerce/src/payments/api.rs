//! Payments for programs.

use ::store::Tx;
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    FieldError, OrderId, PaymentId, Result,
    permission::{ManageOrders, RefundPayments, ViewOrders},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api::{self, Amount};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, NewPayment},
    model::{Back, BackState, Cause, Payment, State as PayState, Sums, Where},
    store::{self as rows, Which},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(show))
        .routes(routes!(begin))
        .routes(routes!(refund))
}

/// A part of a payment on its way back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentRefund)]
struct BackOut {
    #[schema(example = "pbk_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    amount: Amount,
    cause: Cause,
    state: BackState,
    created_at: String,
}

/// An attempt to pay an order online.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Payment)]
struct Out {
    #[schema(example = "pay_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    order: String,
    member: String,
    store: String,
    /// `stripe` or `wechat`.
    way: String,
    amount: Amount,
    state: PayState,
    /// Whether it is the order's money; what is paid and is not goes back by itself.
    taken: bool,
    /// Where the payer goes, while it is open: a page of the provider's,
    page: Option<String>,
    /// or what a QR code for the provider's app holds.
    code: Option<String>,
    /// The provider's id.
    provider_id: Option<String>,
    /// Why somebody must look at it; empty when nobody must.
    trouble: String,
    /// Given back, or on its way.
    refunded: Amount,
    refunds: Vec<BackOut>,
    expires_at: String,
    created_at: String,
    paid_at: Option<String>,
}

impl Out {
    fn of(shop: &Shop, payment: Payment, backs: &[Back]) -> Self {
        let back = |back: &Back| BackOut {
            id: back.id.to_string(),
            amount: Amount::of(shop.money(back.amount)),
            cause: back.cause,
            state: back.state,
            created_at: back.created_at.to_string(),
        };
        let (page, code) = match payment.place {
            Some(Where::Page(url)) => (Some(url), None),
            Some(Where::Code(text)) => (None, Some(text)),
            None => (None, None),
        };
        let refunded = Sums::of(backs).total() + payment.elsewhere;
        Self {
            id: payment.id.to_string(),
            order: payment.order.to_string(),
            member: payment.member.to_string(),
            store: payment.store.to_string(),
            way: payment.way,
            amount: Amount::of(shop.money(payment.amount)),
            state: payment.state,
            taken: payment.taken,
            page,
            code,
            provider_id: payment.theirs,
            trouble: payment.trouble,
            refunded: Amount::of(shop.money(refunded)),
            refunds: backs.iter().map(back).collect(),
            expires_at: payment.expires_at.to_string(),
            created_at: payment.created_at.to_string(),
            paid_at: payment.paid_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Payments)]
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
    /// `starting`, `open`, `paid`, `closed` or `failed`
    #[serde(default)]
    state: Option<String>,
    /// `ord_…`
    #[serde(default)]
    order: Option<String>,
}

/// How an order is paid.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPayment)]
#[serde(deny_unknown_fields)]
struct New {
    /// `stripe` or `wechat`, if the installation has it
    #[schema(example = "stripe", max_length = 20)]
    way: String,
}

/// So much of a payment goes back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPaymentRefund)]
#[serde(deny_unknown_fields)]
struct NewBack {
    amount: Amount,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

async fn out(app: &App, shop: &Shop, id: PaymentId) -> Result<Out> {
    let mut db = app.db().read().await?;
    let payment = rows::require(&mut db, shop.org, id).await?;
    let backs = rows::backs(&mut db, shop.org, id).await?;
    Ok(Out::of(shop, payment, &backs))
}

/// Payments, the newest first
#[utoipa::path(
    get, path = "/api/v1/payments", tag = "payments", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewOrders>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse);
    let which = Which {
        state: state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?,
        order: api::id("order", asked.order.as_deref())?,
        ..Which::default()
    };
    let mut db = app.db().read().await?;
    let page = api::page(asked.limit, asked.cursor);
    let page = rows::list(&mut db, key.shop.org, &which, &page).await?;
    let mut backs = rows::backs_of(&mut db, key.shop.org, &page.items).await?;
    let out = |payment: Payment| {
        let backs = backs.remove(&payment.id).unwrap_or_default();
        Out::of(&key.shop, payment, &backs)
    };
    let items = page.items.into_iter().map(out).collect();
    reply::json(&Outs { items, next_cursor: page.next_cursor })
}

/// One payment
#[utoipa::path(
    get, path = "/api/v1/payments/{id}", tag = "payments", security(("key" = [])),
    params(("id" = String, Path, description = "pay_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewOrders>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    reply::json(&out(&app, &key.shop, api::at("payment", &id)?).await?)
}

/// Begins to pay an order online. The provider is asked where to pay; ask for the payment until it is
/// `open`. One that is under way already is the answer
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/payments", tag = "payments", request_body = New, security(("key" = [])),
    params(("id" = String, Path, description = "ord_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn begin(
    key: Key<ManageOrders>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let order: OrderId = api::at("order", &id)?;
    let once = api::once(&key, &body, &format!("orders/{order}/payments"))?;
    let new = NewPayment { order, way: body.value.way.clone(), base_url: app.url("") };
    let run = async |tx: &mut Tx| actions::begin(tx, new.clone()).await;
    let made = app.write(&key.scope, once, run).await?;
    api::created(out(&app, &key.shop, made.value).await?, made.position)
}

/// Gives so much of a payment back, the way it came
#[utoipa::path(
    post, path = "/api/v1/payments/{id}/refunds", tag = "payments", request_body = NewBack, security(("key" = [])),
    params(("id" = String, Path, description = "pay_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn refund(
    key: Key<RefundPayments>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<NewBack>,
) -> Reply {
    let id: PaymentId = api::at("payment", &id)?;
    let once = api::once(&key, &body, &format!("payments/{id}/refunds"))?;
    let amount = body.value.amount.read("amount", &key.shop)?;
    let reason = body.value.reason.clone();
    let run = async |tx: &mut Tx| actions::refund(tx, id, amount, &reason).await;
    let done = app.write(&key.scope, once, run).await?;
    api::created(out(&app, &key.shop, id).await?, done.position)
}
