//! Joining: from a scanned link to a seat, a gift and a welcome in one turn; and the way back in for
//! a device that lost its session.
//!
//! Invariants: seat, membership, tags, gift, welcome and session happen together or not at all; a
//! phone number joins once, however often it is sent; a number typed on a strange device shows and
//! spends nothing until it is proven; an application is decided exactly once, by a person or by its
//! timer; codes live ten minutes and serve once. Emits `memberships.joined`, `joining.applied`,
//! `joining.decided`.
//!
//! Deliberately absent: what is given (the value wing answers `gifts.lead` in our turn), what is
//! said (reach answers `feed.welcome`), passwords.

pub mod actions;
mod api;
mod cards;
mod console;
mod copied;
pub mod deciding;
mod doors;
pub mod letters;
pub mod model;
mod opened;
mod opening;
mod phone;
mod returning;
pub mod returns;
pub mod seats;
mod store;
#[cfg(test)]
mod tests;
mod view;
mod wanted;
mod welcome;

pub use actions::join;
pub use model::{Admit, Application, Claim, Join, Joined, Outcome, Refusal, To, Who};
pub use opened::Purpose;

use ::store::{JobHandler, Registry};
use web::Slice;

pub fn slice() -> Slice {
    Slice {
        routes: phone::routes()
            .merge(welcome::routes())
            .merge(wanted::routes())
            .merge(returning::routes())
            .merge(opening::routes())
            .merge(cards::routes())
            .merge(console::routes()),
        api: api::routes,
        nav: console::nav(),
        pieces: view::pieces(),
        refusals: Refusal::ALL,
        register,
        ..Slice::named("joining")
    }
}

fn register(registry: &mut Registry) {
    registry.copies(copied::COPIES);
    registry.job(deciding::JOB, JobHandler::Turn(deciding::on_time));
}
