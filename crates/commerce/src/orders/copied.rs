//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, json, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "commerce.orders",
    "shop_order",
    &[
        id::<kinds::Order>("id"),
        plain("code"),
        plain("buyer"),
        id::<kinds::Store>("store"),
        plain("state"),
        plain("payment"),
        plain("amount"),
        plain("pieces"),
        id::<kinds::Reservation>("held"),
        time("held_until"),
        id::<kinds::Purchase>("purchase"),
        id::<kinds::Purchase>("bill"),
        json("vouchers"),
        plain("reason"),
        time("placed_at"),
        time("changed_at"),
    ],
)
.below(&[Copy::of(
    "lines",
    "shop_order_line",
    &[
        plain("number"),
        id::<kinds::Product>("product"),
        plain("name"),
        plain("category"),
        plain("quantity"),
        plain("amount"),
        plain("taken_off"),
        json("parts"),
    ],
)
.whose("shop_order = $2")
.by(&["number"])])];
