//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "play.red_shares",
    "red_share",
    &[
        id::<kinds::RedShare>("id"),
        id::<kinds::RedPacket>("packet"),
        plain("place"),
        plain("amount"),
        id::<kinds::Voucher>("voucher"),
        time("at"),
        id::<kinds::Store>("store"),
    ],
)];
