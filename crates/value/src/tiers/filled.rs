//! A ladder in its form, as it would be typed.

use kernel::Lang;
use web::{Shop, kit::Form, t};

use super::{
    engine::{By, Falls, Ladder, Lasts, ONE, Period, Privileges, Starts, Tier},
    typed::name_field,
};
use crate::{points::sentences::times, words::Words};

/// What a new ladder begins with: silver and gold, by the points of a year, until the end of the next.
pub fn fresh() -> Ladder {
    let words = |name: fn(Lang) -> String| {
        let mut words = Words::default();
        for one in Lang::ALL {
            *words.slot(one) = name(one);
        }
        words
    };
    let tier = |name, from, factor| {
        let privileges = Privileges { factor, ..Privileges::default() };
        Tier { id: None, name, from, privileges }
    };
    Ladder {
        tiers: vec![
            tier(words(|lang| t!(lang, "tiers-first-silver")), 500, 12_500),
            tier(words(|lang| t!(lang, "tiers-first-gold")), 1500, 15_000),
        ],
        by: By::Points,
        period: Period::Year,
        starts: Starts::Now,
        lasts: Lasts::NextPeriod,
        grace_days: 0,
        falls: Falls::ToBalance,
        notice_days: 30,
    }
}

pub fn filled(lang: Lang, shop: &Shop, ladder: &Ladder) -> Form {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut put = |field: String, value: String| values.push((field, value));
    for (at, tier) in ladder.tiers.iter().enumerate() {
        let field = |name: &str| format!("tiers.{}.{name}", at + 1);
        put(field("id"), tier.id.map_or_else(String::new, |id| id.to_string()));
        for one in Lang::ALL {
            put(field(name_field(one)), tier.name.of(one).to_owned());
        }
        let from = match ladder.by {
            By::Spend => shop.money(tier.from).plain(),
            By::Points | By::Visits => tier.from.to_string(),
        };
        put(field("from"), from);
        let of = tier.privileges;
        if of.factor > ONE {
            put(field("factor"), times(Lang::En, of.factor));
        }
        put(field("gift"), of.gift.map_or_else(String::new, |id| id.to_string()));
        if of.early {
            put(field("early"), "on".to_owned());
        }
        if of.free_delivery {
            put(field("delivery"), "on".to_owned());
        }
    }
    let (period, period_days) = match ladder.period {
        Period::Year => ("year", None),
        Period::Rolling { days } => ("rolling", Some(days)),
        Period::Lifetime => ("lifetime", None),
    };
    let (lasts, lasts_days) = match ladder.lasts {
        Lasts::NextPeriod => ("next_period", None),
        Lasts::Days { days } => ("days", Some(days)),
        Lasts::Forever => ("forever", None),
    };
    let days = |days: Option<u32>| days.map_or_else(String::new, |days| days.to_string());
    let by = match ladder.by {
        By::Points => "points",
        By::Spend => "spend",
        By::Visits => "visits",
    };
    let starts = if ladder.starts == Starts::Now { "now" } else { "next_period" };
    let falls = if ladder.falls == Falls::OneStep { "one_step" } else { "to_balance" };
    for (field, value) in [
        ("by", by.to_owned()),
        ("period", period.to_owned()),
        ("period.days", days(period_days)),
        ("starts", starts.to_owned()),
        ("lasts", lasts.to_owned()),
        ("lasts.days", days(lasts_days)),
        ("grace_days", ladder.grace_days.to_string()),
        ("falls", falls.to_owned()),
        ("notice_days", ladder.notice_days.to_string()),
    ] {
        put(field.to_owned(), value);
    }
    Form::filled(lang, values)
}
