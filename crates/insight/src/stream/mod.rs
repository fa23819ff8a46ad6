//! The events and the ledger's proof, for programs.
//!
//! `/api/v1/events` by cursor and `/api/v1/ledger/audit`. Events carry ids and amounts, never
//! personal data.

mod api;

use web::Slice;

pub fn slice() -> Slice {
    Slice { api: api::routes, ..Slice::named("stream") }
}
