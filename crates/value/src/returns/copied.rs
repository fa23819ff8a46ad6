//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.returns",
    "purchase_return",
    &[
        id::<kinds::Return>("id"),
        id::<kinds::Purchase>("purchase"),
        id::<kinds::Store>("store"),
        id::<kinds::Staff>("staff"),
        time("at"),
        plain("amount"),
        plain("money"),
        plain("points"),
        plain("wallet"),
        plain("reason"),
    ],
)
.below(&[Copy::of("lines", "return_line", &[plain("line"), plain("quantity"), plain("amount")])
    .whose("id = $2")
    .by(&["line"])])];
