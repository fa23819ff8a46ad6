//! Purchases: what was paid, from the counter, a program or a till's file.
//!
//! Invariants: an amount is never negative and never changed; a till's reference is one purchase per
//! store, however often it is told; a purchase completes the day's one-tap visit of the same member
//! and store instead of being a second one; what the counter typed and the till's file tells again
//! is one purchase; a receipt is shown by one person only.
//!
//! Events: `purchases.recorded`, `purchases.withdrawn`, `purchases.claimed`.
//!
//! Deliberately absent: returns (a slice of their own: rows that point here), a catalogue of articles
//! (a line has the till's own names), how the money came.

pub mod actions;
mod api;
mod copied;
pub(crate) mod merging;
pub mod model;
mod pieces;
mod receipt;
mod store;

#[cfg(test)]
mod tests;

pub use actions::{record, withdraw};
pub use model::{
    Line, MOST_LINES, MOST_VOUCHERS, NewPurchase, Offer, Ordered, Prices, Purchase, Refusal, Source,
};
pub(crate) use store::hand_over;
pub use store::{Which, by_receipt, lines, list, require};
pub(crate) use store::{count_returned, insert, of_day, settle, unfirst};

use web::{Piece, Place, Slice};

pub fn slice() -> Slice {
    Slice {
        api: api::routes,
        pieces: vec![Piece {
            place: Place::MemberPage,
            order: 20,
            draw: |app, viewer| Box::pin(pieces::member(app, viewer)),
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.action("purchases.receipt", |tx, data| Box::pin(receipt::show(tx, data)));
        },
        refusals: Refusal::ALL,
        ..Slice::named("purchases")
    }
}
