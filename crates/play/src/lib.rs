//! The play wing: what members take part in. Activities with scarce things: flash sales, group buys,
//! pre-sales, raffles and red packets; and those that playbooks suggest.
//!
//! Invariants: a pool, a member's limit and a price in points are accounts of the ledger, so that
//! "sold out", "one each" and "too few points" are its floors; what is shown as left is a balance; what
//! was announced is not made worse while people rely on it; what rests on chance can be checked by
//! anybody (`fair`). This wing uses `value` and `people`; neither knows of it.
//! Deliberately absent: chance that nobody can check.

pub mod activities;
pub mod events;
pub mod flash_sales;
pub mod group_buys;
mod merging;
pub mod presales;
pub mod raffles;
pub mod red_packets;
pub mod runs;
pub mod suggested;
#[cfg(test)]
mod testing;

use ::store::{Migration, migration};
use web::Slice;

/// The tables of this wing.
pub const MIGRATIONS: &[Migration] = &[
    migration!("0045_activities"),
    migration!("0046_raffles"),
    migration!("0048_red_packets"),
    migration!("0050_group_buys"),
    migration!("0052_presales"),
    migration!("0054_runs"),
    migration!("0055_presale_samples"),
];

/// The slices of this wing.
pub fn slices() -> Vec<Slice> {
    vec![
        runs::slice(),
        flash_sales::slice(),
        group_buys::slice(),
        raffles::slice(),
        red_packets::slice(),
        presales::slice(),
        suggested::slice(),
        merging::slice(),
    ]
}
