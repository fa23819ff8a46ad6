//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "reach.opened",
        "post_opening",
        &[
            id::<kinds::Post>("post"),
            plain("day"),
            id::<kinds::Group>("grp").named("group"),
            time("at"),
        ],
    )
    .by(&["post", "day", "device"]),
    Copy::of("reach.claims", "post_claim", &[id::<kinds::Post>("post"), time("at")]).by(&["post"]),
];
