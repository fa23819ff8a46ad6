//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time, truth},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "value.vouchers",
        "voucher",
        &[
            id::<kinds::Voucher>("id"),
            plain("code"),
            id::<kinds::Gift>("gift"),
            plain("source"),
            plain("state"),
            plain("cost"),
            plain("price"),
            time("issued_at"),
            time("expires_at"),
            time("ended_at"),
            id::<kinds::Store>("store"),
            id::<kinds::Group>("group_id").named("group"),
            id::<kinds::Series>("series"),
            id::<kinds::Link>("link"),
            id::<kinds::Staff>("staff"),
            truth("ending_told"),
        ],
    ),
    Copy::of(
        "value.redemptions",
        "redemption",
        &[
            id::<kinds::Redemption>("id"),
            id::<kinds::Voucher>("voucher"),
            id::<kinds::Gift>("gift"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
            time("at"),
            plain("cost"),
            time("undone_at"),
            id::<kinds::Purchase>("purchase"),
            plain("use_number"),
        ],
    ),
];
