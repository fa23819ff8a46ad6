//! `/counter/raffles`: a cashier gives a ticket, puts tickets in for the person who stands there, and prints the
//! number for whoever has no phone.

use axum::extract::{Query, State};
use kernel::{Error, MemberId, RaffleEntryId, RaffleId, Result, Time};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use value::counter::till::{self, Till, desk_of};
use web::{
    App, Input, Reply, Routes, Viewer,
    kit::{
        Form, format, icons, layout,
        parts::{Button, Empty, Head, card},
    },
    reply, t,
};

use super::{
    asked::{self, Mine, Shown, Step},
    entering::{self, Entering, Giving},
    model::Raffle,
    sheet, store as rows,
};
use crate::activities::{self, Phase};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/raffles", show)
        .post("/counter/raffles", enter)
        .post("/counter/raffles/tickets", give)
        .get("/counter/raffles/slip", slip)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    member: String,
    #[serde(default)]
    entry: String,
}

async fn whom(app: &App, till: &Till, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    members::require(&mut app.db().read().await?, till.shop.org, id).await
}

async fn open(app: &App, org: kernel::OrgId, now: Time) -> Result<Vec<Raffle>> {
    let all: Vec<Raffle> = activities::told(&mut app.db().read().await?, org).await?;
    Ok(all.into_iter().filter(|raffle| raffle.phase(now) == Phase::On).collect())
}

/// The way there, on the page of whoever stands there; nothing when nothing is on.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    // The play of a welcome draw stands on the page itself.
    let on = open(app, viewer.shop.org, app.now()).await?;
    if on.iter().all(|raffle| raffle.terms.is_welcome()) {
        return Ok(None);
    }
    let member = MemberId::from_uuid(subject);
    let to = format!("/counter/raffles?member={member}");
    let label = t!(viewer.lang, "raffles-way");
    Ok(Some(html! { (Button::link(to, label).icon(icons::TICKET)) }))
}

async fn show(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let member = whom(&app, &till, &asked.member).await?;
    let (lang, org, now) = (till.lang(), till.shop.org, app.now());
    let raffles = open(&app, org, now).await?;
    let mut db = app.db().read().await?;
    let mut on = Vec::new();
    for raffle in raffles {
        let mine = asked::mine(&mut db, &till.shop, &raffle, (member.id, now)).await?;
        if raffle.terms.is_welcome() && mine.ready == 0 && mine.entries.is_empty() {
            continue;
        }
        on.push((asked::shown(&mut db, org, raffle).await?, mine));
    }
    drop(db);
    let title = t!(lang, "raffles-way");
    let frame = till::frame(&app, &till, title.clone()).await?;
    let lead = t!(lang, "raffles-counter-lead", name = member.short_name());
    let main = html! {
        (Head::new(title).back(&desk_of(&member.code), &member.name).note(lead))
        @if on.is_empty() {
            (Empty::new(icons::TICKET, t!(lang, "activities-nothing-on"), t!(lang, "activities-nothing-on-why")))
        }
        @for (shown, theirs) in &on { (one(&till, &member, (shown, theirs))) }
    };
    reply::page(layout::counter(&frame, main))
}

fn none(why: String) -> Markup {
    html! { p.counter-none { (why) } }
}

fn one(till: &Till, member: &Member, (shown, theirs): (&Shown, &Mine)) -> Markup {
    let (lang, raffle) = (till.lang(), &shown.raffle);
    let form = Form::new(lang);
    let hidden = html! {
        (form.hidden("member", &member.id.to_string()))
        (form.hidden("raffle", &raffle.id.to_string()))
    };
    let closes = format::date_time(lang, raffle.plan.closes_at, &till.shop.zone);
    let ready = t!(lang, "raffles-counter-ready", tickets = theirs.ready);
    let stands = t!(lang, "raffles-counter-in", tickets = theirs.tickets());
    let step = theirs.step(shown);
    let label = if raffle.terms.style.is_instant() {
        t!(lang, "raffles-counter-play", name = member.short_name())
    } else {
        t!(lang, "raffles-counter-enter", name = member.short_name())
    };
    let giving = html! {
        @if !raffle.terms.is_welcome() { (form.post("/counter/raffles/tickets", &till.once(), html! {
            (hidden)
            (Button::quiet(t!(lang, "raffles-counter-give")).icon(icons::PLUS))
        })) }
    };
    let inside = html! {
        p.note { (t!(lang, "activities-closes")) " " (closes) " · " (stands) }
        @match step {
            Step::WorksHere => { (none(t!(lang, "raffles-counter-works-here"))) }
            Step::NotForThem => { (none(t!(lang, "raffles-counter-not-for-them"))) }
            Step::Full => { (none(t!(lang, "raffles-counter-full"))) }
            Step::Enter(_) => {
                (form.post("/counter/raffles", &till.once(), html! {
                    (hidden)
                    (Button::plain(label).icon(icons::TICKET).big())
                }))
                (giving)
            }
            Step::Buy | Step::NoTicket => { (giving) }
        }
        @if let Some(entry) = theirs.entries.first() {
            (Button::link(format!("/counter/raffles/slip?entry={}", entry.id), t!(lang, "raffles-counter-print")).icon(icons::PRINT))
        }
    };
    card(raffle.plan.name.say(lang), html! { span.note { (ready) } }, inside)
}

/// What a cashier asked for is for this person and this raffle.
async fn meant(app: &App, till: &Till, input: &Input) -> Result<(Member, RaffleId)> {
    let member = whom(app, till, input.text("member")).await?;
    let raffle = input.text("raffle").parse().map_err(|_| Error::NotFound("activity"))?;
    Ok((member, raffle))
}

fn back(member: &Member) -> String {
    format!("/counter/raffles?member={}", member.id)
}

async fn enter(State(app): State<App>, till: Till, input: Input) -> Reply {
    let (member, raffle) = meant(&app, &till, &input).await?;
    let once = input.once_in(till.session.id, "raffles.counter")?;
    let entering = Entering {
        store: Some(till.store),
        staff: Some(till.staff),
        ..Entering::new(raffle, member.id)
    };
    let run = async |tx: &mut ::store::Tx| {
        let entered = entering::enter(tx, &till.shop, entering).await?;
        Ok(entered.won.is_some())
    };
    match app.db().write_once(&till.scope, &once, run).await {
        // What was won at once is what they came for: it stands on the desk.
        Ok(written) if written.value.answer => Ok(reply::see_other(&desk_of(&member.code))),
        Ok(_) => Ok(reply::see_other(&back(&member))),
        Err(error) => Ok(till::refused(&app, &till, error, &back(&member)).await?),
    }
}

async fn give(State(app): State<App>, till: Till, input: Input) -> Reply {
    let (member, raffle) = meant(&app, &till, &input).await?;
    let once = input.once_in(till.session.id, "raffles.counter_tickets")?;
    let giving = Giving {
        raffle,
        member: member.id,
        tickets: 1,
        purchase: None,
        store: Some(till.store),
        staff: Some(till.staff),
    };
    let run = async |tx: &mut ::store::Tx| entering::give(tx, &till.shop, giving).await;
    match app.db().write_once(&till.scope, &once, run).await {
        Ok(_) => Ok(reply::see_other(&back(&member))),
        Err(error) => Ok(till::refused(&app, &till, error, &back(&member)).await?),
    }
}

/// The number on paper.
async fn slip(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let id: RaffleEntryId = asked.entry.parse().map_err(|_| Error::NotFound("raffle_entry"))?;
    let org = till.shop.org;
    let mut db = app.db().read().await?;
    let entry = rows::entry(&mut db, org, id).await?.ok_or(Error::NotFound("raffle_entry"))?;
    let shown = asked::require(&mut db, org, entry.raffle).await?;
    drop(db);
    let lang = till.lang();
    let main = sheet::slip(&app, (lang, &till.shop), (&shown, &entry))?;
    let frame = till.frame(t!(lang, "raffles-slip-title"));
    reply::page(layout::print(&frame, main))
}
