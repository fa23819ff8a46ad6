//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, json, plain, time},
};
use kernel::kinds;

/// Entries are found by program and member.
const BY_PROGRAM: &str =
    "member = $2 AND program IN (SELECT id FROM points_program WHERE org = $1)";

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "value.points",
        "points_standing",
        &[
            id::<kinds::Program>("program"),
            time("now_at"),
            plain("balance"),
            plain("pending"),
            plain("owed"),
            time("due_at"),
            time("told_at"),
            json("standing"),
        ],
    )
    .by(&["program"]),
    Copy::of(
        "value.points_entries",
        "points_entry",
        &[
            id::<kinds::Program>("program"),
            time("at"),
            id::<kinds::Entry>("id"),
            plain("kind"),
            plain("points"),
            json("fact"),
            json("flows"),
            json("told"),
            time("pending_until"),
            id::<kinds::Purchase>("purchase"),
            plain("subject"),
            plain("note"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
        ],
    )
    .by(&["program", "at", "id"])
    .whose(BY_PROGRAM),
];
