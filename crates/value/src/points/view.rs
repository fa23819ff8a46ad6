//! What the console shows of points programs.

use kernel::{
    Lang, MemberId, Permission as _, Time,
    permission::{ExportMembers, ManagePoints, ViewPoints},
};
use maud::{Markup, html};
use web::{
    Shop, Staff,
    kit::{
        Form, List, Tone,
        charts::{Bars, Point},
        format, icons, layout,
        parts::{self, Button, Confirm, Empty, Figure, Head, card, chip, facts},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    ends::ByMonth,
    engine::{Returns, Terms},
    form::{self, Offers},
    model::Known,
    sentences,
    store::{Holder, Totals},
};

const HERE: &str = "/console/points";

pub fn href(known: &Known) -> String {
    format!("{HERE}/{}", known.program.id)
}

/// What so many are worth at the till, in words; nothing when they pay for nothing there.
fn worth(lang: Lang, shop: &Shop, terms: &Terms, points: i64) -> Option<String> {
    let worth = terms.worth?;
    let whole = i128::from(points) * i128::from(worth.amount) / i128::from(worth.points);
    Some(format::money(lang, shop.money(i64::try_from(whole).unwrap_or(i64::MAX))))
}

/// A program in the list, as it stands.
pub struct Line<'k> {
    pub known: &'k Known,
    pub terms: &'k Terms,
    pub totals: Totals,
}

pub fn list(staff: &Staff<ViewPoints>, lines: &[Line<'_>]) -> Markup {
    let lang = staff.lang();
    let (new, mine) = (format!("{HERE}/new"), staff.role.may(ManagePoints::NAME));
    html! {
        (Head::new(t!(lang, "points-title")).note(t!(lang, "points-lead")).aside(html! {
            @if mine && !lines.is_empty() { (Button::link(new.clone(), t!(lang, "points-make")).icon(icons::PLUS)) }
        }))
        @if lines.is_empty() {
            (Empty::new(icons::VALUE, t!(lang, "points-none"), t!(lang, "points-none-why"))
                .action_for::<ManagePoints>(staff.role, &new, t!(lang, "points-make-first")))
        }
        div.stack { @for line in lines { (shown(staff, line)) } }
    }
}

fn shown(staff: &Staff<ViewPoints>, line: &Line<'_>) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let name = line.known.program.name.say(lang);
    html! {
        section.card {
            div.card-head {
                h2 { a href=(href(line.known)) { (name) } }
                span.aside { @if !line.known.is_open() { (chip(Tone::Plain, &t!(lang, "points-closed"))) } }
            }
            p { (sentences::terms(lang, shop, line.terms)) }
            (figures(lang, shop, line, None))
        }
    }
}

fn figures(lang: Lang, shop: &Shop, line: &Line<'_>, soon: Option<i64>) -> Markup {
    let (totals, number) = (line.totals, |value| format::number(lang, value));
    let owes = worth(lang, shop, line.terms, totals.balance);
    html! {
        div.figures {
            (Figure::new(t!(lang, "points-people"), number(totals.people)))
            (Figure::new(t!(lang, "points-outstanding"), number(totals.balance)))
            @if let Some(owes) = owes {
                (Figure::new(t!(lang, "points-liability"), owes).note(t!(lang, "points-liability-note")))
            }
            (Figure::new(t!(lang, "points-pending"), number(totals.pending)))
            (Figure::new(t!(lang, "points-owed"), number(totals.owed)))
            @if let Some(soon) = soon { (Figure::new(t!(lang, "points-soon"), number(soon))) }
        }
    }
}

/// A program's own page.
pub struct Shown<'k> {
    pub line: Line<'k>,
    pub ends: ByMonth,
    pub holders: Vec<(Holder, String)>,
    pub list: List,
}

pub fn one(staff: &Staff<ViewPoints>, shown: &Shown<'_>) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let Line { known, terms, .. } = shown.line;
    let mine = staff.role.may(ManagePoints::NAME);
    html! {
        (Head::new(known.program.name.say(lang)).back(HERE, &t!(lang, "points-title"))
            .note(sentence(lang, shop, &shown.line))
            .aside(html! { @if mine {
                (Button::link(format!("{}/details", href(known)), t!(lang, "points-edit")).icon(icons::EDIT))
            } (Button::link(format!("{}/swaps", href(known)), t!(lang, "swaps-title")).icon(icons::GIFT)) }))
        (figures(lang, shop, &shown.line, Some(shown.ends.soon)))
        div.columns {
            (card(&t!(lang, "points-ends"), "", ends(lang, &shown.ends)))
            (card(&t!(lang, "points-promise"), "", html! {
                (promise(lang, shop, terms))
                @if mine { (state(staff, &shown.line)) }
            }))
        }
        h2 { (t!(lang, "points-holders")) }
        (holders(staff, shown))
        (parts::history(&staff.viewer(), known.program.id))
    }
}

/// The one sentence that matters: what the shop has promised.
fn sentence(lang: Lang, shop: &Shop, line: &Line<'_>) -> String {
    let (totals, unit) = (line.totals, line.terms.unit.say(lang));
    if !line.known.is_open() {
        return t!(lang, "points-sentence-closed", points = totals.balance, unit = unit);
    }
    if totals.people == 0 {
        return sentences::terms(lang, shop, line.terms);
    }
    let (people, points) = (totals.people, totals.balance);
    match worth(lang, shop, line.terms, points) {
        Some(worth) => {
            t!(
                lang,
                "points-sentence",
                people = people,
                points = points,
                unit = unit,
                worth = worth
            )
        }
        None => {
            t!(lang, "points-sentence-worthless", people = people, points = points, unit = unit)
        }
    }
}

fn ends(lang: Lang, ends: &ByMonth) -> Markup {
    let point = |label: String, points: i64| {
        (points > 0).then(|| Point::new(label, points as f64, format::number(lang, points)))
    };
    let months = ends.months.iter().filter_map(|(month, points)| {
        let year = month.year().to_string();
        let label =
            t!(lang, "points-month", month = format::month(lang, month.month()), year = year);
        point(label, *points)
    });
    let rest = [
        (t!(lang, "points-ends-later"), ends.later),
        (t!(lang, "points-ends-idle"), ends.idle),
        (t!(lang, "points-ends-not"), ends.never),
    ];
    let bars: Vec<Point> =
        months.chain(rest.into_iter().filter_map(|(label, n)| point(label, n))).collect();
    let says = if ends.soon > 0 {
        t!(lang, "points-ends-soon", points = ends.soon)
    } else {
        t!(lang, "points-ends-none-soon")
    };
    html! {
        @if bars.is_empty() { p.nothing { (t!(lang, "points-ends-nothing")) } }
        @else { (Bars::new(says, bars)) }
    }
}

/// All that the terms say.
fn promise(lang: Lang, shop: &Shop, terms: &Terms) -> Markup {
    let list = |all: Vec<String>| html! { ul { @for one in all { li { (one) } } } };
    let text = |text: String| html! { (text) };
    let rules = terms.rules.iter().map(|rule| sentences::rule(lang, shop, rule)).collect();
    let mut pairs = vec![(t!(lang, "points-form-earn"), list(rules))];
    if !terms.boosts.is_empty() {
        let boosts = terms.boosts.iter().map(|boost| sentences::boost(lang, boost)).collect();
        pairs.push((t!(lang, "points-form-days"), list(boosts)));
    }
    let limits = terms.limits;
    let limits: Vec<String> = [
        limits.purchase.map(|most| t!(lang, "points-most-purchase", points = most)),
        limits.day.map(|most| t!(lang, "points-most-day", points = most)),
        limits.person.map(|most| t!(lang, "points-most-person", points = most)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !limits.is_empty() {
        pairs.push((t!(lang, "points-form-limits"), list(limits)));
    }
    pairs.push((t!(lang, "points-pending-days"), text(pending(lang, terms.pending_days))));
    pairs.push((t!(lang, "points-expiry"), text(sentences::expiry(lang, terms.expiry))));
    pairs.push((t!(lang, "points-returns"), text(returns(lang, terms.returns))));
    pairs.push((t!(lang, "points-form-worth"), text(sentences::worth(lang, shop, terms.worth))));
    facts(pairs)
}

fn pending(lang: Lang, days: u32) -> String {
    if days == 0 { t!(lang, "points-at-once") } else { t!(lang, "points-after-days", days = days) }
}

fn returns(lang: Lang, returns: Returns) -> String {
    match returns {
        Returns::OnlyPending => t!(lang, "points-returns-pending"),
        Returns::WithinBalance => t!(lang, "points-returns-within"),
        Returns::IntoDebt => t!(lang, "points-returns-debt"),
    }
}

/// Closing and opening again.
fn state(staff: &Staff<ViewPoints>, line: &Line<'_>) -> Markup {
    let (lang, here) = (staff.lang(), href(line.known));
    html! {
        @if line.known.is_open() {
            (Confirm::new(lang, t!(lang, "points-close"), t!(lang, "points-close-title"))
                .loses(t!(lang, "points-close-loses")).people(line.totals.people)
                .post(format!("{here}/closing"), staff.once()))
        } @else {
            (Form::new(lang).prefixed("open").post(&format!("{here}/opening"), &staff.once(),
                Button::plain(t!(lang, "points-open"))))
        }
    }
}

fn holders(staff: &Staff<ViewPoints>, shown: &Shown<'_>) -> Markup {
    let (lang, shop, terms) = (staff.lang(), &staff.shop, shown.line.terms);
    let number = |value: i64| format::number(lang, value);
    // One person spends whole steps.
    let worth =
        |points: i64| terms.worth.map(|worth| format::money(lang, shop.money(worth.of(points))));
    let rows = shown.holders.iter().map(|(holder, name)| {
        Row::new()
            .href(member_href(holder.member))
            .cell(if name.is_empty() { t!(lang, "points-somebody") } else { name.clone() })
            .cell(number(holder.balance))
            .cell(worth(holder.balance).unwrap_or_default())
            .cell(number(holder.pending))
            .cell(number(holder.owed))
    });
    let empty =
        Empty::new(icons::PEOPLE, t!(lang, "points-holders-none"), t!(lang, "points-holders-why"));
    let table = Table::new(&shown.list, t!(lang, "points-holders"))
        .columns([
            Column::new("name", t!(lang, "points-holder")),
            Column::new("balance", t!(lang, "points-balance")).number(),
            Column::new("worth", t!(lang, "points-liability")).number(),
            Column::new("pending", t!(lang, "points-pending")).number(),
            Column::new("owed", t!(lang, "points-owed")).number(),
        ])
        .rows(rows)
        .empty(empty);
    let export = staff.role.may(ExportMembers::NAME) && !shown.holders.is_empty();
    html! { @if export { (table.csv(shown.list.href("csv", "1"))) } @else { (table) } }
}

pub fn member_href(member: MemberId) -> String {
    format!("/console/members/{member}")
}

/// The form with what it would give beside it.
pub fn editing(
    staff: &Staff<ManagePoints>,
    form: &Form,
    offers: &Offers,
    before: Option<&Known>,
    tried: &Markup,
) -> Markup {
    let lang = staff.lang();
    let (title, action, back) = match before {
        Some(known) => {
            let name = known.program.name.say(lang);
            (t!(lang, "points-edit-title", name = name), href(known), href(known))
        }
        None => (t!(lang, "points-make"), HERE.to_owned(), HERE.to_owned()),
    };
    let main = html! {
        (Head::new(title.clone()).back(&back, &t!(lang, "points-back"))
            .note(if before.is_some() { t!(lang, "points-edit-note") } else { t!(lang, "points-make-note") }))
        div.columns.with-phone {
            (form.post(&action, &staff.once(), form::fields(form, &staff.shop, offers)))
            aside.stays { (tried) }
        }
    };
    layout::console(&staff.frame(title), main)
}

/// What a sample purchase would earn.
pub fn tried(
    lang: Lang,
    shop: &Shop,
    terms: &Terms,
    (sample, now): (&super::sample::Sample, Time),
) -> Markup {
    let yields = sample.on(terms, shop, now);
    let amount = format::money(lang, shop.money(sample.amount));
    let told = yields.told.iter().filter_map(|told| {
        let rule = sentences::rule(lang, shop, terms.rules.get(told.rule)?);
        Some(t!(lang, "points-told", points = told.points, rule = rule))
    });
    let inside = html! {
        p { (sentences::terms(lang, shop, terms)) }
        div.figures {
            (Figure::new(t!(lang, "points-tried-earns", amount = amount), format::number(lang, yields.points))
                .note(terms.unit.say(lang)))
            @if let Some(worth) = yields.worth {
                (Figure::new(t!(lang, "points-tried-worth"), format::money(lang, shop.money(worth))))
            }
            @if let Some(back) = yields.back {
                (Figure::new(t!(lang, "points-tried-back"), format::percent(lang, back, 1)))
            }
        }
        @if yields.told.is_empty() { p.nothing { (t!(lang, "points-tried-nothing")) } }
        @else { ul.by-rule { @for one in told { li { (one) } } } }
        p.hint { (t!(lang, "points-tried-note")) }
    };
    card(&t!(lang, "points-tried"), "", inside)
}

/// Nothing can be tried before the form is right.
pub fn untried(lang: Lang) -> Markup {
    card(&t!(lang, "points-tried"), "", html! { p.nothing { (t!(lang, "points-untried")) } })
}
