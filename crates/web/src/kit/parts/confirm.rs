//! Asking before something is lost. Without scripts it unfolds in place; with them it is a dialog.

use maud::{Markup, Render, html};

use super::{Button, Tone};
use crate::{kit::icons, t};
use kernel::Lang;

/// A danger that names what will be lost and how many people it touches.
#[derive(Debug)]
pub struct Confirm {
    lang: Lang,
    trigger: String,
    title: String,
    loses: String,
    people: Option<i64>,
    action: String,
    once: String,
    inside: Markup,
}

impl Confirm {
    /// `trigger` is the quiet button on the page, `title` the question.
    pub fn new(lang: Lang, trigger: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            lang,
            trigger: trigger.into(),
            title: title.into(),
            loses: String::new(),
            people: None,
            action: String::new(),
            once: String::new(),
            inside: html! {},
        }
    }
    /// What will be gone, in one sentence.
    #[must_use]
    pub fn loses(mut self, what: impl Into<String>) -> Self {
        self.loses = what.into();
        self
    }
    #[must_use]
    pub fn people(mut self, count: i64) -> Self {
        self.people = Some(count);
        self
    }
    /// Where yes is sent, once.
    #[must_use]
    pub fn post(mut self, action: impl Into<String>, once: impl Into<String>) -> Self {
        self.action = action.into();
        self.once = once.into();
        self
    }
    /// More fields: a reason, a name to type.
    #[must_use]
    pub fn fields(mut self, fields: impl Render) -> Self {
        self.inside = fields.render();
        self
    }

    /// The question on a page of its own, which has its title: no leads back to where one came from.
    pub fn on_page(&self, back: &str) -> Markup {
        let no = html! { a.button.quiet href=(back) { (t!(self.lang, "cancel")) } };
        html! { div.question { (self.asked(no)) } }
    }

    fn asked(&self, no: Markup) -> Markup {
        html! {
            @if !self.loses.is_empty() { p { (self.loses) } }
            @if let Some(people) = self.people {
                p class={ "touches " (Tone::Bad.class()) } { (icons::PEOPLE) (t!(self.lang, "confirm-people", people = people)) }
            }
            once-form data-busy=(t!(self.lang, "form-busy")) {
                form method="post" action=(self.action) {
                    input type="hidden" name="once" value=(self.once);
                    (self.inside)
                    div.actions { (Button::danger(self.trigger.clone())) (no) }
                }
            }
        }
    }
}

impl Render for Confirm {
    fn render(&self) -> Markup {
        let no = html! { button.button.quiet type="button" data-close hidden { (t!(self.lang, "cancel")) } };
        dialog(&Button::quiet(self.trigger.clone()), &self.title, self.asked(no))
    }
}

/// A part that opens over the page. The button only lends its label and looks.
pub fn dialog(trigger: &Button, title: &str, inside: impl Render) -> Markup {
    let looks = trigger.render();
    html! {
        confirm-dialog {
            details.unfold {
                summary { span.summary-looks { (as_looks(&looks)) } }
                div.unfolded role="group" aria-label=(title) {
                    p.dialog-title { (title) }
                    (inside)
                }
            }
        }
    }
}

/// A summary must not hold a button: the same markup as a span.
fn as_looks(button: &Markup) -> Markup {
    let text =
        button.clone().into_string().replace("<button", "<span").replace("</button>", "</span>");
    maud::PreEscaped(text.replace(" type=\"submit\"", ""))
}
