//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "commerce.basket",
        "basket_line",
        &[id::<kinds::Product>("product"), plain("quantity"), time("changed_at")],
    )
    .by(&["product"]),
    Copy::of("commerce.kept_for_later", "basket_left_out", &[id::<kinds::Voucher>("voucher")])
        .by(&["voucher"]),
];
