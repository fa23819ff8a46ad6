//! `/console/raffles`: the list, a raffle, planning one, its life, and its winners on paper.

use ::store::Tx;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, FieldError, PageRequest, RaffleId, Result, kinds,
    permission::{ManageActivities, ViewActivities},
};
use people::members;
use value::{bills::terms_form::Typed, prices};
use web::{App, Input, Reply, Routes, Staff, Toast, kit::layout, reply, t};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    console_view as view, csv, drawing,
    entering::{self, Giving},
    form::{self, Made},
    model::{Raffle, Why},
    sheet, store_picks,
};
use crate::{
    activities::{
        console::{self as desk, Desk, FREE, pairs},
        form as plan, laws,
        run::console as run,
    },
    suggested::{self, Begun, Kind},
};

impl Desk for kinds::Raffle {
    const PATH: &'static str = "/console/raffles";
}

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/raffles", list)
        .get("/console/raffles/new", new)
        .post("/console/raffles", create)
        .get("/console/raffles/preview", preview)
        .get("/console/raffles/{id}", show)
        .post("/console/raffles/{id}", change)
        .get("/console/raffles/{id}/details", edit)
        .get("/console/raffles/{id}/figures", figures)
        .get("/console/raffles/{id}/live", follow)
        .get("/console/raffles/{id}/winners.csv", download)
        .get("/console/raffles/{id}/winners", print)
        .post("/console/raffles/{id}/checking", check)
        .post("/console/raffles/{id}/schedule", schedule)
        .post("/console/raffles/{id}/opening", open)
        .post("/console/raffles/{id}/closing", close)
        .post("/console/raffles/{id}/draw", draw)
        .post("/console/raffles/{id}/rerolls", reroll)
        .post("/console/raffles/{id}/tickets", give)
        .post("/console/raffles/{id}/cancellation", call_off)
        .post("/console/raffles/{id}/archiving", archive)
        .get("/console/raffles/{id}/run", run::edit::<kinds::Raffle>)
        .post("/console/raffles/{id}/run", run::save::<kinds::Raffle>)
        .get("/console/raffles/{id}/card.png", run::card_png::<kinds::Raffle>)
        .get("/console/raffles/{id}/poster.png", run::poster_png::<kinds::Raffle>)
        .get("/console/raffles/{id}/poster.svg", run::poster_svg::<kinds::Raffle>)
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut db = app.db().read().await?;
    let (asked, found) = desk::listed(&mut db, &staff, query.as_deref()).await?;
    let mut all = Vec::new();
    for raffle in found {
        let shown = asked::shown(&mut db, staff.shop.org, raffle).await?;
        let figures = asked::figures(&mut db, staff.shop.org, &shown).await?;
        all.push((shown, figures));
    }
    drop(db);
    let main = view::list(&staff, &asked, &all, app.now());
    let title = t!(staff.lang(), "raffles-title");
    reply::page(layout::console(&staff.frame(title), main))
}

async fn load(app: &App, org: kernel::OrgId, text: &str) -> Result<Shown> {
    asked::require(&mut app.db().read().await?, org, desk::id(text)?).await
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    reply::page(whole(&app, &staff, &shown, None).await?)
}

/// A raffle's page; with what stands in the way of its next step.
async fn whole(
    app: &App,
    staff: &Staff<impl Sized>,
    shown: &Shown,
    wrong: Option<&kernel::Fields>,
) -> Result<maud::Markup> {
    let mut db = app.db().read().await?;
    let org = staff.shop.org;
    let figures = asked::figures(&mut db, org, shown).await?;
    let page = PageRequest { limit: Some("50".to_owned()), cursor: None };
    let picks = store_picks::picks(&mut db, org, shown.raffle.id, &page).await?.items;
    let offers = prices::offers(&mut db, org, None).await?;
    let ids: Vec<_> = picks.iter().map(|pick| pick.member).collect();
    let names = members::names_for(&mut db, staff, &ids).await?;
    drop(db);
    let whom = prices::whom_said(staff.lang(), &shown.raffle.plan.whom, &offers);
    let name = shown.raffle.plan.name.say(staff.lang()).to_owned();
    let run = run::part(app, staff, &shown.raffle).await?;
    let of = view::Of { shown, figures, whom, now: app.now(), wrong, run };
    let main = view::one(staff, &of, (&picks, &names));
    Ok(layout::console(&staff.frame(name), main))
}

async fn figures(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, staff.shop.org, &shown).await?;
    reply::page(view::figures(staff.lang(), figures))
}

async fn follow(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
) -> Reply {
    let id = load(&app, staff.shop.org, &text).await?.raffle.id;
    Ok(desk::follow(&app, staff.shop.org, id))
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, shown.raffle.id))
}

/// The list for the wall: names are shortened there, whoever prints it.
async fn print(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    reply::page(sheet::winners(&app, &staff, &shown).await?)
}

async fn made(app: &App, staff: &Staff<impl Sized>, raffle: Option<&Raffle>) -> Result<Made> {
    Made::load(&mut app.db().read().await?, &staff.shop, (raffle, app.now())).await
}

async fn new(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut made = made(&app, &staff, None).await?;
    let form = match suggested::begun(&app, shop, (Kind::Raffle, query.as_deref())).await? {
        Begun::With(draft) => match *draft {
            suggested::Draft::Raffle(Draft { plan, terms }) => {
                form::filled(lang, shop, &Raffle::sketch(plan, terms, now))
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
    let mut raffle = load(&app, staff.shop.org, &id).await?.raffle;
    let made = made(&app, &staff, Some(&raffle)).await?;
    // The form begins with what would be lawful.
    if pairs(query.as_deref()).iter().any(|(name, what)| name == "instead" && what == FREE) {
        raffle.terms.free = raffle.terms.free.max(1);
    }
    let form = form::filled(staff.lang(), &staff.shop, &raffle);
    reply::page(view::editing(&staff, &form, &made, Some(&raffle)))
}

fn read(input: &Input, staff: &Staff<ManageActivities>, made: &Made) -> Result<Draft> {
    prices::sent(input, |typed| form::read(typed, &staff.shop, made))
}

async fn create(State(app): State<App>, staff: Staff<ManageActivities>, input: Input) -> Reply {
    let made = made(&app, &staff, None).await?;
    let once = input.once_in(staff.session.id, "raffles.create")?;
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
        Ok(id) => Ok(reply::see_with(&desk::at(id), &Toast::good("raffles-created"))),
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
    let raffle = load(&app, staff.shop.org, &id).await?.raffle;
    let made = made(&app, &staff, Some(&raffle)).await?;
    let (id, once) = (raffle.id, input.once_in(staff.session.id, "raffles.change")?);
    let why = input.text("reason").to_owned();
    let done = match read(&input, &staff, &made) {
        Ok(mut draft) => {
            plan::as_it_was(&mut draft.plan, &raffle.plan, &staff.shop);
            let run = async |tx: &mut Tx| actions::change(tx, &staff.shop, id, (draft, &why)).await;
            app.db().write_once(&staff.scope, &once, run).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&desk::at(id), &Toast::good("raffles-changed"))),
        Err(error) => reply::or_form(form::placed(error, &staff.shop), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &made, Some(&raffle))
        }),
    }
}

/// One step of its life. What stands in its way is said on the raffle's own page.
async fn step(
    (app, staff): (&App, &Staff<ManageActivities>),
    (text, noun): (&str, &'static str),
    input: &Input,
    run: impl AsyncFnOnce(&mut Tx, RaffleId) -> Result<()>,
) -> Reply {
    let shown = load(app, staff.shop.org, text).await?;
    match desk::step((app, staff), (shown.raffle.id, noun), input, run).await? {
        Ok(done) => Ok(done),
        Err(fields) => reply::wrong(whole(app, staff, &shown, Some(&fields)).await?),
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

async fn draw(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let beacon = input.optional("beacon").map(ToOwned::to_owned);
    let run = async |tx: &mut Tx, id| drawing::draw(tx, id, beacon.as_deref()).await.map(drop);
    step((&app, &staff), (&id, "draw"), &input, run).await
}

async fn reroll(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let pick = input.text("pick").parse().map_err(|_| Error::NotFound("raffle_pick"))?;
    let why: Why = input.text("why").parse().map_err(|()| Error::NotFound("raffle_pick"))?;
    let run = async |tx: &mut Tx, id| drawing::reroll(tx, id, (pick, why)).await.map(drop);
    step((&app, &staff), (&id, "reroll"), &input, run).await
}

/// Tickets for somebody, found by their card or phone number.
async fn give(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let who = input.text("who").trim();
    let code = who.to_uppercase().trim_start_matches("M-").replace(['·', ' '], "");
    let mut db = app.db().read().await?;
    let found = match members::E164::read(who, &staff.shop.country) {
        Ok(phone) => members::by_phone(&mut db, staff.shop.org, &phone).await?,
        Err(_) => members::by_code(&mut db, staff.shop.org, &code).await?,
    };
    drop(db);
    let member = found.map(|member| member.id);
    let tickets = input.text("tickets").parse().unwrap_or(0);
    let run = async |tx: &mut Tx, raffle| {
        let member = member.ok_or_else(|| FieldError::new("who", "member_code"))?;
        let giving = Giving { raffle, member, tickets, purchase: None, store: None, staff: None };
        entering::give(tx, &staff.shop, giving).await
    };
    step((&app, &staff), (&id, "give"), &input, run).await
}

async fn call_off(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let why = input.text("reason").to_owned();
    let run = async |tx: &mut Tx, id| actions::call_off(tx, id, &why).await.map(drop);
    step((&app, &staff), (&id, "off"), &input, run).await
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
    let chance = draft.as_ref().map(|draft| actions::chance(draft, |id| made.gift(id)));
    let mut db = app.db().read().await?;
    let law = laws::said(&mut db, (&staff.shop, staff.lang()), chance).await?;
    drop(db);
    reply::page(view::preview(&staff, &made, (draft, &law), app.now()))
}
