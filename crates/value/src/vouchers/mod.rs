//! Vouchers: a member's right to collect a gift, as a ticket with a code.
//!
//! Issued, then redeemed (and perhaps undone), expired or withdrawn. Giving is one posting (a piece
//! from the stock to the member, a claim from the member's allowance) and one row; "sold out" and
//! "already had" are the floors of those two accounts.
//!
//! Invariants: one standing redemption per voucher, held thrice: by the state in the org's turn, by
//! the floor of the member's account, by a unique index. A code is looked up whole; strangers are
//! counted at the door for codes. A voucher's cost is the gift's at the time of giving.
//!
//! Events: `gifts.given`, `vouchers.redeemed`, `vouchers.redemption_undone`, `vouchers.ending`,
//! `vouchers.expired`, `vouchers.withdrawn`.
//!
//! Deliberately absent: what is taken off a purchase and what goes together (bills), vouchers bought
//! or passed on.

pub mod actions;
mod api;
mod api_outstanding;
mod api_redemptions;
mod console;
mod copied;
mod expiry;
mod lead;
pub(crate) mod merging;
pub mod model;
pub(crate) mod outstanding;
mod phone;
mod pieces;
mod store;
pub mod taking;
mod uses;
mod view;

#[cfg(test)]
mod taking_tests;
#[cfg(test)]
mod tests;

use std::time::Duration;

use ::store::JobHandler;
use kernel::{Permission as _, permission::ViewGifts};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, t};

pub(crate) use actions::give_all;
pub(crate) use actions::give_from;
pub use actions::{
    ACTIVITY, Give, Held, Redeem, give, give_held, give_held_each, lapse, redeem, undo, withdraw,
};
pub use model::{Redemption, Refusal, State, Voucher};
pub(crate) use store::uses as standing_uses;
pub use store::{Which, by_code, cuts, list, of_member, require};
pub use uses::left as uses_left;

/// The job that ends what nobody collected.
pub const EXPIRE: &str = "vouchers.expire";
/// How often it looks.
pub const EVERY: Duration = Duration::from_secs(3600);

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        routes: console::routes(phone::routes(Routes::new())),
        api: || api::routes().merge(api_redemptions::routes()).merge(api_outstanding::routes()),
        nav: vec![Nav {
            stage: Stage::Value,
            order: 12,
            href: "/console/vouchers",
            permission: ViewGifts::NAME,
            label: |lang| t!(lang, "vouchers-nav"),
        }],
        pieces: vec![
            piece(Place::Home, 20, |app, viewer| Box::pin(pieces::tickets(app, viewer))),
            piece(Place::Wallet, 10, |app, viewer| Box::pin(pieces::wallet(app, viewer))),
            piece(Place::Joined, 10, |app, viewer| Box::pin(pieces::joined(app, viewer))),
            piece(Place::MemberPage, 30, |app, viewer| Box::pin(pieces::member(app, viewer))),
        ],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.action("gifts.lead", |tx, data| Box::pin(lead::lead(tx, data)));
            registry.action("gifts.give", |tx, data| Box::pin(lead::hand(tx, data)));
            registry.job(EXPIRE, JobHandler::Turn(|tx, _| Box::pin(expiry::run(tx))));
        },
        refusals: Refusal::ALL,
        ..Slice::named("vouchers")
    }
}
