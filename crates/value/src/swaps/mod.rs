//! Swaps: points for a gift, on the member's own phone.
//!
//! Invariants: the points go and the voucher comes in one command, or neither; what a gift's own rules
//! refuse (sold out, already had, closed) refuses the swap and costs nothing; a voucher that is
//! withdrawn gives its points back to the lots they came from.
//!
//! Events: those of points and vouchers.
//!
//! Deliberately absent: points and money together for one gift, points back for a voucher that nobody
//! collected in time.

pub mod actions;
mod api;
mod console;
mod phone;
mod store;

#[cfg(test)]
mod tests;

pub use actions::{SOURCE, Swap, price, swap};
pub use store::{Price, prices};

use web::{Piece, Place, Routes, Slice};

pub fn slice() -> Slice {
    Slice {
        routes: phone::routes(console::routes(Routes::new())),
        api: api::routes,
        pieces: vec![Piece {
            place: Place::Wallet,
            order: 12,
            draw: |app, viewer| Box::pin(phone::way(app, viewer)),
        }],
        ..Slice::named("swaps")
    }
}
