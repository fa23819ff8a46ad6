//! `/counter/presales`: a cashier reserves for the person who stands there, without a phone, takes the deposit,
//! and pays cash back that is owed.

use axum::extract::{Query, State};
use kernel::{Error, MemberId, PresaleId, PresaleReservationId, Result, Time};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use value::{
    bills::sentences::Tongue,
    counter::till::{self, Till, desk_of},
};
use web::{
    App, Input, Reply, Routes, Viewer,
    kit::{
        Choice, Form, icons, layout,
        parts::{Button, Empty, Head, Item, card, rows},
    },
    reply, t,
};

use super::{
    asked::{self, Mine, Shown},
    model::{MOST_WINDOWS, Paid, Presale, Reservation},
    phone::chosen,
    reservations::{self, PayingBack, Reserving},
    samples::counter as samples,
    view,
};
use crate::activities::{self, Life, Phase};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/presales", show)
        .post("/counter/presales", reserve)
        .post("/counter/presales/cancelling", cancel)
        .post("/counter/presales/paying-back", pay_back)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    member: String,
}

async fn whom(app: &App, till: &Till, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    members::require(&mut app.db().read().await?, till.shop.org, id).await
}

fn page_of(member: MemberId) -> String {
    format!("/counter/presales?member={member}")
}

/// The way there, on the page of whoever stands there: when something is on, or when they wait for a piece or
/// for cash.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (org, member, now) = (viewer.shop.org, MemberId::from_uuid(subject), app.now());
    let mut db = app.db().read().await?;
    let told: Vec<Presale> = activities::told(&mut db, org).await?;
    let is_on = |presale: &Presale| presale.phase(now) == Phase::On || samples::is_on(presale, now);
    let on = told.iter().any(is_on);
    let waits = !asked::waiting(&mut db, org, member).await?.is_empty();
    let link = || html! { (Button::link(page_of(member), t!(viewer.lang, "presales-way")).icon(icons::CLOCK)) };
    Ok((on || waits).then(link))
}

async fn show(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let member = whom(&app, &till, &asked.member).await?;
    let (lang, now, org) = (till.lang(), app.now(), till.shop.org);
    let mut db = app.db().read().await?;
    let own = asked::waiting(&mut db, org, member.id).await?;
    let told: Vec<Presale> = activities::told(&mut db, org).await?;
    // What is closed already may still be tried by those who reserved.
    let mut tried = told.clone();
    for (_, presale) in own.iter().filter(|(_, presale)| presale.life == Life::Closed) {
        if tried.iter().all(|one| one.id != presale.id) {
            tried.push(presale.clone());
        }
    }
    let mut on = Vec::new();
    for presale in told {
        if presale.phase(now) == Phase::On {
            let mine = asked::mine(&mut db, &till.shop, &presale, (member.id, now)).await?;
            on.push((asked::shown(&mut db, org, presale).await?, mine));
        }
    }
    drop(db);
    let tried = samples::part(&app, (&till, &member), tried.iter()).await?;
    let title = t!(lang, "presales-way");
    let frame = till::frame(&app, &till, title.clone()).await?;
    let lead = t!(lang, "presales-counter-lead", name = member.short_name());
    let main = html! {
        (Head::new(title).back(&desk_of(&member.code), &member.name).note(lead))
        @if own.is_empty() && on.is_empty() && tried.0.is_empty() {
            (Empty::new(icons::CLOCK, t!(lang, "activities-nothing-on"), t!(lang, "activities-nothing-on-why")))
        }
        @for one in &own { (theirs(&till, &member, (one, now))) }
        (tried)
        @for (shown, mine) in &on { (drawn(&till, &member, (shown, mine, now))) }
    };
    reply::page(layout::counter(&frame, main))
}

/// What they have: what it comes to at the till, stepping back, and cash that is owed.
fn theirs(
    till: &Till,
    member: &Member,
    ((one, presale), now): (&(Reservation, Presale), Time),
) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let form = Form::new(lang).prefixed("own");
    let hidden = || {
        html! {
            (form.hidden("member", &member.id.to_string()))
            (form.hidden("reservation", &one.id.to_string()))
        }
    };
    let window = presale.terms.window(one.window).map(|window| view::span(tongue, window));
    let said = view::said(tongue, &presale.terms, one);
    let rest = t!(lang, "presales-rest", rest = view::money(tongue, one.rest()));
    let inside = html! {
        (rows([Item::new(window.unwrap_or_default()).start(icons::TICKET).note(format!("{said} {}", if one.fate.waits() { rest.as_str() } else { "" }))]))
        @if one.owed() > 0 {
            (form.post("/counter/presales/paying-back", &till.once(), html! {
                (hidden())
                (Button::primary(t!(lang, "presales-pay-back", owed = view::money(tongue, one.owed()))).big())
            }))
        }
        @if one.fate.waits() && now < one.until {
            details.unfold {
                summary.quiet-link { (t!(lang, "presales-cancel-for-them")) }
                p.note { (view::consequence(tongue, &presale.terms, (one, now))) }
                (form.post("/counter/presales/cancelling", &till.once(), html! {
                    (hidden())
                    (Button::plain(t!(lang, "presales-cancel")))
                }))
            }
        }
    };
    card(presale.plan.name.say(lang), view::fate(lang, one.fate), inside)
}

fn none(why: String) -> Markup {
    html! { p.counter-none { (why) } }
}

fn drawn(till: &Till, member: &Member, (shown, mine, now): (&Shown, &Mine, Time)) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let left = t!(lang, "presales-left", left = shown.all_left());
    let inside = html! {
        p.note { (shown.gift.name.say(lang)) " · " (view::costs(tongue, shown)) }
        @if !mine.is_for_me { (none(t!(lang, "presales-not-for-them"))) }
        @else if mine.more <= 0 { (none(t!(lang, "presales-they-have-theirs"))) }
        @else if shown.all_left() <= 0 { (none(t!(lang, "presales-none-left"))) }
        @else { (offered(till, member, (shown, now))) }
    };
    card(shown.presale.plan.name.say(lang), html! { span.note { (left) } }, inside)
}

fn offered(till: &Till, member: &Member, (shown, now): (&Shown, Time)) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let deposit = shown.presale.terms.deposit;
    let windows = view::choices(tongue, shown, now);
    let first = windows.first().map_or_else(String::new, |choice| choice.value.clone());
    let form = Form::filled(lang, [("window", first.as_str()), ("paid", Paid::Cash.word())]);
    let amount = view::money(tongue, deposit);
    let paid = [
        Choice::new(Paid::Cash.word(), t!(lang, "presales-take-cash", deposit = amount.clone())),
        Choice::new(Paid::Wallet.word(), t!(lang, "presales-take-wallet", deposit = amount)),
    ];
    html! {
        p { (view::pays(tongue, shown)) }
        p.note { (view::rule(tongue, &shown.presale.terms)) }
        (form.post("/counter/presales", &till.once(), html! {
            (form.hidden("member", &member.id.to_string()))
            (form.hidden("presale", &shown.presale.id.to_string()))
            (form.radios("window", t!(lang, "presales-when"), windows))
            @if deposit > 0 { (form.radios("paid", t!(lang, "presales-deposit"), paid)) }
            (Button::primary(t!(lang, "presales-reserve-for-them", name = member.short_name())).icon(icons::TICKET).big())
        }))
    }
}

async fn reserve(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let id: PresaleId = input.text("presale").parse().map_err(|_| Error::NotFound("activity"))?;
    let once = input.once_in(till.session.id, "presales.counter")?;
    let run = async |tx: &mut ::store::Tx| {
        let asked = Reserving {
            member: member.id,
            window: chosen(&input, MOST_WINDOWS)?,
            paid: input.text("paid").parse().unwrap_or_default(),
            store: Some(till.store),
            staff: Some(till.staff),
        };
        reservations::reserve(tx, &till.shop, id, asked).await.map(drop)
    };
    let done = app.db().write_once(&till.scope, &once, run).await;
    ended(&app, (&till, &member), done.map(drop)).await
}

fn reservation(input: &Input) -> Result<PresaleReservationId> {
    input.text("reservation").parse().map_err(|_| Error::NotFound("reservation"))
}

async fn cancel(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let id = reservation(&input)?;
    let once = input.once_in(till.session.id, &format!("presales.cancelling/{id}"))?;
    let run =
        async |tx: &mut ::store::Tx| reservations::cancel(tx, (id, member.id)).await.map(drop);
    let done = app.db().write_once(&till.scope, &once, run).await;
    ended(&app, (&till, &member), done.map(drop)).await
}

async fn pay_back(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let id = reservation(&input)?;
    let once = input.once_in(till.session.id, &format!("presales.paying-back/{id}"))?;
    let paying = PayingBack { reservation: id, store: Some(till.store), staff: Some(till.staff) };
    let run = async |tx: &mut ::store::Tx| reservations::pay_back(tx, paying).await.map(drop);
    let done = app.db().write_once(&till.scope, &once, run).await;
    ended(&app, (&till, &member), done.map(drop)).await
}

/// Back to what they have now, or why not.
async fn ended(app: &App, (till, member): (&Till, &Member), done: Result<()>) -> Reply {
    match done {
        Ok(()) => Ok(reply::see_other(&page_of(member.id))),
        Err(error) => Ok(till::refused(app, till, error, &page_of(member.id)).await?),
    }
}
