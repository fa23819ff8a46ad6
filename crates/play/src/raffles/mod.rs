//! Raffles: tickets go in, winners are drawn, and anybody can check it.
//!
//! Announcing one moves the prizes from their shelves into a pool and signs the **opening**: prizes, rules, the
//! hash of a secret. Every entry is a leaf of a log, and is answered with a signed **receipt**. Closing signs
//! the log and who in it does not count. Drawing shows the secret; the proof is one file, which `fair`, a
//! page without a server and a script of a hundred lines check. Winners hold vouchers, collected at the counter
//! by the scan as every other; what nobody collects goes back, or to the next ticket, by the rule that was
//! announced. An instant raffle (wheel, scratch, egg) is a log that is closed before its first play: which
//! place wins what follows from the committed secret, and a play's place is its number. A **welcome draw** is an
//! instant raffle whose tickets are given on joining and in no other way, one to each newcomer.
//!
//! Invariants: a ticket is a unit of the ledger from where it is given to the urn; a prize is a piece from the
//! shelf to its winner; what was signed is not changed; who works for the shop takes no part, and those who
//! came to work for it before the closing are excluded in it; a raffle is drawn once; nobody's name is in
//! a proof, and the label of somebody who was erased stays in the log; nobody has two welcome tickets, whoever
//! was here before has none, and a join never fails for want of one.
//!
//! More prizes than people who take part is allowed: pieces that nobody can win go back to the shelf. With
//! fewer people than the announced least it is called off, and points that were paid come back.
//!
//! Events: `raffles.scheduled`, `opened`, `tickets_given`, `entered`, `closed`, `drawn`, `won`, `returned`,
//! `rerolled`, `called_off`, `settled`. Follows: `vouchers.redeemed`, `redemption_undone`, `withdrawn`,
//! `purchases.recorded`, `claimed`, `withdrawn`, and `members.erased`.
//!
//! Deliberately absent: tickets for posting or for anything said in public, tickets that are bought with money,
//! fetching the beacon (its round is typed in), tickets by check-in and by invitation.

mod accounts;
pub mod actions;
mod api;
mod api_claims;
mod api_life;
mod asked;
mod console;
mod console_steps;
mod console_view;
mod copied;
mod counter;
mod csv;
pub mod drawing;
pub mod entering;
mod files;
mod form;
mod hearing;
mod jobs;
mod joining;
pub(crate) mod merging;
pub mod model;
mod outcome;
mod phone;
mod run;
pub mod sealed;
mod sheet;
mod store;
mod store_picks;
mod view;
mod welcome;

#[cfg(test)]
mod draw_tests;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod welcome_tests;

pub use actions::{change, check, close, create, open, schedule};
pub use drawing::{draw, reroll};
pub use entering::{Entered, Entering, Giving, enter, give};
pub use model::{Raffle, Refusal, Terms};
pub use view::odds;

use ::store::{JobHandler, Read};
use kernel::{
    OrgId, Permission as _, RaffleId, Result, ids::Kind as _, kinds, permission::ViewActivities,
};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, names::Namer, t};

use crate::activities::{
    self,
    run::{self as runs, Runs as _},
};

/// The job that looks at one raffle: opens, closes, draws, hands out, ends and settles.
pub const LOOK: &str = "raffles.look";

/// Plays of an instant raffle so far.
pub async fn played(db: &mut impl Read, org: OrgId, id: RaffleId) -> Result<i64> {
    Ok(store::sealed(db, org, id).await?.map_or(0, |sealed| sealed.entries))
}

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        migrations: crate::MIGRATIONS,
        routes: counter::routes(console::routes(files::routes(phone::routes(Routes::new())))),
        nav: vec![Nav {
            stage: Stage::Play,
            order: 20,
            href: "/console/raffles",
            permission: ViewActivities::NAME,
            label: |lang| t!(lang, "raffles-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 15, |app, viewer| Box::pin(phone::home(app, viewer))),
            piece(Place::CounterDesk, 12, |app, viewer| Box::pin(welcome::desk(app, viewer))),
            piece(Place::CounterDesk, 31, |app, viewer| Box::pin(counter::way(app, viewer))),
            piece(Place::Joined, 20, |app, viewer| Box::pin(welcome::joined(app, viewer))),
            piece(Place::Play, 20, |app, viewer| Box::pin(phone::piece(app, viewer))),
            piece(Place::Welcome, 21, |app, viewer| Box::pin(phone::piece(app, viewer))),
        ],
        api: || api::routes().merge(api_life::routes()).merge(api_claims::routes()),
        namers: vec![Namer {
            prefix: kinds::Raffle::PREFIX,
            look: |db, org, lang, ids| {
                Box::pin(activities::names::<kinds::Raffle>(db, org, lang, ids))
            },
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.action("raffles.welcome", |tx, data| Box::pin(joining::welcome(tx, data)));
            registry.job(LOOK, JobHandler::Turn(|tx, data| Box::pin(jobs::look(tx, data))));
            registry.subscribe("raffles.vouchers", hearing::VOUCHERS, hearing::voucher);
            registry.subscribe("raffles.purchases", hearing::PURCHASES, hearing::purchase);
            registry.subscribe("raffles.erased", &["members.erased"], hearing::erased);
            registry.subscribe("raffles.run", kinds::Raffle::HEARS, runs::hear::<kinds::Raffle>);
        },
        refusals: Refusal::ALL,
        ..Slice::named("raffles")
    }
}

/// The label of an entry, as its receipt says it.
#[cfg(test)]
pub(crate) async fn labelled(
    db: &mut ::store::Reader,
    org: kernel::OrgId,
    entry: kernel::RaffleEntryId,
) -> String {
    store::entry(db, org, entry).await.unwrap().unwrap().label
}
