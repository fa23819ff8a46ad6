//! Rows of a CSV file of any till: the delimiter is found out, a broken row is one row, and memory
//! stays small however long the file or a line is.

use std::io::{self, BufRead};

/// The longest row we take. More is no row but a missing quote or another kind of file.
pub const ROW_MAX: usize = 256 << 10;
/// The most columns.
pub const COLUMNS_MAX: usize = 500;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Empty,
    /// Not UTF-8: saved by an old spreadsheet, often GB18030 or Windows-1252.
    Encoding,
}

impl Trouble {
    /// The code of the field's message.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "csv_empty",
            Self::Encoding => "csv_encoding",
        }
    }
}

/// Why one row is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    TooLong,
    Encoding,
    TooManyColumns,
}

impl Broken {
    pub const fn word(self) -> &'static str {
        match self {
            Self::TooLong => "row_too_long",
            Self::Encoding => "row_not_utf8",
            Self::TooManyColumns => "row_too_many_columns",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Good { line: u64, cells: Vec<String> },
    Bad { line: u64, reason: Broken, start: String },
}

/// A file, past its line of headings.
#[derive(Debug)]
pub struct Rows<R> {
    reader: R,
    delimiter: u8,
    line: u64,
    header: Vec<String>,
}

/// The bytes of a row; those of one that is too long end early.
struct Raw {
    line: u64,
    bytes: Vec<u8>,
    cut: bool,
}

impl<R: BufRead> Rows<R> {
    /// Reads the headings. The outer error is the file system's.
    pub fn open(reader: R) -> io::Result<Result<Self, Trouble>> {
        let mut rows = Self { reader, delimiter: 0, line: 1, header: Vec::new() };
        let Some(raw) = rows.raw(None)? else { return Ok(Err(Trouble::Empty)) };
        let bytes = raw.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&raw.bytes);
        if bytes.contains(&0) || raw.cut {
            return Ok(Err(Trouble::Encoding));
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return Ok(Err(Trouble::Encoding)) };
        rows.delimiter = sniff(text.as_bytes());
        rows.header = cells(text, rows.delimiter);
        if rows.header.iter().all(|name| name.trim().is_empty()) {
            return Ok(Err(Trouble::Empty));
        }
        Ok(Ok(rows))
    }

    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The next row that is not blank.
    pub fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            let Some(raw) = self.raw(Some(self.delimiter))? else { return Ok(None) };
            if raw.bytes.iter().all(u8::is_ascii_whitespace) && !raw.cut {
                continue;
            }
            return Ok(Some(self.read(&raw)));
        }
    }

    fn read(&self, raw: &Raw) -> Row {
        let line = raw.line;
        let bad = |reason| {
            let start = raw.bytes.get(..raw.bytes.len().min(200)).unwrap_or_default();
            Row::Bad { line, reason, start: String::from_utf8_lossy(start).into_owned() }
        };
        if raw.cut {
            return bad(Broken::TooLong);
        }
        let Ok(text) = std::str::from_utf8(&raw.bytes) else { return bad(Broken::Encoding) };
        let cells = cells(text, self.delimiter);
        if cells.len() > COLUMNS_MAX {
            bad(Broken::TooManyColumns)
        } else {
            Row::Good { line, cells }
        }
    }

    /// One row's bytes without its line end. A quote opens at the beginning of a cell only, so that
    /// `5" pipe` is no open quote; without a delimiter (the headings) at any place after one.
    fn raw(&mut self, delimiter: Option<u8>) -> io::Result<Option<Raw>> {
        let mut raw = Raw { line: self.line, bytes: Vec::new(), cut: false };
        let (mut quoted, mut fresh, mut any) = (false, true, false);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(any.then_some(raw));
            }
            let (mut used, mut done) = (0, false);
            for &byte in buffer {
                used += 1;
                any = true;
                if byte == b'\n' {
                    self.line += 1;
                    // In a row that is too long a line end is the way out.
                    if !quoted || raw.cut {
                        done = true;
                        break;
                    }
                }
                let starts = |d: Option<u8>| d.map_or(b",;\t|".contains(&byte), |d| d == byte);
                if byte == b'"' {
                    quoted = if quoted { false } else { fresh || raw.bytes.last() == Some(&b'"') };
                }
                fresh = !quoted && starts(delimiter);
                if raw.bytes.len() < ROW_MAX {
                    raw.bytes.push(byte);
                } else {
                    raw.cut = true;
                }
            }
            self.reader.consume(used);
            if done {
                if raw.bytes.last() == Some(&b'\r') {
                    raw.bytes.pop();
                }
                return Ok(Some(raw));
            }
        }
    }
}

/// The delimiter that the headings have most of.
fn sniff(header: &[u8]) -> u8 {
    let count = |mark: u8| header.iter().filter(|byte| **byte == mark).count();
    b",;\t|".iter().copied().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

fn cells(text: &str, delimiter: u8) -> Vec<String> {
    let delimiter = char::from(delimiter);
    let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    let mut fresh = true;
    while let Some(c) = chars.next() {
        if quoted && c == '"' {
            if chars.peek() == Some(&'"') {
                chars.next();
                cell.push('"');
            } else {
                quoted = false;
            }
        } else if !quoted && fresh && c == '"' {
            quoted = true;
        } else if !quoted && c == delimiter {
            out.push(std::mem::take(&mut cell));
            fresh = true;
            continue;
        } else {
            cell.push(c);
        }
        fresh = false;
    }
    out.push(cell);
    out
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn all(text: &[u8]) -> Vec<Row> {
        let mut rows = Rows::open(Cursor::new(text)).unwrap().unwrap();
        std::iter::from_fn(|| rows.next_row().unwrap()).collect()
    }
    fn good(line: u64, cells: &[&str]) -> Row {
        Row::Good { line, cells: cells.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn every_delimiter_is_found_and_marks_and_blank_lines_are_passed_over() {
        for delimiter in [",", ";", "\t", "|"] {
            let text =
                format!("\u{feff}name{delimiter}phone\r\n\r\nAna{delimiter}1\n").into_bytes();
            assert_eq!(all(&text), [good(3, &["Ana", "1"])], "{delimiter}");
        }
    }

    #[test]
    fn quotes_hold_line_ends_and_lines_are_counted_on() {
        let rows = all(b"name,notes\n\"Ruiz, Ana\",\"two\nlines \"\"x\"\"\"\nBen,5\" pipe\n");
        assert_eq!(
            rows,
            [good(2, &["Ruiz, Ana", "two\nlines \"x\""]), good(4, &["Ben", "5\" pipe"])]
        );
    }

    #[test]
    fn a_row_that_is_not_utf8_or_too_long_is_one_bad_row() {
        let mut text = b"name\n\xff\xfe\nAna\n".to_vec();
        text.extend(vec![b'x'; 10 << 20]);
        text.extend(b"\nBen\n");
        let rows = all(&text);
        assert!(matches!(rows[0], Row::Bad { line: 2, reason: Broken::Encoding, .. }));
        assert_eq!(rows[1], good(3, &["Ana"]));
        assert!(matches!(rows[2], Row::Bad { line: 4, reason: Broken::TooLong, .. }));
        assert_eq!(rows[3], good(5, &["Ben"]));
    }

    #[test]
    fn files_that_are_empty_or_of_another_encoding_say_so() {
        let trouble = |text: &[u8]| Rows::open(Cursor::new(text.to_vec())).unwrap().err();
        assert_eq!(trouble(b""), Some(Trouble::Empty));
        assert_eq!(trouble(b",,\n"), Some(Trouble::Empty));
        assert_eq!(trouble(&[0xd0, 0xd5, 0xc3, 0xfb, b',']), Some(Trouble::Encoding));
        assert_eq!(trouble(&[0xff, 0xfe, b'n', 0]), Some(Trouble::Encoding));
    }
}
