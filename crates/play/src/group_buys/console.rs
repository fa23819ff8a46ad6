//! `/console/group-buys`: the list, one with its teams, planning one, and its life.

use ::store::Tx;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    GroupBuyId, PageRequest, Result, kinds,
    permission::{ManageActivities, ViewActivities},
};
use people::members;
use value::{bills::terms_form::Typed, prices};
use web::{App, Input, Reply, Routes, Staff, Toast, kit::layout, reply, t};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    console_view as view, csv,
    form::{self, Made},
    model::{GroupBuy, Stand},
    store as rows,
};
use crate::{
    activities::{
        console::{self as desk, Desk},
        form as plan,
        run::console as run,
    },
    suggested::{self, Begun, Kind},
};

impl Desk for kinds::GroupBuy {
    const PATH: &'static str = "/console/group-buys";
}

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/group-buys", list)
        .get("/console/group-buys/new", new)
        .post("/console/group-buys", create)
        .get("/console/group-buys/preview", preview)
        .get("/console/group-buys/{id}", show)
        .post("/console/group-buys/{id}", change)
        .get("/console/group-buys/{id}/details", edit)
        .get("/console/group-buys/{id}/figures", figures)
        .get("/console/group-buys/{id}/live", follow)
        .get("/console/group-buys/{id}/places.csv", download)
        .post("/console/group-buys/{id}/checking", check)
        .post("/console/group-buys/{id}/schedule", schedule)
        .post("/console/group-buys/{id}/opening", open)
        .post("/console/group-buys/{id}/closing", close)
        .post("/console/group-buys/{id}/archiving", archive)
        .get("/console/group-buys/{id}/run", run::edit::<kinds::GroupBuy>)
        .post("/console/group-buys/{id}/run", run::save::<kinds::GroupBuy>)
        .get("/console/group-buys/{id}/card.png", run::card_png::<kinds::GroupBuy>)
        .get("/console/group-buys/{id}/poster.png", run::poster_png::<kinds::GroupBuy>)
        .get("/console/group-buys/{id}/poster.svg", run::poster_svg::<kinds::GroupBuy>)
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut db = app.db().read().await?;
    let (asked, found) = desk::listed(&mut db, &staff, query.as_deref()).await?;
    let mut all = Vec::new();
    for buy in found {
        let shown = asked::shown(&mut db, staff.shop.org, buy).await?;
        let figures = asked::figures(&mut db, staff.shop.org, &shown).await?;
        all.push((shown, figures));
    }
    drop(db);
    let main = view::list(&staff, &asked, &all, app.now());
    let title = t!(staff.lang(), "group_buys-title");
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

/// Its page; with what stands in the way of its next step.
async fn whole(
    app: &App,
    staff: &Staff<impl Sized>,
    shown: &Shown,
    wrong: Option<&kernel::Fields>,
) -> Result<maud::Markup> {
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, staff.shop.org, shown).await?;
    let teams = teams(&mut db, staff, shown).await?;
    let offers = prices::offers(&mut db, staff.shop.org, None).await?;
    drop(db);
    let whom = prices::whom_said(staff.lang(), &shown.buy.plan.whom, &offers);
    let name = shown.buy.plan.name.say(staff.lang()).to_owned();
    let run = run::part(app, staff, &shown.buy).await?;
    let of = view::Of { shown, figures, whom, now: app.now(), wrong, run };
    let main = view::one(staff, &of, &teams);
    Ok(layout::console(&staff.frame(name), main))
}

/// The latest teams, those that are open before the others, with the names that the asker may see.
async fn teams(
    db: &mut ::store::Reader,
    staff: &Staff<impl Sized>,
    shown: &Shown,
) -> Result<Vec<view::Listed>> {
    let (org, buy) = (staff.shop.org, shown.buy.id);
    let page = PageRequest { limit: Some("20".to_owned()), cursor: None };
    let mut all = Vec::new();
    for stand in [Stand::Open, Stand::Made, Stand::Failed, Stand::Left] {
        for team in rows::teams(db, org, (buy, Some(stand)), &page).await?.items {
            let seats = rows::seats(db, org, team.id).await?;
            let ids: Vec<_> = seats.iter().map(|seat| seat.member).collect();
            let names = members::names_for(db, staff, &ids).await?;
            all.push(view::Listed { team, seats, names });
        }
    }
    Ok(all)
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
    let id = load(&app, staff.shop.org, &text).await?.buy.id;
    Ok(desk::follow(&app, staff.shop.org, id))
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, shown.buy.id))
}

async fn made(app: &App, staff: &Staff<impl Sized>, buy: Option<&GroupBuy>) -> Result<Made> {
    Made::load(&mut app.db().read().await?, &staff.shop, (buy, app.now())).await
}

async fn new(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut made = made(&app, &staff, None).await?;
    let form = match suggested::begun(&app, shop, (Kind::GroupBuy, query.as_deref())).await? {
        Begun::With(draft) => match *draft {
            suggested::Draft::GroupBuy(Draft { plan, terms }) => {
                form::filled(lang, shop, &GroupBuy::sketch(plan, terms, now))
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
) -> Reply {
    let buy = load(&app, staff.shop.org, &id).await?.buy;
    let made = made(&app, &staff, Some(&buy)).await?;
    let form = form::filled(staff.lang(), &staff.shop, &buy);
    reply::page(view::editing(&staff, &form, &made, Some(&buy)))
}

fn read(input: &Input, staff: &Staff<ManageActivities>, made: &Made) -> Result<Draft> {
    prices::sent(input, |typed| form::read(typed, &staff.shop, made))
}

async fn create(State(app): State<App>, staff: Staff<ManageActivities>, input: Input) -> Reply {
    let made = made(&app, &staff, None).await?;
    let once = input.once_in(staff.session.id, "group_buys.create")?;
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
        Ok(id) => Ok(reply::see_with(&desk::at(id), &Toast::good("group_buys-created"))),
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
    let buy = load(&app, staff.shop.org, &id).await?.buy;
    let made = made(&app, &staff, Some(&buy)).await?;
    let (id, once) = (buy.id, input.once_in(staff.session.id, "group_buys.change")?);
    let why = input.text("reason").to_owned();
    let done = match read(&input, &staff, &made) {
        Ok(mut draft) => {
            plan::as_it_was(&mut draft.plan, &buy.plan, &staff.shop);
            let run = async |tx: &mut Tx| actions::change(tx, &staff.shop, id, (draft, &why)).await;
            app.db().write_once(&staff.scope, &once, run).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&desk::at(id), &Toast::good("group_buys-changed"))),
        Err(error) => reply::or_form(form::placed(error, &staff.shop), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &made, Some(&buy))
        }),
    }
}

/// One step of its life. What stands in its way is said on its own page.
async fn step(
    (app, staff): (&App, &Staff<ManageActivities>),
    (text, noun): (&str, &'static str),
    input: &Input,
    run: impl AsyncFnOnce(&mut Tx, GroupBuyId) -> Result<()>,
) -> Reply {
    let shown = load(app, staff.shop.org, text).await?;
    match desk::step((app, staff), (shown.buy.id, noun), input, run).await? {
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
