//! Everybody who ever had a wallet as CSV, streamed page by page.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    http::header,
    response::IntoResponse as _,
};
use futures::stream;
use kernel::{PageRequest, Result, scope::Remit};
use people::members;
use web::{App, Reply, Shop, Staff};

use super::store;

const HEAD: [&str; 6] = ["member", "code", "name", "principal", "bonus", "changed"];

async fn chunk(
    app: &App,
    (shop, remit): (&Shop, &Remit),
    cursor: Option<String>,
) -> Result<(String, Option<String>)> {
    let request = PageRequest { limit: Some("200".to_owned()), cursor };
    let mut db = app.db().read().await?;
    let page = store::wallets(&mut db, shop.org, &request).await?;
    let mut text = String::new();
    for wallet in &page.items {
        let member = members::require(&mut db, shop.org, wallet.member).await?;
        if !members::visible(&mut db, shop.org, remit, &member).await? {
            continue;
        }
        text.push_str(&members::csv_line([
            member.id.to_string(),
            member.code,
            member.name,
            shop.money(wallet.balance.principal).plain(),
            shop.money(wallet.balance.bonus).plain(),
            wallet.changed_at.date(&shop.zone).to_string(),
        ]));
    }
    Ok((text, page.next_cursor))
}

/// The whole list; memory stays small however long it is.
pub fn download<P>(app: App, staff: &Staff<P>) -> Reply {
    let (shop, remit) = (staff.shop.clone(), staff.remit().clone());
    // The mark in front tells spreadsheets that this is UTF-8.
    let first = format!("\u{feff}{}", members::csv_line(HEAD.map(str::to_owned)));
    let state = (app, shop, remit, Some(None::<String>), Some(first));
    let lines = stream::unfold(state, |(app, shop, remit, next, first)| async move {
        if let Some(first) = first {
            return Some((Bytes::from(first), (app, shop, remit, next, None)));
        }
        match chunk(&app, (&shop, &remit), next?).await {
            Ok((text, next)) => Some((Bytes::from(text), (app, shop, remit, next.map(Some), None))),
            Err(error) => {
                tracing::warn!(%error, "a list of wallets ended early");
                None
            }
        }
    });
    let body = Body::from_stream(futures::StreamExt::map(lines, Ok::<_, Infallible>));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"wallets.csv\""),
    ];
    Ok((headers, body).into_response())
}
