//! What all activities share: who may take part, when, at what cost and within what limits, and the life
//! from a draft to the archive.
//!
//! A kind of activity is a [`Sort`]: a word, and terms of its own. Its slice does what is special; here is
//! the plan that it begins from, the row that keeps it, and the rules that hold for every kind.
//!
//! Invariants: an instant is typed as the shop's clock shows it and kept as an instant, so that a change
//! of the clock cannot move it; once people were told, a plan only becomes better for them.
//!
//! Events: those of the kinds.
//! Deliberately absent: anything that only one kind needs.

pub mod accounts;
pub(crate) mod console;
pub(crate) mod form;
pub(crate) mod laws;
pub mod life;
pub mod model;
pub(crate) mod phone;
pub(crate) mod pictures;
pub(crate) mod plans;
pub(crate) mod reading;
pub mod run;
pub(crate) mod shelf;
mod store;

#[cfg(test)]
mod tests;

pub use model::{Activity, Cost, Draft, Life, Limits, Phase, Plan, Sort};
pub use store::{find, insert, list, names, require, set_due, told, update};
