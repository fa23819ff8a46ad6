//! Ordinary chat groups that talk to no program: we keep their books while people do what no API
//! does.
//!
//! Invariants: what nobody can know is not guessed: a count is what somebody told, with who and
//! when; a join code is shown to those who joined by our form and to staff, never to a crawler.
//! Deliberately absent: clients that pretend to be people.

pub mod actions;
pub(super) mod api;
mod code;
mod phone;
mod picture;
mod store;

use kernel::{StaffId, Time};

pub use code::{Code, live_code};
pub use phone::routes as phone_routes;
pub use picture::{PICTURE_MAX, Picture, read as read_picture};
pub use store::{Outside, find, picture_of, told, warnings};

/// The largest group that any chat app allows.
pub const LIMIT: std::ops::RangeInclusive<i64> = 2..=200_000;
/// A code that never ends.
pub const FOREVER: Time = Time::from_micros(i64::MAX);
/// Before a code ends, its host is told so long ahead.
pub const WARN_BEFORE: std::time::Duration = std::time::Duration::from_secs(48 * 3600);
/// From this part of the limit on, in percent, a group is nearly full.
pub const WARN_PERCENT: i64 = 95;

/// Apps that people name most, with the largest ordinary group each allows by its own help pages;
/// a suggestion, since the word is free.
pub const APPS: &[(&str, i64)] = &[
    ("微信 WeChat", 500),
    ("企业微信 WeCom", 500),
    ("WhatsApp", 1024),
    ("QQ", 500),
    ("Telegram", 200_000),
    ("LINE", 500),
    ("Signal", 1000),
];

/// What needs a person's hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Nobody can come in: there is no code.
    NoCode,
    CodeEnded(Time),
    CodeEnds(Time),
    /// At or above [`WARN_PERCENT`] of the limit, as told.
    NearlyFull,
    Full,
}

/// What is wrong with an open outside group at an instant, the worst first.
pub fn warnings_of(group: &super::Group, now: Time) -> Vec<Warning> {
    if group.place != super::Place::Outside || !group.is_open() {
        return Vec::new();
    }
    let mut all = Vec::new();
    match group.code_ends {
        None => all.push(Warning::NoCode),
        Some(ends) if ends <= now => all.push(Warning::CodeEnded(ends)),
        Some(ends) if ends <= now.plus(WARN_BEFORE) => all.push(Warning::CodeEnds(ends)),
        Some(_) => {}
    }
    if group.free() == 0 {
        all.push(Warning::Full);
    } else if group.count() * 100 >= group.capacity * WARN_PERCENT {
        all.push(Warning::NearlyFull);
    }
    all
}

/// A count as somebody told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub at: Time,
    pub members: i64,
    pub staff: Option<StaffId>,
}
