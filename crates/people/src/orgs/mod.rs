//! The brand: how it comes to be and what may change about it.
//!
//! Invariants: the link of the first start works once, only while there is no brand, and only the
//! newest one; a brand's address (slug) and currency never change; the accent colour is any, the kit
//! makes it readable.
//!
//! Events: none. Deliberately absent: deleting a brand (its books outlive it; `regulars export` and
//! the file itself are the way out).

pub mod actions;
mod checks;
mod choices;
mod console;
mod first;
mod model;
pub mod places;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{first_start, set_up};
pub use model::{ACCENTS, Refusal, SetUp};

use kernel::{Permission as _, permission::ManageOrg};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: first::routes().merge(console::routes()),
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 10,
            href: "/console/settings",
            permission: ManageOrg::NAME,
            label: |lang| t!(lang, "orgs-settings"),
        }],
        migrations: &[::store::migration!("0010_orgs_staff")],
        refusals: Refusal::ALL,
        ..Slice::named("orgs")
    }
}
