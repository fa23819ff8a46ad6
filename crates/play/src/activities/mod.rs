//! What all activities share: who may take part, when, at what cost and within what limits, the life from a
//! draft to the archive, and the pages, the form and the operations that go with it.
//!
//! A kind's folder holds what is its own. It answers six traits, each in the file that it is about:
//!
//! - [`Sort`] in `model`: what it is called, and its terms, with their bounds and what they promise;
//! - [`life::Lives`] in `actions`: what a draft names, what lies aside while it is on, what its end is;
//! - [`form::Planned`] in `form`: its fields, and what is made of what was typed in them;
//! - [`console::Desk`] in `console`: its line in the list, its page, the phone beside its form;
//! - [`api::Told`] in `api`: its fields as programs see them, beside its operations in the document;
//! - [`run::Runs`] in `run`: what groups are told of it.
//!
//! In return it is planned, looked through, announced, opened, closed and put away, with a trail and a run.
//! How members take part in it (`phone`, `counter`) and the job that ends what is over (`jobs`) it writes itself.
//! A new kind is a name among `kernel::kinds`, such a folder, and its slice in this wing's list.
//!
//! Invariants: an instant is typed as the shop's clock shows it and kept as an instant, so that a change
//! of the clock cannot move it; once people were told, a plan only becomes better for them.
//!
//! Events: those of the kinds.
//! Deliberately absent: anything that only one kind needs.

pub mod accounts;
pub(crate) mod api;
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
