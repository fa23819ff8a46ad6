//! What is counted, and by what.

use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use kernel::{GiftId, GroupId, LinkId, MemberId, StaffId, StoreId, Time};
use serde::Serialize;

macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($(#[$vdoc:meta])* $name:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
        pub enum $type { $($(#[$vdoc])* #[serde(rename = $word)] $name),* }
        kernel::words!($type { $($name $word),* });
    };
}

words! {
    /// A kind of fact. Its `amount` is money where money moved, else zero.
    Kind {
        /// Somebody became known.
        Known "known",
        /// A membership began.
        Join "join",
        Leave "leave",
        Visit "visit",
        /// A gift was promised: its voucher was issued.
        Gift "gift",
        /// A gift was handed over; the amount is what it cost.
        Redemption "redemption",
        /// The amount is what was paid.
        Purchase "purchase",
        /// A purchase by somebody who had never bought.
        FirstPurchase "first_purchase",
        /// Stages: the first time a person took part, received something, bought again.
        TookPart "took_part",
        Received "received",
        Again "again",
    }
}

words! {
    /// By what a figure is broken down.
    By { Day "day", Store "store", Group "group", Source "source", Link "link", Staff "staff", Gift "gift" }
}

/// A calendar day in the org's time zone: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Day(pub i64);

impl Day {
    pub fn of(at: Time, zone: &TimeZone) -> Self {
        Self::from_date(at.date(zone))
    }
    pub fn from_date(date: Date) -> Self {
        let days = date.since(Date::new(1970, 1, 1).unwrap_or_default());
        Self(days.map_or(0, |span| i64::from(span.get_days())))
    }
    pub fn date(self) -> Date {
        let epoch = Date::new(1970, 1, 1).unwrap_or_default();
        let days = i32::try_from(self.0).unwrap_or(0);
        epoch.checked_add(days.days()).unwrap_or(epoch)
    }
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }
}

/// Where a fact belongs. `None` is nobody's or nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub store: Option<StoreId>,
    pub group: Option<GroupId>,
    pub link: Option<LinkId>,
    pub staff: Option<StaffId>,
    pub gift: Option<GiftId>,
    pub source: String,
}

#[derive(Debug, Clone)]
pub struct Fact {
    /// The event that told it.
    pub number: i64,
    pub kind: Kind,
    pub at: Time,
    pub day: Day,
    pub member: Option<MemberId>,
    pub origin: Origin,
    /// Minor units; negative when something was undone.
    pub amount: i64,
    /// How many: one, or minus one when something was undone.
    pub pieces: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_shops_own() {
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        let late = Time::parse("2026-03-01T17:30:00Z").unwrap();
        assert_eq!(Day::of(late, &shanghai).date().to_string(), "2026-03-02");
        assert_eq!(Day::of(late, &TimeZone::UTC).date().to_string(), "2026-03-01");
        for text in ["1970-01-01", "2026-02-28", "2028-02-29", "1969-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(Day::from_date(date).date(), date);
        }
    }
}
