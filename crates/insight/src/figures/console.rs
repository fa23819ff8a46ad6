//! `/console/figures`: the breakdown, and the list behind each figure.

use axum::extract::{Path, Query, State};
use kernel::{Error, MemberId, PageRequest, permission::ViewFigures};
use people::members;
use serde::Deserialize;
use web::{App, Reply, Staff, reply};

use super::{csv, filter::Asked, store, view};
use crate::facts::model::{By, Day, Kind};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Breakdown {
    #[serde(default)]
    by: Option<String>,
    #[serde(default)]
    csv: Option<String>,
    #[serde(flatten)]
    asked: Asked,
}

pub(super) async fn breakdown(
    staff: Staff<ViewFigures>,
    State(app): State<App>,
    Query(query): Query<Breakdown>,
) -> Reply {
    let by: By = query.by.as_deref().and_then(|by| by.parse().ok()).unwrap_or(By::Source);
    let today = Day::of(app.now(), &staff.shop.zone);
    let filter = query.asked.understand(&staff.scope, today)?;
    let mut reader = app.db().read().await?;
    let lines = store::breakdown(&mut reader, staff.shop.org, by, &filter).await?;
    let total = store::sums(&mut reader, staff.shop.org, &filter).await?;
    drop(reader);
    let names = view::names(&app, &staff, by, &lines).await?;
    if query.csv.is_some() {
        let text = csv::breakdown(&staff.shop, by, &lines, &names);
        return Ok(csv::answer(&format!("figures-{by}.csv"), &text));
    }
    let shown = view::Shown { by, asked: &query.asked, filter: &filter, names: &names };
    reply::page(view::breakdown(&staff, &shown, &lines, &total))
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Listing {
    #[serde(default)]
    csv: Option<String>,
    #[serde(flatten)]
    asked: Asked,
    #[serde(flatten)]
    page: PageRequest,
}

pub(super) async fn list(
    staff: Staff<ViewFigures>,
    State(app): State<App>,
    Path(kind): Path<String>,
    Query(query): Query<Listing>,
) -> Reply {
    let kind: Kind = kind.parse().map_err(|()| Error::NotFound("figure"))?;
    let today = Day::of(app.now(), &staff.shop.zone);
    let filter = query.asked.understand(&staff.scope, today)?;
    if query.csv.is_some() {
        let text = csv::facts(&app, &staff, kind, &filter).await?;
        return Ok(csv::answer(&format!("{kind}.csv"), &text));
    }
    let mut reader = app.db().read().await?;
    let page = store::facts(&mut reader, staff.shop.org, kind, &filter, &query.page).await?;
    let total = store::sums(&mut reader, staff.shop.org, &filter).await?.of(kind);
    let whose: Vec<MemberId> = page.items.iter().filter_map(|fact| fact.member).collect();
    let known = members::names_for(&mut reader, &staff, &whose).await?.into_keys().collect();
    drop(reader);
    let names = view::fact_names(&app, &staff, &page.items).await?;
    let query_text = query.asked.query(&[]);
    reply::page(view::list(&staff, kind, (&page, total), (&names, &known), &query_text))
}
