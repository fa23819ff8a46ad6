//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time, truth},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "commerce.fulfilments",
    "order_fulfilment",
    &[
        id::<kinds::Order>("shop_order").named("order"),
        id::<kinds::Outlet>("outlet"),
        plain("kind"),
        plain("day"),
        plain("from_min").named("from_minute"),
        plain("until_min").named("until_minute"),
        time("ends_at"),
        truth("holds"),
        plain("fee"),
        plain("attempts"),
        plain("name"),
        plain("phone"),
        plain("postcode"),
        plain("address"),
        plain("note"),
        time("wiped_at"),
    ],
)
.by(&["shop_order"])];
