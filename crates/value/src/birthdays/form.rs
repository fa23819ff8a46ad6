//! The plan in a form, and back.

use kernel::{FieldError, Fields, Lang, Result, TierId};
use maud::{Markup, html};
use web::{
    Input,
    kit::{Choice, Form, parts::Button},
    t,
};

use super::model::{MOST_BEFORE, OfTier, Plan};
use crate::gifts::Gift;

/// What the form can offer: gifts, and tiers by name.
pub struct Offers {
    pub gifts: Vec<Gift>,
    pub tiers: Vec<(TierId, String)>,
}

fn field(tier: TierId) -> String {
    format!("of_{tier}")
}

/// What a plan that was never made begins with.
const DAYS_FIRST: u32 = 7;

pub fn filled(lang: Lang, plan: &Plan) -> Form {
    let days = if plan.gives() { plan.days_before } else { DAYS_FIRST };
    let mut values = vec![
        ("gift".to_owned(), plan.gift.map_or_else(String::new, |id| id.to_string())),
        ("days_before".to_owned(), days.to_string()),
    ];
    values.extend(plan.tiers.iter().map(|one| (field(one.tier), one.gift.to_string())));
    Form::filled(lang, values)
}

pub fn fields(form: &Form, offers: &Offers) -> Markup {
    let lang = form.lang;
    let gifts = || {
        let all = offers.gifts.iter();
        all.map(|gift| Choice::new(gift.id.to_string(), gift.details.name.say(lang)))
    };
    let none = || std::iter::once(Choice::new("", t!(lang, "birthdays-no-gift")));
    let same = || std::iter::once(Choice::new("", t!(lang, "birthdays-as-everybody")));
    html! {
        (form.select("gift", t!(lang, "birthdays-gift"), none().chain(gifts())).hint(t!(lang, "birthdays-gift-hint")).optional())
        (form.number("days_before", t!(lang, "birthdays-before")).hint(t!(lang, "birthdays-before-hint")))
        @if !offers.tiers.is_empty() {
            h2 { (t!(lang, "birthdays-of-tiers")) }
            @for (tier, name) in &offers.tiers {
                (form.select(&field(*tier), name.clone(), same().chain(gifts())).optional())
            }
        }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

pub fn read(input: &Input, offers: &Offers) -> Result<Plan> {
    let mut errors = Fields::default();
    let mut gift = |name: &str| {
        let typed = input.text(name).trim();
        let found = offers.gifts.iter().map(|gift| gift.id).find(|id| id.to_string() == typed);
        if found.is_none() && !typed.is_empty() {
            errors.push(FieldError::new(name.to_owned(), "choice_invalid"));
        }
        found
    };
    let everybody = gift("gift");
    let tiers = offers
        .tiers
        .iter()
        .filter_map(|(tier, _)| Some(OfTier { tier: *tier, gift: gift(&field(*tier))? }));
    let tiers = tiers.collect();
    let days = input.number(&mut errors, "days_before", 0..=i64::from(MOST_BEFORE));
    let days_before = u32::try_from(days).unwrap_or_default();
    errors.check(Plan { gift: everybody, days_before, tiers })?.checked()
}
