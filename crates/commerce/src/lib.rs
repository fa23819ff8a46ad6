//! The commerce wing: what a shop sells from the phone. Products with a shelf in every store, a basket,
//! orders that are packed and collected in the store, at a neighbourhood point or at the door, and paying
//! for them online.
//!
//! Invariants: what lies on a shelf, what is held for an order and what was sold are accounts of the
//! ledger; an order that was collected is a purchase of the value wing, so that points, stamps and
//! returns follow by themselves; nothing here knows of play or reach.
//! Deliberately absent: suppliers, taxes (a price is what is paid).

pub mod baskets;
pub mod catalogues;
pub mod events;
mod files;
pub mod fulfilments;
pub mod order_lists;
pub mod orders;
pub mod outlets;
pub mod payments;
pub mod products;
#[cfg(test)]
mod testing;

use ::store::{Migration, migration};
use web::Slice;

/// The tables of this wing.
pub const MIGRATIONS: &[Migration] = &[
    migration!("0026_commerce"),
    migration!("0032_payments"),
    migration!("0033_order_prices"),
    migration!("0035_catalogues"),
    migration!("0036_outlets"),
    migration!("0040_order_vouchers"),
    migration!("0041_by_member_commerce"),
    migration!("0053_order_lists"),
];

/// The slices of this wing.
pub fn slices() -> Vec<Slice> {
    vec![
        products::slice(),
        catalogues::slice(),
        baskets::slice(),
        orders::slice(),
        payments::slice(),
        outlets::slice(),
        fulfilments::slice(),
        order_lists::slice(),
    ]
}
