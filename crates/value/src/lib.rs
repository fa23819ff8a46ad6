//! The value wing: what people get out of it. Gifts and their vouchers, purchases, visits, stamp
//! cards, money left with the shop, and the counter where all of it happens.
//!
//! Invariants: value changes only by a transfer of the ledger; a slice uses another's actions, model
//! types and events, never its views or tables; nothing here knows of play or reach.
//! Deliberately absent: points, tiers, returns, payments.

mod api;
mod balances;
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
pub mod wallets;
pub mod words;

use ::store::{Migration, migration};
use web::Slice;

/// The tables of this wing.
pub const MIGRATIONS: &[Migration] = &[migration!("0020_value"), migration!("0022_wallets")];

/// The slices of this wing, in the order of their migrations.
pub fn slices() -> Vec<Slice> {
    vec![
        gifts::slice(),
        vouchers::slice(),
        visits::slice(),
        purchases::slice(),
        stamp_cards::slice(),
        wallets::slice(),
        balances::slice(),
        counter::slice(),
        names::slice(),
    ]
}
