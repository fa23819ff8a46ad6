//! What the counter's page is made of: one field that takes everything, who stands there, what
//! applies, and an answer that fills the screen.

use maud::{Markup, Render, html};

use super::{Tone, avatar};
use crate::kit::icons;

/// The one field: scan, phone, code or name, sent to `action` as `q`. Keyboard-wedge scanners
/// type into it wherever the focus is.
pub fn wedge(action: &str, label: &str, typed: &str) -> Markup {
    html! {
        wedge-field {
            form.wedge method="get" action=(action) role="search" {
                input type="search" name="q" value=(typed) placeholder=(label) aria-label=(label)
                    autocomplete="off" autocapitalize="characters" spellcheck="false" enterkeyhint="search";
                (icons::SCAN)
            }
        }
    }
}

/// Who stands there: the page's `h1`.
#[derive(Debug, Clone)]
pub struct Visitor {
    name: String,
    note: String,
}

impl Visitor {
    /// The note says what they have: tier, points, last visit.
    pub fn new(name: impl Into<String>, note: impl Into<String>) -> Self {
        Self { name: name.into(), note: note.into() }
    }
}

impl Render for Visitor {
    fn render(&self) -> Markup {
        html! {
            header.who {
                (avatar(&self.name))
                div { h1 { (self.name) } p { (self.note) } }
            }
        }
    }
}

/// Something that applies now, or would.
#[derive(Debug, Clone)]
pub struct Offer {
    name: String,
    value: String,
    title: String,
    note: Option<String>,
    aside: String,
    checked: bool,
    not_yet: bool,
}

impl Offer {
    /// Sent as `name=value` when ticked.
    pub fn new(
        name: impl Into<String>,
        value: impl Into<String>,
        title: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            title: title.into(),
            note: None,
            aside: String::new(),
            checked: false,
            not_yet: false,
        }
    }
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
    /// At the right: what it costs or leaves.
    #[must_use]
    pub fn aside(mut self, aside: impl Into<String>) -> Self {
        self.aside = aside.into();
        self
    }
    #[must_use]
    pub fn checked(mut self) -> Self {
        self.checked = true;
        self
    }
    /// Cannot be ticked; the note says what is missing.
    #[must_use]
    pub fn not_yet(mut self) -> Self {
        self.not_yet = true;
        self
    }
}

/// The offers as large ticks. They belong to the form with the id `form`, which records the visit
/// and may stand elsewhere: beside them, since the field above is a form of its own.
pub fn offers(form: &str, offers: impl IntoIterator<Item = Offer>) -> Markup {
    html! {
        ul.offers {
            @for offer in offers {
                li {
                    label.offer.not-yet[offer.not_yet] {
                        input type="checkbox" form=(form) name=(offer.name) value=(offer.value) checked[offer.checked] disabled[offer.not_yet];
                        span {
                            strong { (offer.title) }
                            @if let Some(note) = &offer.note { small { (note) } }
                        }
                        i.num { (offer.aside) }
                    }
                }
            }
        }
    }
}

/// The counter's answer: the whole screen in one colour, with a word that says the same.
#[derive(Debug)]
pub struct Verdict {
    tone: Tone,
    word: String,
    text: String,
    inside: Markup,
}

impl Verdict {
    pub fn new(tone: Tone, word: impl Into<String>, text: impl Into<String>) -> Self {
        Self { tone, word: word.into(), text: text.into(), inside: html! {} }
    }
    /// What to do next: one big button.
    #[must_use]
    pub fn then(mut self, inside: impl Render) -> Self {
        self.inside = inside.render();
        self
    }
}

impl Render for Verdict {
    fn render(&self) -> Markup {
        html! {
            div class={ "verdict " (self.tone.class()) } role="alert" {
                span.verdict-sign { (self.tone.icon()) }
                h1 { (self.word) }
                p { (self.text) }
                div.verdict-next { (self.inside) }
            }
        }
    }
}
