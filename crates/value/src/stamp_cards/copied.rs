//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time, truth},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.stamps",
    "stamp",
    &[
        id::<kinds::StampCard>("card"),
        plain("mark"),
        time("at"),
        id::<kinds::Store>("store"),
        id::<kinds::Staff>("staff"),
        plain("times"),
        truth("undone"),
        id::<kinds::Voucher>("voucher"),
    ],
)
.by(&["card", "mark"])];
