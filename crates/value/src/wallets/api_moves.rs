//! What leaves a wallet, for programs: payments of purchases, and refunds of principal.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    MemberId, PurchaseId, RefundId, Result,
    permission::{RefundWallets, ViewWallets, WorkCounter},
};
use people::{members, stores};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, NewRefund, Pay},
    api::Asking,
    model::{Act, Kind},
    store::{self as rows, Which},
};
use crate::api::{self, Amount};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(refunds, refund)).routes(routes!(payments, pay))
}

/// Principal that was paid out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = WalletRefund)]
struct RefundOut {
    #[schema(example = "rfd_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: String,
    amount: Amount,
    /// The bonus that went with it.
    forfeited: Amount,
    store: Option<String>,
    #[schema(format = DateTime)]
    at: String,
}

impl RefundOut {
    fn of(shop: &Shop, act: &Act) -> Self {
        Self {
            id: RefundId::from_uuid(act.id).to_string(),
            member: act.member.to_string(),
            amount: Amount::of(shop.money(act.split.principal)),
            forfeited: Amount::of(shop.money(act.split.bonus)),
            store: act.store.map(|id| id.to_string()),
            at: act.at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WalletRefunds)]
struct RefundOuts {
    items: Vec<RefundOut>,
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A member wants principal back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewWalletRefund)]
#[serde(deny_unknown_fields)]
struct NewRefundBody {
    amount: Amount,
    /// The bonus that the member was told would go: `wallets.changed_since` when it is another now.
    #[serde(default)]
    forfeited: Option<Amount>,
    /// `sto_…`, where it is paid out.
    #[serde(default)]
    store: Option<String>,
}

/// What was paid out of one member's wallet, the latest first
#[utoipa::path(
    get, path = "/api/v1/wallets/{member}/refunds", tag = "wallets", params(
        ("member" = String, Path, description = "mbr_…"), Asking),
    security(("key" = [])), responses((status = 200, body = RefundOuts))
)]
async fn refunds(
    key: Key<ViewWallets>,
    State(app): State<App>,
    Path(member): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    let member = members::require(&mut db, org, api::at("member", &member)?).await?.id;
    let which = Which { kind: Kind::Refund, member: Some(member) };
    let found = rows::list(&mut db, org, which, &page).await?;
    let found = found.map(|act| RefundOut::of(&key.shop, &act));
    reply::json(&RefundOuts { items: found.items, next_cursor: found.next_cursor })
}

/// Pays principal out; the bonus goes by the plan's rule: `wallets.not_enough`,
/// `wallets.not_refundable`, `wallets.changed_since`
#[utoipa::path(
    post, path = "/api/v1/wallets/{member}/refunds", tag = "wallets",
    request_body = NewRefundBody, security(("key" = [])),
    params(("member" = String, Path, description = "mbr_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = RefundOut, headers(("Regulars-Position" = i64))))
)]
async fn refund(
    key: Key<RefundWallets>,
    State(app): State<App>,
    Path(member): Path<String>,
    body: Body<NewRefundBody>,
) -> Reply {
    let once = api::once(&key, &body, &format!("wallets/{member}/refunds"))?;
    let member: MemberId = api::at("member", &member)?;
    let (body, shop) = (body.value, &key.shop);
    let shown = body.forfeited.map(|amount| amount.read("forfeited", shop)).transpose()?;
    let store = api::id("store", body.store.as_deref())?;
    let amount = body.amount.read("amount", shop)?;
    let new = NewRefund { member, amount, shown, store, staff: None };
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            if let Some(store) = new.store {
                stores::require(tx, org, store).await?;
            }
            actions::refund(tx, new).await.map(|act| RefundOut::of(shop, &act))
        })
        .await?;
    api::created(made.value, made.position)
}

/// What a purchase has been paid from a wallet, as it stands now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = WalletPayment)]
struct PaymentOut {
    /// pur_…
    purchase: String,
    member: String,
    principal: Amount,
    bonus: Amount,
}

impl PaymentOut {
    fn of(shop: &Shop, act: &Act) -> Self {
        Self {
            purchase: PurchaseId::from_uuid(act.id).to_string(),
            member: act.member.to_string(),
            principal: Amount::of(shop.money(act.split.principal)),
            bonus: Amount::of(shop.money(act.split.bonus)),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WalletPayments)]
struct PaymentOuts {
    items: Vec<PaymentOut>,
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A purchase that is to be paid from its member's wallet.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewWalletPayment)]
#[serde(deny_unknown_fields)]
struct NewPayment {
    /// pur_…, of this member
    purchase: String,
    /// At most this much; the whole purchase when left out.
    #[serde(default)]
    most: Option<Amount>,
}

/// What was paid from one member's wallet, the latest first
#[utoipa::path(
    get, path = "/api/v1/wallets/{member}/payments", tag = "wallets", params(
        ("member" = String, Path, description = "mbr_…"), Asking),
    security(("key" = [])), responses((status = 200, body = PaymentOuts))
)]
async fn payments(
    key: Key<ViewWallets>,
    State(app): State<App>,
    Path(member): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    let member = members::require(&mut db, org, api::at("member", &member)?).await?.id;
    let which = Which { kind: Kind::Payment, member: Some(member) };
    let found = rows::list(&mut db, org, which, &page).await?;
    let found = found.map(|act| PaymentOut::of(&key.shop, &act));
    reply::json(&PaymentOuts { items: found.items, next_cursor: found.next_cursor })
}

/// Pays a purchase with what the wallet has, at most what it costs. Less, or nothing, is no refusal:
/// the answer says how much it was. A purchase that was paid before stays paid as it was
#[utoipa::path(
    post, path = "/api/v1/wallets/{member}/payments", tag = "wallets", request_body = NewPayment,
    security(("key" = [])),
    params(("member" = String, Path, description = "mbr_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = PaymentOut, headers(("Regulars-Position" = i64))))
)]
async fn pay(
    key: Key<WorkCounter>,
    State(app): State<App>,
    Path(member): Path<String>,
    body: Body<NewPayment>,
) -> Reply {
    let once = api::once(&key, &body, &format!("wallets/{member}/payments"))?;
    let member: MemberId = api::at("member", &member)?;
    let shop = &key.shop;
    let purchase: PurchaseId = api::at("purchase", &body.value.purchase)?;
    let most = body.value.most.map(|amount| amount.read("most", shop)).transpose()?;
    let most = most.unwrap_or(i64::MAX);
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            let member = members::require(tx, org, member).await?.id;
            let paid = actions::pay(tx, Pay { purchase, member, most }).await?;
            Ok(PaymentOut {
                purchase: purchase.to_string(),
                member: member.to_string(),
                principal: Amount::of(shop.money(paid.principal)),
                bonus: Amount::of(shop.money(paid.bonus)),
            })
        })
        .await?;
    api::created(made.value, made.position)
}
