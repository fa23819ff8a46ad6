//! What the console shows of raffles.

use std::collections::HashMap;

use kernel::{Fields, Lang, MemberId, Permission as _, Time, permission::ManageActivities};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    Shop, Staff,
    kit::{
        Tone, format, icons, live,
        parts::{self, Button, Figure, Head, Item, card, chip, facts, rows},
    },
    t,
};

use super::{
    actions::Draft,
    asked::Shown,
    console_steps as steps,
    form::Made,
    model::{Fate, Figures, Forecast, Pick, Raffle, Source, Style, Terms, Unclaimed},
    view,
};
use crate::activities::{
    Life, Phase,
    console::{in_the_way, state},
    phone::only_of,
};

pub(super) const PATH: &str = "/console/raffles";

/// Drawn is a state of its own for people, between closed and settled.
pub fn stands(lang: Lang, shown: &Shown, now: Time) -> Markup {
    if shown.raffle.life == Life::Closed && shown.is_drawn() {
        return chip(Tone::Accent, &t!(lang, "raffles-drawn"));
    }
    state(lang, &shown.raffle, now)
}

/// What those are called whom the asker may see.
pub type Names = HashMap<MemberId, String>;

/// A raffle with everything that its page says.
pub struct Of<'s> {
    pub shown: &'s Shown,
    pub figures: Figures,
    pub whom: String,
    pub now: Time,
    /// What stands in the way of the step that was asked for.
    pub wrong: Option<&'s Fields>,
    /// Its run in the groups.
    pub run: Markup,
}

pub fn one(staff: &Staff<impl Sized>, of: &Of, (picks, names): (&[Pick], &Names)) -> Markup {
    let (lang, shop, raffle) = (staff.lang(), &staff.shop, &of.shown.raffle);
    let mine = staff.role.may(ManageActivities::NAME);
    let at = |noun: &str| format!("{PATH}/{}/{noun}", raffle.id);
    let change = mine && !matches!(raffle.life, Life::Closed | Life::Settled | Life::Archived);
    html! {
        (Head::new(raffle.plan.name.say(lang)).back(PATH, &t!(lang, "raffles-title")).note(sentence(staff, of))
            .aside(html! {
                (stands(lang, of.shown, of.now))
                @if change { (Button::link(at("details"), t!(lang, "activities-edit")).icon(icons::EDIT)) }
            }))
        @if let Some(wrong) = of.wrong { (in_the_way(lang, &at("details"), wrong)) }
        @if raffle.life.is_told() {
            (live::region(&at("live"), &at("figures"), figures(lang, of.figures)))
        }
        @if mine { (steps::all(staff, of)) }
        div.columns {
            (card(&t!(lang, "raffles-what"), "", what(staff, of)))
            (card(&t!(lang, "activities-worst"), "", worst(lang, shop, of.shown)))
        }
        @if !raffle.terms.is_welcome() { (of.run) }
        @if mine && !raffle.terms.is_welcome() && matches!(raffle.phase(of.now), Phase::Before | Phase::On) { (steps::giving(staff, raffle)) }
        @if raffle.life.is_told() { (winners(staff, of, (picks, names))) }
        (super::outcome::checking(Tongue { lang, shop }, of.shown))
        (parts::history(&staff.viewer(), raffle.id))
    }
}

/// The one sentence that matters.
fn sentence(staff: &Staff<impl Sized>, of: &Of) -> String {
    let (lang, zone, raffle) = (staff.lang(), &staff.shop.zone, &of.shown.raffle);
    let at = |time: Time| format::date_time(lang, time, zone);
    let draws_at = of.shown.sealed.as_ref().and_then(|sealed| sealed.draws_at);
    match (raffle.life, raffle.phase(of.now)) {
        (Life::Draft, _) => t!(lang, "raffles-said-draft"),
        (Life::Checked, _) => t!(lang, "raffles-said-checked"),
        (_, Phase::Before) => t!(lang, "raffles-said-before", opens = at(raffle.plan.opens_at)),
        (_, Phase::On) => t!(
            lang,
            "raffles-said-on",
            people = of.figures.entrants,
            tickets = of.figures.tickets,
            closes = at(raffle.plan.closes_at)
        ),
        _ if of.shown.is_called_off() => t!(lang, "raffles-said-off"),
        (Life::Settled | Life::Archived, _) => t!(
            lang,
            "raffles-said-settled",
            collected = of.figures.collected,
            of = raffle.terms.pieces()
        ),
        _ if of.shown.is_drawn() => t!(lang, "raffles-said-drawn", held = of.figures.held),
        _ => match draws_at.filter(|time| *time > of.now) {
            Some(time) => t!(lang, "raffles-said-closed", at = at(time)),
            None => t!(lang, "raffles-said-ready"),
        },
    }
}

pub fn figures(lang: Lang, figures: Figures) -> Markup {
    let number = |n: i64| format::number(lang, n);
    html! {
        div.figures {
            (Figure::new(t!(lang, "raffles-entrants"), number(figures.entrants)))
            (Figure::new(t!(lang, "raffles-tickets"), number(figures.tickets)))
            (Figure::new(t!(lang, "raffles-won"), number(figures.won())))
            (Figure::new(t!(lang, "raffles-held"), number(figures.held)))
            (Figure::new(t!(lang, "raffles-collected"), number(figures.collected)))
            (Figure::new(t!(lang, "raffles-lapsed"), number(figures.lapsed + figures.withdrawn)))
        }
    }
}

fn what(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, shop, shown) = (staff.lang(), &staff.shop, of.shown);
    let Raffle { plan, terms, .. } = &shown.raffle;
    let text = |text: String| html! { (text) };
    let number = |n: i64| text(format::number(lang, n));
    let at = |time: Time| text(format::date_time(lang, time, &shop.zone));
    let prizes = html! {
        @for (gift, quantity) in shown.prizes() {
            div { (t!(lang, "raffles-times", quantity = quantity)) " " a href={ "/console/gifts/" (gift.id) } { (gift.name.say(lang)) } }
        }
    };
    let mut said = vec![
        (t!(lang, "raffles-style"), text(style(lang, terms.style))),
        (t!(lang, "raffles-prizes"), prizes),
        (t!(lang, "activities-opens"), at(plan.opens_at)),
        (t!(lang, "activities-closes"), at(plan.closes_at)),
        (tickets_title(lang, terms), number(i64::from(terms.free) + i64::from(terms.joining))),
        (t!(lang, "activities-per-member"), number(plan.limits.per_member.into())),
        (t!(lang, "activities-whom"), text(of.whom.clone())),
    ];
    if let Some(least) = terms.per_purchase {
        let amount = format::money(lang, shop.money(least));
        said.push((t!(lang, "raffles-per-purchase"), text(amount)));
    }
    if let Some(cost) = plan.cost {
        let points = format::number(lang, cost.points);
        let unit = shown.unit.say(lang);
        let said_cost = t!(lang, "activities-costs-points", points = points, unit = unit);
        said.push((t!(lang, "activities-program"), text(said_cost)));
    }
    if terms.style.is_instant() {
        said.push((t!(lang, "raffles-plays"), number(terms.plays)));
    } else {
        said.push((t!(lang, "raffles-wins"), number(terms.wins.into())));
        said.push((t!(lang, "raffles-least"), number(terms.least_entrants.into())));
        said.push((t!(lang, "raffles-source"), text(source(lang, terms.source))));
    }
    said.push((t!(lang, "raffles-collect-days"), number(terms.collect_days.into())));
    said.push((t!(lang, "raffles-unclaimed"), text(unclaimed(lang, terms.unclaimed))));
    html! {
        (facts(said))
        p.note { (view::odds(lang, terms.style, shown.odds(shown.tickets()))) }
    }
}

/// Whose tickets cost nothing.
fn tickets_title(lang: Lang, terms: &Terms) -> String {
    if terms.is_welcome() { t!(lang, "raffles-joining") } else { t!(lang, "raffles-free") }
}

fn style(lang: Lang, style: Style) -> String {
    match style {
        Style::Scheduled => t!(lang, "raffles-style-scheduled"),
        Style::Wheel => t!(lang, "raffles-style-wheel"),
        Style::Scratch => t!(lang, "raffles-style-scratch"),
        Style::Egg => t!(lang, "raffles-style-egg"),
    }
}

fn source(lang: Lang, source: Source) -> String {
    match source {
        Source::Nonces => t!(lang, "raffles-source-nonces"),
        Source::Drand => t!(lang, "raffles-source-drand"),
    }
}

fn unclaimed(lang: Lang, rule: Unclaimed) -> String {
    match rule {
        Unclaimed::Shelf => t!(lang, "raffles-unclaimed-shelf"),
        Unclaimed::Redraw => t!(lang, "raffles-unclaimed-redraw"),
    }
}

/// What it comes to if every prize is won and collected.
fn worst(lang: Lang, shop: &Shop, shown: &Shown) -> Markup {
    let money = |minor: i64| html! { (format::money(lang, shop.money(minor))) };
    let forecast = Forecast::of(&shown.raffle.terms, |gift| shown.gifts.get(&gift));
    let mut said = vec![
        (t!(lang, "activities-worst-cost"), money(forecast.cost)),
        (t!(lang, "raffles-worst-pieces"), html! { (format::number(lang, forecast.pieces)) }),
    ];
    if forecast.perceived > 0 {
        said.push((t!(lang, "raffles-worst-perceived"), money(forecast.perceived)));
    }
    if let Some(budget) = shown.raffle.plan.budget {
        said.push((t!(lang, "activities-budget"), money(budget)));
    }
    html! {
        p.note { (t!(lang, "activities-worst-lead")) }
        (facts(said))
    }
}

fn winners(staff: &Staff<impl Sized>, of: &Of, (picks, names): (&[Pick], &Names)) -> Markup {
    let (lang, raffle) = (staff.lang(), &of.shown.raffle);
    let at = |noun: &str| format!("{PATH}/{}/{noun}", raffle.id);
    let mine = staff.role.may(ManageActivities::NAME);
    let item = |pick: &Pick| {
        let name = names.get(&pick.member);
        let prize = of.shown.prize(pick.prize).map_or("", |gift| gift.name.say(lang));
        let called = name.map_or("·", String::as_str);
        let open = matches!(pick.fate, Fate::Held | Fate::Due) && raffle.life == Life::Closed;
        let again = mine && open && !raffle.terms.style.is_instant();
        let item = Item::new(called).note(prize).aside(html! {
            (fate(lang, pick, of.now))
            @if again { (steps::reroll(staff, raffle, (pick, called))) }
        });
        match name {
            Some(_) if !again => item.href(format!("/console/members/{}", pick.member)),
            _ => item,
        }
    };
    let aside = html! {
        @if of.shown.is_drawn() {
            div.card-links {
            a.quiet-link href=(at("winners")) { (icons::PRINT) (t!(lang, "raffles-winners-print")) }
            a.quiet-link href=(at("winners.csv")) { (icons::DOWNLOAD) (t!(lang, "activities-csv")) }
            }
        }
    };
    card(
        &t!(lang, "raffles-winners"),
        aside,
        html! {
            @if picks.is_empty() && of.shown.is_drawn() { p.nothing { (t!(lang, "raffles-winners-none")) } }
            @else if picks.is_empty() { p.nothing { (t!(lang, "raffles-winners-not-yet")) } }
            @else { (rows(picks.iter().map(item))) }
        },
    )
}

fn fate(lang: Lang, pick: &Pick, now: Time) -> Markup {
    let over = pick.until.is_some_and(|until| until <= now);
    match pick.fate {
        Fate::Due => chip(Tone::Plain, &t!(lang, "raffles-fate-due")),
        Fate::Held if over => chip(Tone::Plain, &t!(lang, "raffles-fate-lapsed")),
        Fate::Held => chip(Tone::Accent, &t!(lang, "raffles-fate-held")),
        Fate::Collected => chip(Tone::Good, &t!(lang, "raffles-fate-collected")),
        Fate::Lapsed => chip(Tone::Plain, &t!(lang, "raffles-fate-lapsed")),
        Fate::Withdrawn => chip(Tone::Warn, &t!(lang, "raffles-fate-withdrawn")),
        Fate::Passed => chip(Tone::Plain, &t!(lang, "raffles-fate-passed")),
    }
}

/// A member's page as it would be, and under it what the raffle can cost.
pub fn preview(
    staff: &Staff<impl Sized>,
    made: &Made,
    (draft, law): (Draft, &Markup),
    now: Time,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let shown = &as_shown(made, draft, now);
    let raffle = &shown.raffle;
    html! {
        (view::hero(tongue, shown, &view::standing(lang, shown, (0, 0))))
        (view::how(tongue, shown, &only_of(lang, &raffle.plan, &made.choices.offers)))
        (law)
        (card(&t!(lang, "activities-worst"), "", worst(lang, shop, shown)))
    }
}

/// A draft as members would see it.
fn as_shown(made: &Made, draft: Draft, now: Time) -> Shown {
    let unit = made.choices.unit(&draft.plan);
    let gifts = made.gifts.iter().map(|(gift, _)| (gift.id, gift.clone())).collect();
    let raffle = Raffle::sketch(draft.plan, draft.terms, now);
    Shown { raffle, gifts, sealed: None, unit }
}
