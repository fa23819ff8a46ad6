//! A note of a row: what somebody wrote down or printed.

use kernel::{FieldError, Fields, Result};

/// So many digits of a hash are enough: nobody can make another history with the same ones.
const LEAST_DIGITS: usize = 16;
const ALL_DIGITS: usize = 64;

/// A thousand commits a second for thirty years.
pub const LARGEST_ROW: i64 = 1_000_000_000_000;

/// A row's number, and its hash or the beginning of it, in small hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub row: i64,
    pub hash: String,
}

/// A note as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'t> {
    pub row: &'t str,
    pub hash: &'t str,
}

impl Note {
    /// What was typed, with whatever spaces and dots people group digits by.
    pub fn read(typed: Typed<'_>) -> Result<Self> {
        let mut errors = Fields::default();
        let group = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '’' | '\'');
        let row: String = typed.row.chars().filter(|c| !group(*c)).collect();
        let row = row.parse::<i64>().ok().filter(|row| (1..=LARGEST_ROW).contains(row));
        if row.is_none() {
            let wrong = FieldError::new("row", "number_range");
            errors.push(wrong.with("min", 1).with("max", LARGEST_ROW));
        }
        let hash = typed.hash.chars().filter(|c| !group(*c) && *c != '-');
        let hash = hash.collect::<String>().to_ascii_lowercase();
        let digits = hash.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
        if !digits || !(LEAST_DIGITS..=ALL_DIGITS).contains(&hash.len()) {
            errors.push(FieldError::new("hash", "hash_invalid"));
        }
        errors.check(Self { row: row.unwrap_or(1), hash })
    }

    /// Whether the row's hash is what was noted.
    pub fn fits(&self, hash: &str) -> bool {
        hash.starts_with(&self.hash)
    }
}

/// A hash as one reads it out: digits in fours.
pub fn in_fours(hash: &str) -> String {
    let mut shown = String::with_capacity(hash.len() * 5 / 4);
    for (place, digit) in hash.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_people_write_it_down() {
        let hash = "0123456789abcdef";
        let whole = hash.repeat(4);
        for (row, typed, read) in [
            ("12", "0123 4567 89ab cdef", Ok((12, hash))),
            (" 1,204 ", "0123-4567-89AB-CDEF", Ok((1204, hash))),
            ("1.204", whole.as_str(), Ok((1204, whole.as_str()))),
            ("0", hash, Err("row")),
            ("-1", hash, Err("row")),
            ("twelve", hash, Err("row")),
            ("1000000000001", hash, Err("row")),
            ("9223372036854775808", hash, Err("row")),
            ("", hash, Err("row")),
            ("12", "0123456789abcde", Err("hash")),
            ("12", "0123456789abcdeg", Err("hash")),
            ("12", "", Err("hash")),
            ("12", &format!("{whole}0"), Err("hash")),
        ] {
            let found = Note::read(Typed { row, hash: typed });
            match read {
                Ok((row, hash)) => {
                    assert_eq!(found, Ok(Note { row, hash: hash.to_owned() }), "{typed}");
                }
                Err(field) => {
                    let Err(kernel::Error::Invalid(fields)) = found else { panic!("{typed}") };
                    assert_eq!(fields.of(field).count(), 1, "{row} {typed}");
                }
            }
        }
    }

    #[test]
    fn the_beginning_of_a_hash_is_enough_and_another_one_does_not_fit() {
        let note = Note { row: 1, hash: "0123456789abcdef".into() };
        assert!(note.fits(&"0123456789abcdef".repeat(4)));
        assert!(!note.fits(&"1123456789abcdef".repeat(4)));
        assert_eq!(in_fours("0123456789ab"), "0123 4567 89ab");
    }
}
