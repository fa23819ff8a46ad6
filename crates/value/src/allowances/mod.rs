//! Allowances: what an employee may give away by themselves, "give this person one, now".
//!
//! An allowance names gifts, who may give them, and how many or how much worth in a week or a month.
//! What is left of it is an account for each employee and period, with the limit as its floor: a new
//! period is a new account, so nothing has to be refilled.
//!
//! Invariants: no allowance is passed, however many tills tap at once; nobody gives to themselves; what is
//! undone within ten minutes is left again in the period it came from; what was given is the gift's
//! own stock and the member's own limit as well.
//!
//! Events: `allowances.given`, `allowances.undone`, beside those of vouchers.
//!
//! Deliberately absent: what is left over into the next period, asking somebody for more.

mod accounts;
pub mod actions;
mod api;
mod api_givings;
mod console;
mod copied;
mod counter;
mod csv;
mod form;
mod givings;
pub mod model;
mod own;
mod reading;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use actions::{NewGiving, SOURCE, give, set_own, undo};
pub use model::{Allowance, Giving, Refusal};
pub use reading::{Mine, any, mine};
pub(crate) use store::hand_over;
pub use store::{is_own, own_members};

use kernel::{Permission as _, ids::Kind as _, kinds, permission::ManageGifts};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    let routes = counter::routes(console::routes(Routes::new()));
    Slice {
        routes: own::routes(givings::routes(routes)),
        api: || api::routes().merge(api_givings::routes()),
        nav: vec![Nav {
            stage: Stage::Value,
            order: 14,
            href: "/console/allowances",
            permission: ManageGifts::NAME,
            label: |lang| t!(lang, "allowances-nav"),
        }],
        pieces: vec![Piece {
            place: Place::StaffPage,
            order: 40,
            draw: |app, viewer| Box::pin(own::piece(app, viewer)),
        }],
        namers: vec![Namer {
            prefix: kinds::Allowance::PREFIX,
            look: |db, org, _, ids| Box::pin(store::names(db, org, ids)),
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.subscribe("allowances.erased", &["members.erased"], actions::erased);
        },
        refusals: Refusal::ALL,
        ..Slice::named("allowances")
    }
}
