//! `/{org}/raffles/{id}`: a raffle's page, taking part, and what came of it.

use std::time::Duration;

use ::store::{EventRow, Tx};
use axum::extract::{Path, Query, State};
use kernel::{
    Error, Lang, MemberId, OrgId, PageRequest, RaffleEntryId, RaffleId, Result, Time, kinds,
};
use maud::{Markup, html};
use serde::Deserialize;
use value::bills::sentences::Tongue;
use web::{
    App, Guest, Input, Reply, Routes, Viewer,
    kit::{
        Form, Tab, format, icons, layout, live,
        parts::{Button, Head, Item, card, rows},
    },
    reply, t,
    who::Member,
};

use super::{
    asked::{self, Mine, Shown, Step},
    entering::{self, Entering},
    model::Raffle,
    outcome, store as kept, view, welcome,
};
use crate::{
    activities::{
        self, Life, Phase,
        phone::{join_first, only, refused},
        run::pages as run,
    },
    events::RaffleEntered,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/raffles/{id}", show)
        .get("/{org}/raffles/{id}/live", follow)
        .get("/{org}/raffles/{id}/standing", standing)
        .get("/{org}/raffles/{id}/turn", turn)
        .get("/{org}/raffles/{id}/turn/live", follow_turn)
        .post("/{org}/raffles/{id}/claims", enter)
        .get("/{org}/raffles/{id}/receipts/{entry}", receipt)
        .get("/{org}/raffles/{id}/card.png", run::card::<kinds::Raffle>)
        .get("/{org}/raffles/{id}/how", run::how::<kinds::Raffle>)
}

/// A page hears of a number at most twice a second.
const PAUSE: Duration = Duration::from_millis(500);

/// What is on, what will be, and what waits for its draw or was drawn a moment ago.
async fn told(app: &App, org: OrgId) -> Result<Vec<Shown>> {
    let mut db = app.db().read().await?;
    let page = PageRequest { limit: Some("10".to_owned()), cursor: None };
    let mut all = Vec::new();
    let open: Vec<Raffle> = activities::told(&mut db, org).await?;
    let closed = activities::list(&mut db, org, Some(Life::Closed), &page).await?.items;
    for raffle in open.into_iter().chain(closed) {
        all.push(asked::shown(&mut db, org, raffle).await?);
    }
    Ok(all)
}

/// The first page of somebody who is no member yet, and `/{org}/play`: raffles that one can still do something
/// about, or look at.
pub async fn piece(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if !viewer.shop.playing {
        return Ok(None);
    }
    Ok(listed(viewer, &told(app, viewer.shop.org).await?, app.now()))
}

/// A member's first page: a welcome draw only while they have a ticket of it.
pub async fn home(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let member = MemberId::from_uuid(subject);
    let mut all = Vec::new();
    for shown in told(app, viewer.shop.org).await? {
        let theirs = !shown.raffle.terms.is_welcome()
            || welcome::holds(app, &viewer.shop, (&shown.raffle, member)).await?;
        all.extend(theirs.then_some(shown));
    }
    Ok(listed(viewer, &all, app.now()))
}

fn listed(viewer: &Viewer, all: &[Shown], now: Time) -> Option<Markup> {
    let tongue = Tongue { lang: viewer.lang, shop: &viewer.shop };
    let items = all.iter().take(5).map(|shown| view::item(tongue, shown, now));
    let title = t!(viewer.lang, "raffles-title");
    (!all.is_empty()).then(|| card(&title, "", html! { div.flash-list { (rows(items)) } }))
}

/// A raffle that people were told of; others look like none.
pub(super) async fn announced(app: &App, org: OrgId, id: &str) -> Result<Shown> {
    let id: RaffleId = id.parse().map_err(|_| Error::NotFound("activity"))?;
    let shown = asked::require(&mut app.db().read().await?, org, id).await?;
    if shown.raffle.life.is_told() { Ok(shown) } else { Err(Error::NotFound("activity")) }
}

#[derive(Debug, Deserialize)]
struct Asked {
    /// The play whose end is told.
    #[serde(default)]
    play: String,
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
    Query(query): Query<Asked>,
) -> Reply {
    let (lang, shop, now) = (guest.lang(), &guest.shop, app.now());
    let shown = announced(&app, shop.org, &id).await?;
    let raffle = &shown.raffle;
    let whom = only(&app, (lang, shop.org), &raffle.plan).await?;
    let mut db = app.db().read().await?;
    let mine = match guest.member() {
        Some(member) => Some(asked::mine(&mut db, shop, raffle, (member, now)).await?),
        None => None,
    };
    let told = outcome::load(&mut db, shop, (&shown, mine.as_ref(), now)).await?;
    drop(db);
    let tongue = Tongue { lang, shop };
    let base = shop.href(&format!("/raffles/{}", raffle.id));
    let name = raffle.plan.name.say(lang).to_owned();
    let play: Option<RaffleEntryId> = query.play.parse().ok();
    let turn = match &mine {
        Some(mine) => {
            let inside = turned(&guest, &shown, (mine, &told), now);
            live::region(&format!("{base}/turn/live"), &format!("{base}/turn"), inside)
        }
        None => html! {
            (countdown(lang, raffle, now))
            (join_first(&guest, &base))
            (outcome::winners(tongue, &shown, &told))
        },
    };
    let main = html! {
        (Head::new(name.clone()).back(&shop.href("/play"), &t!(lang, "tab-play")))
        @if let (Some(play), Some(mine)) = (play, &mine) { (outcome::played(tongue, (&shown, mine), play)) }
        // What came of it is read first.
        @if shown.is_drawn() { (turn) }
        (view::hero(tongue, &shown, &number(lang, &shown, &base)))
        @if !shown.is_drawn() { (turn) }
        (view::how(tongue, &shown, &whom))
        (outcome::checking(tongue, &shown))
    };
    let mut frame = guest.frame(name);
    frame.playing = true;
    reply::page(layout::phone(&frame, Tab::Play, main))
}

fn numbers(shown: &Shown) -> (i64, i64) {
    shown.sealed.as_ref().map_or((0, 0), |sealed| (sealed.tickets, sealed.entrants))
}

fn number(lang: Lang, shown: &Shown, base: &str) -> Markup {
    let inside = view::standing(lang, shown, numbers(shown));
    live::region(&format!("{base}/live"), &format!("{base}/standing"), inside)
}

/// How long until it opens, or until it closes.
fn countdown(lang: Lang, raffle: &Raffle, now: Time) -> Markup {
    match raffle.phase(now) {
        Phase::Before => {
            let text = t!(lang, "activities-opens-in");
            live::countdown((now, raffle.plan.opens_at), &text, "take")
        }
        // A welcome draw is on for months: its day of closing stands below.
        Phase::On if raffle.terms.is_welcome() => html! {},
        Phase::On => {
            let text = t!(lang, "activities-closes-in");
            live::countdown((now, raffle.plan.closes_at), &text, "")
        }
        _ => html! {},
    }
}

/// What is another for this member when something happens: what they won, what they can do, and who won.
fn turned(
    guest: &Guest,
    shown: &Shown,
    (mine, told): (&Mine, &outcome::Told),
    now: Time,
) -> Markup {
    let tongue = Tongue { lang: guest.lang(), shop: &guest.shop };
    html! {
        div.stack {
            (outcome::tickets(tongue, shown, told))
            (countdown(guest.lang(), &shown.raffle, now))
            (doing(guest, shown, mine, now))
            (outcome::winners(tongue, shown, told))
        }
    }
}

/// The one thing to do, and what one put in.
fn doing(guest: &Guest, shown: &Shown, mine: &Mine, now: Time) -> Markup {
    let (lang, raffle) = (guest.lang(), &shown.raffle);
    let say = |text: String| html! { p.note { (text) } };
    let step = mine.step(shown);
    html! {
        div.stack {
            @match (raffle.phase(now), step) {
                (Phase::Hidden | Phase::After, _) => { (say(after(guest, shown, now))) }
                (_, Step::WorksHere) => { (say(t!(lang, "raffles-works-here"))) }
                (_, Step::NotForThem) => { (say(t!(lang, "activities-not-for-you"))) }
                (Phase::Before, _) => { div #take hidden { (taking(guest, shown, step)) } }
                // Who is in has read below how one comes to more.
                (Phase::On, Step::NoTicket) if !mine.entries.is_empty() => {}
                (Phase::On, Step::Full) if raffle.terms.is_welcome() => {}
                (Phase::On, _) => { (taking(guest, shown, step)) }
            }
            @if !mine.entries.is_empty() { (put_in(guest, shown, mine)) }
        }
    }
}

/// What one reads after the closing.
fn after(guest: &Guest, shown: &Shown, now: Time) -> String {
    let lang = guest.lang();
    let draws_at = shown.sealed.as_ref().and_then(|sealed| sealed.draws_at);
    match draws_at {
        _ if shown.is_called_off() => t!(lang, "raffles-called-off-note"),
        _ if shown.is_drawn() => t!(lang, "raffles-drawn-note"),
        Some(at) if at > now => {
            let at = format::date_time(lang, at, &guest.shop.zone);
            t!(lang, "raffles-closed-until", at = at)
        }
        _ => t!(lang, "raffles-closed-note"),
    }
}

/// Taking part with one tap.
fn taking(guest: &Guest, shown: &Shown, step: Step) -> Markup {
    let (lang, style) = (guest.lang(), shown.raffle.terms.style);
    let to = guest.shop.href(&format!("/raffles/{}/claims", shown.raffle.id));
    let form = Form::new(lang);
    let label = match (step, style) {
        (Step::Full, _) => return html! { p.note { (t!(lang, "raffles-have-all")) } },
        (Step::NoTicket, _) if shown.raffle.terms.is_welcome() => {
            return html! { p.note { (t!(lang, "raffles-for-newcomers")) } };
        }
        (Step::NoTicket, _) => return html! { p.note { (t!(lang, "raffles-no-ticket")) } },
        (Step::Buy, _) => {
            let points = shown.raffle.plan.cost.map_or(0, |cost| cost.points);
            let points = format::number(lang, points);
            t!(lang, "raffles-buy", points = points, unit = shown.unit.say(lang))
        }
        (_, style) if style.is_instant() => welcome::verb(lang, style),
        (Step::Enter(tickets), _) => t!(lang, "raffles-enter", tickets = tickets),
        (Step::NotForThem | Step::WorksHere, _) => return html! {},
    };
    let buy = if step == Step::Buy { "1" } else { "0" };
    html! {
        @if style.is_instant() { div class={ "raffle-toy " (style.word()) } aria-hidden="true" { i {} i {} i {} } }
        (form.post(&to, &guest.once(), html! {
            (form.hidden("buy", buy))
            (Button::primary(label).big())
        }))
    }
}

/// What one put in, with the receipts to keep.
fn put_in(guest: &Guest, shown: &Shown, mine: &Mine) -> Markup {
    let (lang, zone) = (guest.lang(), &guest.shop.zone);
    let base = guest.shop.href(&format!("/raffles/{}/receipts", shown.raffle.id));
    let instant = shown.raffle.terms.style.is_instant();
    let item = |entry: &super::model::Entry| {
        let title = if instant {
            t!(lang, "raffles-play-number", number = entry.place + 1)
        } else {
            t!(lang, "raffles-entry-number", number = entry.place + 1, tickets = entry.tickets)
        };
        Item::new(title).start(icons::TICKET).note(format::date_time(lang, entry.at, zone)).aside(html! {
            a.quiet-link href={ (base) "/" (entry.id) } download={ "receipt-" (entry.place + 1) ".json" } {
                (icons::DOWNLOAD) (t!(lang, "raffles-receipt"))
            }
        })
    };
    card(
        &t!(lang, "raffles-yours", tickets = mine.tickets()),
        "",
        html! {
            (rows(mine.entries.iter().map(item)))
            p.note { (t!(lang, "raffles-receipt-why")) }
        },
    )
}

/// How the urn stands, for a page that missed something.
async fn standing(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    reply::page(view::standing(guest.lang(), &shown, numbers(&shown)))
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
    let mine = asked::mine(&mut db, &member.shop, &shown.raffle, about).await?;
    let about = (&shown, Some(&mine), app.now());
    let told = outcome::load(&mut db, &member.shop, about).await?;
    drop(db);
    reply::page(turned(&member, &shown, (&mine, &told), app.now()))
}

async fn follow(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let lang = guest.lang();
    let pick = move |events: &[EventRow]| {
        let told = events.iter().rev().filter_map(EventRow::read::<RaffleEntered>);
        let latest = told.into_iter().find(|told| told.raffle == shown.raffle.id)?;
        Some(view::standing(lang, &shown, (latest.all, latest.entrants)).into_string())
    };
    Ok(web::live::follow_calmly(&app, guest.shop.org, PAUSE, pick))
}

/// Who is meant by an event of a raffle.
#[derive(Debug, Deserialize)]
struct About {
    raffle: RaffleId,
    #[serde(default)]
    member: Option<MemberId>,
}

async fn follow_turn(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let raffle = announced(&app, member.shop.org, &id).await?.raffle.id;
    let me = member.id;
    let pick = move |events: &[EventRow]| {
        let mine = |event: &EventRow| {
            event.kind.starts_with("raffles.")
                && About::deserialize(&*event.data).is_ok_and(|about| {
                    about.raffle == raffle && about.member.is_none_or(|meant| meant == me)
                })
        };
        events.iter().any(mine).then(String::new)
    };
    Ok(web::live::follow(&app, member.shop.org, pick))
}

/// Takes part, or says on a page of its own why not.
async fn enter(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let shown = announced(&app, member.shop.org, &id).await?;
    let raffle = shown.raffle.id;
    let once = input.once_in(member.session.id, &format!("raffles.claims/{raffle}"))?;
    let buy = input.text("buy").parse().unwrap_or(0);
    let entering = Entering { buy, ..Entering::new(raffle, member.id) };
    let run = async |tx: &mut Tx| {
        entering::enter(tx, &member.shop, entering).await.map(|entered| entered.id)
    };
    let back = member.shop.href(&format!("/raffles/{raffle}"));
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(written) => {
            let entry: RaffleEntryId = written.value.answer;
            let instant = shown.raffle.terms.style.is_instant();
            let to = if instant { format!("{back}?play={entry}") } else { back };
            Ok(reply::see_other(&to))
        }
        Err(error @ Error::Refused(_)) => refused(&member, &back, &error),
        Err(error) => Err(error.into()),
    }
}

/// The signed receipt as its file is: canonical, so that every verifier reads it.
async fn receipt(
    State(app): State<App>,
    member: Member,
    Path((_, id, entry)): Path<(String, String, String)>,
) -> Reply {
    let shown = announced(&app, member.shop.org, &id).await?;
    let entry: RaffleEntryId = entry.parse().map_err(|_| Error::NotFound("raffle_entry"))?;
    let mut db = app.db().read().await?;
    let found = kept::entry(&mut db, member.shop.org, entry).await?;
    let found = found.filter(|it| it.member == member.id && it.raffle == shown.raffle.id);
    let found = found.ok_or(Error::NotFound("raffle_entry"))?;
    let text = kept::receipt(&mut db, member.shop.org, found.id).await?;
    Ok(super::files::json_file(&format!("receipt-{}.json", found.place + 1), text))
}
