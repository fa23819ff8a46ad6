//! Terms and history in words, for every page that speaks of points.

use kernel::{Lang, MemberId};
use std::collections::HashMap;
use web::{
    Shop,
    kit::format::{self, decimal},
    t,
};

use super::{
    engine::{Boost, Contract, Earn, Expiry, Kind, Of, Payment, Rule, Terms, What, Worth},
    model::Entry,
};

/// Ways of earning that a sentence names before it says how many more there are.
const NAMED: usize = 2;

/// What they are called, to begin a sentence with.
pub fn unit(lang: Lang, terms: &Terms) -> String {
    let word = terms.unit.say(lang);
    let mut rest = word.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// The program in one sentence: what earns, when it ends, what it is worth.
pub fn terms(lang: Lang, shop: &Shop, terms: &Terms) -> String {
    t!(
        lang,
        "points-says",
        unit = unit(lang, terms),
        earn = earning(lang, shop, terms),
        ends = expiry(lang, terms.expiry),
        worth = worth(lang, shop, terms.worth),
    )
}

fn earning(lang: Lang, shop: &Shop, terms: &Terms) -> String {
    let rules: Vec<String> =
        terms.rules.iter().take(NAMED).map(|one| rule(lang, shop, one)).collect();
    let more = terms.rules.len().saturating_sub(NAMED);
    match (rules.is_empty(), more) {
        (true, _) => t!(lang, "points-earn-nothing"),
        (false, 0) => format::list(lang, &rules),
        (false, more) => {
            t!(
                lang,
                "points-earn-more",
                rules = rules.join(t!(lang, "points-comma").as_str()),
                more = more
            )
        }
    }
}

/// One way of earning: "1 for every ¥1 of fruit, if amount >= 50.0".
pub fn rule(lang: Lang, shop: &Shop, rule: &Rule) -> String {
    let goods = |of: &Of| {
        let names: Vec<&String> = of.categories.iter().chain(&of.products).collect();
        (!names.is_empty()).then(|| format::list(lang, &names))
    };
    let earns = match &rule.earn {
        Earn::Amount { points, per, of } => {
            let (points, per) = (*points, format::money(lang, shop.money(*per)));
            match goods(of) {
                Some(goods) => {
                    t!(lang, "points-earn-amount-of", points = points, per = per, goods = goods)
                }
                None => t!(lang, "points-earn-amount", points = points, per = per),
            }
        }
        Earn::Item { points, of } => match goods(of) {
            Some(goods) => t!(lang, "points-earn-item-of", points = *points, goods = goods),
            None => t!(lang, "points-earn-item", points = *points),
        },
        Earn::Visit { points } => t!(lang, "points-earn-visit", points = *points),
        Earn::Event { points, kind } => happened(lang, kind, *points),
    };
    match &rule.when {
        Some(when) => t!(lang, "points-earn-when", rule = earns, when = when.as_str()),
        None => earns,
    }
}

fn happened(lang: Lang, kind: &str, points: i64) -> String {
    match kind {
        "memberships.joined" => t!(lang, "points-earn-joined", points = points),
        _ => t!(lang, "points-earn-proven", points = points),
    }
}

/// When more is earned: "Market days, ×2: Wednesday, 1 March to 30 June".
pub fn boost(lang: Lang, boost: &Boost) -> String {
    let mut parts = Vec::new();
    for day in &boost.weekdays {
        if let Ok(day) = jiff::civil::Weekday::from_monday_one_offset(*day) {
            parts.push(format::weekday(lang, day).to_owned());
        }
    }
    let day = |day| format::date_with_year(lang, day);
    match (boost.from, boost.to) {
        (Some(from), Some(to)) if from == to => parts.push(day(from)),
        (Some(from), Some(to)) => {
            parts.push(t!(lang, "points-boost-between", from = day(from), to = day(to)));
        }
        (Some(from), None) => parts.push(t!(lang, "points-boost-from", from = day(from))),
        (None, Some(to)) => parts.push(t!(lang, "points-boost-to", to = day(to))),
        (None, None) => {}
    }
    let factor = times(lang, boost.factor);
    let when = parts.join(t!(lang, "points-comma").as_str());
    let (name, always) = (boost.name.as_str(), parts.is_empty());
    if always {
        t!(lang, "points-boost-always", name = name, factor = factor)
    } else {
        t!(lang, "points-boost", name = name, factor = factor, when = when)
    }
}

/// A factor without idle zeros: 2, 1.5.
pub fn times(lang: Lang, factor: i64) -> String {
    let digits = match factor {
        whole if whole % 10_000 == 0 => 0,
        tenths if tenths % 1000 == 0 => 1,
        _ => 2,
    };
    decimal(lang, factor as f64 / 10_000.0, digits)
}

/// When they end.
pub fn expiry(lang: Lang, expiry: Expiry) -> String {
    match expiry {
        Expiry::Never => t!(lang, "points-ends-never"),
        Expiry::Rolling { days } => t!(lang, "points-ends-rolling", days = days),
        Expiry::Inactivity { days } => t!(lang, "points-ends-inactivity", days = days),
        Expiry::Calendar { month, day, years } => {
            // A year that has every day: only month and day are said.
            let day = jiff::civil::Date::new(2024, month, day).unwrap_or_default();
            t!(lang, "points-ends-calendar", day = format::date(lang, day), years = years)
        }
    }
}

/// What they are worth at the till.
pub fn worth(lang: Lang, shop: &Shop, worth: Option<Worth>) -> String {
    match worth {
        None => t!(lang, "points-worth-none"),
        Some(worth) => {
            let amount = format::money(lang, shop.money(worth.amount));
            t!(lang, "points-worth-says", points = worth.points, amount = amount)
        }
    }
}

/// Who took part in an entry: the other member by name.
pub type Others = HashMap<MemberId, String>;

/// The other member of a transfer.
pub fn other(entry: &Entry) -> Option<MemberId> {
    entry.origin.subject.as_deref().and_then(|id| id.parse().ok())
}

/// Whether it is the share of a red packet.
pub fn is_share(entry: &Entry) -> bool {
    entry.origin.subject.as_deref().is_some_and(|id| id.parse::<kernel::RedShareId>().is_ok())
}

/// What an entry is, in a word or two.
pub fn entry(lang: Lang, entry: &Entry, others: &Others) -> String {
    let name = || {
        let known = other(entry).and_then(|id| others.get(&id));
        known
            .filter(|name| !name.is_empty())
            .cloned()
            .unwrap_or_else(|| t!(lang, "points-somebody"))
    };
    match (entry.kind, &entry.what) {
        (Kind::Earned, Some(What::Visited { .. })) => t!(lang, "points-entry-visited"),
        (Kind::Earned, Some(What::Happened { kind, .. })) => match kind.as_str() {
            "memberships.joined" => t!(lang, "points-entry-joined"),
            _ => t!(lang, "points-entry-proven"),
        },
        (Kind::Earned, _) => t!(lang, "points-entry-bought"),
        (Kind::Matured, _) => t!(lang, "points-entry-matured"),
        (Kind::Spent, Some(What::Spent(Payment::Purchase(_)))) => t!(lang, "points-entry-paid"),
        (Kind::Spent, _) => t!(lang, "points-entry-spent"),
        (Kind::Expired, _) => t!(lang, "points-entry-expired"),
        (Kind::Adjusted, _) if is_share(entry) => t!(lang, "points-entry-packet"),
        (Kind::Adjusted, _) if entry.points > 0 => t!(lang, "points-entry-given"),
        (Kind::Adjusted, _) => t!(lang, "points-entry-taken"),
        (Kind::Sent, _) => t!(lang, "points-entry-sent", name = name()),
        (Kind::Received, _) => t!(lang, "points-entry-received", name = name()),
    }
}

/// Which rules gave how much: "38: 1 for every ¥1". Rules are those in force at the time.
pub fn told(lang: Lang, shop: &Shop, contract: &Contract, entry: &Entry) -> Vec<String> {
    let Some(terms) = contract.terms(entry.at) else { return Vec::new() };
    let said = entry.told.iter().filter_map(|told| {
        let rule = rule(lang, shop, terms.rules.get(told.rule)?);
        Some(t!(lang, "points-told", points = told.points, rule = rule))
    });
    said.collect()
}
