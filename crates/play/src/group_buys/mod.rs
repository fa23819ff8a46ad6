//! Group buys: people who buy together pay less, and the more they are the less each pays.
//!
//! A member starts a team or steps into one by its invitation; stepping in takes a piece out of the group
//! buy's pool, one of the team's places, and what it costs: points, or a deposit out of the wallet. At the
//! team's deadline, or when it is full, it is decided by the people who are in it then: enough of them have
//! a ticket at the price that so many reach, too few have everything back.
//!
//! Invariants: no team has more people than it may, and no more places are taken than there are, because
//! both are floors of one posting; a team is decided once, by its people and by nothing else; what was paid
//! and did not become a ticket that was collected goes back, to the cent; one person is once in a team; a
//! place is good from the opening to the team's deadline by the clock, whenever the job runs.
//!
//! Staff may buy as other members do, under their own name; nobody fills places for anybody.
//!
//! Events: `group_buys.scheduled`, `opened`, `changed`, `closed`, `settled`, `joined`, `stepped_out`,
//! `made`, `failed`, `won`, `returned`. Follows: `vouchers.redeemed`, `redemption_undone`, `withdrawn`, and
//! `members.erased`.
//!
//! Deliberately absent: a reward for inviting, payment online, a price before the group buy (products keep
//! no history of prices).

mod accounts;
pub mod actions;
mod api;
mod api_life;
mod api_teams;
mod asked;
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
mod outcome;
mod phone;
mod phone_team;
mod store;
pub mod teams;
mod view;

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
pub(crate) mod support;
#[cfg(test)]
mod tests;

pub use actions::{change, check, close, create, open, schedule};
pub use model::{GroupBuy, Refusal, Terms};
pub use teams::{Joining, Seated, join, leave, start};

use ::store::JobHandler;
use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewActivities};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

use crate::activities;

/// The job that looks at one group buy: opens it, decides teams, settles places, ends tickets, closes it.
pub const LOOK: &str = "group_buys.look";

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        migrations: crate::MIGRATIONS,
        routes: counter::routes(console::routes(phone_team::routes(phone::routes(Routes::new())))),
        nav: vec![Nav {
            stage: Stage::Play,
            order: 20,
            href: "/console/group-buys",
            permission: ViewActivities::NAME,
            label: |lang| t!(lang, "group_buys-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 11, |app, viewer| Box::pin(phone::waiting(app, viewer))),
            piece(Place::Home, 15, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::CounterDesk, 31, |app, viewer| Box::pin(counter::way(app, viewer))),
            piece(Place::Play, 20, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::Welcome, 21, |app, viewer| Box::pin(phone::piece(app, viewer))),
        ],
        api: || api::routes().merge(api_life::routes()).merge(api_teams::routes()),
        namers: vec![Namer {
            prefix: kinds::GroupBuy::PREFIX,
            look: |db, org, lang, ids| {
                Box::pin(activities::names::<kinds::GroupBuy>(db, org, lang, ids))
            },
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.job(LOOK, JobHandler::Turn(|tx, data| Box::pin(jobs::look(tx, data))));
            registry.subscribe("group_buys.vouchers", hearing::KINDS, hearing::voucher);
            registry.subscribe("group_buys.erased", &["members.erased"], hearing::erased);
        },
        refusals: Refusal::ALL,
        ..Slice::named("group_buys")
    }
}
