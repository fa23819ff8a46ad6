//! Gifts: what the shop gives away, how many there are, and who may have one.
//!
//! A gift is a template: kind, name, cost, packing, stores, validity. How many there are is the
//! ledger's: `mint` (no floor) fills `stock` (floor 0), and giving one moves it to the member.
//!
//! Invariants: stock is never negative and never a column; what was given cannot be taken back from
//! the shelf; a closed gift is given to nobody and its vouchers stay good; costs are in minor units
//! of the org's currency and are noted with each voucher, so a later change alters no history.
//!
//! Events: `gifts.created`, `gifts.restocked`; `gifts.given` comes from vouchers.
//!
//! What a gift promises (its terms) is fixed once somebody has a voucher of it.
//!
//! Deliberately absent: what its vouchers take off (bills), budgets over several gifts, draws.

pub mod accounts;
pub mod actions;
pub(crate) mod adopt;
mod api;
mod console;
pub(crate) mod form;
pub mod model;
mod pictures;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use actions::{change, create, restock, set_state, take_back};
pub use adopt::words as adopted_words;
pub use model::{Details, Gift, Kind, Refusal, State, Stock};
pub use pictures::kept as kept_picture;
pub(crate) use store::{by_key, leads};
pub use store::{find, list, require, stocks};

use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewGifts};
use web::{Nav, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    Slice {
        migrations: crate::MIGRATIONS,
        routes: console::routes(Routes::new()),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Value,
            order: 10,
            href: "/console/gifts",
            permission: ViewGifts::NAME,
            label: |lang| t!(lang, "gifts-nav"),
        }],
        namers: vec![Namer {
            prefix: kinds::Gift::PREFIX,
            look: |db, org, lang, ids| Box::pin(store::names(db, org, lang, ids)),
        }],
        register: |registry| {
            registry.action("gifts.adopt", |tx, data| Box::pin(adopt::adopt(tx, data)));
        },
        refusals: Refusal::ALL,
        ..Slice::named("gifts")
    }
}
