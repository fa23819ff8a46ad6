//! Words and parts that pages of staff share.

use std::collections::HashMap;

use kernel::{GroupId, Lang, Role, StoreId, scope::Remit};
use maud::{Markup, html};
use web::{
    kit::{Choice, Form, words},
    t,
};

use super::model::may_give;
use crate::stores::Store;

/// A role in words.
pub fn role_name(lang: Lang, role: Role) -> String {
    words::say(lang, &format!("role-{}", role.name().replace('_', "-")), Vec::new())
}

/// What somebody with the role does, in a sentence.
pub fn role_note(lang: Lang, role: Role) -> String {
    words::say(lang, &format!("staff-role-note-{}", role.name().replace('_', "-")), Vec::new())
}

/// The roles that `giver` may give, as choices.
pub fn role_choices(lang: Lang, giver: Role) -> Vec<Choice> {
    Role::ALL
        .into_iter()
        .filter(|role| may_give(giver, *role))
        .map(|role| Choice::new(role.name(), role_name(lang, role)).note(role_note(lang, role)))
        .collect()
}

/// A remit in words: "everything", "Riverside, Station", "2 groups".
pub fn remit_words(lang: Lang, remit: &Remit, stores: &HashMap<StoreId, String>) -> String {
    match remit {
        Remit::Everything => t!(lang, "staff-remit-everything"),
        Remit::Stores(ids) if ids.len() <= 3 => {
            let names: Vec<&str> =
                ids.iter().filter_map(|id| stores.get(id)).map(String::as_str).collect();
            web::kit::format::list(lang, &names)
        }
        Remit::Stores(ids) => t!(lang, "staff-remit-stores-count", stores = ids.len()),
        Remit::Groups(ids) => t!(lang, "staff-remit-groups-count", groups = ids.len()),
    }
}

/// What a remit can be chosen from.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Whether all of the brand can be given.
    pub everything: bool,
    pub stores: Vec<Store>,
    pub groups: Vec<(GroupId, String)>,
}

/// Fields that choose a remit: `remit`, `stores`, `groups`.
pub fn remit_fields(form: &Form, parts: &Parts) -> Markup {
    let lang = form.lang;
    let mut kinds = Vec::new();
    if parts.everything {
        kinds.push(Choice::new("everything", t!(lang, "staff-remit-everything")));
    }
    if !parts.stores.is_empty() {
        kinds.push(Choice::new("stores", t!(lang, "staff-remit-stores")));
    }
    if !parts.groups.is_empty() {
        kinds.push(
            Choice::new("groups", t!(lang, "staff-remit-groups"))
                .note(t!(lang, "staff-remit-groups-note")),
        );
    }
    let stores = parts.stores.iter().map(|store| Choice::new(store.id.to_string(), &store.name));
    let groups = parts.groups.iter().map(|(id, name)| Choice::new(id.to_string(), name));
    let kind = match <[Choice; 1]>::try_from(kinds) {
        Ok([only]) => form.hidden("remit", &only.value),
        Err(kinds) => html! { (form.radios("remit", t!(lang, "staff-remit"), kinds)) },
    };
    html! {
        (kind)
        @if !parts.stores.is_empty() {
            (form.checks("stores", t!(lang, "staff-remit-which-stores"), stores))
        }
        @if !parts.groups.is_empty() {
            (form.checks("groups", t!(lang, "staff-remit-which-groups"), groups))
        }
    }
}

/// A remit as the fields of [`remit_fields`] hold it.
pub fn remit_values(remit: &Remit) -> Vec<(String, String)> {
    let many = |name: &str, ids: Vec<String>| {
        ids.into_iter().map(|id| (name.to_owned(), id)).collect::<Vec<_>>()
    };
    let (kind, mut rest) = match remit {
        Remit::Everything => ("everything", Vec::new()),
        Remit::Stores(ids) => {
            ("stores", many("stores", ids.iter().map(ToString::to_string).collect()))
        }
        Remit::Groups(ids) => {
            ("groups", many("groups", ids.iter().map(ToString::to_string).collect()))
        }
    };
    rest.push(("remit".to_owned(), kind.to_owned()));
    rest
}
