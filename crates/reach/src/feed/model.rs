//! What a message is, and who may say and take out what.

use std::time::Duration;

use kernel::{
    FieldError, Fields, GroupId, MemberId, MessageId, PictureId, PostId, StaffId, Time, text,
};
use serde::{Deserialize, Serialize};

kernel::refusals! { feed:
    /// In this group only the shop writes.
    ReadOnly "read_only" 403,
    /// The group is closed: it can be read.
    Closed "closed" 409,
    /// Longer ago than one can take back what one wrote.
    TooLate "too_late" 409,
    /// The group lives elsewhere and has no feed.
    NotHere "not_here" 409,
}

pub const TEXT_MAX: usize = text::TEXT_MAX;
/// The longest reason for taking a message out.
pub const REASON_MAX: usize = 200;
/// The longest title of a card.
pub const TITLE_MAX: usize = 80;
/// The longest welcome of a series.
pub const WELCOME_MAX: usize = 600;
/// How long one may take back what one wrote.
pub const OWN_FOR: Duration = Duration::from_secs(600);
/// People who come in within this time are welcomed together.
pub const TOGETHER_FOR: Duration = Duration::from_secs(3600);
/// Names that a welcome says; the others are counted.
pub const WELCOMED: usize = 3;
/// Messages on a page: with their buttons, fifty kilobytes hold them.
pub const PAGE: u32 = 25;

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    Staff(StaffId),
    Member(MemberId),
    /// The program; always labelled.
    Assistant,
}

impl Author {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Staff(_) => "staff",
            Self::Member(_) => "member",
            Self::Assistant => "assistant",
        }
    }
    pub const fn id(self) -> Option<uuid::Uuid> {
        match self {
            Self::Staff(id) => Some(id.uuid()),
            Self::Member(id) => Some(id.uuid()),
            Self::Assistant => None,
        }
    }
    pub const fn member(self) -> Option<MemberId> {
        if let Self::Member(id) = self { Some(id) } else { None }
    }
    pub const fn staff(self) -> Option<StaffId> {
        if let Self::Staff(id) = self { Some(id) } else { None }
    }
}

/// What a message is besides its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Card {
    /// Something to know: stands out.
    Notice { title: String },
    /// Something to have: looks like a ticket.
    Gift { title: String },
    /// The assistant's: who came in.
    Welcome { members: Vec<MemberId> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub group: GroupId,
    pub at: Time,
    pub author: Author,
    pub text: String,
    pub card: Option<Card>,
    pub picture: Option<PictureId>,
    pub post: Option<PostId>,
    pub removed: Option<Removed>,
}

/// Why it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    pub at: Time,
    /// Empty: its author took it back.
    pub reason: String,
}

impl Message {
    /// Whether its author can take it back now.
    pub fn can_be_taken_back(&self, by: Author, now: Time) -> bool {
        self.removed.is_none()
            && by.id().is_some()
            && self.author == by
            && now.since(self.at) <= OWN_FOR
    }
}

/// What somebody wants to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewMessage {
    pub text: String,
    pub card: Option<Card>,
    /// As it was drawn again.
    pub picture: Option<Vec<u8>>,
}

impl NewMessage {
    /// Cleaned, with every wrong field named. Something has to be in it.
    #[must_use]
    pub fn checked(mut self, fields: &mut Fields) -> Self {
        self.text = text::body(fields, "text", &self.text, TEXT_MAX);
        if let Some(Card::Notice { title } | Card::Gift { title }) = &mut self.card {
            *title = text::require(fields, "title", title, TITLE_MAX);
        } else if self.text.is_empty() && self.picture.is_none() {
            fields.push(FieldError::new("text", "required"));
        }
        self
    }
}

/// What a series says about its feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub members_write: bool,
    /// Said to whoever comes in; blank means ours.
    pub welcome: String,
}

impl Default for Rule {
    fn default() -> Self {
        Self { members_write: true, welcome: String::new() }
    }
}

/// The parts of a text that are addresses, told apart from the words around them.
pub fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("https://").into_iter().chain(rest.find("http://")).min() {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '，' | '。' | '）'))
            .unwrap_or(from.len());
        let (address, after) = from.split_at(end);
        let bare = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        let (address, tail) = address.split_at(bare.len());
        if !before.is_empty() {
            parts.push((before, false));
        }
        // A scheme alone is a word.
        parts.push((address, address.len() > 8));
        if !tail.is_empty() {
            parts.push((tail, false));
        }
        rest = after;
    }
    if !rest.is_empty() {
        parts.push((rest, false));
    }
    parts
}
