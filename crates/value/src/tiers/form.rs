//! A ladder's form: the tiers first, then what counts, then how long it lasts.

use kernel::Lang;
use maud::{Markup, html};
use web::{
    Shop,
    kit::{Choice, Form, icons, parts::Button},
    t,
};

use super::{
    engine::MOST_TIERS,
    typed::{SAYS, name_field},
};
use crate::gifts::Gift;

/// What the form can offer.
pub struct Offers {
    pub gifts: Vec<Gift>,
}

pub fn fields(form: &Form, shop: &Shop, offers: &Offers) -> Markup {
    let lang = form.lang;
    html! {
        (part(&t!(lang, "tiers-form-tiers"), &t!(lang, "tiers-form-tiers-note"), tiers(form, shop, offers)))
        (part(&t!(lang, "tiers-form-counts"), "", counts(form)))
        (part(&t!(lang, "tiers-form-lasts"), "", lasts(form)))
        div.actions {
            (Button::primary(t!(lang, "save")).value("do", "save"))
            (Button::plain(t!(lang, "tiers-try")).value("do", "try"))
        }
    }
}

fn part(title: &str, note: &str, inside: Markup) -> Markup {
    html! {
        fieldset.stack.part {
            legend { h2 { (title) } }
            @if !note.is_empty() { p.hint { (note) } }
            (inside)
        }
    }
}

/// Open when something stands in it or is wrong there.
fn folded(open: bool, title: &str, inside: Markup) -> Markup {
    html! {
        details.more.fold open[open] { summary { (icons::RIGHT) (title) } div.stack { (inside) } }
    }
}

fn has_any(form: &Form, fields: &[impl AsRef<str>]) -> bool {
    let wrong = |field: &str| form.errors().of(field).next().is_some();
    fields.iter().map(AsRef::as_ref).any(|field| !form.value(field).is_empty() || wrong(field))
}

/// The tiers that there are, and one row for another.
fn tiers(form: &Form, shop: &Shop, offers: &Offers) -> Markup {
    let used = |row: &usize| has_any(form, &SAYS.map(|name| format!("tiers.{row}.{name}")));
    let last = (1..=MOST_TIERS).rev().find(used).unwrap_or(0);
    let rows = (last.max(1) + 1).min(MOST_TIERS);
    html! {
        @for row in 1..=rows {
            @let title = match form.value(&format!("tiers.{row}.{}", name_field(shop.lang))) {
                "" => t!(form.lang, "tiers-form-another"),
                name => name.to_owned(),
            };
            (folded(row <= last.max(1), &title, tier(form, (shop, offers), row)))
        }
    }
}

fn tier(form: &Form, (shop, offers): (&Shop, &Offers), row: usize) -> Markup {
    let lang = form.lang;
    let field = |name: &str| format!("tiers.{row}.{name}");
    let others: Vec<Lang> = Lang::ALL.into_iter().filter(|one| *one != shop.lang).collect();
    let names: Vec<String> = others.iter().map(|one| field(name_field(*one))).collect();
    let none = Choice::new("", t!(lang, "tiers-form-no-gift"));
    let gifts = offers
        .gifts
        .iter()
        .map(|gift| Choice::new(gift.id.to_string(), gift.details.name.say(lang)));
    let name = form.text(&field(name_field(shop.lang)), t!(lang, "tiers-form-name")).max(24);
    let from = form.text(&field("from"), t!(lang, "tiers-form-from")).max(14);
    // A row that stands empty may stay so.
    let blank = row > 1 && form.value(&field("from")).is_empty();
    let (name, from) = if blank { (name.optional(), from.optional()) } else { (name, from) };
    html! {
        (form.hidden(&field("id"), form.value(&field("id"))))
        div.two-fields {
            (name)
            (from)
        }
        (form.text(&field("factor"), t!(lang, "tiers-form-factor")).max(6)
            .hint(t!(lang, "tiers-form-factor-hint")).optional())
        @if !offers.gifts.is_empty() {
            (form.select(&field("gift"), t!(lang, "tiers-form-gift"), std::iter::once(none).chain(gifts))
                .hint(t!(lang, "tiers-form-gift-hint")).optional())
        }
        (form.checkbox(&field("early"), t!(lang, "tiers-gives-early")))
        (form.checkbox(&field("delivery"), t!(lang, "tiers-gives-delivery")))
        (folded(names.iter().any(|name| form.errors().of(name).next().is_some()),
            &t!(lang, "tiers-form-languages"), html! {
            @for one in others {
                (form.text(&field(name_field(one)), t!(lang, "tiers-form-name-in", lang = one.own_name()))
                    .max(24).optional())
            }
        }))
        @if !form.value(&field("id")).is_empty() {
            (form.checkbox(&field("gone"), t!(lang, "tiers-form-gone")))
        }
    }
}

fn counts(form: &Form) -> Markup {
    let lang = form.lang;
    let by = [
        Choice::new("points", t!(lang, "tiers-by-points")).note(t!(lang, "tiers-by-points-note")),
        Choice::new("spend", t!(lang, "tiers-by-spend")).note(t!(lang, "tiers-by-spend-note")),
        Choice::new("visits", t!(lang, "tiers-by-visits")).note(t!(lang, "tiers-by-visits-note")),
    ];
    let period = [
        Choice::new("year", t!(lang, "tiers-period-year")),
        Choice::new("rolling", t!(lang, "tiers-period-rolling")),
        Choice::new("lifetime", t!(lang, "tiers-period-lifetime")),
    ];
    html! {
        (form.radios("by", t!(lang, "tiers-by"), by))
        (form.radios("period", t!(lang, "tiers-period"), period))
        (form.number("period.days", t!(lang, "tiers-period-days")).hint(t!(lang, "tiers-period-days-hint")).optional())
    }
}

fn lasts(form: &Form) -> Markup {
    let lang = form.lang;
    let starts = [
        Choice::new("now", t!(lang, "tiers-starts-now")),
        Choice::new("next_period", t!(lang, "tiers-starts-next")),
    ];
    let lasts = [
        Choice::new("next_period", t!(lang, "tiers-lasts-next"))
            .note(t!(lang, "tiers-lasts-next-note")),
        Choice::new("days", t!(lang, "tiers-lasts-days")).note(t!(lang, "tiers-lasts-days-note")),
        Choice::new("forever", t!(lang, "tiers-lasts-forever")),
    ];
    let falls = [
        Choice::new("to_balance", t!(lang, "tiers-falls-balance"))
            .note(t!(lang, "tiers-falls-balance-note")),
        Choice::new("one_step", t!(lang, "tiers-falls-step"))
            .note(t!(lang, "tiers-falls-step-note")),
    ];
    html! {
        (form.radios("starts", t!(lang, "tiers-starts"), starts))
        (form.radios("lasts", t!(lang, "tiers-lasts"), lasts))
        (form.number("lasts.days", t!(lang, "tiers-lasts-days-field")).hint(t!(lang, "tiers-lasts-days-hint")).optional())
        (form.number("grace_days", t!(lang, "tiers-grace")).hint(t!(lang, "tiers-grace-hint")))
        (form.radios("falls", t!(lang, "tiers-falls"), falls))
        (form.number("notice_days", t!(lang, "tiers-notice")).hint(t!(lang, "tiers-notice-hint")))
    }
}
