//! `/console/plans`: the list, a plan with its figures and people, making and changing one.

use ::store::Read;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, MemberId, OrgId, PageRequest, PlanId, Result,
    permission::{ManageGifts, ViewGifts},
};
use people::members;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{List, layout},
    reply, t,
};

use super::{
    accounts, actions, form,
    model::Plan,
    sentences::Names,
    store::{self as rows, Which},
    view,
};
use crate::{
    gifts::{self, State as PlanState},
    tiers,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/plans", list)
        .get("/console/plans/new", new)
        .post("/console/plans", create)
        .get("/console/plans/{id}", show)
        .post("/console/plans/{id}", change)
        .get("/console/plans/{id}/details", edit)
        .post("/console/plans/{id}/closing", close)
        .post("/console/plans/{id}/opening", open)
}

/// What tiers and open gifts are called.
pub async fn names(db: &mut impl Read, org: OrgId) -> Result<Names> {
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let gifts = gifts::list(db, org, None, &page).await?.items;
    Ok(Names {
        tiers: tiers::named(db, org).await?,
        gifts: gifts.into_iter().map(|gift| (gift.id, gift.details.name)).collect(),
    })
}

async fn list(State(app): State<App>, staff: Staff<ViewGifts>, RawQuery(query): RawQuery) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let query = query.unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    let asked = List::new(lang, "/console/plans").query(query.take(50));
    let cursor = Some(asked.get("cursor").to_owned());
    let page = PageRequest { limit: Some("50".to_owned()), cursor };
    let today = app.now().date(&staff.shop.zone);
    let mut db = app.db().read().await?;
    let found = rows::list(&mut db, org, None, &page).await?;
    let mut shown = Vec::with_capacity(found.items.len());
    for plan in found.items {
        let counts = rows::counts(&mut db, org, (plan.id, today)).await?;
        let sums = accounts::sums(&mut db, org, plan.id).await?;
        shown.push((plan, counts, sums));
    }
    let names = names(&mut db, org).await?;
    drop(db);
    let main = view::list(&staff, &asked.next(found.next_cursor), &shown, &names);
    reply::page(layout::console(&staff.frame(t!(lang, "plans-title")), main))
}

async fn load(app: &App, org: OrgId, id: &str) -> Result<(Plan, Names)> {
    let id: PlanId = id.parse().map_err(|_| Error::NotFound("plan"))?;
    let mut db = app.db().read().await?;
    Ok((rows::require(&mut db, org, id).await?, names(&mut db, org).await?))
}

async fn show(State(app): State<App>, staff: Staff<ViewGifts>, Path(id): Path<String>) -> Reply {
    let org = staff.shop.org;
    let (plan, names) = load(&app, org, &id).await?;
    let today = app.now().date(&staff.shop.zone);
    let mut db = app.db().read().await?;
    let counts = rows::counts(&mut db, org, (plan.id, today)).await?;
    let sums = accounts::sums(&mut db, org, plan.id).await?;
    let page = PageRequest { limit: Some("20".to_owned()), cursor: None };
    let which = Which { plan: Some(plan.id), member: None };
    let latest = rows::terms(&mut db, org, which, &page).await?.items;
    let ids: Vec<MemberId> = latest.iter().map(|term| term.member).collect();
    let people = members::names_for(&mut db, &staff, &ids).await?;
    drop(db);
    let main = view::one(&staff, (&plan, &names), (counts, sums), (&latest, &people));
    reply::page(layout::console(&staff.frame(plan.name.say(staff.lang())), main))
}

async fn new(State(app): State<App>, staff: Staff<ManageGifts>) -> Reply {
    let names = names(&mut app.db().read().await?, staff.shop.org).await?;
    reply::page(view::editing(&staff, &form::fresh(staff.lang()), &names, None))
}

async fn edit(State(app): State<App>, staff: Staff<ManageGifts>, Path(id): Path<String>) -> Reply {
    let (plan, names) = load(&app, staff.shop.org, &id).await?;
    let form = form::filled(staff.lang(), &staff.shop, &plan);
    reply::page(view::editing(&staff, &form, &names, Some(&plan)))
}

fn at(id: PlanId) -> String {
    format!("/console/plans/{id}")
}

async fn create(State(app): State<App>, staff: Staff<ManageGifts>, input: Input) -> Reply {
    let names = names(&mut app.db().read().await?, staff.shop.org).await?;
    let once = input.once_in(staff.session.id, "plans.create")?;
    let made = match form::read(&input, &staff.shop, &names) {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::create(tx, details).await)
            .await
            .map(|written| written.value.answer),
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(reply::see_with(&at(id), &Toast::good("plans-created"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &names, None)
        }),
    }
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (plan, names) = load(&app, staff.shop.org, &id).await?;
    let (id, once) = (plan.id, input.once_in(staff.session.id, "plans.change")?);
    let done = match form::read(&input, &staff.shop, &names) {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::change(tx, id, details).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&at(id), &Toast::good("plans-changed"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &names, Some(&plan))
        }),
    }
}

async fn close(
    app: State<App>,
    staff: Staff<ManageGifts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, PlanState::Closed).await
}

async fn open(app: State<App>, staff: Staff<ManageGifts>, id: Path<String>, input: Input) -> Reply {
    set(app, staff, id, input, PlanState::Open).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
    state: PlanState,
) -> Reply {
    let id: PlanId = id.parse().map_err(|_| Error::NotFound("plan"))?;
    let once = input.once_in(staff.session.id, "plans.state")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::set_state(tx, id, state).await)
        .await?;
    let key = if state == PlanState::Open { "plans-opened" } else { "plans-closed" };
    Ok(reply::see_with(&at(id), &Toast::good(key)))
}
