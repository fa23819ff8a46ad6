//! Baskets: what a member means to order, kept here so that it works without scripts and on every
//! device of theirs.
//!
//! Invariants: a basket holds no goods (they are held from the order on), and no prices: it costs what
//! the products cost its member now. It is its member's alone, and goes with them.
//!
//! Events: none. Deliberately absent: baskets of strangers, reminders of baskets left standing.

pub mod actions;
mod checkout;
mod copied;
mod model;
mod phone;
mod store;

#[cfg(test)]
mod tests;

pub use actions::clear;
pub(crate) use actions::merge;
pub use checkout::{Checkout, checkout};
pub use model::{Basket, Chosen, MOST_LINES, Refusal};
pub use phone::{page, sums};
pub use store::load;

use web::{Routes, Slice};

pub fn slice() -> Slice {
    Slice {
        routes: phone::routes(Routes::new()),
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.subscribe("baskets.erased", &["members.erased"], actions::erased);
        },
        refusals: Refusal::ALL,
        ..Slice::named("baskets")
    }
}
