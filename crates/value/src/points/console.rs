//! `/console/points`: the programs, one of them, making and changing it, closing and opening it.

use ::store::{Read, Reader};
use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, OrgId, PageRequest, Permission as _, ProgramId, Result,
    permission::{ExportMembers, ManagePoints, ViewPoints},
    scope::Remit,
};
use maud::Markup;
use people::{members, stores};
use web::{
    App, Input, Reply, Routes, Staff, Toast, csv,
    kit::{Form, List, layout},
    reply, t,
};

use super::{
    accounts,
    actions::{self, Change},
    ends::{MOST_ENDS, by_month},
    filled,
    form::Offers,
    model::Known,
    sample::{self, Sample},
    store::{self as rows, Holder},
    typed, view,
};
use crate::gifts::State as ProgramState;

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/points", list)
        .post("/console/points", create)
        .get("/console/points/new", new)
        .get("/console/points/{program}", show)
        .post("/console/points/{program}", change)
        .get("/console/points/{program}/details", edit)
        .post("/console/points/{program}/closing", close)
        .post("/console/points/{program}/opening", open)
}

async fn list(State(app): State<App>, staff: Staff<ViewPoints>) -> Reply {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let mut db = app.db().read().await?;
    let programs = rows::programs(&mut db, shop.org, &shop.zone).await?;
    let mut lines = Vec::with_capacity(programs.len());
    for known in &programs {
        let totals = rows::totals(&mut db, shop.org, known.program.id).await?;
        lines.push(view::Line { known, terms: known.terms(app.now())?, totals });
    }
    let main = view::list(&staff, &lines);
    reply::page(layout::console(&staff.frame(t!(lang, "points-title")), main))
}

async fn known<P>(db: &mut impl Read, staff: &Staff<P>, id: &str) -> Result<Known> {
    let id: ProgramId = id.parse().map_err(|_| Error::NotFound("program"))?;
    rows::require(db, staff.shop.org, &staff.shop.zone, id).await
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewPoints>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, org, now) = (staff.lang(), staff.shop.org, app.now());
    let mut db = app.db().read().await?;
    let known = known(&mut db, &staff, &id).await?;
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).into_owned().take(50);
    let list = List::new(lang, view::href(&known)).query(asked);
    if list.get("csv") == "1" {
        drop(db);
        return download(app, &staff, known.program.id);
    }
    let program = known.program.id;
    let totals = rows::totals(&mut db, org, program).await?;
    let ends = ledger::lots_by_end(&mut db, org, &accounts::unit(program)?, MOST_ENDS).await?;
    let page =
        PageRequest { limit: Some("50".to_owned()), cursor: Some(list.get("cursor").to_owned()) };
    let found = rows::holders(&mut db, org, program, &page).await?;
    let holders = named(&mut db, (org, staff.remit()), found.items).await?;
    drop(db);
    let shown = view::Shown {
        line: view::Line { known: &known, terms: known.terms(now)?, totals },
        ends: by_month(&ends, now, &staff.shop.zone),
        holders,
        list: list.next(found.next_cursor),
    };
    let main = view::one(&staff, &shown);
    reply::page(layout::console(&staff.frame(known.program.name.say(lang)), main))
}

/// Holders by name, of those whom this person of staff may see.
async fn named(
    db: &mut Reader,
    (org, remit): (OrgId, &Remit),
    holders: Vec<Holder>,
) -> Result<Vec<(Holder, String)>> {
    let ids: Vec<_> = holders.iter().map(|holder| holder.member).collect();
    let mut names = members::names_within(db, org, remit, &ids).await?;
    let named = |holder: Holder| names.remove(&holder.member).map(|name| (holder, name));
    Ok(holders.into_iter().filter_map(named).collect())
}

/// All holders as CSV, streamed page by page; amounts in plain digits.
fn download(app: App, staff: &Staff<ViewPoints>, program: ProgramId) -> Reply {
    if !staff.role.may(ExportMembers::NAME) {
        return Err(Error::Forbidden(ExportMembers::NAME).into());
    }
    let (org, remit) = (staff.shop.org, staff.remit().clone());
    let head = ["member", "name", "points", "pending", "owed"].map(str::to_owned);
    Ok(csv::download("points.csv", &members::csv_line(head), move |cursor| {
        let (app, remit) = (app.clone(), remit.clone());
        async move { lines(&app, (org, &remit), program, cursor).await }
    }))
}

async fn lines(
    app: &App,
    (org, remit): (OrgId, &Remit),
    program: ProgramId,
    cursor: Option<String>,
) -> Result<csv::Lines> {
    let mut db = app.db().read().await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor };
    let found = rows::holders(&mut db, org, program, &page).await?;
    let named = named(&mut db, (org, remit), found.items).await?;
    let line = |(holder, name): (Holder, String)| {
        let Holder { member, balance, pending, owed } = holder;
        let numbers = [balance, pending, owed].map(|number| number.to_string());
        members::csv_line([member.to_string(), name].into_iter().chain(numbers))
    };
    Ok((named.into_iter().map(line).collect(), found.next_cursor))
}

async fn offers(app: &App, org: OrgId) -> Result<Offers> {
    Ok(Offers { stores: stores::list(&mut app.db().read().await?, org).await? })
}

/// The purchase that is tried when nobody named one.
fn first_sample(offers: &Offers) -> Sample {
    let store = offers.stores.first().map(|store| store.id);
    Sample { amount: sample::AMOUNT, category: None, store }
}

async fn new(State(app): State<App>, staff: Staff<ManagePoints>) -> Reply {
    let offers = offers(&app, staff.shop.org).await?;
    let (form, terms) = filled::fresh(staff.lang(), &staff.shop);
    let sample = first_sample(&offers);
    let tried = view::tried(staff.lang(), &staff.shop, &terms, (&sample, app.now()));
    reply::page(view::editing(&staff, &form, &offers, None, &tried))
}

async fn edit(State(app): State<App>, staff: Staff<ManagePoints>, Path(id): Path<String>) -> Reply {
    let known = known(&mut app.db().read().await?, &staff, &id).await?;
    let offers = offers(&app, staff.shop.org).await?;
    let (lang, shop, terms) = (staff.lang(), &staff.shop, known.terms(app.now())?);
    let form = filled::filled(lang, shop, &known.program.name, terms);
    let tried = view::tried(lang, shop, terms, (&first_sample(&offers), app.now()));
    reply::page(view::editing(&staff, &form, &offers, Some(&known), &tried))
}

/// The form again, with what the terms as typed would give.
struct Again<'a> {
    app: &'a App,
    staff: &'a Staff<ManagePoints>,
    input: &'a Input,
    offers: &'a Offers,
    before: Option<&'a Known>,
}

impl Again<'_> {
    fn drawn(&self, form: &Form, tried: &Markup) -> Markup {
        view::editing(self.staff, form, self.offers, self.before, tried)
    }
    /// Nothing is kept: somebody only wants to see.
    fn tried(&self) -> Reply {
        let (lang, shop) = (self.staff.lang(), &self.staff.shop);
        let store = self.offers.stores.first().map(|store| store.id);
        let read = typed::read(self.input, shop)
            .and_then(|(_, terms)| Ok((terms, typed::sample(self.input, shop, store)?)));
        match read {
            Ok((terms, sample)) => {
                let tried = view::tried(lang, shop, &terms, (&sample, self.app.now()));
                let form = self.input.again(lang, kernel::Fields::default());
                reply::page(self.drawn(&form, &tried))
            }
            Err(error) => self.wrong(error),
        }
    }
    fn wrong(&self, error: Error) -> Reply {
        let lang = self.staff.lang();
        reply::or_form(error, |fields| {
            // Terms name stores by the rule's place; a refusal of this kind stands on the page too.
            self.drawn(&self.input.again(lang, fields), &view::untried(lang))
        })
    }
}

async fn create(State(app): State<App>, staff: Staff<ManagePoints>, input: Input) -> Reply {
    let offers = offers(&app, staff.shop.org).await?;
    let again = Again { app: &app, staff: &staff, input: &input, offers: &offers, before: None };
    if input.text("do") == "try" {
        return again.tried();
    }
    let once = input.once_in(staff.session.id, "points.create")?;
    let made = match typed::read(&input, &staff.shop) {
        Ok((name, terms)) => {
            let called = name.say(staff.lang()).to_owned();
            app.db()
                .write_once(&staff.scope, &once, async |tx| actions::create(tx, name, terms).await)
                .await
                .map(|made| (made.value.answer, called))
        }
        Err(error) => Err(error),
    };
    match made {
        Ok((id, name)) => {
            let toast = Toast::good("points-created").with("name", name);
            Ok(reply::see_with(&format!("/console/points/{id}"), &toast))
        }
        Err(error) => again.wrong(error),
    }
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManagePoints>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let known = known(&mut app.db().read().await?, &staff, &id).await?;
    let offers = offers(&app, staff.shop.org).await?;
    let before = Some(&known);
    let again = Again { app: &app, staff: &staff, input: &input, offers: &offers, before };
    if input.text("do") == "try" {
        return again.tried();
    }
    let once = input.once_in(staff.session.id, "points.change")?;
    let (program, state) = (known.program.id, known.program.state);
    let changed = match typed::read(&input, &staff.shop) {
        Ok((name, terms)) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| {
                actions::change(tx, program, Change { name, state, terms }).await
            })
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(reply::see_with(&view::href(&known), &Toast::good("points-changed"))),
        Err(error) => again.wrong(error),
    }
}

async fn close(
    app: State<App>,
    staff: Staff<ManagePoints>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, ProgramState::Closed).await
}

async fn open(
    app: State<App>,
    staff: Staff<ManagePoints>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, ProgramState::Open).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<ManagePoints>,
    Path(id): Path<String>,
    input: Input,
    state: ProgramState,
) -> Reply {
    let program = known(&mut app.db().read().await?, &staff, &id).await?.program.id;
    let once = input.once_in(staff.session.id, "points.state")?;
    let zone = staff.shop.zone.clone();
    app.db()
        .write_once(&staff.scope, &once, async |tx| {
            let org = tx.org();
            let known = rows::require(tx, org, &zone, program).await?;
            let terms = known.terms(tx.now())?.clone();
            actions::change(tx, program, Change { name: known.program.name, state, terms }).await
        })
        .await?;
    let key = if state == ProgramState::Open { "points-opened" } else { "points-shut" };
    Ok(reply::see_with(&format!("/console/points/{program}"), &Toast::good(key)))
}
