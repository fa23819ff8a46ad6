//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, json, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "commerce.order_lists",
    "order_list_entry",
    &[
        id::<kinds::OrderList>("order_list"),
        plain("line"),
        plain("number"),
        plain("name"),
        plain("note"),
        json("parts"),
        id::<kinds::Order>("shop_order"),
        time("changed_at"),
    ],
)
.by(&["order_list", "line"])];
