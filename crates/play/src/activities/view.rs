//! What members see of every kind alike.

use kernel::Lang;
use maud::{Markup, html};
use value::gifts::Gift;
use web::{
    Shop,
    kit::{
        icons::{self, Icon},
        parts::{Item, rows},
    },
    t,
};

use super::run::Rule;

/// A gift's picture, or the first letter of its name on the shop's colour.
pub fn picture(lang: Lang, shop: &Shop, gift: &Gift) -> Markup {
    html! {
        span.goods-picture {
            @match gift.picture {
                Some(id) => {
                    img src={ (shop.href("/gift-pictures/")) (id) } alt="" width="320" height="240";
                }
                None => { span aria-hidden="true" { (gift.name.say(lang).chars().next().unwrap_or('·')) } }
            }
        }
    }
}

/// How it works, on a member's page: three steps, and every rule with its sign.
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
