//! The cards of suggestions.

use kernel::{Lang, Time};
use maud::{Markup, html};
use people::playbooks;
use web::{
    Shop,
    kit::{format, icons},
    t,
};

use super::model::{Draft, Lack, Suggestion};
use crate::raffles::{Terms, model::Odds, odds};

/// For whom and when cards are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'d> {
    pub lang: Lang,
    pub shop: &'d Shop,
}

/// Cards above a form; the others are a tap away.
const ABOVE: usize = 3;

/// "From your playbook", above a new activity of one kind: the soonest; nothing when nothing suits.
pub fn cards(desk: Desk, suggestions: &[Suggestion]) -> Markup {
    html! {
        @if !suggestions.is_empty() {
            section.suggested aria-labelledby="suggested" {
                h2 #suggested { a href="/console/play" { (t!(desk.lang, "suggested-title")) } }
                (list(desk, suggestions.iter().take(ABOVE)))
            }
        }
    }
}

pub fn list<'s>(desk: Desk, suggestions: impl Iterator<Item = &'s Suggestion>) -> Markup {
    html! { ul.suggestions { @for one in suggestions { li { (card(desk, one)) } } } }
}

fn card(desk: Desk, one: &Suggestion) -> Markup {
    let Desk { lang, .. } = desk;
    let stopped = one.draft.is_none();
    html! {
        article.suggestion.stopped[stopped] {
            @if let Some(play) = one.play { p.over { (playbooks::play(lang, play)) } }
            h3 {
                @if stopped { (one.name.say(lang)) }
                @else { a.row-link href=(one.href()) { (one.name.say(lang)) } }
            }
            p.when { (icons::CLOCK) (when(desk, one)) }
            @if let Some(said) = chances(lang, one) { p.when { (icons::INFO) (said) } }
            @if !one.why.is_empty() { p.why { (one.why.say(lang)) } }
            @for lack in &one.lacks { (lacking(lang, lack)) }
        }
    }
}

/// When it opens and closes; a welcome draw is on from the day on which somebody opens it.
fn when(desk: Desk, one: &Suggestion) -> String {
    let Desk { lang, shop, .. } = desk;
    let at = |time: Time| format::date_time(lang, time, &shop.zone);
    if one.play.is_none() {
        return t!(lang, "suggested-when-welcome", closes = at(one.closes_at));
    }
    let one_day = one.opens_at.date(&shop.zone) == one.closes_at.date(&shop.zone);
    let closes = if one_day { format::time(one.closes_at, &shop.zone) } else { at(one.closes_at) };
    t!(lang, "suggested-when", opens = at(one.opens_at), closes = closes)
}

/// The odds of what tells at once.
fn chances(lang: Lang, one: &Suggestion) -> Option<String> {
    let Some(Draft::Raffle(draft)) = &one.draft else { return None };
    let terms: &Terms = &draft.terms;
    let instant = terms.style.is_instant();
    instant.then(|| odds(lang, terms.style, Odds::of_plays(terms.pieces(), terms.plays)))
}

/// What has to be there first, with the way there.
fn lacking(lang: Lang, lack: &Lack) -> Markup {
    let (said, href, label) = match lack {
        Lack::Gift { name } => (
            t!(lang, "suggested-lacks-gift", gift = name.say(lang)),
            "/console/gifts/new".to_owned(),
            t!(lang, "suggested-add-gift"),
        ),
        Lack::Stock { gift, name, left, need } => (
            t!(lang, "suggested-lacks-stock", gift = name.say(lang), left = *left, need = *need),
            format!("/console/gifts/{gift}"),
            t!(lang, "suggested-add-stock"),
        ),
        Lack::Points => (
            t!(lang, "suggested-lacks-points"),
            "/console/points".to_owned(),
            t!(lang, "suggested-add-points"),
        ),
        Lack::Ticket { goods } => (
            t!(lang, "suggested-lacks-ticket", goods = goods.say(lang)),
            "/console/gifts/new".to_owned(),
            t!(lang, "suggested-add-ticket"),
        ),
    };
    html! { p.lacking { (icons::ALERT) span { (said) " " a href=(href) { (label) } } } }
}
