//! Groups: where members are together. Numbered within series and store, with a host, and as many
//! seats as the capacity says.
//!
//! Invariants: seats are ledger accounts, so a group is never over its capacity; numbers are
//! consecutive and never given again; the next group opens before the last is full; what cannot be
//! known about an outside group is shown as unknown.
//! Events: `groups.opened`, `groups.closed`, `groups.counted`. Deliberately absent: who sits there
//! (memberships), what is said there (reach).

pub mod actions;
mod adoption;
mod api;
mod console;
mod model;
pub mod naming;
pub mod nearest;
pub mod outside;
mod page;
#[cfg(test)]
mod page_tests;
mod pieces;
#[cfg(test)]
mod rule_tests;
mod seats;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod view;

use ::store::Read;
use kernel::{GroupId, OrgId, Permission as _, Result};
use web::{Nav, Slice, kit::Stage, t};

pub use console::within;
pub use model::*;
pub use store::{Sums, find, homes, list, of_host, of_series, require, rows, sums};
pub(crate) use view::hosts;
pub(crate) use view::{host_field, hosts_typed};

/// How many sit in a group, as of the last commit.
pub async fn members_count(db: &mut impl Read, org: OrgId, group: GroupId) -> Result<i64> {
    Ok(require(db, org, group).await?.seated)
}

pub fn slice() -> Slice {
    Slice {
        routes: console::routes()
            .merge(page::routes())
            .merge(adoption::routes())
            .merge(outside::phone_routes()),
        api: api::router,
        nav: vec![Nav {
            stage: Stage::People,
            order: 20,
            href: "/console/groups",
            permission: kernel::permission::ViewGroups::NAME,
            label: |lang| t!(lang, "groups-title"),
        }],
        pieces: pieces::all(),
        refusals: Refusal::ALL,
        ..Slice::named("groups")
    }
}
