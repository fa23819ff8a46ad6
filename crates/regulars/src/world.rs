//! The real world: the one clock that ticks and the one chance that nobody can foresee.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use kernel::{Chance, Clock, Time, World};

#[derive(Debug)]
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the front door owns the clock")]
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

#[derive(Debug)]
struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::panic, reason = "without chance no token is safe: better to stop")]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the system gives no random bytes: {error}");
        }
    }
}

pub fn real() -> World {
    World::new(Arc::new(SystemClock), Arc::new(SystemChance))
}
