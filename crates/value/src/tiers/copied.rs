//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "value.tiers",
        "tier_standing",
        &[
            id::<kinds::Program>("program"),
            id::<kinds::Tier>("tier"),
            plain("rank"),
            plain("since"),
            plain("until"),
            plain("score"),
            plain("told"),
        ],
    )
    .by(&["program"]),
    Copy::of(
        "value.tier_gifts",
        "tier_gift",
        &[
            id::<kinds::Program>("program"),
            id::<kinds::Tier>("tier"),
            plain("entered"),
            id::<kinds::Voucher>("voucher"),
        ],
    )
    .by(&["program", "tier", "entered"]),
];
