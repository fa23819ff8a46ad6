//! Catalogues: a shop's products as a file, out and in.
//!
//! A row means the product of its id, else of its code, else of its exact name; a product without a code
//! gets the row's. Rows of bundles are read when all others are in, so that the
//! order of a file does not matter.
//!
//! Invariants: nothing is written before a person has seen what would happen; each row is in or out as
//! a whole; the same file again changes nothing, also after it was killed half-way; what is written out
//! can be brought in. A column that is not there and an empty cell leave what is; `-` empties a text. A
//! number of pieces is a count of what lies there, ordered or not: the same number as in the last file
//! is no new count, unless the person says so, because goods were sold since.
//!
//! Events: those of `products`.
//!
//! Deliberately absent: spreadsheets (save as CSV), taking products away (close them), prices by store.

mod columns;
mod console;
mod export;
mod plan;
mod row;
mod run;
mod view;

#[cfg(test)]
mod tests;

pub use columns::{Column, Columns};
pub use export::{Beside, Catalogue, Lines};
pub use plan::{Change, Outcome};
pub use run::{
    Ask, Count, Found, NoPictures, Options, Pictures, Step, Told, open_stores, products,
};

use ::store::JobHandler;
use people::imports::kept::Kind;
use web::{Routes, Slice};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(Routes::new()),
        register: |registry| {
            registry.job(<run::Files as Kind>::JOB, JobHandler::Free(run::kept));
        },
        ..Slice::named("catalogues")
    }
}
