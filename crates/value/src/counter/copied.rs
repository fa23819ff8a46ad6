//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, json, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.operations",
    "operation",
    &[
        id::<kinds::Operation>("id"),
        id::<kinds::Store>("store"),
        id::<kinds::Staff>("staff"),
        id::<kinds::Device>("device"),
        time("at"),
        json("done"),
        time("undone_at"),
    ],
)];
