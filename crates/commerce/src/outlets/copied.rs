//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "commerce.kept_outlets",
    "outlet",
    &[
        id::<kinds::Outlet>("id"),
        plain("kind"),
        plain("name"),
        id::<kinds::Store>("store"),
        plain("address"),
        plain("words"),
        plain("state"),
        time("created_at"),
    ],
)
.whose("keeper = $2")];
