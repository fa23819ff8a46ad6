//! A plan's form.

use kernel::{FieldError, Fields, Lang, Result, text};
use maud::{Markup, html};
use web::{
    Input, Shop,
    kit::{Choice, Form, parts::Button},
    t,
};

use super::{
    model::{Back, Details, Every, MOST_DAYS},
    sentences::Names,
};
use crate::words::Words;

/// The field of the name in one language.
const fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "name_en",
        Lang::Zh => "name_zh",
        Lang::Es => "name_es",
    }
}

pub fn fresh(lang: Lang) -> Form {
    Form::filled(
        lang,
        [("every", "year"), ("grace_days", "7"), ("notice_days", "14"), ("back", "days")],
    )
}

pub fn filled(lang: Lang, shop: &Shop, plan: &Details) -> Form {
    let mut values = vec![
        ("price".to_owned(), shop.money(plan.price).plain()),
        ("every".to_owned(), plan.every.word().to_owned()),
        ("tier".to_owned(), plan.tier.map_or_else(String::new, |id| id.to_string())),
        ("gift".to_owned(), plan.gift.map_or_else(String::new, |id| id.to_string())),
        ("grace_days".to_owned(), plan.grace_days.to_string()),
        ("notice_days".to_owned(), plan.notice_days.to_string()),
        ("back".to_owned(), plan.back.word().to_owned()),
    ];
    for (name, on) in [("early", plan.early), ("free_delivery", plan.free_delivery)] {
        if on {
            values.push((name.to_owned(), "on".to_owned()));
        }
    }
    for one in Lang::ALL {
        values.push((name_of(one).to_owned(), plan.name.of(one).to_owned()));
    }
    Form::filled(lang, values)
}

pub fn fields(form: &Form, shop: &Shop, names: &Names) -> Markup {
    let lang = form.lang;
    let none = || std::iter::once((String::new(), t!(lang, "plans-none-of-these")));
    let tiers = names.tiers.iter().map(|(id, name)| (id.to_string(), name.say(lang).to_owned()));
    let gifts = names.gifts.iter().map(|(id, name)| (id.to_string(), name.say(lang).to_owned()));
    let others = Lang::ALL.into_iter().filter(|one| *one != shop.lang);
    html! {
        (form.text(name_of(shop.lang), t!(lang, "plans-name")).max(120).hint(t!(lang, "plans-name-hint")))
        div.two-fields {
            (form.money("price", t!(lang, "plans-price"), shop.currency))
            (form.select("every", t!(lang, "plans-every"), [
                ("month", t!(lang, "plans-month")),
                ("quarter", t!(lang, "plans-quarter")),
                ("year", t!(lang, "plans-year")),
            ]))
        }
        fieldset.stack.part {
            legend { h2 { (t!(lang, "plans-gives")) } }
            @if !names.tiers.is_empty() || !form.value("tier").is_empty() {
                (form.select("tier", t!(lang, "plans-tier"), none().chain(tiers)).hint(t!(lang, "plans-tier-hint")).optional())
            }
            @if !names.gifts.is_empty() || !form.value("gift").is_empty() {
                (form.select("gift", t!(lang, "plans-gift"), none().chain(gifts)).hint(t!(lang, "plans-gift-hint")).optional())
            }
            (form.checkbox("early", t!(lang, "plans-early")))
            (form.checkbox("free_delivery", t!(lang, "plans-delivery")))
        }
        fieldset.stack.part {
            legend { h2 { (t!(lang, "plans-end")) } }
            p.hint { (t!(lang, "plans-by-hand")) }
            div.two-fields {
                (form.number("notice_days", t!(lang, "plans-notice")))
                (form.number("grace_days", t!(lang, "plans-grace-days")))
            }
            (form.radios("back", t!(lang, "plans-back"), [
                Choice::new("days", t!(lang, "plans-back-days-short")).note(t!(lang, "plans-back-days")),
                Choice::new("periods", t!(lang, "plans-back-periods-short")).note(t!(lang, "plans-back-periods")),
                Choice::new("nothing", t!(lang, "plans-back-nothing-short")).note(t!(lang, "plans-back-nothing")),
            ]))
        }
        details.more {
            summary { (t!(lang, "prices-other-languages")) }
            @for one in others {
                (form.text(name_of(one), t!(lang, "prices-name-in", lang = one.own_name())).max(120).optional())
            }
        }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// What was typed.
pub fn read(input: &Input, shop: &Shop, names: &Names) -> Result<Details> {
    let mut fields = Fields::default();
    let mut name = Words::default();
    for one in Lang::ALL {
        let field = name_of(one);
        let said = text::optional(&mut fields, field, input.optional(field), text::NAME_MAX);
        *name.slot(one) = said.unwrap_or_default();
    }
    let own = name_of(shop.lang);
    if name.of(shop.lang).is_empty() && fields.of(own).next().is_none() {
        fields.push(FieldError::new(own, "required"));
    }
    let price = input.money(&mut fields, "price", shop.currency);
    let every = input.choice(&mut fields, "every").unwrap_or(Every::Year);
    let back = input.choice(&mut fields, "back").unwrap_or(Back::Days);
    let days = |fields: &mut Fields, name: &'static str| {
        let days = input.number(fields, name, 0..=i64::from(MOST_DAYS));
        u32::try_from(days).unwrap_or_default()
    };
    let (notice_days, grace_days) =
        (days(&mut fields, "notice_days"), days(&mut fields, "grace_days"));
    let tier = one_of(input, ("tier", names.tiers.iter().map(|(id, _)| *id)), &mut fields);
    let gift = one_of(input, ("gift", names.gifts.iter().map(|(id, _)| *id)), &mut fields);
    let said_price = fields.of("price").next().is_some();
    let (early, free_delivery) = (input.ticked("early"), input.ticked("free_delivery"));
    let details = Details {
        name,
        price,
        every,
        tier,
        early,
        free_delivery,
        gift,
        grace_days,
        notice_days,
        back,
    };
    match details.checked() {
        Ok(details) => fields.check(details),
        Err(kernel::Error::Invalid(more)) => {
            let said = |field: &str| field == "name" || (field == "price" && said_price);
            more.iter().filter(|one| !said(&one.field)).cloned().for_each(|one| fields.push(one));
            Err(kernel::Error::Invalid(fields))
        }
        Err(other) => Err(other),
    }
}

fn one_of<T: PartialEq + Copy + std::str::FromStr>(
    input: &Input,
    (field, known): (&'static str, impl Iterator<Item = T>),
    fields: &mut Fields,
) -> Option<T> {
    let said = input.text(field);
    let read = said.parse().ok();
    let known = read.is_some_and(|read| known.into_iter().any(|one| one == read));
    if !said.is_empty() && !known {
        fields.push(FieldError::new(field, "choice_invalid"));
    }
    read
}
