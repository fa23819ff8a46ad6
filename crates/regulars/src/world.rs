//! The real world: the one clock that ticks and the one chance that nobody can foresee.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
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

/// The real clock some way ahead: what a rehearsal runs by. Microseconds.
#[derive(Debug, Default)]
pub struct AheadClock(AtomicU64);

impl AheadClock {
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(u64::try_from(by.as_micros()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }
}

impl Clock for AheadClock {
    fn now(&self) -> Time {
        SystemClock.now().plus(Duration::from_micros(self.0.load(Ordering::SeqCst)))
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
    by(Arc::new(SystemClock))
}

/// The real chance, and a clock of one's own.
pub fn by(clock: Arc<dyn Clock>) -> World {
    World::new(clock, Arc::new(SystemChance))
}
