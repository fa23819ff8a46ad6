//! Join links: a short address with a QR code for each place where people meet the shop.
//!
//! Invariants: a code is unique in the org and never used again; what a link leads to is decided when
//! it is scanned, so a printed code outlives full groups; every join says by which link and to whose
//! credit. A scan counts once it was answered; a busy moment may leave one out, joins never.
//! Emits nothing of its own.
//!
//! Deliberately absent: invites of members (they come with referral), short addresses of posts
//! (reach has them), shortening services.

pub mod actions;
mod api;
mod console;
mod edit;
pub mod model;
mod paper;
mod store;
mod view;

pub use model::{AskPhone, Link, NewLink, Refusal, SOURCES, Standing};
pub use store::{find, find_by_code, list, of_staff, require};

use web::Slice;

pub fn slice() -> Slice {
    Slice {
        routes: console::routes().merge(paper::routes()),
        api: api::routes,
        nav: console::nav(),
        refusals: Refusal::ALL,
        ..Slice::named("links")
    }
}
