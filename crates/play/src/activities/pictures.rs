//! What members see of every kind alike.

use kernel::Lang;
use maud::{Markup, html};
use value::gifts::Gift;
use web::Shop;

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
