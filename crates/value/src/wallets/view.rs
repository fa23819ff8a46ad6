//! What the console shows of stored value.

use kernel::permission::ViewWallets;
use kernel::{Lang, Permission as _, permission::ExportMembers, permission::ManageWallets};
use maud::{Markup, html};
use people::members::Member;
use web::{
    Shop, Staff,
    kit::{
        Form, List, Tone, format, icons, layout,
        parts::{self, Button, Empty, Figure, Head, Item, avatar, card, chip, rows},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    actions::TRAIL,
    fold::Split,
    form,
    laws::Law,
    model::{Plan, Wallet},
    store::Day,
    words::rules,
};
use crate::gifts::State;

/// Everything on `/console/wallets`.
pub struct Overview {
    pub plan: Plan,
    pub held: Split,
    /// How many hold something, and those who hold most.
    pub count: i64,
    pub holders: Vec<(Member, Wallet)>,
    /// The latest first.
    pub days: Vec<Day>,
}

fn money(lang: Lang, shop: &Shop, amount: i64) -> String {
    format::money(lang, shop.money(amount))
}

pub fn index(staff: &Staff<ViewWallets>, overview: &Overview) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let mine = staff.role.may(ManageWallets::NAME);
    let never = overview.plan.changed_at == kernel::Time::default() && overview.days.is_empty();
    let head = Head::new(t!(lang, "wallets-title")).note(t!(lang, "wallets-lead"));
    if never {
        let empty =
            Empty::new(icons::WALLET, t!(lang, "wallets-none"), t!(lang, "wallets-none-why"))
                .action_for::<ManageWallets>(
                staff.role,
                "/console/wallets/plan",
                t!(lang, "wallets-make-first"),
            );
        return html! { (head) (empty) };
    }
    let head = head.aside(html! {
        @if mine { (Button::primary(t!(lang, "wallets-edit")).href("/console/wallets/plan")) }
    });
    html! {
        (head)
        div.figures {
            (Figure::new(t!(lang, "wallets-held"), money(lang, shop, overview.held.principal)).note(t!(lang, "wallets-held-note")))
            (Figure::new(t!(lang, "wallets-held-bonus"), money(lang, shop, overview.held.bonus)))
            (Figure::new(t!(lang, "wallets-holders"), format::number(lang, overview.count)))
        }
        div.columns {
            div { (planned(lang, shop, &overview.plan)) }
            div { (holders(staff, overview)) }
        }
        (history(lang, shop, overview))
        (parts::history(&staff.viewer(), TRAIL))
    }
}

/// The plan in sentences, and what it would bring.
fn planned(lang: Lang, shop: &Shop, plan: &Plan) -> Markup {
    let (tone, word) = match plan.state {
        State::Open => (Tone::Good, t!(lang, "wallets-word-open")),
        State::Closed => (Tone::Plain, t!(lang, "wallets-word-closed")),
    };
    let inside = html! {
        div.stack {
            p { (t!(lang, "wallets-members-read", rule = rules(lang, plan))) }
            (preview(lang, shop, plan))
        }
    };
    card(&t!(lang, "wallets-plan"), chip(tone, &word), inside)
}

/// What top-ups of 100, 300 and 500 would bring.
pub fn preview(lang: Lang, shop: &Shop, plan: &Plan) -> Markup {
    let one = 10_i64.pow(shop.currency.digits());
    let items = [100, 300, 500].map(|whole| {
        let amount = whole * one;
        let bonus = plan.bonus_of(amount);
        Item::new(t!(lang, "wallets-pays", amount = money(lang, shop, amount)))
            .note(t!(lang, "wallets-gets-bonus", bonus = money(lang, shop, bonus)))
            .aside(html! { strong.num { (money(lang, shop, amount.saturating_add(bonus))) } })
    });
    rows(items)
}

fn holders(staff: &Staff<ViewWallets>, overview: &Overview) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let aside = html! {
        @if staff.role.may(ExportMembers::NAME) && !overview.days.is_empty() {
            a href="/console/wallets?csv=1" { (t!(lang, "wallets-csv")) }
        }
    };
    let items = overview.holders.iter().map(|(member, wallet)| {
        Item::new(member.name.clone())
            .start(avatar(&member.name))
            .note(t!(lang, "wallets-of-it-bonus", bonus = money(lang, shop, wallet.balance.bonus)))
            .aside(html! { span.num { (money(lang, shop, wallet.balance.total())) } })
            .href(format!("/console/members/{}", member.id))
    });
    let inside = html! {
        @if overview.holders.is_empty() { p.nothing { (t!(lang, "wallets-nobody")) } }
        @else { (rows(items)) }
    };
    card(&t!(lang, "wallets-who"), aside, inside)
}

/// Day by day, with what was held at the end of each: from today backwards.
fn history(lang: Lang, shop: &Shop, overview: &Overview) -> Markup {
    let mut held = overview.held;
    let list = List::new(lang, "/console/wallets");
    let lines = overview.days.iter().map(|day| {
        let moved = day.moved;
        let row = Row::new()
            .cell(day.day.parse().map_or_else(|_| day.day.clone(), |date| format::date(lang, date)))
            .cell(money(lang, shop, moved.topped_up))
            .cell(money(lang, shop, moved.given))
            .cell(money(lang, shop, moved.spent.saturating_add(moved.spent_bonus)))
            .cell(money(lang, shop, moved.refunded))
            .cell(money(lang, shop, held.total()));
        held = held.minus(moved.held());
        row
    });
    let table = Table::new(&list, t!(lang, "wallets-history"))
        .columns([
            Column::new("day", t!(lang, "wallets-day")),
            Column::new("topped_up", t!(lang, "wallets-day-topped-up")).number(),
            Column::new("given", t!(lang, "wallets-day-given")).number(),
            Column::new("spent", t!(lang, "wallets-day-spent")).number(),
            Column::new("refunded", t!(lang, "wallets-day-refunded")).number(),
            Column::new("held", t!(lang, "wallets-day-held")).number(),
        ])
        .rows(lines);
    card(&t!(lang, "wallets-history"), "", table)
}

/// The form, with the law of the land beside it.
pub fn editing(staff: &Staff<ManageWallets>, form: &Form, law: Option<&Law>) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let title = t!(lang, "wallets-plan");
    let main = html! {
        (Head::new(title.clone()).back("/console/wallets", &t!(lang, "wallets-title")).note(t!(lang, "wallets-plan-why")))
        div.columns {
            (form.post("/console/wallets/plan", &staff.once(), form::fields(form, shop, law)))
            aside { (card(&t!(lang, "wallets-law"), "", lawful(lang, law))) }
        }
    };
    layout::console(&staff.frame(title), main)
}

/// What is known of the law, each with where it stands.
fn lawful(lang: Lang, law: Option<&Law>) -> Markup {
    let Some(law) = law else { return html! { p { (t!(lang, "wallets-law-none")) } } };
    let currency = law.currency.parse().ok();
    let amount = |minor: i64| {
        let money = currency.map(|currency| kernel::Money::new(minor, currency));
        money.map_or_else(|| minor.to_string(), |money| format::money(lang, money))
    };
    let facts = [
        law.cap_named
            .map(|it| (t!(lang, "wallets-law-named", limit = amount(it.is)), it.stands_in)),
        law.cap_unnamed
            .map(|it| (t!(lang, "wallets-law-unnamed", limit = amount(it.is)), it.stands_in)),
        law.refund_days.map(|it| (t!(lang, "wallets-law-refund", days = it.is), it.stands_in)),
        law.never_ends.map(|stands_in| (t!(lang, "wallets-law-never-ends"), stands_in)),
    ];
    let items = facts.into_iter().flatten().map(|(rule, place)| Item::new(rule).note(place));
    html! {
        (rows(items))
        p.hint { (t!(lang, "wallets-law-advice")) }
    }
}
