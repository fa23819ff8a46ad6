//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[
    Copy::of(
        "play.raffle_entries",
        "raffle_entry",
        &[
            id::<kinds::RaffleEntry>("id"),
            id::<kinds::Raffle>("raffle"),
            plain("place"),
            plain("label"),
            plain("number"),
            plain("tickets"),
            plain("free"),
            plain("bought"),
            plain("points"),
            plain("nonce"),
            plain("shown"),
            plain("receipt"),
            time("at"),
            id::<kinds::Store>("store"),
            plain("out"),
        ],
    ),
    Copy::of(
        "play.raffle_picks",
        "raffle_pick",
        &[
            id::<kinds::RafflePick>("id"),
            id::<kinds::Raffle>("raffle"),
            plain("number"),
            plain("prize"),
            id::<kinds::RaffleEntry>("entry"),
            id::<kinds::Voucher>("voucher"),
            plain("state"),
            time("until"),
            time("at"),
            time("ended_at"),
            plain("why"),
        ],
    ),
    Copy::of(
        "play.raffle_grants",
        "raffle_grant",
        &[
            id::<kinds::RaffleGrant>("id"),
            id::<kinds::Raffle>("raffle"),
            plain("tickets"),
            plain("source"),
            id::<kinds::Purchase>("purchase"),
            time("at"),
            id::<kinds::Store>("store"),
            time("undone_at"),
        ],
    ),
];
