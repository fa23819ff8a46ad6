//! Series: the plan of a community, which opens numbered groups at the stores that take part.
//!
//! A series copies its texts from a playbook when it opens; from then on they are the shop's own.
//!
//! Invariants: a number is given once per series and store, in order; capacity of new groups lies
//! between 2 and 500; a closed series opens no group and lets nobody in.
//! Events: `series.opened`, `series.closed`. Deliberately absent: seats and hosts of one group
//! (groups), the gifts and the programme themselves (the rooms that adopt them).

pub mod actions;
mod model;
pub mod spots;
mod store;

use ::store::migration;
use web::Slice;

pub(crate) use model::in_range;
pub use model::*;
pub use store::{find, list, page, require};

kernel::refusals! {
    series:
    Closed "closed" 409,
    /// The series has groups at this store already.
    StoreThere "store_there" 409,
}

pub fn slice() -> Slice {
    Slice {
        migrations: &[migration!("0011_groups")],
        refusals: Refusal::ALL,
        ..Slice::named("series")
    }
}
