//! Posts: one text for one group on one day, with a link that says whether anybody opened it.
//!
//! `/{org}/p/{code}` is readable without signing in; where links are blocked, the six characters are
//! typed at `/{org}/c`. Opening is counted once per device and day; what a person does soon after
//! opening (comes, buys, redeems, joins) is counted once per post and person.
//!
//! Invariants: programs that fetch previews count for nobody; a device is known by a hash that
//! means nothing outside of its day. Emits `posts.opened`, `posts.claimed`. Deliberately absent:
//! following people across the web, counts of who only scrolled past.

pub mod actions;
mod api;
mod claims;
mod copied;
mod model;
mod phone;
mod store;
#[cfg(test)]
mod tests;
mod view;

use web::Slice;

pub use model::*;
pub(crate) use store::marks;
pub use store::{by_code, find, last_of_group, of_ids, require};

pub fn slice() -> Slice {
    Slice {
        routes: phone::routes(),
        api: api::routes,
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.subscribe("posts.erased", &["members.erased"], actions::erased);
            registry.subscribe("posts.claims", claims::KINDS, claims::notice);
        },
        ..Slice::named("posts")
    }
}
