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
    /// Joins per device.
    pub join: Rate,
    /// Joins per link, so that a leaked link cannot empty a pool.
    pub link: Rate,
    /// Requests with one API key.
    pub api: Rate,
    /// Everything else that sends something or guesses codes: proofs, codes, uploads.
    pub code: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in: Rate { burst: 10, per_minute: 5 },
            join: Rate { burst: 20, per_minute: 10 },
            link: Rate { burst: 600, per_minute: 600 },
            api: Rate { burst: 2000, per_minute: 6000 },
            code: Rate { burst: 20, per_minute: 10 },
        }
    }
}

impl Limits {
    /// No limits: for rehearsals and load tests on one's own machine.
    pub const OPEN: Self = {
        let open = Rate { burst: 1_000_000_000, per_minute: 1_000_000_000 };
        Self { sign_in: open, join: open, link: open, api: open, code: open }
    };
}

#[derive(Debug, Clone, Copy)]
pub enum Door {
    SignIn,
    Join,
    Link,
    Api,
    Code,
}

/// Above this many buckets the full ones (nobody has tried for a while) are forgotten.
const BUCKETS: usize = 100_000;

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Time,
}

#[derive(Debug)]
pub struct Rates {
    limits: Limits,
    buckets: Mutex<HashMap<(u8, String), Bucket>>,
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
        };
        let per_second = f64::from(rate.per_minute) / 60.0;
        let full = f64::from(rate.burst);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS {
            buckets.retain(|_, bucket| now.since(bucket.at).as_secs() < 600);
        }
        let key: String = key.chars().take(120).collect();
        let bucket = buckets.entry((door as u8, key)).or_insert(Bucket { left: full, at: now });
        let refill = now.since(bucket.at).as_secs_f64() * per_second;
        bucket.left = (bucket.left + refill).min(full);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let wait = ((1.0 - bucket.left) / per_second.max(0.001)).ceil();
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
}
