//! Instants and the clock. Time is a parameter: only the front door owns a clock that really ticks.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::{
    chance::{Chance, SeededChance},
    ids::{Id, Kind},
    payment::Ways,
    post::Post,
};

/// An instant: microseconds since 1970-01-01T00:00:00Z, as stored. Outside it is RFC 3339 in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

/// The years that a shop can mean: 1900 to 2199. Everything outside is a typing error.
const RANGE: std::ops::RangeInclusive<i64> = -2_208_988_800_000_000..=7_258_118_399_999_999;

impl Time {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    pub const fn micros(self) -> i64 {
        self.0
    }
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(86_400_000_000)))
    }
    /// How long from `earlier` until this instant; zero if it lies ahead.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0.clamp(*RANGE.start(), *RANGE.end())).unwrap_or_default()
    }
    pub fn zoned(self, zone: &TimeZone) -> Zoned {
        self.timestamp().to_zoned(zone.clone())
    }
    /// The calendar day in a place.
    pub fn date(self, zone: &TimeZone) -> Date {
        self.zoned(zone).date()
    }
    /// The last day of what ends at this instant: as a rule the midnight after it.
    pub fn last_day(self, zone: &TimeZone) -> Date {
        Self::from_micros(self.micros() - 1).date(zone)
    }
    /// The first instant of a calendar day in a place; days without midnight begin later.
    pub fn start_of(date: Date, zone: &TimeZone) -> Self {
        zone.to_ambiguous_zoned(date.at(0, 0, 0, 0))
            .compatible()
            .map_or_else(|_| Self::default(), |zoned| Self::from(zoned.timestamp()))
    }
    pub fn parse(text: &str) -> Option<Self> {
        let time = Self(text.parse::<Timestamp>().ok()?.as_microsecond());
        RANGE.contains(&time.0).then_some(time)
    }
}
impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp())
    }
}
impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("expected an RFC 3339 instant"))
    }
}

pub trait Clock: Send + Sync {
    fn now(&self) -> Time;
}

/// A clock that stands still until told to move. For tests, rehearsals and simulations.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub const fn at(start: Time) -> Self {
        Self(AtomicI64::new(start.0))
    }
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
    pub fn set(&self, to: Time) {
        self.0.store(to.0, Ordering::SeqCst);
    }
}
impl Clock for TestClock {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

/// Time, chance and the roads outside, as handed in by the front door.
#[derive(Clone)]
pub struct World {
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub post: Post,
    pub ways: Ways,
    ids: Arc<Growing>,
}

impl World {
    pub fn new(clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        Self { clock, chance, post: Post::default(), ways: Ways::default(), ids: Arc::default() }
    }
    /// The same world, from which messages leave.
    #[must_use]
    pub fn with_post(self, post: Post) -> Self {
        Self { post, ..self }
    }
    /// The same world, in which one can pay in these ways.
    #[must_use]
    pub fn with_ways(self, ways: Ways) -> Self {
        Self { ways, ..self }
    }
    /// A world for tests: it begins at `start`, stands still, and repeats itself for one seed.
    pub fn test(start: Time, seed: u64) -> (Self, Arc<TestClock>) {
        let clock = Arc::new(TestClock::at(start));
        (Self::new(clock.clone(), Arc::new(SeededChance::new(seed))), clock)
    }
    pub fn now(&self) -> Time {
        self.clock.now()
    }
    /// A new id: `UUIDv7` of this world's time and chance, greater than every one before it, so that
    /// what is sorted by id is sorted by when it was made.
    pub fn id<K: Kind>(&self) -> Id<K> {
        let millis = u64::try_from(self.now().micros() / 1000).unwrap_or(0);
        Id::from_uuid(self.ids.next(millis, &*self.chance))
    }
    pub fn uuid(&self) -> Uuid {
        self.id::<crate::ids::kinds::Job>().uuid()
    }
}
/// The last id that a world made, as the number of its 48 bits of milliseconds and 74 bits of chance.
#[derive(Default)]
struct Growing(Mutex<u128>);

impl Growing {
    /// RFC 9562, 6.2, method 2: within one millisecond, and while the clock stands still or has been
    /// set back, the last id grows by a random step.
    fn next(&self, millis: u64, chance: &dyn Chance) -> Uuid {
        const CHANCE_BITS: u32 = 74;
        let random = u128::from_le_bytes(chance.bytes());
        let fresh = u128::from(millis) << CHANCE_BITS | random >> (128 - CHANCE_BITS);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *last = if fresh >> CHANCE_BITS > *last >> CHANCE_BITS {
            fresh
        } else {
            *last + 1 + (random & u128::from(u32::MAX))
        };
        let (high, low) = (*last >> 62, *last & (u128::MAX >> 66));
        let (millis, rand_a) = (high >> 12, high & 0xFFF);
        Uuid::from_u128(millis << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | low)
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("now", &self.now()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::kinds;

    /// Ids as one world makes them: many at once, and with the clock set to each of these seconds.
    fn made(seconds: &[u64]) -> Vec<Uuid> {
        let (world, clock) = World::test(Time::from_micros(0), 4);
        let at = |s: &u64| {
            clock.set(Time::from_micros(1_000_000 * i64::try_from(*s).unwrap()));
            (0..200).map(|_| world.clone().id::<kinds::Job>().uuid()).collect::<Vec<_>>()
        };
        seconds.iter().flat_map(at).collect()
    }

    #[test]
    fn ids_grow_while_the_clock_stands_still_or_goes_back() {
        let ids = made(&[1_800_000_000, 1_800_000_001, 1_799_996_400, 1_800_000_002]);
        assert!(ids.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn ids_are_uuids_of_version_seven_with_their_time() {
        for id in made(&[1_800_000_000]) {
            assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122));
            assert_eq!(id.get_timestamp().unwrap().to_unix().0, 1_800_000_000);
        }
    }
}
