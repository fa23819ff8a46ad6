//! Facts: what the events say, made countable.
//!
//! A subscriber reads the org's events and writes one row per fact, its sum of the day, and the
//! stage of the person it is about, in the turn that moves its cursor. A purchase is credited to
//! where its person came from (their first group, link, source, host and lead gift), so that a
//! source can be held against what its people bought.
//!
//! Invariants: a sum of days equals the sum of its facts (a test compares them); an undone
//! operation is a fact with the sign turned round, never a deletion; a stage once reached by a
//! withdrawn purchase stays reached, because the person was there. Deliberately absent: guesses
//! about people who are not known, and anything that needs the value wing's types: its events are
//! read by name.

pub(crate) mod heard;
mod merging;
pub mod model;
mod store;
mod take;

use ::store::migration;
use web::Slice;

pub(crate) use store::read_fact;

pub fn slice() -> Slice {
    Slice {
        migrations: &[migration!("0040_insight"), migration!("0041_seen")],
        register: |registry| {
            registry.subscribe("insight.facts", heard::KINDS, |tx, event| {
                Box::pin(take::take(tx, event))
            });
        },
        ..Slice::named("facts")
    }
}
