//! What a sale looks like to a member, on their phone and in the console's preview of it.

use kernel::{Lang, Time};
use maud::{Markup, html};
use value::bills::sentences::{self, Tongue};
use web::{
    kit::{
        Tone, format, icons, live,
        parts::{Item, chip, rows},
    },
    t,
};

use super::{
    asked::Shown,
    model::{FlashSale, price},
};
use crate::activities::{Phase, pictures::picture};

/// Fewer than these are said with a colour.
const FEW: i64 = 5;

/// What one costs: "free", "20 beans", "¥9.90 at the till", or points and a price.
pub fn costs(tongue: Tongue, shown: &Shown) -> String {
    let Tongue { lang, shop } = tongue;
    let points = shown.sale.plan.cost.map(|cost| {
        let points = format::number(lang, cost.points);
        t!(lang, "activities-costs-points", points = points, unit = shown.unit.say(lang))
    });
    let price = price(&shown.gift).map(|each| {
        t!(lang, "flash_sales-costs-price", price = format::money(lang, shop.money(each)))
    });
    match (points, price) {
        (None, None) => t!(lang, "activities-costs-nothing"),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(points), Some(price)) => format!("{points} · {price}"),
    }
}

/// How many are left, and how many there were.
pub fn left(lang: Lang, left: i64, of: i64) -> Markup {
    let shown = left.clamp(0, of.max(0));
    let few = if shown < FEW { " few" } else { "" };
    html! {
        p class={ "left-line" (few) } {
            @if shown == 0 { b { (t!(lang, "flash_sales-none-left")) } }
            @else {
                b { (live::count(&format::number(lang, shown))) }
                " " (t!(lang, "flash_sales-left-of", of = of))
            }
        }
        progress.left-bar max=(of.max(1)) value=(shown) aria-hidden="true" {}
    }
}

/// What the phone shows above everything: the thing, its cost, how many are left.
pub fn hero(tongue: Tongue, shown: &Shown, number: &Markup) -> Markup {
    let Tongue { lang, shop } = tongue;
    let name = shown.gift.name.say(lang);
    html! {
        article.flash-hero {
            (picture(lang, shop, &shown.gift))
            div.flash-what {
                strong { (name) }
                @if shown.gift.terms.needs_purchase() {
                    small { (sentences::terms(tongue, &shown.gift.terms)) }
                }
                p.flash-cost { (costs(tongue, shown)) }
            }
            div { (number) }
        }
    }
}

/// How it works, in the order in which one needs to know it.
pub fn how(tongue: Tongue, shown: &Shown, whom: &str) -> Markup {
    let Tongue { lang, shop } = tongue;
    let FlashSale { plan, terms, .. } = &shown.sale;
    let at = |time: Time| format::date_time(lang, time, &shop.zone);
    let span = |minutes: u32| format::span(lang, u64::from(minutes) * 60);
    let each = match plan.limits.per_day {
        None => t!(lang, "flash_sales-how-each", each = plan.limits.per_member),
        Some(day) => {
            t!(lang, "flash_sales-how-each-day", each = plan.limits.per_member, day = day)
        }
    };
    let window =
        t!(lang, "flash_sales-how-when", opens = at(plan.opens_at), closes = at(plan.closes_at));
    let collect = t!(lang, "flash_sales-how-collect", hold = span(terms.hold_minutes));
    let wait = t!(lang, "flash_sales-how-wait", offer = span(terms.offer_minutes));
    html! {
        details.unfold open {
            summary.quiet-link { (icons::HELP) (t!(lang, "activities-how")) }
            (rows([
                Item::new(t!(lang, "activities-how-when-title")).start(icons::CLOCK).note(window),
                Item::new(t!(lang, "flash_sales-how-each-title")).start(icons::PEOPLE).note(format!("{each} {whom}")),
                Item::new(t!(lang, "flash_sales-how-collect-title")).start(icons::STORE).note(collect),
                Item::new(t!(lang, "flash_sales-how-wait-title")).start(icons::CALENDAR).note(wait),
                Item::new(t!(lang, "activities-how-counter-title")).start(icons::SCAN).note(t!(lang, "flash_sales-how-counter")),
            ]))
        }
    }
}

/// Where it stands, for a list of members.
pub fn item(tongue: Tongue, shown: &Shown, now: Time) -> Item {
    let Tongue { lang, shop } = tongue;
    let sale = &shown.sale;
    let item = Item::new(sale.plan.name.say(lang))
        .start(picture(lang, shop, &shown.gift))
        .href(shop.href(&format!("/play/{}", sale.id)));
    let note = format!("{} · {}", shown.gift.name.say(lang), costs(tongue, shown));
    let item = item.note(note);
    match sale.phase(now) {
        Phase::On if shown.left > 0 => {
            let left = t!(lang, "flash_sales-left", left = shown.left);
            item.aside(chip(if shown.left < FEW { Tone::Warn } else { Tone::Good }, &left))
        }
        Phase::On => item.aside(chip(Tone::Plain, &t!(lang, "flash_sales-none-left"))),
        Phase::Before => {
            let opens = format::from_now(lang, sale.plan.opens_at, now);
            item.aside(chip(Tone::Accent, &opens))
        }
        Phase::Hidden | Phase::After => item.aside(t!(lang, "activities-over")),
    }
}
