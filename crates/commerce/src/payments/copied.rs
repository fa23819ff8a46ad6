//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time, truth},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "commerce.payments",
    "payment",
    &[
        id::<kinds::Payment>("id"),
        id::<kinds::Order>("shop_order").named("order"),
        id::<kinds::Store>("store"),
        plain("way"),
        plain("amount"),
        plain("title"),
        plain("state"),
        truth("taken"),
        plain("theirs").named("provider_id"),
        plain("elsewhere"),
        plain("trouble"),
        plain("said"),
        plain("checked"),
        time("checked_at"),
        time("paid_at"),
        time("expires_at"),
        time("created_at"),
        time("changed_at"),
    ],
)
.below(&[
    Copy::of(
        "refunds",
        "payment_refund",
        &[
            id::<kinds::PayBack>("id"),
            plain("amount"),
            plain("cause"),
            plain("state"),
            plain("trouble"),
            time("said_at"),
            time("created_at"),
            time("changed_at"),
        ],
    )
    .whose("payment = $2"),
    Copy::of(
        "messages",
        "payment_message",
        &[plain("way"), plain("event"), plain("said"), time("at"), time("heard_at")],
    )
    .whose("payment = $2")
    .by(&["way", "event"]),
])];
