//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "value.visits",
        "visit",
        &[
            id::<kinds::Visit>("id"),
            id::<kinds::Store>("store"),
            plain("day"),
            time("at"),
            id::<kinds::Staff>("staff"),
            id::<kinds::Purchase>("purchase"),
            time("arrived_at"),
        ],
    ),
    Copy::of(
        "value.custom",
        "custom",
        &[
            plain("visits"),
            plain("purchases"),
            plain("spent"),
            time("first_bought_at"),
            time("last_here_at"),
        ],
    )
    .by(&["member"]),
];
