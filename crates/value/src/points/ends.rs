//! What ends when, of everybody together, by the month.

use jiff::{civil::Date, tz::TimeZone};
use kernel::Time;
use ledger::EndRow;

use super::engine::EndsKey;

/// Ends that are read at once: ten years of days.
pub const MOST_ENDS: u32 = 4000;
/// Months that are shown one by one.
const MOST_MONTHS: usize = 24;
const SOON_DAYS: i64 = 30;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct ByMonth {
    /// By the first day of the month in which they can last be spent.
    pub months: Vec<(Date, i64)>,
    /// In months behind those.
    pub later: i64,
    /// When nothing happens for long enough.
    pub idle: i64,
    pub never: i64,
    /// Within thirty days.
    pub soon: i64,
}

pub fn by_month(rows: &[EndRow], now: Time, zone: &TimeZone) -> ByMonth {
    let mut found = ByMonth::default();
    for row in rows {
        let key = EndsKey::at(row.expires_at);
        let Some(end) = key.time() else {
            *(if key == EndsKey::IDLE { &mut found.idle } else { &mut found.never }) += row.amount;
            continue;
        };
        // What is over waits only to be written down.
        if key.is_over(now) {
            continue;
        }
        if end <= now.plus_days(SOON_DAYS) {
            found.soon += row.amount;
        }
        let month = end.last_day(zone).first_of_month();
        let full = found.months.len() == MOST_MONTHS;
        match found.months.last_mut() {
            Some((last, amount)) if *last == month => *amount += row.amount,
            _ if full => found.later += row.amount,
            _ => found.months.push((month, row.amount)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_counts_in_the_month_of_its_last_day() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let at = |day: &str| Some(Time::start_of(day.parse().unwrap(), &zone));
        let row = |expires_at, amount| EndRow { expires_at, amount };
        let rows = [
            row(at("2026-02-20"), 1),
            row(at("2026-03-10"), 2),
            row(at("2026-04-01"), 4),
            row(at("2026-04-02"), 8),
            row(at("2027-01-01"), 16),
            row(EndsKey::IDLE.kept(), 32),
            row(None, 64),
        ];
        let found = by_month(&rows, at("2026-03-02").unwrap(), &zone);
        let months: Vec<_> = found.months.iter().map(|(day, n)| (day.to_string(), *n)).collect();
        let expected = [("2026-03-01", 6), ("2026-04-01", 8), ("2026-12-01", 16)];
        assert_eq!(months, expected.map(|(day, n)| (day.to_owned(), n)));
        // The first of April is thirty days ahead.
        assert_eq!((found.soon, found.idle, found.never, found.later), (6, 32, 64, 0));
        let many: Vec<_> =
            (1..=40).map(|n| row(Some(at("2026-03-15").unwrap().plus_days(n * 31)), 1)).collect();
        let found = by_month(&many, at("2026-03-02").unwrap(), &zone);
        assert_eq!((found.months.len(), found.later), (24, 16));
    }
}
