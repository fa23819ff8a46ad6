//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.givings",
    "giving",
    &[
        id::<kinds::Giving>("id"),
        id::<kinds::Gift>("gift"),
        id::<kinds::Voucher>("voucher"),
        id::<kinds::Redemption>("redemption"),
        id::<kinds::Store>("store"),
        plain("reason"),
        time("at"),
        time("undone_at"),
    ],
)];
