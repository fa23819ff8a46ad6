//! `/console/birthdays`: what birthdays bring, and whose come next.

use axum::extract::State;
use kernel::{
    Lang, PageRequest, Permission as _, Result,
    permission::{ManageGifts, ViewGifts, ViewMembers},
};
use people::members;
use web::{App, Input, Reply, Routes, Staff, Toast, kit::layout, reply, t};

use super::{
    actions,
    form::{self, Offers},
    model::{days, kept_on, next},
    store as rows,
    view::{self, AHEAD, Overview},
};
use crate::{gifts, tiers};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/birthdays", index)
        .get("/console/birthdays/plan", edit)
        .post("/console/birthdays/plan", change)
}

/// Members that the page looks at.
const MOST: u32 = 200;

async fn index(State(app): State<App>, staff: Staff<ViewGifts>) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let today = app.now().date(&staff.shop.zone);
    let offers = offers(&app, &staff.shop, lang).await?;
    let mut db = app.db().read().await?;
    let plan = rows::plan(&mut db, org).await?;
    // Whose birthday it is, only those are told who may see members at all.
    let ahead = if staff.role.may(ViewMembers::NAME) { days(today, AHEAD) } else { Vec::new() };
    let near = kept_on(&ahead);
    let mut coming = Vec::new();
    for member in members::born_on(&mut db, org, &near, (None, MOST)).await? {
        let day = member.birthday.and_then(|birthday| next(birthday, today));
        if let Some(day) = day
            && members::visible(&mut db, org, staff.remit(), &member).await?
        {
            coming.push((day, member));
        }
    }
    coming.sort_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)));
    let year_ago = today.saturating_sub(jiff::Span::new().years(1));
    let given = rows::count(&mut db, org, year_ago).await?;
    drop(db);
    let main = view::index(&staff, &Overview { plan, offers, coming, given });
    reply::page(layout::console(&staff.frame(t!(lang, "birthdays-title")), main))
}

/// Gifts and tiers by name.
async fn offers(app: &App, shop: &web::Shop, lang: Lang) -> Result<Offers> {
    let mut db = app.db().read().await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let gifts = gifts::list(&mut db, shop.org, None, &page).await?.items;
    let ladders = tiers::ladders(&mut db, shop.org).await?;
    let mut tiers = Vec::new();
    for (_, ladder) in ladders.into_values().filter_map(|mut versions| versions.pop()) {
        for tier in ladder.iter().flat_map(|ladder| &ladder.tiers) {
            tiers.extend(tier.id.map(|id| (id, tier.name.say(lang).to_owned())));
        }
    }
    tiers.sort();
    Ok(Offers { gifts, tiers })
}

async fn edit(State(app): State<App>, staff: Staff<ManageGifts>) -> Reply {
    let plan = rows::plan(&mut app.db().read().await?, staff.shop.org).await?;
    let offers = offers(&app, &staff.shop, staff.lang()).await?;
    reply::page(view::editing(&staff, &form::filled(staff.lang(), &plan), &offers))
}

async fn change(State(app): State<App>, staff: Staff<ManageGifts>, input: Input) -> Reply {
    let offers = offers(&app, &staff.shop, staff.lang()).await?;
    let once = input.once_in(staff.session.id, "birthdays.plan")?;
    let kept = match form::read(&input, &offers) {
        Ok(plan) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::keep(tx, plan).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Ok(reply::see_with("/console/birthdays", &Toast::good("birthdays-kept"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers)
        }),
    }
}
