//! The trail: who changed what, before and after.
//!
//! Invariants: the trail is written in the transaction of the change (`web::trail::note`) and never
//! changed; secrets are not in it; what was changed is found by who, what kind of thing and when, and
//! from the page of the thing itself. Deliberately absent: undoing from here (each slice knows what an
//! undoing means).

mod api;
mod console;
mod pieces;
mod reading;
#[cfg(test)]
mod tests;
mod view;

use kernel::{Permission as _, permission::ViewTrail};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        api: api::routes,
        pieces: pieces::all(),
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 50,
            href: "/console/trail",
            permission: ViewTrail::NAME,
            label: |lang| t!(lang, "trail-title"),
        }],
        ..Slice::named("trails")
    }
}
