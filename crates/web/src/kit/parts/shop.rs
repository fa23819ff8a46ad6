//! The signs of a shop's counter: the awning, the ticket, the stamp. Nobody else's pages have these;
//! use them for what they mean and nowhere else.

use kernel::Lang;
use maud::{Markup, Render, html};

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
            div.stamps role="img" aria-label=(spoken) {
                @for (at, stamp) in self.stamps.iter().enumerate().take(self.of) {
                    @let fresh = if self.fresh && at + 1 == have { " fresh" } else { "" };
                    div class={ "stamp t" (at % 5) (fresh) } {
                        span { b { (stamp.top) } i { (stamp.bottom) } }
                    }
                }
                @for at in have..self.of {
                    div.stamp.open.reward[at + 1 == self.of] {
                        @if at + 1 == self.of { (icons::GIFT) } @else { (at + 1) }
                    }
                }
            }
        }
    }
}

/// The top of a member's first page, like a postcard from the shop: whose shop, a greeting (the
/// page's `h1`), what the member holds, and the shop's picture when there is one.
#[derive(Debug, Clone)]
pub struct Postcard {
    over: String,
    title: String,
    figure: Option<(String, String, String)>,
    picture: Option<String>,
}

impl Postcard {
    pub fn new(over: impl Into<String>, title: impl Into<String>) -> Self {
        Self { over: over.into(), title: title.into(), figure: None, picture: None }
    }
    /// A note below the greeting ("Silver · 160 to Gold"), and on the postage stamp the number and
    /// what it counts.
    #[must_use]
    pub fn figure(
        mut self,
        note: impl Into<String>,
        value: impl Into<String>,
        unit: impl Into<String>,
    ) -> Self {
        self.figure = Some((note.into(), value.into(), unit.into()));
        self
    }
    /// The address of a picture; decoration, since its words stand below it.
    #[must_use]
    pub fn picture(mut self, src: impl Into<String>) -> Self {
        self.picture = Some(src.into());
        self
    }
}

impl Render for Postcard {
    fn render(&self) -> Markup {
        html! {
            header.postcard {
                @if let Some(src) = &self.picture { img.postcard-picture src=(src) alt="" width="720" height="300"; }
                div.postcard-words {
                    p.over { (self.over) }
                    h1 { (self.title) }
                    @if let Some((note, ..)) = &self.figure { p.postcard-note { (note) } }
                }
                @if let Some((_, value, unit)) = &self.figure {
                    p.postage { b.num { (value) } small { (unit) } }
                }
            }
        }
    }
}

/// A ticket turned to the cashier: fills the screen, black on white in every theme.
#[derive(Debug, Clone)]
pub struct Shown {
    title: String,
    note: String,
    qr: Markup,
    code: String,
    back: (String, String),
}

impl Shown {
    /// `qr` from [`qr::svg`](crate::kit::qr::svg), `code` as one reads it out, `back` the way out.
    pub fn new(title: impl Into<String>, qr: Markup, code: impl Into<String>) -> Self {
        let (title, code) = (title.into(), code.into());
        Self { title, note: String::new(), qr, code, back: (String::new(), String::new()) }
    }
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
    #[must_use]
    pub fn back(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.back = (href.into(), label.into());
        self
    }
}

impl Render for Shown {
    fn render(&self) -> Markup {
        html! {
            div.shown {
                h1 { (self.title) }
                (self.qr)
                span.code { (self.code) }
                @if !self.note.is_empty() { p { (self.note) } }
                @if !self.back.0.is_empty() { a.button href=(self.back.0) { (self.back.1) } }
            }
        }
    }
}
