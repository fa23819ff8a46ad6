//! What gives a page its order: its head, rows, steps, tabs, and what it shows while empty.

use kernel::{Lang, Permission, Role, permission::ViewTrail};
use maud::{Markup, Render, html};

use super::Button;
use crate::{
    Viewer,
    kit::{icons::Icon, links},
    t,
};

/// The head of a page: the one `h1`, the line above it, the sentence that matters below it.
#[derive(Debug, Clone)]
pub struct Head {
    title: String,
    over: Option<Markup>,
    note: Option<Markup>,
    aside: Option<Markup>,
}

impl Head {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), over: None, note: None, aside: None }
    }
    /// The date, or the way back up.
    #[must_use]
    pub fn over(mut self, over: impl Render) -> Self {
        self.over = Some(over.render());
        self
    }
    /// The way back to the list this came from.
    #[must_use]
    pub fn back(self, href: &str, label: &str) -> Self {
        self.over(html! { a.back href=(href) { (crate::kit::icons::BACK) (label) } })
    }
    #[must_use]
    pub fn note(mut self, note: impl Render) -> Self {
        self.note = Some(note.render());
        self
    }
    /// Buttons at the right.
    #[must_use]
    pub fn aside(mut self, aside: impl Render) -> Self {
        self.aside = Some(aside.render());
        self
    }
}

impl Render for Head {
    fn render(&self) -> Markup {
        html! {
            header.head {
                div {
                    @if let Some(over) = &self.over { div.over { (over) } }
                    h1 { (self.title) }
                    @if let Some(note) = &self.note { div.lead { (note) } }
                }
                @if let Some(aside) = &self.aside { div.actions { (aside) } }
            }
        }
    }
}

/// What a page will be, and the one step towards it.
#[derive(Debug, Clone)]
pub struct Empty {
    icon: Icon,
    title: String,
    text: String,
    action: Option<(String, String)>,
    page: bool,
}

impl Empty {
    pub fn new(icon: Icon, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { icon, title: title.into(), text: text.into(), action: None, page: false }
    }
    #[must_use]
    pub fn action(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.action = Some((href.into(), label.into()));
        self
    }
    /// The step, for those who may take it; to others the page says only what it will be.
    #[must_use]
    pub fn action_for<P: Permission>(
        self,
        role: Role,
        href: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        if role.may(P::NAME) { self.action(href, label) } else { self }
    }
    pub(in crate::kit) fn title(&self) -> &str {
        &self.title
    }
    /// When this is all there is: its title is the page's `h1`.
    #[must_use]
    pub fn as_page(mut self) -> Self {
        self.page = true;
        self
    }
}

impl Render for Empty {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                span.empty-sign { (self.icon) }
                @if self.page { h1 { (self.title) } } @else { p.empty-title { (self.title) } }
                p { (self.text) }
                @if let Some((href, label)) = &self.action {
                    (Button::primary(label.clone()).href(href.clone()))
                }
            }
        }
    }
}

/// One line of a card: when or who, what, a note below, something at the right.
#[derive(Debug, Default)]
pub struct Item {
    start: Option<Markup>,
    title: String,
    note: Option<Markup>,
    under: Option<Markup>,
    aside: Option<Markup>,
    href: Option<String>,
}

impl Item {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }
    /// A time, an avatar, a dot.
    #[must_use]
    pub fn start(mut self, start: impl Render) -> Self {
        self.start = Some(start.render());
        self
    }
    #[must_use]
    pub fn note(mut self, note: impl Render) -> Self {
        self.note = Some(note.render());
        self
    }
    /// A bar below the words.
    #[must_use]
    pub fn under(mut self, under: impl Render) -> Self {
        self.under = Some(under.render());
        self
    }
    /// A chip or a button.
    #[must_use]
    pub fn aside(mut self, aside: impl Render) -> Self {
        self.aside = Some(aside.render());
        self
    }
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// Items below each other with lines between.
pub fn rows(items: impl IntoIterator<Item = Item>) -> Markup {
    html! {
        ul.rows {
            @for item in items {
                li.row {
                    @if let Some(start) = &item.start { span.row-start.num { (start) } }
                    span.row-words {
                        @match &item.href {
                            Some(href) => a.row-link href=(href) { (item.title) },
                            None => strong { (item.title) },
                        }
                        @if let Some(note) = &item.note { small { (note) } }
                        @if let Some(under) = &item.under { (under) }
                    }
                    @if let Some(aside) = &item.aside { span.row-aside { (aside) } }
                }
            }
        }
    }
}

/// One step of making something.
#[derive(Debug)]
pub struct Step {
    pub label: String,
    /// Where to change it, once it was passed.
    pub href: Option<String>,
}

/// Where one is in a conversation of few steps; `current` counts from zero.
pub fn steps(lang: Lang, steps: &[Step], current: usize) -> Markup {
    html! {
        nav.steps aria-label=(t!(lang, "steps", step = current + 1, of = steps.len())) {
            ol {
                @for (at, step) in steps.iter().enumerate() {
                    li.done[at < current] aria-current=[(at == current).then_some("step")] {
                        span.step-mark { @if at < current { (crate::kit::icons::CHECK) } @else { (at + 1) } }
                        @match &step.href {
                            Some(href) if at < current => a href=(href) { (step.label) },
                            _ => span { (step.label) },
                        }
                    }
                }
            }
        }
    }
}

/// Pages beside each other about the same thing.
#[derive(Debug, Default)]
pub struct Tabs {
    label: String,
    tabs: Vec<(String, String)>,
    here: Option<String>,
}

impl Tabs {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }
    #[must_use]
    pub fn tab(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.tabs.push((href.into(), label.into()));
        self
    }
    /// The page that is open: the tab that leads to it is marked.
    #[must_use]
    pub fn here(mut self, href: impl Into<String>) -> Self {
        self.here = Some(href.into());
        self
    }
}

impl Render for Tabs {
    fn render(&self) -> Markup {
        html! {
            nav.tabs aria-label=(self.label) {
                @for (href, label) in &self.tabs {
                    @let current = (self.here.as_ref() == Some(href)).then_some("page");
                    a href=(href) aria-current=[current] { (label) }
                }
            }
        }
    }
}

/// The way to all that was changed about one thing, for those who may see the trail.
pub fn history(viewer: &Viewer, subject: impl std::fmt::Display) -> Markup {
    let subject = subject.to_string();
    let href = links::with_query("/console/trail", [("subject", subject.as_str())]);
    html! {
        @if viewer.may(ViewTrail::NAME) {
            p { a.quiet-link href=(href) { (t!(viewer.lang, "trail-history")) } }
        }
    }
}

/// Grey lines where something is on its way.
pub fn skeleton(lines: usize) -> Markup {
    html! { div.skeleton aria-hidden="true" { @for _ in 0..lines { span {} } } }
}

#[cfg(test)]
mod tests {
    use kernel::permission::ManageGifts;

    use super::*;

    #[test]
    fn a_step_is_shown_only_to_those_who_may_take_it() {
        for (role, shown) in [(Role::Owner, true), (Role::Cashier, false)] {
            let empty =
                Empty::new(crate::kit::icons::GIFT, "No gifts yet", "They will stand here.")
                    .action_for::<ManageGifts>(role, "/console/gifts/new", "Make the first");
            let html = empty.render().into_string();
            assert!(html.contains("They will stand here."), "{html}");
            assert_eq!(html.contains("/console/gifts/new"), shown, "{role}: {html}");
        }
    }
}
