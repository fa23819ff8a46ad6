//! Purchases for programs: a till that tells each one as it happens.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::permission::{ViewPurchases, WorkCounter};
use kernel::{FieldError, MemberId, PurchaseId, Result, StoreId, Time, VoucherId};
use people::{members, stores};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::record,
    model::{Line, NewPurchase, Offer, Prices, Purchase, Source},
    store::{self as rows, Which},
};
use crate::{
    api::{self, Amount},
    codes,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show))
}

/// What was paid.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Purchase)]
struct Out {
    #[schema(example = "pur_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: Option<String>,
    store: String,
    staff: Option<String>,
    amount: Amount,
    items: i64,
    at: String,
    /// When we were told, if that was later: a counter without a network, a till that tells of last week.
    #[schema(format = DateTime)]
    arrived_at: Option<String>,
    /// The till's own number.
    reference: Option<String>,
    /// Print it on the slip: whoever shows it was the one who bought.
    receipt: Option<String>,
    /// `counter`, `api` or `import`.
    source: String,
    /// The member's first.
    first: bool,
    /// What came back of it since, of the amount.
    returned: Amount,
    /// What vouchers and member prices took off: before them it cost the amount and this.
    taken_off: Amount,
}

impl Out {
    fn of(shop: &Shop, purchase: Purchase) -> Self {
        Self {
            id: purchase.id.to_string(),
            member: purchase.member.map(|id| id.to_string()),
            store: purchase.store.to_string(),
            staff: purchase.staff.map(|id| id.to_string()),
            amount: Amount::of(shop.money(purchase.amount)),
            items: purchase.items,
            at: purchase.at.to_string(),
            arrived_at: purchase.arrived_at.map(|at| at.to_string()),
            reference: purchase.reference,
            receipt: purchase.receipt.map(|code| codes::shown(&code)),
            source: purchase.source.to_string(),
            first: purchase.first,
            returned: Amount::of(shop.money(purchase.returned)),
            taken_off: Amount::of(shop.money(purchase.taken_off)),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Purchases)]
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
    /// mbr_…
    #[serde(default)]
    member: Option<String>,
    /// sto_…
    #[serde(default)]
    store: Option<String>,
}

const fn one() -> i64 {
    1
}

/// Goods of one kind.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPurchaseLine)]
#[serde(deny_unknown_fields)]
struct NewLine {
    /// The till's name or number of it.
    #[serde(default)]
    #[schema(max_length = 120)]
    product: Option<String>,
    #[serde(default)]
    #[schema(max_length = 120)]
    category: Option<String>,
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
    /// Of all pieces.
    amount: Amount,
}

/// Points that are offered towards the purchase: as many as it takes are spent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = PointsOffer)]
#[serde(deny_unknown_fields)]
struct Offered {
    /// prg_…
    program: String,
    #[schema(minimum = 0, maximum = 1_000_000_000_i64)]
    points: i64,
}

/// A purchase to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPurchase)]
#[serde(deny_unknown_fields)]
struct New {
    /// sto_…
    store: String,
    /// mbr_…, or nobody who is known.
    #[serde(default)]
    member: Option<String>,
    amount: Amount,
    #[serde(default = "one")]
    #[schema(minimum = 0, maximum = 1_000_000)]
    items: i64,
    /// RFC 3339; now when left out.
    #[serde(default)]
    #[schema(format = DateTime)]
    at: Option<String>,
    /// The till's own number, unique per store: told again with the same content it is the same
    /// purchase.
    #[serde(default)]
    #[schema(max_length = 80)]
    reference: Option<String>,
    /// What it was, in the order by which returns name it: the amounts add up to the purchase's, and
    /// the quantities are its items. Left out: one line of everything.
    #[serde(default)]
    #[schema(max_items = 200)]
    lines: Vec<NewLine>,
    /// The member's points that pay for a part of it.
    #[serde(default)]
    points: Option<Offered>,
    /// vou_…: the member's vouchers that are used with it. `amount` and `lines` are what it costs before
    /// them; all of them apply, or it is `bills.not_applicable`. `POST /api/v1/bills` says what applies.
    #[serde(default)]
    #[schema(max_items = 10)]
    vouchers: Vec<String>,
    /// Whether member prices take off what they take: `amount` and `lines` are then what the goods cost
    /// anybody. Left out, they are what the till asks for.
    #[serde(default)]
    member_prices: bool,
}

impl New {
    /// The lines and the offer, with their currencies and ids read.
    fn parts(&mut self, shop: &Shop) -> Result<(Vec<Line>, Option<Offer>)> {
        let mut lines = Vec::with_capacity(self.lines.len());
        for (at, line) in std::mem::take(&mut self.lines).into_iter().enumerate() {
            let amount = line.amount.read_at(&format!("lines.{}.amount", at + 1), shop)?;
            let NewLine { product, category, quantity, .. } = line;
            lines.push(Line { product, category, quantity, amount });
        }
        let offer = self.points.take().map(|offer| {
            let wrong = |_| FieldError::new("points.program", "choice_invalid");
            let program = offer.program.parse().map_err(wrong)?;
            Ok::<_, FieldError>(Offer { program, points: offer.points })
        });
        Ok((lines, offer.transpose()?))
    }
}

/// Purchases, the latest first
#[utoipa::path(
    get, path = "/api/v1/purchases", tag = "purchases", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewPurchases>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let mut which = Which {
        member: api::id("member", asked.member.as_deref())?,
        store: api::id("store", asked.store.as_deref())?,
    };
    let page = api::page(asked.limit, asked.cursor);
    let (mut db, org) = (app.db().read().await?, key.shop.org);
    which.member = members::meant(&mut db, org, which.member).await?;
    let found = rows::list(&mut db, org, which, &page).await?;
    let found = found.map(|purchase| Out::of(&key.shop, purchase));
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One purchase
#[utoipa::path(
    get, path = "/api/v1/purchases/{id}", tag = "purchases", security(("key" = [])),
    params(("id" = String, Path, description = "pur_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewPurchases>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: PurchaseId = api::at("purchase", &id)?;
    let found = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::of(&key.shop, found))
}

/// Records a purchase: `purchases.reference_taken` when the store told the reference with other content, `points.not_enough` when the member has fewer points than were offered, `bills.not_applicable` when one of the vouchers takes nothing off
#[utoipa::path(
    post, path = "/api/v1/purchases", tag = "purchases", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "purchases")?;
    let mut new = body.value;
    let (lines, points) = new.parts(&key.shop)?;
    let vouchers: Result<Vec<VoucherId>> =
        new.vouchers.iter().map(|id| api::at("voucher", id)).collect();
    let vouchers = vouchers?;
    let store: StoreId = api::at("store", &new.store)?;
    let member: Option<MemberId> =
        new.member.as_deref().map(|id| api::at("member", id)).transpose()?;
    let at = match new.at.as_deref() {
        None => None,
        Some(text) => Some(Time::parse(text).ok_or_else(|| FieldError::new("at", "date_invalid"))?),
    };
    let new = NewPurchase {
        member,
        store,
        staff: None,
        amount: new.amount.read("amount", &key.shop)?,
        items: new.items,
        at,
        reference: new.reference,
        source: Source::Api,
        lines,
        points,
        vouchers,
        prices: if new.member_prices { Prices::Apply } else { Prices::AsTold },
    };
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            stores::require(tx, org, store).await?;
            let mut new = new;
            if let Some(member) = member {
                new.member = Some(members::require(tx, org, member).await?.id);
            }
            record(tx, new).await.map(|purchase| purchase.id)
        })
        .await?;
    let found = rows::require(&mut app.db().read().await?, key.shop.org, made.value).await?;
    api::created(Out::of(&key.shop, found), made.position)
}
