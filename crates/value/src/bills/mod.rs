//! Bills: what a purchase comes to with vouchers and standing prices, and why.
//!
//! One pure function, [`bill`], takes lines, the buyer, the day, the store and everything that may take
//! something off, and answers with what is taken off each line and with a reason for every candidate,
//! taken or not. It finds the best that go together (`choose.rs` says how). Whoever asks loads the case
//! and does what the bill says; nothing here knows of storage, of the ledger or of the clock.
//!
//! Invariants: nothing goes below zero and never more is taken off a line than it costs; what is taken
//! off the lines adds up to the whole, to the coin (largest remainder); the order of lines and
//! candidates does not matter; no voucher is used that takes nothing off.
//!
//! Events: none.
//!
//! Deliberately absent: points and the wallet, which pay and take nothing off.

mod api;
mod choose;
mod console;
mod cut;
mod fit;
pub mod model;
pub mod sentences;
pub mod share;
mod store;
pub mod terms;
pub mod terms_form;
mod whom;

#[cfg(test)]
mod naive;
#[cfg(test)]
mod tests;

pub use choose::{alone, bill, sample};
pub use fit::not_now;
pub use model::{
    Bill, Buyer, Candidate, Case, Choice, Counts, Cut, Policy, Reason, Refusal, Verdict,
};
pub use store::policy;
pub use terms::{Base, Benefit, Conditions, Goods, Stacking, Terms, Together};
pub use whom::{Hours, MOST_OF_WHOM, Whom};

use web::{Routes, Slice};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(Routes::new()),
        api: api::routes,
        refusals: Refusal::ALL,
        ..Slice::named("bills")
    }
}
