//! What a raffle looks like to a member, on their phone and in the console's preview of it.

use kernel::{Lang, Time};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    kit::{
        Tone, format,
        icons::{self, Icon},
        live,
        parts::{Item, chip},
    },
    t,
};

use super::{
    asked::Shown,
    model::{Odds, Raffle, Source, Style, Unclaimed},
};
use crate::activities::{
    Phase,
    pictures::picture,
    run::{Rule, how_it_works},
};

/// "1 of 12 tickets wins" or "7 of 10 plays win", in words, with what it rests on.
pub fn odds(lang: Lang, style: Style, odds: Odds) -> String {
    match (odds, style.is_instant()) {
        (Odds::OneOf(of), true) => t!(lang, "raffles-odds-plays", of = of),
        (Odds::OneOf(of), false) => t!(lang, "raffles-odds", of = of),
        (Odds::InTen(of), _) => t!(lang, "raffles-odds-most", of = of),
        (Odds::Nobody, true) => t!(lang, "raffles-odds-gone"),
        (Odds::Nobody, false) => t!(lang, "raffles-odds-none"),
        (Odds::Everybody, true) => t!(lang, "raffles-odds-every-play"),
        (Odds::Everybody, false) => t!(lang, "raffles-odds-everybody"),
    }
}

/// How the urn stands: tickets, people and the odds, which every event of an entry says anew. Of an instant
/// raffle also what is left of each prize.
pub fn standing(lang: Lang, shown: &Shown, (tickets, people): (i64, i64)) -> Markup {
    let terms = &shown.raffle.terms;
    let instant = terms.style.is_instant();
    let said = odds(lang, terms.style, shown.odds(tickets));
    html! {
        @if instant {
            (prizes_left(lang, shown, tickets))
            p.left-line {
                b { (live::count(&format::number(lang, (terms.plays - tickets).max(0)))) }
                " " (t!(lang, "raffles-plays-left", of = terms.plays))
            }
        } @else {
            p.left-line {
                b { (live::count(&format::number(lang, tickets))) }
                " " (t!(lang, "raffles-tickets-in", tickets = tickets, people = people))
            }
        }
        p.raffle-odds { (icons::INFO) (said) }
    }
}

/// The prize table of an instant raffle after so many plays: what ran out says so.
pub fn prizes_left(lang: Lang, shown: &Shown, plays: i64) -> Markup {
    let left = shown.left(plays);
    html! {
        ol.prize-table aria-label=(t!(lang, "raffles-prizes")) {
            @for ((gift, quantity), left) in shown.prizes().zip(left) {
                li.gone[left == 0] {
                    b.num { (t!(lang, "raffles-times", quantity = left)) }
                    span {
                        (gift.name.say(lang)) " "
                        small {
                            @if left == 0 { (t!(lang, "raffles-prize-gone")) }
                            @else { (t!(lang, "raffles-prize-of", quantity = quantity)) }
                        }
                    }
                }
            }
        }
    }
}

/// What the phone shows above everything: the prizes with their pieces, and the odds.
pub fn hero(tongue: Tongue, shown: &Shown, number: &Markup) -> Markup {
    let Tongue { lang, shop } = tongue;
    let first = shown.prizes().next();
    html! {
        article.flash-hero.raffle-hero {
            @if let Some((gift, _)) = first { (picture(lang, shop, gift)) }
            @if !shown.raffle.terms.style.is_instant() {
                ol.prize-table aria-label=(t!(lang, "raffles-prizes")) {
                    @for (gift, quantity) in shown.prizes() {
                        li {
                            b.num { (t!(lang, "raffles-times", quantity = quantity)) }
                            span { (gift.name.say(lang)) }
                        }
                    }
                }
            }
            div { (number) }
        }
    }
}

/// How it works, in the order in which one needs to know it.
pub fn how(tongue: Tongue, shown: &Shown, whom: &str) -> Markup {
    how_it_works(tongue.lang, &steps(tongue, &shown.raffle), rules(tongue, shown, whom))
}

/// In three short steps.
pub fn steps(tongue: Tongue, raffle: &Raffle) -> [String; 3] {
    let Tongue { lang, shop } = tongue;
    let Raffle { plan, terms, .. } = raffle;
    let collect = t!(lang, "raffles-step-collect", days = terms.collect_days);
    if terms.style.is_instant() {
        let play = t!(lang, "raffles-step-play", plays = terms.plays);
        return [play, t!(lang, "raffles-step-told"), collect];
    }
    let closes = format::date_time(lang, plan.closes_at, &shop.zone);
    let draws = format::date_time(lang, terms.draws_at(plan.closes_at), &shop.zone);
    let enter = t!(lang, "raffles-step-enter", closes = closes);
    [enter, t!(lang, "raffles-step-draw", draws = draws), collect]
}

/// What holds, sentence by sentence.
pub fn rules(tongue: Tongue, shown: &Shown, whom: &str) -> Vec<(Icon, Rule)> {
    let Tongue { lang, shop } = tongue;
    let Raffle { plan, terms, .. } = &shown.raffle;
    let at = |time: Time| format::date_time(lang, time, &shop.zone);
    let window =
        t!(lang, "raffles-how-when", opens = at(plan.opens_at), closes = at(plan.closes_at));
    let each = t!(lang, "raffles-how-each", each = plan.limits.per_member);
    let collect = t!(lang, "raffles-how-collect", days = terms.collect_days);
    let rest = match terms.unclaimed {
        Unclaimed::Redraw => t!(lang, "raffles-how-redraw"),
        Unclaimed::Shelf => t!(lang, "raffles-how-shelf"),
    };
    let ways = format!("{} {each} {whom}", tickets(tongue, shown));
    let draw = drawn_how(tongue, &shown.raffle);
    let (staff, counter) = (t!(lang, "raffles-how-staff"), t!(lang, "raffles-how-counter"));
    vec![
        (icons::CLOCK, Rule::new(t!(lang, "activities-how-when-title"), window)),
        (icons::TICKET, Rule::new(t!(lang, "raffles-how-tickets-title"), ways)),
        (icons::PLAY, Rule::new(t!(lang, "raffles-how-draw-title"), draw)),
        (
            icons::STORE,
            Rule::new(t!(lang, "raffles-how-collect-title"), format!("{collect} {rest}")),
        ),
        (icons::PEOPLE, Rule::new(t!(lang, "raffles-how-staff-title"), staff)),
        (icons::SCAN, Rule::new(t!(lang, "activities-how-counter-title"), counter)),
    ]
}

/// How one comes to tickets.
fn tickets(tongue: Tongue, shown: &Shown) -> String {
    let Tongue { lang, shop } = tongue;
    let Raffle { plan, terms, .. } = &shown.raffle;
    let mut ways = Vec::new();
    if terms.free > 0 {
        ways.push(t!(lang, "raffles-way-free", free = terms.free));
    }
    if let Some(least) = terms.per_purchase {
        let amount = format::money(lang, shop.money(least));
        ways.push(t!(lang, "raffles-way-purchase", amount = amount));
    }
    if let Some(cost) = plan.cost {
        let points = format::number(lang, cost.points);
        ways.push(t!(lang, "raffles-way-points", points = points, unit = shown.unit.say(lang)));
    }
    if terms.is_welcome() {
        ways.push(t!(lang, "raffles-way-joining"));
    } else {
        ways.push(t!(lang, "raffles-way-given"));
    }
    ways.join(" ")
}

fn drawn_how(tongue: Tongue, raffle: &Raffle) -> String {
    let Tongue { lang, shop } = tongue;
    let terms = &raffle.terms;
    if terms.style.is_instant() {
        return t!(lang, "raffles-how-instant", plays = terms.plays);
    }
    let at = format::date_time(lang, terms.draws_at(raffle.plan.closes_at), &shop.zone);
    let least = match terms.least_entrants {
        0 | 1 => String::new(),
        least => t!(lang, "raffles-how-least", least = least),
    };
    let said = match terms.source {
        Source::Nonces => t!(lang, "raffles-how-nonces", at = at),
        Source::Drand => t!(lang, "raffles-how-drand", at = at),
    };
    format!("{said} {least}")
}

/// Where it stands, for a list of members.
pub fn item(tongue: Tongue, shown: &Shown, now: Time) -> Item {
    let Tongue { lang, shop } = tongue;
    let raffle = &shown.raffle;
    let item =
        Item::new(raffle.plan.name.say(lang)).href(shop.href(&format!("/raffles/{}", raffle.id)));
    let item = match shown.prizes().next() {
        Some((gift, _)) => {
            let prizes = t!(
                lang,
                "raffles-item",
                prizes = raffle.terms.pieces(),
                first = gift.name.say(lang)
            );
            item.start(picture(lang, shop, gift)).note(prizes)
        }
        None => item,
    };
    match raffle.phase(now) {
        Phase::On => item.aside(chip(Tone::Good, &t!(lang, "activities-state-open"))),
        Phase::Before => {
            let opens = format::from_now(lang, raffle.plan.opens_at, now);
            item.aside(chip(Tone::Accent, &opens))
        }
        _ if shown.is_drawn() => item.aside(chip(Tone::Accent, &t!(lang, "raffles-drawn"))),
        _ => item.aside(chip(Tone::Plain, &t!(lang, "activities-state-closed"))),
    }
}
