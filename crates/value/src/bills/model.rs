//! A purchase as a bill sees it, and what a bill says.

use jiff::civil::{Date, Time as Clock};
use kernel::{GroupId, SeriesId, StoreId, TierId, Time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    terms::Terms,
    whom::{Hours, Whom},
};
use crate::purchases::Line;

kernel::refusals! { bills:
    /// A voucher that was asked for takes nothing off this purchase; `why` is the reason's word.
    NotApplicable "not_applicable" 409,
    /// It works only beside a purchase.
    NeedsPurchase "needs_purchase" 409,
}

/// Everything that a bill depends on.
#[derive(Debug, Clone)]
pub struct Case {
    pub lines: Vec<Line>,
    pub buyer: Buyer,
    pub store: StoreId,
    /// The local day.
    pub day: Date,
    /// The local time of day.
    pub clock: Clock,
    pub now: Time,
    pub policy: Policy,
    pub candidates: Vec<Candidate>,
}

/// Who buys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Buyer {
    pub groups: Vec<GroupId>,
    /// The series of these groups.
    pub series: Vec<SeriesId>,
    /// The tiers that they hold.
    pub tiers: Vec<TierId>,
    /// Purchases before this one.
    pub before: i64,
}

/// What holds for all vouchers of the shop together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The most that is taken off a purchase, in percent of what it costs.
    pub most_percent: u32,
    /// The most vouchers that take something off one purchase.
    pub most_vouchers: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self { most_percent: 100, most_vouchers: 5 }
    }
}

/// A voucher or a standing offer that may take something off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: Uuid,
    /// Of what template: two of one are of a kind.
    pub template: Uuid,
    pub terms: Terms,
    /// Empty for every store.
    pub stores: Vec<StoreId>,
    pub whom: Whom,
    pub hours: Hours,
    /// From this instant on it is too late.
    pub ends_at: Option<Time>,
    pub choice: Choice,
    pub counts: Counts,
}

/// Whether somebody asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is taken if that is best.
    May,
    /// It was asked for: it is taken before any that was not.
    Asked,
}

/// Whether it is one of the shop's most vouchers of a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    Voucher,
    Standing,
}

/// Why a candidate is taken or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// It takes so much off.
    Applies {
        off: i64,
    },
    /// A thing is handed over beside the purchase.
    Gives,
    /// It begins on this day.
    NotYet {
        from: Date,
    },
    Over,
    OtherStore,
    /// It works on these days.
    OtherDay {
        weekdays: Vec<i8>,
    },
    /// It works between these times of day.
    OtherHour {
        hours: Hours,
    },
    OtherGroup,
    OtherTier,
    NotFirst,
    /// Nothing of what it is for is there.
    OtherGoods,
    /// Too few pieces: so many more would do.
    MorePieces {
        more: i64,
    },
    /// Below the minimum: so much is missing.
    TooLittle {
        least: i64,
        short: i64,
    },
    /// What it goes with nothing, or the one that goes with nothing, stands against it.
    NotWith {
        other: Uuid,
    },
    /// One of its kind is taken already.
    OneOfAKind,
    /// So many are taken already, and no more go together.
    TooMany {
        most: u32,
    },
    /// Others take more off without it.
    NotBest,
    /// There is nothing left that it could take off.
    NothingLeft,
}

impl Reason {
    pub const fn taken(&self) -> bool {
        matches!(self, Self::Applies { .. } | Self::Gives)
    }
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Applies { .. } => "applies",
            Self::Gives => "gives",
            Self::NotYet { .. } => "not_yet",
            Self::Over => "over",
            Self::OtherStore => "other_store",
            Self::OtherDay { .. } => "other_day",
            Self::OtherHour { .. } => "other_hour",
            Self::OtherGroup => "other_group",
            Self::OtherTier => "other_tier",
            Self::NotFirst => "not_first",
            Self::OtherGoods => "other_goods",
            Self::MorePieces { .. } => "more_pieces",
            Self::TooLittle { .. } => "too_little",
            Self::NotWith { .. } => "not_with",
            Self::OneOfAKind => "one_of_a_kind",
            Self::TooMany { .. } => "too_many",
            Self::NotBest => "not_best",
            Self::NothingLeft => "nothing_left",
        }
    }
}

/// What one candidate takes off one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The line, from 0.
    pub line: usize,
    pub candidate: Uuid,
    pub off: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub candidate: Uuid,
    pub reason: Reason,
}

/// The purchase with what is taken off it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bill {
    /// What it costs before.
    pub before: i64,
    pub off: i64,
    /// By line, then in the order in which they were taken.
    pub cuts: Vec<Cut>,
    /// One for every candidate, in the order of their ids.
    pub verdicts: Vec<Verdict>,
}

impl Bill {
    pub const fn total(&self) -> i64 {
        self.before - self.off
    }
    /// What is taken off a line.
    pub fn off_line(&self, line: usize) -> i64 {
        self.cuts.iter().filter(|cut| cut.line == line).map(|cut| cut.off).sum()
    }
    pub fn reason(&self, candidate: Uuid) -> Option<&Reason> {
        self.verdicts.iter().find(|one| one.candidate == candidate).map(|one| &one.reason)
    }
}
