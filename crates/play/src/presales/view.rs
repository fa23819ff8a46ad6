//! What a pre-sale and a reservation look like to a member, on their phone and in the console's preview of it.

use kernel::{Lang, Time};
use maud::{Markup, html};
use value::bills::sentences::{self, Tongue};
use web::{
    Shop,
    kit::{
        Choice, Tone, format,
        icons::{self, Icon},
        live,
        parts::{Item, chip},
    },
    t,
};

use super::{
    asked::{Place, Shown},
    model::{After, Fate, Paid, Presale, Rate, Reservation, Terms, Window},
    samples::card as samples,
};
use crate::activities::{
    Phase,
    pictures::picture,
    run::{Rule, how_it_works},
};

/// Fewer than these are said with a colour.
const FEW: i64 = 5;

/// A pre-sale's own page.
pub fn page_of(shop: &Shop, presale: &Presale) -> String {
    shop.href(&format!("/presales/{}", presale.id))
}

/// The page of what somebody reserved.
pub fn one_of(shop: &Shop, one: &Reservation) -> String {
    shop.href(&format!("/presales/{}/reservations/{}", one.presale, one.id))
}

pub fn money(tongue: Tongue, minor: i64) -> String {
    format::money(tongue.lang, tongue.shop.money(minor))
}

fn at(tongue: Tongue, time: Time) -> String {
    format::date_time(tongue.lang, time, &tongue.shop.zone)
}

/// The points that a piece costs beside the price.
fn points(lang: Lang, shown: &Shown) -> Option<String> {
    let cost = shown.presale.plan.cost?;
    let points = format::number(lang, cost.points);
    Some(t!(lang, "activities-costs-points", points = points, unit = shown.unit.say(lang)))
}

/// What one is for whoever reserves now: "¥40.00, then ¥50.00".
pub fn costs(tongue: Tongue, shown: &Shown) -> String {
    let (lang, terms) = (tongue.lang, &shown.presale.terms);
    let (now, later) = (money(tongue, shown.price()), money(tongue, terms.price));
    let price = if shown.early_left > 0 {
        t!(lang, "presales-costs-early", price = now, later = later)
    } else {
        t!(lang, "presales-costs", price = now)
    };
    match points(lang, shown) {
        Some(points) => format!("{price} · {points}"),
        None => price,
    }
}

/// The two prices as steps, each with the pieces that are left at it; the one that holds now is marked.
pub fn ladder(tongue: Tongue, terms: &Terms, (early_left, left): (i64, i64)) -> Markup {
    let lang = tongue.lang;
    let step = |rate: Rate, left: i64, of: i64| {
        let here = if early_left > 0 { rate == Rate::Early } else { rate == Rate::Regular };
        let shown = left.clamp(0, of.max(0));
        let word = match rate {
            Rate::Early => t!(lang, "presales-early", of = of),
            Rate::Regular if terms.early.is_some() => t!(lang, "presales-then", of = of),
            Rate::Regular => t!(lang, "presales-each", of = of),
        };
        html! {
            li.here[here && left > 0].best[rate == Rate::Early] aria-current=[(here && left > 0).then_some("step")] {
                span.ladder-people { (icons::TICKET)
                    span { (word)
                        small.step-left.few[shown < FEW] {
                            @if shown == 0 { (t!(lang, "presales-none-left")) }
                            @else { b { (live::count(&format::number(lang, shown))) } " " (t!(lang, "presales-left-word")) }
                        }
                    }
                }
                b.num { (money(tongue, terms.price_of(rate))) }
            }
        }
    };
    html! {
        ol.ladder.presale-steps {
            @if let Some(early) = terms.early { (step(Rate::Early, early_left, early.pieces)) }
            @if terms.regular() > 0 { (step(Rate::Regular, left, terms.regular())) }
        }
    }
}

/// What is paid now, and what at the pick-up.
pub fn pays(tongue: Tongue, shown: &Shown) -> String {
    let (lang, terms, price) = (tongue.lang, &shown.presale.terms, shown.price());
    let now = match (terms.deposit, points(lang, shown)) {
        (0, None) => None,
        (0, Some(points)) => Some(points),
        (deposit, None) => Some(money(tongue, deposit)),
        (deposit, Some(points)) => Some(format!("{} + {points}", money(tongue, deposit))),
    };
    let later = money(tongue, price.saturating_sub(terms.deposit).max(0));
    match now {
        Some(now) => t!(lang, "presales-pays", now = now, later = later),
        None => t!(lang, "presales-pays-later", later = later),
    }
}

/// What the phone shows above everything: the thing, its two prices, what is paid now and what later.
pub fn hero(tongue: Tongue, shown: &Shown, number: &Markup) -> Markup {
    let Tongue { lang, shop } = tongue;
    let when = sentences::conditions(tongue, &shown.gift.terms).join(" · ");
    html! {
        article.flash-hero {
            (picture(lang, shop, &shown.gift))
            div.flash-what {
                strong { (shown.gift.name.say(lang)) }
                @if !when.is_empty() { small { (when) } }
            }
            div { (number) }
            p.presale-pays { (icons::WALLET) span { (pays(tongue, shown)) } }
        }
    }
}

/// What comes back, and until when, in one sentence.
pub fn rule(tongue: Tongue, terms: &Terms) -> String {
    let lang = tongue.lang;
    if terms.deposit == 0 {
        return t!(lang, "presales-rule-none");
    }
    if terms.after == After::Back {
        return t!(lang, "presales-rule-back");
    }
    let back = money(tongue, terms.after.of(terms.deposit));
    let by = at(tongue, terms.cancel_by);
    let full = match terms.back_days {
        0 => t!(lang, "presales-rule-full", by = by),
        days => t!(lang, "presales-rule-full-days", by = by, days = days),
    };
    let after = match terms.after {
        After::Kept => t!(lang, "presales-rule-after-kept"),
        _ => t!(lang, "presales-rule-after-half", back = back),
    };
    format!("{full} {after}")
}

/// What stepping back comes to at this instant.
pub fn consequence(tongue: Tongue, terms: &Terms, (one, now): (&Reservation, Time)) -> String {
    let lang = tongue.lang;
    let back = terms.back_of(one, now);
    let (deposit, amount) = (money(tongue, one.deposit), money(tongue, back));
    match (one.deposit, back, one.paid) {
        (0, ..) => t!(lang, "presales-cancel-free"),
        (_, 0, _) => t!(lang, "presales-cancel-kept", deposit = deposit),
        (all, back, Paid::Wallet) if all == back => {
            t!(lang, "presales-cancel-full", deposit = deposit)
        }
        (all, back, Paid::Cash) if all == back => {
            t!(lang, "presales-cancel-full-cash", deposit = deposit)
        }
        (.., Paid::Wallet) => t!(lang, "presales-cancel-part", back = amount, deposit = deposit),
        (.., Paid::Cash) => {
            t!(lang, "presales-cancel-part-cash", back = amount, deposit = deposit)
        }
    }
}

/// From when to when: the day once if it is one.
pub fn span(tongue: Tongue, window: &Window) -> String {
    let zone = &tongue.shop.zone;
    let day = |time: Time| time.zoned(zone).date();
    let (from, until) = (at(tongue, window.from), window.until);
    if day(window.from) == day(until) {
        format!("{from}–{}", format::time(until, zone))
    } else {
        format!("{from} – {}", at(tongue, until))
    }
}

/// A window, and where it is.
pub fn place(tongue: Tongue, place: &Place) -> String {
    let span = span(tongue, &place.window);
    if place.store.is_empty() { span } else { format!("{span} · {}", place.store) }
}

/// The windows that can still be chosen, each with how many can.
pub fn choices(tongue: Tongue, shown: &Shown, now: Time) -> Vec<Choice> {
    let free = shown.places.iter().filter(|place| place.is_free(now));
    free.map(|one| {
        let room = t!(tongue.lang, "presales-room", room = one.room);
        Choice::new((one.number + 1).to_string(), place(tongue, one)).note(room)
    })
    .collect()
}

/// How it works: the steps, the windows and what holds.
pub fn how(tongue: Tongue, shown: &Shown, whom: &str) -> Markup {
    let windows = shown.places.iter().map(|one| place(tongue, one));
    html! {
        (how_it_works(tongue.lang, &steps(tongue, &shown.presale), rules(tongue, shown, whom)))
        ul.window-list { @for window in windows { li { (window) } } }
    }
}

/// In three short steps.
pub fn steps(tongue: Tongue, presale: &Presale) -> [String; 3] {
    let lang = tongue.lang;
    let ahead = if presale.terms.deposit > 0 {
        t!(lang, "presales-step-ahead", deposit = money(tongue, presale.terms.deposit))
    } else {
        t!(lang, "presales-step-reserve")
    };
    let ready = at(tongue, presale.terms.ready_at);
    [ahead, t!(lang, "presales-step-ready", ready = ready), t!(lang, "presales-step-rest")]
}

/// What holds, sentence by sentence.
pub fn rules(tongue: Tongue, shown: &Shown, whom: &str) -> Vec<(Icon, Rule)> {
    let lang = tongue.lang;
    let Presale { plan, terms, .. } = &shown.presale;
    let when = t!(
        lang,
        "presales-how-reserve",
        opens = at(tongue, plan.opens_at),
        closes = at(tongue, plan.closes_at)
    );
    let each = t!(lang, "presales-how-each", each = plan.limits.per_member);
    let ready = t!(lang, "presales-how-ready", ready = at(tongue, terms.ready_at));
    let back = format!("{} {}", rule(tongue, terms), t!(lang, "presales-how-shop"));
    let counter = t!(lang, "presales-how-counter");
    let reserve = format!("{when} {each} {whom}");
    let tried = shown.offer.as_ref().map(|offer| {
        let said = samples::sentence(tongue, offer);
        (icons::GIFT, Rule::new(t!(lang, "presales-samples"), said))
    });
    let mut rules = vec![
        (icons::CLOCK, Rule::new(t!(lang, "presales-how-reserve-title"), reserve)),
        (icons::TICKET, Rule::new(t!(lang, "presales-how-ready-title"), ready)),
        (icons::WALLET, Rule::new(t!(lang, "presales-how-back-title"), back)),
        (icons::SCAN, Rule::new(t!(lang, "activities-how-counter-title"), counter)),
    ];
    rules.splice(1..1, tried);
    rules
}

/// Where it stands, for a list of members.
pub fn item(tongue: Tongue, shown: &Shown, now: Time) -> Item {
    let Tongue { lang, shop } = tongue;
    let presale = &shown.presale;
    let item = Item::new(presale.plan.name.say(lang))
        .start(picture(lang, shop, &shown.gift))
        .href(page_of(shop, presale))
        .note(costs(tongue, shown));
    let left = shown.all_left();
    match presale.phase(now) {
        Phase::On if left > 0 => {
            let said = t!(lang, "presales-left", left = left);
            item.aside(chip(if left < FEW { Tone::Warn } else { Tone::Good }, &said))
        }
        Phase::On => item.aside(chip(Tone::Plain, &t!(lang, "presales-none-left"))),
        Phase::Before => {
            let opens = format::from_now(lang, presale.plan.opens_at, now);
            item.aside(chip(Tone::Accent, &opens))
        }
        Phase::Hidden | Phase::After => item.aside(t!(lang, "activities-over")),
    }
}

/// What became of a reservation, in a word.
pub fn fate(lang: Lang, fate: Fate) -> Markup {
    let (tone, word) = match fate {
        Fate::Reserved => (Tone::Accent, t!(lang, "presales-fate-reserved")),
        Fate::Held => (Tone::Good, t!(lang, "presales-fate-held")),
        Fate::Due => (Tone::Plain, t!(lang, "presales-fate-due")),
        Fate::Collected => (Tone::Good, t!(lang, "presales-fate-collected")),
        Fate::Lapsed => (Tone::Plain, t!(lang, "presales-fate-lapsed")),
        Fate::Withdrawn => (Tone::Plain, t!(lang, "presales-fate-withdrawn")),
        Fate::Cancelled => (Tone::Plain, t!(lang, "presales-fate-cancelled")),
        Fate::Refunded => (Tone::Plain, t!(lang, "presales-fate-refunded")),
    };
    chip(tone, &word)
}

/// What is true of a reservation at this instant.
pub fn said(tongue: Tongue, terms: &Terms, one: &Reservation) -> String {
    let lang = tongue.lang;
    let back = money(tongue, one.back);
    match one.fate {
        Fate::Reserved => t!(lang, "presales-said-reserved", ready = at(tongue, terms.ready_at)),
        Fate::Held => t!(lang, "presales-said-held", until = at(tongue, one.until)),
        Fate::Due => t!(lang, "presales-said-due"),
        Fate::Collected => t!(lang, "presales-said-collected"),
        _ if one.owed() > 0 => t!(lang, "presales-said-owed", back = back),
        _ if one.deposit == 0 => t!(lang, "presales-said-over"),
        _ if one.back == 0 => {
            t!(lang, "presales-said-kept", deposit = money(tongue, one.deposit))
        }
        _ => t!(lang, "presales-said-back", back = back, deposit = money(tongue, one.deposit)),
    }
}

/// What somebody reserved, in a list.
pub fn own_item(tongue: Tongue, presale: &Presale, one: &Reservation) -> Item {
    let window = presale.terms.window(one.window).map(|window| span(tongue, window));
    let title = match window {
        Some(window) if one.fate.waits() => window,
        _ => presale.plan.name.say(tongue.lang).to_owned(),
    };
    Item::new(title)
        .start(icons::TICKET)
        .note(said(tongue, &presale.terms, one))
        .href(one_of(tongue.shop, one))
        .aside(fate(tongue.lang, one.fate))
}
