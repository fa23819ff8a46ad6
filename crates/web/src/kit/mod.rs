//! The kit: everything a page is made of. Layouts, fields, tables, parts of a shop, charts, words
//! in three languages, numbers as each language writes them, QR codes, and the files the browser
//! needs.
//!
//! ```ignore
//! use web::{kit::{self, Form, Frame, List, format, icons, parts, tables::{Column, Row, Table}}, t};
//!
//! fn page(frame: Frame, form: &Form, list: &List, groups: &[Group]) -> Markup {
//!     let lang = frame.lang;
//!     let table = Table::new(list, t!(lang, "groups-caption"))
//!         .columns([Column::new("name", t!(lang, "groups-name")).sort(), Column::new("members", t!(lang, "groups-members")).number()])
//!         .rows(groups.iter().map(|g| Row::new().href(g.href()).cell(&g.name).cell(format::number(lang, g.members))))
//!         .empty(parts::Empty::new(icons::GROUPS, t!(lang, "groups-none"), t!(lang, "groups-none-why"))
//!             .action("/console/groups/new", t!(lang, "groups-open-first")));
//!     let fields = html! {
//!         (form.text("name", t!(lang, "groups-name")).max(120).hint(t!(lang, "groups-name-hint")))
//!         (form.money("deposit", t!(lang, "groups-deposit"), currency).optional())
//!         (parts::Button::primary(t!(lang, "save")))
//!     };
//!     kit::layout::console(&frame.titled(t!(lang, "groups-title")), html! {
//!         (parts::Head::new(t!(lang, "groups-title")).note(t!(lang, "groups-lead")))
//!         (table)
//!         (form.post("/console/groups", &once, fields))
//!     })
//! }
//! ```
//!
//! After a refusal the same page is shown with `Form::again(lang, typed, fields)`: every value the
//! person typed is there, each error stands beside its field, and a summary on top links to them.
//!
//! Where things stand inside `main` is said by few classes: `div.stack` (below each other),
//! `div.columns` with two `div`s (beside each other on a desk; `.with-phone` for a form and its
//! preview), `div.figures` inside a card (big numbers in a row), `div.actions` (buttons),
//! `div.till` (the counter's two halves), `.narrow` (a column to read). The gallery
//! (`cargo run -p web --example gallery -- FOLDER`) shows every part; look there before making one.
//!
//! Invariants: no inline style or script anywhere (the content security policy forbids both; a bar's
//! width is an SVG attribute, an org's colour a stylesheet of its own). Everything that says a word
//! takes the language. Nothing here reads a table, the clock or the environment. Pages work without
//! scripts; scripts only make them better. Colour never speaks alone.
//!
//! Deliberately absent: routes, sessions and CSRF (the app has them), anything a slice owns.

pub mod accent;
pub mod assets;
pub mod charts;
pub mod errors;
pub mod fields;
pub mod form;
pub mod format;
pub mod frame;
pub mod icons;
pub mod layout;
pub mod links;
pub mod live;
pub mod parts;
pub mod pictures;
pub mod placards;
pub mod qr;
mod rail;
pub mod tables;
pub mod words;

pub use fields::Field;
pub use form::{Choice, Form};
pub use frame::{Entry, Flash, Frame, Scoped, Stage, Stands, Tab, Theme, Who};
pub use parts::Tone;
pub use tables::List;
