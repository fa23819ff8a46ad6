//! What samples look like to a member, on their phone and in the console's preview of it.

use kernel::{Lang, Time};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    kit::{
        Tone, format,
        parts::{Item, card, chip, rows},
    },
    t,
};

use super::{
    asked::{Counted, Offer},
    model::Tasters,
};
use crate::activities::pictures::picture;

/// Fewer than these are said with a colour.
const FEW: i64 = 5;

/// "free", or the points that one costs.
pub fn costs(lang: Lang, offer: &Offer) -> String {
    match offer.samples.cost {
        None => t!(lang, "presales-samples-free"),
        Some(cost) => {
            let points = format::number(lang, cost.points);
            t!(lang, "activities-costs-points", points = points, unit = offer.unit.say(lang))
        }
    }
}

/// When, for whom and for what, in a sentence or two.
pub fn sentence(tongue: Tongue, offer: &Offer) -> String {
    let Tongue { lang, shop } = tongue;
    let at = |time: Time| format::date_time(lang, time, &shop.zone);
    let when = t!(
        lang,
        "presales-samples-when",
        from = at(offer.samples.from),
        until = at(offer.samples.until),
        costs = costs(lang, offer)
    );
    match offer.samples.whom {
        Tasters::Everybody => when,
        Tasters::Reserved => format!("{when} {}", t!(lang, "presales-samples-reserved-only")),
    }
}

/// How many tried it, and how many of them then reserved; nothing as long as nobody did.
pub fn came(lang: Lang, counted: Counted) -> Option<String> {
    let (tried, then) = (counted.tried, counted.then_reserved);
    (tried > 0).then(|| t!(lang, "presales-samples-came", tried = tried, then = then))
}

fn left(lang: Lang, left: i64) -> Markup {
    if left > 0 {
        let tone = if left < FEW { Tone::Warn } else { Tone::Good };
        chip(tone, &t!(lang, "presales-left", left = left))
    } else {
        chip(Tone::Plain, &t!(lang, "presales-samples-none-left"))
    }
}

/// The thing, when and for whom, what came of it so far, and what can be done now.
pub fn part(tongue: Tongue, offer: &Offer, (counted, doing): (Counted, &Markup)) -> Markup {
    let Tongue { lang, shop } = tongue;
    let item = Item::new(offer.gift.name.say(lang))
        .start(picture(lang, shop, &offer.gift))
        .note(sentence(tongue, offer));
    let inside = html! {
        div.flash-list { (rows([item])) }
        @if let Some(came) = came(lang, counted) { p.note { (came) } }
        (doing)
    };
    card(&t!(lang, "presales-samples"), left(lang, offer.left), inside)
}
