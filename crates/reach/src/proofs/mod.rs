//! Codes and links that show whose a device is, sent by e-mail and text message.
//!
//! Joining draws them and keeps their hashes; here they leave, by a job that tries again with growing
//! pauses and lies dead in the end. Invariants: nothing is sent inside a turn; nothing leaves after it
//! is over; no log and no trouble of a job has a word of what was sent. Deliberately absent: what is
//! sent to many.

mod send;

use ::store::{JobHandler, Registry};
use kernel::Post;
use web::Slice;

pub fn slice() -> Slice {
    Slice { register, ..Slice::named("proofs") }
}

fn register(registry: &mut Registry) {
    registry.job(send::JOB, JobHandler::Free(send::run));
}

/// Offers the ways that this installation has; pages show no other.
pub fn offer(registry: &mut Registry, post: &Post) {
    if post.email.is_some() {
        registry.action("proofs.email", send::by_email);
    }
    if post.sms.is_some() {
        registry.action("proofs.sms", send::by_sms);
    }
}
