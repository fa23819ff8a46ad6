//! A rule's form: what it shows, and what it makes of what was typed.

use jiff::civil::Time as Clock;
use kernel::{Error, FieldError, Fields, Lang, Result, text};
use maud::{Markup, html};
use web::{
    Input, Shop,
    kit::{Choice, Form, icons, parts::Button},
    t,
};

use super::{asked::Offers, model::Rule};
use crate::{
    bills::{
        Hours, Whom,
        terms_form::{self, Of, Typed},
    },
    words::Words,
};

/// A rule in the form.
pub fn filled(lang: Lang, shop: &Shop, rule: &Rule) -> Form {
    let mut values = Vec::new();
    fill_whom(&mut values, &rule.whom);
    for one in Lang::ALL {
        values.push((name_of(one).to_owned(), rule.name.of(one).to_owned()));
    }
    terms_form::filled(&mut values, shop, &rule.terms);
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    let clock = |clock: Option<Clock>| {
        clock.map_or_else(String::new, |at| format!("{:02}:{:02}", at.hour(), at.minute()))
    };
    put("hours.from", clock(rule.hours.from));
    put("hours.until", clock(rule.hours.until));
    rule.stores.iter().for_each(|id| put("stores", id.to_string()));
    Form::filled(lang, values)
}

/// For whom it is, as [`whom`] shows it.
pub fn fill_whom(values: &mut Vec<(String, String)>, whom: &Whom) {
    let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
    put("whom", whom.word().to_owned());
    match whom {
        Whom::Members => {}
        Whom::Tiers { tiers } => tiers.iter().for_each(|id| put("whom.tiers", id.to_string())),
        Whom::Groups { groups } => groups.iter().for_each(|id| put("whom.groups", id.to_string())),
        Whom::Series { series } => series.iter().for_each(|id| put("whom.series", id.to_string())),
    }
}

/// What a new rule begins with.
pub fn fresh(lang: Lang) -> Form {
    Form::filled(lang, [("whom", "members"), ("terms.benefit", "percent")])
}

/// The field of the name in one language.
const fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "name_en",
        Lang::Zh => "name_zh",
        Lang::Es => "name_es",
    }
}

pub fn fields(form: &Form, shop: &Shop, offers: &Offers) -> Markup {
    let lang = form.lang;
    let own = name_of(shop.lang);
    let others = Lang::ALL.into_iter().filter(|one| *one != shop.lang);
    html! {
        (form.text(own, t!(lang, "prices-name")).max(120).hint(t!(lang, "prices-name-hint")))
        (terms_form::fields(form, shop, Of::Price))
        (hours(form))
        (whom(form, offers))
        @if offers.stores.len() > 1 {
            (form.checks("stores", t!(lang, "prices-stores"),
                offers.stores.iter().map(|store| (store.id.to_string(), store.name.clone())))
                .hint(t!(lang, "prices-stores-hint")))
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

fn hours(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        div.two-fields {
            (form.time("hours.from", t!(lang, "prices-hours-from")).optional())
            (form.time("hours.until", t!(lang, "prices-hours-until")).optional())
        }
    }
}

/// For whom: the list of the chosen kind is what counts.
pub fn whom(form: &Form, offers: &Offers) -> Markup {
    let lang = form.lang;
    let tiers = offers.tiers.iter().map(|(id, name)| (id.to_string(), name.say(lang).to_owned()));
    let series = offers.series.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let groups = offers.groups.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let mut kinds = vec![Choice::new("members", t!(lang, "prices-whom-members"))];
    if !offers.tiers.is_empty() {
        let note = t!(lang, "prices-whom-tiers-note");
        kinds.push(Choice::new("tiers", t!(lang, "prices-whom-tiers")).note(note));
    }
    if !offers.series.is_empty() {
        kinds.push(Choice::new("series", t!(lang, "prices-whom-series")));
    }
    if !offers.groups.is_empty() {
        kinds.push(Choice::new("groups", t!(lang, "prices-whom-groups")));
    }
    let only = kinds.len() == 1;
    let part = |kind: &str, list: Markup| {
        let open = form.value("whom") == kind;
        html! { details.more.fold open[open] { summary { (icons::RIGHT) (kind_name(lang, kind)) } (list) } }
    };
    html! {
        @if only { (form.hidden("whom", "members")) } @else {
            fieldset.stack.part {
                legend { h2 { (t!(lang, "prices-whom")) } }
                (form.radios("whom", t!(lang, "prices-whom-which"), kinds))
                @if !offers.tiers.is_empty() {
                    (part("tiers", html! { (form.checks("whom.tiers", t!(lang, "prices-whom-tiers"), tiers)) }))
                }
                @if !offers.series.is_empty() {
                    (part("series", html! { (form.checks("whom.series", t!(lang, "prices-whom-series"), series)) }))
                }
                @if !offers.groups.is_empty() {
                    (part("groups", html! { (form.checks("whom.groups", t!(lang, "prices-whom-groups"), groups)) }))
                }
            }
        }
    }
}

fn kind_name(lang: Lang, kind: &str) -> String {
    match kind {
        "tiers" => t!(lang, "prices-whom-tiers"),
        "series" => t!(lang, "prices-whom-series"),
        _ => t!(lang, "prices-whom-groups"),
    }
}

/// What was typed, wherever it comes from. Errors of the model come with it, so that all are seen at
/// once.
pub fn read(typed: &Typed, shop: &Shop, offers: &Offers) -> Result<Rule> {
    let mut fields = Fields::default();
    let mut name = Words::default();
    for one in Lang::ALL {
        let field = name_of(one);
        let said = (typed.text)(field);
        *name.slot(one) =
            text::optional(&mut fields, field, Some(&said), text::NAME_MAX).unwrap_or_default();
    }
    if name.of(shop.lang).is_empty() && fields.of(name_of(shop.lang)).next().is_none() {
        fields.push(FieldError::new(name_of(shop.lang), "required"));
    }
    let terms = terms_form::read(typed, shop, &mut fields);
    let mut clock = |field: &'static str| {
        let said = (typed.text)(field);
        let said = said.trim();
        let read = said.parse::<Clock>().ok();
        if read.is_none() && !said.is_empty() {
            fields.push(FieldError::new(field, "time_invalid"));
        }
        read
    };
    let hours = Hours { from: clock("hours.from"), until: clock("hours.until") };
    let whom = read_whom(typed, offers, &mut fields);
    let known = offers.stores.iter().map(|store| store.id);
    let stores = chosen(typed, ("stores", known), &mut fields);
    let rule = Rule { name, terms, whom, hours, stores };
    match rule.checked() {
        Ok(rule) => fields.check(rule),
        Err(Error::Invalid(more)) => {
            // The form has a field for the name in each language, and has said so.
            let more = more.iter().filter(|one| one.field != "name");
            more.cloned().for_each(|one| fields.push(one));
            Err(Error::Invalid(fields))
        }
        Err(other) => Err(other),
    }
}

/// What was chosen in [`whom`].
pub fn read_whom(typed: &Typed, offers: &Offers, fields: &mut Fields) -> Whom {
    match (typed.text)("whom").as_str() {
        "" | "members" => Whom::Members,
        "tiers" => {
            let known = offers.tiers.iter().map(|(id, _)| *id);
            Whom::Tiers { tiers: chosen(typed, ("whom.tiers", known), fields) }
        }
        "series" => {
            let known = offers.series.iter().map(|one| one.id);
            Whom::Series { series: chosen(typed, ("whom.series", known), fields) }
        }
        "groups" => {
            let known = offers.groups.iter().map(|(id, _)| *id);
            Whom::Groups { groups: chosen(typed, ("whom.groups", known), fields) }
        }
        _ => {
            fields.push(FieldError::new("whom", "choice_invalid"));
            Whom::Members
        }
    }
}

/// What was ticked; what is none of ours is named, because left out it would widen the rule.
fn chosen<T: PartialEq + std::str::FromStr>(
    typed: &Typed,
    (field, known): (&'static str, impl Iterator<Item = T>),
    fields: &mut Fields,
) -> Vec<T> {
    let said: Vec<String> = (typed.all)(field).into_iter().filter(|id| !id.is_empty()).collect();
    let known: Vec<T> = known.collect();
    let read: Vec<T> = said.iter().filter_map(|id| id.parse().ok()).collect();
    if read.len() < said.len() || !read.iter().all(|id| known.contains(id)) {
        fields.push(FieldError::new(field, "choice_invalid"));
    }
    read
}

/// The form that was sent.
pub fn sent<T>(input: &Input, read: impl FnOnce(&Typed) -> T) -> T {
    read(&Typed {
        text: &|name| input.text(name).to_owned(),
        all: &|name| input.all(name).map(str::to_owned).collect(),
    })
}
