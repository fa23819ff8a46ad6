//! The people who work in the shop: who they are, what they may do and for which part of it, how
//! they sign in.
//!
//! Invariants: an e-mail address belongs to one person of the installation; there is always an owner
//! who works here; nobody gives a role or a remit above their own, or takes one; a changed role
//! reaches open sessions in the same command; passwords, PINs, tokens and recovery codes are kept as
//! hashes only; an unknown address gets the same answer in the same time as a wrong password.
//!
//! Events: none; the trail holds every change. Deliberately absent: deleting a person (their name
//! stands beside what they did), mail (links are handed over by whoever made them).

pub mod actions;
mod api;
mod asked;
pub(crate) mod entry;
mod invitations;
mod model;
mod pages;
pub(crate) mod secrets;
mod store;
#[cfg(test)]
mod tests;
mod tokens;
mod totp;
mod view;

pub use actions::Invitation;
pub use model::{By, NewPerson, Person, Refusal, may_give};
pub use secrets::{Hash, hash};
pub use store::{Filter, by_email, count, find, list, names, require};

pub(crate) use model::{check_password, digits, email};
pub(crate) use pages::enter;
pub(crate) use store::{of_store, pin_hash};

use kernel::{Permission as _, permission::ViewStaff};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: pages::routes(),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 20,
            href: "/console/staff",
            permission: ViewStaff::NAME,
            label: |lang| t!(lang, "staff-title"),
        }],
        refusals: Refusal::ALL,
        ..Slice::named("staff")
    }
}
