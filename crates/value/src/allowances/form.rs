//! An allowance's form.

use kernel::{FieldError, Fields, Lang, Result, money::LARGEST_AMOUNT};
use maud::{Markup, html};
use people::staff::Person;
use web::{
    Input, Shop,
    kit::{Choice, Form, parts::Button},
    t,
};

use super::model::{Allowance, Budget, Details, MOST_PIECES, Period};
use crate::gifts::Gift;

/// What the form can offer.
#[derive(Debug)]
pub struct Offers {
    pub gifts: Vec<Gift>,
    pub staff: Vec<Person>,
}

pub fn fresh(lang: Lang) -> Form {
    Form::filled(lang, [("budget", "pieces"), ("pieces", "5"), ("period", "week")])
}

pub fn filled(lang: Lang, shop: &Shop, one: &Allowance) -> Form {
    let mut values = vec![
        ("name".to_owned(), one.name.clone()),
        ("budget".to_owned(), one.budget.word().to_owned()),
        ("period".to_owned(), one.period.word().to_owned()),
    ];
    match one.budget {
        Budget::Pieces { pieces } => values.push(("pieces".to_owned(), pieces.to_string())),
        Budget::Worth { amount } => values.push(("amount".to_owned(), shop.money(amount).plain())),
    }
    values.extend(one.gifts.iter().map(|id| ("gifts".to_owned(), id.to_string())));
    values.extend(one.staff.iter().map(|id| ("staff".to_owned(), id.to_string())));
    Form::filled(lang, values)
}

pub fn fields(form: &Form, shop: &Shop, offers: &Offers) -> Markup {
    let lang = form.lang;
    let gifts =
        offers.gifts.iter().map(|gift| (gift.id.to_string(), gift.name.say(lang).to_owned()));
    let people = offers.staff.iter().map(|one| (one.id.to_string(), one.name.clone()));
    html! {
        (form.text("name", t!(lang, "allowances-name")).max(120).hint(t!(lang, "allowances-name-hint")))
        (form.radios("budget", t!(lang, "allowances-budget"), [
            Choice::new("pieces", t!(lang, "allowances-budget-pieces")).note(t!(lang, "allowances-budget-pieces-note")),
            Choice::new("worth", t!(lang, "allowances-budget-worth")).note(t!(lang, "allowances-budget-worth-note")),
        ]))
        div.two-fields {
            (form.number("pieces", t!(lang, "allowances-pieces")).optional())
            (form.money("amount", t!(lang, "allowances-amount"), shop.currency).optional())
        }
        (form.select("period", t!(lang, "allowances-period"), [
            ("week", t!(lang, "allowances-week")),
            ("month", t!(lang, "allowances-month")),
        ]))
        @if !offers.gifts.is_empty() {
            (form.checks("gifts", t!(lang, "allowances-gifts"), gifts).hint(t!(lang, "allowances-gifts-hint")))
        }
        @if !offers.staff.is_empty() {
            (form.checks("staff", t!(lang, "allowances-staff"), people).hint(t!(lang, "allowances-staff-hint")))
        }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// What was typed. A budget of the other kind is not read.
pub fn read(input: &Input, shop: &Shop, offers: &Offers) -> Result<Details> {
    let mut fields = Fields::default();
    let budget = match input.text("budget") {
        "" | "pieces" => {
            let pieces = input.number(&mut fields, "pieces", 1..=i64::from(MOST_PIECES));
            Budget::Pieces { pieces: u32::try_from(pieces).unwrap_or_default() }
        }
        "worth" => Budget::Worth { amount: input.money(&mut fields, "amount", shop.currency) },
        _ => {
            fields.push(FieldError::new("budget", "choice_invalid"));
            Budget::Pieces { pieces: 1 }
        }
    };
    if let Budget::Worth { amount: 0 } = budget
        && fields.of("amount").next().is_none()
    {
        let wrong = FieldError::new("amount", "number_range");
        fields.push(wrong.with("min", 1).with("max", LARGEST_AMOUNT));
    }
    let period = input.choice(&mut fields, "period").unwrap_or(Period::Week);
    let gifts = chosen(input, ("gifts", offers.gifts.iter().map(|one| one.id)), &mut fields);
    let staff = chosen(input, ("staff", offers.staff.iter().map(|one| one.id)), &mut fields);
    let name = input.text("name").to_owned();
    let budget_wrong = !fields.is_empty();
    let details = Details { name, gifts, budget, period, staff };
    match details.checked() {
        Ok(details) => fields.check(details),
        Err(kernel::Error::Invalid(more)) => {
            let said = |field: &str| budget_wrong && ["pieces", "amount"].contains(&field);
            let more = more.iter().filter(|one| !said(&one.field));
            more.cloned().for_each(|one| fields.push(one));
            Err(kernel::Error::Invalid(fields))
        }
        Err(other) => Err(other),
    }
}

/// What was ticked; what is none of ours is named, because left out it would widen the allowance.
fn chosen<T: PartialEq + std::str::FromStr>(
    input: &Input,
    (field, known): (&'static str, impl Iterator<Item = T>),
    fields: &mut Fields,
) -> Vec<T> {
    let said: Vec<&str> = input.all(field).filter(|id| !id.is_empty()).collect();
    let known: Vec<T> = known.collect();
    let read: Vec<T> = said.iter().filter_map(|id| id.parse().ok()).collect();
    if read.len() < said.len() || !read.iter().all(|id| known.contains(id)) {
        fields.push(FieldError::new(field, "choice_invalid"));
    }
    read
}
