//! The picture of a join code, for a phone that was given its address.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse as _,
};
use kernel::{Error, GroupId};
use serde::Deserialize;
use web::{App, Guest, Reply, Routes};

use super::{code, picture::Picture, store};

pub fn routes() -> Routes {
    Routes::new().get("/{org}/g/{group}/code.png", picture)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    until: String,
    #[serde(default)]
    proof: String,
}

async fn picture(
    State(app): State<App>,
    guest: Guest,
    Path((_, group)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Reply {
    let gone = || Error::NotFound("group");
    let id: GroupId = group.parse().map_err(|_| gone())?;
    let until: i64 = asked.until.parse().map_err(|_| gone())?;
    let mut db = app.db().read().await?;
    let outside = store::find(&mut db, guest.shop.org, id).await?.ok_or_else(gone)?;
    if !code::holds(&outside.secret, id, (until, &asked.proof), app.now()) {
        return Err(gone().into());
    }
    let bytes = store::picture_of(&mut db, guest.shop.org, id).await?.ok_or_else(gone)?;
    let kind = Picture::content_type(&bytes);
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, no-store")], bytes)
        .into_response())
}
