//! Plans: paid membership. A member pays for a month, a quarter or a year, and has what the plan gives
//! for so long: a tier, an early door, free delivery, a gift in each period.
//!
//! Nothing is charged by itself: a period is bought by the member's own act, at the counter, and ends.
//! Bought before the end or within the grace, the next one follows without a gap.
//!
//! Invariants: the periods of a membership do not overlap; what was paid and not yet earned lies in the
//! member's `unearned` account, and each period's price leaves it once, earned or paid back; the rule
//! for refunds is the one that stood when the period was bought; a plan that was sold keeps its price
//! and length for those who have it until they buy again.
//!
//! Events: `plans.bought`, `plans.undone`, `plans.ending`, `plans.lapsed`, `plans.refunded`.
//!
//! Deliberately absent: charging by itself (no payment provider is asked here), selling two plans
//! at once, trial periods.

mod accounts;
pub mod actions;
mod api;
mod api_terms;
mod console;
mod copied;
mod counter;
mod engine;
mod form;
mod jobs;
pub(crate) mod merging;
pub mod model;
mod phone;
mod pieces;
mod reading;
mod refunds;
mod sentences;
mod store;
mod view;

#[cfg(test)]
mod naive;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use counter::of as way;
pub use jobs::SOURCE;
pub use model::{Plan, Refusal, Term};
pub use reading::{Held, Paid, held};
pub(crate) use store::any;

use ::store::JobHandler;
use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewGifts};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    let routes = counter::routes(console::routes(Routes::new()));
    Slice {
        routes: refunds::routes(routes),
        api: || api::routes().merge(api_terms::routes()),
        nav: vec![Nav {
            stage: Stage::Value,
            order: 33,
            href: "/console/plans",
            permission: ViewGifts::NAME,
            label: |lang| t!(lang, "plans-nav"),
        }],
        pieces: vec![
            piece(Place::Wallet, 6, |app, viewer| Box::pin(phone::draw(app, viewer))),
            piece(Place::MemberPage, 26, |app, viewer| Box::pin(pieces::member(app, viewer))),
        ],
        namers: vec![Namer {
            prefix: kinds::Plan::PREFIX,
            look: |db, org, lang, ids| Box::pin(store::names(db, org, lang, ids)),
        }],
        register: |registry| {
            registry.job(jobs::DUE, JobHandler::Turn(|tx, _| Box::pin(jobs::run(tx))));
            registry.copies(copied::COPIES);
        },
        refusals: Refusal::ALL,
        ..Slice::named("plans")
    }
}
