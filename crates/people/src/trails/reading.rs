//! Reading the trail; `web::trail` writes it.

use jiff::{civil::Date, tz::TimeZone};
use kernel::{FieldError, Fields, OrgId, Page, PageRequest, Result, StaffId, Time};
use store::{Read, args, sql};
use uuid::Uuid;
use web::trail::Entry;

/// What things are changed, as the words for changes begin: `stores.closed` is about `stores`.
pub const KINDS: [&str; 18] = [
    "staff",
    "members",
    "groups",
    "series",
    "links",
    "applications",
    "gifts",
    "stamp_cards",
    "wallets",
    "points",
    "programmes",
    "feed",
    "todos",
    "stores",
    "devices",
    "keys",
    "orgs",
    "failures",
];

/// How the trail is narrowed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The id of the thing that was changed.
    pub subject: Option<String>,
    pub person: Option<StaffId>,
    /// The beginning of the word for what was done: `stores`, `stores.closed`.
    pub what: Option<String>,
    pub days: Days,
}

/// From one instant until before another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    pub from: Option<Time>,
    pub until: Option<Time>,
}

impl Days {
    /// From the first day to the last, both whole, in this zone; what was left empty bounds nothing.
    pub fn typed(fields: &mut Fields, (from, to): (&str, &str), zone: &TimeZone) -> Self {
        let mut day = |field, typed: &str| match typed.trim() {
            "" => None,
            typed => {
                let read = typed.parse::<Date>().ok();
                if read.is_none() {
                    fields.push(FieldError::new(field, "date_invalid"));
                }
                read
            }
        };
        let (from, to) = (day("from", from), day("to", to));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            fields.push(FieldError::new("to", "days_turned"));
        }
        let until = to.and_then(|day| day.tomorrow().ok());
        let start = |day| Time::start_of(day, zone);
        Self { from: from.map(start), until: until.map(start) }
    }
}

/// The least id that something of this instant can have: ids carry their milliseconds in front, so
/// that the oldest days need not be read to leave them out.
fn first_id(at: Time) -> Uuid {
    let ms = u64::try_from(at.micros() / 1000).unwrap_or_default();
    Uuid::from_u128(u128::from(ms) << 80)
}

/// Newest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Entry>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let person = filter.person.map(|id| format!("%\"{id}\"%"));
    let what = filter.what.as_ref().map(|what| {
        let plain: String =
            what.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_')).collect();
        format!("{}%", plain.replace('_', "!_"))
    });
    let rows = db
        .rows(
            sql!(
                "SELECT id, at, actor, what, subject, before, after FROM trail
                 WHERE org = $1 AND id < $2
                   AND (CAST($3 AS TEXT) IS NULL OR subject = $3)
                   AND (CAST($4 AS TEXT) IS NULL OR actor LIKE $4)
                   AND (CAST($5 AS TEXT) IS NULL OR what LIKE $5 ESCAPE '!')
                   AND id >= $6 AND at >= $7 AND at < $8
                 ORDER BY id DESC LIMIT $9"
            ),
            args![
                org,
                before,
                filter.subject.clone(),
                person,
                what,
                filter.days.from.map_or(Uuid::nil(), first_id),
                filter.days.from.unwrap_or(Time::from_micros(i64::MIN)),
                filter.days.until.unwrap_or(Time::from_micros(i64::MAX)),
                limit + 1,
            ],
        )
        .await?;
    let entries: Result<Vec<Entry>> = rows
        .iter()
        .map(|row| {
            Ok(Entry {
                id: row.get("id")?,
                at: row.get("at")?,
                actor: row.json("actor")?,
                what: row.get("what")?,
                subject: row.get("subject")?,
                before: row.json("before")?,
                after: row.json("after")?,
            })
        })
        .collect();
    Ok(Page::cut(entries?, limit, |entry| entry.id.uuid()))
}
