//! Stamp cards: come or buy so many times, and a gift is yours.
//!
//! A stamp is a transfer of the card's unit to the member; a full card is a transfer of all of them
//! back, with the gift's voucher in the same turn.
//!
//! Invariants: one stamp per member, card and local day (or purchase), by an id that is derived from
//! them; undoing reverses the postings, and the stamp may be earned again; a card that is full while
//! the gift is sold out keeps its stamps and is filled with the next one.
//!
//! Events: `stamp_cards.stamped`, `stamp_cards.stamp_withdrawn`, `stamp_cards.filled`.
//!
//! Deliberately absent: stamps that expire, several stamps for one purchase.

mod accounts;
pub mod actions;
mod adopt;
mod api;
mod console;
mod copied;
pub(crate) mod many;
pub(crate) mod merging;
pub mod model;
mod pieces;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use accounts::held_key;
pub use actions::{Stamped, create, stamp, unstamp};
pub use model::{Each, Refusal, StampCard};
pub use store::{list, require, stamp as stamp_of};

use kernel::{Permission as _, permission::ViewGifts};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        routes: console::routes(Routes::new()),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Value,
            order: 20,
            href: "/console/stamp-cards",
            permission: ViewGifts::NAME,
            label: |lang| t!(lang, "stamp_cards-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 30, |app, viewer| Box::pin(pieces::cards(app, viewer))),
            piece(Place::Wallet, 20, |app, viewer| Box::pin(pieces::cards(app, viewer))),
        ],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.action("stamp_cards.adopt", |tx, data| Box::pin(adopt::adopt(tx, data)));
        },
        refusals: Refusal::ALL,
        ..Slice::named("stamp_cards")
    }
}
