//! Outlets: where orders are handed over beside the store. A *point* is a neighbour's door or a corner
//! where people of one group collect; a *zone* is a part of town whose doors are gone to.
//!
//! Each has windows in the week, each window so much room. The room of one slot (a window of one day) is
//! an account: what is free, what is taken; "full" is its floor. A window that gets more or less room
//! changes what is free when the next order asks for it.
//!
//! Invariants: a slot never has more orders than room; a slot is offered until its window's cut-off; a
//! closed outlet offers none, and what was ordered there stays good; every order that is not collected in
//! the store is of one outlet and slot, and stands in the pick list of that day and in no other.
//!
//! Events: `outlets.opened`, `outlets.closed`.
//!
//! Deliberately absent: maps and routes, couriers of other companies, points that staff look after in the
//! console (whoever looks after one does it as a member, on their own phone), windows past midnight.

pub mod actions;
mod api;
mod console;
mod copied;
mod form;
mod keeper;
pub mod model;
mod phone;
mod rooms;
mod sheet;
pub mod slots;
mod store;
mod view;

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

pub use model::{Details, Kind, Missed, Outlet, Refusal, State, Window};
pub use phone::{Near, near, way};
pub use rooms::{free, give_back, left, take};
#[cfg(test)]
pub use sheet::parcels as sheet_parcels;
pub use slots::Slot;
pub(crate) use store::hand_over;
pub use store::{Which, find, list, of_keeper, require};

use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewOrders};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    let routes = keeper::routes(phone::routes(console::routes(Routes::new())));
    Slice {
        routes: sheet::routes(routes),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Value,
            order: 52,
            href: "/console/outlets",
            permission: ViewOrders::NAME,
            label: |lang| t!(lang, "outlets-nav"),
        }],
        pieces: vec![Piece {
            place: Place::Home,
            order: 16,
            draw: |app, viewer| Box::pin(keeper::home(app, viewer)),
        }],
        namers: vec![Namer {
            prefix: kinds::Outlet::PREFIX,
            look: |db, org, _, ids| Box::pin(store::names(db, org, ids)),
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.subscribe("outlets.erased", &["members.erased"], actions::erased);
        },
        refusals: Refusal::ALL,
        ..Slice::named("outlets")
    }
}
