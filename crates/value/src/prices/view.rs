//! What the console shows of rules.

use std::collections::HashMap;

use ::store::Read;
use kernel::{Lang, Permission as _, PriceRuleId, Result, Time, permission::ManageGifts};
use maud::{Markup, html};
use web::{
    Shop, Staff,
    kit::{
        Form, List, Tab, Tone, format, icons, layout,
        live::phone_preview,
        parts::{self, Button, Confirm, Empty, Figure, Head, Item, card, chip, facts, rows},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    asked::Offers,
    form,
    model::{PriceRule, Sum},
    phone,
    sentences::{places, promise, whom},
    standing::{Asked, PriceList},
    store,
};
use crate::{
    bills::{
        Buyer, Reason, Whom, policy, sample,
        sentences::{self, Tongue},
    },
    gifts::State,
    words::Words,
};

type Shown<'s> = (&'s [PriceRule], &'s HashMap<PriceRuleId, Sum>, &'s Offers);

pub fn list(
    staff: &Staff<impl Sized>,
    list: &List,
    (rules, sums, offers): Shown<'_>,
    now: Time,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let open: Vec<PriceRule> =
        rules.iter().filter(|rule| rule.state == State::Open).cloned().collect();
    let asked = Asked { member: None, store: None, at: now };
    let rows = rules.iter().map(|rule| {
        let sum = sums.get(&rule.id).copied().unwrap_or_default();
        let row = Row::new()
            .href(format!("/console/prices/{}", rule.id))
            .cell(rule.name.say(lang))
            .cell(promise(tongue, rule))
            .cell(whom(lang, &rule.whom, offers))
            .cell(stands(lang, shop, rule, asked))
            .cell(format::number(lang, sum.purchases))
            .cell(format::amount(lang, shop.money(sum.taken_off)));
        if rule.state == State::Closed { row.faint() } else { row }
    });
    let mine = staff.role.may(ManageGifts::NAME);
    let (new, first) = ("/console/prices/new", t!(lang, "prices-make-first"));
    let empty = Empty::new(icons::VOUCHER, t!(lang, "prices-none"), t!(lang, "prices-none-why"))
        .action_for::<ManageGifts>(staff.role, new, first);
    let table = Table::new(list, t!(lang, "prices-title"))
        .columns([
            Column::new("name", t!(lang, "prices-name")),
            Column::new("takes", t!(lang, "prices-takes")),
            Column::new("whom", t!(lang, "prices-whom")),
            Column::new("state", t!(lang, "prices-state")),
            Column::new("purchases", t!(lang, "prices-purchases")).number(),
            Column::new("off", t!(lang, "prices-off-in", currency = shop.currency.code())).number(),
        ])
        .rows(rows)
        .filter()
        .empty(empty);
    let at_work = open.iter().filter(|rule| idle(shop, rule, asked).is_none()).count();
    html! {
        (Head::new(t!(lang, "prices-title")).note(if open.is_empty() {
            t!(lang, "prices-lead")
        } else {
            t!(lang, "prices-sentence", open = open.len(), today = at_work)
        }).aside(html! {
            (Button::link("/console/bills", t!(lang, "bills-policy")))
            @if mine && !rules.is_empty() { (Button::primary(t!(lang, "prices-make")).href(new)) }
        }))
        (table)
    }
}

/// Why it does not work now for whoever it is for.
fn idle(shop: &Shop, rule: &PriceRule, asked: Asked) -> Option<Reason> {
    let alone = (vec![rule.clone()], meant(&rule.whom), crate::bills::Policy::default());
    PriceList::of(shop, asked, alone).idle(rule)
}

fn stands(lang: Lang, shop: &Shop, rule: &PriceRule, asked: Asked) -> Markup {
    if rule.state == State::Closed {
        return chip(Tone::Plain, &t!(lang, "prices-state-closed"));
    }
    match idle(shop, rule, asked) {
        None => chip(Tone::Good, &t!(lang, "prices-state-now")),
        Some(Reason::Over) => chip(Tone::Plain, &t!(lang, "prices-state-over")),
        Some(_) => chip(Tone::Accent, &t!(lang, "prices-state-waits")),
    }
}

/// Somebody whom the rule is for.
fn meant(whom: &Whom) -> Buyer {
    let mut buyer = Buyer::default();
    match whom {
        Whom::Members => {}
        Whom::Tiers { tiers } => buyer.tiers.clone_from(tiers),
        Whom::Groups { groups } => buyer.groups.clone_from(groups),
        Whom::Series { series } => buyer.series.clone_from(series),
    }
    buyer
}

/// What somebody whom a rule is for pays today, with every rule that is open.
#[derive(Debug)]
pub struct Today {
    before: i64,
    after: i64,
    /// What the rule alone would leave, on a day when it works.
    alone: i64,
    idle: Option<Reason>,
    /// The others that take something off too.
    others: Vec<Words>,
}

impl Today {
    pub async fn of(
        db: &mut impl Read,
        shop: &Shop,
        (rule, now): (&PriceRule, Time),
    ) -> Result<Self> {
        let mut rules = store::open(db, shop.org).await?;
        rules.retain(|one| one.id != rule.id);
        rules.push(rule.clone());
        let asked = Asked { member: None, store: rule.stores.first().copied(), at: now };
        let about = (rules, meant(&rule.whom), policy(db, shop.org).await?);
        let list = PriceList::of(shop, asked, about);
        let before = (58 * 10i64.pow(shop.currency.digits())).max(rule.terms.conditions.least);
        let bill = list.bill(vec![sample(&rule.terms, before)]);
        let takes = |one: &&PriceRule| {
            one.id != rule.id && bill.reason(one.id.uuid()).is_some_and(Reason::taken)
        };
        Ok(Self {
            before,
            after: bill.total(),
            alone: before - crate::bills::alone(&rule.terms, before),
            idle: list.idle(rule),
            others: list.rules.iter().filter(takes).map(|one| one.name.clone()).collect(),
        })
    }

    /// In sentences.
    fn said(&self, tongue: Tongue) -> Vec<String> {
        let lang = tongue.lang;
        let money = |amount| format::money(lang, tongue.shop.money(amount));
        let mut said = Vec::new();
        if let Some(reason) = &self.idle {
            said.push(t!(lang, "prices-today-not"));
            said.push(sentences::reason(tongue, reason, ""));
            let (before, after) = (money(self.before), money(self.alone));
            said.push(t!(lang, "terms-example", before = before, after = after));
            return said;
        }
        let (before, after) = (money(self.before), money(self.after));
        said.push(t!(lang, "prices-today", before = before, after = after));
        if !self.others.is_empty() {
            let names: Vec<&str> = self.others.iter().map(|name| name.say(lang)).collect();
            said.push(t!(lang, "prices-today-others", names = format::list(lang, &names)));
        }
        said
    }
}

pub fn one(
    staff: &Staff<impl Sized>,
    rule: &PriceRule,
    (offers, sum, today): (&Offers, Sum, &Today),
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let mine = staff.role.may(ManageGifts::NAME);
    let at = |noun: &str| format!("/console/prices/{}/{noun}", rule.id);
    let said = today.said(tongue);
    let sentence = match rule.state {
        State::Closed => t!(lang, "prices-sentence-closed"),
        State::Open => said.first().cloned().unwrap_or_default(),
    };
    html! {
        (Head::new(rule.name.say(lang)).back("/console/prices", &t!(lang, "prices-title")).note(sentence)
            .aside(html! { @if mine { (Button::link(at("details"), t!(lang, "prices-edit")).icon(icons::EDIT)) } }))
        div.figures {
            (Figure::new(t!(lang, "prices-purchases"), format::number(lang, sum.purchases)))
            (Figure::new(t!(lang, "prices-off"), format::money(lang, shop.money(sum.taken_off))))
        }
        div.columns {
            (card(&t!(lang, "prices-what"), "", what(tongue, rule, offers)))
            (card(&t!(lang, "prices-today-title"), "", html! {
                @if rule.state == State::Open { @for one in said { p { (one) } } }
                @else { p { (t!(lang, "prices-sentence-closed")) } }
                @if mine { hr; (switch(staff, rule)) }
            }))
        }
        (parts::history(&staff.viewer(), rule.id))
    }
}

fn what(tongue: Tongue, rule: &PriceRule, offers: &Offers) -> Markup {
    let lang = tongue.lang;
    let text = |text: String| html! { (text) };
    let places =
        places(lang, rule, &offers.stores).unwrap_or_else(|| t!(lang, "prices-everywhere"));
    facts([
        (t!(lang, "prices-takes"), text(promise(tongue, rule))),
        (t!(lang, "prices-whom"), text(whom(lang, &rule.whom, offers))),
        (t!(lang, "prices-stores"), text(places)),
    ])
}

fn switch(staff: &Staff<impl Sized>, rule: &PriceRule) -> Markup {
    let lang = staff.lang();
    let at = |noun: &str| format!("/console/prices/{}/{noun}", rule.id);
    match rule.state {
        State::Open => html! {
            (Confirm::new(lang, t!(lang, "prices-close"), t!(lang, "prices-close-title"))
                .loses(t!(lang, "prices-close-loses")).post(at("closing"), staff.once()))
        },
        State::Closed => Form::new(lang).prefixed("open").post(
            &at("opening"),
            &staff.once(),
            Button::plain(t!(lang, "prices-open")),
        ),
    }
}

/// The form with the phone beside it.
pub fn editing(
    staff: &Staff<ManageGifts>,
    form: &Form,
    offers: &Offers,
    rule: Option<&PriceRule>,
) -> Markup {
    let lang = staff.lang();
    let (title, at) = match rule {
        Some(rule) => {
            let at = format!("/console/prices/{}", rule.id);
            (t!(lang, "prices-edit-title", name = rule.name.say(lang)), at)
        }
        None => (t!(lang, "prices-make"), "/console/prices".to_owned()),
    };
    let main = html! {
        (Head::new(title.clone()).back(&at, &t!(lang, "prices-title")))
        div.columns.with-phone {
            (form.post(&at, &staff.once(), form::fields(form, &staff.shop, offers)))
            (phone_preview("/console/prices/preview", &t!(lang, "prices-preview")))
        }
    };
    layout::console(&staff.frame(title), main)
}

/// The shop's page with this one price.
pub fn preview(
    staff: &Staff<impl Sized>,
    offers: &Offers,
    typed: Option<&(PriceRule, Today)>,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let mut frame = staff.ask.frame_in(shop).titled(t!(lang, "prices-preview"));
    frame.base = shop.href("");
    let main = html! {
        h1 { (t!(lang, "prices-title")) }
        @match typed {
            Some((rule, today)) => {
                (card("", "", rows([phone::item(tongue, rule, &offers.stores)])))
                @if rule.whom != Whom::Members {
                    (card("", "", rows([Item::new(t!(lang, "prices-whom")).note(whom(lang, &rule.whom, offers))])))
                }
                @for one in today.said(tongue) { p.note { (one) } }
            }
            None => { p.note { (t!(lang, "prices-preview-not-yet")) } }
        }
    };
    layout::phone(&frame, Tab::Home, main)
}
