//! Imports of members from the files of any till.
//!
//! Invariants: nothing is written before a person has seen what would happen; a rerun changes
//! nothing; what a person told us is never overwritten by a file; consents of a file are noted as
//! not asked. [`rows`] and [`kept`] are shared with other
//! imports of the house.
//!
//! Deliberately absent: spreadsheets (save as CSV), guessing encodings, joining groups by file (an
//! audience is invited instead).

mod console;
pub mod kept;
pub mod mapping;
pub mod rows;
mod run;
#[cfg(test)]
mod tests;

pub use mapping::{Field, Mapping};
pub use rows::{Row, Rows, Trouble};
pub use run::{Mode, Options, Reject, Step, Summary, members};

use ::store::{JobHandler, Registry};
use web::Slice;

kernel::refusals! { imports:
    Running "running" 409,
}

pub fn slice() -> Slice {
    Slice { routes: console::routes(), refusals: Refusal::ALL, register, ..Slice::named("imports") }
}

fn register(registry: &mut Registry) {
    registry.job(<kept::Members as kept::Kind>::JOB, JobHandler::Free(kept::run));
}
