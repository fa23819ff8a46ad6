//! Bad input anywhere: never our fault (no 5xx), always an answer in the reader's language that says
//! what is wrong, and nothing of what was sent comes back as markup.
//!
//! Routes come from the route table and fields from the forms that the pages show, so what is new is
//! tried without a word here.

mod api;
mod asked;
mod forms;
mod ground;
mod marks;
mod rules;
pub mod scrape;
pub mod sent;
mod timing;

/// Begins every value that is looked for in the answers.
const MARKUP: &str = "<script>typed(1)</script>";
