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
mod asked;
mod copied;
mod hearing;
mod jobs;
pub(crate) mod merging;
pub mod model;
mod outcome;
mod store;
pub mod teams;

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tests;

pub use actions::{change, check, close, create, open, schedule};
pub use model::{GroupBuy, Refusal, Terms};
pub use teams::{Joining, Seated, join, leave, start};

use ::store::JobHandler;
use kernel::{ids::Kind as _, kinds};
use web::{Slice, names::Namer};

use crate::activities;

/// The job that looks at one group buy: opens it, decides teams, settles places, ends tickets, closes it.
pub const LOOK: &str = "group_buys.look";

pub fn slice() -> Slice {
    Slice {
        migrations: crate::MIGRATIONS,
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
