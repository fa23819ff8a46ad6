//! Feeds: what is said in a group that lives here.
//!
//! Members read (and write, if their series says so) on the phone; people of the shop write from the
//! console; the assistant greets whoever comes in and is labelled as what it is. Everybody who has
//! the page open sees a new message without reloading.
//!
//! Invariants: a message belongs to one group and is read by its members and by those of the shop
//! whose remit covers it, by nobody else; a message is never changed, only taken out, and then a line
//! says why; cards hold ids and no names, so that erasing a person leaves the feed whole; what the
//! assistant says counts for nobody. Emits `feed.posted`, `feed.removed`. Deliberately absent:
//! private messages, reactions, read receipts of members.

pub mod actions;
mod api;
mod console;
mod copied;
mod model;
mod phone;
mod pieces;
mod store;
#[cfg(test)]
mod tests;
mod view;

use web::Slice;

pub use model::*;
pub use store::{find, page, require, rule, unread};
pub use view::words;

pub fn slice() -> Slice {
    Slice {
        migrations: crate::MIGRATIONS,
        routes: phone::routes().merge(console::routes()),
        api: api::routes,
        pieces: pieces::pieces(),
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.action("feed.welcome", actions::welcome_by_name);
            registry.action("merge.reach", actions::merge);
            registry.subscribe("feed.erasures", &["members.erased"], actions::erased);
        },
        refusals: Refusal::ALL,
        ..Slice::named("feed")
    }
}
