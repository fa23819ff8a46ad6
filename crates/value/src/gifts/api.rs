//! Gifts for programs.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::permission::{ManageGifts, ViewGifts};
use kernel::{FieldError, GiftId, Result, StoreId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions::{self, NewGift},
    model::{Details, Gift, Kind, State as GiftState},
    store as rows,
};
use crate::{
    api::{self, Amount},
    bills::Terms,
    words::Words,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change))
        .routes(routes!(restock))
}

/// Something the shop gives away.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Gift)]
struct Out {
    #[schema(example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    kind: Kind,
    name: Words,
    packing: Words,
    cost: Amount,
    perceived: Amount,
    /// 0 for no limit.
    per_member: u32,
    valid_days: Option<u32>,
    /// Empty for every store.
    stores: Vec<String>,
    returns: bool,
    series: Option<String>,
    terms: Terms,
    state: GiftState,
    /// Pieces that can still be given.
    left: i64,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, gift: Gift, left: i64) -> Self {
        let details = gift.details;
        Self {
            id: gift.id.to_string(),
            kind: details.kind,
            name: details.name,
            packing: details.packing,
            cost: Amount::of(shop.money(details.cost)),
            perceived: Amount::of(shop.money(details.perceived)),
            per_member: details.per_member,
            valid_days: details.valid_days,
            stores: details.stores.iter().map(ToString::to_string).collect(),
            returns: details.returns,
            series: details.series.map(|id| id.to_string()),
            terms: details.terms,
            state: gift.state,
            left,
            created_at: gift.created_at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Gifts)]
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

const fn yes() -> bool {
    true
}
const fn one() -> u32 {
    1
}

/// A gift that is to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewGift)]
#[serde(deny_unknown_fields)]
struct New {
    kind: Kind,
    name: Words,
    #[serde(default)]
    packing: Words,
    cost: Amount,
    #[serde(default)]
    perceived: Option<Amount>,
    #[serde(default = "one")]
    #[schema(minimum = 0, maximum = 1000)]
    per_member: u32,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1095)]
    valid_days: Option<u32>,
    #[serde(default)]
    stores: Vec<String>,
    #[serde(default = "yes")]
    returns: bool,
    #[serde(default)]
    series: Option<String>,
    /// What a voucher of it takes off a purchase, and when; left out: a thing that is handed over.
    #[serde(default)]
    terms: Terms,
    /// Pieces on the shelf at first.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    stock: i64,
}

impl New {
    fn details(self, shop: &Shop) -> Result<(Details, i64)> {
        let perceived = self.perceived.as_ref().map(|amount| amount.read("perceived", shop));
        let details = Details {
            kind: self.kind,
            cost: self.cost.read("cost", shop)?,
            perceived: perceived.transpose()?.unwrap_or(0),
            name: self.name,
            packing: self.packing,
            per_member: self.per_member,
            valid_days: self.valid_days,
            stores: stores(&self.stores)?,
            returns: self.returns,
            series: api::id("series", self.series.as_deref())?,
            terms: self.terms,
        };
        Ok((details, self.stock))
    }
}

/// What changes; what is left out stays, null takes it away.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = GiftChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    kind: Option<Kind>,
    name: Option<Words>,
    packing: Option<Words>,
    cost: Option<Amount>,
    perceived: Option<Amount>,
    #[schema(minimum = 0, maximum = 1000)]
    per_member: Option<u32>,
    #[serde(deserialize_with = "api::said")]
    #[schema(minimum = 1, maximum = 1095)]
    valid_days: Option<Option<u32>>,
    stores: Option<Vec<String>>,
    returns: Option<bool>,
    #[serde(deserialize_with = "api::said")]
    series: Option<Option<String>>,
    /// Only as long as nobody has a voucher of it: `gifts.terms_given`.
    terms: Option<Terms>,
    /// `closed`: given to nobody any more; what was given stays good.
    state: Option<GiftState>,
}

impl Change {
    fn over(self, details: Details, shop: &Shop) -> Result<Details> {
        let amount = |amount: Option<Amount>, field: &'static str, stands: i64| {
            amount.map_or(Ok(stands), |amount| amount.read(field, shop))
        };
        let series = match self.series {
            Some(said) => api::id("series", said.as_deref())?,
            None => details.series,
        };
        Ok(Details {
            kind: self.kind.unwrap_or(details.kind),
            name: self.name.unwrap_or(details.name),
            packing: self.packing.unwrap_or(details.packing),
            cost: amount(self.cost, "cost", details.cost)?,
            perceived: amount(self.perceived, "perceived", details.perceived)?,
            per_member: self.per_member.unwrap_or(details.per_member),
            valid_days: self.valid_days.unwrap_or(details.valid_days),
            stores: self.stores.map_or(Ok(details.stores), |ids| stores(&ids))?,
            returns: self.returns.unwrap_or(details.returns),
            series,
            terms: self.terms.unwrap_or(details.terms),
        })
    }
}

fn stores(ids: &[String]) -> Result<Vec<StoreId>> {
    let ids: std::result::Result<Vec<_>, _> = ids.iter().map(|id| id.parse()).collect();
    ids.map_err(|_| FieldError::new("stores", "choice_invalid").into())
}

/// Pieces for the shelf.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewRestock)]
#[serde(deny_unknown_fields)]
struct Pieces {
    /// Below zero: taken back, at most what lies there.
    #[schema(minimum = -1_000_000, maximum = 1_000_000)]
    pieces: i64,
}

async fn out(app: &App, shop: &Shop, id: GiftId) -> Result<Out> {
    let mut db = app.db().read().await?;
    let gift = rows::require(&mut db, shop.org, id).await?;
    let left = ledger::balance_of(&mut db, shop.org, &super::accounts::stock(id)?.key).await?;
    Ok(Out::of(shop, gift, left))
}

/// Gifts, the newest first
#[utoipa::path(
    get, path = "/api/v1/gifts", tag = "gifts", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<GiftState>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let mut db = app.db().read().await?;
    let page =
        rows::list(&mut db, key.shop.org, state, &api::page(asked.limit, asked.cursor)).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for gift in page.items {
        let at = super::accounts::stock(gift.id)?.key;
        let left = ledger::balance_of(&mut db, key.shop.org, &at).await?;
        items.push(Out::of(&key.shop, gift, left));
    }
    reply::json(&Outs { items, next_cursor: page.next_cursor })
}

/// One gift
#[utoipa::path(
    get, path = "/api/v1/gifts/{id}", tag = "gifts", security(("key" = [])),
    params(("id" = String, Path, description = "gft_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    reply::json(&out(&app, &key.shop, api::at("gift", &id)?).await?)
}

/// Makes a gift
#[utoipa::path(
    post, path = "/api/v1/gifts", tag = "gifts", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageGifts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "gifts")?;
    let (details, stock) = body.value.details(&key.shop)?;
    let new = NewGift { details, stock, playbook_key: None };
    let made = app.write(&key.scope, once, async |tx| actions::create(tx, new).await).await?;
    api::created(out(&app, &key.shop, made.value).await?, made.position)
}

/// Changes what is said about a gift, or opens and closes it. What was given stays as it was given
#[utoipa::path(
    patch, path = "/api/v1/gifts/{id}", tag = "gifts", request_body = Change, security(("key" = [])),
    params(("id" = String, Path, description = "gft_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let (id, org): (GiftId, _) = (api::at("gift", &id)?, key.shop.org);
    let (state, wanted) = (body.value.state, body.value);
    let done = app.db().write(&key.scope, async |tx| {
        let gift = rows::require(tx, org, id).await?;
        actions::change(tx, id, wanted.over(gift.details, &key.shop)?).await?;
        if let Some(state) = state {
            actions::set_state(tx, id, state).await?;
        }
        let gift = rows::require(tx, org, id).await?;
        let left = ledger::balance(tx, &super::accounts::stock(id)?.key).await?.free();
        Ok(Out::of(&key.shop, gift, left))
    });
    reply::written(StatusCode::OK, &done.await?)
}

/// Puts pieces on the shelf, or takes them back
#[utoipa::path(
    post, path = "/api/v1/gifts/{id}/restocks", tag = "gifts", request_body = Pieces, security(("key" = [])),
    params(("id" = String, Path, description = "gft_…"),
        ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn restock(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Pieces>,
) -> Reply {
    let id: GiftId = api::at("gift", &id)?;
    let once = api::once(&key, &body, &format!("gifts/{id}/restocks"))?;
    let pieces = body.value.pieces;
    let run = async |tx: &mut ::store::Tx| {
        if pieces < 0 {
            actions::take_back(tx, id, pieces.checked_neg().unwrap_or(i64::MAX)).await
        } else {
            actions::restock(tx, id, pieces).await
        }
    };
    let done = app.write(&key.scope, once, run).await?;
    api::created(out(&app, &key.shop, id).await?, done.position)
}
