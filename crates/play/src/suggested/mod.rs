//! Activities that the shop's playbooks suggest, each with its dates at the next time of the week that suits
//! and its gifts found among the shop's own. One tap opens the editor of its kind, filled in; nothing is kept
//! before somebody saves it there.
//!
//! Invariants: a suggestion changes nothing; a gift is found by the key under which its series adopted it; what
//! a suggestion lacks (a gift, a program of points, a ticket with a price) is named with the way there.
//! Deliberately absent: activities that plan themselves, dates that pass while nobody looks.

mod api;
mod console;
mod drafts;
mod load;
mod model;
#[cfg(test)]
mod tests;
mod view;

pub use load::{Begun, all, begun, of};
pub use model::{Draft, Kind, Lack, Suggestion, WELCOME};
pub use view::{Desk, cards};

use kernel::{Permission as _, permission::ManageActivities};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Play,
            order: 5,
            href: "/console/play",
            permission: ManageActivities::NAME,
            label: |lang| t!(lang, "suggested-title"),
        }],
        ..Slice::named("suggested")
    }
}
