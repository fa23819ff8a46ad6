//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.kept_operations",
    "kept_operation",
    &[
        id::<kinds::KeptOperation>("id"),
        id::<kinds::Store>("store"),
        id::<kinds::Staff>("staff"),
        id::<kinds::Device>("device"),
        plain("amount"),
        time("at"),
        time("arrived_at"),
        id::<kinds::Visit>("visit"),
        id::<kinds::Purchase>("purchase"),
    ],
)];
