//! Where a member stands on a ladder: a pure function of what counted, and of the day.
//!
//! [`Climb`] is folded by whoever knows the facts (the points' fold); it sees days and amounts. On a
//! day somebody holds the highest tier that some earlier day earned them and whose time has come and
//! has not run out. So whatever is taken out of the past or added to it, a rank is as if it had always
//! been so.
//!
//! Nothing here knows of storage, of the ledger or of the clock.

mod climb;
mod ladder;
mod outlook;

#[cfg(test)]
pub(crate) mod naive;
#[cfg(test)]
pub(crate) mod tests;

pub use climb::{Climb, Counted, Move};
pub use ladder::{
    By, Falls, Ladder, Lasts, MOST_DAYS, MOST_FACTOR, MOST_TIERS, ONE, Period, Privileges, Starts,
    Tier,
};
pub use outlook::{Next, Outlook, Stay, outlook};
