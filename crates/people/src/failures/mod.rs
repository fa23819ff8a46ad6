//! What failed for good: jobs that gave up, as a person sees them.
//!
//! Invariants: what is shown is what kind of work it was, when, and why it failed, never its data; it
//! stays until somebody tries it again or lets it go. Deliberately absent: events of its own, changing
//! a job.

mod console;

use kernel::{Permission as _, permission::TendFailures};
use web::{Nav, Piece, Place, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 60,
            href: "/console/failures",
            permission: TendFailures::NAME,
            label: |lang| t!(lang, "failures-title"),
        }],
        pieces: vec![Piece { place: Place::TodayWaits, order: 15, draw: console::waits }],
        ..Slice::named("failures")
    }
}
