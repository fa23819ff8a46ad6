//! What the console shows of allowances.

use jiff::civil::Date;
use kernel::{Lang, permission::ManageGifts};
use maud::{Markup, html};
use web::{
    Shop, Staff,
    kit::{
        Form, List, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Head, Item, card, chip, facts, rows},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    form::{self, Offers},
    model::{Allowance, Budget, Period},
    reading::Share,
};
use crate::gifts::State;

/// So much of it, in its own measure: "5 gifts", "¥200".
pub fn measured(lang: Lang, shop: &Shop, budget: Budget, amount: i64) -> String {
    match budget {
        Budget::Pieces { .. } => t!(lang, "allowances-so-many", pieces = amount),
        Budget::Worth { .. } => format::money(lang, shop.money(amount)),
    }
}

/// "5 gifts a week".
pub fn budget(lang: Lang, shop: &Shop, one: &Allowance) -> String {
    let amount = measured(lang, shop, one.budget, one.budget.limit());
    match one.period {
        Period::Week => t!(lang, "allowances-a-week", amount = amount),
        Period::Month => t!(lang, "allowances-a-month", amount = amount),
    }
}

fn gifts(lang: Lang, one: &Allowance, offers: &Offers) -> String {
    if one.gifts.is_empty() {
        return t!(lang, "allowances-every-gift");
    }
    let named = offers.gifts.iter().filter(|gift| one.gifts.contains(&gift.id));
    format::list(lang, &named.map(|gift| gift.name.say(lang)).collect::<Vec<_>>())
}

fn people(lang: Lang, one: &Allowance, offers: &Offers) -> String {
    if one.staff.is_empty() {
        return t!(lang, "allowances-everybody");
    }
    let named = offers.staff.iter().filter(|person| one.staff.contains(&person.id));
    format::list(lang, &named.map(|person| person.name.as_str()).collect::<Vec<_>>())
}

pub fn list(
    staff: &Staff<ManageGifts>,
    list: &List,
    shown: &[(Allowance, i64)],
    offers: &Offers,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let lines = shown.iter().map(|(one, pieces)| {
        let state = match one.state {
            State::Open => html! { (format::number(lang, *pieces)) },
            State::Closed => chip(Tone::Plain, &t!(lang, "allowances-state-closed")),
        };
        let row = Row::new()
            .href(format!("/console/allowances/{}", one.id))
            .cell(one.name.as_str())
            .cell(budget(lang, shop, one))
            .cell(gifts(lang, one, offers))
            .cell(people(lang, one, offers))
            .cell(state);
        if one.state == State::Closed { row.faint() } else { row }
    });
    let (new, first) = ("/console/allowances/new", t!(lang, "allowances-make-first"));
    let empty =
        Empty::new(icons::GIFT, t!(lang, "allowances-none"), t!(lang, "allowances-none-why"))
            .action(new, first);
    let table = Table::new(list, t!(lang, "allowances-title"))
        .columns([
            Column::new("name", t!(lang, "allowances-name")),
            Column::new("budget", t!(lang, "allowances-each")),
            Column::new("gifts", t!(lang, "allowances-gifts")),
            Column::new("staff", t!(lang, "allowances-staff")),
            Column::new("given", t!(lang, "allowances-given-now")).number(),
        ])
        .rows(lines)
        .empty(empty);
    html! {
        (Head::new(t!(lang, "allowances-title")).note(t!(lang, "allowances-lead")).aside(html! {
            (Button::link("/console/allowances/givings", t!(lang, "allowances-givings")))
            @if !shown.is_empty() { (Button::primary(t!(lang, "allowances-make")).href(new)) }
        }))
        (table)
    }
}

pub fn one(
    staff: &Staff<ManageGifts>,
    one: &Allowance,
    (offers, period, shares): (&Offers, Date, &[Share]),
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let at = |noun: &str| format!("/console/allowances/{}/{noun}", one.id);
    let given: i64 = shares.iter().map(|share| share.pieces).sum();
    let day = |day| format::date(lang, day);
    let sentence = match one.state {
        State::Open => {
            t!(lang, "allowances-sentence", given = given, until = day(one.period.next(period)))
        }
        State::Closed => t!(lang, "allowances-sentence-closed"),
    };
    let text = |text: String| html! { (text) };
    let item = |share: &Share| {
        let left = measured(lang, shop, one.budget, share.left);
        Item::new(share.person.name.clone())
            .start(parts::avatar(&share.person.name))
            .note(t!(lang, "allowances-person-gave", pieces = share.pieces))
            .aside(t!(lang, "allowances-left", left = left))
            .href(format!("/console/allowances/givings?staff={}", share.person.id))
    };
    html! {
        (Head::new(one.name.as_str()).back("/console/allowances", &t!(lang, "allowances-title")).note(sentence)
            .aside(html! {
                (Button::link(format!("/console/allowances/givings?allowance={}", one.id), t!(lang, "allowances-givings")))
                (Button::link(at("details"), t!(lang, "allowances-edit")).icon(icons::EDIT))
            }))
        div.columns {
            (card(&t!(lang, "allowances-people"), "", rows(shares.iter().map(item))))
            (card(&t!(lang, "allowances-what"), "", html! {
                (facts([
                    (t!(lang, "allowances-each"), text(budget(lang, shop, one))),
                    (t!(lang, "allowances-gifts"), text(gifts(lang, one, offers))),
                    (t!(lang, "allowances-staff"), text(people(lang, one, offers))),
                ]))
                hr;
                (switch(staff, one))
            }))
        }
        (parts::history(&staff.viewer(), one.id))
    }
}

fn switch(staff: &Staff<ManageGifts>, one: &Allowance) -> Markup {
    let lang = staff.lang();
    let at = |noun: &str| format!("/console/allowances/{}/{noun}", one.id);
    match one.state {
        State::Open => html! {
            (Confirm::new(lang, t!(lang, "allowances-close"), t!(lang, "allowances-close-title"))
                .loses(t!(lang, "allowances-close-loses")).post(at("closing"), staff.once()))
        },
        State::Closed => Form::new(lang).prefixed("open").post(
            &at("opening"),
            &staff.once(),
            Button::plain(t!(lang, "allowances-open")),
        ),
    }
}

pub fn editing(
    staff: &Staff<ManageGifts>,
    form: &Form,
    offers: &Offers,
    one: Option<&Allowance>,
) -> Markup {
    let lang = staff.lang();
    let (title, at) = match one {
        Some(one) => {
            let at = format!("/console/allowances/{}", one.id);
            (t!(lang, "allowances-edit-title", name = one.name.as_str()), at)
        }
        None => (t!(lang, "allowances-make"), "/console/allowances".to_owned()),
    };
    let main = html! {
        (Head::new(title.clone()).back(&at, &t!(lang, "allowances-title")))
        (form.post(&at, &staff.once(), form::fields(form, &staff.shop, offers)))
    };
    layout::console(&staff.frame(title), main)
}
