//! A till's file of purchases: read line by line, sorted by customer and time, written in turns.
//!
//! Invariants: running a file again changes nothing. A row with a reference is known by store and
//! reference; one without by customer, day, items, amount and being the n-th such row of the file:
//! its id is derived from these. What the counter had typed (same member, store, day and amount) is
//! settled instead of doubled, and a one-tap visit is completed. A broken line is told with its
//! number and reason while the good ones go in; stopping anywhere and starting again ends the same.
//!
//! Deliberately absent: articles per line, returns (negative amounts are told as such), guessing a
//! wrong decimal point.

pub mod columns;
mod copied;
mod customers;
pub mod lines;
mod rows;
mod sorted;
mod write;

#[cfg(test)]
mod same_tests;
#[cfg(test)]
mod tests;

use std::{io::BufRead, ops::ControlFlow};

use ::store::{Db, Pace};
use kernel::{Error, Result, Scope, StoreId};
use serde::Serialize;
use web::{Slice, shops};

pub use columns::Mapping;
pub(crate) use customers::hand_over;
pub use lines::Reject;

use self::{
    columns::Columns,
    lines::Lines,
    rows::{Numbers, Reader},
    sorted::{RUN, Sorted, Sorter},
};

/// Rows of one turn at most: few enough that neighbours do not wait.
pub const CHUNK: usize = 500;

/// What was asked beside the file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where rows belong that name no store.
    pub store: Option<StoreId>,
    /// Only look: nothing is written.
    pub dry: bool,
}

/// What came of it so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Good rows read.
    pub rows: i64,
    /// Purchases that were new.
    pub purchases: i64,
    /// Rows that were known from an earlier run.
    pub known: i64,
    /// Rows that the counter had typed before.
    pub settled: i64,
    /// Customers that were new.
    pub members: i64,
    /// One-tap visits that a purchase completed.
    pub visits: i64,
    /// Of the new purchases.
    pub items: i64,
    pub amount: i64,
    pub rejects: i64,
    /// Bytes of the file that are done with.
    pub bytes: u64,
}

/// Who watches: a progress bar, a page, a test that stops half-way.
pub trait Watch: Send {
    /// While the file is read and sorted, before anything is written: so many bytes were read.
    fn read(&mut self, _bytes: u64) {}
    /// After each turn. `Break` stops there.
    fn moved(&mut self, summary: &Summary) -> ControlFlow<()>;
    /// A line that was not taken.
    fn rejected(&mut self, reject: Reject);
}

/// Imports purchases from CSV with a head line. Errors are those of the whole file (no such column,
/// storage away); what is wrong with a line goes to `watch`.
pub async fn purchases(
    db: &Db,
    scope: &Scope,
    reader: impl BufRead + Send,
    mapping: &Mapping,
    options: &Options,
    watch: &mut impl Watch,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let mut lines = Lines::new(reader);
    let head = lines.head()?;
    let columns = Columns::find(&head, mapping)?;
    let mut read = db.read().await?;
    let shop = shops::require(&mut read, scope.org()).await?;
    let stores = people::stores::list(&mut read, scope.org()).await?;
    drop(read);
    let rows = Reader::new(columns, &shop, stores, options.store, db.world().now());
    let (mut sorted, rejects) = take_in(&mut lines, rows, watch)?;
    summary.rejects = rejects;
    let mut numbers = Numbers::new(scope.org());
    let (mut chunk, mut pace) = (Vec::with_capacity(CHUNK), Pace::new(CHUNK));
    loop {
        while chunk.len() < pace.rows()
            && let Some(mut row) = sorted.next_row()?
        {
            numbers.number(&mut row);
            chunk.push(row);
        }
        if chunk.is_empty() {
            summary.bytes = lines.bytes();
            return Ok(summary);
        }
        let (turn, _) = chunk.split_at(chunk.len().min(pace.rows()));
        if !options.dry {
            match db.write(scope, async |tx| write::chunk(tx, turn).await).await {
                Ok(wrote) => summary.add(&wrote.value),
                Err(error) => {
                    tokio::time::sleep(pace.busy(error)?).await;
                    continue;
                }
            }
            pace.kept();
        }
        let taken = turn.len();
        summary.rows += i64::try_from(taken).unwrap_or(0);
        summary.bytes += turn.iter().map(|row| row.bytes).sum::<u64>();
        chunk.drain(..taken);
        if watch.moved(&summary).is_break() {
            return Ok(summary);
        }
    }
}

/// Reads the whole file, and sorts its good rows; how many lines were not taken.
fn take_in(
    lines: &mut Lines<impl BufRead>,
    mut rows: Reader,
    watch: &mut impl Watch,
) -> Result<(Sorted, i64)> {
    let (mut sorter, mut taken, mut rejects) = (Sorter::new(RUN), 0_usize, 0);
    let broken = |error| Error::broken(format!("reading the file: {error}"));
    while let Some(line) = lines.next_line().map_err(broken)? {
        match line.and_then(|line| rows.read(&line)) {
            Ok(row) => sorter.push(row)?,
            Err(reject) => {
                rejects += 1;
                watch.rejected(reject);
            }
        }
        taken += 1;
        if taken.is_multiple_of(CHUNK) {
            watch.read(lines.bytes());
        }
    }
    Ok((sorter.sorted()?, rejects))
}

impl Summary {
    const fn add(&mut self, wrote: &Self) {
        self.purchases += wrote.purchases;
        self.known += wrote.known;
        self.settled += wrote.settled;
        self.members += wrote.members;
        self.visits += wrote.visits;
        self.items += wrote.items;
        self.amount += wrote.amount;
    }
}

pub fn slice() -> Slice {
    Slice {
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.subscribe("imports.erased", &["members.erased"], customers::erased);
        },
        ..Slice::named("imports")
    }
}
