//! Fulfilments: how an order reaches its member when it is not collected in its store: in which slot of
//! which outlet, and at whose door.
//!
//! Invariants: an order has at most one; while it is open it holds a room of its slot, and gives it back
//! when it is called off or expires; its fee is part of the order's amount, so that it is paid, and goes
//! back, with the order. What is known of a door is what somebody needs to find it: it is shown to whoever
//! packs and brings, exported with the member, erased with the member, and wiped by itself
//! [`WIPED_AFTER_DAYS`] days after the order was over.
//!
//! What happens on the way (`orders.set_out`, `orders.attempt_failed`, `orders.missed`) are events of
//! orders, whose state it is.
//!
//! Deliberately absent: changing slot or door of an order (call it off and order again), tips, proofs of
//! delivery by signature or picture.

pub mod actions;
mod copied;
pub mod model;
mod store;
mod view;

#[cfg(test)]
pub(crate) mod tests;

pub use model::{Door, Fulfilment, Wanted, Way};
pub(crate) use store::hand_over;
pub use store::{find, gave_up, of_day, of_orders};
pub use view::{at as line_of, item};

use ::store::{JobHandler, Tx};
use kernel::{Error, OrderId, Result};
use web::Slice;

/// The timer that looks who did not come to a point; one per order, known by its id.
pub const MISS: &str = "fulfilments.miss";
/// The timer that forgets a door.
pub const WIPE: &str = "fulfilments.wipe";
/// Days after an order was over.
pub const WIPED_AFTER_DAYS: i64 = 14;

pub fn slice() -> Slice {
    Slice {
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.job(MISS, JobHandler::Turn(|tx, data| Box::pin(missed(tx, data))));
            registry.job(WIPE, JobHandler::Turn(|tx, data| Box::pin(wiped(tx, data))));
            registry.subscribe("fulfilments.erased", &["members.erased"], actions::erased);
        },
        ..Slice::named("fulfilments")
    }
}

fn order(data: serde_json::Value) -> Result<OrderId> {
    serde_json::from_value(data).map_err(Error::broken)
}

async fn missed(tx: &mut Tx, data: serde_json::Value) -> Result<()> {
    crate::orders::journey::miss(tx, order(data)?).await
}

async fn wiped(tx: &mut Tx, data: serde_json::Value) -> Result<()> {
    store::wipe(tx, order(data)?).await
}
