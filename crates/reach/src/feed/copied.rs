//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, json, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "reach.messages",
        "message",
        &[
            id::<kinds::Message>("id"),
            id::<kinds::Group>("grp").named("group"),
            time("at"),
            plain("text"),
            json("card"),
            id::<kinds::Picture>("picture"),
            id::<kinds::Post>("post"),
            time("removed_at"),
            plain("removed"),
        ],
    )
    .whose("author = 'member' AND who = $2"),
    Copy::of(
        "reach.read",
        "feed_read",
        &[id::<kinds::Group>("grp").named("group"), id::<kinds::Message>("message"), time("at")],
    )
    .whose("reader = $2")
    .by(&["grp"]),
];
