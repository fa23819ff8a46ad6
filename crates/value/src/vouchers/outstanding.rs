//! Vouchers that somebody may still come for: how many, what they cost, and how that came to be.

use ::store::{Read, Row, args};
use jiff::{Span, civil::Date, tz::TimeZone};
use kernel::{GiftId, OrgId, Page, PageRequest, Result, Time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Voucher, store};

/// What is outstanding of one gift, or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub vouchers: i64,
    /// What it costs when everybody comes, in minor units. A discount counts as much as its gift was
    /// said to cost.
    pub cost: i64,
    /// Of them, those that end within a week.
    pub ending: i64,
    pub next_end: Option<Time>,
}

impl Sum {
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let ends = [self.next_end, other.next_end];
        Self {
            vouchers: self.vouchers + other.vouchers,
            cost: self.cost + other.cost,
            ending: self.ending + other.ending,
            next_end: ends.into_iter().flatten().min(),
        }
    }
}

/// Days within which a voucher is about to end.
const SOON: i64 = 7;

/// By gift, the most expensive first.
pub async fn sums(db: &mut impl Read, org: OrgId, now: Time) -> Result<Vec<(GiftId, Sum)>> {
    let sql = "SELECT gift, COUNT(*) AS vouchers, CAST(SUM(cost) AS BIGINT) AS cost,
          CAST(SUM(CASE WHEN expires_at <= $3 THEN 1 ELSE 0 END) AS BIGINT) AS ending,
          MIN(expires_at) AS next_end
        FROM voucher WHERE org = $1 AND state = 'issued' AND (expires_at IS NULL OR expires_at > $2)
        GROUP BY gift ORDER BY cost DESC, gift";
    let sum = |row: &Row| {
        let sum = Sum {
            vouchers: row.get("vouchers")?,
            cost: row.get("cost")?,
            ending: row.get("ending")?,
            next_end: row.get("next_end")?,
        };
        Ok((row.get("gift")?, sum))
    };
    db.rows(sql, args![org, now, now.plus_days(SOON)]).await?.iter().map(sum).collect()
}

/// What one local day brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub day: Date,
    pub given: i64,
    pub collected: i64,
    /// Over, or taken back by the shop.
    pub lapsed: i64,
    /// What was outstanding when it ended.
    pub left: i64,
}

/// The last days, the latest first; `left`: what is outstanding now.
pub async fn days(
    db: &mut impl Read,
    org: OrgId,
    (today, zone): (Date, &TimeZone),
    (count, mut left): (i64, i64),
) -> Result<Vec<Day>> {
    let back = |days: i64| today.saturating_sub(Span::new().days(days));
    let bounds: Vec<String> = (0..count)
        .map(|at| {
            let (from, to) = (Time::start_of(back(at), zone), Time::start_of(back(at - 1), zone));
            format!("({at}, {}, {})", from.micros(), to.micros())
        })
        .collect();
    let ended = |when: &str| {
        format!(
            "(SELECT COUNT(*) FROM voucher v WHERE v.org = $1 AND v.ended_at >= d.a
               AND v.ended_at < d.b AND v.state {when})"
        )
    };
    let sql = format!(
        "WITH d(n, a, b) AS (VALUES {})
         SELECT CAST(d.n AS BIGINT) AS n,
           (SELECT COUNT(*) FROM voucher v
             WHERE v.org = $1 AND v.issued_at >= d.a AND v.issued_at < d.b) AS given,
           {} AS collected, {} AS lapsed
         FROM d ORDER BY d.n",
        bounds.join(", "),
        ended("= 'redeemed'"),
        ended("<> 'redeemed'"),
    );
    let rows = db.rows(&sql, args![org]).await?;
    let day = |row: &Row| {
        let (given, collected, lapsed) =
            (row.get("given")?, row.get("collected")?, row.get("lapsed")?);
        let day = Day { day: back(row.get("n")?), given, collected, lapsed, left };
        left -= given - collected - lapsed;
        Ok(day)
    };
    rows.iter().map(day).collect()
}

/// Where a page of vouchers ended.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Cursor {
    ends: i64,
    id: Uuid,
}

/// What never ends comes last.
const NEVER: i64 = i64::MAX;

/// The outstanding vouchers of a gift or of all, those that end soonest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    (gift, now): (Option<GiftId>, Time),
    page: &PageRequest,
) -> Result<Page<Voucher>> {
    let limit = page.limit()?;
    let after: Cursor = page.after()?.unwrap_or(Cursor { ends: 0, id: Uuid::nil() });
    let sql = format!(
        "SELECT {} FROM voucher
         WHERE org = $1 AND state = 'issued' AND (expires_at IS NULL OR expires_at > $2)
           AND (CAST($3 AS UUID) IS NULL OR gift = $3)
           AND (COALESCE(expires_at, {NEVER}) > $4 OR (COALESCE(expires_at, {NEVER}) = $4 AND id > $5))
         ORDER BY COALESCE(expires_at, {NEVER}), id LIMIT $6",
        store::COLUMNS
    );
    let rows = db.rows(&sql, args![org, now, gift, after.ends, after.id, limit + 1]).await?;
    let vouchers: Result<Vec<_>> = rows.iter().map(store::read).collect();
    Ok(Page::cut(vouchers?, limit, |voucher| Cursor {
        ends: voucher.expires_at.map_or(NEVER, Time::micros),
        id: voucher.id.uuid(),
    }))
}
