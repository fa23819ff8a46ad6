//! How an activity works, on a member's page.

use kernel::Lang;
use maud::{Markup, html};
use web::{
    kit::{
        icons::{self, Icon},
        parts::{Item, rows},
    },
    t,
};

use super::Rule;

/// Three steps, and every rule with its sign.
pub fn how_it_works(lang: Lang, steps: &[String; 3], rules: Vec<(Icon, Rule)>) -> Markup {
    let item = |(icon, rule): (Icon, Rule)| Item::new(rule.title).start(icon).note(rule.text);
    html! {
        ol.how-steps aria-label=(t!(lang, "activities-how")) { @for step in steps { li { (step) } } }
        details.unfold open {
            summary.quiet-link { (icons::HELP) (t!(lang, "activities-how")) }
            (rows(rules.into_iter().map(item)))
        }
    }
}
