//! Plans in words: the same for the console, the counter and the phone.

use jiff::civil::Date;
use kernel::{GiftId, Lang, TierId};
use web::{Shop, kit::format, t};

use super::{
    engine::State,
    model::{Back, Details, Every},
};
use crate::words::Words;

/// What tiers and gifts are called.
#[derive(Debug, Default)]
pub struct Names {
    pub tiers: Vec<(TierId, Words)>,
    pub gifts: Vec<(GiftId, Words)>,
}

fn named<T: PartialEq + Copy>(all: &[(T, Words)], id: Option<T>, lang: Lang) -> Option<String> {
    let found = all.iter().find(|(known, _)| Some(*known) == id);
    found.map(|(_, name)| name.say(lang).to_owned())
}

/// "¥99 a year".
pub fn price(lang: Lang, shop: &Shop, rule: &Details) -> String {
    let amount = format::money(lang, shop.money(rule.price));
    match rule.every {
        Every::Month => t!(lang, "plans-a-month", amount = amount),
        Every::Quarter => t!(lang, "plans-a-quarter", amount = amount),
        Every::Year => t!(lang, "plans-a-year", amount = amount),
    }
}

/// What it gives, each by itself.
pub fn gives(lang: Lang, rule: &Details, names: &Names) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(name) = named(&names.tiers, rule.tier, lang) {
        said.push(t!(lang, "plans-gives-tier", tier = name));
    }
    if let Some(name) = named(&names.gifts, rule.gift, lang) {
        said.push(match rule.every {
            Every::Month => t!(lang, "plans-gives-gift-month", gift = name),
            Every::Quarter => t!(lang, "plans-gives-gift-quarter", gift = name),
            Every::Year => t!(lang, "plans-gives-gift-year", gift = name),
        });
    }
    if rule.early {
        said.push(t!(lang, "plans-gives-early"));
    }
    if rule.free_delivery {
        said.push(t!(lang, "plans-gives-delivery"));
    }
    said
}

/// What is paid back to whoever wants to stop.
pub fn back(lang: Lang, rule: &Details) -> String {
    match rule.back {
        Back::Nothing => t!(lang, "plans-back-nothing"),
        Back::Periods => t!(lang, "plans-back-periods"),
        Back::Days => t!(lang, "plans-back-days"),
    }
}

/// Where it stands: "until 31 March 2027".
pub fn stands(lang: Lang, state: State, until: Option<Date>) -> String {
    let day = until.map_or_else(String::new, |day| format::date_with_year(lang, day));
    match state {
        State::Never => t!(lang, "plans-never"),
        State::Active => t!(lang, "plans-active", day = day),
        State::Grace => t!(lang, "plans-grace", day = day),
        State::Lapsed => t!(lang, "plans-lapsed", day = day),
    }
}
