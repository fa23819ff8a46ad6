//! Stamp cards for programs.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{
    FieldError, Id, Result, StampCardId, Time,
    permission::{ManageGifts, ViewGifts},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    actions,
    model::{Each, StampCard},
    store as rows,
};
use crate::{
    api::{self, Amount},
    gifts::State as CardState,
    words::Words,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, change))
}

/// So many visits or purchases, and a gift.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = StampCard)]
struct Out {
    #[schema(example = "stc_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    series: Option<String>,
    name: Words,
    /// Stamps of a full card.
    needs: i64,
    each: Each,
    /// The smallest purchase that earns one.
    least: Amount,
    gift: String,
    state: CardState,
    created_at: String,
}

impl Out {
    fn of(shop: &Shop, card: StampCard) -> Self {
        Self {
            id: card.id.to_string(),
            series: card.series.map(|id| id.to_string()),
            name: card.name,
            needs: card.needs,
            each: card.each,
            least: Amount::of(shop.money(card.least)),
            gift: card.gift.to_string(),
            state: card.state,
            created_at: card.created_at.to_string(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StampCards)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    next_cursor: Option<String>,
}

/// A card that is to be opened.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewStampCard)]
#[serde(deny_unknown_fields)]
struct New {
    /// Whose card it is: `ser_…`. Left out: everybody's.
    #[serde(default)]
    series: Option<String>,
    name: Words,
    #[schema(minimum = 2, maximum = 50)]
    needs: i64,
    each: Each,
    /// The smallest purchase that earns a stamp; every one when left out.
    #[serde(default)]
    least: Option<Amount>,
    /// For a full card: `gft_…`.
    gift: String,
}

/// What changes; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = StampCardChange)]
#[serde(deny_unknown_fields, default)]
struct Change {
    name: Option<Words>,
    #[schema(minimum = 2, maximum = 50)]
    needs: Option<i64>,
    each: Option<Each>,
    least: Option<Amount>,
    gift: Option<String>,
    state: Option<CardState>,
}

/// An id that stands in a body; one that cannot be read names its field.
fn named<K: kernel::ids::Kind>(field: &'static str, text: &str) -> Result<Id<K>> {
    text.parse().map_err(|_| FieldError::new(field, "choice_invalid").into())
}

impl New {
    fn card(self, shop: &Shop) -> Result<StampCard> {
        let least = self.least.map(|amount| amount.read("least", shop)).transpose()?;
        Ok(StampCard {
            id: Id::from_uuid(Uuid::nil()),
            series: api::id("series", self.series.as_deref())?,
            name: self.name,
            needs: self.needs,
            each: self.each,
            least: least.unwrap_or(0),
            gift: named("gift", &self.gift)?,
            state: CardState::Open,
            created_at: Time::default(),
        })
    }
}

impl Change {
    fn over(self, card: StampCard, shop: &Shop) -> Result<StampCard> {
        let least = self.least.map(|amount| amount.read("least", shop)).transpose()?;
        let gift = self.gift.map(|id| named("gift", &id)).transpose()?;
        Ok(StampCard {
            name: self.name.unwrap_or(card.name),
            needs: self.needs.unwrap_or(card.needs),
            each: self.each.unwrap_or(card.each),
            least: least.unwrap_or(card.least),
            gift: gift.unwrap_or(card.gift),
            state: self.state.unwrap_or(card.state),
            ..card
        })
    }
}

/// Stamp cards, the newest first
#[utoipa::path(
    get, path = "/api/v1/stamp-cards", tag = "stamp-cards", security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewGifts>, State(app): State<App>) -> Reply {
    let cards = rows::list(&mut app.db().read().await?, key.shop.org).await?;
    let items = cards.into_iter().map(|card| Out::of(&key.shop, card)).collect();
    reply::json(&Outs { items, next_cursor: None })
}

/// One stamp card
#[utoipa::path(
    get, path = "/api/v1/stamp-cards/{id}", tag = "stamp-cards", security(("key" = [])),
    params(("id" = String, Path, description = "stc_…")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: StampCardId = api::at("stamp_card", &id)?;
    let card = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::of(&key.shop, card))
}

/// Opens a card. A series has one that is open, and so has the shop as a whole
#[utoipa::path(
    post, path = "/api/v1/stamp-cards", tag = "stamp-cards", request_body = New,
    security(("key" = [])), params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageGifts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = body.once(&key.key.id, "stamp-cards")?;
    let card = body.value.card(&key.shop)?;
    let made = app
        .write(&key.scope, once, async |tx| {
            let id = actions::create(tx, card).await?;
            let org = tx.org();
            Ok(Out::of(&key.shop, rows::require(tx, org, id).await?))
        })
        .await?;
    api::created(made.value, made.position)
}

/// Changes what a card says, needs and gives, or closes it. Stamps that were earned stay
#[utoipa::path(
    patch, path = "/api/v1/stamp-cards/{id}", tag = "stamp-cards", request_body = Change,
    security(("key" = [])), params(("id" = String, Path, description = "stc_…")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Change>,
) -> Reply {
    let id: StampCardId = api::at("stamp_card", &id)?;
    let done = app.db().write(&key.scope, async |tx| {
        let org = tx.org();
        let wanted = body.value.over(rows::require(tx, org, id).await?, &key.shop)?;
        actions::change(tx, id, wanted).await?;
        Ok(Out::of(&key.shop, rows::require(tx, org, id).await?))
    });
    reply::written(StatusCode::OK, &done.await?)
}
