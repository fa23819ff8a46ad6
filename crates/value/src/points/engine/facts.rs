//! What happened, as a member's points see it.

use jiff::civil::Date;
use kernel::{EntryId, StoreId, TierId, Time};
use serde::{Deserialize, Serialize};

use super::{standing::Lots, terms::Worth};

/// Events that a rule can reward, beside purchases and visits.
pub const EVENTS: &[&str] = &["memberships.joined", "members.proven"];

/// One fact. They are folded in the order of time, then of id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub id: EntryId,
    pub at: Time,
    /// The local day.
    pub day: Date,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    Bought(Sale),
    Visited {
        store: StoreId,
    },
    Happened {
        kind: String,
        store: Option<StoreId>,
    },
    /// For a gift, or for a purchase that they paid in part.
    Spent(Payment),
    /// Given (above zero) or taken (below) by hand.
    Adjusted {
        points: i64,
    },
    /// To another member.
    Sent {
        points: i64,
    },
    /// From another member, with the ends that they had there.
    Received {
        #[serde(with = "super::standing::pairs")]
        lots: Lots,
    },
}

/// A purchase: what was bought, and what came back of it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    pub store: StoreId,
    pub source: String,
    /// The local hour.
    pub hour: i8,
    /// Minor units of one: 100 fen are a yuan.
    pub minor: i64,
    /// The number of purchases before the member's points began is above zero.
    pub bought_before: bool,
    pub lines: Vec<Line>,
    /// Points that were offered towards it, and what they were worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered: Option<(i64, Worth)>,
    /// Tiers that the buyer had paid for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<TierId>,
}

/// Goods of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    pub quantity: i64,
    /// Of all pieces, in minor units.
    pub amount: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<Gone>,
}

/// What came back of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    pub at: Time,
    pub quantity: i64,
    pub amount: i64,
}

impl Line {
    /// What is kept, when only what came back before an instant counts.
    fn kept(&self, before: Time) -> Self {
        let gone = self.gone.iter().filter(|gone| gone.at < before);
        let (quantity, amount) =
            gone.fold((0, 0), |sum, gone| (sum.0 + gone.quantity, sum.1 + gone.amount));
        Self {
            quantity: self.quantity.saturating_sub(quantity).max(0),
            amount: self.amount.saturating_sub(amount).max(0),
            gone: Vec::new(),
            ..self.clone()
        }
    }
    pub const fn is_gone(&self) -> bool {
        self.quantity == 0 && self.amount == 0
    }
}

impl Sale {
    /// The sale as if what came back before an instant had never been sold.
    #[must_use]
    pub fn kept(&self, before: Time) -> Self {
        Self { lines: self.lines.iter().map(|line| line.kept(before)).collect(), ..self.clone() }
    }
    pub fn total(&self) -> i64 {
        self.lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount))
    }
    pub fn pieces(&self) -> i64 {
        self.lines.iter().fold(0, |sum, line| sum.saturating_add(line.quantity))
    }
    pub fn is_gone(&self) -> bool {
        self.lines.iter().all(Line::is_gone)
    }
    /// Points that pay for it, and what they are worth.
    pub fn paid(&self) -> (i64, i64) {
        self.offered.map_or((0, 0), |(offered, worth)| worth.pays(offered, self.total()))
    }
}

/// Points that were spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Payment {
    /// So many for something that stays bought.
    Fixed { points: i64 },
    /// What a purchase takes of what was offered towards it.
    Purchase(Sale),
}

impl Payment {
    pub fn points(&self) -> i64 {
        match self {
            Self::Fixed { points } => *points,
            Self::Purchase(sale) => sale.kept(Time::from_micros(i64::MAX)).paid().0,
        }
    }
}
