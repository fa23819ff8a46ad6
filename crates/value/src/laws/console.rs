//! `/console/laws`: the packs, and which of them the shop keeps to.

use axum::extract::State;
use kernel::permission::{ChooseLaws, ViewActivities};
use web::{App, Input, Reply, Routes, Staff, Toast, kit::layout, reply, t};

use super::{actions, view};

pub fn routes() -> Routes {
    Routes::new().get("/console/laws", show).post("/console/laws", choose)
}

async fn show(State(app): State<App>, staff: Staff<ViewActivities>) -> Reply {
    let held = actions::held(&mut app.db().read().await?, &staff.shop).await?;
    let title = t!(staff.lang(), "laws-title");
    reply::page(layout::console(&staff.frame(title), view::all(&staff, &held)))
}

async fn choose(State(app): State<App>, staff: Staff<ChooseLaws>, input: Input) -> Reply {
    let names: Vec<String> = input.all("packs").map(str::to_owned).collect();
    let once = input.once_in(staff.session.id, "laws.choose")?;
    let run = async |tx: &mut store::Tx| {
        actions::choose(tx, &staff.shop, &names).await.map(|held| held.len())
    };
    app.db().write_once(&staff.scope, &once, run).await?;
    Ok(reply::see_with("/console/laws", &Toast::good("laws-kept")))
}
