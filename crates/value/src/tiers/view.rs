//! What the console shows of ladders.

use kernel::{
    Permission as _,
    permission::{ExportMembers, ManagePoints, ViewPoints},
};
use maud::{Markup, Render as _, html};
use std::collections::HashMap;
use web::{
    Staff,
    kit::{
        Form, List, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Figure, Head, Item, card, rows},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    engine::Ladder,
    form::{self, Offers},
    model::Stands,
    preview::Preview,
    sentences::{Gifts, Saying},
};
use crate::points::Known;

const HERE: &str = "/console/tiers";

pub fn href(known: &Known) -> String {
    format!("{HERE}/{}", known.program.id)
}
pub fn form_href(known: &Known) -> String {
    format!("{}/ladder", href(known))
}

/// A program with its ladder, and how many hold each rank.
pub struct Line<'l> {
    pub known: &'l Known,
    pub say: Option<Saying<'l>>,
    pub counts: HashMap<usize, i64>,
}

pub fn list(staff: &Staff<ViewPoints>, lines: &[Line<'_>]) -> Markup {
    let lang = staff.lang();
    let mine = staff.role.may(ManagePoints::NAME);
    let head = Head::new(t!(lang, "tiers-title")).note(t!(lang, "tiers-lead"));
    let none = Empty::new(icons::VALUE, t!(lang, "tiers-none"), t!(lang, "tiers-none-why"));
    let first = lines.iter().find(|line| line.known.is_open());
    let any = lines.iter().any(|line| line.say.is_some());
    html! {
        (head)
        @match first {
            _ if any => {}
            None => (none.action_for::<ManagePoints>(staff.role, "/console/points/new", t!(lang, "tiers-program-first"))),
            Some(line) => (none.action_for::<ManagePoints>(staff.role, &form_href(line.known), t!(lang, "tiers-make-first"))),
        }
        div.stack {
            @for line in lines.iter().filter(|line| any && (line.say.is_some() || (mine && line.known.is_open()))) {
                (shown(staff, line))
            }
        }
    }
}

fn shown(staff: &Staff<ViewPoints>, line: &Line<'_>) -> Markup {
    let (lang, name) = (staff.lang(), line.known.program.name.say(staff.lang()));
    html! {
        section.card {
            @if let Some(say) = &line.say {
                div.card-head { h2 { a href=(href(line.known)) { (name) } } }
                p { (say.ladder()) }
                (figures(say, &line.counts))
            } @else {
                div.card-head { h2 { (name) } }
                p { (t!(lang, "tiers-without")) }
                div.actions { (Button::link(form_href(line.known), t!(lang, "tiers-make-first"))) }
            }
        }
    }
}

/// How many hold each tier, the highest first, and how many are on their way.
fn figures(say: &Saying<'_>, counts: &HashMap<usize, i64>) -> Markup {
    let count = |rank: usize| format::number(say.lang, counts.get(&rank).copied().unwrap_or(0));
    let ranks = (1..=say.ladder.tiers.len()).rev();
    html! {
        div.figures {
            @for rank in ranks {
                @let from = say.ladder.tier(rank).map_or(0, |tier| tier.from);
                (Figure::new(say.name(rank), count(rank)).note(t!(say.lang, "tiers-from", amount = say.amount(from))))
            }
            (Figure::new(t!(say.lang, "tiers-none-yet"), count(0)))
        }
    }
}

/// A ladder's own page.
pub struct Shown<'l> {
    pub known: &'l Known,
    pub say: Saying<'l>,
    pub gifts: Gifts,
    pub counts: HashMap<usize, i64>,
    pub people: Vec<(Stands, String)>,
    pub list: List,
}

pub fn one(staff: &Staff<ViewPoints>, shown: &Shown<'_>) -> Markup {
    let (lang, say) = (staff.lang(), &shown.say);
    let mine = staff.role.may(ManagePoints::NAME);
    let title = t!(lang, "tiers-of", name = shown.known.program.name.say(lang));
    html! {
        (Head::new(title).back(HERE, &t!(lang, "tiers-title")).note(say.ladder())
            .aside(html! { @if mine {
                (Button::link(form_href(shown.known), t!(lang, "tiers-edit")).icon(icons::EDIT))
            } }))
        (figures(say, &shown.counts))
        div.columns {
            (card(&t!(lang, "tiers-ladder"), "", ladder(shown)))
            (card(&t!(lang, "tiers-rules"), "", html! {
                ul { @for rule in say.rules() { li { (rule) } } }
                p.hint { (t!(lang, "tiers-rule-replay")) }
                @if mine { (removal(staff, shown)) }
            }))
        }
        h2 { (t!(lang, "tiers-people")) }
        (people(staff, shown))
        (parts::history(&staff.viewer(), shown.known.program.id))
    }
}

fn ladder(shown: &Shown<'_>) -> Markup {
    let say = &shown.say;
    let ranks = (1..=say.ladder.tiers.len()).rev();
    rows(ranks.filter_map(|rank| {
        let tier = say.ladder.tier(rank)?;
        let brings = say.privileges(tier.privileges, &shown.gifts);
        let brings = if brings.is_empty() {
            t!(say.lang, "tiers-gives-nothing")
        } else {
            brings.join(" · ")
        };
        let from = html! { span.num { (say.amount(tier.from)) } };
        Some(Item::new(say.name(rank)).note(brings).aside(from))
    }))
}

fn removal(staff: &Staff<ViewPoints>, shown: &Shown<'_>) -> Markup {
    let lang = staff.lang();
    let holders = shown.counts.iter().filter(|(rank, _)| **rank > 0).map(|(_, people)| people);
    Confirm::new(lang, t!(lang, "tiers-remove"), t!(lang, "tiers-remove-title"))
        .loses(t!(lang, "tiers-remove-loses"))
        .people(holders.sum())
        .post(format!("{}/removal", href(shown.known)), staff.once())
        .render()
}

fn people(staff: &Staff<ViewPoints>, shown: &Shown<'_>) -> Markup {
    let (lang, say) = (staff.lang(), &shown.say);
    let day = |day: Option<jiff::civil::Date>| {
        day.map_or_else(String::new, |day| format::date_with_year(lang, day))
    };
    let lines = shown.people.iter().map(|(stands, name)| {
        let name = if name.is_empty() { t!(lang, "points-somebody") } else { name.clone() };
        Row::new()
            .href(format!("/console/members/{}", stands.whose.member))
            .cell(name)
            .cell(say.name(stands.rank))
            .cell(say.amount(stands.score))
            .cell(day(stands.since))
            .cell(day(stands.until))
    });
    let empty =
        Empty::new(icons::PEOPLE, t!(lang, "tiers-people-none"), t!(lang, "tiers-people-why"));
    let table = Table::new(&shown.list, t!(lang, "tiers-people"))
        .columns([
            Column::new("name", t!(lang, "points-holder")),
            Column::new("tier", t!(lang, "tiers-one")),
            Column::new("score", t!(lang, "tiers-counts")).number(),
            Column::new("since", t!(lang, "tiers-since-head")),
            Column::new("until", t!(lang, "tiers-until-head")),
        ])
        .filter()
        .tools(narrow(shown))
        .rows(lines)
        .empty(empty);
    let export = staff.role.may(ExportMembers::NAME) && !shown.people.is_empty();
    html! { @if export { (table.csv(shown.list.href("csv", "1"))) } @else { (table) } }
}

/// One tier, or all of them.
fn narrow(shown: &Shown<'_>) -> Markup {
    let (say, chosen) = (&shown.say, shown.list.get("rank"));
    let ranks: Vec<usize> = (0..=say.ladder.tiers.len()).rev().collect();
    let all = t!(say.lang, "tiers-all-tiers");
    html! {
        nav.chips aria-label=(t!(say.lang, "tiers-one")) {
            a.chip href=(shown.list.href("rank", "")) aria-current=[chosen.is_empty().then_some("true")] { (all) }
            @for rank in ranks {
                @let value = rank.to_string();
                a.chip href=(shown.list.href("rank", &value)) aria-current=[(chosen == value).then_some("true")] { (say.name(rank)) }
            }
        }
    }
}

/// The form with who would stand where beside it.
pub fn editing(
    staff: &Staff<ManagePoints>,
    form: &Form,
    (known, offers): (&Known, &Offers),
    tried: &Markup,
) -> Markup {
    let lang = staff.lang();
    let has = known.contract.ladder(kernel::Time::from_micros(i64::MAX)).is_some();
    let back = if has { href(known) } else { HERE.to_owned() };
    let title = if has { t!(lang, "tiers-edit") } else { t!(lang, "tiers-make-first") };
    let main = html! {
        (Head::new(title.clone()).back(&back, &t!(lang, "tiers-title")).note(t!(lang, "tiers-edit-note")))
        div.columns.with-phone {
            (form.post(&form_href(known), &staff.once(), form::fields(form, &staff.shop, offers)))
            aside.stays { (tried) }
        }
    };
    layout::console(&staff.frame(title), main)
}

/// How many would stand where.
pub fn tried(say: &Saying<'_>, preview: &Preview) -> Markup {
    let lang = say.lang;
    let ranks = (0..=say.ladder.tiers.len()).rev();
    let items = ranks.map(|rank| {
        let people = preview.people.get(rank).copied().unwrap_or(0);
        Item::new(say.name(rank)).aside(html! { span.num { (format::number(lang, people)) } })
    });
    let inside = html! {
        p { (say.ladder()) }
        (rows(items))
        p.hint { (t!(lang, "tiers-tried-note", people = preview.looked)) }
    };
    card(&t!(lang, "tiers-tried"), "", inside)
}

/// Nothing can be tried before the form is right.
pub fn untried(lang: kernel::Lang) -> Markup {
    card(&t!(lang, "tiers-tried"), "", html! { p.nothing { (t!(lang, "tiers-untried")) } })
}

/// The ladder that a program would have, in words.
pub const fn saying<'l>(
    (lang, shop): (kernel::Lang, &'l web::Shop),
    unit: &'l crate::words::Words,
    ladder: &'l Ladder,
) -> Saying<'l> {
    Saying { lang, shop, unit, ladder }
}
