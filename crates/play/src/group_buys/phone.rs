//! `/{org}/group-buys/{id}`: a group buy, its open teams, and starting one.

use std::time::Duration;

use ::store::{Event as _, EventRow, Tx};
use axum::extract::{Path, State};
use kernel::{Error, GroupBuyId, Lang, OrgId, Result, Time, kinds};
use maud::{Markup, html};
use serde::Deserialize;
use value::bills::sentences::Tongue;
use web::{
    App, Guest, Input, Reply, Routes, Viewer,
    kit::{
        Form, Tab, icons, layout, live,
        parts::{Button, Head, card, rows},
    },
    reply, t,
    who::Member,
};

use super::{
    asked::{self, Mine, Shown, Together},
    model::{Doors, Fate, GroupBuy},
    teams::{self, Joining},
    view,
};
use crate::{
    activities::{
        self, Phase,
        phone::{join_first, only, refused},
        run::pages as run,
    },
    events::{self, GroupBuyChanged},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/group-buys/{id}", show)
        .get("/{org}/group-buys/{id}/live", follow)
        .get("/{org}/group-buys/{id}/left", left)
        .get("/{org}/group-buys/{id}/teams", now)
        .get("/{org}/group-buys/{id}/teams/live", follow_teams)
        .post("/{org}/group-buys/{id}/teams", start)
        .get("/{org}/group-buys/{id}/card.png", run::card::<kinds::GroupBuy>)
        .get("/{org}/group-buys/{id}/how", run::how::<kinds::GroupBuy>)
}

/// A page hears of a number at most twice a second, and looks at the teams again every other second.
const PAUSE: Duration = Duration::from_millis(500);
const TEAMS_PAUSE: Duration = Duration::from_secs(2);
/// Open teams that a page lists.
const LISTED: i64 = 20;

async fn told(app: &App, org: OrgId) -> Result<Vec<Shown>> {
    let mut db = app.db().read().await?;
    let (mut all, now) = (Vec::new(), app.now());
    for buy in activities::told(&mut db, org).await? {
        let buy: GroupBuy = buy;
        if matches!(buy.phase(now), Phase::Before | Phase::On) {
            all.push(asked::shown(&mut db, org, buy).await?);
        }
    }
    Ok(all)
}

/// What is on, and what will be: on the first page and on that of everything that is on.
pub async fn piece(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if !viewer.shop.playing {
        return Ok(None);
    }
    let all = told(app, viewer.shop.org).await?;
    let tongue = Tongue { lang: viewer.lang, shop: &viewer.shop };
    let items = all.iter().take(5).map(|shown| view::item(tongue, shown, app.now()));
    let title = t!(viewer.lang, "group_buys-title");
    Ok((!all.is_empty()).then(|| card(&title, "", html! { div.flash-list { (rows(items)) } })))
}

/// Teams in which one waits for others: on the first page, above what is on.
pub async fn waiting(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let (member, org, now) = (kernel::MemberId::from_uuid(subject), viewer.shop.org, app.now());
    let tongue = Tongue { lang: viewer.lang, shop: &viewer.shop };
    let mut db = app.db().read().await?;
    let mut items = Vec::new();
    for (_, team) in asked::waiting(&mut db, org, member).await? {
        let buy: GroupBuy = activities::require(&mut db, org, team.buy).await?;
        let together = asked::together(&mut db, org, team).await?;
        items.push(view::team_item(tongue, &buy.terms, (&together, now)));
    }
    let title = t!(viewer.lang, "group_buys-your-teams");
    Ok((!items.is_empty()).then(|| card(&title, "", rows(items))))
}

/// A group buy that people were told of; others look like none.
async fn announced(app: &App, org: OrgId, id: &str) -> Result<Shown> {
    let id: GroupBuyId = id.parse().map_err(|_| Error::NotFound("activity"))?;
    let shown = asked::require(&mut app.db().read().await?, org, id).await?;
    if shown.buy.life.is_told() { Ok(shown) } else { Err(Error::NotFound("activity")) }
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let shown = announced(&app, shop.org, &id).await?;
    let only = only(&app, (lang, shop.org), &shown.buy.plan).await?;
    let tongue = Tongue { lang, shop };
    let base = view::page_of(shop, &shown.buy);
    let name = shown.buy.plan.name.say(lang).to_owned();
    let number = live::region(
        &format!("{base}/live"),
        &format!("{base}/left"),
        view::left(lang, shown.left, shown.buy.terms.seats),
    );
    let teams = inside(&app, &guest, &shown).await?;
    let main = html! {
        (Head::new(name.clone()).back(&shop.href("/play"), &t!(lang, "tab-play")))
        (view::hero(tongue, &shown, (None, &number)))
        (live::region(&format!("{base}/teams/live"), &format!("{base}/teams"), teams))
        (view::how(tongue, &shown, &only))
    };
    let mut frame = guest.frame(name);
    frame.playing = true;
    reply::page(layout::phone(&frame, Tab::Play, main))
}

fn countdown(lang: Lang, buy: &GroupBuy, now: Time) -> Markup {
    match buy.phase(now) {
        Phase::Before => {
            live::countdown((now, buy.plan.opens_at), &t!(lang, "activities-opens-in"), "take")
        }
        Phase::On => {
            live::countdown((now, buy.plan.closes_at), &t!(lang, "activities-closes-in"), "")
        }
        _ => html! {},
    }
}

/// What one can do, one's own teams, and those one may step into.
async fn inside(app: &App, guest: &Guest, shown: &Shown) -> Result<Markup> {
    let (shop, now) = (&guest.shop, app.now());
    let mut db = app.db().read().await?;
    let mine = match guest.member() {
        Some(member) => Some(asked::mine(&mut db, shop, &shown.buy, (member, now)).await?),
        None => None,
    };
    let mut own = Vec::new();
    for (seat, team) in mine.iter().flat_map(|mine| &mine.places) {
        if seat.fate != Fate::Left {
            own.push(asked::together(&mut db, shop.org, team.clone()).await?);
        }
    }
    let others = match shown.buy.terms.doors {
        Doors::Listed if shown.buy.phase(now) == Phase::On => {
            asked::open_teams(&mut db, shop.org, (&shown.buy, now), LISTED).await?
        }
        _ => Vec::new(),
    };
    drop(db);
    let others: Vec<Together> = others
        .into_iter()
        .filter(|one| !own.iter().any(|mine| mine.team.id == one.team.id))
        .collect();
    Ok(drawn(guest, shown, (mine.as_ref(), now), (&own, &others)))
}

fn drawn(
    guest: &Guest,
    shown: &Shown,
    (mine, now): (Option<&Mine>, Time),
    (own, others): (&[Together], &[Together]),
) -> Markup {
    let (lang, shop, terms) = (guest.lang(), &guest.shop, &shown.buy.terms);
    let tongue = Tongue { lang, shop };
    let items =
        |all: &[Together]| rows(all.iter().map(|one| view::team_item(tongue, terms, (one, now))));
    html! {
        div.together {
            (countdown(lang, &shown.buy, now))
            @if !own.is_empty() { (card(&t!(lang, "group_buys-your-teams"), "", items(own))) }
            div { (doing(guest, shown, (mine, now))) }
            @if !others.is_empty() { (card(&t!(lang, "group_buys-open-teams"), "", items(others))) }
        }
    }
}

/// Starting a team, or why one cannot.
fn doing(guest: &Guest, shown: &Shown, (mine, now): (Option<&Mine>, Time)) -> Markup {
    let (lang, buy) = (guest.lang(), &shown.buy);
    let say = |text: String| html! { p.note { (text) } };
    let Some(mine) = mine else {
        let here = view::page_of(&guest.shop, buy);
        return join_first(guest, &here);
    };
    match buy.phase(now) {
        Phase::Hidden | Phase::After => say(t!(lang, "group_buys-closed-note")),
        _ if !mine.is_for_me => say(t!(lang, "activities-not-for-you")),
        Phase::Before => html! { div #take hidden { (starting(guest, shown)) } },
        Phase::On if mine.more <= 0 => say(t!(lang, "group_buys-have-yours")),
        Phase::On if shown.left <= 0 => say(t!(lang, "group_buys-sold-out-why")),
        Phase::On => starting(guest, shown),
    }
}

fn starting(guest: &Guest, shown: &Shown) -> Markup {
    let lang = guest.lang();
    let to = format!("{}/teams", view::page_of(&guest.shop, &shown.buy));
    let button = Button::primary(t!(lang, "group_buys-start")).icon(icons::PEOPLE).big();
    Form::new(lang).post(&to, &guest.once(), button)
}

/// How many places are left, for a page that missed something.
async fn left(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    reply::page(view::left(guest.lang(), shown.left, shown.buy.terms.seats))
}

/// The teams as they are now.
async fn now(State(app): State<App>, guest: Guest, Path((_, id)): Path<(String, String)>) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    reply::page(inside(&app, &guest, &shown).await?)
}

/// What every event of a group buy says that changes the number.
#[derive(Debug, Deserialize)]
struct Counted {
    buy: GroupBuyId,
    left: i64,
}

async fn follow(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let (lang, buy, of) = (guest.lang(), shown.buy.id, shown.buy.terms.seats);
    let pick = move |events: &[EventRow]| {
        let told = |event: &EventRow| {
            Counted::deserialize(&*event.data).ok().filter(|counted| counted.buy == buy)
        };
        let changed =
            |event: &EventRow| event.kind == GroupBuyChanged::KIND && told(event).is_some();
        if events.iter().any(changed) {
            // It may be of more than before: the page asks.
            return Some(String::new());
        }
        let mut numbers = events
            .iter()
            .rev()
            .filter(|event| events::BUYS_WITH_LEFT.contains(&event.kind.as_str()));
        let number = numbers.find_map(told)?.left;
        Some(view::left(lang, number, of).into_string())
    };
    Ok(web::live::follow_calmly(&app, guest.shop.org, PAUSE, pick))
}

async fn follow_teams(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let id = announced(&app, guest.shop.org, &id).await?.buy.id.to_string();
    let pick = move |events: &[EventRow]| {
        let touches = |event: &EventRow| {
            event.kind.starts_with("group_buys.")
                // What opens at its hour, every page shows by itself.
                && event.data.get("early").is_none_or(|early| *early != false)
                && event.data.get("buy").is_some_and(|buy| *buy == *id)
        };
        events.iter().any(touches).then(String::new)
    };
    Ok(web::live::follow_calmly(&app, guest.shop.org, TEAMS_PAUSE, pick))
}

async fn start(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let buy = announced(&app, member.shop.org, &id).await?.buy;
    let once = input.once_in(member.session.id, &format!("group_buys.teams/{}", buy.id))?;
    let who = Joining::of(member.id);
    let run = async |tx: &mut Tx| {
        teams::start(tx, &member.shop, buy.id, who).await.map(|seated| seated.team.code)
    };
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(written) => {
            let code: String = written.value.answer;
            Ok(reply::see_other(&member.shop.href(&format!("/together/{code}"))))
        }
        Err(error @ Error::Refused(_)) => {
            refused(&member, &view::page_of(&member.shop, &buy), &error)
        }
        Err(error) => Err(error.into()),
    }
}
