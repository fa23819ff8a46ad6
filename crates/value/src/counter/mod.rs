//! The counter: one field that takes everything, one large answer, one button.
//!
//! Invariants: one submit is one turn with a mark made by the page, so double taps, two tills at once
//! and a lost reply have one effect and one answer; the last operation can be taken back for ten
//! minutes, whole or not at all; a cashier sees one person at a time, and of several only names and
//! masked numbers; a cashier acts in their own store.
//!
//! Events: those of what it does, and `counter.undone`.
//!
//! Deliberately absent: a member list, points, paying with anything but a wallet.

pub mod actions;
mod bills;
mod copied;
pub mod find;
mod lines;
pub mod model;
mod newcomers;
mod pages;
mod photos;
mod proofs;
mod results;
mod store;
pub mod till;
mod top_ups;
mod view;

#[cfg(test)]
mod tests;

pub use actions::{Submit, perform, undo};
pub use model::{Done, Operation, Refusal};
pub(crate) use photos::open as open_picture;
pub use photos::{blocking, decode};
pub(crate) use store::hand_over;

use web::{Routes, Slice};

pub fn slice() -> Slice {
    let routes = pages::routes(Routes::new());
    let routes = proofs::routes(newcomers::routes(results::routes(routes)));
    let routes = bills::routes(top_ups::routes(routes));
    Slice {
        routes: photos::routes(routes),
        register: |registry| registry.copies(copied::COPIES),
        refusals: Refusal::ALL,
        ..Slice::named("counter")
    }
}
