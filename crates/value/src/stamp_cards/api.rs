//! Stamp cards for programs: to read. They are made in the console.

use axum::extract::State;
use kernel::permission::ViewGifts;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::{model::Each, store as rows};
use crate::{api::Amount, gifts::State as CardState, words::Words};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index))
}

/// So many visits or purchases, and a gift.
#[derive(Debug, Serialize, ToSchema)]
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
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StampCards)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    next_cursor: Option<String>,
}

/// Stamp cards, the newest first
#[utoipa::path(
    get, path = "/api/v1/stamp-cards", tag = "stamp-cards", security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewGifts>, State(app): State<App>) -> Reply {
    let cards = rows::list(&mut app.db().read().await?, key.shop.org).await?;
    let items = cards.into_iter().map(|card| Out {
        id: card.id.to_string(),
        series: card.series.map(|id| id.to_string()),
        name: card.name,
        needs: card.needs,
        each: card.each,
        least: Amount::of(key.shop.money(card.least)),
        gift: card.gift.to_string(),
        state: card.state,
    });
    reply::json(&Outs { items: items.collect(), next_cursor: None })
}
