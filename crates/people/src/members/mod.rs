//! Members: the customers of an org, each with a card code of eight characters.
//!
//! Invariants: a phone number belongs to at most one member; what people typed about themselves
//! lives in `member` and in nothing that is append-only, so that erasing it leaves the books and
//! the stream whole; consents are rows that are added, never changed; a list shows phones masked.
//! Emits `members.added`, `members.proven`, `members.merged`, `members.erased`.
//!
//! Deliberately absent: anything of value (the value wing draws its pieces into our pages), passwords:
//! a device is proven at the counter, or by a way that the shop has connected.

pub mod actions;
mod api;
mod confirm;
mod console;
mod copied;
mod csv;
pub mod edit;
mod email;
pub mod everything;
#[cfg(test)]
pub(crate) mod ground;
mod home;
mod list;
mod me;
pub mod merging;
pub mod model;
mod phone;
mod phone_pages;
pub mod proof;
mod store;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use console::file;
pub use csv::line as csv_line;
pub use edit::typed;
pub use email::Email;
pub use list::{count, names_for, names_within, visible};
pub use model::{
    Birthday, Consent, ConsentKind, ConsentState, Member, NewMember, Refusal, Search, Sort,
};
pub use phone::E164;
pub use store::{agrees, bare_named, born_on, by_email, consents};
pub use store::{by_code, by_phone, find, list, meant, names, require, standing_among};
pub(crate) use view::Known;
pub use view::{card, source};

use web::Slice;

/// The tables of members, memberships, links, joining and imports.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!("0012_members"),
    ::store::migration!("0029_merging"),
    ::store::migration!("0041_by_member_people"),
];

pub fn slice() -> Slice {
    Slice {
        migrations: MIGRATIONS,
        routes: console::routes().merge(merging::console::routes()).merge(phone_pages::routes()),
        api: || api::routes().merge(merging::api::routes()),
        nav: console::nav(),
        pieces: view::pieces(),
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.copies(web::sessions::COPIES);
        },
        refusals: Refusal::ALL,
        ..Slice::named("members")
    }
}
