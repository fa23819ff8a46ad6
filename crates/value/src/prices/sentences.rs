//! Rules in words.

use kernel::Lang;
use people::stores::Store;
use web::{kit::format, t};

use super::{asked::Offers, model::Rule};
use crate::bills::{
    Whom,
    sentences::{self, Tongue},
};

/// What it takes off and when, without for whom: "10% off everything · on Wednesday".
pub fn promise(tongue: Tongue, rule: &Rule) -> String {
    let mut said = vec![sentences::terms(tongue, &rule.terms)];
    if !rule.hours.is_always() {
        said.push(sentences::hours(tongue.lang, rule.hours));
    }
    said.join(" · ")
}

/// As [`promise`], with where it holds if that is not everywhere.
pub fn said(tongue: Tongue, rule: &Rule, stores: &[Store]) -> String {
    let promise = promise(tongue, rule);
    match places(tongue.lang, rule, stores) {
        Some(places) => format!("{promise} · {places}"),
        None => promise,
    }
}

/// The stores it holds in; none when in all.
pub fn places(lang: Lang, rule: &Rule, stores: &[Store]) -> Option<String> {
    let names: Vec<&str> = stores
        .iter()
        .filter(|store| rule.stores.contains(&store.id))
        .map(|store| store.name.as_str())
        .collect();
    (!rule.stores.is_empty()).then(|| format::list(lang, &names))
}

/// For whom it is.
pub fn whom(lang: Lang, whom: &Whom, offers: &Offers) -> String {
    let list = |names: Vec<&str>| format::list(lang, &names);
    match whom {
        Whom::Members => t!(lang, "prices-whom-members"),
        Whom::Tiers { tiers } => {
            let known = offers.tiers.iter().filter(|(id, _)| tiers.contains(id));
            list(known.map(|(_, name)| name.say(lang)).collect())
        }
        Whom::Groups { groups } => {
            let known = offers.groups.iter().filter(|(id, _)| groups.contains(id));
            list(known.map(|(_, name)| name.as_str()).collect())
        }
        Whom::Series { series } => {
            let known = offers.series.iter().filter(|one| series.contains(&one.id));
            list(known.map(|one| one.name.as_str()).collect())
        }
    }
}
