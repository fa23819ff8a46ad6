//! Two records of one person become one: they joined twice, by another phone or under another name.
//!
//! One of the two lives on. Everything of the other is its own from then on, and the other's id, card
//! code and devices lead to it. Every room puts its part together by the action `merge.<room>`, which is
//! given a [`Merging`] and says in [`Line`]s what it did; looking ahead is the same command, rolled back.
//!
//! Invariants: a record that was merged names one that was not, so that there are no chains and no
//! loops; nobody who was erased is merged; what two people agreed to is put together strictly.
//!
//! Events: `members.merged`. Deliberately absent: taking it back (`docs/decisions/0008-merging.md`).

pub mod actions;
pub(super) mod api;
pub(super) mod console;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod view;

pub use actions::merge;
pub use model::{Ask, Line, Merged, Merging, Reason, Side, Twin, Wins};
pub use store::{names_of, twins};
pub(super) use view::href;
