//! Counters and the codes that pair them.

use kernel::{DeviceId, FieldError, Fields, StoreId, Time};

/// How long a pairing code can be entered.
pub const CODE_FOR_S: u64 = 600;
/// Wrong PINs of one person on one device before it waits.
pub const WRONG_MAX: i64 = 5;
/// How long it waits then.
pub const LOCKED_FOR_S: u64 = 600;
/// Counters of a brand.
pub const DEVICES_MAX: usize = 2000;

kernel::refusals! {
    devices:
    /// The code was never there, is used or too old.
    WrongCode "wrong_code" 409,
    TooMany "too_many" 409,
}

/// A paired device at a till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub store: StoreId,
    pub name: String,
    /// Hours after which the PIN is asked for again; zero is never.
    pub lock_after_h: i64,
    pub paired_at: Time,
    pub unpaired_at: Option<Time>,
    /// Last use, from its session; `None` when that is gone.
    pub seen_at: Option<Time>,
}

impl Device {
    pub fn href(&self) -> String {
        format!("/console/devices/{}", self.id)
    }
}

/// The hours that a counter may stay open on one PIN.
pub const LOCKS: [i64; 5] = [0, 1, 4, 8, 12];

/// One of [`LOCKS`].
pub fn lock_after(fields: &mut Fields, raw: &str) -> i64 {
    let hours = if raw.is_empty() { Some(0) } else { raw.parse().ok() };
    match hours.filter(|hours| LOCKS.contains(hours)) {
        Some(hours) => hours,
        None => {
            fields.push(FieldError::new("lock_after", "choice_invalid"));
            0
        }
    }
}

/// What became of a PIN that was tried. Wrong tries are noted, so they are no errors that would undo
/// the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    Right,
    /// So many tries are left.
    Wrong {
        left: i64,
    },
    /// Nobody may try until then.
    Locked {
        until: Time,
    },
}

/// The decision about one try, from what is noted about earlier ones.
pub fn decide(now: Time, wrong: i64, locked_until: Time, right: Right) -> Tried {
    if now < locked_until {
        return Tried::Locked { until: locked_until };
    }
    // Once a lock is over, counting begins anew.
    let wrong = if wrong >= WRONG_MAX { 0 } else { wrong };
    match right {
        Right::Yes => Tried::Right,
        Right::No if wrong + 1 >= WRONG_MAX => {
            Tried::Locked { until: now.plus(std::time::Duration::from_secs(LOCKED_FOR_S)) }
        }
        Right::No => Tried::Wrong { left: WRONG_MAX - wrong - 1 },
    }
}

/// Whether the PIN fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_pins_lock_for_ten_minutes_and_then_counting_begins_anew() {
        let now = Time::from_micros(1_000_000_000_000);
        let past = Time::from_micros(0);
        let later = now.plus(std::time::Duration::from_secs(600));
        for (wrong, until, right, expected) in [
            (0, past, Right::Yes, Tried::Right),
            (4, past, Right::Yes, Tried::Right),
            (0, past, Right::No, Tried::Wrong { left: 4 }),
            (3, past, Right::No, Tried::Wrong { left: 1 }),
            (4, past, Right::No, Tried::Locked { until: later }),
            (5, later, Right::Yes, Tried::Locked { until: later }),
            (5, later, Right::No, Tried::Locked { until: later }),
            (5, now, Right::Yes, Tried::Right),
            (5, now, Right::No, Tried::Wrong { left: 4 }),
        ] {
            assert_eq!(decide(now, wrong, until, right), expected, "{wrong} {right:?}");
        }
    }
}
