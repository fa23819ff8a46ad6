//! Fields, words and cards of series, shared by their pages.

use kernel::Lang;
use maud::{Markup, html};
use web::{
    kit::{Choice, Form, Tone, parts::chip},
    t,
};

use super::model::{State, Threshold};
use crate::stores::Store;

/// What somebody does before they are in, in words.
pub fn threshold_words(lang: Lang, threshold: &Threshold) -> String {
    match threshold {
        Threshold::None => t!(lang, "series-threshold-none-words"),
        Threshold::Question { .. } => t!(lang, "series-threshold-question-words"),
        Threshold::Purchase => t!(lang, "series-threshold-purchase-words"),
        Threshold::Approval { decides_after_hours, .. } => {
            t!(lang, "series-threshold-approval-words", hours = *decides_after_hours)
        }
    }
}

pub fn state_chip(lang: Lang, state: State) -> Markup {
    match state {
        State::Open => chip(Tone::Good, &t!(lang, "series-state-open")),
        State::Closed => chip(Tone::Plain, &t!(lang, "series-state-closed")),
    }
}

/// The fields of step two.
pub fn fields(form: &Form, stores: &[Store]) -> Markup {
    let lang = form.lang;
    let choices = stores.iter().map(|store| Choice::new(store.id.to_string(), store.name.as_str()));
    let places = [
        Choice::new("stores", t!(lang, "series-where-stores")),
        Choice::new("nation", t!(lang, "series-where-nation"))
            .note(t!(lang, "series-where-nation-why")),
    ];
    html! {
        (form.select("lang_of", t!(lang, "series-lang"), super::opening::languages()).hint(t!(lang, "series-lang-hint")))
        (form.text("name", t!(lang, "series-name")).max(60).hint(t!(lang, "series-name-hint")))
        (form.text("category", t!(lang, "series-category")).max(60).hint(t!(lang, "series-category-hint")))
        (form.radios("where", t!(lang, "series-where"), places))
        @if stores.is_empty() {
            p.hint { (t!(lang, "series-no-stores")) " " a href="/console/stores" { (t!(lang, "series-to-stores")) } }
        } @else {
            (form.checks("stores", t!(lang, "series-stores"), choices))
        }
        (settings(form))
        details.more {
            summary { (t!(lang, "series-more")) }
            (naming(form))
        }
    }
}

/// Seats, second group and threshold.
pub fn settings(form: &Form) -> Markup {
    let lang = form.lang;
    let second = [
        Choice::new("refuse", t!(lang, "series-second-refuse"))
            .note(t!(lang, "series-second-refuse-why")),
        Choice::new("move", t!(lang, "series-second-move"))
            .note(t!(lang, "series-second-move-why")),
    ];
    let thresholds = [
        Choice::new("none", t!(lang, "series-threshold-none"))
            .note(t!(lang, "series-threshold-none-why")),
        Choice::new("question", t!(lang, "series-threshold-question"))
            .note(t!(lang, "series-threshold-question-why")),
        Choice::new("purchase", t!(lang, "series-threshold-purchase"))
            .note(t!(lang, "series-threshold-purchase-why")),
        Choice::new("approval", t!(lang, "series-threshold-approval"))
            .note(t!(lang, "series-threshold-approval-why")),
    ];
    html! {
        (form.number("capacity", t!(lang, "series-capacity")).hint(t!(lang, "series-capacity-hint")))
        (form.radios("threshold", t!(lang, "series-threshold"), thresholds))
        (form.textarea("question", t!(lang, "series-question"), 2).optional().hint(t!(lang, "series-question-hint")))
        (form.number("decides_after_hours", t!(lang, "series-hours")).optional().hint(t!(lang, "series-hours-hint")))
        (form.radios("second_group", t!(lang, "series-second"), second))
    }
}

/// The pattern of names, and what its places stand for.
pub fn naming(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        (form.text("template", t!(lang, "series-template")).max(60).hint(t!(lang, "series-template-hint")))
        (form.text("persona", t!(lang, "series-persona")).max(60).optional().hint(t!(lang, "series-persona-hint")))
        (form.text("goal", t!(lang, "series-goal")).max(60).optional().hint(t!(lang, "series-goal-hint")))
    }
}
