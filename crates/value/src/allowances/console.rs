//! `/console/allowances`: the list, one with who has how much left, making and changing one.

use ::store::Read;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    AllowanceId, Error, OrgId, PageRequest, Permission as _, Result,
    permission::{ManageGifts, WorkCounter},
};
use people::staff::{self, Filter};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{List, layout},
    reply, t,
};

use super::{
    actions,
    form::{self, Offers},
    model::Allowance,
    reading::{given, shares},
    store as rows, view,
};
use crate::gifts::{self, State as GiftState};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/allowances", list)
        .get("/console/allowances/new", new)
        .post("/console/allowances", create)
        .get("/console/allowances/{id}", show)
        .post("/console/allowances/{id}", change)
        .get("/console/allowances/{id}/details", edit)
        .post("/console/allowances/{id}/closing", close)
        .post("/console/allowances/{id}/opening", open)
}

pub fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().take(50).collect()
}

/// The open gifts and the people at counters, with those that the allowance names already.
async fn offers(db: &mut impl Read, org: OrgId, one: Option<&Allowance>) -> Result<Offers> {
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let mut open = gifts::list(db, org, Some(GiftState::Open), &page).await?.items;
    let mut people = staff::list(db, org, &Filter::default(), &page).await?.items;
    people.retain(|person| person.role.may(WorkCounter::NAME));
    for id in one.map(|one| one.gifts.as_slice()).unwrap_or_default() {
        if !open.iter().any(|gift| gift.id == *id) {
            open.push(gifts::require(db, org, *id).await?);
        }
    }
    for id in one.map(|one| one.staff.as_slice()).unwrap_or_default() {
        if !people.iter().any(|person| person.id == *id) {
            people.push(staff::require(db, org, *id).await?);
        }
    }
    Ok(Offers { gifts: open, staff: people })
}

async fn list(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let asked = List::new(lang, "/console/allowances").query(pairs(query.as_deref()));
    let cursor = Some(asked.get("cursor").to_owned());
    let page = PageRequest { limit: Some("50".to_owned()), cursor };
    let today = app.now().date(&staff.shop.zone);
    let mut db = app.db().read().await?;
    let found = rows::list(&mut db, org, &page).await?;
    let mut shown = Vec::with_capacity(found.items.len());
    for one in found.items {
        let period = one.period.first(today);
        let pieces = given(&mut db, org, (one.id, period)).await?;
        shown.push((one, pieces));
    }
    let offers = offers(&mut db, org, None).await?;
    drop(db);
    let main = view::list(&staff, &asked.next(found.next_cursor), &shown, &offers);
    reply::page(layout::console(&staff.frame(t!(lang, "allowances-title")), main))
}

async fn load(app: &App, org: OrgId, id: &str) -> Result<(Allowance, Offers)> {
    let id: AllowanceId = id.parse().map_err(|_| Error::NotFound("allowance"))?;
    let mut db = app.db().read().await?;
    let one = rows::require(&mut db, org, id).await?;
    let offers = offers(&mut db, org, Some(&one)).await?;
    Ok((one, offers))
}

async fn show(State(app): State<App>, staff: Staff<ManageGifts>, Path(id): Path<String>) -> Reply {
    let (one, offers) = load(&app, staff.shop.org, &id).await?;
    let mut db = app.db().read().await?;
    let (period, shares) = shares(&mut db, &staff.shop, (&one, app.now())).await?;
    drop(db);
    let main = view::one(&staff, &one, (&offers, period, &shares));
    reply::page(layout::console(&staff.frame(one.name.clone()), main))
}

async fn new(State(app): State<App>, staff: Staff<ManageGifts>) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org, None).await?;
    reply::page(view::editing(&staff, &form::fresh(staff.lang()), &offers, None))
}

async fn edit(State(app): State<App>, staff: Staff<ManageGifts>, Path(id): Path<String>) -> Reply {
    let (one, offers) = load(&app, staff.shop.org, &id).await?;
    let form = form::filled(staff.lang(), &staff.shop, &one);
    reply::page(view::editing(&staff, &form, &offers, Some(&one)))
}

fn at(id: AllowanceId) -> String {
    format!("/console/allowances/{id}")
}

async fn create(State(app): State<App>, staff: Staff<ManageGifts>, input: Input) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org, None).await?;
    let once = input.once_in(staff.session.id, "allowances.create")?;
    let made = match form::read(&input, &staff.shop, &offers) {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::create(tx, details).await)
            .await
            .map(|written| written.value.answer),
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(reply::see_with(&at(id), &Toast::good("allowances-created"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, None)
        }),
    }
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (one, offers) = load(&app, staff.shop.org, &id).await?;
    let (id, once) = (one.id, input.once_in(staff.session.id, "allowances.change")?);
    let done = match form::read(&input, &staff.shop, &offers) {
        Ok(details) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::change(tx, id, details).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&at(id), &Toast::good("allowances-changed"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, Some(&one))
        }),
    }
}

async fn close(
    app: State<App>,
    staff: Staff<ManageGifts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, GiftState::Closed).await
}

async fn open(app: State<App>, staff: Staff<ManageGifts>, id: Path<String>, input: Input) -> Reply {
    set(app, staff, id, input, GiftState::Open).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
    state: GiftState,
) -> Reply {
    let id: AllowanceId = id.parse().map_err(|_| Error::NotFound("allowance"))?;
    let once = input.once_in(staff.session.id, "allowances.state")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::set_state(tx, id, state).await)
        .await?;
    let key = if state == GiftState::Open { "allowances-opened" } else { "allowances-closed" };
    Ok(reply::see_with(&at(id), &Toast::good(key)))
}
