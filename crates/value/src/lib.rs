//! The value wing: what people get out of it. Gifts and their vouchers, purchases, visits, stamp
//! cards, the counter where all of it happens, and the books that everybody can hold it against.
//!
//! Invariants: value changes only by a transfer of the ledger; a slice uses another's actions, model
//! types and events, never its views or tables; nothing here knows of play or reach.
//! Deliberately absent: points, tiers, stored value, returns, payments.

mod api;
mod balances;
mod books;
pub mod codes;
pub mod counter;
pub mod events;
pub mod gifts;
pub mod imports;
mod names;
pub mod purchases;
pub mod stamp_cards;
#[cfg(test)]
mod testing;
pub mod visits;
pub mod vouchers;
pub mod words;

use ::store::{Migration, migration};
use web::Slice;

/// The tables of this wing.
pub const MIGRATIONS: &[Migration] = &[migration!("0020_value")];

/// The slices of this wing, in the order of their migrations.
pub fn slices() -> Vec<Slice> {
    vec![
        gifts::slice(),
        vouchers::slice(),
        visits::slice(),
        purchases::slice(),
        stamp_cards::slice(),
        balances::slice(),
        books::slice(),
        counter::slice(),
        names::slice(),
    ]
}
