//! What a group buy and a team look like to a member, on their phone and in the console's preview of it.

use kernel::{Lang, MemberId, Time};
use maud::{Markup, html};
use value::bills::sentences::{self, Tongue};
use web::{
    Shop,
    kit::{
        Tone, format, icons, live,
        parts::{Item, chip, rows},
    },
    t,
};

use super::{
    asked::{Person, Shown, Together},
    model::{Doors, Fate, GroupBuy, Stand, Team, Terms},
};
use crate::activities::{Phase, pictures::picture};

/// Fewer than these are said with a colour.
const FEW: i64 = 5;

/// The page that invites into a team.
pub fn invitation(shop: &Shop, team: &Team) -> String {
    shop.href(&format!("/together/{}", team.code))
}

/// A group buy's own page.
pub fn page_of(shop: &Shop, buy: &GroupBuy) -> String {
    shop.href(&format!("/group-buys/{}", buy.id))
}

pub fn money(tongue: Tongue, minor: i64) -> String {
    format::money(tongue.lang, tongue.shop.money(minor))
}

/// From the first price to the best: "¥9.90, or ¥7.90 for 5".
pub fn costs(tongue: Tongue, shown: &Shown) -> String {
    let lang = tongue.lang;
    let terms = &shown.buy.terms;
    let price = match (terms.tiers.first(), terms.tiers.last()) {
        (Some(first), Some(last)) if first != last => t!(
            lang,
            "group_buys-costs-to",
            price = money(tongue, first.each),
            best = money(tongue, last.each),
            people = last.people
        ),
        (Some(first), _) => {
            t!(lang, "group_buys-costs", price = money(tongue, first.each), people = first.people)
        }
        _ => String::new(),
    };
    match points(lang, shown) {
        Some(points) => format!("{price} · {points}"),
        None => price,
    }
}

/// The points that a place costs beside the price.
fn points(lang: Lang, shown: &Shown) -> Option<String> {
    let cost = shown.buy.plan.cost?;
    let points = format::number(lang, cost.points);
    Some(t!(lang, "activities-costs-points", points = points, unit = shown.unit.say(lang)))
}

/// How many places are left of all teams together.
pub fn left(lang: Lang, left: i64, of: i64) -> Markup {
    let shown = left.clamp(0, of.max(0));
    let few = if shown < FEW { " few" } else { "" };
    html! {
        p class={ "left-line" (few) } {
            @if shown == 0 { b { (t!(lang, "group_buys-none-left")) } }
            @else {
                b { (live::count(&format::number(lang, shown))) }
                " " (t!(lang, "group_buys-left-of", of = of))
            }
        }
    }
}

/// The prices as steps: more people, lower price; the one that so many people have is marked.
pub fn ladder(tongue: Tongue, terms: &Terms, people: Option<u32>) -> Markup {
    let lang = tongue.lang;
    let reached = people.and_then(|people| terms.price(people));
    let best = terms.tiers.last().map(|tier| tier.each);
    html! {
        ol.ladder {
            @for tier in &terms.tiers {
                @let here = reached == Some(tier.each);
                li.here[here].best[best == Some(tier.each)] aria-current=[here.then_some("step")] {
                    span.ladder-people { (icons::PEOPLE) (t!(lang, "group_buys-people", people = tier.people)) }
                    b.num { (money(tongue, tier.each)) }
                }
            }
        }
    }
}

/// What the phone shows above everything: the thing, the ladder, how many places are left.
pub fn hero(tongue: Tongue, shown: &Shown, (people, number): (Option<u32>, &Markup)) -> Markup {
    let Tongue { lang, shop } = tongue;
    let terms = &shown.buy.terms;
    let when = sentences::conditions(tongue, &shown.gift.terms).join(" · ");
    html! {
        article.flash-hero {
            (picture(lang, shop, &shown.gift))
            div.flash-what {
                strong { (shown.gift.name.say(lang)) }
                @if !when.is_empty() { small { (when) } }
            }
            (ladder(tongue, terms, people))
            @if let Some(now) = now_paid(tongue, shown) { p.note { (now) } }
            div { (number) }
        }
    }
}

/// What stepping in takes at once, and that it comes back.
fn now_paid(tongue: Tongue, shown: &Shown) -> Option<String> {
    let lang = tongue.lang;
    let deposit = shown.buy.terms.deposit.map(|deposit| money(tongue, deposit));
    match (deposit, points(lang, shown)) {
        (None, None) => None,
        (Some(deposit), None) => Some(t!(lang, "group_buys-now-deposit", deposit = deposit)),
        (None, Some(points)) => Some(t!(lang, "group_buys-now-points", points = points)),
        (Some(deposit), Some(points)) => {
            Some(t!(lang, "group_buys-now-both", deposit = deposit, points = points))
        }
    }
}

/// How it works, in the order in which one needs to know it.
pub fn how(tongue: Tongue, shown: &Shown, whom: &str) -> Markup {
    let Tongue { lang, shop } = tongue;
    let GroupBuy { plan, terms, .. } = &shown.buy;
    let at = |time: Time| format::date_time(lang, time, &shop.zone);
    let window =
        t!(lang, "group_buys-how-when", opens = at(plan.opens_at), closes = at(plan.closes_at));
    let hours = format::span(lang, u64::from(terms.team_hours) * 3600);
    let team = t!(lang, "group_buys-how-team", most = terms.most, hours = hours.clone());
    let made = t!(lang, "group_buys-how-made", fewest = terms.fewest(), days = terms.collect_days);
    let failed = t!(lang, "group_buys-how-failed", fewest = terms.fewest());
    let doors = match terms.doors {
        Doors::Listed => t!(lang, "group_buys-how-listed"),
        Doors::Invited => t!(lang, "group_buys-how-invited"),
    };
    let each = t!(lang, "group_buys-how-each", each = plan.limits.per_member);
    html! {
        details.unfold open {
            summary.quiet-link { (icons::HELP) (t!(lang, "activities-how")) }
            (rows([
                Item::new(t!(lang, "group_buys-how-team-title")).start(icons::PEOPLE).note(format!("{team} {doors}")),
                Item::new(t!(lang, "group_buys-how-made-title")).start(icons::TICKET).note(made),
                Item::new(t!(lang, "group_buys-how-failed-title")).start(icons::WALLET).note(failed),
                Item::new(t!(lang, "activities-how-when-title")).start(icons::CLOCK).note(format!("{window} {each} {whom}")),
                Item::new(t!(lang, "activities-how-counter-title")).start(icons::SCAN).note(t!(lang, "group_buys-how-counter")),
            ]))
        }
    }
}

/// Where it stands, for a list of members.
pub fn item(tongue: Tongue, shown: &Shown, now: Time) -> Item {
    let Tongue { lang, shop } = tongue;
    let buy = &shown.buy;
    let item = Item::new(buy.plan.name.say(lang))
        .start(picture(lang, shop, &shown.gift))
        .href(page_of(shop, buy))
        .note(costs(tongue, shown));
    match buy.phase(now) {
        Phase::On if shown.left > 0 => {
            let left = t!(lang, "group_buys-left", left = shown.left);
            item.aside(chip(if shown.left < FEW { Tone::Warn } else { Tone::Good }, &left))
        }
        Phase::On => item.aside(chip(Tone::Plain, &t!(lang, "group_buys-none-left"))),
        Phase::Before => {
            let opens = format::from_now(lang, buy.plan.opens_at, now);
            item.aside(chip(Tone::Accent, &opens))
        }
        Phase::Hidden | Phase::After => item.aside(t!(lang, "activities-over")),
    }
}

/// Whose team it is: that of whoever has been in it longest.
pub fn whose(lang: Lang, together: &Together) -> String {
    match together.leader() {
        Some(Person { name, .. }) if !name.is_empty() => {
            t!(lang, "group_buys-team-of", name = name.as_str())
        }
        _ => t!(lang, "group_buys-team"),
    }
}

/// What is true of a team at this instant: who is missing, what it comes to, or how it ended.
pub fn said(tongue: Tongue, terms: &Terms, (team, now): (&Team, Time)) -> String {
    let lang = tongue.lang;
    let people = team.people;
    match (team.stand, team.price) {
        (Stand::Made, Some(price)) => {
            t!(lang, "group_buys-made", people = people, price = money(tongue, price))
        }
        (Stand::Failed, _) => {
            t!(lang, "group_buys-failed", people = people, fewest = terms.fewest())
        }
        (Stand::Left, _) => t!(lang, "group_buys-everybody-left"),
        _ if !team.is_on(now) => t!(lang, "group_buys-being-decided"),
        _ => match (terms.price(people), terms.next(people)) {
            (None, _) => t!(lang, "group_buys-missing", missing = team.missing(terms)),
            (Some(price), None) => {
                t!(lang, "group_buys-enough", price = money(tongue, price))
            }
            (Some(price), Some(next)) => t!(
                lang,
                "group_buys-enough-more",
                price = money(tongue, price),
                more = next.people - people,
                best = money(tongue, next.each)
            ),
        },
    }
}

/// The places of a team: who has one, which are missing, and which may still be taken.
pub fn places(lang: Lang, terms: &Terms, together: &Together, me: Option<MemberId>) -> Markup {
    let team = &together.team;
    let open = team.stand == Stand::Open;
    let missing = if open { team.missing(terms) } else { 0 };
    let free =
        if open { terms.most.saturating_sub(team.people.saturating_add(missing)) } else { 0 };
    let label = t!(lang, "group_buys-places", people = team.people, most = terms.most);
    html! {
        ul.places aria-label=(label) {
            @for Person { name, seat } in &together.people {
                @let mine = me == Some(seat.member);
                li.taken.mine[mine].back[matches!(seat.fate, Fate::Refunded | Fate::Lapsed | Fate::Withdrawn)] {
                    span aria-hidden="true" { (name.chars().next().unwrap_or('·')) }
                    small { @if mine { (t!(lang, "group_buys-you")) } @else { (name) } }
                }
            }
            @for _ in 0..missing {
                li.missing { span aria-hidden="true" { (icons::USER_PLUS) } small { (t!(lang, "group_buys-place-missing")) } }
            }
            @for _ in 0..free.min(6) {
                li.free { span aria-hidden="true" {} small { (t!(lang, "group_buys-place-free")) } }
            }
        }
    }
}

/// A team in a list.
pub fn team_item(tongue: Tongue, terms: &Terms, (together, now): (&Together, Time)) -> Item {
    let Tongue { lang, shop } = tongue;
    let team = &together.team;
    let item = Item::new(whose(lang, together))
        .start(icons::PEOPLE)
        .note(said(tongue, terms, (team, now)))
        .href(invitation(shop, team));
    let aside = match team.stand {
        Stand::Made => chip(Tone::Good, &t!(lang, "group_buys-stand-made")),
        Stand::Failed => chip(Tone::Plain, &t!(lang, "group_buys-stand-failed")),
        Stand::Left => chip(Tone::Plain, &t!(lang, "group_buys-stand-left")),
        Stand::Open => {
            let count = t!(lang, "group_buys-count", people = team.people, most = terms.most);
            chip(Tone::Accent, &count)
        }
    };
    item.aside(aside)
}
