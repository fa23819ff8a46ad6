//! Looking for the other record, and the two side by side.

use kernel::Lang;
use maud::{Markup, html};
use web::{
    Input, Staff,
    kit::{
        Choice, Form, Tone, format, icons,
        parts::{self, Button, Confirm, Empty, Item, avatar, chip, rows},
    },
    t,
};

use super::model::{Line, Merged, Side, Twin, Wins};
use crate::members::{E164, Member, console, view::Known};

/// Where the other record of somebody is looked for.
pub fn href(member: &Member) -> String {
    format!("/console/members/{}/merging", member.id)
}

#[derive(Debug)]
pub struct Looking<'l> {
    pub member: &'l Member,
    pub twins: &'l [Twin],
    /// What was typed, and who was found by it.
    pub words: &'l str,
    pub found: &'l [Member],
}

pub fn look<P>(staff: &Staff<P>, looking: &Looking<'_>) -> Markup {
    let (lang, member) = (staff.lang(), looking.member);
    let title = t!(lang, "merging-title");
    let item = |other: &Member| {
        let phone = other.phone.as_ref().map(E164::masked).unwrap_or_default();
        let since = format::date_with_year(lang, other.created_at.date(&staff.shop.zone));
        Item::new(other.name.clone())
            .start(avatar(&other.name))
            .note(html! { (console::code(other)) @if !phone.is_empty() { " · " (phone) } " · " (since) })
            .href(format!("{}/{}", href(member), other.id))
    };
    let twins = looking.twins.iter().map(|twin| {
        let tone = if twin.reasons.len() > 1 { Tone::Good } else { Tone::Plain };
        let why = twin.reasons.iter().map(|why| t!(lang, &format!("merging-why-{why}")));
        let why: Vec<String> = why.collect();
        item(&twin.member).aside(html! { @for why in &why { (chip(tone, why)) " " } })
    });
    let form = Form::filled(lang, [("q", looking.words)]);
    let main = html! {
        (console::head_of(member, &title).note(t!(lang, "merging-note", name = member.name.as_str())))
        div.narrow.stack {
            @if looking.twins.is_empty() {
                (Empty::new(icons::PEOPLE, t!(lang, "merging-none"), t!(lang, "merging-none-why")))
            } @else { (parts::card(&t!(lang, "merging-twins"), html! {}, rows(twins))) }
            (parts::card(&t!(lang, "merging-search"), html! {}, html! {
                form method="get" action=(href(member)) role="search" {
                    (form.text("q", t!(lang, "merging-search-label")).max(120).hint(t!(lang, "merging-search-hint")).optional())
                    (Button::plain(t!(lang, "merging-search-do")))
                }
                @if !looking.words.is_empty() && looking.found.is_empty() { p.nothing { (t!(lang, "merging-search-none")) } }
                (rows(looking.found.iter().map(item)))
            }))
        }
    };
    console::framed(staff, &title, main)
}

#[derive(Debug)]
pub struct Pair<'p> {
    pub into: &'p Member,
    pub from: &'p Member,
    pub known: &'p Known,
    pub ahead: &'p Merged,
}

/// The two side by side, what becomes of everything, and the choice.
pub fn compare<P>(staff: &Staff<P>, pair: &Pair<'_>) -> Markup {
    let (lang, into, from) = (staff.lang(), pair.into, pair.from);
    let title = t!(lang, "merging-title");
    let swapped = format!("{}/{}", href(from), into.id);
    let main = html! {
        (console::head_of(into, &title).note(t!(lang, "merging-compare-note", into = into.name.as_str(), from = from.name.as_str()))
            .aside(Button::link(swapped, t!(lang, "merging-swap"))))
        (becomes(lang, pair))
        div.narrow.stack {
            (parts::card(&t!(lang, "merging-plainly"), html! {}, html! {
                ul {
                    li { (t!(lang, "merging-plainly-one", name = from.name.as_str())) }
                    li { (t!(lang, "merging-plainly-devices", name = from.name.as_str())) }
                    li { (t!(lang, "merging-plainly-consents")) }
                    li { (t!(lang, "merging-plainly-kept")) }
                    li { strong { (t!(lang, "merging-plainly-forever")) } }
                }
            }))
            (Confirm::new(lang, t!(lang, "merging-do"), t!(lang, "merging-do-title", into = into.name.as_str(), from = from.name.as_str()))
                .loses(t!(lang, "merging-plainly-forever"))
                .fields(choices(lang, pair))
                .post(format!("{}/{}", href(into), from.id), staff.once()))
        }
    };
    console::framed(staff, &title, main)
}

/// Everything that is counted, with what it comes to.
fn becomes(lang: Lang, pair: &Pair<'_>) -> Markup {
    let row = |line: &Line| {
        html! {
            tr {
                th scope="row" { (line.what) @if !line.note.is_empty() { p.note { (line.note) } } }
                td { (line.into) }
                td { (line.from) }
                td { strong { (line.after) } }
            }
        }
    };
    let details = details(lang, pair);
    parts::card(
        &t!(lang, "merging-becomes"),
        html! {},
        html! {
            div.table-wrap tabindex="0" role="region" aria-label=(t!(lang, "merging-becomes")) {
                table.table.small {
                    thead { tr {
                        th scope="col" { (t!(lang, "merging-what")) }
                        th scope="col" { (t!(lang, "merging-stays", code = pair.into.code_spaced())) }
                        th scope="col" { (t!(lang, "merging-goes", code = pair.from.code_spaced())) }
                        th scope="col" { (t!(lang, "merging-after")) }
                    } }
                    tbody { @for line in details.iter().chain(&pair.ahead.lines) { (row(line)) } }
                }
            }
        },
    )
}

/// One detail of a person as words; empty when it is not known.
type Said = fn(Lang, &Known, &Member) -> String;

const DETAILS: [(&str, &str, Said); 6] = [
    ("name", "members-name", |_, _, member| member.name.clone()),
    ("phone", "members-phone", |lang, _, member| {
        let phone = member.phone.as_ref().map(E164::spaced).unwrap_or_default();
        proven(lang, phone, member.phone_proven_at.is_some().then_some(()))
    }),
    ("email", "members-email", |lang, _, member| {
        let email = member.email.as_ref().map(ToString::to_string).unwrap_or_default();
        proven(lang, email, member.email_proven_at.is_some().then_some(()))
    }),
    ("birthday", "members-birthday", |lang, _, member| {
        let born = member.birthday.and_then(|born| {
            let date = born.in_year(born.year.unwrap_or(2000))?;
            Some(if born.year.is_some() {
                format::date_with_year(lang, date)
            } else {
                format::date(lang, date)
            })
        });
        born.unwrap_or_default()
    }),
    ("lang", "members-lang", |_, _, member| {
        member.lang.map(|lang| lang.own_name().to_owned()).unwrap_or_default()
    }),
    ("store", "members-store", |_, known, member| known.store(member.store).to_owned()),
];

fn proven(lang: Lang, text: String, shown: Option<()>) -> String {
    match shown {
        Some(()) if !text.is_empty() => format!("{text} · {}", t!(lang, "members-email-proven")),
        _ => text,
    }
}

/// The details in which the two differ, with what stays unless something else is chosen.
fn details(lang: Lang, pair: &Pair<'_>) -> Vec<Line> {
    let one = super::rules::together(pair.into, pair.from, Wins::default());
    DETAILS
        .iter()
        .map(|(_, label, said)| {
            let said = |member: &Member| said(lang, pair.known, member);
            Line::new(t!(lang, label), [said(pair.into), said(pair.from), said(&one)])
        })
        .filter(|line| !(line.into.is_empty() && line.from.is_empty()))
        .collect()
}

/// What can be chosen: where both have something, and not the same.
fn choices(lang: Lang, pair: &Pair<'_>) -> Markup {
    let one = super::rules::together(pair.into, pair.from, Wins::default());
    let differing: Vec<_> = DETAILS
        .iter()
        .map(|(field, label, said)| {
            let said = |member: &Member| said(lang, pair.known, member);
            (*field, *label, said(pair.into), said(pair.from), said(&one))
        })
        .filter(|(_, _, into, from, _)| !into.is_empty() && !from.is_empty() && into != from)
        .collect();
    let values = differing.iter().map(|(field, _, _, from, one)| {
        (*field, if one == from { Side::From.word() } else { Side::Into.word() })
    });
    let form = Form::filled(lang, values);
    html! {
        @for (field, label, into, from, _) in &differing {
            (form.radios(field, t!(lang, label), [
                Choice::new(Side::Into.word(), into.clone()),
                Choice::new(Side::From.word(), from.clone()),
            ]))
        }
    }
}

/// What was chosen; what is no choice is left to the rule.
pub fn read(input: &Input) -> Wins {
    let side = |field: &str| input.text(field).parse().ok();
    Wins {
        name: side("name"),
        phone: side("phone"),
        email: side("email"),
        birthday: side("birthday"),
        lang: side("lang"),
        store: side("store"),
    }
}
