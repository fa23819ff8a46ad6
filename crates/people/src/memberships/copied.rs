//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "people.memberships",
    "membership",
    &[
        id::<kinds::Membership>("id"),
        id::<kinds::Group>("grp").named("group"),
        id::<kinds::Series>("series"),
        id::<kinds::Store>("store"),
        id::<kinds::Link>("link"),
        plain("source"),
        id::<kinds::Staff>("staff"),
        time("joined_at"),
        time("left_at"),
        plain("left_why"),
    ],
)];
