//! What is asked, what is chosen, and what is said of it.

use kernel::{Lang, MemberId};
use serde::{Deserialize, Serialize};

use crate::members::Member;

/// The most records that one is made of, itself left out: its statement reads the accounts of all.
pub const MOST: usize = 9;

/// Which two, as every room is told.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Merging {
    /// The one that lives on.
    pub into: MemberId,
    pub from: MemberId,
    /// Of whoever reads the lines.
    pub lang: Lang,
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MergeSide)]
pub enum Side {
    Into,
    From,
}
kernel::words!(Side { Into "into", From "from" });

/// Whose name and contacts stay, where somebody chose; else what is proven, then what is there, then
/// those of the one that lives on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = MergeWins)]
pub struct Wins {
    pub name: Option<Side>,
    pub phone: Option<Side>,
    pub email: Option<Side>,
    pub birthday: Option<Side>,
    pub lang: Option<Side>,
    pub store: Option<Side>,
}

#[derive(Debug, Clone, Copy)]
pub struct Ask {
    pub into: MemberId,
    pub from: MemberId,
    pub wins: Wins,
    pub lang: Lang,
}

/// What becomes of one kind of thing, in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub what: String,
    /// What the two have.
    pub into: String,
    pub from: String,
    /// What the one has then.
    pub after: String,
    /// What has to be said about it; may be empty.
    pub note: String,
}

impl Line {
    pub fn new(what: impl Into<String>, [into, from, after]: [String; 3]) -> Self {
        Self { what: what.into(), into, from, after, note: String::new() }
    }
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub into: MemberId,
    pub from: MemberId,
    pub lines: Vec<Line>,
}

/// Why two records may be one person's.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = TwinReason)]
pub enum Reason {
    /// The same address.
    Email,
    /// Numbers that end alike: one of them was typed with another country.
    Phone,
    /// The same name and birthday.
    Birthday,
    /// The same name only.
    Name,
}
kernel::words!(Reason { Email "email", Phone "phone", Birthday "birthday", Name "name" });

/// Somebody who may be the same person.
#[derive(Debug, Clone)]
pub struct Twin {
    pub member: Member,
    /// The strongest first.
    pub reasons: Vec<Reason>,
}
