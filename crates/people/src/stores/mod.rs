//! The shops with a door.
//!
//! Invariants: a store's code is unique in its brand; a closed store keeps its history and its code;
//! hours are at the brand's clock, and an opening may run past midnight.
//!
//! Events: `stores.opened`. Deliberately absent: a time zone or currency per store (a brand has one
//! of each), deleting.

pub mod actions;
mod api;
mod asked;
mod console;
mod model;
mod store;
#[cfg(test)]
mod tests;
mod view;

pub use model::{DAYS, Hours, NewStore, Opening, Refusal, Store, clock, minutes};
pub use store::{all, by_code, find, list, require};

use kernel::{Permission as _, permission::ViewStores};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 15,
            href: "/console/stores",
            permission: ViewStores::NAME,
            label: |lang| t!(lang, "stores-title"),
        }],
        refusals: Refusal::ALL,
        ..Slice::named("stores")
    }
}
