//! What the console shows of sales.

use std::collections::HashMap;

use kernel::{Fields, Lang, MemberId, Permission as _, Time, permission::ManageActivities};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    Shop, Staff,
    kit::{
        Form, Tone, format, icons, live,
        parts::{self, Button, Confirm, Figure, Head, Item, card, chip, facts, rows},
    },
    t,
};

use super::{
    actions::Draft,
    asked::Shown,
    form::Made,
    model::{Claim, Fate, Figures, FlashSale, Forecast},
    view,
};
use crate::activities::{
    Life, Phase,
    console::{buttons, in_the_way, state},
    phone::only_of,
};

const PATH: &str = "/console/flash-sales";

/// What those are called whom the asker may see.
pub type Names = HashMap<MemberId, String>;

/// A sale with everything that its page says.
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

pub fn one(staff: &Staff<impl Sized>, of: &Of, (claims, names): (&[Claim], &Names)) -> Markup {
    let (lang, sale) = (staff.lang(), &of.shown.sale);
    let mine = staff.role.may(ManageActivities::NAME);
    let at = |noun: &str| format!("{PATH}/{}/{noun}", sale.id);
    let change = mine && !matches!(sale.life, Life::Closed | Life::Settled | Life::Archived);
    html! {
        (Head::new(sale.plan.name.say(lang)).back(PATH, &t!(lang, "flash_sales-title")).note(sentence(staff, of))
            .aside(html! {
                (state(lang, sale, of.now))
                @if change { (Button::link(at("details"), t!(lang, "activities-edit")).icon(icons::EDIT)) }
            }))
        @if let Some(wrong) = of.wrong { (in_the_way(lang, &at("details"), wrong)) }
        @if sale.life.is_told() {
            (live::region(&at("live"), &at("figures"), figures(lang, of.figures)))
        }
        div.columns {
            (card(&t!(lang, "flash_sales-what"), "", what(staff, of)))
            (card(&t!(lang, "activities-worst"), "", worst(lang, &staff.shop, of)))
        }
        @if mine { (buttons(staff, (sale, of.now), || closing(staff, sale, of))) }
        (of.run)
        @if sale.life.is_told() { (taken(staff, sale, (claims, names), of.now)) }
        (parts::history(&staff.viewer(), sale.id))
    }
}

/// The one sentence that matters.
fn sentence(staff: &Staff<impl Sized>, of: &Of) -> String {
    let (lang, zone, sale) = (staff.lang(), &staff.shop.zone, &of.shown.sale);
    let at = |time: Time| format::date_time(lang, time, zone);
    match (sale.life, sale.phase(of.now)) {
        (Life::Draft, _) => t!(lang, "flash_sales-said-draft"),
        (Life::Checked, _) => t!(lang, "flash_sales-said-checked"),
        (_, Phase::Before) => t!(lang, "flash_sales-said-before", opens = at(sale.plan.opens_at)),
        (_, Phase::On) => t!(
            lang,
            "flash_sales-said-on",
            left = of.figures.left,
            of = sale.terms.pieces,
            closes = at(sale.plan.closes_at)
        ),
        (Life::Settled | Life::Archived, _) => t!(
            lang,
            "flash_sales-said-settled",
            collected = of.figures.collected,
            of = sale.terms.pieces
        ),
        _ => t!(lang, "flash_sales-said-closed", held = of.figures.held),
    }
}

pub fn figures(lang: Lang, figures: Figures) -> Markup {
    let number = |n: i64| format::number(lang, n);
    html! {
        div.figures {
            (Figure::new(t!(lang, "flash_sales-figure-left"), number(figures.left)))
            (Figure::new(t!(lang, "flash_sales-claimed"), number(figures.claimed())))
            (Figure::new(t!(lang, "flash_sales-held"), number(figures.held)))
            (Figure::new(t!(lang, "flash_sales-collected"), number(figures.collected)))
            (Figure::new(t!(lang, "flash_sales-lapsed"), number(figures.lapsed + figures.withdrawn)))
            (Figure::new(t!(lang, "flash_sales-waiting"), number(figures.waiting + figures.offered)))
        }
    }
}

fn what(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, shop, shown) = (staff.lang(), &staff.shop, of.shown);
    let (plan, terms) = (&shown.sale.plan, &shown.sale.terms);
    let text = |text: String| html! { (text) };
    let at = |time: Time| text(format::date_time(lang, time, &shop.zone));
    let span = |minutes: u32| text(format::span(lang, u64::from(minutes) * 60));
    let gift =
        html! { a href={ "/console/gifts/" (shown.gift.id) } { (shown.gift.name.say(lang)) } };
    facts([
        (t!(lang, "flash_sales-gift"), gift),
        (t!(lang, "flash_sales-costs"), text(view::costs(Tongue { lang, shop }, shown))),
        (t!(lang, "activities-opens"), at(plan.opens_at)),
        (t!(lang, "activities-closes"), at(plan.closes_at)),
        (
            t!(lang, "activities-per-member"),
            text(format::number(lang, plan.limits.per_member.into())),
        ),
        (t!(lang, "activities-whom"), text(of.whom.clone())),
        (t!(lang, "flash_sales-hold"), span(terms.hold_minutes)),
        (t!(lang, "flash_sales-offer"), span(terms.offer_minutes)),
    ])
}

/// What it comes to if everything goes.
fn worst(lang: Lang, shop: &Shop, of: &Of) -> Markup {
    let sale = &of.shown.sale;
    let forecast = Forecast::of(&sale.plan, &sale.terms, &of.shown.gift);
    forecast_facts(lang, shop, forecast, sale.plan.budget, of.shown.unit.say(lang))
}

fn forecast_facts(
    lang: Lang,
    shop: &Shop,
    forecast: Forecast,
    budget: Option<i64>,
    unit: &str,
) -> Markup {
    let money = |minor: i64| html! { (format::money(lang, shop.money(minor))) };
    let mut said = vec![(t!(lang, "activities-worst-cost"), money(forecast.cost))];
    if forecast.perceived > 0 {
        said.push((t!(lang, "flash_sales-worst-perceived"), money(forecast.perceived)));
    }
    if let Some(takings) = forecast.takings {
        said.push((t!(lang, "flash_sales-worst-takings"), money(takings)));
    }
    if forecast.points > 0 {
        let points = format::number(lang, forecast.points);
        said.push((t!(lang, "flash_sales-worst-points"), html! { (points) " " (unit) }));
    }
    let people = format::number(lang, forecast.winners_at_least);
    said.push((t!(lang, "flash_sales-worst-people"), html! { (people) }));
    if let Some(budget) = budget {
        said.push((t!(lang, "activities-budget"), money(budget)));
    }
    html! {
        p.note { (t!(lang, "activities-worst-lead")) }
        (facts(said))
    }
}

fn closing(staff: &Staff<impl Sized>, sale: &FlashSale, of: &Of) -> Markup {
    let lang = staff.lang();
    let reason = Form::new(lang).prefixed("close");
    let confirm =
        Confirm::new(lang, t!(lang, "activities-close"), t!(lang, "flash_sales-close-title"))
            .loses(t!(lang, "flash_sales-close-loses", left = of.figures.left))
            .people(of.figures.waiting + of.figures.offered)
            .fields(reason.text("reason", t!(lang, "activities-reason")).max(200))
            .post(format!("{PATH}/{}/closing", sale.id), staff.once());
    html! { (confirm) }
}

fn taken(
    staff: &Staff<impl Sized>,
    sale: &FlashSale,
    (claims, names): (&[Claim], &Names),
    now: Time,
) -> Markup {
    let (lang, zone) = (staff.lang(), &staff.shop.zone);
    let item = |claim: &Claim| {
        let name = names.get(&claim.member);
        let item = Item::new(name.map_or("·", String::as_str))
            .note(format::date_time(lang, claim.at, zone))
            .aside(fate(lang, claim, now));
        match name {
            Some(_) => item.href(format!("/console/members/{}", claim.member)),
            None => item,
        }
    };
    let aside = html! { a.quiet-link href={ (PATH) "/" (sale.id) "/claims.csv" } { (icons::DOWNLOAD) (t!(lang, "activities-csv")) } };
    card(
        &t!(lang, "flash_sales-taken"),
        aside,
        html! {
            @if claims.is_empty() { p.nothing { (t!(lang, "flash_sales-taken-none")) } }
            @else { (rows(claims.iter().map(item))) }
        },
    )
}

fn fate(lang: Lang, claim: &Claim, now: Time) -> Markup {
    match claim.fate {
        Fate::Held if claim.until <= now => chip(Tone::Plain, &t!(lang, "flash_sales-fate-lapsed")),
        Fate::Held => chip(Tone::Accent, &t!(lang, "flash_sales-fate-held")),
        Fate::Collected => chip(Tone::Good, &t!(lang, "flash_sales-fate-collected")),
        Fate::Lapsed => chip(Tone::Plain, &t!(lang, "flash_sales-fate-lapsed")),
        Fate::Withdrawn => chip(Tone::Warn, &t!(lang, "flash_sales-fate-withdrawn")),
    }
}

/// A member's page as it would be, and under it what the sale can cost.
pub fn preview(staff: &Staff<impl Sized>, made: &Made, draft: Draft, now: Time) -> Option<Markup> {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let shown = &as_shown(made, draft, now)?;
    let sale = &shown.sale;
    Some(html! {
        (view::hero(tongue, shown, &view::left(lang, shown.left, sale.terms.pieces)))
        (view::how(tongue, shown, &only_of(lang, &sale.plan, &made.choices.offers)))
        (card(&t!(lang, "activities-worst"), "", forecast_facts(lang, shop,
            Forecast::of(&sale.plan, &sale.terms, &shown.gift), sale.plan.budget, shown.unit.say(lang))))
    })
}

/// A draft as members would see it.
fn as_shown(made: &Made, draft: Draft, now: Time) -> Option<Shown> {
    let (gift, _) = made.gifts.iter().find(|(gift, _)| gift.id == draft.terms.gift)?;
    let unit = made.choices.unit(&draft.plan);
    let left = draft.terms.pieces;
    let sale = FlashSale::sketch(draft.plan, draft.terms, now);
    Some(Shown { sale, gift: gift.clone(), left, unit })
}
