//! Where a crowd stands before a door. Who is sent away because too many wait costs as much as who is
//! served, up to there: a key is looked up, a body read, a turn asked for. Ten times too many of them, who
//! came again as soon as they were told, kept those from being served who were let in. So a door that sent
//! somebody away stays shut for a moment; whoever comes meanwhile is told so at the fence, one after the
//! other at a pace that leaves the house its time.
//!
//! The queue behind it has five seconds of work by then: no turn waits for want of callers. Nobody else's
//! door is shut: a door is a program's key, or a brand's pages.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::http::{header, request::Parts};
use tokio::time::Instant;

use crate::fence;

/// How long a door stays shut.
const SHUT: Duration = Duration::from_millis(500);
/// How long each who is sent away from a shut door takes, and the longest that anybody waits for it.
const EACH: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_secs(5);
/// How many doors are remembered. More are forgotten all at once: then they are asked again.
const MOST: usize = 1024;

/// A program's key, or the brand whose page it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Door {
    Key(Vec<u8>),
    Brand(String),
}

/// The door of what changes something; whatever is no brand's own, such as the console and the counter, is
/// always open.
pub fn door(parts: &Parts) -> Option<Door> {
    if fence::safe(&parts.method) {
        return None;
    }
    if fence::is_api(&parts.uri) {
        return parts
            .headers
            .get(header::AUTHORIZATION)
            .map(|key| Door::Key(key.as_bytes().to_vec()));
    }
    fence::slug(&parts.uri).map(|brand| Door::Brand(brand.to_owned()))
}

/// Doors that are shut, by a fingerprint, and since when.
#[derive(Debug, Default)]
pub struct Crowds {
    shut: Mutex<HashMap<u64, Instant>>,
    prints: RandomState,
    /// When the next one is sent away.
    next: Mutex<Option<Instant>>,
}

impl Crowds {
    fn shut(&self) -> MutexGuard<'_, HashMap<u64, Instant>> {
        self.shut.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the door is shut for whoever comes now; says so when it is their turn to hear it.
    pub async fn hold_back(&self, door: &Door) -> bool {
        let now = Instant::now();
        let shut = self.stand_at(door, now);
        if shut {
            tokio::time::sleep_until(self.turn(now)).await;
        }
        shut
    }

    /// Somebody was sent away there, now.
    pub fn shut_out(&self, door: Door) {
        self.came_to(door, Instant::now());
    }

    fn came_to(&self, door: Door, now: Instant) {
        let mut shut = self.shut();
        if shut.len() >= MOST {
            shut.clear();
        }
        shut.insert(self.prints.hash_one(door), now);
    }

    /// When somebody who comes to a shut door now is told so: after those before them, unless that takes
    /// too long.
    fn turn(&self, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = next.map_or(now, |next| next.max(now));
        if mine.duration_since(now) > LONGEST {
            return now;
        }
        *next = Some(mine + EACH);
        mine
    }

    /// Whether nobody is let in there now.
    fn stand_at(&self, door: &Door, now: Instant) -> bool {
        let mut shut = self.shut();
        if shut.is_empty() {
            return false;
        }
        let print = self.prints.hash_one(door);
        let stays = shut.get(&print).is_some_and(|since| now.duration_since(*since) < SHUT);
        if !stays {
            shut.remove(&print);
        }
        stays
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};

    use super::*;

    fn at(method: &str, path: &str, key: &str) -> Option<Door> {
        let request = Request::builder().method(method).uri(path).header("authorization", key);
        door(&request.body(Body::empty()).unwrap().into_parts().0)
    }

    #[test]
    fn a_door_that_sent_somebody_away_stays_shut_for_a_moment_and_no_other_does() {
        let (crowds, now) = (Crowds::default(), Instant::now());
        let (ours, theirs) =
            (at("POST", "/api/v1/x", "one").unwrap(), at("POST", "/api/v1/x", "two"));
        assert!(!crowds.stand_at(&ours, now));
        crowds.came_to(ours.clone(), now);
        let soon = now + SHUT / 2;
        assert!(crowds.stand_at(&ours, soon) && !crowds.stand_at(&theirs.unwrap(), soon));
        assert!(!crowds.stand_at(&ours, now + SHUT), "asked again");
        let brand = at("POST", "/riverside/j/x", "").unwrap();
        crowds.came_to(brand.clone(), now);
        assert_eq!(at("POST", "/riverside/play/y", "other"), Some(brand));
        for open in ["/console/gifts", "/counter/operations", "/setup", "/invitation/x"] {
            assert_eq!(at("POST", open, "one"), None, "{open}");
        }
        assert_eq!(at("GET", "/riverside", ""), None, "to look is free");
    }

    #[test]
    fn they_are_sent_away_one_after_the_other_and_nobody_waits_for_long() {
        let (crowds, now) = (Crowds::default(), Instant::now());
        let waits: Vec<Duration> =
            (0..9000).map(|_| crowds.turn(now).duration_since(now)).collect();
        assert_eq!(waits.first(), Some(&Duration::ZERO));
        assert_eq!(waits.get(100), Some(&(EACH * 100)));
        assert_eq!(waits.iter().max(), Some(&LONGEST));
        let later = now + LONGEST * 2;
        assert_eq!(crowds.turn(later), later, "nobody is before them any more");
    }

    #[test]
    fn no_more_doors_are_remembered_than_there_is_room_for() {
        let crowds = Crowds::default();
        for n in 0..MOST * 3 {
            crowds.came_to(Door::Brand(n.to_string()), Instant::now());
        }
        assert!(crowds.shut().len() <= MOST);
    }
}
