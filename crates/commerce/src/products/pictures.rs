//! `/{org}/product-pictures/{id}`: public, since it shows nothing but the goods; never changes.

use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse as _,
};
use kernel::{Error, PictureId};
use web::{App, Guest, Reply};

use super::store;

pub async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let id: PictureId = id.parse().map_err(|_| Error::NotFound("picture"))?;
    let bytes = store::picture(&mut app.db().read().await?, guest.shop.org, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}
