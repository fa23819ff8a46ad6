//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "play.buy_seats",
    "buy_seat",
    &[
        id::<kinds::BuySeat>("id"),
        id::<kinds::BuyTeam>("team"),
        id::<kinds::GroupBuy>("buy").named("group_buy"),
        plain("state"),
        plain("points"),
        plain("deposit"),
        time("at"),
        id::<kinds::Voucher>("voucher"),
        time("until"),
        time("ended_at"),
        id::<kinds::Store>("store"),
    ],
)];
