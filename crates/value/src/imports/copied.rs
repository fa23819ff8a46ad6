//! What of these tables is in a member's copy of everything.

use ::store::{Copy, copies::plain};

pub(super) const COPIES: &[Copy] =
    &[Copy::of("value.till_numbers", "customer", &[plain("number")]).by(&["number"])];
