//! Printed codes: a batch of slips, each of which brings whoever enters it one voucher of a gift.
//!
//! A batch takes its pieces off the gift's shelf when it is made, so that every slip is covered. A job
//! writes the codes in turns. A code is thirteen characters (65 bits) of SHA-256 over the batch's
//! secret and the slip's number, and a check character; kept is only the code's hash. The secret is
//! kept until the batch is sealed, because a sheet has to be printed; whoever seals it throws the
//! secret away, and after that nobody, the shop included, can tell the codes again.
//!
//! Invariants: each code brings one voucher, held by its row in the org's turn; never more than the
//! batch has pieces, held by the floor of the batch's account; a voided batch brings nothing, its
//! rest is on the shelf again and what it brought before stays good.
//!
//! Events: `prints.made`, `prints.voided`; `gifts.given` comes from vouchers.
//!
//! Deliberately absent: codes of words, codes that several may enter, a picture for each slip.

mod actions;
mod api;
mod code;
mod console;
mod counter;
mod model;
mod phone;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use actions::{NewBatch, Take, make, seal, take, void};
pub use counter::entry;
pub use model::{Batch, Refusal, State};
pub use store::{any, require};

use ::store::JobHandler;
use web::{Piece, Place, Routes, Slice};

/// The job that writes a batch's codes.
pub const WRITE: &str = "prints.write";

pub fn slice() -> Slice {
    Slice {
        routes: counter::routes(phone::routes(console::routes(Routes::new()))),
        api: api::routes,
        pieces: vec![Piece {
            place: Place::Wallet,
            order: 14,
            draw: |app, viewer| Box::pin(phone::way(app, viewer)),
        }],
        register: |registry| {
            registry.job(WRITE, JobHandler::Turn(|tx, data| Box::pin(actions::write(tx, data))));
        },
        refusals: Refusal::ALL,
        ..Slice::named("prints")
    }
}
