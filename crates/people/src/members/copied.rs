//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "people.consents",
        "consent",
        &[plain("kind"), plain("state"), time("at"), plain("wording"), plain("place")],
    ),
    Copy::of(
        "people.merged",
        "member",
        &[id::<kinds::Member>("id"), plain("code"), time("merged_at")],
    )
    .whose("merged_into = $2"),
];
