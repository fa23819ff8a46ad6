//! `/console`.

use axum::extract::{Query, State};
use kernel::Permission as _;
use kernel::permission::{UseConsole, ViewFigures};
use web::{App, Place, Reply, Staff, pieces, reply};

use super::{data, view};
use crate::{facts::model::Day, figures::Asked};

pub(super) async fn today(
    staff: Staff<UseConsole>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Reply {
    let viewer = staff.viewer();
    let now = pieces::draw(&app, Place::TodayNow, &viewer).await?;
    let waits = pieces::draw(&app, Place::TodayWaits, &viewer).await?;
    let moved = pieces::draw(&app, Place::TodayMoved, &viewer).await?;
    // A host or cashier has a day too, but not the shop's figures.
    let figures = if staff.role.may(ViewFigures::NAME) {
        let today = Day::of(app.now(), &staff.shop.zone);
        let filter = asked.understand(&staff.scope, today)?;
        Some(data::Figures::read(&app, &staff, filter).await?)
    } else {
        None
    };
    let page = view::Today { now, waits, moved, figures, asked, at: app.now() };
    reply::page(view::page(&staff, &page))
}
