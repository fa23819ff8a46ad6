//! Terms in a program's form, as they would be typed.

use jiff::civil::Date;
use kernel::Lang;
use web::{Shop, kit::Form, t};

use super::{
    engine::{Boost, Earn, Expiry, Limits, Of, Returns, Rounding, Rule, Terms, Worth},
    sample,
    sentences::times,
    typed::{returns, rounding, word_fields},
};
use crate::words::Words;

/// What a new program begins with: one for every unit of the currency, a hundred pay for one, good
/// for a year.
pub fn fresh(lang: Lang, shop: &Shop) -> (Form, Terms) {
    let one = 10i64.pow(shop.currency.digits());
    let first = Rule {
        earn: Earn::Amount { points: 1, per: one, of: Of::default() },
        rounding: Rounding::Down,
        when: None,
    };
    let terms = Terms {
        unit: Words::one(shop.lang, t!(shop.lang, "points-unit-first")),
        rules: vec![first],
        boosts: Vec::new(),
        limits: Limits::default(),
        pending_days: 0,
        expiry: Expiry::Rolling { days: 365 },
        returns: Returns::WithinBalance,
        worth: Some(Worth { points: 100, amount: one, most_percent: 50 }),
        notice_days: 14,
    };
    let name = Words::one(shop.lang, t!(shop.lang, "points-name-first"));
    (filled(lang, shop, &name, &terms), terms)
}

const fn expiry(expiry: Expiry) -> &'static str {
    match expiry {
        Expiry::Never => "never",
        Expiry::Rolling { .. } => "rolling",
        Expiry::Calendar { .. } => "calendar",
        Expiry::Inactivity { .. } => "inactivity",
    }
}

/// Terms in the form, as they would be typed.
pub fn filled(lang: Lang, shop: &Shop, name: &Words, terms: &Terms) -> Form {
    let money = |amount: i64| shop.money(amount).plain();
    let mut values: Vec<(String, String)> = Vec::new();
    let mut put = |field: &str, value: String| values.push((field.to_owned(), value));
    for one in Lang::ALL {
        let (named, unit) = word_fields(one);
        put(named, name.of(one).to_owned());
        put(unit, terms.unit.of(one).to_owned());
    }
    for (at, rule) in terms.rules.iter().enumerate() {
        put_rule(&mut put, shop, at + 1, rule);
    }
    for (at, boost) in terms.boosts.iter().enumerate() {
        put_boost(&mut put, at + 1, boost);
    }
    let limits = terms.limits;
    for (field, limit) in [
        ("limits.purchase", limits.purchase),
        ("limits.day", limits.day),
        ("limits.person", limits.person),
    ] {
        put(field, limit.map_or_else(String::new, |limit| limit.to_string()));
    }
    put("pending_days", terms.pending_days.to_string());
    put("notice_days", terms.notice_days.to_string());
    put("expiry", expiry(terms.expiry).to_owned());
    match terms.expiry {
        Expiry::Never => {}
        Expiry::Rolling { days } | Expiry::Inactivity { days } => {
            put("expiry.days", days.to_string());
        }
        Expiry::Calendar { month, day, years } => {
            put("expiry.month", month.to_string());
            put("expiry.day", day.to_string());
            put("expiry.years", years.to_string());
        }
    }
    put("returns", returns(terms.returns).to_owned());
    if let Some(worth) = terms.worth {
        put("worth.points", worth.points.to_string());
        put("worth.amount", money(worth.amount));
        put("worth.most_percent", worth.most_percent.to_string());
    }
    put("sample_amount", money(sample::AMOUNT));
    Form::filled(lang, values)
}

fn put_rule(put: &mut impl FnMut(&str, String), shop: &Shop, row: usize, rule: &Rule) {
    let mut put = |field: &str, value: String| put(&format!("rules.{row}.{field}"), value);
    let kind = match &rule.earn {
        Earn::Amount { .. } => "amount",
        Earn::Item { .. } => "item",
        Earn::Visit { .. } => "visit",
        Earn::Event { kind, .. } => kind,
    };
    put("kind", kind.to_owned());
    put("points", rule.earn.points().to_string());
    if let Earn::Amount { per, .. } = &rule.earn {
        put("per", shop.money(*per).plain());
    }
    if let Earn::Amount { of, .. } | Earn::Item { of, .. } = &rule.earn {
        put("of", of.categories.join(", "));
        put("products", of.products.join(", "));
    }
    put("rounding", rounding(rule.rounding).to_owned());
    put("when", rule.when.clone().unwrap_or_default());
}

fn put_boost(put: &mut impl FnMut(&str, String), row: usize, boost: &Boost) {
    let mut put = |field: &str, value: String| put(&format!("boosts.{row}.{field}"), value);
    put("name", boost.name.clone());
    put("factor", times(Lang::En, boost.factor));
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    put("from", day(boost.from));
    put("to", day(boost.to));
    boost.weekdays.iter().for_each(|day| put("weekdays", day.to_string()));
    boost.stores.iter().for_each(|id| put("stores", id.to_string()));
}
