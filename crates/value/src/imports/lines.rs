//! Lines of a file that nobody checked: bounded, numbered, one record each.

use std::io::{self, BufRead};

use kernel::{Error, FieldError, Result};
use serde::Serialize;

/// The longest line in bytes. A purchase fits a hundredth of it.
pub const LONGEST: usize = 64 << 10;

/// A line that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Counted from 1, the head line included.
    pub line: u64,
    /// A word of ours: `amount_negative`, `line_too_long`.
    pub reason: &'static str,
    /// The line as far as it could be read, at most 500 characters.
    pub row: String,
}

/// One record.
#[derive(Debug, Clone)]
pub struct Line {
    pub number: u64,
    /// With its end.
    pub bytes: u64,
    pub text: String,
    pub cells: Vec<String>,
}

impl Line {
    pub fn reject(&self, reason: &'static str) -> Reject {
        Reject { line: self.number, reason, row: self.text.chars().take(500).collect() }
    }
}

pub struct Lines<R> {
    reader: R,
    number: u64,
    bytes: u64,
    delimiter: u8,
}

impl<R: BufRead> Lines<R> {
    pub const fn new(reader: R) -> Self {
        Self { reader, number: 0, bytes: 0, delimiter: b',' }
    }
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The head line; tells commas from semicolons and tabs.
    pub fn head(&mut self) -> Result<Vec<String>> {
        let wrong = || Error::from(FieldError::new("file", "file_without_head"));
        let broken = |error: io::Error| Error::broken(format!("reading the file: {error}"));
        let raw = self.raw().map_err(broken)?.ok_or_else(wrong)?;
        let text = raw.ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(wrong)?;
        let text = text.trim_start_matches('\u{feff}').trim_end();
        let often = |mark: &u8| text.bytes().filter(|byte| byte == mark).count();
        self.delimiter =
            *[b',', b';', b'\t', b'|'].iter().rev().max_by_key(|m| often(m)).unwrap_or(&b',');
        let cells = split(text, self.delimiter).ok_or_else(wrong)?;
        if cells.iter().all(|cell| cell.trim().is_empty()) { Err(wrong()) } else { Ok(cells) }
    }

    /// The next line that is not blank; a broken one says why.
    pub fn next_line(&mut self) -> io::Result<Option<std::result::Result<Line, Reject>>> {
        loop {
            let before = self.bytes;
            let Some(raw) = self.raw()? else { return Ok(None) };
            let (number, bytes) = (self.number, self.bytes - before);
            let reject = |reason, bytes: &[u8]| {
                let row = String::from_utf8_lossy(bytes).chars().take(500).collect();
                Some(Err(Reject { line: number, reason, row }))
            };
            let raw = match raw {
                Ok(raw) => raw,
                Err(begin) => return Ok(reject("line_too_long", &begin)),
            };
            let text = match String::from_utf8(raw) {
                Ok(text) => text,
                Err(wrong) => return Ok(reject("not_utf8", wrong.as_bytes().trim_ascii_end())),
            };
            let text = text.trim_end_matches(['\r', '\n']);
            if text.trim().is_empty() {
                continue;
            }
            let Some(cells) = split(text, self.delimiter) else {
                return Ok(reject("quotes_open", text.as_bytes()));
            };
            return Ok(Some(Ok(Line { number, bytes, text: text.to_owned(), cells })));
        }
    }

    /// The bytes of the next line, or the beginning of one that is too long. Never keeps more than
    /// [`LONGEST`] of them.
    fn raw(&mut self) -> io::Result<Option<std::result::Result<Vec<u8>, Vec<u8>>>> {
        let (mut line, mut long) = (Vec::new(), false);
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                break;
            }
            let end = available.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(available.len());
            if line.len() + taken > LONGEST {
                long = true;
            } else {
                line.extend(available.iter().take(taken));
            }
            self.reader.consume(taken);
            self.bytes += taken as u64;
            if end.is_some() {
                break;
            }
        }
        if line.is_empty() && !long {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(if long { Err(line) } else { Ok(line) }))
    }
}

/// The cells of one line; none when a quote stays open.
fn split(text: &str, delimiter: u8) -> Option<Vec<String>> {
    // Most lines have none, and a reader of its own for each line was a twentieth of an import.
    if !text.contains('"') {
        return Some(
            text.split(char::from(delimiter)).map(|cell| cell.trim().to_owned()).collect(),
        );
    }
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(|cell| cell.trim().to_owned()).collect())
}
