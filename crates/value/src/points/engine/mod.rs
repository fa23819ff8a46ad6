//! What a member's points come to: a pure function of what happened.
//!
//! [`replay`] folds facts (bought, visited, spent, adjusted, sent) in the order of their time into
//! steps and a [`Standing`]. A change at the end of history is one more step; any other change (a
//! return, a till's file that tells of last week, two people who turn out to be one) replays the
//! facts as they are now and posts the difference. So whatever the order in which goods come back,
//! a member ends where they would be if those goods had never been sold.
//!
//! Nothing here knows of storage, of the ledger or of the clock.

mod earning;
mod facts;
mod fold;
mod standing;
mod terms;
mod when;

#[cfg(test)]
mod ladder_tests;
#[cfg(test)]
pub(crate) mod naive;
#[cfg(test)]
pub(crate) mod tests;

pub use earning::{Earned, Told, earn};
pub use facts::{EVENTS, Fact, Gone, Line, Payment, Sale, What};
pub use fold::{Contract, Fold, replay};
pub use standing::{EndsKey, Flow, Kind, Lots, Pending, Side, Standing, Step};
pub use terms::{
    Boost, Earn, Expiry, Limits, MOST_POINTS, Of, Returns, Rounding, Rule, Terms, Version, Worth,
};
pub use when::{LONGEST_WHEN, When, check as check_when};
