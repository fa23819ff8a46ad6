//! `/console/red-packets`: the list, a packet, planning one, and its life.

use ::store::Tx;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    Fields, PageRequest, RedPacketId, Result, kinds,
    permission::{ManageActivities, ViewActivities},
};
use maud::Markup;
use people::{members, staff as employees};
use value::{bills::terms_form::Typed, prices};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{Form, layout},
    reply, t,
};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    console_view as view, csv,
    form::{self, Made},
    model::RedPacket,
    store as rows,
};
use crate::{
    activities::{
        console::{self as desk, Desk},
        form as plan, laws,
        run::console as run,
    },
    suggested::{self, Begun, Kind},
};

impl Desk for kinds::RedPacket {
    const PATH: &'static str = "/console/red-packets";
}

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/red-packets", list)
        .get("/console/red-packets/new", new)
        .post("/console/red-packets", create)
        .get("/console/red-packets/preview", preview)
        .get("/console/red-packets/{id}", show)
        .post("/console/red-packets/{id}", change)
        .get("/console/red-packets/{id}/details", edit)
        .get("/console/red-packets/{id}/figures", figures)
        .get("/console/red-packets/{id}/live", follow)
        .get("/console/red-packets/{id}/shares.csv", shares)
        .get("/console/red-packets/{id}/handouts.csv", handouts)
        .post("/console/red-packets/{id}/checking", check)
        .post("/console/red-packets/{id}/schedule", schedule)
        .post("/console/red-packets/{id}/opening", open)
        .post("/console/red-packets/{id}/closing", close)
        .post("/console/red-packets/{id}/archiving", archive)
        .get("/console/red-packets/{id}/run", run::edit::<kinds::RedPacket>)
        .post("/console/red-packets/{id}/run", run::save::<kinds::RedPacket>)
        .get("/console/red-packets/{id}/card.png", run::card_png::<kinds::RedPacket>)
        .get("/console/red-packets/{id}/poster.png", run::poster_png::<kinds::RedPacket>)
        .get("/console/red-packets/{id}/poster.svg", run::poster_svg::<kinds::RedPacket>)
}

async fn list(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut db = app.db().read().await?;
    let (asked, found) = desk::listed(&mut db, &staff, query.as_deref()).await?;
    let mut all = Vec::new();
    for packet in found {
        all.push(asked::shown(&mut db, staff.shop.org, packet).await?);
    }
    drop(db);
    let main = view::list(&staff, &asked, &all, app.now());
    let title = t!(staff.lang(), "red_packets-title");
    reply::page(layout::console(&staff.frame(title), main))
}

pub(super) async fn load(app: &App, org: kernel::OrgId, text: &str) -> Result<Shown> {
    asked::require(&mut app.db().read().await?, org, desk::id(text)?).await
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    let fresh = view::handout_form(staff.lang(), &staff.shop, app.now());
    reply::page(whole(&app, &staff, &shown, (None, &fresh)).await?)
}

/// A packet's page; with what stands in the way of its next step, and what was typed of a handout.
pub(super) async fn whole(
    app: &App,
    staff: &Staff<impl Sized>,
    shown: &Shown,
    (wrong, form): (Option<&Fields>, &Form),
) -> Result<Markup> {
    let (org, id) = (staff.shop.org, shown.packet.id);
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, &staff.shop, shown).await?;
    let shares = rows::latest(&mut db, org, id, 20).await?;
    let sealed = asked::sealed(&mut db, org, id).await?;
    let luckiest = asked::luckiest(&mut db, org, (&shown.packet, sealed.as_ref())).await?;
    let offers = prices::offers(&mut db, org, None).await?;
    let ids: Vec<_> = shares.iter().chain(&luckiest).map(|share| share.member).collect();
    let names = members::names_for(&mut db, staff, &ids).await?;
    let page = PageRequest { limit: Some("50".to_owned()), cursor: None };
    let handouts = rows::handouts(&mut db, org, id, &page).await?.items;
    let elsewhere = rows::handed_out(&mut db, org, id).await?;
    let people = employees::names(&mut db, org).await?;
    drop(db);
    let of = view::Of {
        run: run::part(app, staff, &shown.packet).await?,
        shown,
        figures,
        whom: prices::whom_said(staff.lang(), &shown.packet.plan.whom, &offers),
        now: app.now(),
        wrong,
        sealed: sealed.as_ref(),
        luckiest: luckiest.as_ref(),
        elsewhere,
    };
    let noted = view::Noted { handouts: &handouts, people: &people, form };
    let main = view::one(staff, &of, ((&shares, &names), &noted));
    Ok(layout::console(&staff.frame(shown.packet.plan.name.say(staff.lang())), main))
}

async fn figures(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, &staff.shop, &shown).await?;
    reply::page(view::figures(&staff, &shown, figures))
}

async fn follow(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
) -> Reply {
    let id = load(&app, staff.shop.org, &text).await?.packet.id;
    Ok(desk::follow(&app, staff.shop.org, id))
}

async fn shares(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    Ok(csv::shares(&app, &staff.shop, shown.packet.id))
}

async fn handouts(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    Ok(csv::handouts(&app, &staff.shop, shown.packet.id))
}

async fn made(app: &App, staff: &Staff<impl Sized>, packet: Option<&RedPacket>) -> Result<Made> {
    Made::load(&mut app.db().read().await?, &staff.shop, (packet, app.now())).await
}

async fn new(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut made = made(&app, &staff, None).await?;
    let form = match suggested::begun(&app, shop, (Kind::RedPacket, query.as_deref())).await? {
        Begun::With(draft) => match *draft {
            suggested::Draft::RedPacket(Draft { plan, terms }) => {
                form::filled(lang, shop, &RedPacket::sketch(plan, terms, now))
            }
            _ => return Err(kernel::Error::NotFound("activity").into()),
        },
        Begun::Blank(choices) => {
            made.choices.suggested = choices;
            form::fresh(lang, shop, now)
        }
    };
    reply::page(view::editing(&staff, &form, &made, None))
}

async fn edit(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
) -> Reply {
    let packet = load(&app, staff.shop.org, &id).await?.packet;
    let made = made(&app, &staff, Some(&packet)).await?;
    let form = form::filled(staff.lang(), &staff.shop, &packet);
    reply::page(view::editing(&staff, &form, &made, Some(&packet)))
}

fn read(input: &Input, staff: &Staff<ManageActivities>, made: &Made) -> Result<Draft> {
    prices::sent(input, |typed| form::read(typed, &staff.shop, made))
}

async fn create(State(app): State<App>, staff: Staff<ManageActivities>, input: Input) -> Reply {
    let made = made(&app, &staff, None).await?;
    let once = input.once_in(staff.session.id, "red_packets.create")?;
    let done = match read(&input, &staff, &made) {
        Ok(draft) => {
            let run = async |tx: &mut Tx| actions::create(tx, &staff.shop, draft).await;
            let written = app.db().write_once(&staff.scope, &once, run).await;
            written.map(|written| written.value.answer)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => Ok(reply::see_with(&desk::at(id), &Toast::good("red_packets-created"))),
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
    let packet = load(&app, staff.shop.org, &id).await?.packet;
    let made = made(&app, &staff, Some(&packet)).await?;
    let (id, once) = (packet.id, input.once_in(staff.session.id, "red_packets.change")?);
    let why = input.text("reason").to_owned();
    let done = match read(&input, &staff, &made) {
        Ok(mut draft) => {
            plan::as_it_was(&mut draft.plan, &packet.plan, &staff.shop);
            let run = async |tx: &mut Tx| actions::change(tx, &staff.shop, id, (draft, &why)).await;
            app.db().write_once(&staff.scope, &once, run).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&desk::at(id), &Toast::good("red_packets-changed"))),
        Err(error) => reply::or_form(form::placed(error, &staff.shop), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &made, Some(&packet))
        }),
    }
}

/// One step of its life. What stands in its way is said on the packet's own page.
async fn step(
    (app, staff): (&App, &Staff<ManageActivities>),
    (text, noun): (&str, &'static str),
    input: &Input,
    run: impl AsyncFnOnce(&mut Tx, RedPacketId) -> Result<()>,
) -> Reply {
    let shown = load(app, staff.shop.org, text).await?;
    match desk::step((app, staff), (shown.packet.id, noun), input, run).await? {
        Ok(done) => Ok(done),
        Err(fields) => {
            let form = view::handout_form(staff.lang(), &staff.shop, app.now());
            reply::wrong(whole(app, staff, &shown, (Some(&fields), &form)).await?)
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
    let chance = draft.as_ref().and_then(actions::chance);
    let mut db = app.db().read().await?;
    let law = laws::said(&mut db, (&staff.shop, staff.lang()), chance).await?;
    drop(db);
    reply::page(view::preview(&staff, &made, (draft, &law), app.now()))
}
