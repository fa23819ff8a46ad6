//! Law packs: rules of a jurisdiction as data, each with where it stands, and what holds an activity or
//! a wallet against them.
//!
//! A shop keeps to the packs that it chose, or to those of its country. A rule is checked by code before
//! something opens ([`Check`]), or is kept by the way this program works, and then the page says how.
//!
//! Invariants: what breaks a rule that stops cannot be opened, and is told the rule, its citation and
//! what would be lawful; a currency that cannot be compared with a rule's is no way round it; choosing
//! packs does not touch what is open already.
//!
//! Deliberately absent: advice. A pack is what we know of a law, with the day on which it was read.

pub mod actions;
mod api;
mod console;
pub mod model;
mod store;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use actions::{findings, findings_prepaid, held};
pub use model::{Chance, Check, Finding, Pack, Prepaid, WayIn, stop};
pub use view::notes;

use kernel::{Permission as _, permission::ViewActivities};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 45,
            href: "/console/laws",
            permission: ViewActivities::NAME,
            label: |lang| t!(lang, "laws-title"),
        }],
        ..Slice::named("laws")
    }
}
