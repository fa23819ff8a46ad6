//! Pre-sales: members reserve a piece before the goods are there, and fetch it when they are.
//!
//! A reservation takes a piece, the first of them at the early price, room in a window in which it is picked
//! up, and what is paid ahead: a deposit out of the wallet or in cash at the counter, and points. When the
//! goods are there, each reservation is a ticket at the price less the deposit. Whoever steps back, or does
//! not come, has back what the rule says that stood on the page; whoever the shop leaves without has
//! everything back. What is sold can be tried before it is paid for ([`samples`]).
//!
//! Invariants: no more pieces are reserved than there are, exactly so many at the early price, and no more
//! people come in a window than can, because all are floors of one posting; a deposit is ahead, used, owed,
//! kept or back, and the sum is what was paid, to the cent; what was announced only becomes better, for
//! those who reserved, too; a reservation is good from the opening to the closing by the clock, whenever the
//! job runs.
//!
//! Events: `presales.scheduled`, `opened`, `changed`, `closed`, `called_off`, `settled`, `reserved`, `moved`,
//! `ready`, `returned`, `paid_back`, `sampled`, `sample_returned`. Follows: `vouchers.redeemed`,
//! `redemption_undone`, `withdrawn`, and `members.erased`.
//!
//! Deliberately absent: payment online, several pieces in one reservation, delivery, a deposit paid back twice over
//! where a shop fails (a court's matter, see `docs/decisions/0023-pre-sales.md`).

mod accounts;
pub mod actions;
mod api;
mod api_life;
mod api_reservations;
mod api_terms;
mod asked;
mod console;
mod console_one;
mod console_picking;
mod console_view;
mod copied;
mod counter;
mod csv;
mod form;
mod form_windows;
mod hearing;
mod jobs;
pub(crate) mod merging;
pub mod model;
mod outcome;
mod phone;
mod phone_one;
pub mod reservations;
mod run;
pub mod samples;
mod store;
mod view;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tests;

pub use actions::{change, check, close, create, open, schedule};
pub use model::{Presale, Refusal, Terms};
pub use reservations::{Reserved, Reserving, reserve};

use ::store::JobHandler;
use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewActivities};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

use crate::activities::{
    self,
    run::{self as runs, Runs as _},
};

/// The job that looks at one pre-sale: opens it, closes it, makes tickets, gives back, ends tickets.
pub const LOOK: &str = "presales.look";

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        migrations: crate::MIGRATIONS,
        routes: routes(Routes::new()),
        nav: vec![Nav {
            stage: Stage::Play,
            order: 22,
            href: "/console/presales",
            permission: ViewActivities::NAME,
            label: |lang| t!(lang, "presales-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 12, |app, viewer| Box::pin(phone::waiting(app, viewer))),
            piece(Place::Home, 16, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::CounterDesk, 32, |app, viewer| Box::pin(counter::way(app, viewer))),
            piece(Place::Play, 22, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::Welcome, 22, |app, viewer| Box::pin(phone::piece(app, viewer))),
        ],
        api: || {
            let own = api::routes().merge(api_life::routes());
            own.merge(api_reservations::routes()).merge(samples::api::routes())
        },
        namers: vec![Namer {
            prefix: kinds::Presale::PREFIX,
            look: |db, org, lang, ids| {
                Box::pin(activities::names::<kinds::Presale>(db, org, lang, ids))
            },
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.job(LOOK, JobHandler::Turn(|tx, data| Box::pin(jobs::look(tx, data))));
            registry.subscribe("presales.vouchers", hearing::KINDS, hearing::voucher);
            registry.subscribe("presales.run", kinds::Presale::HEARS, runs::hear::<kinds::Presale>);
            registry.subscribe("presales.erased", &["members.erased"], hearing::erased);
        },
        refusals: Refusal::ALL,
        ..Slice::named("presales")
    }
}

fn routes(routes: Routes) -> Routes {
    let routes = samples::phone::routes(phone_one::routes(phone::routes(routes)));
    let routes = samples::console::routes(console::routes(routes));
    samples::counter::routes(counter::routes(routes))
}
