//! Compares the transfers with the journal as it streams by: each is there once, has the next number,
//! and knows the one before it of either account. What is before it in an account of another share
//! is compared in that share's pass.

use std::collections::VecDeque;

use kernel::{Error, OrgId, Result};
use store::{Read, Row, Value, args, sql};

use super::{
    replay::{Before, Wrong},
    stream::JournalRow,
    tables::same,
};
use crate::{
    books::Numbered,
    journal::Leaf,
    project::{self, Spot},
};

const PAGE: u32 = 4096;

#[derive(Debug)]
pub struct Transfers {
    org: OrgId,
    /// The last number that was compared, and the last that was read.
    pub ordinal: i64,
    read: i64,
    waiting: VecDeque<Found>,
}

/// A row with what the comparison looks at first.
#[derive(Debug)]
struct Found {
    number: i64,
    before: (i64, i64),
    values: Vec<Value>,
}

impl Transfers {
    pub const fn new(org: OrgId) -> Self {
        Self { org, ordinal: 0, read: 0, waiting: VecDeque::new() }
    }

    /// `before` is what the replay knows of the row's transfers.
    pub async fn compare(
        &mut self,
        read: &mut impl Read,
        row: &JournalRow,
        before: &[Before],
    ) -> Result<Result<(), Wrong>> {
        // One more than there should be, to see whether there is one too many.
        while self.waiting.len() <= before.len() && self.fill(read).await? {}
        let mut expected = Vec::with_capacity(before.len());
        let mut own = before.iter();
        for (leaf, line) in row.leaves() {
            let Leaf::Entry(entry) = line.map_err(Error::broken)? else { continue };
            for (line, place) in project::moved(&entry).iter().zip(0i64..) {
                let found = self.waiting.get(expected.len()).map_or((0, 0), |found| found.before);
                let own = own.next().copied().unwrap_or_default();
                let before = (own.0.unwrap_or(found.0), own.1.unwrap_or(found.1));
                self.ordinal += 1;
                let numbered = Numbered { ordinal: self.ordinal, before };
                let spot = Spot { number: row.number, leaf };
                expected.push(project::transfer(self.org, spot, place, line, numbered)?);
            }
        }
        let mut found = Vec::with_capacity(expected.len());
        while found.len() < expected.len()
            || self.waiting.front().is_some_and(|found| found.number <= row.number)
        {
            let Some(next) = self.waiting.pop_front() else { break };
            found.push(next.values);
        }
        Ok(same("transfer", project::TRANSFER, &expected, &found))
    }

    /// Reads a page; whether there may be more.
    async fn fill(&mut self, read: &mut impl Read) -> Result<bool> {
        let rows = read
            .rows(
                sql!(
                    "SELECT ordinal, number, leaf, place, source, target, unit, amount, lots,
                            source_before, target_before
                     FROM transfer WHERE org = $1 AND ordinal > $2 ORDER BY ordinal LIMIT $3"
                ),
                args![self.org, self.read, PAGE],
            )
            .await?;
        for row in &rows {
            self.read = row.get("ordinal")?;
            self.waiting.push_back(found(self.org, row)?);
        }
        Ok(rows.len() == PAGE as usize)
    }
}

fn found(org: OrgId, row: &Row) -> Result<Found> {
    let number = row.get("number")?;
    let before = (row.get("source_before")?, row.get("target_before")?);
    let values = args![
        org,
        row.get::<i64>("ordinal")?,
        number,
        row.get::<i64>("leaf")?,
        row.get::<i64>("place")?,
        row.get::<String>("source")?,
        row.get::<String>("target")?,
        row.get::<String>("unit")?,
        row.get::<i64>("amount")?,
        row.get::<Option<String>>("lots")?,
        before.0,
        before.1
    ];
    Ok(Found { number, before, values })
}
