//! How often one device, link or account may try: token buckets in memory, bounded in number.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use kernel::{Error, Result, Time};

/// So many at once, and so many more per minute.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    pub burst: u32,
    pub per_minute: u32,
}

#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Sign-in attempts per address and per account.
    pub sign_in: Rate,
    /// Joins per network: a phone, or all phones on the shop's Wi-Fi.
    pub join: Rate,
    /// Joins per link, so that a leaked link cannot empty a pool.
    pub link: Rate,
    /// Requests with one API key.
    pub api: Rate,
    /// Everything else that sends something or guesses codes: proofs, codes, uploads.
    pub code: Rate,
    /// Messages to one person, whoever asks for them.
    pub send: Rate,
    /// Pieces of the books' chain per device: up to 2,000 rows each.
    pub books: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in: Rate { burst: 10, per_minute: 5 },
            join: Rate { burst: 60, per_minute: 30 },
            link: Rate { burst: 600, per_minute: 600 },
            api: Rate { burst: 2000, per_minute: 6000 },
            code: Rate { burst: 20, per_minute: 10 },
            send: Rate { burst: 4, per_minute: 1 },
            books: Rate { burst: 120, per_minute: 30 },
        }
    }
}

impl Limits {
    /// No limits: for rehearsals and load tests on one's own machine.
    pub const OPEN: Self = {
        let open = Rate { burst: 1_000_000_000, per_minute: 1_000_000_000 };
        Self {
            sign_in: open,
            join: open,
            link: open,
            api: open,
            code: open,
            send: open,
            books: open,
        }
    };
}

#[derive(Debug, Clone, Copy)]
pub enum Door {
    SignIn,
    Join,
    Link,
    Api,
    Code,
    Send,
    Books,
}

/// So many buckets make a generation.
const BUCKETS: usize = 50_000;

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Time,
}

/// The buckets that were used lately, in two generations: when the newer is full it becomes the older,
/// and the older is forgotten. So memory is bounded and no try ever waits for a sweep.
#[derive(Debug, Default)]
struct Buckets {
    newer: HashMap<(u8, String), Bucket>,
    older: HashMap<(u8, String), Bucket>,
}

impl Buckets {
    fn take_out(&mut self, key: &(u8, String)) -> Option<Bucket> {
        self.newer.remove(key).or_else(|| self.older.remove(key))
    }
    fn put_in(&mut self, key: (u8, String), bucket: Bucket) {
        if self.newer.len() >= BUCKETS {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(key, bucket);
    }
}

#[derive(Debug)]
pub struct Rates {
    limits: Limits,
    buckets: Mutex<Buckets>,
}

impl Rates {
    pub fn new(limits: Limits) -> Self {
        Self { limits, buckets: Mutex::default() }
    }

    /// Takes one try of this key at this door, or says when to come back.
    pub fn take(&self, door: Door, key: &str, now: Time) -> Result<()> {
        let rate = match door {
            Door::SignIn => self.limits.sign_in,
            Door::Join => self.limits.join,
            Door::Link => self.limits.link,
            Door::Api => self.limits.api,
            Door::Code => self.limits.code,
            Door::Send => self.limits.send,
            Door::Books => self.limits.books,
        };
        let per_second = f64::from(rate.per_minute) / 60.0;
        let full = f64::from(rate.burst);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (door as u8, key.chars().take(120).collect());
        let Bucket { left, at } = buckets.take_out(&key).unwrap_or(Bucket { left: full, at: now });
        let left = (left + now.since(at).as_secs_f64() * per_second).min(full);
        let allowed = left >= 1.0;
        let rest = if allowed { left - 1.0 } else { left };
        buckets.put_in(key, Bucket { left: rest, at: now });
        if allowed {
            return Ok(());
        }
        let wait = ((1.0 - left) / per_second.max(0.001)).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        Err(Error::TooMany { retry_after_s: wait.clamp(1.0, 3600.0) as u32 })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_is_allowed_then_the_door_opens_slowly() {
        let rates =
            Rates::new(Limits { sign_in: Rate { burst: 3, per_minute: 6 }, ..Limits::default() });
        let start = Time::from_micros(0);
        for _ in 0..3 {
            assert_eq!(rates.take(Door::SignIn, "a", start), Ok(()));
        }
        let refused = rates.take(Door::SignIn, "a", start);
        assert_eq!(refused, Err(Error::TooMany { retry_after_s: 10 }));
        assert_eq!(rates.take(Door::SignIn, "b", start), Ok(()));
        assert_eq!(rates.take(Door::SignIn, "a", start.plus(Duration::from_secs(10))), Ok(()));
    }

    #[test]
    fn a_crowd_of_strangers_takes_bounded_room_and_does_not_free_who_still_tries() {
        let rates = Rates::new(Limits::default());
        let now = Time::from_micros(0);
        let tries = |who: &str| rates.take(Door::SignIn, who, now);
        while tries("a").is_ok() {}
        for n in 0..3 * BUCKETS {
            assert_eq!(tries(&n.to_string()), Ok(()));
            if n % 1000 == 0 {
                assert!(tries("a").is_err(), "forgotten after {n}");
            }
        }
        let buckets = rates.buckets.lock().unwrap();
        assert!(buckets.newer.len() + buckets.older.len() <= 2 * BUCKETS);
    }
}
