//! Who stands where, as CSV, streamed page by page.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    http::header,
    response::IntoResponse as _,
};
use futures::{StreamExt as _, stream};
use kernel::{
    Error, OrgId, PageRequest, Permission as _, ProgramId, Result,
    permission::{ExportMembers, ViewPoints},
    scope::Remit,
};
use people::members;
use web::{App, Reply, Staff};

use super::{
    console::named,
    model::{Stands, Which},
    store,
};

/// Which of them, and what ranks are called, from none upwards.
pub struct Asked {
    pub program: ProgramId,
    pub which: Which,
    pub names: Vec<String>,
}

pub fn download(app: App, staff: &Staff<ViewPoints>, asked: Asked) -> Reply {
    if !staff.role.may(ExportMembers::NAME) {
        return Err(Error::Forbidden(ExportMembers::NAME).into());
    }
    let (org, remit) = (staff.shop.org, staff.remit().clone());
    let head = ["member", "name", "rank", "tier", "counts", "since", "until"].map(str::to_owned);
    // The mark in front tells spreadsheets that this is UTF-8.
    let first = stream::iter([Bytes::from(format!("\u{feff}{}", members::csv_line(head)))]);
    let state = (app, remit, asked, Some(None));
    let pages = stream::unfold(state, move |(app, remit, asked, next)| async move {
        let cursor = next?;
        match lines(&app, (org, &remit), &asked, cursor).await {
            Ok((text, next)) => Some((Bytes::from(text), (app, remit, asked, next.map(Some)))),
            Err(error) => {
                tracing::warn!(%error, "a list of tiers ended early");
                None
            }
        }
    });
    let body = Body::from_stream(first.chain(pages).map(Ok::<_, Infallible>));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"tiers.csv\""),
    ];
    Ok((headers, body).into_response())
}

async fn lines(
    app: &App,
    (org, remit): (OrgId, &Remit),
    asked: &Asked,
    cursor: Option<String>,
) -> Result<(String, Option<String>)> {
    let mut db = app.db().read().await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor };
    let found = store::list(&mut db, org, (asked.program, &asked.which), &page).await?;
    let named = named(&mut db, (org, remit), found.items).await?;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    let line = |(one, name): (Stands, String)| {
        let tier = asked.names.get(one.rank).cloned().unwrap_or_default();
        let (member, rank, score) = (one.whose.member, one.rank, one.score);
        let numbers = [member.to_string(), name, rank.to_string(), tier, score.to_string()];
        members::csv_line(numbers.into_iter().chain([day(one.since), day(one.until)]))
    };
    Ok((named.into_iter().map(line).collect(), found.next_cursor))
}
