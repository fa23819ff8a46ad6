//! Returns: a part of a purchase comes back, or all of it.
//!
//! Invariants: nothing comes back twice, in whatever parts and order it comes; a purchase's amount is
//! never changed, what came back stands beside it; the money that a return pays out is what the till
//! had taken for those goods, after points that paid for them are given back; the buyer's points,
//! stamps and custom end as if those goods had never been sold.
//!
//! Events: `purchases.returned`.
//!
//! Deliberately absent: exchanging goods (a return and a new purchase), what becomes of the goods.

pub mod actions;
pub mod model;
mod store;

pub use actions::{open, take};
pub use model::{NewReturn, Refusal, Returned, Wanted};
pub use store::{list, require};

use web::Slice;

pub fn slice() -> Slice {
    Slice { refusals: Refusal::ALL, ..Slice::named("returns") }
}
