//! The value wing: what people get out of it. Gifts and their vouchers, what
//! employees give, member prices, paid membership, purchases and returns, visits,
//! stamp cards, points, money left with the shop, the counter where all of it happens, and the books
//! that everybody can hold it against.
//!
//! Invariants: value changes only by a transfer of the ledger; a slice uses another's actions, model
//! types and events, never its views or tables; nothing here knows of play or reach.
//! Deliberately absent: payments.

pub mod allowances;
pub mod api;
mod balances;
pub mod bills;
pub mod birthdays;
mod books;
pub mod codes;
pub mod counter;
pub mod events;
pub mod gifts;
pub mod imports;
pub mod kept;
pub mod laws;
mod leaving;
mod merging;
mod names;
pub mod plans;
pub mod points;
pub mod prices;
pub mod prints;
pub mod purchases;
mod reminders;
pub mod returns;
#[cfg(test)]
mod simulation;
pub mod stamp_cards;
pub mod swaps;
#[cfg(test)]
mod testing;
pub mod tiers;
pub mod visits;
pub mod vouchers;
pub mod wallets;
pub mod words;

use ::store::{Migration, migration};
use web::Slice;

/// The tables of this wing.
pub const MIGRATIONS: &[Migration] = &[
    migration!("0020_value"),
    migration!("0021_points"),
    migration!("0022_wallets"),
    migration!("0023_swaps"),
    migration!("0024_tiers"),
    migration!("0025_vouchers"),
    migration!("0028_kept"),
    migration!("0029_merging_value"),
    migration!("0033_prices"),
    migration!("0037_outstanding"),
    migration!("0038_allowances"),
    migration!("0039_plans"),
    migration!("0041_by_member_value"),
    migration!("0049_voucher_price"),
    migration!("0051_laws"),
];

/// The slices of this wing, in the order of their migrations.
pub fn slices() -> Vec<Slice> {
    vec![
        gifts::slice(),
        vouchers::slice(),
        visits::slice(),
        purchases::slice(),
        points::slice(),
        tiers::slice(),
        bills::slice(),
        prices::slice(),
        allowances::slice(),
        plans::slice(),
        birthdays::slice(),
        prints::slice(),
        returns::slice(),
        swaps::slice(),
        stamp_cards::slice(),
        laws::slice(),
        wallets::slice(),
        balances::slice(),
        books::slice(),
        counter::slice(),
        kept::slice(),
        reminders::slice(),
        leaving::slice(),
        merging::slice(),
        imports::slice(),
        names::slice(),
    ]
}
