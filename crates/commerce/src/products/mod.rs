//! Products: what is for sale, at what price, and how much of it lies in which store.
//!
//! A product has a shelf (an account, floor 0) in every store; a bundle has none, it is as many as its
//! scarcest part allows. `supply` (no floor) fills shelves, and what is written off goes back to it.
//!
//! Invariants: a shelf is never negative and never a column; a bundle's parts are products that are no
//! bundles; a closed product is sold to nobody, and orders of it stay good; an order keeps the name and
//! price of its day.
//!
//! Events: `products.created`, `products.restocked`.
//!
//! Deliberately absent: variants and sizes (two products), prices by store or person, suppliers.

pub mod accounts;
pub mod actions;
mod api;
mod console;
mod form;
pub mod model;
mod phone;
mod pictures;
mod shelves;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use model::{
    Details, LAST_PLACE, MIDDLE, MOST_OF_ONE, MOST_PARTS, MOST_PIECES, Part, Product, Refusal,
    State,
};
pub use shelves::{Shelves, lying, shelves};
pub use store::{
    Coded, Picture, Which, by_code, counted, find, list, named, picture, picture_source, require,
};

use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewProducts};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    let piece = |place, order| Piece {
        place,
        order,
        draw: |app, viewer| Box::pin(phone::way(app, viewer)),
    };
    Slice {
        migrations: crate::MIGRATIONS,
        routes: phone::routes(console::routes(Routes::new())),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Value,
            order: 50,
            href: "/console/products",
            permission: ViewProducts::NAME,
            label: |lang| t!(lang, "products-nav"),
        }],
        pieces: vec![piece(Place::Home, 40), piece(Place::Welcome, 40)],
        namers: vec![Namer {
            prefix: kinds::Product::PREFIX,
            look: |db, org, lang, ids| Box::pin(store::names(db, org, lang, ids)),
        }],
        refusals: Refusal::ALL,
        ..Slice::named("products")
    }
}
