//! Counters: paired devices at the till, and the PIN that says who stands there.

pub mod actions;

use web::Slice;

pub fn slice() -> Slice {
    Slice::named("devices")
}
