//! What speaks to payment providers. The port is `kernel::payment`; here are its adapters.
//!
//! Invariants: an adapter speaks only to the address it was configured with (https unless it is this
//! machine), waits ten seconds at most and reads 64 KB at most. No secret stands in a `Debug`, an error
//! or a log. A message is believed only when its signature is that of a key we were handed, over the
//! bytes as they came, and no older or newer than five minutes. No answer, a late one or a broken one
//! is "not known yet" and never a failure.
//!
//! Deliberately absent: rows, jobs and routes (whoever sells has them), cards (they never touch us),
//! the payer's personal data (none is sent but `WeChat`'s openid, none is read).

mod base;
mod der;
mod line;
mod secret;
pub mod stripe;
pub mod wechat;

pub use base::Base;
pub use kernel::payment::*;
pub use secret::Secret;
pub use stripe::Stripe;
pub use wechat::WeChat;

/// How far a signature's time may be from ours, in seconds, both ways: what Stripe's libraries and
/// `WeChat` Pay's guide say.
const TOLERANCE_S: i64 = 300;

/// No message of either provider comes near it.
pub const LARGEST_BODY: usize = 64 * 1024;

/// Whether a signature's time is now.
fn fresh(signed_s: i64, now: kernel::Time) -> Result<(), NotTold> {
    let now_s = now.micros().div_euclid(1_000_000);
    if signed_s < now_s.saturating_sub(TOLERANCE_S) {
        return Err(NotTold::TooOld);
    }
    if signed_s > now_s.saturating_add(TOLERANCE_S) {
        return Err(NotTold::TooEarly);
    }
    Ok(())
}
