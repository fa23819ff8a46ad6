//! Memberships: who is in which group, and was.
//!
//! Invariants: one row per stay, which ends once and is never taken away; a member has at most one
//! open stay per group; an open stay holds exactly one of the group's seats. Emits
//! `memberships.joined` (by joining) and `memberships.left`.
//!
//! Deliberately absent: roles in a group (hosts are staff), reasons of a moderator (moderation keeps
//! its own evidence).

pub mod actions;
mod api;
mod copied;
pub mod model;
mod store;
mod view;

pub use api::Out;
pub use model::{Membership, Refusal, Why};
pub use store::{count_of_group, current, find, of_group, of_member, open_of_member, require};
pub use view::{groups_of, phone_item};

use web::Slice;

pub fn slice() -> Slice {
    Slice {
        api: api::routes,
        pieces: view::pieces(),
        register: |registry| registry.copies(copied::COPIES),
        refusals: Refusal::ALL,
        ..Slice::named("memberships")
    }
}
