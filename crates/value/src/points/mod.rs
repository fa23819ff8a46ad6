//! Points: a thank-you that can be counted, and spent.
//!
//! A program has terms: rules that earn, days that count double, limits, a pending time, an expiry,
//! and what becomes of points when goods come back. A member's points are a pure function of what
//! happened to them ([`engine`]); the ledger holds them in lots, and every change of the past posts
//! the difference.
//!
//! Invariants: what somebody can spend is the sum of their open lots in the ledger; terms are added,
//! never changed, and count from then on; whatever the order in which goods come back, everybody ends
//! as if those goods had never been sold; points are spent by the soonest end; only a return can leave
//! somebody owing, and only where the terms say so.
//!
//! Events: `points.earned`, `points.spent`, `points.adjusted`, `points.sent`, `points.expired`,
//! `points.ending`, `points.restated`.
//!
//! Deliberately absent: points that buy cash; tiers are a slice of their own, folded in here.

mod accounts;
pub mod actions;
mod api;
mod api_members;
mod book;
mod buying;
mod by_hand;
mod console;
mod copied;
mod counted;
mod ends;
pub mod engine;
mod filled;
mod form;
mod hearing;
mod holdings;
mod jobs;
pub(crate) mod merging;
pub mod model;
mod phone;
mod pieces;
mod reading;
mod sample;
pub mod sentences;
mod store;
mod store_counted;
mod typed;
mod view;
mod visiting;

#[cfg(test)]
mod by_hand_tests;
#[cfg(test)]
pub(crate) mod console_tests;
#[cfg(test)]
pub(crate) mod histories;
#[cfg(test)]
pub(crate) mod tests;

pub use accounts::Whose;
pub use actions::{
    Adjust, Back, Grant, Outlook, Spend, adjust, bring_back, create, earn, forget, grant, outlook,
    send, spend, unspend,
};
pub use book::{Book, Noted};
pub use buying::{Buy, buy, note_purchase};
pub use counted::{Counting, counted};
pub use holdings::{Holding, Lot, holdings};
#[cfg(test)]
pub(crate) use jobs::pass;
pub use model::{Act, Known, Origin, Program, Refusal};
pub use reading::{Done, done_by, line_said, spendable, unit_of};
pub use store::{entries, holders, look_again, payment_of, programs, require, standings, totals};
pub use visiting::{unvisited, visited};

use ::store::JobHandler;
use kernel::{Permission as _, permission::ViewPoints};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        routes: phone::routes(Routes::new()).merge(console::routes()).merge(by_hand::routes()),
        api: || api::routes().merge(api_members::routes()),
        nav: vec![Nav {
            stage: Stage::Value,
            order: 30,
            href: "/console/points",
            permission: ViewPoints::NAME,
            label: |lang| t!(lang, "points-nav"),
        }],
        pieces: vec![
            piece(Place::Wallet, 10, |app, viewer| Box::pin(phone::purses(app, viewer))),
            piece(Place::MemberPage, 25, |app, viewer| Box::pin(pieces::member(app, viewer))),
        ],
        namers: vec![Namer {
            prefix: "prg",
            look: |db, org, lang, ids| Box::pin(pieces::names(db, (org, lang), ids)),
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.subscribe("points.events", engine::EVENTS, |tx, event| {
                Box::pin(hearing::hear(tx, event))
            });
            registry.job(jobs::DUE, JobHandler::Turn(|tx, _| Box::pin(jobs::run(tx))));
        },
        refusals: Refusal::ALL,
        ..Slice::named("points")
    }
}
