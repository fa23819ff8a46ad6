//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "play.presale_samples",
        "presale_sample",
        &[
            id::<kinds::PresaleSample>("id"),
            id::<kinds::Presale>("presale"),
            id::<kinds::Voucher>("voucher"),
            plain("state"),
            plain("points"),
            time("at"),
            time("until"),
            time("ended_at"),
            id::<kinds::Store>("store"),
        ],
    ),
    Copy::of(
        "play.presale_reservations",
        "presale_reservation",
        &[
            id::<kinds::PresaleReservation>("id"),
            id::<kinds::Presale>("presale"),
            plain("state"),
            plain("early"),
            plain("price"),
            plain("points"),
            plain("deposit"),
            plain("paid"),
            plain("back").named("deposit_back"),
            plain("pickup").named("window"),
            time("at"),
            id::<kinds::Voucher>("voucher"),
            time("until"),
            time("ended_at"),
            id::<kinds::Store>("store"),
            time("back_at").named("paid_back_at"),
            id::<kinds::Store>("back_store").named("paid_back_store"),
        ],
    ),
];
