//! api_keys.

use web::Slice;

pub fn slice() -> Slice {
    Slice::named("api_keys")
}
