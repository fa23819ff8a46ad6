//! Where a member stands, as lists know it.

use jiff::civil::Date;
use kernel::{MemberId, TierId, VoucherId};

use crate::points::Whose;

kernel::refusals! { tiers:
    /// The program leads up no ladder.
    NoLadder "no_ladder" 404,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    pub whose: Whose,
    pub tier: Option<TierId>,
    pub rank: usize,
    pub since: Option<Date>,
    pub until: Option<Date>,
    pub score: i64,
    /// The end that they were told of.
    pub told: Option<Date>,
}

/// A gift that reaching a tier brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub whose: Whose,
    pub tier: TierId,
    pub entered: Date,
    /// None: there was nothing to give.
    pub voucher: Option<VoucherId>,
}

/// Which rows of a list.
#[derive(Debug, Clone, Default)]
pub struct Which {
    pub rank: Option<usize>,
    /// Only these.
    pub members: Option<Vec<MemberId>>,
}
