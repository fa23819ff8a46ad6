//! `/{org}/presales/{id}`: what will be there, when, at what price, and reserving a piece of it.

use std::time::Duration;

use ::store::{Event as _, EventRow, Tx};
use axum::extract::{Path, State};
use kernel::{Error, FieldError, Lang, OrgId, PresaleId, Result, Time, kinds};
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
    asked::{self, Mine, Shown},
    model::{Presale, Terms},
    reservations::{self, Reserving},
    samples::phone as samples,
    view,
};
use crate::{
    activities::{
        self, Phase,
        phone::{join_first, only, refused},
        run::pages as run,
    },
    events::{self, PresaleChanged},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/presales/{id}", show)
        .get("/{org}/presales/{id}/card.png", run::card::<kinds::Presale>)
        .get("/{org}/presales/{id}/how", run::how::<kinds::Presale>)
        .get("/{org}/presales/{id}/live", follow)
        .get("/{org}/presales/{id}/left", left)
        .post("/{org}/presales/{id}/reservations", reserve)
}

/// A page hears of a number at most twice a second.
const PAUSE: Duration = Duration::from_millis(500);

async fn told(app: &App, org: OrgId) -> Result<Vec<Shown>> {
    let mut db = app.db().read().await?;
    let (mut all, now) = (Vec::new(), app.now());
    for presale in activities::told(&mut db, org).await? {
        let presale: Presale = presale;
        if matches!(presale.phase(now), Phase::Before | Phase::On) {
            all.push(asked::shown(&mut db, org, presale).await?);
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
    let title = t!(viewer.lang, "presales-title");
    Ok((!all.is_empty()).then(|| card(&title, "", html! { div.flash-list { (rows(items)) } })))
}

/// What one waits for: on the first page, above what is on.
pub async fn waiting(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let member = kernel::MemberId::from_uuid(subject);
    let tongue = Tongue { lang: viewer.lang, shop: &viewer.shop };
    let all = asked::waiting(&mut app.db().read().await?, viewer.shop.org, member).await?;
    let items = all.iter().take(5).map(|(one, presale)| view::own_item(tongue, presale, one));
    let title = t!(viewer.lang, "presales-yours");
    Ok((!all.is_empty()).then(|| card(&title, "", rows(items))))
}

/// A pre-sale that people were told of; others look like none.
pub(super) async fn announced(app: &App, org: OrgId, id: &str) -> Result<Shown> {
    let id: PresaleId = id.parse().map_err(|_| Error::NotFound("activity"))?;
    let shown = asked::require(&mut app.db().read().await?, org, id).await?;
    if shown.presale.life.is_told() { Ok(shown) } else { Err(Error::NotFound("activity")) }
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    reply::page(page(&app, &guest, &shown, &Form::new(guest.lang())).await?)
}

async fn page(app: &App, guest: &Guest, shown: &Shown, form: &Form) -> Result<Markup> {
    let (lang, shop, now) = (guest.lang(), &guest.shop, app.now());
    let presale = &shown.presale;
    let only = only(app, (lang, shop.org), &presale.plan).await?;
    let mine = match guest.member() {
        Some(member) => {
            let mut db = app.db().read().await?;
            Some(asked::mine(&mut db, shop, presale, (member, now)).await?)
        }
        None => None,
    };
    let tongue = Tongue { lang, shop };
    let base = view::page_of(shop, presale);
    let name = presale.plan.name.say(lang).to_owned();
    let number = live::region(
        &format!("{base}/live"),
        &format!("{base}/left"),
        view::ladder(tongue, &presale.terms, (shown.early_left, shown.left)),
    );
    let own = mine.iter().flat_map(|mine| &mine.all);
    let own: Vec<_> = own.map(|one| view::own_item(tongue, presale, one)).collect();
    let tried = samples::part(app, guest, (shown, mine.as_ref())).await?;
    let main = html! {
        (Head::new(name.clone()).back(&shop.href("/play"), &t!(lang, "tab-play")))
        @if let Some(why) = &presale.terms.called_off {
            p.presale-off role="note" { (icons::ALERT) span { (t!(lang, "presales-called-off", why = why.as_str())) } }
        }
        @if !own.is_empty() { (card(&t!(lang, "presales-yours"), "", rows(own))) }
        (view::hero(tongue, shown, &number))
        (countdown(lang, presale, now))
        div.presale-do { (doing(guest, shown, form, (mine.as_ref(), now))) }
        (tried)
        (view::how(tongue, shown, &only))
    };
    let mut frame = guest.frame(name);
    frame.playing = true;
    Ok(layout::phone(&frame, Tab::Play, main))
}

fn countdown(lang: Lang, presale: &Presale, now: Time) -> Markup {
    match presale.phase(now) {
        Phase::Before => {
            live::countdown((now, presale.plan.opens_at), &t!(lang, "activities-opens-in"), "take")
        }
        Phase::On => {
            live::countdown((now, presale.plan.closes_at), &t!(lang, "activities-closes-in"), "")
        }
        _ => html! {},
    }
}

/// Reserving, or why one cannot.
fn doing(guest: &Guest, shown: &Shown, form: &Form, (mine, now): (Option<&Mine>, Time)) -> Markup {
    let (lang, presale) = (guest.lang(), &shown.presale);
    let say = |text: String| html! { p.note { (text) } };
    let Some(mine) = mine else {
        let here = view::page_of(&guest.shop, presale);
        return join_first(guest, &here);
    };
    match presale.phase(now) {
        // What was typed wrong is told where it was typed, whatever else stands in the way by now.
        _ if form.errors().of("window").next().is_some() => reserving(guest, shown, form, now),
        Phase::Hidden | Phase::After => say(t!(lang, "presales-closed-note")),
        _ if !mine.is_for_me => say(t!(lang, "activities-not-for-you")),
        Phase::Before => html! { div #take hidden { (reserving(guest, shown, form, now)) } },
        Phase::On if mine.more <= 0 => say(t!(lang, "presales-have-yours")),
        Phase::On if shown.all_left() <= 0 => say(t!(lang, "presales-sold-out-why")),
        Phase::On => reserving(guest, shown, form, now),
    }
}

/// When they come for it, and the button, which says what is paid now.
fn reserving(guest: &Guest, shown: &Shown, form: &Form, now: Time) -> Markup {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let tongue = Tongue { lang, shop };
    let to = format!("{}/reservations", view::page_of(shop, &shown.presale));
    let choices = view::choices(tongue, shown, now);
    let Terms { deposit, .. } = shown.presale.terms;
    let label = if deposit > 0 {
        t!(lang, "presales-reserve-for", deposit = view::money(tongue, deposit))
    } else {
        t!(lang, "presales-reserve")
    };
    if choices.is_empty() {
        return html! { p.note { (t!(lang, "presales-windows-full")) } };
    }
    let fields = html! {
        (form.radios("window", t!(lang, "presales-when"), choices))
        p.note { (view::rule(tongue, &shown.presale.terms)) }
        (Button::primary(label).icon(icons::TICKET).big())
    };
    form.post(&to, &guest.once(), fields)
}

/// How many pieces are left, for a page that missed something.
async fn left(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let tongue = Tongue { lang: guest.lang(), shop: &guest.shop };
    reply::page(view::ladder(tongue, &shown.presale.terms, (shown.early_left, shown.left)))
}

/// What every event of a pre-sale says that changes the numbers.
#[derive(Debug, Deserialize)]
struct Counted {
    presale: PresaleId,
    left: i64,
    early: i64,
}

async fn follow(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let (lang, shop, of) = (guest.lang(), guest.shop.clone(), shown.presale);
    let pick = move |events: &[EventRow]| {
        let told = |event: &EventRow| {
            Counted::deserialize(&*event.data).ok().filter(|counted| counted.presale == of.id)
        };
        let changed =
            |event: &EventRow| event.kind == PresaleChanged::KIND && told(event).is_some();
        if events.iter().any(changed) {
            // It may be of more than before, or cheaper: the page asks.
            return Some(String::new());
        }
        let mut numbers = events
            .iter()
            .rev()
            .filter(|event| events::PRESALES_WITH_LEFT.contains(&event.kind.as_str()));
        let Counted { left, early, .. } = numbers.find_map(told)?;
        let tongue = Tongue { lang, shop: &shop };
        Some(view::ladder(tongue, &of.terms, (early, left)).into_string())
    };
    Ok(web::live::follow_calmly(&app, guest.shop.org, PAUSE, pick))
}

/// The number of the window that was chosen, from 0.
fn has_windows(guest: &Guest, shown: &Shown, now: Time) -> bool {
    let tongue = Tongue { lang: guest.lang(), shop: &guest.shop };
    !view::choices(tongue, shown, now).is_empty()
}

/// The number of the window that was chosen, of so many.
pub(super) fn chosen(input: &Input, many: i64) -> Result<i64> {
    let typed = input.text("window").trim();
    if typed.is_empty() {
        return Err(FieldError::new("window", "required").into());
    }
    match typed.parse::<i64>() {
        Ok(number @ 1..) if number <= many => Ok(number - 1),
        _ => Err(FieldError::new("window", "choice_invalid").into()),
    }
}

async fn reserve(
    State(app): State<App>,
    guest: Guest,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let shown = announced(&app, member.shop.org, &id).await?;
    let presale = shown.presale.id;
    let back = view::page_of(&member.shop, &shown.presale);
    let once = input.once_in(member.session.id, &format!("presales.reservations/{presale}"))?;
    let run = async |tx: &mut Tx| {
        let who = Reserving::of(member.id, chosen(&input, shown.presale.terms.many_windows())?);
        let done = reservations::reserve(tx, &member.shop, presale, who).await?;
        Ok(view::one_of(&member.shop, &done.reservation))
    };
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(written) => {
            let to: String = written.value.answer;
            Ok(reply::see_other(&to))
        }
        Err(error @ Error::Refused(_)) => refused(&member, &back, &error),
        Err(Error::Invalid(fields)) if has_windows(&guest, &shown, app.now()) => {
            let form = input.again(guest.lang(), fields);
            reply::wrong(page(&app, &guest, &shown, &form).await?)
        }
        Err(error) => Err(error.into()),
    }
}
