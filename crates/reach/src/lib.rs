//! The reach wing: what groups are told, by whom, and what came of it.
//!
//! A series has a weekly programme, and an activity brings its run; each day it becomes posts with tracked links, and the posts
//! become to-dos of the people who host the groups. A group that lives here has a feed, where a
//! to-do is one tap; for a group anywhere else the text is copied, sent by a person, and said to be
//! done.
//!
//! Invariants: at most three posts per group and day; a text that is too late vanishes and is never
//! made up for; what was said to be done and what was seen to work are told apart; what the
//! assistant says is labelled and counts for nobody. Deliberately absent: clients that pretend to be
//! people, and anything of value (a gift is shown here and given elsewhere).

pub mod events;
pub mod feed;
pub mod pictures;
pub mod posts;
pub mod programmes;
pub mod proofs;
pub mod runs;
#[cfg(test)]
pub(crate) mod testing;
pub mod todos;

use store::{Migration, migration};
use web::Slice;

/// The tables of this wing.
pub const MIGRATIONS: &[Migration] = &[
    migration!("0030_reach"),
    migration!("0031_letters"),
    migration!("0041_by_member_reach"),
    migration!("0054_runs_reach"),
];

/// The slices of this wing.
pub fn slices() -> Vec<Slice> {
    vec![
        feed::slice(),
        programmes::slice(),
        todos::slice(),
        posts::slice(),
        proofs::slice(),
        runs::slice(),
    ]
}
