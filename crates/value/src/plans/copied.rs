//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, json, plain, time},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.plan_terms",
    "plan_term",
    &[
        id::<kinds::PlanTerm>("id"),
        id::<kinds::Plan>("plan"),
        plain("first_day"),
        plain("last_day"),
        plain("ends"),
        json("rule"),
        plain("renewal"),
        id::<kinds::Store>("store"),
        time("bought_at"),
        plain("refunded"),
        time("refunded_at"),
        id::<kinds::Voucher>("voucher"),
        plain("stage"),
        time("undone_at"),
    ],
)];
