//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, json, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "people.applications",
        "application",
        &[
            id::<kinds::Application>("id"),
            id::<kinds::Group>("grp").named("group"),
            id::<kinds::Series>("series"),
            id::<kinds::Store>("store"),
            id::<kinds::Link>("link"),
            plain("source"),
            id::<kinds::Staff>("staff"),
            json("threshold"),
            plain("question"),
            plain("answer"),
            plain("state"),
            time("made_at"),
            time("due_at"),
            time("decided_at"),
            id::<kinds::Staff>("decided_by"),
            id::<kinds::Gift>("gift"),
        ],
    ),
    Copy::of(
        "people.proofs",
        "proof",
        &[
            plain("way"),
            id::<kinds::Session>("session"),
            time("made_at"),
            time("expires_at"),
            plain("tries"),
            time("used_at"),
        ],
    ),
];
