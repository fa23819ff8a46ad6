//! The books for browsers and programs without a key: the head, and the chain in bounded pieces.

use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
};
use kernel::{Error, FieldError, Result, Time};
use ledger::{Seal, Span};
use serde::{Deserialize, Serialize};
use web::{App, Guest, Reply, Routes, rates::Door, reply};

use super::model::LARGEST_ROW;

pub fn routes() -> Routes {
    Routes::new().get("/{org}/books.json", head).get("/{org}/books/rows", rows)
}

/// A minute old is fresh enough for something that is noted for years.
const BRIEFLY: HeaderValue = HeaderValue::from_static("public, max-age=60");

fn briefly(value: &impl Serialize) -> Reply {
    let mut response = reply::json(value)?;
    response.headers_mut().insert(header::CACHE_CONTROL, BRIEFLY);
    Ok(response)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    row: Option<String>,
}

/// A row of the books as it is published.
#[derive(Debug, Serialize)]
struct Published {
    /// The encoding: 1.
    regulars: u32,
    shop: String,
    row: i64,
    at: Time,
    hash: String,
}

/// The last row, or the one that is asked for.
async fn head(State(app): State<App>, guest: Guest, Query(which): Query<Which>) -> Reply {
    let mut db = app.db().read().await?;
    let Seal { row, at, hash } = match which.row {
        Some(row) => ledger::seal(&mut db, guest.shop.org, number("row", &row)?).await?,
        None => ledger::head(&mut db, guest.shop.org).await?,
    }
    .ok_or(Error::NotFound("row"))?;
    briefly(&Published { regulars: 1, shop: guest.shop.name, row, at, hash })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Way {
    from: String,
    to: String,
}

/// What leads from the row before `from` to the row `to`, as far as one answer goes.
async fn rows(State(app): State<App>, guest: Guest, Query(way): Query<Way>) -> Reply {
    let span = Span { from: number("from", &way.from)?, to: number("to", &way.to)? };
    if span.to < span.from - 1 {
        return Err(out_of_range("to", span.from - 1).into());
    }
    // The text of every row is read for its root, so this is the dearest page that anybody may ask for.
    app.rates().take(Door::Books, &guest.device_key(), app.now())?;
    let mut db = app.db().read().await?;
    briefly(&ledger::links(&mut db, guest.shop.org, span).await?)
}

fn number(field: &'static str, text: &str) -> Result<i64> {
    let least = i64::from(field != "to");
    text.parse()
        .ok()
        .filter(|row| (least..=LARGEST_ROW).contains(row))
        .ok_or_else(|| out_of_range(field, least).into())
}

fn out_of_range(field: &'static str, least: i64) -> FieldError {
    FieldError::new(field, "number_range").with("min", least).with("max", LARGEST_ROW)
}
