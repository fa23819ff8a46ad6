//! What a group is.

use std::{collections::HashMap, str::FromStr};

use kernel::{GroupId, SeriesId, StaffId, StoreId, Time};
use serde::{Deserialize, Serialize};

pub use crate::series::State;

/// The next group opens when the last one of its store has fewer seats left than this …
pub const AHEAD_LEAST: i64 = 5;
/// … or than this part of its capacity, whichever is more.
pub const AHEAD_PERCENT: i64 = 2;

kernel::refusals! {
    groups:
    /// No seat is left, and none can be made where the group lives.
    Full "full" 409,
    Closed "closed" 409,
    /// `seated` people sit there already.
    Seated "capacity_seated" 409,
    /// Counts and codes are told for groups that live outside; ours are known.
    NotOutside "not_outside" 409,
}

/// Where a group lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GroupPlace)]
pub enum Place {
    /// Our own web group.
    Here,
    /// An ordinary chat group that talks to no program.
    Outside,
}

impl Place {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Outside => "outside",
        }
    }
}
impl FromStr for Place {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Here, Self::Outside].into_iter().find(|one| one.word() == word).ok_or(())
    }
}

/// A numbered group of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub series: SeriesId,
    /// `None`: a group of the whole org.
    pub store: Option<StoreId>,
    /// Consecutive within series and store, never given again.
    pub number: i64,
    pub name: String,
    pub capacity: i64,
    /// Seats taken: people whom we know to be in it.
    pub seated: i64,
    pub state: State,
    pub place: Place,
    pub host: Option<StaffId>,
    pub backup: Option<StaffId>,
    pub opened_at: Time,
    pub closed_at: Option<Time>,
    /// Of an outside group: how many somebody said are in it, and when.
    pub told: Option<(i64, Time)>,
    /// Of an outside group: when its join code ends; `None` if it has none.
    pub code_ends: Option<Time>,
}

/// Which store groups belong to. `None`: to the whole org.
pub type Homes = HashMap<GroupId, Option<StoreId>>;

impl Group {
    pub fn href(&self) -> String {
        format!("/console/groups/{}", self.id)
    }
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }
    /// How many are in it as far as anybody knows: our seats, or what was last told.
    pub fn count(&self) -> i64 {
        match (self.place, self.told) {
            (Place::Outside, Some((members, _))) => members,
            _ => self.seated,
        }
    }
    /// Seats that are left.
    pub fn free(&self) -> i64 {
        (self.capacity - self.count()).max(0)
    }
    /// Whether a join may choose it: open, a seat left, and outside a code to enter by. (When that
    /// code ends is looked at when somebody joins.)
    pub fn lets_in(&self) -> bool {
        let way = self.place == Place::Here || self.code_ends.is_some();
        self.is_open() && way && self.seated < self.capacity && self.free() > 0
    }
    #[expect(clippy::cast_precision_loss, reason = "a picture of a ratio")]
    pub fn fullness(&self) -> f64 {
        if self.capacity > 0 { self.count() as f64 / self.capacity as f64 } else { 0.0 }
    }
}

/// Seats that may be left before the next group is opened.
pub fn ahead(capacity: i64) -> i64 {
    AHEAD_LEAST.max(capacity * AHEAD_PERCENT / 100)
}

/// What is known about a person who wants in.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PickHint {
    /// The store of the link, or the one they chose.
    pub store: Option<StoreId>,
    /// Degrees of latitude and longitude, if their phone says.
    pub near: Option<(f64, f64)>,
}

/// The group that a person is to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    pub group: Group,
    /// A group was opened in the same breath: this one, or the next one behind it.
    pub opened_next: bool,
}

/// What a list of groups is narrowed to. Empty: all of the org.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Part of a name, as typed.
    pub words: String,
    pub series: Option<SeriesId>,
    /// `Some(None)`: national groups only.
    pub store: Option<Option<StoreId>>,
    /// Host or backup.
    pub host: Option<StaffId>,
    pub place: Option<Place>,
    pub state: Option<State>,
    pub fill: Option<Fill>,
    /// Only these: the remit of a host.
    pub only: Option<Vec<GroupId>>,
    /// Only groups at these stores, or of the whole org: the remit of a store manager.
    pub stores: Option<Vec<StoreId>>,
}

/// How full a group is, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Empty,
    /// Fewer than 95 of 100 seats.
    Room,
    /// 95 of 100 or more.
    Nearly,
    Full,
}

impl Fill {
    pub const ALL: [Self; 4] = [Self::Empty, Self::Room, Self::Nearly, Self::Full];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Room => "room",
            Self::Nearly => "nearly",
            Self::Full => "full",
        }
    }
}
impl FromStr for Fill {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.word() == word).ok_or(())
    }
}

/// What a list is ordered by, and whether downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    pub by: By,
    pub falling: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    #[default]
    Name,
    Members,
    Fullness,
    Opened,
}

impl Order {
    /// From the URL: `-members`.
    pub fn parse((name, falling): (&str, bool)) -> Self {
        let by = match name {
            "members" => By::Members,
            "fullness" => By::Fullness,
            "opened" => By::Opened,
            _ => By::Name,
        };
        Self { by, falling }
    }
}
