//! Windows of a week as slots of days, and as people write them.

use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use kernel::Time;
use people::stores::{clock, minutes};

use super::model::{Details, Window};

/// How far ahead slots are offered.
pub const DAYS_AHEAD: i64 = 14;

/// A window of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub day: Date,
    pub from: u16,
    pub until: u16,
    pub room: i64,
}

impl Slot {
    /// As accounts and addresses name it: `2026-11-30-1730`.
    pub fn key(&self) -> String {
        key(self.day, self.from)
    }
    pub fn begins(&self, zone: &TimeZone) -> Time {
        at(self.day, self.from, zone)
    }
    pub fn ends(&self, zone: &TimeZone) -> Time {
        at(self.day, self.until, zone)
    }
}

pub fn key(day: Date, from: u16) -> String {
    format!("{day}-{:02}{:02}", from / 60, from % 60)
}

/// What a key names: a day and a minute of it.
pub fn read(key: &str) -> Option<(Date, u16)> {
    let (day, time) = key.rsplit_once('-')?;
    let (hour, minute) = (time.get(..2)?, time.get(2..)?);
    let from = minutes(&format!("{hour}:{minute}"))?;
    let day: Date = day.parse().ok()?;
    (self::key(day, from) == key).then_some((day, from))
}

fn at(day: Date, minute: u16, zone: &TimeZone) -> Time {
    let (hour, rest) = (minute / 60, minute % 60);
    let (day, hour) = if hour < 24 { (day, hour) } else { (day.tomorrow().unwrap_or(day), 0) };
    let civil = day.at(i8::try_from(hour).unwrap_or(0), i8::try_from(rest).unwrap_or(0), 0, 0);
    let zoned = zone.to_ambiguous_zoned(civil).compatible();
    zoned.map_or_else(|_| Time::start_of(day, zone), |zoned| Time::from(zoned.timestamp()))
}

/// The slots that one can order for now, the nearest first.
pub fn offered(details: &Details, now: Time, zone: &TimeZone) -> Vec<Slot> {
    let today = now.date(zone);
    let cutoff = std::time::Duration::from_secs(
        u64::try_from(details.cutoff_hours).unwrap_or(0).saturating_mul(3600),
    );
    let days = (0..=DAYS_AHEAD).filter_map(|ahead| today.checked_add(ahead.days()).ok());
    days.flat_map(|day| of_day(details, day))
        .filter(|slot| slot.begins(zone).minus(cutoff) >= now)
        .collect()
}

/// The slots of one day, over or not.
pub fn of_day(details: &Details, day: Date) -> Vec<Slot> {
    let weekday = day.weekday().to_monday_zero_offset();
    let of = details.windows.iter().filter(|window| i8::try_from(window.day) == Ok(weekday));
    of.map(|window| Slot { day, from: window.from, until: window.until, room: window.room })
        .collect()
}

/// `17:00-19:00 x 20; 20:00-21:00 x 5`: the windows of one day. `None` for what is none.
pub fn windows(day: u8, typed: &str) -> Option<Vec<Window>> {
    let parts = typed.split([';', '；', ',', '，', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(|part| window(day, part)).collect()
}

fn window(day: u8, typed: &str) -> Option<Window> {
    let (times, room) = typed.rsplit_once(['x', 'X', '×', '*'])?;
    let (from, until) = times.split_once(['-', '–', '—', '~', '～', '至'])?;
    Some(Window {
        day,
        from: minutes(from)?,
        until: minutes(until)?,
        room: room.trim().parse().ok()?,
    })
}

/// The windows of one day as they are typed.
pub fn written(windows: &[Window], day: u8) -> String {
    let of = windows.iter().filter(|window| window.day == day);
    of.map(|one| format!("{}-{} x {}", clock(one.from), clock(one.until), one.room))
        .collect::<Vec<_>>()
        .join("; ")
}

/// A slot's times: `17:00–19:00`.
pub fn times(from: u16, until: u16) -> String {
    format!("{}–{}", clock(from), clock(until))
}
