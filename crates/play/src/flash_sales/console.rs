//! `/console/flash-sales`: the list, a sale, planning one, and its life.

use ::store::Tx;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    FlashSaleId, PageRequest, Result, kinds,
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
    model::FlashSale,
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

impl Desk for kinds::FlashSale {
    const PATH: &'static str = "/console/flash-sales";
}

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/flash-sales", list)
        .get("/console/flash-sales/new", new)
        .post("/console/flash-sales", create)
        .get("/console/flash-sales/preview", preview)
        .get("/console/flash-sales/{id}", show)
        .post("/console/flash-sales/{id}", change)
        .get("/console/flash-sales/{id}/details", edit)
        .get("/console/flash-sales/{id}/figures", figures)
        .get("/console/flash-sales/{id}/live", follow)
        .get("/console/flash-sales/{id}/claims.csv", download)
        .post("/console/flash-sales/{id}/checking", check)
        .post("/console/flash-sales/{id}/schedule", schedule)
        .post("/console/flash-sales/{id}/opening", open)
        .post("/console/flash-sales/{id}/closing", close)
        .post("/console/flash-sales/{id}/archiving", archive)
        .get("/console/flash-sales/{id}/run", run::edit::<kinds::FlashSale>)
        .post("/console/flash-sales/{id}/run", run::save::<kinds::FlashSale>)
        .get("/console/flash-sales/{id}/card.png", run::card_png::<kinds::FlashSale>)
        .get("/console/flash-sales/{id}/poster.png", run::poster_png::<kinds::FlashSale>)
        .get("/console/flash-sales/{id}/poster.svg", run::poster_svg::<kinds::FlashSale>)
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut db = app.db().read().await?;
    let (asked, found) = desk::listed(&mut db, &staff, query.as_deref()).await?;
    let mut all = Vec::new();
    for sale in found {
        let shown = asked::shown(&mut db, staff.shop.org, sale).await?;
        let figures = asked::figures(&mut db, staff.shop.org, &shown).await?;
        all.push((shown, figures));
    }
    drop(db);
    let main = view::list(&staff, &asked, &all, app.now());
    let title = t!(staff.lang(), "flash_sales-title");
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

/// A sale's page; with what stands in the way of its next step.
async fn whole(
    app: &App,
    staff: &Staff<impl Sized>,
    shown: &Shown,
    wrong: Option<&kernel::Fields>,
) -> Result<maud::Markup> {
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, staff.shop.org, shown).await?;
    let page = PageRequest { limit: Some("20".to_owned()), cursor: None };
    let claims = rows::claims(&mut db, staff.shop.org, shown.sale.id, &page).await?.items;
    let offers = prices::offers(&mut db, staff.shop.org, None).await?;
    let ids: Vec<_> = claims.iter().map(|claim| claim.member).collect();
    let names = members::names_for(&mut db, staff, &ids).await?;
    drop(db);
    let whom = prices::whom_said(staff.lang(), &shown.sale.plan.whom, &offers);
    let name = shown.sale.plan.name.say(staff.lang()).to_owned();
    let run = run::part(app, staff, &shown.sale).await?;
    let of = view::Of { shown, figures, whom, now: app.now(), wrong, run };
    let main = view::one(staff, &of, (&claims, &names));
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
    let id = load(&app, staff.shop.org, &text).await?.sale.id;
    Ok(desk::follow(&app, staff.shop.org, id))
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, shown.sale.id))
}

async fn made(app: &App, staff: &Staff<impl Sized>, sale: Option<&FlashSale>) -> Result<Made> {
    Made::load(&mut app.db().read().await?, &staff.shop, (sale, app.now())).await
}

async fn new(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut made = made(&app, &staff, None).await?;
    let form = match suggested::begun(&app, shop, (Kind::FlashSale, query.as_deref())).await? {
        Begun::With(draft) => match *draft {
            suggested::Draft::FlashSale(Draft { plan, terms }) => {
                form::filled(lang, shop, &FlashSale::sketch(plan, terms, now))
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
    let sale = load(&app, staff.shop.org, &id).await?.sale;
    let made = made(&app, &staff, Some(&sale)).await?;
    let form = form::filled(staff.lang(), &staff.shop, &sale);
    reply::page(view::editing(&staff, &form, &made, Some(&sale)))
}

fn read(input: &Input, staff: &Staff<ManageActivities>, made: &Made) -> Result<Draft> {
    prices::sent(input, |typed| form::read(typed, &staff.shop, made))
}

async fn create(State(app): State<App>, staff: Staff<ManageActivities>, input: Input) -> Reply {
    let made = made(&app, &staff, None).await?;
    let once = input.once_in(staff.session.id, "flash_sales.create")?;
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
        Ok(id) => Ok(reply::see_with(&desk::at(id), &Toast::good("flash_sales-created"))),
        Err(error) => reply::or_form(plan::placed(error, &staff.shop), |fields| {
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
    let sale = load(&app, staff.shop.org, &id).await?.sale;
    let made = made(&app, &staff, Some(&sale)).await?;
    let (id, once) = (sale.id, input.once_in(staff.session.id, "flash_sales.change")?);
    let why = input.text("reason").to_owned();
    let done = match read(&input, &staff, &made) {
        Ok(mut draft) => {
            plan::as_it_was(&mut draft.plan, &sale.plan, &staff.shop);
            let run = async |tx: &mut Tx| actions::change(tx, &staff.shop, id, (draft, &why)).await;
            app.db().write_once(&staff.scope, &once, run).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&desk::at(id), &Toast::good("flash_sales-changed"))),
        Err(error) => reply::or_form(plan::placed(error, &staff.shop), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &made, Some(&sale))
        }),
    }
}

/// One step of its life. What stands in its way is said on the sale's own page.
async fn step(
    (app, staff): (&App, &Staff<ManageActivities>),
    (text, noun): (&str, &'static str),
    input: &Input,
    run: impl AsyncFnOnce(&mut Tx, FlashSaleId) -> Result<()>,
) -> Reply {
    let shown = load(app, staff.shop.org, text).await?;
    match desk::step((app, staff), (shown.sale.id, noun), input, run).await? {
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
