//! Keys for programs: what they may do, shown once, revoked at once.
//!
//! Invariants: a key holds known scopes only and at least one; its text is kept nowhere, only its
//! hash; a revoked key stays in the list, so that the trail can be read.
//!
//! Events: none. Deliberately absent: changing a key's scopes (make another, revoke the old one).

pub mod actions;
mod console;

pub use actions::create;
use kernel::{Permission as _, permission::ManageKeys};
use web::{Nav, Slice, kit::Stage, t};

kernel::refusals! {
    keys:
    TooMany "too_many" 409,
}

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 40,
            href: "/console/keys",
            permission: ManageKeys::NAME,
            label: |lang| t!(lang, "keys-title"),
        }],
        refusals: Refusal::ALL,
        ..Slice::named("api_keys")
    }
}
