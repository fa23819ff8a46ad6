//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time, truth},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.purchases",
    "purchase",
    &[
        id::<kinds::Purchase>("id"),
        id::<kinds::Store>("store"),
        id::<kinds::Staff>("staff"),
        plain("amount"),
        plain("items"),
        time("at"),
        plain("day"),
        plain("reference"),
        plain("receipt"),
        plain("source"),
        truth("first"),
        id::<kinds::Purchase>("settled"),
        plain("returned"),
        plain("taken_off"),
        time("arrived_at"),
    ],
)
.below(&[
    Copy::of(
        "lines",
        "purchase_line",
        &[plain("line"), plain("product"), plain("category"), plain("quantity"), plain("amount")],
    )
    .whose("purchase = $2")
    .by(&["line"]),
    Copy::of(
        "taken_off_by_vouchers",
        "purchase_cut",
        &[plain("line"), id::<kinds::Voucher>("voucher"), plain("taken_off")],
    )
    .whose("purchase = $2")
    .by(&["line", "voucher"]),
    Copy::of(
        "taken_off_by_prices",
        "price_taken",
        &[id::<kinds::PriceRule>("rule"), plain("taken_off")],
    )
    .whose("purchase = $2")
    .by(&["rule"]),
])];
