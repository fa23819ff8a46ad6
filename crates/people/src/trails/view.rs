//! A change in words.

use std::collections::HashMap;

use kernel::{Actor, Lang};
use maud::{Markup, html};
use serde_json::Value as Json;
use web::{kit::words, t, trail::Entry};

/// What was done: `stores.opened` is `trail-stores-opened`; a word that has no message stays as it is.
pub fn what(lang: Lang, what: &str) -> String {
    words::find(lang, &format!("trail-{}", what.replace(['.', '_'], "-")), Vec::new())
        .unwrap_or_else(|| what.to_owned())
}

/// What things a change is about, in words: `stamp_cards` is "stamp cards".
pub fn kind(lang: Lang, kind: &str) -> String {
    words::say(lang, &format!("trail-kind-{}", kind.replace('_', "-")), Vec::new())
}

/// What the thing that was changed is called, if the change tells.
pub fn called(lang: Lang, entry: &Entry) -> Option<String> {
    let name = |thing: &Json| {
        let name = thing.get("name")?;
        name.as_str().or_else(|| name.get(lang.tag())?.as_str()).map(str::to_owned)
    };
    name(&entry.after).or_else(|| name(&entry.before)).filter(|name| !name.is_empty())
}

/// Who did it.
pub fn who(lang: Lang, actor: Actor, names: &HashMap<kernel::StaffId, String>) -> String {
    match actor {
        Actor::Staff(id) | Actor::Counter(_, id) => {
            names.get(&id).cloned().unwrap_or_else(|| id.to_string())
        }
        Actor::Member(_) => t!(lang, "trail-member"),
        Actor::Key(_) => t!(lang, "trail-key"),
        Actor::Visitor => t!(lang, "trail-visitor"),
        Actor::System => t!(lang, "trail-system"),
    }
}

/// What differs between before and after, field by field: (field, before, after).
pub fn differences(before: &Json, after: &Json) -> Vec<(String, String, String)> {
    let empty = serde_json::Map::new();
    let before = before.as_object().unwrap_or(&empty);
    let after = after.as_object().unwrap_or(&empty);
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter(|key| before.get(*key) != after.get(*key))
        .map(|key| (key.clone(), text(before.get(key)), text(after.get(key))))
        .collect()
}

fn text(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null | Json::Bool(false)) => String::new(),
        Some(Json::Bool(true)) => "✓".to_owned(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(all)) if all.is_empty() => String::new(),
        Some(Json::Object(all)) if all.is_empty() => String::new(),
        Some(other) => other.to_string(),
    }
}

/// The differences as a list.
pub fn changes(lang: Lang, entry: &Entry, names: &Names) -> Markup {
    let mut all = differences(&entry.before, &entry.after);
    all.retain(|(field, before, after)| {
        field != "id" && field != "created_at" && !(before.is_empty() && after.is_empty())
    });
    let line = |(field, before, after): &(String, String, String)| {
        html! {
            li {
                span.changed { (label(lang, field)) } " "
                @if !before.is_empty() { del { (shorter(names, before)) } " " }
                @if !after.is_empty() { ins { (shorter(names, after)) } }
            }
        }
    };
    let (shown, more) = all.split_at(all.len().min(SHOWN));
    html! {
        @if !shown.is_empty() { ul.changes { @for one in shown { (line(one)) } } }
        @if !more.is_empty() {
            details.changes {
                summary { (t!(lang, "trail-more", count = more.len())) }
                ul { @for one in more { (line(one)) } }
            }
        }
    }
}

/// Fields of one change that stand open; a thing that was made has many.
const SHOWN: usize = 4;

/// What ids are called.
pub type Names = HashMap<String, String>;

/// `trail-field-expires-at`; a field that has no word stays as it is, without its underlines.
fn label(lang: Lang, field: &str) -> String {
    words::find(lang, &format!("trail-field-{}", field.replace(['.', '_'], "-")), Vec::new())
        .unwrap_or_else(|| field.replace('_', " "))
}

fn shorter(names: &Names, text: &str) -> String {
    const MOST: usize = 160;
    if let Some(name) = names.get(text) {
        return name.clone();
    }
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn only_what_changed_is_told() {
        let before = json!({ "name": "Riverside", "code": "S1", "lat": null });
        let after = json!({ "name": "Riverbank", "code": "S1", "lat": 31.2 });
        let told = differences(&before, &after);
        let told: Vec<_> =
            told.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
        assert_eq!(told, [("lat", "", "31.2"), ("name", "Riverside", "Riverbank")]);
        assert!(differences(&json!(null), &json!([1])).is_empty());
    }
}
