//! Order lists: the numbered list that people of a chat write ("3. Chen, 2 boxes") becomes orders.
//!
//! A host offers goods to a chat, by the words that its people use for them. What the chat wrote is pasted,
//! read line by line, compared with what was taken before, and confirmed: each line is one order, which is
//! paid where it is collected. Somebody who is a member orders as a member; anybody else's order is held
//! under the name on the list.
//!
//! Invariants: nothing is guessed: a line is an order only if every sign of it is accounted for
//! (`reading`); what a chat wrote is not kept, only what became an order; one name is one entry of a list,
//! so that the same list taken twice makes nothing twice; nobody's order is called off because they are
//! missing, a line or a host has to say so; what was packed or paid is not changed from here; names are
//! forgotten two weeks after the collection.
//!
//! Events: `order_lists.opened`, `order_lists.closed`, `order_lists.taken`. Follows `members.erased`.
//!
//! Deliberately absent: chats that talk to the program (it reads what is pasted), prices of a list's own,
//! points and doors (a list is collected in one place; the words say where).

pub mod actions;
mod api;
mod api_taking;
mod asked;
mod console;
mod copied;
pub mod difference;
mod form;
mod items;
pub mod model;
pub mod reading;
mod reading_view;
mod shapes;
mod sheet;
mod store;
mod tokens;
mod view;
mod whom;
pub mod words;
pub mod writing;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod tests;

pub use model::{Details, Entry, Offer, OrderList, Refusal, State, Wanted};
pub(crate) use store::hand_over;
pub use store::{entries, find, list, require, within};

use ::store::{JobHandler, Tx};
use kernel::{
    Error, OrderListId, Permission as _, Result, ids::Kind as _, kinds, permission::ViewOrderLists,
};
use web::{Nav, Routes, Slice, kit::Stage, names::Namer, t};

/// The timer that forgets the names of a list; one per list, known by its id.
pub const WIPE: &str = "order_lists.wipe";

pub fn slice() -> Slice {
    Slice {
        api: || api::routes().merge(api_taking::routes()),
        routes: sheet::routes(console::routes(Routes::new())),
        nav: vec![Nav {
            stage: Stage::Today,
            order: 32,
            href: "/console/order-lists",
            permission: ViewOrderLists::NAME,
            label: |lang| t!(lang, "order_lists-nav"),
        }],
        namers: vec![Namer {
            prefix: kinds::OrderList::PREFIX,
            look: |db, org, _, ids| Box::pin(store::names(db, org, ids)),
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.job(WIPE, JobHandler::Turn(|tx, data| Box::pin(wiped(tx, data))));
            registry.subscribe("order_lists.erased", &["members.erased"], actions::erased);
        },
        refusals: Refusal::ALL,
        ..Slice::named("order_lists")
    }
}

async fn wiped(tx: &mut Tx, data: serde_json::Value) -> Result<()> {
    let id: OrderListId = serde_json::from_value(data).map_err(Error::broken)?;
    actions::wipe(tx, id).await
}
