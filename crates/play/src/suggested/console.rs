//! `/console/play`: what the shop's playbooks suggest, with the draw for whoever joins before everything.

use axum::extract::State;
use kernel::{Result, permission::ManageActivities};
use maud::{Markup, html};
use web::{
    App, Reply, Routes, Staff,
    kit::{
        Tone, format, icons, layout,
        parts::{Button, Empty, Head, card, chip},
    },
    reply, t,
};

use super::{
    load,
    model::{Suggestion, WELCOME},
    view::{self, Desk},
};
use crate::{
    activities::{self, Phase, console::at},
    raffles::Raffle,
};

pub fn routes() -> Routes {
    Routes::new().get("/console/play", show)
}

/// The welcome draw that is on.
struct On {
    raffle: Raffle,
    played: i64,
}

async fn on(app: &App, staff: &Staff<ManageActivities>) -> Result<Option<On>> {
    let mut db = app.db().read().await?;
    let told: Vec<Raffle> = activities::told(&mut db, staff.shop.org).await?;
    let welcome =
        |raffle: &Raffle| raffle.terms.is_welcome() && raffle.phase(app.now()) == Phase::On;
    let Some(raffle) = told.into_iter().find(welcome) else { return Ok(None) };
    let played = crate::raffles::played(&mut db, staff.shop.org, raffle.id).await?;
    Ok(Some(On { raffle, played }))
}

async fn show(State(app): State<App>, staff: Staff<ManageActivities>) -> Reply {
    let all = load::all(&mut app.db().read().await?, &staff.shop, app.now()).await?;
    let on = on(&app, &staff).await?;
    let lang = staff.lang();
    let desk = Desk { lang, shop: &staff.shop };
    let (draws, games): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.key == WELCOME);
    let title = t!(lang, "suggested-title");
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "suggested-lead")))
        @if all.is_empty() {
            (Empty::new(icons::PLAY, t!(lang, "suggested-none"), t!(lang, "suggested-none-why"))
                .action("/console/playbooks", t!(lang, "suggested-none-do")))
        }
        (welcome(desk, (on.as_ref(), &draws)))
        @for games in games.chunk_by(|one, next| one.series == next.series) {
            @if let Some(first) = games.first() {
                section.suggested aria-labelledby=(first.book.id) {
                    p.over { (t!(lang, "suggested-games")) }
                    h2 #(first.book.id) { (first.book.name.in_(lang)) }
                    (view::list(desk, games.iter().copied()))
                }
            }
        }
    };
    reply::page(layout::console(&staff.frame(title), main))
}

/// The draw for whoever joins: how it goes, or the way to switch it on.
fn welcome(desk: Desk, (on, draws): (Option<&On>, &[&Suggestion])) -> Markup {
    let lang = desk.lang;
    let title = t!(lang, "suggested-welcome");
    match on {
        Some(on) => {
            let plan = &on.raffle.plan;
            let closes = format::date_time(lang, plan.closes_at, &desk.shop.zone);
            let said = t!(
                lang,
                "suggested-welcome-on",
                played = on.played,
                of = on.raffle.terms.plays,
                closes = closes
            );
            let chip = chip(Tone::Good, &t!(lang, "activities-state-open"));
            let inside = html! {
                p { strong { (plan.name.say(lang)) } }
                p.note { (said) }
                div.actions { (Button::link(at(on.raffle.id), t!(lang, "suggested-welcome-see"))) }
            };
            card(&title, chip, inside)
        }
        None if draws.is_empty() => html! {},
        None => {
            let first = draws.iter().find(|one| one.draft.is_some());
            let inside = html! {
                div.stack {
                    p.note { (t!(lang, "suggested-welcome-why")) }
                    (view::list(desk, draws.iter().copied()))
                    @if let Some(one) = first {
                        div.actions { (Button::primary(t!(lang, "suggested-welcome-do")).href(one.href())) }
                    }
                }
            };
            card(&title, chip(Tone::Plain, &t!(lang, "suggested-welcome-off")), inside)
        }
    }
}
