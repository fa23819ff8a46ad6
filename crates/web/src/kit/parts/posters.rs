//! What hangs in the shop: an A4 poster and a table tent. Printed from the browser with
//! [`layout::print`](crate::kit::layout::print).

use maud::{Markup, Render, html};

use super::awning;

/// How large a headline is set, by the room that it takes: paper does not scroll. Chinese, emoji and
/// capitals take two columns.
fn size(title: &str) -> &'static str {
    let columns = |c: char| if c > '\u{1100}' || c.is_uppercase() { 2 } else { 1 };
    match title.chars().map(columns).sum::<usize>() {
        0..=40 => "large",
        41..=70 => "medium",
        _ => "small",
    }
}

/// An A4 poster with one code.
#[derive(Debug, Clone)]
pub struct Poster {
    org: String,
    title: String,
    lead: String,
    qr: Markup,
    steps: Vec<String>,
    foot: String,
}

impl Poster {
    /// `org` with its store above, `title` the invitation, `lead` the promise.
    pub fn new(
        org: impl Into<String>,
        title: impl Into<String>,
        lead: impl Into<String>,
        qr: Markup,
    ) -> Self {
        let (org, title, lead) = (org.into(), title.into(), lead.into());
        Self { org, title, lead, qr, steps: Vec::new(), foot: String::new() }
    }
    /// Three steps at most: scan, choose, collect.
    #[must_use]
    pub fn steps<S: Into<String>>(mut self, steps: impl IntoIterator<Item = S>) -> Self {
        self.steps = steps.into_iter().map(Into::into).collect();
        self
    }
    /// The small print: what the gift is worth, until when, how to leave.
    #[must_use]
    pub fn foot(mut self, foot: impl Into<String>) -> Self {
        self.foot = foot.into();
        self
    }
}

impl Render for Poster {
    fn render(&self) -> Markup {
        html! {
            article.poster {
                (awning())
                div.poster-words {
                    p.over { (self.org) }
                    h1 class=(size(&self.title)) { (self.title) }
                    p.lead { (self.lead) }
                }
                div.poster-code { (self.qr) }
                @if !self.steps.is_empty() {
                    ol.poster-steps {
                        @for (at, step) in self.steps.iter().enumerate() { li { b { (at + 1) } (step) } }
                    }
                }
                p.poster-foot { (self.foot) }
            }
        }
    }
}

/// A table tent: the same words to both sides, folded at the two lines.
#[derive(Debug, Clone)]
pub struct Tent {
    org: String,
    title: String,
    lead: String,
    qr: Markup,
    fold: String,
}

impl Tent {
    /// `org` with its store; `fold` tells the person with the scissors what to do with the third part.
    pub fn new(
        org: impl Into<String>,
        title: impl Into<String>,
        lead: impl Into<String>,
        qr: Markup,
        fold: impl Into<String>,
    ) -> Self {
        let (org, title, lead) = (org.into(), title.into(), lead.into());
        Self { org, title, lead, qr, fold: fold.into() }
    }
}

impl Render for Tent {
    fn render(&self) -> Markup {
        let size = size(&self.title);
        html! {
            article.tent {
                section aria-hidden="true" { (awning()) div { p.over { (self.org) } h2 class=(size) { (self.title) } p { (self.lead) } } (self.qr) }
                section { (awning()) div { p.over { (self.org) } h1 class=(size) { (self.title) } p { (self.lead) } } (self.qr) }
                section.tent-base { p { (self.fold) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_set_by_the_room_it_takes() {
        for (title, set) in [
            ("Six eggs for saying hello", "large"),
            ("打个招呼送六个鸡蛋", "large"),
            ("A kilo of strawberries for whoever brings a neighbour along", "medium"),
            (
                "河畔新鲜水果蔬菜鲜花农产品综合超级市场总店旗舰店欢迎每位街坊带上家人朋友常来坐坐",
                "small",
            ),
        ] {
            assert_eq!(size(title), set, "{title}");
            let poster = Poster::new("Riverside", title, "", html! {}).render().into_string();
            assert!(poster.contains(&format!("<h1 class=\"{set}\">")), "{poster}");
        }
    }
}
