//! Runs: what an activity tells the groups before, during and after it, on days of its own.
//!
//! An activity brings its whole run by name (`runs.bring`) and takes it out by name (`runs.withdraw`); it
//! knows nothing of groups' days, and this wing knows nothing of activities. Each text has a moment, a
//! day, an hour and an end. The maker of to-dos takes dated texts and weekly slots together.
//!
//! Invariants: a group and a moment meet once, whatever the clock does and however often the run is brought;
//! at most three posts per group and day, of which dated ones come first; what went out is not changed;
//! what is too late is never made up for. Events: none of its own (`todos.done`, `posts.opened`).
//! Deliberately absent: texts. Who brings a run writes it.

pub mod actions;
mod model;
mod pieces;
mod store;
#[cfg(test)]
mod tests;

use ::store::JobHandler;
use web::Slice;

pub use model::*;
pub(crate) use store::went_out;
pub use store::{find, of_activity, of_day, of_ids};

pub fn slice() -> Slice {
    Slice {
        pieces: pieces::pieces(),
        register: |registry| {
            registry.action("runs.bring", actions::bring_by_name);
            registry.action("runs.withdraw", actions::withdraw_by_name);
            registry.action("runs.weigh", actions::weigh_by_name);
            registry.job(actions::JOB, JobHandler::Turn(actions::run));
        },
        ..Slice::named("runs")
    }
}
