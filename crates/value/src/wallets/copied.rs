//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "value.wallets",
        "wallet",
        &[plain("acts"), plain("principal"), plain("bonus"), time("changed_at")],
    )
    .by(&["member"]),
    Copy::of(
        "value.top_ups",
        "wallet_act",
        &[
            id::<kinds::TopUp>("id"),
            plain("number"),
            plain("kind"),
            time("at"),
            plain("amount"),
            plain("granted"),
            plain("rule"),
            plain("principal"),
            plain("bonus"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
            time("undone_at"),
        ],
    )
    .whose("member = $2 AND kind = 'top_up'"),
    Copy::of(
        "value.wallet_payments",
        "wallet_act",
        &[
            id::<kinds::Purchase>("id"),
            plain("number"),
            plain("kind"),
            time("at"),
            plain("amount"),
            plain("granted"),
            plain("rule"),
            plain("principal"),
            plain("bonus"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
            time("undone_at"),
        ],
    )
    .whose("member = $2 AND kind = 'payment'"),
    Copy::of(
        "value.wallet_deposits",
        "wallet_act",
        &[
            id::<kinds::BuySeat>("id"),
            plain("number"),
            plain("kind"),
            time("at"),
            plain("amount"),
            plain("granted"),
            plain("rule"),
            plain("principal"),
            plain("bonus"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
            time("undone_at"),
        ],
    )
    .whose("member = $2 AND kind = 'deposit'"),
    Copy::of(
        "value.wallet_refunds",
        "wallet_act",
        &[
            id::<kinds::Refund>("id"),
            plain("number"),
            plain("kind"),
            time("at"),
            plain("amount"),
            plain("granted"),
            plain("rule"),
            plain("principal"),
            plain("bonus"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
            time("undone_at"),
        ],
    )
    .whose("member = $2 AND kind = 'refund'"),
    Copy::of(
        "value.wallet_gifts",
        "wallet_act",
        &[
            id::<kinds::RedShare>("id"),
            plain("number"),
            plain("kind"),
            time("at"),
            plain("amount"),
            plain("granted"),
            plain("rule"),
            plain("principal"),
            plain("bonus"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
            time("undone_at"),
        ],
    )
    .whose("member = $2 AND kind = 'gift'"),
    Copy::of(
        "value.wallets_joined",
        "wallet_act",
        &[
            id::<kinds::Posting>("id"),
            plain("number"),
            plain("kind"),
            time("at"),
            plain("amount"),
            plain("granted"),
            plain("rule"),
            plain("principal"),
            plain("bonus"),
            id::<kinds::Store>("store"),
            id::<kinds::Staff>("staff"),
            time("undone_at"),
        ],
    )
    .whose("member = $2 AND kind = 'joined'"),
];
