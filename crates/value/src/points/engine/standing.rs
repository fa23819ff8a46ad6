//! Where a member stands, and the steps that led there.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{EntryId, Time};
use ledger::Ends;
use serde::{Deserialize, Serialize};

use super::earning::Told;
use crate::tiers::engine::Climb;

/// Amounts by their end.
pub type Lots = BTreeMap<EndsKey, i64>;

/// An end in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EndsKey(i64);

impl From<Ends> for EndsKey {
    fn from(ends: Ends) -> Self {
        Self(ends.micros())
    }
}
impl EndsKey {
    pub const NEVER: Self = Self(i64::MAX);
    /// When nothing happens for long enough: no instant of the calendar.
    pub const IDLE: Self = Self(i64::MAX - 1);
    pub fn at(time: Option<Time>) -> Self {
        Ends::at(time).into()
    }
    /// The instant of the calendar, if it is one.
    pub fn time(self) -> Option<Time> {
        self.kept().filter(|_| self != Self::IDLE)
    }
    /// As the ledger keeps it.
    pub fn kept(self) -> Option<Time> {
        Ends::from_micros(self.0).time()
    }
    pub fn is_over(self, now: Time) -> bool {
        Ends::from_micros(self.0).is_over(now)
    }
}

/// Lots as a list of pairs: within an enum that names itself, the keys of a map come back as text.
pub mod pairs {
    use serde::{Deserialize, Deserializer, Serialize as _, Serializer};

    use super::{EndsKey, Lots};

    pub fn serialize<S: Serializer>(lots: &Lots, serializer: S) -> Result<S::Ok, S::Error> {
        lots.iter().collect::<Vec<_>>().serialize(serializer)
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Lots, D::Error> {
        Vec::<(EndsKey, i64)>::deserialize(deserializer).map(|pairs| pairs.into_iter().collect())
    }
}

/// Points that were earned and cannot be spent yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// From when on they can.
    pub at: Time,
    pub points: i64,
    /// Which version of the terms promised them, from 0.
    pub version: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Up to when everything was folded in.
    pub now: Time,
    pub lots: Lots,
    /// The soonest first.
    pub pending: Vec<Pending>,
    /// What was spent of points that came back since.
    pub owed: i64,
    /// Earned on the latest day on which anything was.
    pub today: Option<(Date, i64)>,
    pub earned: i64,
    pub spent: i64,
    pub expired: i64,
    /// Purchases of which something was kept.
    pub purchases: i64,
    /// When something was last bought, visited, gained or spent.
    pub active_at: Option<Time>,
    /// Where they are on the ladder that the points lead up.
    #[serde(default, skip_serializing_if = "untouched")]
    pub climb: Climb,
    /// Since when that ladder is as it was when this was folded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub climbs: Option<Time>,
}

fn untouched(climb: &Climb) -> bool {
    *climb == Climb::default()
}

impl Standing {
    /// What can be spent.
    pub fn balance(&self) -> i64 {
        self.lots.values().sum()
    }
    pub fn waiting(&self) -> i64 {
        self.pending.iter().map(|pending| pending.points).sum()
    }
    /// What ends first, and when.
    pub fn first_end(&self) -> Option<(Time, i64)> {
        let (ends, points) = self.lots.iter().next()?;
        Some((ends.time()?, *points))
    }
}

/// Where points are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Where they come from.
    Minted,
    /// With the member, in the lot with this end.
    Lot(EndsKey),
    Spent,
    Expired,
    /// What was spent without being there, once goods came back.
    Short,
    /// On their way to another member.
    Moved,
    /// The two sides of a promise: pending points.
    Promised,
    Pending,
    /// The two sides of a debt.
    Lent,
    Owes,
}

/// So much from one side to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    pub from: Side,
    pub to: Side,
    /// Above zero.
    pub points: i64,
}

/// What led to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PointsEntryKind)]
pub enum Kind {
    Earned,
    Matured,
    Spent,
    Expired,
    Adjusted,
    Sent,
    Received,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Earned,
        Self::Matured,
        Self::Spent,
        Self::Expired,
        Self::Adjusted,
        Self::Sent,
        Self::Received,
    ];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Earned => "earned",
            Self::Matured => "matured",
            Self::Spent => "spent",
            Self::Expired => "expired",
            Self::Adjusted => "adjusted",
            Self::Sent => "sent",
            Self::Received => "received",
        }
    }
}

/// One step of the fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The fact that led to it; none where time did.
    pub fact: Option<EntryId>,
    pub at: Time,
    pub kind: Kind,
    /// What the member has more (or less) of it, pending ones included.
    pub points: i64,
    pub flows: Vec<Flow>,
    /// Which rules gave how much.
    pub told: Vec<Told>,
    /// Until when what was earned is pending.
    pub pending_until: Option<Time>,
}
