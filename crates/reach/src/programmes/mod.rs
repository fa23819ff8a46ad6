//! Programmes: what a group does on which day and at what time, week by week.
//!
//! A series adopts the week of its playbook and changes it as it likes. Each slot has texts that are
//! taken in turn, one a week, counted from the day the group opened.
//!
//! Invariants: at most three slots on a day; a slot has a title and a text in the language of its
//! series; what a slot said stays with the posts that came from it. Emits `programmes.adopted`.
//! Deliberately absent: activities (they bring their own run: `runs`), dates (a week is a week).

pub mod actions;
mod api;
mod console;
mod form;
mod model;
mod store;
#[cfg(test)]
mod tests;
mod today;
mod view;

use web::Slice;

pub use model::*;
pub use store::{find, of_day, of_series, require};
pub use today::{Today, icon, today_card, today_of};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        api: api::routes,
        nav: console::nav(),
        pieces: today::pieces(),
        register: |registry| registry.action("programmes.adopt", actions::adopt_by_name),
        refusals: Refusal::ALL,
        ..Slice::named("programmes")
    }
}
