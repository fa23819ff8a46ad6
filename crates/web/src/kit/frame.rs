//! What a page's frame knows: whose it is, in which language, where it stands, who is signed in.

use kernel::{Lang, Time};

use super::{
    accent,
    icons::{self, Icon},
    parts::Tone,
};
use crate::t;

/// What every page of one request shares: made once, titled by the page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    pub lang: Lang,
    pub theme: Theme,
    /// The brand; empty where there is none (first start, the sign-in of the installation).
    pub org: String,
    /// The brand's colour, six hexadecimal digits; made readable by [`accent::css`].
    pub accent: String,
    pub title: String,
    /// Path and query of this page: the way back from a choice of language.
    pub here: String,
    /// Where member pages begin: `/fresh`. Empty outside of them.
    pub base: String,
    /// What the last action has to say.
    pub flash: Vec<Flash>,
    pub who: Option<Who>,
    pub rail: Vec<Entry>,
    /// What the console looks at: all stores, an area, a store, a group.
    pub scopes: Vec<Scoped>,
    /// The till of a counter page: "Riverside · Counter 2".
    pub place: String,
    /// What the counter keeps of who stands there, for when the network is away.
    pub stands: Option<Stands>,
    /// Whether something is on to take part in: without it the bar has no such tab.
    pub playing: bool,
    /// Unread messages in groups.
    pub unread: i64,
    /// The style and the script that only this page needs.
    pub own: Option<Files>,
}

/// The plain names of a style and of a script.
pub type Files = (&'static str, &'static str);

/// Who stands at a counter, as its device keeps it.
#[derive(Debug, Clone)]
pub enum Stands {
    /// The device forgets who stood there.
    Nobody,
    Cashier {
        pass: String,
        /// Taps until then can be kept.
        until: Time,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const fn attr(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Flash {
    pub tone: Tone,
    pub text: String,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct Who {
    pub name: String,
    /// Role or tier, in words.
    pub role: String,
    pub account_href: String,
    /// Takes a POST with `once`.
    pub sign_out_href: String,
    pub once: String,
}

/// One way to look at the org in the scope switch.
#[derive(Debug, Clone)]
pub struct Scoped {
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// The stages of the trade: the console's rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Today,
    People,
    Value,
    Play,
    Reach,
    Insight,
    Settings,
}

impl Stage {
    pub const ALL: [Self; 7] = [
        Self::Today,
        Self::People,
        Self::Value,
        Self::Play,
        Self::Reach,
        Self::Insight,
        Self::Settings,
    ];
    pub fn label(self, lang: Lang) -> String {
        match self {
            Self::Today => t!(lang, "nav-today"),
            Self::People => t!(lang, "nav-people"),
            Self::Value => t!(lang, "nav-value"),
            Self::Play => t!(lang, "nav-play"),
            Self::Reach => t!(lang, "nav-reach"),
            Self::Insight => t!(lang, "nav-insight"),
            Self::Settings => t!(lang, "nav-settings"),
        }
    }
    pub const fn icon(self) -> Icon {
        match self {
            Self::Today => icons::TODAY,
            Self::People => icons::PEOPLE,
            Self::Value => icons::VALUE,
            Self::Play => icons::DICE,
            Self::Reach => icons::REACH,
            Self::Insight => icons::INSIGHT,
            Self::Settings => icons::SETTINGS,
        }
    }
}

/// A page in the rail. The first entry of a stage is where the stage itself leads.
#[derive(Debug, Clone)]
pub struct Entry {
    pub stage: Stage,
    pub label: String,
    pub href: String,
    /// What waits there.
    pub count: Option<i64>,
}

/// The bottom bar of member pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Home,
    Groups,
    Play,
    Wallet,
    Me,
}

impl Frame {
    pub fn new(lang: Lang, org: impl Into<String>) -> Self {
        Self { lang, org: org.into(), accent: accent::DEFAULT.into(), ..Self::default() }
    }
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }
    #[must_use]
    pub fn at(mut self, here: impl Into<String>) -> Self {
        self.here = here.into();
        self
    }
    #[must_use]
    pub fn flash(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.flash.push(Flash { tone, text: text.into() });
        self
    }
    #[must_use]
    pub fn with(mut self, own: Files) -> Self {
        self.own = Some(own);
        self
    }
    /// Where somebody who is lost goes.
    pub fn home(&self) -> &str {
        match self.base.as_str() {
            "" if self.in_console() => "/console",
            "" => "/",
            base => base,
        }
    }
    /// Whether this is a page of somebody who is signed in to the console.
    pub(super) const fn in_console(&self) -> bool {
        !self.rail.is_empty()
    }
    /// Whose house this is.
    pub(super) fn brand(&self) -> &str {
        if self.org.is_empty() { "regulars" } else { &self.org }
    }
    /// The rail entry that this page belongs to: the one whose address is the longest beginning.
    pub(super) fn entry(&self) -> Option<&Entry> {
        let path = self.here.split('?').next().unwrap_or_default();
        let begins = |href: &str| {
            path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.rail.iter().filter(|entry| begins(&entry.href)).max_by_key(|entry| entry.href.len())
    }
    pub(super) fn page_title(&self) -> String {
        let org = self.brand();
        if self.title.is_empty() || self.title == org {
            org.to_owned()
        } else {
            format!("{} · {org}", self.title)
        }
    }
}
