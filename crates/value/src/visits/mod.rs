//! Visits: somebody was here, told with one tap.
//!
//! Invariants: one visit per member, store and local day, however often and on however many tills it
//! is tapped; a purchase of the same day completes the visit, whichever comes first. Beside it lies
//! each member's custom: how often they came and bought, and when they were last here.
//!
//! Events: `visits.recorded`, `visits.withdrawn`.
//!
//! Deliberately absent: counting heads without names (walk-ins are insight's).

pub mod actions;
mod api;
mod copied;
pub mod custom;
pub mod model;
mod store;

pub use actions::{record, withdraw};
pub use custom::Custom;
pub use model::{NewVisit, Visit, day_of};
pub(crate) use store::hand_over;
pub(crate) use store::{complete, part};
pub use store::{of_day, require};

use web::Slice;

pub fn slice() -> Slice {
    Slice {
        api: api::routes,
        register: |registry| registry.copies(copied::COPIES),
        ..Slice::named("visits")
    }
}
