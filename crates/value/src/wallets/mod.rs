//! Stored value: money that members leave with the shop, and the bonus it adds.
//!
//! A member's wallet has two parts, principal (`wallet/mbr_…/principal`, in `wallet/CNY`) and bonus
//! (`wallet/mbr_…/bonus`, in `bonus/CNY`). What happened to it is a row of acts in their order: top-ups,
//! payments of purchases, refunds. The balance and the split of each act is a pure fold over them
//! (`fold`); a change of the past replays it and posts the difference.
//!
//! Invariants: the ledger's balances are what the fold over the acts says, in whatever order the acts
//! came to be what they are; neither part goes below zero; a payment takes what is there and is never
//! refused for lack of money; giving back is never refused, not for a cap either; money in a wallet
//! never ends; a plan beyond the law of the land (`laws`) cannot be opened; a closed plan takes no
//! top-ups, and what is there can be spent and paid out.
//!
//! Events: `wallets.topped_up`, `wallets.top_up_undone`, `wallets.paid`, `wallets.repaid`,
//! `wallets.refunded`, `wallets.deposited`, `wallets.deposit_returned`.
//!
//! Deliberately absent: how the money came to the shop (cash, a card: that is the till's), wallets in
//! several currencies, money that passes from member to member, gift cards without a member, topping
//! up together.

mod accounts;
pub mod actions;
mod api;
mod api_moves;
mod api_top_ups;
mod books;
mod console;
mod copied;
mod csv;
mod deposits;
pub mod fold;
mod form;
pub mod giving;
pub mod laws;
pub(crate) mod merging;
pub mod model;
mod pieces;
mod refunds;
mod store;
mod view;
mod words;

#[cfg(test)]
pub(crate) mod tests;

pub use accounts::{held, part_of};
pub use actions::{Paid, Pay, balance, paid_for, pay, settle};
pub use deposits::{Deposit, deposit, deposit_back, deposit_back_but};
pub use fold::Split;
pub use model::{Plan, Refusal, Wallet};
pub use store::{plan, wallet};
pub use words::{line_said, refund_rule};

use kernel::{Permission as _, permission::ViewWallets};
use web::{Nav, Piece, Place, Routes, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    let piece = |place, order, draw| Piece { place, order, draw };
    Slice {
        routes: console::routes(Routes::new()),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Value,
            order: 40,
            href: "/console/wallets",
            permission: ViewWallets::NAME,
            label: |lang| t!(lang, "wallets-nav"),
        }],
        pieces: vec![
            piece(Place::Wallet, 5, |app, viewer| Box::pin(pieces::phone(app, viewer))),
            piece(Place::MemberPage, 25, |app, viewer| Box::pin(pieces::member(app, viewer))),
        ],
        register: |registry| registry.copies(copied::COPIES),
        refusals: Refusal::ALL,
        ..Slice::named("wallets")
    }
}
