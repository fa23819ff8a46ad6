//! What the console shows of plans.

use std::collections::HashMap;

use kernel::{
    Lang, MemberId, Permission as _,
    permission::{ManageGifts, ViewGifts},
};
use maud::{Markup, html};
use web::{
    Shop, Staff,
    kit::{
        Form, List, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Figure, Head, Item, card, chip, facts, rows},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    accounts::Sums,
    form,
    model::{Plan, Term},
    sentences::{self, Names},
    store::Counts,
};
use crate::gifts::State;

pub fn list(
    staff: &Staff<ViewGifts>,
    list: &List,
    shown: &[(Plan, Counts, Sums)],
    names: &Names,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let lines = shown.iter().map(|(plan, counts, sums)| {
        let gives = sentences::gives(lang, plan, names).join(" · ");
        let row = Row::new()
            .href(format!("/console/plans/{}", plan.id))
            .cell(plan.name.say(lang))
            .cell(sentences::price(lang, shop, plan))
            .cell(gives)
            .cell(html! {
                @if plan.state == State::Closed { (chip(Tone::Plain, &t!(lang, "plans-state-closed"))) }
                @else { (format::number(lang, counts.members)) }
            })
            .cell(format::number(lang, counts.renewals))
            .cell(format::amount(lang, shop.money(sums.unearned())));
        if plan.state == State::Closed { row.faint() } else { row }
    });
    let mine = staff.role.may(ManageGifts::NAME);
    let (new, first) = ("/console/plans/new", t!(lang, "plans-make-first"));
    let empty = Empty::new(icons::WALLET, t!(lang, "plans-none"), t!(lang, "plans-none-why"))
        .action_for::<ManageGifts>(staff.role, new, first);
    let table = Table::new(list, t!(lang, "plans-title"))
        .columns([
            Column::new("name", t!(lang, "plans-name")),
            Column::new("price", t!(lang, "plans-price")),
            Column::new("gives", t!(lang, "plans-gives")),
            Column::new("members", t!(lang, "plans-members")).number(),
            Column::new("renewals", t!(lang, "plans-renewals")).number(),
            Column::new("unearned", t!(lang, "plans-unearned-in", currency = shop.currency.code()))
                .number(),
        ])
        .rows(lines)
        .empty(empty);
    html! {
        (Head::new(t!(lang, "plans-title")).note(t!(lang, "plans-lead")).aside(html! {
            @if mine && !shown.is_empty() { (Button::primary(t!(lang, "plans-make")).href(new)) }
        }))
        (table)
    }
}

type People<'p> = (&'p [Term], &'p HashMap<MemberId, String>);

pub fn one(
    staff: &Staff<ViewGifts>,
    (plan, names): (&Plan, &Names),
    (counts, sums): (Counts, Sums),
    people: People<'_>,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let money = |amount| format::money(lang, shop.money(amount));
    let mine = staff.role.may(ManageGifts::NAME);
    let at = |noun: &str| format!("/console/plans/{}/{noun}", plan.id);
    let sentence = match plan.state {
        State::Open => t!(lang, "plans-sentence", members = counts.members),
        State::Closed => t!(lang, "plans-sentence-closed", members = counts.members),
    };
    html! {
        (Head::new(plan.name.say(lang)).back("/console/plans", &t!(lang, "plans-title")).note(sentence)
            .aside(html! { @if mine { (Button::link(at("details"), t!(lang, "plans-edit")).icon(icons::EDIT)) } }))
        div.figures {
            (Figure::new(t!(lang, "plans-members"), format::number(lang, counts.members)))
            (Figure::new(t!(lang, "plans-sold"), format::number(lang, counts.sold)))
            (Figure::new(t!(lang, "plans-renewals"), format::number(lang, counts.renewals)))
            (Figure::new(t!(lang, "plans-unearned"), money(sums.unearned())).note(t!(lang, "plans-unearned-note")))
            (Figure::new(t!(lang, "plans-earned"), money(sums.earned)))
        }
        div.columns {
            (card(&t!(lang, "plans-what"), "", what(lang, shop, plan, names)))
            (card(&t!(lang, "plans-latest"), "", html! {
                @if people.0.is_empty() { p.nothing { (t!(lang, "plans-nobody")) } }
                @else { (rows(people.0.iter().map(|term| bought(lang, term, people.1)))) }
                @if mine { hr; (switch(staff, plan)) }
            }))
        }
        (parts::history(&staff.viewer(), plan.id))
    }
}

fn bought(lang: Lang, term: &Term, names: &HashMap<MemberId, String>) -> Item {
    let name = names.get(&term.member);
    let (first, last) =
        (format::date_with_year(lang, term.first), format::date_with_year(lang, term.last));
    let item = Item::new(name.cloned().unwrap_or_else(|| t!(lang, "vouchers-somebody"))).note(t!(
        lang,
        "plans-from-to",
        first = first,
        last = last
    ));
    let item = match name {
        Some(_) => item.href(format!("/console/members/{}", term.member)),
        None => item,
    };
    match (term.undone_at, term.refunded_at, term.renewal) {
        (Some(_), ..) => item.aside(chip(Tone::Plain, &t!(lang, "plans-undone"))),
        (_, Some(_), _) => item.aside(chip(Tone::Warn, &t!(lang, "plans-refunded"))),
        (.., true) => item.aside(chip(Tone::Good, &t!(lang, "plans-renewed"))),
        _ => item,
    }
}

fn what(lang: Lang, shop: &Shop, plan: &Plan, names: &Names) -> Markup {
    let text = |text: String| html! { (text) };
    let gives = sentences::gives(lang, plan, names);
    let gives = if gives.is_empty() { t!(lang, "plans-gives-nothing") } else { gives.join(" · ") };
    facts([
        (t!(lang, "plans-price"), text(sentences::price(lang, shop, plan))),
        (t!(lang, "plans-gives"), text(gives)),
        (t!(lang, "plans-notice"), text(plan.notice_days.to_string())),
        (t!(lang, "plans-grace-days"), text(plan.grace_days.to_string())),
        (t!(lang, "plans-back"), text(sentences::back(lang, plan))),
    ])
}

fn switch(staff: &Staff<ViewGifts>, plan: &Plan) -> Markup {
    let lang = staff.lang();
    let at = |noun: &str| format!("/console/plans/{}/{noun}", plan.id);
    match plan.state {
        State::Open => html! {
            (Confirm::new(lang, t!(lang, "plans-close"), t!(lang, "plans-close-title"))
                .loses(t!(lang, "plans-close-loses")).post(at("closing"), staff.once()))
        },
        State::Closed => Form::new(lang).prefixed("open").post(
            &at("opening"),
            &staff.once(),
            Button::plain(t!(lang, "plans-open")),
        ),
    }
}

pub fn editing(
    staff: &Staff<ManageGifts>,
    form: &Form,
    names: &Names,
    plan: Option<&Plan>,
) -> Markup {
    let lang = staff.lang();
    let (title, at) = match plan {
        Some(plan) => {
            let at = format!("/console/plans/{}", plan.id);
            (t!(lang, "plans-edit-title", name = plan.name.say(lang)), at)
        }
        None => (t!(lang, "plans-make"), "/console/plans".to_owned()),
    };
    let main = html! {
        (Head::new(title.clone()).back(&at, &t!(lang, "plans-title")))
        @if plan.is_some() { p.note { (t!(lang, "plans-edit-why")) } }
        (form.post(&at, &staff.once(), form::fields(form, &staff.shop, names)))
    };
    layout::console(&staff.frame(title), main)
}
