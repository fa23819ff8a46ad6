//! `/console/presales`: the list, one with its windows and reservations, planning one, and its life.

use std::collections::HashMap;

use ::store::Tx;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    MemberId, PageRequest, PresaleId, Result, kinds,
    permission::{ManageActivities, ViewActivities},
};
use people::members;
use value::{bills::terms_form::Typed, prices};
use web::{App, Input, Reply, Routes, Staff, Toast, kit::layout, reply, t};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    console_one as one, console_picking as picking, console_view as view, csv,
    form::{self, Made},
    model::{After, Presale, Reservation},
    store as rows,
};
use crate::{
    activities::{
        console::{self as desk, BACK, Desk},
        form as plan, laws,
        run::console as run,
    },
    suggested::{self, Begun, Kind},
};

impl Desk for kinds::Presale {
    const SLICE: &'static str = "presales";
    const PATH: &'static str = "/console/presales";
    const SUBJECT: &'static str = "presale";
}

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/presales", list)
        .get("/console/presales/new", new)
        .post("/console/presales", create)
        .get("/console/presales/preview", preview)
        .get("/console/presales/{id}", show)
        .post("/console/presales/{id}", change)
        .get("/console/presales/{id}/details", edit)
        .get("/console/presales/{id}/figures", figures)
        .get("/console/presales/{id}/live", follow)
        .get("/console/presales/{id}/reservations.csv", download)
        .get("/console/presales/{id}/windows/{window}", picking::show)
        .post("/console/presales/{id}/checking", check)
        .post("/console/presales/{id}/schedule", schedule)
        .post("/console/presales/{id}/opening", open)
        .post("/console/presales/{id}/closing", close)
        .post("/console/presales/{id}/calling-off", call_off)
        .post("/console/presales/{id}/archiving", archive)
        .get("/console/presales/{id}/run", run::edit::<kinds::Presale>)
        .post("/console/presales/{id}/run", run::save::<kinds::Presale>)
        .get("/console/presales/{id}/card.png", run::card_png::<kinds::Presale>)
        .get("/console/presales/{id}/poster.png", run::poster_png::<kinds::Presale>)
        .get("/console/presales/{id}/poster.svg", run::poster_svg::<kinds::Presale>)
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut db = app.db().read().await?;
    let (asked, found) = desk::listed(&mut db, &staff, query.as_deref()).await?;
    let mut all = Vec::new();
    for presale in found {
        let shown = asked::shown(&mut db, staff.shop.org, presale).await?;
        let figures = asked::figures(&mut db, staff.shop.org, &shown).await?;
        all.push((shown, figures));
    }
    drop(db);
    let main = view::list(&staff, &asked, &all, app.now());
    let title = t!(staff.lang(), "presales-title");
    reply::page(layout::console(&staff.frame(title), main))
}

pub(super) async fn load(app: &App, org: kernel::OrgId, text: &str) -> Result<Shown> {
    asked::require(&mut app.db().read().await?, org, desk::id(text)?).await
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    let pairs = desk::pairs(query.as_deref());
    let wanted = pairs.iter().find(|(name, _)| name == "who").map(|(_, typed)| typed.trim());
    let asked = Asked { who: wanted.unwrap_or_default(), wrong: None };
    reply::page(whole(&app, &staff, &shown, asked).await?)
}

/// Whose reservations are looked for, and what stands in the way of the next step.
struct Asked<'a> {
    who: &'a str,
    wrong: Option<&'a kernel::Fields>,
}

async fn whole(
    app: &App,
    staff: &Staff<impl Sized>,
    shown: &Shown,
    asked: Asked<'_>,
) -> Result<maud::Markup> {
    let (org, presale) = (staff.shop.org, &shown.presale);
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, org, shown).await?;
    let (all, names) = reservations(&mut db, staff, (shown, asked.who)).await?;
    let offers = prices::offers(&mut db, org, None).await?;
    let law = if presale.life.is_told() {
        maud::html! {}
    } else {
        let about = (&staff.shop, staff.lang());
        laws::said_prepaid(&mut db, about, presale.terms.prepaid()).await?
    };
    drop(db);
    let whom = prices::whom_said(staff.lang(), &presale.plan.whom, &offers);
    let name = presale.plan.name.say(staff.lang()).to_owned();
    let (wrong, now) = (asked.wrong, app.now());
    let run = run::part(app, staff, presale).await?;
    let of = one::Of { shown, figures, whom, law, run, now, wrong };
    let listed = one::Listed { all: &all, names: &names, who: asked.who };
    Ok(layout::console(&staff.frame(name), one::one(staff, &of, &listed)))
}

/// Lines of one page.
const LINES: usize = 50;

/// The latest reservations, or those of whoever is called so, with the names that the asker may see.
async fn reservations(
    db: &mut ::store::Reader,
    staff: &Staff<impl Sized>,
    (shown, who): (&Shown, &str),
) -> Result<(Vec<Reservation>, HashMap<MemberId, String>)> {
    let (org, presale) = (staff.shop.org, shown.presale.id);
    let wanted = who.to_lowercase();
    let (mut all, mut names, mut cursor) = (Vec::new(), HashMap::new(), None);
    loop {
        let page = PageRequest { limit: Some("200".to_owned()), cursor };
        let found = rows::list(db, org, (presale, None), &page).await?;
        let ids: Vec<_> = found.items.iter().map(|one| one.member).collect();
        names.extend(members::names_for(db, staff, &ids).await?);
        let is_meant = |one: &Reservation| {
            wanted.is_empty()
                || names.get(&one.member).is_some_and(|name| name.to_lowercase().contains(&wanted))
        };
        all.extend(found.items.into_iter().filter(is_meant));
        cursor = found.next_cursor;
        if cursor.is_none() || all.len() >= LINES {
            break;
        }
    }
    all.truncate(LINES);
    Ok((all, names))
}

async fn figures(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, staff.shop.org, &shown).await?;
    reply::page(one::figures(staff.lang(), &staff.shop, figures))
}

async fn follow(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
) -> Reply {
    let id = load(&app, staff.shop.org, &text).await?.presale.id;
    Ok(desk::follow(&app, staff.shop.org, id))
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, shown.presale.id))
}

async fn made(app: &App, staff: &Staff<impl Sized>, presale: Option<&Presale>) -> Result<Made> {
    Made::load(&mut app.db().read().await?, &staff.shop, (presale, app.now())).await
}

async fn new(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut made = made(&app, &staff, None).await?;
    let form = match suggested::begun(&app, shop, (Kind::Presale, query.as_deref())).await? {
        Begun::With(draft) => match *draft {
            suggested::Draft::Presale(Draft { plan, terms }) => {
                form::filled(lang, shop, &Presale::sketch(plan, terms, now))
            }
            _ => return Err(kernel::Error::NotFound("activity").into()),
        },
        Begun::Blank(choices) => {
            made.choices.suggested = choices;
            form::fresh(lang, shop, (&made, now))
        }
    };
    reply::page(view::editing(&staff, &form, &made, None))
}

async fn edit(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut presale = load(&app, staff.shop.org, &id).await?.presale;
    let made = made(&app, &staff, Some(&presale)).await?;
    // The form begins with what would be lawful.
    let pairs = desk::pairs(query.as_deref());
    if pairs.iter().any(|(name, what)| name == "instead" && what == BACK) {
        presale.terms.after = After::Back;
    }
    let form = form::filled(staff.lang(), &staff.shop, &presale);
    reply::page(view::editing(&staff, &form, &made, Some(&presale)))
}

fn read(input: &Input, staff: &Staff<ManageActivities>, made: &Made) -> Result<Draft> {
    prices::sent(input, |typed| form::read(typed, &staff.shop, made))
}

async fn create(State(app): State<App>, staff: Staff<ManageActivities>, input: Input) -> Reply {
    let made = made(&app, &staff, None).await?;
    let once = input.once_in(staff.session.id, "presales.create")?;
    let done = match read(&input, &staff, &made) {
        Ok(draft) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| {
                actions::create(tx, &staff.shop, draft).await
            })
            .await
            .map(|written| written.value.answer),
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => Ok(reply::see_with(&desk::at(id), &Toast::good("presales-created"))),
        Err(error) => reply::or_form(form::placed(error, &staff.shop), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &made, None)
        }),
    }
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let presale = load(&app, staff.shop.org, &id).await?.presale;
    let made = made(&app, &staff, Some(&presale)).await?;
    let (id, once) = (presale.id, input.once_in(staff.session.id, "presales.change")?);
    let why = input.text("reason").to_owned();
    let done = match read(&input, &staff, &made) {
        Ok(mut draft) => {
            plan::as_it_was(&mut draft.plan, &presale.plan, &staff.shop);
            form::as_it_was(&mut draft.terms, &presale.terms, &staff.shop);
            let run = async |tx: &mut Tx| actions::change(tx, &staff.shop, id, (draft, &why)).await;
            app.db().write_once(&staff.scope, &once, run).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&desk::at(id), &Toast::good("presales-changed"))),
        Err(error) => reply::or_form(form::placed(error, &staff.shop), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &made, Some(&presale))
        }),
    }
}

/// One step of its life. What stands in its way is said on its own page.
async fn step(
    (app, staff): (&App, &Staff<ManageActivities>),
    (text, noun): (&str, &'static str),
    input: &Input,
    run: impl AsyncFnOnce(&mut Tx, PresaleId) -> Result<()>,
) -> Reply {
    let shown = load(app, staff.shop.org, text).await?;
    match desk::step((app, staff), (shown.presale.id, noun), input, run).await? {
        Ok(done) => Ok(done),
        Err(fields) => {
            let asked = Asked { who: "", wrong: Some(&fields) };
            reply::wrong(whole(app, staff, &shown, asked).await?)
        }
    }
}

async fn check(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id| actions::check(tx, &staff.shop, id).await;
    step((&app, &staff), (&id, "check"), &input, run).await
}

async fn schedule(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id| actions::schedule(tx, &staff.shop, id).await.map(drop);
    step((&app, &staff), (&id, "schedule"), &input, run).await
}

async fn open(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id| actions::open(tx, &staff.shop, id).await.map(drop);
    step((&app, &staff), (&id, "open"), &input, run).await
}

async fn close(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let why = input.text("reason").to_owned();
    let run = async |tx: &mut Tx, id| actions::close(tx, id, &why).await.map(drop);
    step((&app, &staff), (&id, "close"), &input, run).await
}

async fn call_off(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let why = input.text("reason").to_owned();
    let run = async |tx: &mut Tx, id| actions::call_off(tx, id, &why).await.map(drop);
    step((&app, &staff), (&id, "call-off"), &input, run).await
}

async fn archive(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id| actions::archive(tx, id).await;
    step((&app, &staff), (&id, "archive"), &input, run).await
}

/// The phone beside the form: a member's page as it would be.
async fn preview(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let made = made(&app, &staff, None).await?;
    let read = |typed: &Typed| form::read(typed, &staff.shop, &made);
    let draft = desk::drafted(query.as_deref(), read)?;
    reply::page(view::preview(&staff, &made, draft, app.now()))
}
