//! Kept operations: what a counter did while its network was away, told when it is back.
//!
//! Only what records can be kept: a visit, a purchase, and the stamps that follow. What needs the
//! ledger's answer (a gift, points, stored value, a return) waits for the network.
//!
//! Invariants: the device makes the id when the person taps, and the row of that id stays for good, so
//! an operation has its effect exactly once, however often, in whatever order and from however many
//! devices it is told; where it ends does not depend on the order. An operation belongs to the counter
//! that kept it and to the cashier who tapped, by the pass that the counter had from us while that
//! cashier stood there ([`passes`]); the pairing suffices to tell it, whoever stands there now. Its time
//! is believed within bounds: not in the future, and at most [`model::KEPT_FOR_DAYS`] days old.
//!
//! Events: those of visits, purchases and stamp cards.
//!
//! Deliberately absent: undoing (goods come back by a return), a list of what lies on devices that
//! have not told us, names (what is typed without a network must be a code, a number or an address).

mod actions;
mod api;
mod copied;
mod counter;
pub mod model;
pub(crate) mod passes;
mod store;
mod view;
mod whom;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;

pub use actions::{Took, note, take};
pub use model::{Kept, NewKept, Refusal};
pub(crate) use store::hand_over;

use web::Slice;

pub fn slice() -> Slice {
    Slice {
        routes: counter::routes(),
        api: api::routes,
        register: |registry| registry.copies(copied::COPIES),
        refusals: Refusal::ALL,
        ..Slice::named("kept")
    }
}
