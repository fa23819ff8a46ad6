//! To-dos: the host's day. Each slot of the programme becomes, for each group, a text to bring there.
//!
//! A timer makes the day's to-dos at midnight of the org's clock; a group that opens or a slot that
//! changes is caught up with at once. After downtime only the present day is made, without what is
//! too late already: nothing piles up.
//!
//! Invariants: at most three per group and day; one per group, slot and day, whatever the clock
//! does; what is too late is shown nowhere. "Said to be done" is what a person says; what was opened
//! and claimed through the link is told beside it. Emits `todos.done`, `todos.reopened`.
//! Deliberately absent: sending into apps that talk to no program.

pub mod actions;
mod api;
mod bundle;
mod console;
mod hosts;
mod model;
mod pieces;
pub mod room;
mod store;
#[cfg(test)]
mod tests;
mod timer;
mod view;

use ::store::JobHandler;
use web::Slice;

pub use model::*;
pub use store::{find, of_day, of_group, require};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes().merge(hosts::routes()),
        api: api::routes,
        nav: console::nav(),
        pieces: pieces::pieces(),
        register: |registry| {
            registry.job(timer::JOB, JobHandler::Turn(timer::run));
            registry.subscribe("todos.groups", &["groups.opened"], timer::group_opened);
        },
        refusals: Refusal::ALL,
        ..Slice::named("todos")
    }
}
