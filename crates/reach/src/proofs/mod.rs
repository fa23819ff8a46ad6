//! Codes and links that show whose a device is, sent by e-mail and text message.
//!
//! Joining orders a letter; here a job has it drawn and sends it at once, from memory. A road that is
//! blocked is tried again with growing pauses for the ten minutes that a letter is good; one that will
//! not take it, or took it too late, leaves a dead job that the console shows. Invariants: nothing is
//! sent inside a turn; nothing leaves after it is over; what opens a door is on its way or nowhere: the
//! job, alive or dead, has the order alone, and no log and no trouble of a job has a word of the letter
//! or its address. Deliberately absent: what is sent to many; telling the device that asked whether
//! anything left (it would tell strangers who is known), so its page says what to do if nothing comes.

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
        registry.action("proofs.email", send::post);
    }
    if post.sms.is_some() {
        registry.action("proofs.sms", send::post);
    }
}
