//! Reads an org's journal row by row and checks the chain on the way, in bounded memory.

use std::collections::VecDeque;

use kernel::{Error, OrgId, Result, Time};
use store::{Read, Row, args, sql};

use super::{pages, replay::Wrong};
use crate::{
    entry::hex,
    hot,
    journal::{self, Head, Leaf, Place, VERSION},
    merkle,
};

#[derive(Debug)]
pub struct JournalRow {
    pub number: i64,
    pub at: Time,
    pub hash: merkle::Hash,
    pub body: String,
}

impl JournalRow {
    fn read(row: &Row) -> Result<Self> {
        let number = row.get("number")?;
        Ok(Self {
            number,
            at: row.get("at")?,
            hash: hot::hash(&row.get::<Vec<u8>>("hash")?, number)?,
            body: row.get("body")?,
        })
    }
    /// The leaves after the first, which only says where the row belongs, with their places.
    pub fn leaves(&self) -> impl Iterator<Item = (i64, Result<Leaf<'_>, serde_json::Error>)> {
        (0i64..).zip(self.body.split('\n')).skip(1).map(|(place, line)| (place, Leaf::read(line)))
    }
}

#[derive(Debug)]
pub struct Stream {
    org: OrgId,
    head: Head,
    waiting: VecDeque<JournalRow>,
}

impl Stream {
    pub const fn new(org: OrgId) -> Self {
        Self { org, head: Head::NONE, waiting: VecDeque::new() }
    }
    /// From the row that follows this one, which is taken as it is.
    pub async fn after(read: &mut impl Read, org: OrgId, number: i64) -> Result<Self> {
        if number == 0 {
            return Ok(Self::new(org));
        }
        let row = read
            .row(
                sql!("SELECT hash FROM journal WHERE org = $1 AND number = $2"),
                args![org, number],
            )
            .await?
            .ok_or_else(|| Error::broken(format!("journal row {number} is missing")))?;
        let hash = hot::hash(&row.get::<Vec<u8>>("hash")?, number)?;
        Ok(Self { head: Head { number, hash }, ..Self::new(org) })
    }
    /// The last row that was read and found in order.
    pub const fn head(&self) -> Head {
        self.head
    }

    /// The last row at hand.
    pub fn window(&self) -> i64 {
        self.waiting.back().map_or(self.head.number, |row| row.number)
    }

    /// The next row, if there is one now. The inner error is a break in the chain.
    pub async fn next(
        &mut self,
        read: &mut impl Read,
    ) -> Result<Option<Result<JournalRow, Wrong>>> {
        if self.waiting.is_empty() {
            self.fill(read).await?;
        }
        Ok(self.waiting.pop_front().map(|row| self.check(row)))
    }

    async fn fill(&mut self, read: &mut impl Read) -> Result<()> {
        let limit = pages::fitting(read, self.org, self.head.number).await?;
        let rows = read
            .rows(
                sql!(
                    "SELECT number, at, hash, body FROM journal
                     WHERE org = $1 AND number > $2 ORDER BY number LIMIT $3"
                ),
                args![self.org, self.head.number, limit],
            )
            .await?;
        self.waiting = rows.iter().map(JournalRow::read).collect::<Result<_>>()?;
        Ok(())
    }

    fn check(&mut self, row: JournalRow) -> Result<JournalRow, Wrong> {
        let wrong = |what: &str, expected: String, found: String| {
            Err(Wrong { what: what.to_owned(), expected, found })
        };
        let number = self.head.number + 1;
        if row.number != number {
            return wrong("journal row", number.to_string(), row.number.to_string());
        }
        let root = merkle::root(&journal::leaves(&row.body));
        let hash = self.head.follow(row.number, row.at, &root);
        if hash != row.hash {
            return wrong("hash of the journal row", hex::write(&hash), hex::write(&row.hash));
        }
        let place =
            Place { regulars: VERSION, org: self.org, row: row.number, at: row.at.micros() };
        match row.body.split('\n').next().map(Leaf::read) {
            Some(Ok(Leaf::Place(found))) if found == place => {}
            found => return wrong("first line", format!("{place:?}"), format!("{found:?}")),
        }
        self.head = Head { number: row.number, hash: row.hash };
        Ok(row)
    }
}

impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Self {
        Self::broken(format!("{}: expected {}, found {}", wrong.what, wrong.expected, wrong.found))
    }
}
