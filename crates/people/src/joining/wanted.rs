//! `/{org}/wanted`: on the way to joining, what for; and afterwards there.

use axum::extract::{Query, rejection::QueryRejection};
use kernel::Error;
use serde::Deserialize;
use web::{Guest, Reply, Routes, reply::see_other, wanted};

pub fn routes() -> Routes {
    Routes::new().get("/{org}/wanted", wanted)
}

#[derive(Debug, Deserialize)]
struct Asking {
    /// The page; without it, the way back to what was kept.
    #[serde(default)]
    to: String,
}

async fn wanted(guest: Guest, query: Result<Query<Asking>, QueryRejection>) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    if asking.to.is_empty() {
        return Ok(wanted::go_on(&guest));
    }
    let page = wanted::page(&guest.shop, &asking.to).ok_or(Error::NotFound("page"))?;
    if guest.member().is_some() {
        return Ok(see_other(page));
    }
    let mut response = see_other(&guest.shop.href(""));
    wanted::keep(&mut response, &guest, page);
    Ok(response)
}
