//! A file's rows by customer and time, whatever the order of its lines and however many there are:
//! sorted in runs that fit in memory, and the runs merged.
//!
//! A member's rows side by side are written with one standing, one balance and one tier instead of as
//! many as they bought times, and nothing comes late. Long runs that wait lie in files without a name,
//! which the system removes whatever happens to us.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    io::{BufRead as _, BufReader, BufWriter, Seek as _, Write as _},
};

use kernel::{Error, Result, Time};
use tempfile::SpooledTempFile as Spool;

use super::rows::Row;

/// Rows in memory at once: about thirty megabytes.
pub const RUN: usize = 100_000;
/// Bytes of a run that waits in memory; a longer one lies in a file.
const IN_MEMORY: usize = 1 << 20;

type Place = (String, Time, u64);

fn place(row: &Row) -> Place {
    (row.customer.clone(), row.at, row.line)
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::broken(format!("sorting the file: {error}"))
}

/// Takes rows in.
#[derive(Debug)]
pub struct Sorter {
    run: usize,
    rows: Vec<Row>,
    runs: Vec<Spool>,
}

impl Sorter {
    pub const fn new(run: usize) -> Self {
        Self { run, rows: Vec::new(), runs: Vec::new() }
    }

    pub fn push(&mut self, row: Row) -> Result<()> {
        self.rows.push(row);
        if self.rows.len() >= self.run {
            let file = spill(&mut self.rows).map_err(broken)?;
            self.runs.push(file);
        }
        Ok(())
    }

    pub fn sorted(mut self) -> Result<Sorted> {
        sort(&mut self.rows);
        let mut sources: Vec<Source> =
            self.runs.into_iter().map(|file| Source::Waiting(BufReader::new(file))).collect();
        sources.push(Source::Here(self.rows.into_iter()));
        let mut sorted = Sorted { sources, next: BinaryHeap::new() };
        for source in 0..sorted.sources.len() {
            sorted.draw(source)?;
        }
        Ok(sorted)
    }
}

fn sort(rows: &mut [Row]) {
    rows.sort_unstable_by(|one, other| {
        (&one.customer, one.at, one.line).cmp(&(&other.customer, other.at, other.line))
    });
}

/// Writes a run away.
fn spill(rows: &mut Vec<Row>) -> std::io::Result<Spool> {
    sort(rows);
    let mut file = BufWriter::new(Spool::new(IN_MEMORY));
    for row in rows.drain(..) {
        serde_json::to_writer(&mut file, &row)?;
        file.write_all(b"\n")?;
    }
    let mut file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

#[derive(Debug)]
enum Source {
    Here(std::vec::IntoIter<Row>),
    Waiting(BufReader<Spool>),
}

/// Gives rows out.
#[derive(Debug)]
pub struct Sorted {
    sources: Vec<Source>,
    next: BinaryHeap<Reverse<Next>>,
}

#[derive(Debug)]
struct Next {
    place: Place,
    source: usize,
    row: Row,
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}
impl Eq for Next {}
impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Next {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.place.cmp(&other.place)
    }
}

impl Sorted {
    pub fn next_row(&mut self) -> Result<Option<Row>> {
        let Some(Reverse(Next { source, row, .. })) = self.next.pop() else { return Ok(None) };
        self.draw(source)?;
        Ok(Some(row))
    }

    fn draw(&mut self, source: usize) -> Result<()> {
        let row = match self.sources.get_mut(source) {
            Some(Source::Here(rows)) => rows.next(),
            Some(Source::Waiting(file)) => read(file)?,
            None => None,
        };
        if let Some(row) = row {
            self.next.push(Reverse(Next { place: place(&row), source, row }));
        }
        Ok(())
    }
}

fn read(file: &mut BufReader<Spool>) -> Result<Option<Row>> {
    let mut line = String::new();
    if file.read_line(&mut line).map_err(broken)? == 0 {
        return Ok(None);
    }
    serde_json::from_str(&line).map(Some).map_err(broken)
}

#[cfg(test)]
mod tests {
    use kernel::{Chance, Id, SeededChance};

    use super::*;

    #[test]
    fn rows_come_by_customer_time_and_line_whether_they_fit_in_memory_or_not() {
        let seeded = SeededChance::new(3);
        let chance: &dyn Chance = &seeded;
        let rows: Vec<Row> = (0..50)
            .map(|line| Row {
                id: Id::from_uuid(uuid::Uuid::nil()),
                line,
                bytes: 20,
                customer: format!("{}", chance.below(6)),
                name: (line == 7).then(|| "李\n\"Ana\"".to_owned()),
                store: Id::from_uuid(uuid::Uuid::nil()),
                at: Time::from_micros(i64::try_from(chance.below(5)).unwrap()),
                day: "2026-03-02".into(),
                items: 1,
                amount: 5,
                reference: None,
            })
            .collect();
        let mut expected = rows.clone();
        expected.sort_by_key(place);
        for run in [1, 3, 49, 50, 51] {
            let mut sorter = Sorter::new(run);
            rows.iter().cloned().for_each(|row| sorter.push(row).unwrap());
            let mut sorted = sorter.sorted().unwrap();
            let found: Vec<Row> = std::iter::from_fn(|| sorted.next_row().unwrap()).collect();
            assert_eq!(found, expected, "{run}");
        }
    }
}
