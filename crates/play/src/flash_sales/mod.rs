//! Flash sales: so many pieces of a gift at a moment, for nothing, for points, or with a price that the
//! ticket carries to the till.
//!
//! Scheduling moves the pieces from the gift's shelf into a pool; a claim takes one out of it as a voucher
//! that is held for a while, and what nobody collects in time goes back to the pool, points and all. When
//! the pool is empty people stand in a waiting list, and a piece that comes back is offered to whoever
//! waited longest, for a bounded time.
//!
//! Invariants: the pool never goes under zero and nobody passes their limit, because both are floors of
//! one posting; while somebody waits, nobody else takes what comes back; what is shown as left is the
//! pool's balance; a claim is good from the opening to the closing by the clock, whenever the job runs.
//!
//! Staff may buy as other members do: nothing here rests on chance, and first come is first served.
//!
//! Events: `flash_sales.scheduled`, `opened`, `changed`, `claimed`, `returned`, `awaited`, `offered`,
//! `passed`, `closed`, `settled`. Follows: `vouchers.redeemed`, `redemption_undone`, `withdrawn`, and
//! `members.erased`.
//!
//! Deliberately absent: a price before the sale (products keep no history of prices), payment online,
//! unlocking by invitations.

mod accounts;
pub mod actions;
mod api;
mod api_claims;
mod asked;
pub mod claims;
mod console;
mod console_view;
mod copied;
mod counter;
mod csv;
mod form;
mod hearing;
mod jobs;
pub(crate) mod merging;
pub mod model;
mod phone;
mod run;
pub mod rush;
mod store;
mod view;
pub mod waiting;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod rush_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

pub use actions::{change, check, close, create, open, schedule};
pub use claims::{Claiming, Taken, claim};
pub use model::{FlashSale, Refusal, Terms};
pub use rush::Wish;

use ::store::JobHandler;
use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewActivities};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

use crate::activities::{
    self,
    run::{self as runs, Runs as _},
};

/// The job that looks at one sale: opens it, ends holds and offers, closes and settles it.
pub const LOOK: &str = "flash_sales.look";

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        migrations: crate::MIGRATIONS,
        routes: counter::routes(console::routes(phone::routes(Routes::new()))),
        nav: vec![Nav {
            stage: Stage::Play,
            order: 10,
            href: "/console/flash-sales",
            permission: ViewActivities::NAME,
            label: |lang| t!(lang, "flash_sales-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 12, |app, viewer| Box::pin(phone::offered(app, viewer))),
            piece(Place::Home, 14, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::CounterDesk, 30, |app, viewer| Box::pin(counter::way(app, viewer))),
            piece(Place::Welcome, 20, |app, viewer| Box::pin(phone::piece(app, viewer))),
        ],
        api: || api::routes().merge(api_claims::routes()),
        namers: vec![Namer {
            prefix: kinds::FlashSale::PREFIX,
            look: |db, org, lang, ids| {
                Box::pin(activities::names::<kinds::FlashSale>(db, org, lang, ids))
            },
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.job(LOOK, JobHandler::Turn(|tx, data| Box::pin(jobs::look(tx, data))));
            registry.subscribe("flash_sales.vouchers", hearing::KINDS, hearing::voucher);
            registry.subscribe("flash_sales.erased", &["members.erased"], hearing::erased);
            registry.subscribe(
                "flash_sales.run",
                kinds::FlashSale::HEARS,
                runs::hear::<kinds::FlashSale>,
            );
        },
        refusals: Refusal::ALL,
        ..Slice::named("flash_sales")
    }
}
