//! devices.

use web::Slice;

pub fn slice() -> Slice {
    Slice::named("devices")
}
