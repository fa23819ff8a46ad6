//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "play.flash_claims",
        "flash_claim",
        &[
            id::<kinds::FlashClaim>("id"),
            id::<kinds::FlashSale>("sale"),
            id::<kinds::Voucher>("voucher"),
            plain("state"),
            plain("points"),
            time("at"),
            time("until"),
            time("ended_at"),
            id::<kinds::Store>("store"),
        ],
    ),
    Copy::of(
        "play.flash_places",
        "flash_place",
        &[
            id::<kinds::FlashSale>("sale"),
            plain("state"),
            time("at"),
            time("until"),
            time("ended_at"),
        ],
    ),
];
