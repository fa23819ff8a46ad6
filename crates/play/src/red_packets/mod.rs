//! Red packets: an amount in shares, for whoever opens it first. Bonus in the wallet, points, or vouchers of a
//! gift; split equally or at random.
//!
//! Announcing one moves all of it into a pool and fixes the split by a hash that is published at once; who
//! opens it has the next share. When it is over, what nobody took is the shop's again, and the secret is
//! shown, so that anybody can check every share (`docs/fair-draws.md`).
//!
//! Invariants: pool, shares taken and what went back come to the whole, to the smallest unit; the shares are
//! those of the published split in its order, whoever opens it when; nobody has two; all of it is in one
//! posting, or in one command. A packet is open by the clock, whenever the job runs.
//!
//! Who works here takes no part. Packets that were handed out on another platform are kept beside it, in the
//! same budget; they are nobody's value here.
//!
//! Events: `red_packets.scheduled`, `opened`, `changed`, `taken`, `closed`. Follows: `vouchers.withdrawn`.
//!
//! Deliberately absent: packets from member to member, packets that cost something, more than one share each.

mod accounts;
pub mod actions;
mod api;
mod api_claims;
mod asked;
mod console;
mod console_elsewhere;
mod console_view;
mod copied;
mod counter;
mod csv;
pub mod elsewhere;
mod form;
pub mod grabs;
mod hearing;
mod jobs;
pub(crate) mod merging;
pub mod model;
mod phone;
mod run;
mod sealing;
mod store;
mod view;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use actions::{archive, change, check, close, create, open, schedule};
pub use grabs::{Got, Grabbing, grab};
pub use model::{Gives, RedPacket, Refusal, Split, Terms};

use ::store::JobHandler;
use kernel::{Permission as _, ids::Kind as _, kinds, permission::ViewActivities};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

use crate::activities::{
    self,
    run::{self as runs, Runs as _},
};

/// The job that looks at one packet: opens it, and ends it.
pub const LOOK: &str = "red_packets.look";

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        migrations: crate::MIGRATIONS,
        routes: counter::routes(console_elsewhere::routes(console::routes(phone::routes(
            Routes::new(),
        )))),
        nav: vec![Nav {
            stage: Stage::Play,
            order: 12,
            href: console_view::PATH,
            permission: ViewActivities::NAME,
            label: |lang| t!(lang, "red_packets-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 11, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::Welcome, 19, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::Play, 10, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::CounterDesk, 31, |app, viewer| Box::pin(counter::way(app, viewer))),
            piece(Place::GroupPhone, 10, |app, viewer| Box::pin(phone::in_group(app, viewer))),
        ],
        api: || api::routes().merge(api_claims::routes()),
        namers: vec![Namer {
            prefix: kinds::RedPacket::PREFIX,
            look: |db, org, lang, ids| {
                Box::pin(activities::names::<kinds::RedPacket>(db, org, lang, ids))
            },
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.job(LOOK, JobHandler::Turn(|tx, data| Box::pin(jobs::look(tx, data))));
            registry.subscribe("red_packets.vouchers", hearing::KINDS, hearing::voucher);
            registry.subscribe(
                "red_packets.run",
                kinds::RedPacket::HEARS,
                runs::hear::<kinds::RedPacket>,
            );
        },
        refusals: Refusal::ALL,
        ..Slice::named("red_packets")
    }
}
