//! The signs of a shop's counter: the awning, the ticket, the stamp, and the counter's full-screen
//! answer. Nobody else's pages have these; use them for what they mean and nowhere else.

use kernel::Lang;
use maud::{Markup, Render, html};

use super::Tone;
use crate::{
    kit::icons::{self, Icon},
    t,
};

/// The striped edge over what belongs to a store. Decoration: no words.
pub fn awning() -> Markup {
    html! { div.awning aria-hidden="true" {} }
}

/// Anything that can be redeemed: perforated, with its code at the torn-off end.
#[derive(Debug, Clone)]
pub struct Ticket {
    over: String,
    title: String,
    note: Option<String>,
    code: Option<String>,
    action: Option<(String, String)>,
    used: bool,
    icon: Option<Icon>,
}

impl Ticket {
    /// `over` says why one has it ("Your welcome gift"), `title` what it is.
    pub fn new(over: impl Into<String>, title: impl Into<String>) -> Self {
        let (over, title) = (over.into(), title.into());
        Self { over, title, note: None, code: None, action: None, used: false, icon: None }
    }
    /// Where and until when.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
    /// The short code, as one reads it out.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
    /// The link to the full-screen code.
    #[must_use]
    pub fn action(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.action = Some((href.into(), label.into()));
        self
    }
    /// Torn: it stays to be seen and cannot be used.
    #[must_use]
    pub fn used(mut self) -> Self {
        self.used = true;
        self
    }
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Render for Ticket {
    fn render(&self) -> Markup {
        html! {
            article.ticket.used[self.used] {
                div.ticket-words {
                    @if let Some(icon) = self.icon { (icon) }
                    div {
                        span.over { (self.over) }
                        strong.ticket-title { (self.title) }
                        @if let Some(note) = &self.note { small { (note) } }
                    }
                }
                @if self.code.is_some() || self.action.is_some() {
                    div.ticket-stub {
                        @if let Some(code) = &self.code { span.code { (code) } }
                        @if let Some((href, label)) = &self.action { a.cover-link href=(href) { (label) } }
                    }
                }
            }
        }
    }
}

/// A mark that landed on the card: two short lines, such as day and month.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub top: String,
    pub bottom: String,
}

/// A stamp card with `of` places, the last of which is the reward.
#[derive(Debug, Clone)]
pub struct StampCard {
    lang: Lang,
    stamps: Vec<Stamp>,
    of: usize,
    fresh: bool,
}

impl StampCard {
    pub fn new(lang: Lang, stamps: Vec<Stamp>, of: usize) -> Self {
        Self { lang, stamps, of, fresh: false }
    }
    /// The last stamp was earned just now: it lands.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }
}

impl Render for StampCard {
    fn render(&self) -> Markup {
        let have = self.stamps.len();
        let spoken = t!(self.lang, "stamps-have", have = have, of = self.of);
        html! {
            ol.stamps role="img" aria-label=(spoken) {
                @for (at, stamp) in self.stamps.iter().enumerate().take(self.of) {
                    li class={ "stamp t" (at % 5) } .fresh[self.fresh && at + 1 == have] {
                        span { b { (stamp.top) } i { (stamp.bottom) } }
                    }
                }
                @for at in have..self.of {
                    li.stamp.open.reward[at + 1 == self.of] {
                        @if at + 1 == self.of { (icons::GIFT) } @else { (at + 1) }
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
