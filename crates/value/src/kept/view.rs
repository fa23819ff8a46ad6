//! The page for when the network is away: keep a visit or a purchase, and see what is kept.

use maud::{Markup, html};
use web::{
    Shop,
    kit::{Form, Frame, icons, layout, parts::Button},
    t,
};

use super::model::LONGEST_WHO;

/// Its words are filled in by the script, from what lies on the device.
pub fn page(frame: &Frame, shop: &Shop) -> Markup {
    let lang = frame.lang;
    let form = Form::new(lang);
    let who = form.text("who", t!(lang, "kept-who")).hint(t!(lang, "kept-who-hint"));
    let amount = form.money("amount", t!(lang, "counter-amount"), shop.currency).large().optional();
    let body = html! {
        header.kept-head {
            h1 { (t!(lang, "kept-title")) }
            p { (t!(lang, "kept-lead")) }
        }
        noscript { p.kept-said.warn { (t!(lang, "kept-script")) } }
        div.till {
            kept-form data-done=(t!(lang, "kept-done")) data-full=(t!(lang, "kept-full"))
                data-nothing=(t!(lang, "kept-nothing")) data-nobody=(t!(lang, "kept-nobody-here"))
                data-needs=(t!(lang, "kept-needs")) data-stands=(t!(lang, "kept-stands", name = "@")) {
                p role="status" hidden {}
                form.card novalidate {
                    p.kept-stands {}
                    (who.max(LONGEST_WHO).autocomplete("off"))
                    (amount)
                    (Button::primary(t!(lang, "kept-do")).big())
                    p.once-note { (t!(lang, "kept-only")) }
                }
            }
            kept-list data-waits=(t!(lang, "kept-waits")) data-nobody=(t!(lang, "kept-anybody"))
                data-visit=(t!(lang, "counter-visit")) {
                h2 { (t!(lang, "kept-list")) }
                p.nothing { (t!(lang, "kept-none")) }
                ul.rows {}
                template {
                    li.kept-row {
                        div { strong {} span {} em {} }
                        button.button.plain type="button" data-do="mend" hidden { (icons::EDIT) span { (t!(lang, "kept-mend")) } }
                        button.button.plain type="button" data-do="drop" hidden { (icons::CLOSE) span { (t!(lang, "kept-drop")) } }
                    }
                }
                (Button::link("/counter", t!(lang, "kept-back")))
            }
        }
    };
    layout::counter(frame, body)
}
