//! The brand: how it comes to be and what may change about it.
//!
//! Invariants: the link of the first start works once, only while there is no brand, and only the
//! newest one; a brand's address (slug) and currency never change; the accent colour is any, the kit
//! makes it readable.
//!
//! Events: none. Deliberately absent: deleting a brand (its books outlive it; `regulars export` and
//! the file itself are the way out).

pub mod actions;
mod model;
pub mod places;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{first_start, set_up};
pub use model::{ACCENTS, Refusal, SetUp};

use web::Slice;

pub fn slice() -> Slice {
    Slice {
        migrations: &[::store::migration!("0010_orgs_staff")],
        refusals: Refusal::ALL,
        ..Slice::named("orgs")
    }
}
