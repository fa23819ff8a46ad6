//! What a link is and when it lets people in.

use std::str::FromStr;

use kernel::{
    FieldError, Fields, GiftId, GroupId, Lang, LinkId, SeriesId, StaffId, StoreId, Time, refusals,
    text,
};
use serde::{Deserialize, Serialize};

refusals! { links:
    Closed "closed" 409,
}

/// Where people meet the shop; each has its words in the locales (`links-source-till`).
pub const SOURCES: &[&str] = &[
    "till", "table", "poster", "window", "flyer", "package", "moments", "video", "web", "partner",
    "employee", "invite", "event", "counter", "other",
];

/// Characters of a link's code.
pub const CODE_LEN: usize = 6;
/// The longest headline on a poster: three lines of large letters.
pub const HEADLINE_MAX: usize = 60;

/// Whether the form insists on a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskPhone {
    #[default]
    Optional,
    Required,
}

impl AskPhone {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }
}
impl FromStr for AskPhone {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Optional, Self::Required].into_iter().find(|ask| ask.word() == word).ok_or(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub id: LinkId,
    /// Six characters, unique in the org: `/fresh/j/K74QPX`.
    pub code: String,
    /// For the shop's own list: "Till 2, Riverside".
    pub name: String,
    pub source: String,
    pub series: SeriesId,
    /// Where the group should be; none means the nearest.
    pub store: Option<StoreId>,
    /// Leads to this group and no other.
    pub group: Option<GroupId>,
    /// Whose link it is: the credit of every join.
    pub staff: Option<StaffId>,
    /// Given to everybody who joins by it.
    pub tags: Vec<String>,
    /// The lead gift; none means the series' own.
    pub gift: Option<GiftId>,
    /// In large letters on paper; blank means the promise of the series.
    pub headline: String,
    pub ask_phone: AskPhone,
    /// Of the paper and the page, where people have not chosen; none means the brand's.
    pub lang: Option<Lang>,
    pub created_at: Time,
    pub expires_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub scans: i64,
    pub joins: i64,
}

/// Whether a link lets people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Open,
    Closed,
    Expired,
}

impl Standing {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Expired => "expired",
        }
    }
}

impl Link {
    pub fn standing(&self, now: Time) -> Standing {
        if self.closed_at.is_some() {
            Standing::Closed
        } else if self.expires_at.is_some_and(|at| at <= now) {
            Standing::Expired
        } else {
            Standing::Open
        }
    }
    /// Below the brand's address.
    pub fn path(&self) -> String {
        format!("/j/{}", self.code)
    }
    pub fn href(&self) -> String {
        format!("/console/links/{}", self.id)
    }
}

/// A link to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    pub name: String,
    pub source: String,
    pub series: SeriesId,
    pub store: Option<StoreId>,
    pub group: Option<GroupId>,
    pub staff: Option<StaffId>,
    pub tags: Vec<String>,
    pub gift: Option<GiftId>,
    pub headline: String,
    pub ask_phone: AskPhone,
    pub lang: Option<Lang>,
    pub expires_at: Option<Time>,
}

impl NewLink {
    /// With nothing special about it.
    pub fn plain(series: SeriesId, source: &str) -> Self {
        Self {
            name: String::new(),
            source: source.to_owned(),
            series,
            store: None,
            group: None,
            staff: None,
            tags: Vec::new(),
            gift: None,
            headline: String::new(),
            ask_phone: AskPhone::default(),
            lang: None,
            expires_at: None,
        }
    }
    /// Cleans what was typed and names what is wrong.
    #[must_use]
    pub fn checked(mut self, fields: &mut Fields, now: Time) -> Self {
        self.name =
            text::optional(fields, "name", Some(&self.name), text::NAME_MAX).unwrap_or_default();
        self.headline = text::optional(fields, "headline", Some(&self.headline), HEADLINE_MAX)
            .unwrap_or_default();
        if !SOURCES.contains(&self.source.as_str()) {
            fields.push(FieldError::new("source", "choice_invalid"));
        }
        if self.expires_at.is_some_and(|at| at <= now) {
            fields.push(FieldError::new("expires_on", "date_past"));
        }
        self
    }
}

/// A typed code without what people add to it.
pub fn code(raw: &str) -> String {
    crate::members::model::code(raw)
}
