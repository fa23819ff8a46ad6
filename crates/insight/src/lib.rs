//! The insight wing in its smallest true form: facts read from events, figures that open the list
//! behind them, and the operator's Today.
//!
//! Invariants: every figure is a sum of stored facts and can be opened; nothing is estimated; this
//! wing writes only its own tables, and nothing but the front door imports it. Deliberately absent:
//! cohorts, lifetime value, uplift: they come with the work that computes them.

pub mod facts;
pub mod figures;
pub mod stream;
#[cfg(test)]
mod tests;
pub mod today;

use web::Slice;

pub fn slices() -> Vec<Slice> {
    vec![facts::slice(), figures::slice(), today::slice(), stream::slice()]
}
