//! Returns: a part of a purchase comes back, or all of it.
//!
//! Invariants: nothing comes back twice, in whatever parts and order it comes; a purchase's amount is
//! never changed, what came back stands beside it; the money that a return pays out is what the till
//! had taken for those goods, after points and the wallet that paid for them got back theirs; the
//! buyer's points, wallet, stamps and custom end as if those goods had never been sold.
//!
//! Events: `purchases.returned`.
//!
//! Deliberately absent: exchanging goods (a return and a new purchase), what becomes of the goods.

pub mod actions;
mod api;
mod copied;
mod counter;
pub mod model;
mod pieces;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use actions::{open, take};
pub use model::{NewReturn, Refusal, Returned, Wanted};
pub use store::{list, require};

use web::{Piece, Place, Routes, Slice};

pub fn slice() -> Slice {
    Slice {
        routes: counter::routes(Routes::new()),
        api: api::routes,
        pieces: vec![Piece {
            place: Place::MemberPage,
            order: 22,
            draw: |app, viewer| Box::pin(pieces::member(app, viewer)),
        }],
        register: |registry| registry.copies(copied::COPIES),
        refusals: Refusal::ALL,
        ..Slice::named("returns")
    }
}
