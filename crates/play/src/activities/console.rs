//! What the console shows of every kind alike.

use kernel::{Fields, Lang, Time};
use maud::{Markup, html};
use web::{
    kit::{
        Tone, icons,
        parts::{Item, card, chip, rows},
        words,
    },
    t,
};

use super::model::{Activity, Life, Phase, Sort};

/// The pairs of a query, at most three hundred.
pub fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    let query = query.unwrap_or_default().as_bytes();
    form_urlencoded::parse(query).into_owned().take(300).collect()
}

/// Where it is in its life.
pub fn state<S: Sort>(lang: Lang, activity: &Activity<S>, now: Time) -> Markup {
    let (tone, word) = match (activity.life, activity.phase(now)) {
        (Life::Draft, _) => (Tone::Plain, t!(lang, "activities-state-draft")),
        (Life::Checked, _) => (Tone::Plain, t!(lang, "activities-state-checked")),
        (_, Phase::Before) => (Tone::Accent, t!(lang, "activities-state-scheduled")),
        (_, Phase::On) => (Tone::Good, t!(lang, "activities-state-open")),
        (Life::Settled, _) => (Tone::Plain, t!(lang, "activities-state-settled")),
        (Life::Archived, _) => (Tone::Plain, t!(lang, "activities-state-archived")),
        _ => (Tone::Warn, t!(lang, "activities-state-closed")),
    };
    chip(tone, &word)
}

/// What stands in the way of the step that was asked for.
pub fn in_the_way(lang: Lang, wrong: &Fields) -> Markup {
    let item = |one| Item::new(words::field_error(lang, one)).start(icons::ALERT);
    let items = rows(wrong.iter().map(item));
    html! {
        section role="alert" {
            (card(&t!(lang, "activities-in-the-way"), "", items))
        }
    }
}
