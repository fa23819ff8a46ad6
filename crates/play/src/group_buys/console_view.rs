//! What the console shows of group buys.

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
    model::{Doors, Fate, Figures, Forecast, GroupBuy, Seat, Stand, Team},
    view,
};
use crate::activities::{
    Life, Phase,
    console::{buttons, in_the_way, state},
    phone::only_of,
};

const PATH: &str = "/console/group-buys";

/// What those are called whom the asker may see.
pub type Names = HashMap<MemberId, String>;

/// A team with its places.
pub struct Listed {
    pub team: Team,
    pub seats: Vec<Seat>,
    pub names: Names,
}

/// A group buy with everything that its page says.
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

pub fn one(staff: &Staff<impl Sized>, of: &Of, listed: &[Listed]) -> Markup {
    let (lang, buy) = (staff.lang(), &of.shown.buy);
    let mine = staff.role.may(ManageActivities::NAME);
    let at = |noun: &str| format!("{PATH}/{}/{noun}", buy.id);
    let change = mine && !matches!(buy.life, Life::Closed | Life::Settled | Life::Archived);
    html! {
        (Head::new(buy.plan.name.say(lang)).back(PATH, &t!(lang, "group_buys-title")).note(sentence(staff, of))
            .aside(html! {
                (state(lang, buy, of.now))
                @if change { (Button::link(at("details"), t!(lang, "activities-edit")).icon(icons::EDIT)) }
            }))
        @if let Some(wrong) = of.wrong { (in_the_way(lang, &at("details"), wrong)) }
        @if buy.life.is_told() {
            (live::region(&at("live"), &at("figures"), figures(lang, of.figures)))
        }
        div.columns {
            (card(&t!(lang, "group_buys-what"), "", what(staff, of)))
            (card(&t!(lang, "activities-worst"), "", worst(lang, &staff.shop, (of.shown, of.shown.unit.say(lang)))))
        }
        @if mine { (buttons(staff, (buy, of.now), || closing(staff, buy, of))) }
        (of.run)
        @if buy.life.is_told() { (teams(staff, of, listed)) }
        (parts::history(&staff.viewer(), buy.id))
    }
}

/// The one sentence that matters.
fn sentence(staff: &Staff<impl Sized>, of: &Of) -> String {
    let (lang, zone, buy) = (staff.lang(), &staff.shop.zone, &of.shown.buy);
    let (at, now) = (|time: Time| format::date_time(lang, time, zone), of.figures);
    match (buy.life, buy.phase(of.now)) {
        (Life::Draft, _) => t!(lang, "group_buys-said-draft"),
        (Life::Checked, _) => t!(lang, "group_buys-said-checked"),
        (_, Phase::Before) => t!(lang, "group_buys-said-before", opens = at(buy.plan.opens_at)),
        (_, Phase::On) => t!(
            lang,
            "group_buys-said-on",
            open = now.teams_open,
            people = now.seated,
            closes = at(buy.plan.closes_at)
        ),
        (Life::Settled | Life::Archived, _) => {
            t!(lang, "group_buys-said-settled", made = now.teams_made, collected = now.collected)
        }
        _ => t!(lang, "group_buys-said-closed", held = now.held),
    }
}

pub fn figures(lang: Lang, figures: Figures) -> Markup {
    let number = |n: i64| format::number(lang, n);
    let back = figures.refunded + figures.lapsed + figures.withdrawn;
    html! {
        div.figures {
            (Figure::new(t!(lang, "group_buys-figure-left"), number(figures.left)))
            (Figure::new(t!(lang, "group_buys-teams-open"), number(figures.teams_open))
                .note(t!(lang, "group_buys-figure-in-them", people = figures.seated)))
            (Figure::new(t!(lang, "group_buys-teams-made"), number(figures.teams_made)))
            (Figure::new(t!(lang, "group_buys-teams-failed"), number(figures.teams_failed)))
            (Figure::new(t!(lang, "group_buys-figure-held"), number(figures.held)))
            (Figure::new(t!(lang, "group_buys-figure-collected"), number(figures.collected)))
            (Figure::new(t!(lang, "group_buys-figure-back"), number(back)))
        }
    }
}

fn what(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, shop, shown) = (staff.lang(), &staff.shop, of.shown);
    let (plan, terms) = (&shown.buy.plan, &shown.buy.terms);
    let tongue = Tongue { lang, shop };
    let text = |text: String| html! { (text) };
    let at = |time: Time| text(format::date_time(lang, time, &shop.zone));
    let gift =
        html! { a href={ "/console/gifts/" (shown.gift.id) } { (shown.gift.name.say(lang)) } };
    let doors = match terms.doors {
        Doors::Listed => t!(lang, "group_buys-doors-listed"),
        Doors::Invited => t!(lang, "group_buys-doors-invited"),
    };
    let mut said = vec![
        (t!(lang, "group_buys-gift"), gift),
        (t!(lang, "group_buys-prices"), view::ladder(tongue, terms, None)),
        (t!(lang, "group_buys-most"), text(format::number(lang, terms.most.into()))),
        (t!(lang, "group_buys-seats"), text(format::number(lang, terms.seats))),
        (t!(lang, "activities-opens"), at(plan.opens_at)),
        (t!(lang, "activities-closes"), at(plan.closes_at)),
        (
            t!(lang, "group_buys-team-hours"),
            text(format::span(lang, u64::from(terms.team_hours) * 3600)),
        ),
        (
            t!(lang, "group_buys-collect-days"),
            text(format::number(lang, terms.collect_days.into())),
        ),
        (
            t!(lang, "activities-per-member"),
            text(format::number(lang, plan.limits.per_member.into())),
        ),
        (t!(lang, "activities-whom"), text(of.whom.clone())),
        (t!(lang, "group_buys-doors"), text(doors)),
    ];
    if let Some(deposit) = terms.deposit {
        said.insert(2, (t!(lang, "group_buys-deposit"), text(view::money(tongue, deposit))));
    }
    facts(said)
}

/// What it comes to if every place is taken, price by price.
fn worst(lang: Lang, shop: &Shop, (shown, unit): (&Shown, &str)) -> Markup {
    let GroupBuy { plan, terms, .. } = &shown.buy;
    let forecast = Forecast::of(plan, terms, &shown.gift);
    let tongue = Tongue { lang, shop };
    let money = |minor: i64| view::money(tongue, minor);
    let mut said = vec![(t!(lang, "activities-worst-cost"), html! { (money(forecast.cost)) })];
    if forecast.points > 0 {
        let points = format::number(lang, forecast.points);
        said.push((t!(lang, "group_buys-worst-points"), html! { (points) " " (unit) }));
    }
    if let Some(budget) = plan.budget {
        said.push((t!(lang, "activities-budget"), html! { (money(budget)) }));
    }
    let tier = |at: &super::model::AtTier| {
        let title = t!(lang, "group_buys-worst-at", price = money(at.each), people = at.people);
        let note = t!(
            lang,
            "group_buys-worst-takings",
            takings = money(at.takings),
            teams = format::number(lang, at.teams)
        );
        let margin = format::signed_money(lang, shop.money(at.margin));
        let tone = if at.margin < 0 { Tone::Bad } else { Tone::Good };
        Item::new(title).note(note).aside(chip(tone, &margin))
    };
    html! {
        p.note { (t!(lang, "group_buys-worst-lead", seats = forecast.seats)) }
        (facts(said))
        (rows(forecast.tiers.iter().map(tier)))
    }
}

fn closing(staff: &Staff<impl Sized>, buy: &GroupBuy, of: &Of) -> Markup {
    let lang = staff.lang();
    let wrong = of.wrong.cloned().unwrap_or_default();
    let reason = Form::again(lang, [("reason", "")], wrong).prefixed("close");
    let loses =
        t!(lang, "group_buys-close-loses", left = of.figures.left, fewest = buy.terms.fewest());
    let confirm =
        Confirm::new(lang, t!(lang, "activities-close"), t!(lang, "group_buys-close-title"))
            .loses(loses)
            .people(of.figures.seated)
            .fields(reason.text("reason", t!(lang, "activities-reason")).max(200))
            .post(format!("{PATH}/{}/closing", buy.id), staff.once());
    html! { (confirm) }
}

fn teams(staff: &Staff<impl Sized>, of: &Of, listed: &[Listed]) -> Markup {
    let lang = staff.lang();
    let aside = html! { a.quiet-link href={ (PATH) "/" (of.shown.buy.id) "/places.csv" } { (icons::DOWNLOAD) (t!(lang, "activities-csv")) } };
    let inside = html! {
        @if listed.is_empty() { p.nothing { (t!(lang, "group_buys-teams-none")) } }
        @else { (rows(listed.iter().map(|one| team(staff, of, one)))) }
    };
    card(&t!(lang, "group_buys-teams"), aside, inside)
}

/// A team, with everybody who is or was in it.
fn team(staff: &Staff<impl Sized>, of: &Of, listed: &Listed) -> Item {
    let (lang, shop, team) = (staff.lang(), &staff.shop, &listed.team);
    let tongue = Tongue { lang, shop };
    let said = view::said(tongue, &of.shown.buy.terms, (team, of.now));
    let people = html! {
        span.team-people {
            @for seat in listed.seats.iter().filter(|seat| seat.fate != Fate::Left) {
                (person(lang, seat, listed.names.get(&seat.member)))
            }
        }
    };
    let (tone, word) = match team.stand {
        Stand::Open => (Tone::Accent, t!(lang, "group_buys-stand-open")),
        Stand::Made => (Tone::Good, t!(lang, "group_buys-stand-made")),
        Stand::Failed => (Tone::Plain, t!(lang, "group_buys-stand-failed")),
        Stand::Left => (Tone::Plain, t!(lang, "group_buys-stand-left")),
    };
    let ended = team.ended_at.unwrap_or(team.until);
    let title = format::date_time(lang, team.started_at, &shop.zone);
    let title = t!(lang, "group_buys-team-since", time = title);
    let until = format::date_time(lang, ended, &shop.zone);
    let note = match team.stand {
        Stand::Open => t!(lang, "group_buys-team-until", said = said, time = until),
        _ => said,
    };
    Item::new(title).note(note).under(people).aside(chip(tone, &word))
}

fn person(lang: Lang, seat: &Seat, name: Option<&String>) -> Markup {
    let fate = match seat.fate {
        Fate::Seated | Fate::Due | Fate::Left => String::new(),
        Fate::Held => t!(lang, "group_buys-fate-held"),
        Fate::Collected => t!(lang, "group_buys-fate-collected"),
        Fate::Lapsed => t!(lang, "group_buys-fate-lapsed"),
        Fate::Withdrawn => t!(lang, "group_buys-fate-withdrawn"),
        Fate::Refunded => t!(lang, "group_buys-fate-refunded"),
    };
    html! {
        span {
            @match name {
                Some(name) => { a href={ "/console/members/" (seat.member) } { (name) } }
                None => { "·" }
            }
            @if seat.staff.is_some() { " " small { (t!(lang, "group_buys-by-counter")) } }
            @if !fate.is_empty() { " " small { (fate) } }
        }
    }
}

/// A member's page as it would be, and under it what it can come to.
pub fn preview(staff: &Staff<impl Sized>, made: &Made, draft: Draft, now: Time) -> Option<Markup> {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let shown = &as_shown(made, draft, now)?;
    let buy = &shown.buy;
    Some(html! {
        (view::hero(tongue, shown, (None, &view::left(lang, shown.left, buy.terms.seats))))
        (view::how(tongue, shown, &only_of(lang, &buy.plan, &made.choices.offers)))
        (card(&t!(lang, "activities-worst"), "", worst(lang, shop, (shown, shown.unit.say(lang)))))
    })
}

/// A draft as members would see it.
fn as_shown(made: &Made, draft: Draft, now: Time) -> Option<Shown> {
    let (gift, _) = made.gifts.iter().find(|(gift, _)| gift.id == draft.terms.gift)?;
    let unit = made.choices.unit(&draft.plan);
    let left = draft.terms.seats;
    let buy = GroupBuy::sketch(draft.plan, draft.terms, now);
    Some(Shown { buy, gift: gift.clone(), left, unit })
}
