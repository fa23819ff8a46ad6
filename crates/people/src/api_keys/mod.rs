//! Keys for programs: what they may do, shown once, revoked at once.

pub mod actions;

pub use actions::create;
use web::Slice;

kernel::refusals! {
    keys:
    TooMany "too_many" 409,
}

pub fn slice() -> Slice {
    Slice { refusals: Refusal::ALL, ..Slice::named("api_keys") }
}
