//! Samples: members try what is sold ahead before they pay for it.
//!
//! A pre-sale puts so many pieces of a gift aside, free or for points. A member takes one, on the phone or at
//! the counter, and collects it there with its code. What nobody collects in time is there for others; what is
//! left when the samples end goes back to the shelf. Whoever tried it and does not like it steps back by the
//! rule of the pre-sale, like everybody.
//!
//! Invariants: one for each member, and no more than there are, because both are floors; a sample is taken
//! between the hours that were told, whenever a job runs; who tried it and reserved is counted only when
//! they had it in their hands before they first reserved.
//!
//! Events: `presales.sampled`, `presales.sample_returned`. Follows: `vouchers.redeemed`,
//! `redemption_undone`, `withdrawn`.

mod accounts;
pub(super) mod actions;
pub(super) mod api;
pub(super) mod asked;
pub(super) mod card;
pub(super) mod console;
pub(super) mod counter;
pub(super) mod form;
pub(super) mod merging;
pub mod model;
pub(super) mod phone;
pub(super) mod pools;
mod store;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
pub(super) mod support;
#[cfg(test)]
mod tests;

pub use actions::{Taking, take};
pub use model::{Samples, Tasters};
