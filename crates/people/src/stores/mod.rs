//! The shops with a door.
//!
//! Invariants: a store's code is unique in its brand; a closed store keeps its history and its code;
//! hours are at the brand's clock, and an opening may run past midnight.
//!
//! Events: `stores.opened`. Deliberately absent: a time zone or currency per store (a brand has one
//! of each), deleting.

pub mod actions;
mod model;
mod store;

pub use model::{DAYS, Hours, NewStore, Opening, Refusal, Store, clock, minutes};
pub use store::{all, by_code, find, list, require};

use web::Slice;

pub fn slice() -> Slice {
    Slice { refusals: Refusal::ALL, ..Slice::named("stores") }
}
