//! Orders: what a member wants, held for them, packed, collected.
//!
//! An order comes out of one store's shelves. Its goods are *held* (a reservation that ends by itself)
//! until they are *set aside* (an account that no clock empties), by paying or by packing; what is
//! handed over is *sold*. Which event leads from which state to which is one function,
//! [`model::State::after`].
//!
//! Invariants: nothing is held, set aside or sold that is not on the shelf; whatever is not open any more
//! holds nothing; an order becomes a purchase once, when it is handed over, and everything that a
//! purchase earns (points, stamps, a visit) comes from there; what comes back of it is a return of that
//! purchase.
//!
//! Events: `orders.placed`, `orders.paid`, `orders.ready`, `orders.set_out`, `orders.attempt_failed`,
//! `orders.missed`, `orders.collected`, `orders.cancelled`, `orders.expired`, `orders.returned`.
//!
//! Deliberately absent: changing an order (call it off and order again), handing over a part of one,
//! goods that come back to the shelf by themselves (somebody looks at them first and restocks), paying
//! on the phone: money is taken by people, at the counter or before, and they say so.

pub mod actions;
mod api;
mod console;
mod copied;
mod counter;
mod csv;
mod goods;
pub mod journey;
mod merging;
pub mod model;
mod phone;
mod picking;
mod pieces;
mod store;
mod view;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod voucher_tests;

pub use model::{Event, HOLD_FOR, Line, Order, Payment, Refusal, State, goods};
pub use phone::shown;
pub use store::{Which, by_code, by_purchase, lines, lines_of, list, of_ids, require, with};
pub use view::{payment as payment_said, state_of as chip};

use ::store::{JobHandler, Tx};
use kernel::{
    Error, OrderId, Permission as _, Result, Time, ids::Kind as _, kinds, permission::ViewOrders,
};
use web::{Nav, Piece, Place, Routes, Slice, find::CodeFinder, kit::Stage, names::Namer, t};

/// The timer that ends what nobody came for; one per order, known by its id.
pub const EXPIRE: &str = "orders.expire";

/// Until when goods are held for an order of now.
pub fn held_until(now: Time) -> Time {
    now.plus(HOLD_FOR)
}

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    let routes = counter::routes(phone::routes(Routes::new()));
    Slice {
        routes: picking::routes(console::routes(routes)),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Today,
            order: 30,
            href: "/console/orders",
            permission: ViewOrders::NAME,
            label: |lang| t!(lang, "orders-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 15, |app, viewer| Box::pin(pieces::home(app, viewer))),
            piece(Place::TodayWaits, 30, |app, viewer| Box::pin(pieces::waits(app, viewer))),
            piece(Place::MemberPage, 27, |app, viewer| Box::pin(pieces::member(app, viewer))),
            piece(Place::Leaving, 20, |app, viewer| Box::pin(pieces::leaving(app, viewer))),
        ],
        namers: vec![Namer {
            prefix: kinds::Order::PREFIX,
            look: |db, org, _, ids| Box::pin(store::names(db, org, ids)),
        }],
        codes: vec![CodeFinder { look: |app, org, code| Box::pin(counter::look(app, org, code)) }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.job(EXPIRE, JobHandler::Turn(|tx, data| Box::pin(timed(tx, data))));
            registry.subscribe("orders.returned", &["purchases.returned"], actions::returned);
            registry.subscribe("orders.erased", &["members.erased"], actions::erased);
            registry.action("merge.commerce", |tx, data| Box::pin(merging::merge(tx, data)));
        },
        refusals: Refusal::ALL,
        ..Slice::named("orders")
    }
}

async fn timed(tx: &mut Tx, data: serde_json::Value) -> Result<()> {
    let id: OrderId = serde_json::from_value(data).map_err(Error::broken)?;
    actions::expire(tx, id).await
}
