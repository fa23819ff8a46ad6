//! Buttons, chips, cards, figures: what every page has.

use maud::{Markup, Render, html};

use crate::kit::icons::{self, Icon};

/// What a colour means. The word beside it says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    Accent,
    Good,
    Warn,
    Bad,
    /// Money coming in.
    Gold,
}

impl Tone {
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Accent => "accent",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Gold => "gold",
        }
    }
    /// The sign that says the same without colour.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Plain | Self::Accent => icons::INFO,
            Self::Good => icons::GOOD,
            Self::Warn => icons::WARN,
            Self::Bad => icons::ALERT,
            Self::Gold => icons::VALUE,
        }
    }
}

/// A button that sends the form around it, or a link that looks like one.
#[derive(Debug, Clone)]
pub struct Button {
    label: String,
    class: &'static str,
    href: Option<String>,
    icon: Option<Icon>,
    name: Option<(String, String)>,
    action: Option<String>,
    big: bool,
}

impl Button {
    fn new(label: impl Into<String>, class: &'static str) -> Self {
        let (href, icon, name, action) = (None, None, None, None);
        Self { label: label.into(), class, href, icon, name, action, big: false }
    }
    /// The one thing to do here. At most one in sight.
    pub fn primary(label: impl Into<String>) -> Self {
        Self::new(label, "primary")
    }
    pub fn plain(label: impl Into<String>) -> Self {
        Self::new(label, "plain")
    }
    /// Words only, for what is rarely wanted.
    pub fn quiet(label: impl Into<String>) -> Self {
        Self::new(label, "quiet")
    }
    /// Takes something away from somebody.
    pub fn danger(label: impl Into<String>) -> Self {
        Self::new(label, "danger")
    }
    /// A link with the looks of a plain button.
    pub fn link(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self::plain(label).href(href)
    }
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
    /// Sends this with the form, to tell two buttons apart.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some((name.into(), value.into()));
        self
    }
    /// Sends the form elsewhere.
    #[must_use]
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }
    /// The counter's: one that a thumb cannot miss.
    #[must_use]
    pub fn big(mut self) -> Self {
        self.big = true;
        self
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let class = format!("button {}{}", self.class, if self.big { " big" } else { "" });
        let inside = html! {
            @if let Some(icon) = self.icon { (icon) }
            span { (self.label) }
        };
        let name = self.name.as_ref().map(|(name, _)| name.as_str());
        let value = self.name.as_ref().map(|(_, value)| value.as_str());
        html! {
            @match &self.href {
                Some(href) => a class=(class) href=(href) { (inside) },
                None => button class=(class) type="submit" name=[name] value=[value]
                    formaction=[self.action.as_deref()] { (inside) },
            }
        }
    }
}

/// An icon alone that leads somewhere; the label is read out and shown on hover.
pub fn icon_link(href: &str, icon: Icon, label: &str) -> Markup {
    html! { a.icon-link href=(href) aria-label=(label) title=(label) { (icon) } }
}

/// A word about a state.
pub fn chip(tone: Tone, text: &str) -> Markup {
    html! { span class={ "chip " (tone.class()) } { (text) } }
}

/// The same as a sign alone, to stand before a row. Its words are the row's.
pub fn sign(tone: Tone) -> Markup {
    html! { span class={ "sign " (tone.class()) } { (tone.icon()) } }
}

/// A card with a heading; `aside` stands at the right of it and may be empty.
pub fn card(title: &str, aside: impl Render, inside: impl Render) -> Markup {
    html! {
        section.card {
            @if !title.is_empty() {
                div.card-head { h2 { (title) } span.aside { (aside) } }
            }
            (inside)
        }
    }
}

/// A big number, what it counts, and how it moved.
#[derive(Debug, Clone)]
pub struct Figure {
    label: String,
    value: String,
    change: Option<(Tone, String)>,
    note: Option<String>,
    href: Option<String>,
}

impl Figure {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), change: None, note: None, href: None }
    }
    /// Against the last period, signed; the tone says whether that is good here.
    #[must_use]
    pub fn change(mut self, tone: Tone, change: impl Into<String>) -> Self {
        self.change = Some((tone, change.into()));
        self
    }
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
    /// What the number is made of.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

impl Render for Figure {
    fn render(&self) -> Markup {
        let value = html! { span.figure-value.num { (self.value) } };
        html! {
            div.figure {
                span.figure-label { (self.label) }
                @match &self.href {
                    Some(href) => a.figure-link href=(href) { (value) },
                    None => (value),
                }
                @if self.change.is_some() || self.note.is_some() {
                    span.figure-note {
                        @if let Some((tone, change)) = &self.change {
                            b class={ "num " (tone.class()) } { (change) } " "
                        }
                        @if let Some(note) = &self.note { (note) }
                    }
                }
            }
        }
    }
}

/// How much of something is taken: an SVG, since a width in a style attribute is forbidden.
pub fn bar(ratio: f64, tone: Tone, label: &str) -> Markup {
    let width = if ratio.is_finite() { ratio.clamp(0.0, 1.0) * 100.0 } else { 0.0 };
    html! {
        svg class={ "bar " (tone.class()) } viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=(label) {
            rect.bar-ground width="100" height="6" {}
            rect.bar-fill width=(format!("{width:.1}")) height="6" {}
        }
    }
}

/// Name and value pairs of a detail page.
pub fn facts(pairs: impl IntoIterator<Item = (String, Markup)>) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in pairs { div { dt { (name) } dd { (value) } } }
        }
    }
}

/// A message that came with the page. It stays until read; scripts let it go after a while.
pub fn toast(tone: Tone, text: &str) -> Markup {
    html! { p class={ "toast " (tone.class()) } role="status" { (tone.icon()) span { (text) } } }
}

/// A person without a picture: the first character of a Chinese name, else up to two initials, on
/// one of six quiet grounds that stays the same for the name.
pub fn avatar(name: &str) -> Markup {
    let ground = name.chars().fold(0u32, |sum, c| sum.wrapping_mul(31).wrapping_add(c as u32)) % 6;
    html! { span class={ "avatar g" (ground) } aria-hidden="true" { (initials(name)) } }
}

fn initials(name: &str) -> String {
    let first = name.trim().chars().next().unwrap_or('·');
    if !first.is_alphabetic() || ('\u{2e80}'..='\u{9fff}').contains(&first) || first > '\u{ac00}' {
        return first.to_string();
    }
    let words: Vec<_> = name.split_whitespace().filter_map(|word| word.chars().next()).collect();
    let last = if words.len() > 1 { words.last() } else { None };
    [Some(&first), last].into_iter().flatten().flat_map(|c| c.to_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_suit_the_script() {
        for (name, shown) in [
            ("陈美", "陈"),
            ("Ana Ruiz", "AR"),
            ("mei", "M"),
            ("Ana María Ruiz", "AR"),
            ("", "·"),
            ("🍓 Club", "🍓"),
        ] {
            assert_eq!(initials(name), shown);
        }
    }

    #[test]
    fn a_bar_never_leaves_its_ground() {
        for (ratio, width) in [(0.64, "64.0"), (7.0, "100.0"), (-1.0, "0.0"), (f64::NAN, "0.0")] {
            let html = bar(ratio, Tone::Accent, "x").into_string();
            assert!(html.contains(&format!("width=\"{width}\"")), "{html}");
        }
    }
}
