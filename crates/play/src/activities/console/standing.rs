//! Where it stands, and what stands in its way.

use kernel::{FieldError, Fields, Lang, Time};
use maud::{Markup, html};
use web::{
    kit::{
        Tone, icons,
        parts::{Item, card, chip, rows},
        words,
    },
    t,
};

use super::{BACK, FREE};
use crate::activities::{Activity, Life, Phase, Sort};

fn mending(lang: Lang, at: &str, wrong: &FieldError) -> (String, String) {
    match wrong.code {
        "law_free_way_in" => (format!("{at}?instead={FREE}"), t!(lang, "activities-mend-free")),
        "law_deposit_share" | "law_withdrawal" => {
            (format!("{at}?instead={BACK}"), t!(lang, "activities-mend-back"))
        }
        "law_contact" => ("/console/stores".to_owned(), t!(lang, "activities-mend-address")),
        "law_currency" => ("/console/laws".to_owned(), t!(lang, "activities-mend-laws")),
        _ => (format!("{at}#{}", wrong.field), t!(lang, "activities-mend")),
    }
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

/// What stands in the way of the step that was asked for, and where each can be mended: most of it in the
/// form, which is `at` this address.
pub fn in_the_way(lang: Lang, at: &str, wrong: &Fields) -> Markup {
    let item = |one: &FieldError| {
        let (href, word) = mending(lang, at, one);
        Item::new(words::field_error(lang, one))
            .start(icons::ALERT)
            .aside(html! { a.quiet-link href=(href) { (word) } })
    };
    let items = rows(wrong.iter().map(item));
    html! {
        section role="alert" {
            (card(&t!(lang, "activities-in-the-way"), "", items))
        }
    }
}
