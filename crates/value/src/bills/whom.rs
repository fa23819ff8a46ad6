//! For whom, and at what hours, a candidate is.

use jiff::civil::Time as Clock;
use kernel::{GroupId, SeriesId, TierId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Buyer;

/// Tiers, groups or series of one rule.
pub const MOST_OF_WHOM: usize = 50;

/// Which members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = PriceWhom)]
pub enum Whom {
    #[default]
    Members,
    /// Whoever holds one of these tiers.
    Tiers {
        #[schema(value_type = Vec<String>, min_items = 1, max_items = 50)]
        tiers: Vec<TierId>,
    },
    /// Whoever is in one of these groups.
    Groups {
        #[schema(value_type = Vec<String>, min_items = 1, max_items = 50)]
        groups: Vec<GroupId>,
    },
    /// Whoever is in a group of one of these series.
    Series {
        #[schema(value_type = Vec<String>, min_items = 1, max_items = 50)]
        series: Vec<SeriesId>,
    },
}

impl Whom {
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Tiers { .. } => "tiers",
            Self::Groups { .. } => "groups",
            Self::Series { .. } => "series",
        }
    }
    pub fn is(&self, buyer: &Buyer) -> bool {
        match self {
            Self::Members => true,
            Self::Tiers { tiers } => tiers.iter().any(|id| buyer.tiers.contains(id)),
            Self::Groups { groups } => groups.iter().any(|id| buyer.groups.contains(id)),
            Self::Series { series } => series.iter().any(|id| buyer.series.contains(id)),
        }
    }
}

/// A part of the day, by the shop's clock; left out, it begins or ends with the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = PriceHours)]
pub struct Hours {
    #[schema(value_type = Option<String>, example = "17:00:00")]
    pub from: Option<Clock>,
    /// From then on no more.
    #[schema(value_type = Option<String>, example = "19:30:00")]
    pub until: Option<Clock>,
}

impl Hours {
    pub const fn is_always(self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
    pub fn has(self, clock: Clock) -> bool {
        self.from.is_none_or(|from| from <= clock) && self.until.is_none_or(|until| clock < until)
    }
}
