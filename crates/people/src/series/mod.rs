//! Series: the plan of a community, which opens numbered groups at the stores that take part.
//!
//! A series copies its texts from a playbook when it opens; from then on they are the shop's own.
//!
//! Invariants: a number is given once per series and store, in order; capacity of new groups lies
//! between 2 and 500; a closed series opens no group and lets nobody in.
//! Events: `series.opened`, `series.closed`. Deliberately absent: seats and hosts of one group
//! (groups), the gifts and the programme themselves (the rooms that adopt them).

pub mod actions;
mod api;
mod changes;
mod console;
mod draft;
mod model;
mod opening;
pub mod spots;
mod store;
#[cfg(test)]
mod tests;
mod view;

use ::store::migration;
use kernel::Permission as _;
use web::{Nav, Slice, kit::Stage, t};

pub(crate) use model::in_range;
pub use model::*;
pub use store::{find, list, page, require};

kernel::refusals! {
    series:
    Closed "closed" 409,
    /// The series has groups at this store already.
    StoreThere "store_there" 409,
}

pub fn slice() -> Slice {
    let entry = |order, href, label| Nav {
        stage: Stage::People,
        order,
        href,
        permission: kernel::permission::ViewGroups::NAME,
        label,
    };
    Slice {
        migrations: &[migration!("0011_groups")],
        routes: console::routes().merge(opening::routes()).merge(changes::routes()),
        api: api::router,
        nav: vec![
            entry(30, "/console/series", |lang| t!(lang, "series-title")),
            entry(40, "/console/playbooks", |lang| t!(lang, "playbooks-title")),
        ],
        refusals: Refusal::ALL,
        ..Slice::named("series")
    }
}
