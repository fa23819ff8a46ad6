//! `/{org}/play`: what is on, a sale's own page, taking one, and the waiting list.

use std::time::Duration;

use ::store::{Event as _, EventRow, Key, Tx};
use axum::extract::{Path, State};
use kernel::{Error, FlashSaleId, Lang, MemberId, OrgId, Result, Time, kinds};
use maud::{Markup, html};
use serde::Deserialize;
use value::{
    bills::{Whom, sentences::Tongue},
    prices, vouchers,
};
use web::{
    App, Guest, Input, Place as Drawn, Reply, Routes, Viewer,
    kit::{
        Form, Tab, format, icons, layout, live,
        parts::{Button, Empty, Head, Item, Ticket, card, rows},
    },
    pieces, reply, t,
    who::Member,
};

use super::{
    asked::{self, Mine, Shown, Step},
    claims::Claiming,
    model::{Claim, Fate, FlashSale, Place},
    rush::Wish,
    view, waiting,
};
use crate::{
    activities::{
        self, Phase,
        phone::{join_first, refused},
        run::pages as run,
    },
    events::{self, FlashSaleChanged},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/play", list)
        .get("/{org}/play/{id}", show)
        .get("/{org}/play/{id}/live", follow)
        .get("/{org}/play/{id}/left", left)
        .get("/{org}/play/{id}/turn", turn)
        .get("/{org}/play/{id}/turn/live", follow_turn)
        .post("/{org}/play/{id}/claims", take)
        .post("/{org}/play/{id}/places", wait)
        .post("/{org}/play/{id}/places/leaving", leave)
        .get("/{org}/play/{id}/card.png", run::card::<kinds::FlashSale>)
        .get("/{org}/play/{id}/how", run::how::<kinds::FlashSale>)
}

/// A page hears of a number at most twice a second.
const PAUSE: Duration = Duration::from_millis(500);

async fn told(app: &App, org: OrgId) -> Result<Vec<Shown>> {
    let mut db = app.db().read().await?;
    let mut all = Vec::new();
    for sale in activities::told(&mut db, org).await? {
        all.push(asked::shown(&mut db, org, sale).await?);
    }
    let now = app.now();
    all.retain(|shown| matches!(shown.sale.phase(now), Phase::Before | Phase::On));
    Ok(all)
}

/// The first page: what is on, and what will be.
pub async fn piece(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if !viewer.shop.playing {
        return Ok(None);
    }
    let all = told(app, viewer.shop.org).await?;
    let tongue = Tongue { lang: viewer.lang, shop: &viewer.shop };
    let items = all.iter().take(3).map(|shown| view::item(tongue, shown, app.now()));
    let title = t!(viewer.lang, "activities-on");
    Ok((!all.is_empty()).then(|| card(&title, "", html! { div.flash-list { (rows(items)) } })))
}

async fn list(State(app): State<App>, guest: Guest) -> Reply {
    let lang = guest.lang();
    let all = told(&app, guest.shop.org).await?;
    let tongue = Tongue { lang, shop: &guest.shop };
    let title = t!(lang, "tab-play");
    let viewer = match guest.member() {
        Some(member) => guest.viewer().about(member),
        None => guest.viewer(),
    };
    let drawn = pieces::draw(&app, Drawn::Play, &viewer).await?;
    let main = html! {
        (Head::new(title.clone()))
        @for piece in &drawn { (piece) }
        @if all.is_empty() && drawn.is_empty() {
            (Empty::new(icons::PLAY, t!(lang, "activities-nothing-on"), t!(lang, "activities-nothing-on-why")))
        } @else if !all.is_empty() {
            (card(&t!(lang, "flash_sales-title"), "", html! { div.flash-list { (rows(all.iter().map(|shown| view::item(tongue, shown, app.now())))) } }))
        }
    };
    let mut frame = guest.frame(title);
    frame.playing = true;
    reply::page(layout::phone(&frame, Tab::Play, main))
}

/// A sale that people were told of; others look like none.
async fn announced(app: &App, org: OrgId, id: &str) -> Result<Shown> {
    let id: FlashSaleId = id.parse().map_err(|_| Error::NotFound("activity"))?;
    let shown = asked::require(&mut app.db().read().await?, org, id).await?;
    if shown.sale.life.is_told() { Ok(shown) } else { Err(Error::NotFound("activity")) }
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let shown = announced(&app, shop.org, &id).await?;
    let mut db = app.db().read().await?;
    let mine = match guest.member() {
        Some(member) => Some(asked::mine(&mut db, shop, &shown.sale, (member, app.now())).await?),
        None => None,
    };
    let whom = match &shown.sale.plan.whom {
        Whom::Members => String::new(),
        whom => {
            let offers = prices::offers(&mut db, shop.org, None).await?;
            t!(lang, "activities-how-only", whom = prices::whom_said(lang, whom, &offers))
        }
    };
    let mut tickets = Vec::new();
    for claim in mine.iter().flat_map(|mine| &mine.claims).filter(|one| one.fate == Fate::Held) {
        let voucher = vouchers::require(&mut db, shop.org, claim.voucher).await?;
        if voucher.state_at(app.now()) == vouchers::State::Issued {
            tickets.push((claim.clone(), voucher.code));
        }
    }
    drop(db);
    let tongue = Tongue { lang, shop };
    let base = shop.href(&format!("/play/{}", shown.sale.id));
    let name = shown.sale.plan.name.say(lang).to_owned();
    let number = live::region(
        &format!("{base}/live"),
        &format!("{base}/left"),
        view::left(lang, shown.left, shown.sale.terms.pieces),
    );
    let main = html! {
        (Head::new(name.clone()).back(&shop.href("/play"), &t!(lang, "tab-play")))
        @for (claim, code) in &tickets { (ticket(tongue, &shown, claim, code)) }
        (view::hero(tongue, &shown, &number))
        @match &mine {
            Some(mine) => (live::region(&format!("{base}/turn/live"), &format!("{base}/turn"), turned(&guest, &shown, mine, app.now()))),
            None => {
                (countdown(lang, &shown.sale, app.now()))
                (join_first(&guest, &base))
            }
        }
        (view::how(tongue, &shown, &whom))
    };
    let mut frame = guest.frame(name);
    frame.playing = true;
    reply::page(layout::phone(&frame, Tab::Play, main))
}

fn ticket(tongue: Tongue, shown: &Shown, claim: &Claim, code: &str) -> Ticket {
    let Tongue { lang, shop } = tongue;
    let until = format::date_time(lang, claim.until, &shop.zone);
    Ticket::new(t!(lang, "flash_sales-yours"), shown.gift.name.say(lang))
        .icon(icons::GIFT)
        .note(t!(lang, "flash_sales-collect-by", time = until))
        .code(value::codes::shown(code))
        .action(shop.href(&format!("/tickets/{code}")), t!(lang, "flash_sales-show"))
}

/// How long until it opens, or until it closes when that is near.
fn countdown(lang: Lang, sale: &FlashSale, now: Time) -> Markup {
    match sale.phase(now) {
        Phase::Before => {
            let text = t!(lang, "activities-opens-in");
            live::countdown((now, sale.plan.opens_at), &text, "take")
        }
        Phase::On => {
            let text = t!(lang, "activities-closes-in");
            live::countdown((now, sale.plan.closes_at), &text, "")
        }
        _ => html! {},
    }
}

/// What is another for this member when something happens: how long it is on, and what they can do.
fn turned(guest: &Guest, shown: &Shown, mine: &Mine, now: Time) -> Markup {
    html! {
        div.stack {
            (countdown(guest.lang(), &shown.sale, now))
            (doing(guest, shown, mine, now))
        }
    }
}

/// The one thing to do: take one, take what lies aside, wait, or nothing any more.
fn doing(guest: &Guest, shown: &Shown, mine: &Mine, now: Time) -> Markup {
    let (lang, sale) = (guest.lang(), &shown.sale);
    let say = |text: String| html! { p.note { (text) } };
    let step = mine.step(shown, now);
    match (sale.phase(now), step) {
        (Phase::Hidden | Phase::After, _) => say(t!(lang, "flash_sales-closed-note")),
        (_, Step::NotForThem) => say(t!(lang, "activities-not-for-you")),
        (Phase::Before, _) => html! { div #take hidden { (taking(guest, shown)) } },
        (Phase::On, Step::Full) => say(t!(lang, "flash_sales-have-yours")),
        (Phase::On, Step::Offered(place)) => html! {
            (say(t!(lang, "flash_sales-offered-until", time = place_end(guest, place))))
            (taking(guest, shown))
            (stepping_out(guest, sale))
        },
        (Phase::On, Step::Waits(_)) => html! {
            (say(t!(lang, "flash_sales-you-wait", before = mine.before)))
            (stepping_out(guest, sale))
        },
        (Phase::On, Step::Take) => taking(guest, shown),
        (Phase::On, Step::Late) => html! {
            (say(t!(lang, "flash_sales-sold-out-why")))
            (Form::new(lang).post(&at(guest, sale, "places"), &guest.once(),
                Button::primary(t!(lang, "flash_sales-wait")).big()))
        },
    }
}

fn place_end(guest: &Guest, place: &Place) -> String {
    place.until.map_or_else(String::new, |until| format::time(until, &guest.shop.zone))
}

fn at(guest: &Guest, sale: &FlashSale, noun: &str) -> String {
    guest.shop.href(&format!("/play/{}/{noun}", sale.id))
}

fn taking(guest: &Guest, shown: &Shown) -> Markup {
    let lang = guest.lang();
    let label = match shown.sale.plan.cost {
        None => t!(lang, "flash_sales-take"),
        Some(cost) => {
            let points = format::number(lang, cost.points);
            t!(lang, "flash_sales-take-for", points = points, unit = shown.unit.say(lang))
        }
    };
    let button = Button::primary(label).big();
    Form::new(lang).post(&at(guest, &shown.sale, "claims"), &guest.once(), button)
}

fn stepping_out(guest: &Guest, sale: &FlashSale) -> Markup {
    let (lang, to) = (guest.lang(), at(guest, sale, "places/leaving"));
    let button = Button::quiet(t!(lang, "flash_sales-leave"));
    Form::new(lang).prefixed("out").post(&to, &guest.once(), button)
}

/// How many are left, for a page that missed something.
async fn left(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    reply::page(view::left(guest.lang(), shown.left, shown.sale.terms.pieces))
}

/// What one can do now.
async fn turn(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, member.shop.org, &id).await?;
    let about = (member.id, app.now());
    let mut db = app.db().read().await?;
    let mine = asked::mine(&mut db, &member.shop, &shown.sale, about).await?;
    drop(db);
    reply::page(turned(&member, &shown, &mine, app.now()))
}

/// What every event of a sale says that changes the number.
#[derive(Debug, Deserialize)]
struct Counted {
    sale: FlashSaleId,
    left: i64,
}

/// The latest number that these events tell of a sale: no table is asked.
fn number(events: &[EventRow], sale: FlashSaleId) -> Option<i64> {
    events
        .iter()
        .rev()
        .filter(|event| events::WITH_LEFT.contains(&event.kind.as_str()))
        .filter_map(|event| Counted::deserialize(&*event.data).ok())
        .find(|counted| counted.sale == sale)
        .map(|counted| counted.left)
}

async fn follow(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let (lang, sale, of) = (guest.lang(), shown.sale.id, shown.sale.terms.pieces);
    let pick = move |events: &[EventRow]| {
        let changed = |event: &EventRow| {
            event.kind == FlashSaleChanged::KIND
                && Counted::deserialize(&*event.data).is_ok_and(|told| told.sale == sale)
        };
        if events.iter().any(changed) {
            // It may be of more than before: the page asks.
            return Some(String::new());
        }
        number(events, sale).map(|left| view::left(lang, left, of).into_string())
    };
    Ok(web::live::follow_calmly(&app, guest.shop.org, PAUSE, pick))
}

/// Who is meant by an event of a sale.
#[derive(Debug, Deserialize)]
struct About {
    sale: FlashSaleId,
    #[serde(default)]
    member: Option<MemberId>,
    #[serde(default)]
    early: Option<bool>,
}

/// Whether one member's page of a sale is another than before: what was offered to them, or taken by or
/// from them, and the sale's opening and closing.
fn touches(events: &[EventRow], sale: FlashSaleId, member: MemberId) -> bool {
    events.iter().filter(|event| event.kind.starts_with("flash_sales.")).any(|event| {
        About::deserialize(&*event.data).is_ok_and(|about| {
            // What opens at its hour, every page shows by itself.
            about.sale == sale
                && about.early != Some(false)
                && about.member.is_none_or(|meant| meant == member)
        })
    })
}

async fn follow_turn(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let sale = announced(&app, member.shop.org, &id).await?.sale.id;
    let me = member.id;
    let pick = move |events: &[EventRow]| touches(events, sale, me).then(String::new);
    Ok(web::live::follow(&app, member.shop.org, pick))
}

/// Runs what a member asked for and says how it ended on a page of its own, if it is a no.
async fn asked_for<T>(
    app: &App,
    (member, id): (&Member, &str),
    (input, noun): (&Input, &str),
    run: impl AsyncFnOnce(FlashSaleId, Key) -> Result<T>,
) -> Result<std::result::Result<T, axum::response::Response>, web::reply::Fail> {
    let sale = announced(app, member.shop.org, id).await?.sale.id;
    let once = input.once_in(member.session.id, &format!("flash_sales.{noun}/{sale}"))?;
    match run(sale, once).await {
        Ok(answer) => Ok(Ok(answer)),
        Err(error @ Error::Refused(_)) => {
            let back = member.shop.href(&format!("/play/{sale}"));
            refused(member, &back, &error).map(Err)
        }
        Err(error) => Err(error.into()),
    }
}

async fn take(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let run = async |sale, once| {
        let wish = Wish(Claiming { sale, member: member.id, store: None, staff: None });
        app.db().write_together(&member.scope(), Some(once), wish).await
    };
    match asked_for(&app, (&member, &id), (&input, "claims"), run).await? {
        Ok(taken) => {
            let ticket = format!("/tickets/{}", taken.value.code);
            Ok(reply::see_other(&member.shop.href(&ticket)))
        }
        Err(page) => Ok(page),
    }
}

async fn wait(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let run = async |sale, once| {
        let wait =
            async |tx: &mut Tx| waiting::wait(tx, &member.shop, sale, member.id).await.map(drop);
        app.db().write_once(&member.scope(), &once, wait).await.map(drop)
    };
    match asked_for(&app, (&member, &id), (&input, "places"), run).await? {
        Ok(()) => Ok(reply::see_other(&member.shop.href(&format!("/play/{id}")))),
        Err(page) => Ok(page),
    }
}

async fn leave(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let run = async |sale, once| {
        let leave = async |tx: &mut Tx| waiting::leave(tx, sale, member.id).await;
        app.db().write_once(&member.scope(), &once, leave).await.map(drop)
    };
    match asked_for(&app, (&member, &id), (&input, "leaving"), run).await? {
        Ok(()) => Ok(reply::see_other(&member.shop.href(&format!("/play/{id}")))),
        Err(page) => Ok(page),
    }
}

/// What one took or waits for of any sale: on the first page, above what is on.
pub async fn offered(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let mut db = app.db().read().await?;
    let mut items = Vec::new();
    for place in asked::places(&mut db, shop.org, MemberId::from_uuid(subject)).await? {
        if !place.is_offered(now) {
            continue;
        }
        let sale: FlashSale = activities::require(&mut db, shop.org, place.sale).await?;
        let until = place.until.map_or_else(String::new, |until| format::time(until, &shop.zone));
        items.push(
            Item::new(sale.plan.name.say(lang))
                .start(icons::BELL)
                .note(t!(lang, "flash_sales-offered-until", time = until))
                .href(shop.href(&format!("/play/{}", sale.id))),
        );
    }
    Ok((!items.is_empty()).then(|| card(&t!(lang, "flash_sales-your-turn"), "", rows(items))))
}
