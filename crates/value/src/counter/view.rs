//! What stands on the counter's page.

use jiff::civil::Date;
use kernel::{KeptId, Lang};
use maud::{Markup, html};
use people::members::Member;
use web::{
    Shop,
    kit::{
        Form, format, icons,
        parts::{Button, Empty, Item, Offer, Visitor, avatar, offers, rows},
        words,
    },
    t,
};

use super::{
    find::{Card, Desk, Purse, Ticket},
    till::{desk_of, field},
    top_ups,
};
use crate::{
    bills::sentences::{self, Tongue},
    gifts, plans,
    prices::{self, PriceRule},
    prints,
    stamp_cards::Each,
    vouchers,
};

/// Nobody stands there yet.
pub fn waiting(lang: Lang) -> Markup {
    html! {
        div.counter-wait {
            h1 { (t!(lang, "counter-who")) }
            p { (t!(lang, "counter-how")) }
            (Button::link("/counter/newcomers", t!(lang, "counter-newcomer")))
        }
    }
}

/// Nobody is known by what was typed.
pub fn nobody(lang: Lang) -> Markup {
    html! {
        (Empty::new(icons::SEARCH, t!(lang, "counter-nobody"), t!(lang, "counter-nobody-why"))
            .action("/counter/newcomers", t!(lang, "counter-newcomer")).as_page())
    }
}

/// A name that several have: enough to tell them apart, nothing to call them by.
pub fn several(lang: Lang, found: &[Member]) -> Markup {
    let items = found.iter().map(|member| {
        let phone = member.phone.as_ref().map_or_else(String::new, people::members::E164::masked);
        Item::new(member.name.clone())
            .start(avatar(&member.name))
            .note(phone)
            .href(desk_of(&member.code))
    });
    html! {
        h1 { (t!(lang, "counter-several")) }
        (rows(items))
        p.hint { (t!(lang, "counter-several-why")) }
    }
}

/// A returning member's phone: the cashier looks at the person before saying yes.
pub fn returning(lang: Lang, once: &str, code: &str, member: Option<&Member>) -> Markup {
    let Some(member) = member else {
        return html! {
            (Empty::new(icons::SEARCH, t!(lang, "counter-return-nobody"), t!(lang, "counter-return-nobody-why"))
                .action("/counter/newcomers", t!(lang, "counter-newcomer")).as_page())
        };
    };
    let form = Form::new(lang);
    html! {
        (Visitor::new(member.name.clone(), t!(lang, "counter-return-why")))
        (form.post("/counter/proofs", once, html! {
            (form.hidden("code", code))
            (Button::primary(t!(lang, "counter-return-yes", name = member.short_name())).big())
            (Button::link("/counter", t!(lang, "counter-return-no")))
        }))
    }
}

/// What makes one of two submits: within a day by the form's mark, and for good by the id under which
/// the device keeps what it could not tell.
#[derive(Debug)]
pub struct Marks {
    pub once: String,
    pub kept: KeptId,
}

/// The field, the person, what they have and what applies; beside them the one button.
pub fn desk(
    shop: &Shop,
    form: &Form,
    marks: &Marks,
    (desk, more): (&Desk, &[Markup]),
    scanned: Option<&str>,
) -> Markup {
    let lang = form.lang;
    let applies = desk
        .tickets
        .iter()
        .map(|ticket| offer(lang, shop, ticket, scanned))
        .chain(desk.cards.iter().map(|card| stamp(lang, shop, card)))
        .chain(desk.points.iter().filter_map(|purse| pay(lang, shop, purse)))
        .chain(top_ups::offer(form, shop, desk.wallet));
    // Made before the summary, which names the fields that it knows.
    let amount = form.money("amount", t!(lang, "counter-amount"), shop.currency).large().optional();
    html! {
        div.till {
            div {
                (field(lang, ""))
                (Visitor::new(desk.member.name.clone(), note(lang, shop, desk)))
                @if desk.twice { p.hint { (t!(lang, "merging-counter-hint")) } }
                (prices(Tongue { lang, shop }, desk))
                (offers(FORM, applies))
                (comes_back(lang, shop, desk))
                @if desk.tickets.is_empty() && desk.cards.is_empty() && desk.prices.is_empty() {
                    p.counter-none { (t!(lang, "counter-none")) }
                }
                @if desk.prints { (prints::entry(lang, &marks.once, desk.member.id)) }
                @if desk.allowances {
                    (Button::link(format!("/counter/givings?member={}", desk.member.id), t!(lang, "allowances-way")))
                }
                @if let Some(day) = desk.plan_ends { p.hint { (t!(lang, "plans-ends-on", day = format::date(lang, day))) } }
                @if desk.plans == gifts::State::Open { (Button::link(plans::way(&desk.member), t!(lang, "plans-way"))) }
                @for piece in more { (piece) }
                @if desk.top_ups == gifts::State::Open {
                    (Button::link(top_ups::of(&desk.member), t!(lang, "wallets-top-up")))
                }
            }
            till-form data-give=(t!(lang, "counter-do-give", what = "@")) data-stamp=(t!(lang, "counter-do-stamp"))
                data-record=(t!(lang, "counter-do-record", amount = "@")) data-visit=(t!(lang, "counter-do-visit"))
                data-comma=(t!(lang, "counter-do-comma")) {
                once-form data-busy=(t!(lang, "form-busy")) {
                    form.card #(FORM) method="post" action="/counter/operations" novalidate {
                        (form.summary())
                        (form.once(&marks.once))
                        (form.hidden("kept", &marks.kept.to_string()))
                        (form.hidden("who", &format!("M-{}", desk.member.code)))
                        (form.hidden("member", &desk.member.id.to_string()))
                        (amount)
                        (Button::primary(button(lang, desk)).big())
                        @if works_out(desk) {
                            button.button type="submit" formmethod="get" formaction="/counter/bills" { (t!(lang, "counter-bill-look")) }
                        }
                        (Button::plain(t!(lang, "counter-just-visit")).value("only", "visit"))
                        p.once-note { (t!(lang, "counter-undo-note")) }
                    }
                }
            }
        }
    }
}

/// Whether a purchase may come to less than is typed.
fn works_out(desk: &Desk) -> bool {
    let needs = |ticket: &Ticket| ticket.gift.terms.needs_purchase();
    !desk.prices.is_empty() || desk.tickets.iter().any(needs)
}

/// What is taken off by itself when an amount is typed.
fn prices(tongue: Tongue, desk: &Desk) -> Markup {
    let item = |rule: &PriceRule| {
        let promise = prices::promise(tongue, rule);
        Item::new(rule.name.say(tongue.lang)).start(icons::VOUCHER).note(promise)
    };
    html! {
        @if !desk.prices.is_empty() {
            (rows(desk.prices.iter().map(item)))
            p.hint { (t!(tongue.lang, "counter-prices-why")) }
        }
    }
}

/// Days before a birthday when the cashier is told of it.
const BIRTHDAY_NEAR: i32 = 7;

fn days_between(from: Date, to: Date) -> i32 {
    to.since(from).map_or(i32::MAX, |span| span.get_days())
}

/// The id of the form that the ticks belong to.
const FORM: &str = "visit";

fn note(lang: Lang, shop: &Shop, desk: &Desk) -> String {
    let custom = &desk.custom;
    let here = match custom.last_here_at {
        Some(at) => {
            let day = format::day(lang, at.date(&shop.zone), desk.today);
            t!(lang, "counter-last-here", day = day)
        }
        None => t!(lang, "counter-first-time"),
    };
    let tiers = desk.tiers.iter().map(|tier| tier.say(lang).to_owned());
    let mut parts: Vec<String> = tiers.chain([here]).collect();
    let birthday = desk.member.birthday.and_then(|born| born.in_year(desk.today.year()));
    let near = |day: &Date| (0..=BIRTHDAY_NEAR).contains(&days_between(desk.today, *day));
    if let Some(day) = birthday.filter(near) {
        parts.push(t!(lang, "birthdays-counter", day = format::date(lang, day)));
    }
    for purse in &desk.points {
        let (unit, coming) = (purse.terms.unit.say(lang), purse.pending);
        parts.push(if purse.balance == 0 && coming > 0 {
            t!(lang, "counter-points-coming", points = coming, unit = unit)
        } else {
            t!(lang, "counter-points-has", points = purse.balance, unit = unit)
        });
    }
    if custom.purchases > 0 {
        parts.push(t!(lang, "counter-bought", times = custom.purchases));
    }
    parts.join(" · ")
}

fn offer(lang: Lang, shop: &Shop, ticket: &Ticket, scanned: Option<&str>) -> Offer {
    let id = ticket.voucher.id.to_string();
    let offer = Offer::new("voucher", id.clone(), ticket.gift.name.say(lang));
    match &ticket.refused {
        Some(refused) => {
            let why = words::error(lang, &refused.clone().into());
            offer.note(why).aside(t!(lang, "counter-not-yet")).not_yet()
        }
        None => {
            let until = ticket.voucher.expires_at.map(|end| {
                // What an activity holds ends within days: the clock matters.
                if ticket.voucher.source == vouchers::ACTIVITY {
                    let time = format::date_time(lang, end, &shop.zone);
                    return t!(lang, "vouchers-held-until", time = time);
                }
                t!(lang, "counter-until", day = format::date(lang, end.last_day(&shop.zone)))
            });
            if ticket.gift.terms.needs_purchase() {
                // It takes something off what is typed: worked out before it is taken.
                let tongue = Tongue { lang, shop };
                let mut note = vec![sentences::terms(tongue, &ticket.gift.terms)];
                note.extend(until);
                let offer = offer.note(note.join(" · ")).aside(t!(lang, "counter-with-purchase"));
                return if scanned == Some(id.as_str()) { offer.checked() } else { offer };
            }
            let offer = offer.aside(t!(lang, "counter-free"));
            let offer = match until {
                Some(until) => offer.note(until),
                None => offer,
            };
            // A scanned ticket is what they came for; otherwise everything they may have.
            if scanned.is_none_or(|scanned| scanned == id) { offer.checked() } else { offer }
        }
    }
}

fn stamp(lang: Lang, shop: &Shop, card: &Card) -> Offer {
    let next = card.have + 1;
    let title = t!(lang, "counter-stamp", have = next.min(card.card.needs), of = card.card.needs);
    let offer = Offer::new("card", card.card.id.to_string(), title);
    match card.card.each {
        Each::Visit if card.stamped => offer.aside(t!(lang, "counter-stamped-today")).not_yet(),
        Each::Visit => offer.aside(t!(lang, "counter-stamp-visit")).checked(),
        Each::Purchase if card.card.least > 0 => {
            let least = format::money(lang, shop.money(card.card.least));
            offer.aside(t!(lang, "counter-stamp-from", amount = least)).checked()
        }
        Each::Purchase => offer.aside(t!(lang, "counter-stamp-purchase")).checked(),
    }
}

/// Points that can pay: never ticked by itself, because they are the member's.
fn pay(lang: Lang, shop: &Shop, purse: &Purse) -> Option<Offer> {
    let (points, worth) = purse.pays?;
    let unit = purse.terms.unit.say(lang);
    let worth = format::money(lang, shop.money(worth));
    let title = t!(lang, "counter-points-pay", points = points, unit = unit);
    let offer = Offer::new("points", purse.program.id.to_string(), title);
    Some(offer.aside(t!(lang, "counter-points-worth", worth = worth)))
}

/// The latest purchases, each the way to taking something of it back.
fn comes_back(lang: Lang, shop: &Shop, desk: &Desk) -> Markup {
    if desk.bought.is_empty() {
        return html! {};
    }
    let items = desk.bought.iter().map(|purchase| {
        let day = format::day(lang, purchase.at.date(&shop.zone), desk.today);
        Item::new(format::money(lang, shop.money(purchase.amount - purchase.returned)))
            .note(day)
            .href(format!("/counter/purchases/{}", purchase.id))
    });
    html! { details.counter-back { summary { (t!(lang, "returns-any")) } (rows(items)) } }
}

/// What the button says before anything is typed; the script keeps it true.
fn button(lang: Lang, desk: &Desk) -> String {
    let gifts: Vec<&str> = desk
        .tickets
        .iter()
        .filter(|ticket| ticket.refused.is_none() && !ticket.gift.terms.needs_purchase())
        .map(|ticket| ticket.gift.name.say(lang))
        .collect();
    let mut parts = Vec::new();
    if !gifts.is_empty() {
        parts.push(t!(lang, "counter-do-give", what = format::list(lang, &gifts)));
    }
    if desk.cards.iter().any(|card| !(card.card.each == Each::Visit && card.stamped)) {
        parts.push(t!(lang, "counter-do-stamp"));
    }
    if parts.is_empty() {
        parts.push(t!(lang, "counter-do-visit"));
    }
    parts.join(&t!(lang, "counter-do-comma"))
}
