//! What of these tables is in a member's copy of everything.

use ::store::{
    Copy,
    copies::{id, plain},
};
use kernel::kinds;

pub(super) const COPIES: &[Copy] = &[Copy::of(
    "value.birthday_gifts",
    "birthday_gift",
    &[plain("given_on"), plain("birthday"), id::<kinds::Voucher>("voucher")],
)
.by(&["given_on"])];
