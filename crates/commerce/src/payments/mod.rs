//! Payments: an order that is paid online, and money on its way back.
//!
//! A payment is written down before the provider is asked for a place to pay, and every call to them is a
//! job under our own key, so that it may be repeated. What they say (told by a message, or asked) goes
//! through one function, [`actions::told`], whatever order it comes in. Money that is there is the
//! order's if the order can have it; if not (it was paid already, called off, or its goods were sold
//! meanwhile) it goes back by itself.
//!
//! Invariants: of the payments of an order at most one is the order's money; all else that was paid is on
//! its way back or marked for a person; not known is never failed; a message has one effect however often
//! it comes; nobody but the provider's signature or answer says that something was paid; goods are held
//! for somebody who pays a bounded time, whatever the provider does.
//!
//! Events: `payments.received`, `payments.refunded`.
//!
//! Deliberately absent: cards (they never touch us), paying a part of an order online, paying inside
//! `WeChat`'s own pages (it wants to know who pays; a code to scan does not).

pub mod actions;
mod api;
mod console;
mod copied;
mod csv;
mod jobs;
mod listing;
pub mod model;
mod phone;
mod pieces;
mod store;
mod told;
mod view;

#[cfg(test)]
mod double;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_pages;

pub use model::{Cause, Payment, Refusal, Standing, State, Sums};
pub(crate) use store::hand_over;
pub use store::{backs, of_order, of_orders, require};

use ::store::Read;
use kernel::{
    OrderId, OrgId, Permission as _, Result, ids::Kind as _, kinds, permission::ViewOrders,
};
use web::{Nav, Piece, Place, Slice, kit::Stage, t};

/// The payment whose money is the order's.
pub async fn paid(db: &mut impl Read, org: OrgId, order: OrderId) -> Result<Option<Payment>> {
    Ok(of_order(db, org, order).await?.into_iter().find(|payment| payment.taken))
}

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    let routes = phone::routes(told::routes());
    Slice {
        routes: listing::routes(console::routes(routes)),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Today,
            order: 32,
            href: "/console/payments",
            permission: ViewOrders::NAME,
            label: |lang| t!(lang, "payments-nav"),
        }],
        pieces: vec![
            piece(Place::OrderPhone, 10, |app, viewer| Box::pin(pieces::phone(app, viewer))),
            piece(Place::OrderPage, 10, |app, viewer| Box::pin(pieces::order(app, viewer))),
            piece(Place::ReturnMoney, 10, |app, viewer| Box::pin(pieces::returned(app, viewer))),
            piece(Place::TodayWaits, 31, |app, viewer| Box::pin(pieces::waits(app, viewer))),
        ],
        namers: vec![web::names::Namer {
            prefix: kinds::Payment::PREFIX,
            look: |db, org, lang, ids| Box::pin(view::names(db, org, lang, ids)),
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            jobs::register(registry);
            registry.subscribe("payments.returned", &["purchases.returned"], actions::returned);
        },
        refusals: Refusal::ALL,
        ..Slice::named("payments")
    }
}
