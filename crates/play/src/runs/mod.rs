//! Runs for programs: what groups are told of an activity, of whatever kind.
//!
//! What a run is, and how it is changed, stands in `activities::run`; the pages are those of the kinds.
//!
//! Invariants: those of a run. Events: none of its own.
//! Deliberately absent: a list of all runs; each belongs to its activity.

mod api;

use web::Slice;

pub fn slice() -> Slice {
    Slice { migrations: crate::MIGRATIONS, api: api::routes, ..Slice::named("activity_runs") }
}
