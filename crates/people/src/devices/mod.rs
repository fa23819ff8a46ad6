//! Counters: paired devices at the till, and the PIN that says who stands there.
//!
//! Invariants: a pairing code is good once, for ten minutes; a device belongs to one store; five
//! wrong PINs lock that person on that device for ten minutes, decided in the writer's turn, so that
//! many tries at once are no way round; an unpaired device is out at once. A PIN is worth something
//! only on a paired device, which is why six digits suffice there and no second step is asked for.
//!
//! Events: none. Deliberately absent: locking after idle minutes (a till idles between customers;
//! a shop may have the PIN asked for again after some hours), the counter page itself (value).

pub mod actions;
mod console;
mod counter;
mod model;
mod store;
#[cfg(test)]
mod tests;

pub use counter::place;
pub use model::{Device, Refusal};
pub use store::list;

use ::store::{JobHandler, Registry};
use kernel::{Permission as _, permission::PairDevice};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes().merge(counter::routes()),
        nav: vec![Nav {
            stage: Stage::Settings,
            order: 25,
            href: "/console/devices",
            permission: PairDevice::NAME,
            label: |lang| t!(lang, "devices-title"),
        }],
        register,
        refusals: Refusal::ALL,
        ..Slice::named("devices")
    }
}

fn register(registry: &mut Registry) {
    registry.job(
        actions::LOCK,
        JobHandler::Turn(|tx, data| {
            Box::pin(async move {
                let data = serde_json::from_value(data).map_err(kernel::Error::broken)?;
                actions::lock_when_due(tx, data).await
            })
        }),
    );
}
