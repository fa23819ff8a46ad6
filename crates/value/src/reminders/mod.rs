//! Reminders: a mail before something of a member's ends, so that nobody loses by forgetting.
//!
//! Points, vouchers, a paid membership and a tier each tell once that they end soon. The first such word
//! orders a letter for ten in the morning by the shop's clock; the letter is written when it leaves, from
//! what is true then, and has everything that ends soon in it.
//!
//! Invariants: at most one letter a day for a member; only to an address that was shown to be theirs, and
//! only while they agree to messages; what was spent, used or paid for meanwhile is not in it, and a
//! letter with nothing in it is not sent; nothing is sent inside a turn; no log and no trouble of a job
//! has a word of it.
//!
//! Events: `reminders.sent`.
//!
//! Deliberately absent: advertising of any kind. The phone and the counter say the same without any
//! letter.

mod letter;
mod send;

#[cfg(test)]
mod tests;

use ::store::JobHandler;
use web::Slice;

pub fn slice() -> Slice {
    Slice {
        register: |registry| {
            registry.subscribe("reminders.order", &send::KINDS, send::order);
            registry.job(send::JOB, JobHandler::Free(send::run));
        },
        ..Slice::named("reminders")
    }
}
