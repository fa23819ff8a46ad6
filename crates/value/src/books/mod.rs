//! The head of the shop's books in public: the last row of the ledger's journal with its hash and
//! instant, to be noted down, printed, and held against the books later.
//!
//! Invariants: what is shown of a row is its number, instant, root and hash, never a line of it; a
//! note is compared with the row as the books have it now; an answer about the chain is bounded
//! ([`ledger::MOST_LINKS`]), and so is how often a device may ask.
//!
//! Events: none. Deliberately absent: anybody's lines (`balances` shows a member their own), a
//! judgement that the books are sound (`audit` gives it), telling others about a new head.

mod api;
mod chain;
mod model;
mod pages;
#[cfg(test)]
mod tests;

use web::Slice;

pub use model::{Note, Typed, in_fours};

pub fn slice() -> Slice {
    Slice {
        routes: pages::routes().merge(chain::routes()),
        api: api::routes,
        ..Slice::named("books")
    }
}
