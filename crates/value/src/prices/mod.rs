//! Member prices: what a purchase costs less for members, for people of a tier, a group or a series,
//! on some days and at some hours, with no voucher in anybody's hand. A weekly member day is one of them.
//!
//! A rule says what it takes off (the terms of `bills`), for whom, when and where. Bills find what is
//! best of all rules and vouchers together; a rule is never one of the vouchers that the shop counts.
//!
//! Invariants: a purchase has the prices of the instant at which it is recorded, of the store it is in
//! and of what its buyer is then; it keeps them when rules change. Prices are taken off only where
//! the amount is said to be what the goods cost anybody (`purchases::Prices`), so that a till with
//! prices of its own is believed.
//!
//! Events: none. Deliberately absent: prices for people who are not members, limits on how often.

pub mod actions;
mod api;
mod asked;
mod console;
mod form;
pub mod model;
mod phone;
mod sentences;
mod standing;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use asked::{Offers, offers};
pub use form::{fill_whom, read_whom, sent, whom as whom_fields};
pub use model::{PriceRule, Refusal, Rule};
pub use sentences::{promise, said, whom as whom_said};
pub(crate) use standing::buyer;
pub use standing::{Asked, PriceList};
pub(crate) use store::{open, take, taken_with, withdraw};

use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewGifts};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        routes: console::routes(Routes::new()),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Value,
            order: 12,
            href: "/console/prices",
            permission: ViewGifts::NAME,
            label: |lang| t!(lang, "prices-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 18, |app, viewer| Box::pin(phone::today(app, viewer))),
            piece(Place::Welcome, 40, |app, viewer| Box::pin(phone::today(app, viewer))),
        ],
        namers: vec![Namer {
            prefix: kinds::PriceRule::PREFIX,
            look: |db, org, lang, ids| Box::pin(store::names(db, org, lang, ids)),
        }],
        refusals: Refusal::ALL,
        ..Slice::named("prices")
    }
}
