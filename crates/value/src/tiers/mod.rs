//! Tiers: a ladder that a program's points lead up, and what stands on each step.
//!
//! A ladder counts points earned, money paid or visits, within a year, the last so many days or ever.
//! A rank is folded together with the points (`points::engine`), because each needs the other: a tier
//! multiplies the points of a purchase, and points may be what a tier is reached by. So it is a pure
//! function of the facts and the day ([`engine`]), and a return, a till's file that tells of last
//! year or a purchase typed by mistake leave it as if it had always been so.
//!
//! Invariants: a purchase earns by the tier that its buyer held when they bought, under the ladder of
//! that day; whoever changes a ladder moves people, never points that were earned; a gift for a tier
//! comes once in each period, to those who reach it while there is a ladder, and is taken back only
//! if nobody collected it and the tier was never reached after all.
//!
//! Events: `tiers.reached`, `tiers.lost`, `tiers.ending`.
//!
//! Deliberately absent: tiers given by hand, and ladders without a program (one whose rules give
//! nothing will do).

pub mod actions;
mod api;
mod api_members;
mod console;
mod copied;
mod csv;
pub mod engine;
mod entry_gifts;
mod filled;
mod form;
mod model;
mod phone;
mod pieces;
mod preview;
mod reading;
mod sentences;
mod settling;
mod store;
mod typed;
mod view;

#[cfg(test)]
mod console_tests;
#[cfg(test)]
mod tests;

pub use actions::{keep, remove};
pub use entry_gifts::SOURCE as GIVEN;
pub use model::Refusal;
pub use reading::{Holding, Privileged, held, holdings, named, privileges};
pub use settling::{Climbed, notice_at, settle};
pub use store::ladders;
pub(crate) use store::{hand_over, put_back, set_aside};

use kernel::{Permission as _, permission::ViewPoints};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        routes: phone::routes(Routes::new()).merge(console::routes()),
        api: || api::routes().merge(api_members::routes()),
        nav: vec![Nav {
            stage: Stage::Value,
            order: 31,
            href: "/console/tiers",
            permission: ViewPoints::NAME,
            label: |lang| t!(lang, "tiers-nav"),
        }],
        pieces: vec![
            piece(Place::Wallet, 4, |app, viewer| Box::pin(phone::card(app, viewer))),
            piece(Place::MemberPage, 24, |app, viewer| Box::pin(pieces::member(app, viewer))),
        ],
        namers: vec![Namer {
            prefix: "tir",
            look: |db, org, lang, ids| Box::pin(pieces::names(db, (org, lang), ids)),
        }],
        register: |registry| registry.copies(copied::COPIES),
        refusals: Refusal::ALL,
        ..Slice::named("tiers")
    }
}
