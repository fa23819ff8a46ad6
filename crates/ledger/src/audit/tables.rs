//! Compares the tables that only grow (postings, events, keys; transfers are by themselves) with the journal, row by
//! row as it streams by.

use std::{collections::VecDeque, time::Duration};

use kernel::{OrgId, PostingId, Result, Time};
use store::{Read, Row, Value, args, sql};

use super::{keys, replay::Wrong, stream::JournalRow};
use crate::{
    entry::hex,
    journal::{EventLeaf, KeyLeaf, Leaf},
    project::{self, Spot},
};

/// Keys are looked at if they are not older than this: the store forgets them after a day.
const KEYS_FOR: Duration = Duration::from_hours(24);
const EVENTS: &[&str] = &["org", "number", "at", "kind", "actor", "data"];
const EVENT_PAGE: u32 = 1000;

pub struct Tables {
    org: OrgId,
    last_event: i64,
    keys_since: Time,
    /// Rows of these tables up to here wait for their comparison.
    until: i64,
    postings: VecDeque<(i64, Vec<Value>)>,
    events: VecDeque<Vec<Value>>,
}

impl Tables {
    pub async fn new(read: &mut impl Read, org: OrgId) -> Result<Self> {
        let row =
            read.row(sql!("SELECT MAX(at) AS at FROM journal WHERE org = $1"), args![org]).await?;
        let last: Option<Time> = row.map(|row| row.get("at")).transpose()?.flatten();
        Ok(Self {
            org,
            last_event: 0,
            keys_since: last.unwrap_or_default().minus(KEYS_FOR),
            until: 0,
            postings: VecDeque::new(),
            events: VecDeque::new(),
        })
    }

    pub const fn last_event(&self) -> i64 {
        self.last_event
    }

    /// Compares what a journal row says with the rows that came of it. `window` is the last row
    /// that the tables are known to stand at: they are read up to there in one go. `ordinal` is the
    /// number of the last transfer before the row.
    pub async fn compare(
        &mut self,
        read: &mut impl Read,
        row: &JournalRow,
        window: i64,
        mut ordinal: i64,
    ) -> Result<Result<(), Wrong>> {
        if row.number > self.until {
            self.fill(read, row.number, window.max(row.number)).await?;
        }
        let mut postings = Vec::new();
        for (leaf, line) in row.leaves() {
            match line {
                Ok(Leaf::Entry(entry)) => {
                    let spot = Spot { number: row.number, leaf };
                    let lines = i64::try_from(project::moved(&entry).len()).unwrap_or(i64::MAX);
                    let first = if lines > 0 { ordinal + 1 } else { 0 };
                    ordinal += lines;
                    postings.extend(project::posting(self.org, spot, &entry, first));
                }
                Ok(Leaf::Event(event)) => {
                    if let Err(wrong) = self.event(read, &event).await? {
                        return Ok(Err(wrong));
                    }
                }
                Ok(Leaf::Key(key)) if row.at > self.keys_since => {
                    if let Err(wrong) = self.key(read, row, &key).await? {
                        return Ok(Err(wrong));
                    }
                }
                _ => {}
            }
        }
        let found = upto(&mut self.postings, row.number);
        Ok(same("posting", project::POSTING, &postings, &found))
    }

    async fn fill(&mut self, read: &mut impl Read, from: i64, to: i64) -> Result<()> {
        let org = self.org;
        let rows = read
            .rows(
                sql!(
                    "SELECT number, leaf, id, at, kind, reason, subject, print, original, first, lines
                     FROM posting WHERE org = $1 AND number >= $2 AND number <= $3
                     ORDER BY number, leaf"
                ),
                args![org, from, to],
            )
            .await?;
        let list = rows.iter().map(|row| Ok((row.get("number")?, posting(org, row)?)));
        self.postings = list.collect::<Result<_>>()?;
        self.until = to;
        Ok(())
    }

    async fn event(
        &mut self,
        read: &mut impl Read,
        leaf: &EventLeaf<'_>,
    ) -> Result<Result<(), Wrong>> {
        let number = self.last_event + 1;
        if leaf.event != number {
            return Ok(Err(Wrong {
                what: "number of the next event".to_owned(),
                expected: number.to_string(),
                found: leaf.event.to_string(),
            }));
        }
        if self.events.is_empty() {
            let rows = read
                .rows(
                    sql!(
                        "SELECT number, at, kind, actor, data FROM event
                         WHERE org = $1 AND number > $2 ORDER BY number LIMIT $3"
                    ),
                    args![self.org, self.last_event, EVENT_PAGE],
                )
                .await?;
            self.events = rows.iter().map(|row| event(self.org, row)).collect::<Result<_>>()?;
        }
        self.last_event = number;
        let expected = args![
            self.org,
            leaf.event,
            leaf.at,
            leaf.kind.as_ref(),
            leaf.actor.get(),
            leaf.data.get()
        ];
        let found: Vec<_> = self.events.pop_front().into_iter().collect();
        Ok(same(&format!("event {number}"), EVENTS, &[expected], &found))
    }

    async fn key(
        &self,
        read: &mut impl Read,
        row: &JournalRow,
        leaf: &KeyLeaf<'_>,
    ) -> Result<Result<(), Wrong>> {
        let found = read
            .row(
                sql!("SELECT fingerprint, answer, at FROM idempotency WHERE org = $1 AND key = $2"),
                args![self.org, leaf.key.as_ref()],
            )
            .await?;
        let wrong = |found: String| Wrong {
            what: format!("idempotency key {}", leaf.key),
            expected: format!("{} {} {}", row.at, hex::write(&leaf.print), leaf.answer),
            found,
        };
        let Some(found) = found else { return Ok(Err(wrong("none".to_owned()))) };
        let at: Time = found.get("at")?;
        let print: Vec<u8> = found.get("fingerprint")?;
        let answer: String = found.get("answer")?;
        // A key that was used again since is compared with its last use.
        let table = keys::Found { at, print: &print, answer: &answer };
        let same = (at == row.at && print == leaf.print && answer == leaf.answer)
            || keys::is_used_again(read, (self.org, row.number), leaf, &table).await?;
        let found = format!("{at} {} {answer}", hex::write(&print));
        Ok(if same { Ok(()) } else { Err(wrong(found)) })
    }

    pub fn check_ends(&self, ends: &Ends, transfers: i64) -> Result<(), Wrong> {
        let wrong = |what: &str, expected: String, found: i64| {
            Err(Wrong { what: what.to_owned(), expected, found: found.to_string() })
        };
        if ends.event != self.last_event {
            return wrong("number of the last event", self.last_event.to_string(), ends.event);
        }
        if ends.first_event < 1 && ends.event > 0 {
            return wrong("number of the first event", "1".to_owned(), ends.first_event);
        }
        let expected = || format!("rows 1 to {}", ends.stand);
        let range = [
            ("first row of a posting", ends.first_posting),
            ("last row of a posting", ends.last_posting),
        ];
        if let Some((what, row)) =
            range.iter().find(|(_, row)| row.is_some_and(|row| row < 1 || row > ends.stand))
        {
            return wrong(what, expected(), row.unwrap_or(0));
        }
        let (first, last) = (ends.first_transfer, ends.last_transfer);
        match (first.is_some_and(|first| first < 1), last) {
            (true, _) => wrong("number of the first transfer", "1".to_owned(), first.unwrap_or(0)),
            (_, Some(last)) if last != transfers => {
                wrong("number of the last transfer", transfers.to_string(), last)
            }
            _ => Ok(()),
        }
    }
}

/// The row of the journal that the tables stand at: the last one, but while they are behind.
pub async fn stand(read: &mut impl Read, org: OrgId) -> Result<i64> {
    let sql = sql!(
        "SELECT COALESCE((SELECT number FROM ledger_lag WHERE org = $1),
                         (SELECT MAX(number) FROM journal WHERE org = $1), 0) AS stand"
    );
    read.row(sql, args![org]).await?.map_or(Ok(0), |row| row.get("stand"))
}

/// How far the tables reach, all seen at one instant.
pub struct Ends {
    pub stand: i64,
    event: i64,
    first_event: i64,
    first_posting: Option<i64>,
    last_posting: Option<i64>,
    first_transfer: Option<i64>,
    last_transfer: Option<i64>,
}

pub async fn ends(read: &mut impl Read, org: OrgId) -> Result<Ends> {
    let row = read
        .row(
            sql!(
                "SELECT
                   COALESCE((SELECT number FROM ledger_lag WHERE org = $1),
                            (SELECT MAX(number) FROM journal WHERE org = $1), 0) AS stand,
                   (SELECT COALESCE(MAX(number), 0) FROM event WHERE org = $1) AS event,
                   (SELECT COALESCE(MIN(number), 0) FROM event WHERE org = $1) AS first_event,
                   (SELECT MIN(number) FROM posting WHERE org = $1) AS first_posting,
                   (SELECT MAX(number) FROM posting WHERE org = $1) AS last_posting,
                   (SELECT MIN(ordinal) FROM transfer WHERE org = $1) AS first_transfer,
                   (SELECT MAX(ordinal) FROM transfer WHERE org = $1) AS last_transfer"
            ),
            args![org],
        )
        .await?
        .ok_or_else(|| kernel::Error::broken("a SELECT without FROM had no row"))?;
    Ok(Ends {
        stand: row.get("stand")?,
        event: row.get("event")?,
        first_event: row.get("first_event")?,
        first_posting: row.get("first_posting")?,
        last_posting: row.get("last_posting")?,
        first_transfer: row.get("first_transfer")?,
        last_transfer: row.get("last_transfer")?,
    })
}

/// The rows up to a journal row, taken off the front.
fn upto(rows: &mut VecDeque<(i64, Vec<Value>)>, number: i64) -> Vec<Vec<Value>> {
    let mut list = Vec::new();
    while rows.front().is_some_and(|(row, _)| *row <= number) {
        list.extend(rows.pop_front().map(|(_, values)| values));
    }
    list
}

/// Names the first column that differs, or the first row that is missing or too many.
pub fn same(
    table: &str,
    columns: &[&str],
    expected: &[Vec<Value>],
    found: &[Vec<Value>],
) -> Result<(), Wrong> {
    for (n, values) in expected.iter().enumerate() {
        let Some(row) = found.get(n) else {
            let what = format!("{table}, row {} of this journal row", n + 1);
            return Err(Wrong { what, expected: text(values), found: "none".to_owned() });
        };
        for ((column, value), other) in columns.iter().zip(values).zip(row) {
            if value != other {
                let what = format!("{table}, row {} of this journal row, {column}", n + 1);
                return Err(Wrong { what, expected: one(value), found: one(other) });
            }
        }
    }
    match found.get(expected.len()) {
        None => Ok(()),
        Some(row) => Err(Wrong {
            what: format!("{table}, row {} of this journal row", expected.len() + 1),
            expected: "none".to_owned(),
            found: text(row),
        }),
    }
}

fn one(value: &Value) -> String {
    match value {
        Value::Int(Some(value)) => value.to_string(),
        Value::Text(Some(value)) => value.to_string(),
        Value::Uuid(Some(value)) => value.to_string(),
        Value::Bytes(Some(value)) => hex::write(value),
        Value::Bool(Some(value)) => value.to_string(),
        Value::Real(Some(value)) => value.to_string(),
        _ => "nothing".to_owned(),
    }
}

fn text(values: &[Value]) -> String {
    values.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn posting(org: OrgId, row: &Row) -> Result<Vec<Value>> {
    Ok(args![
        org,
        row.get::<i64>("number")?,
        row.get::<i64>("leaf")?,
        row.get::<PostingId>("id")?,
        row.get::<i64>("at")?,
        row.get::<String>("kind")?,
        row.get::<String>("reason")?,
        row.get::<String>("subject")?,
        row.get::<Vec<u8>>("print")?,
        row.get::<Option<PostingId>>("original")?,
        row.get::<i64>("first")?,
        row.get::<i64>("lines")?
    ])
}

fn event(org: OrgId, row: &Row) -> Result<Vec<Value>> {
    Ok(args![
        org,
        row.get::<i64>("number")?,
        row.get::<i64>("at")?,
        row.get::<String>("kind")?,
        row.get::<String>("actor")?,
        row.get::<String>("data")?
    ])
}
