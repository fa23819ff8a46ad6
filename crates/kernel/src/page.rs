//! Keyset pages: a list never counts rows to skip, and a cursor says after which row to go on.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::{Error, FieldError};

pub const DEFAULT_LIMIT: u32 = 50;
pub const LARGEST_LIMIT: u32 = 200;

/// What a list was asked for. A limit above [`LARGEST_LIMIT`] is an error, not silently cut.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PageRequest {
    #[serde(default)]
    pub limit: Option<String>,
    #[serde(default)]
    pub cursor: Option<String>,
}

impl PageRequest {
    pub fn limit(&self) -> Result<u32, Error> {
        match self.limit.as_deref() {
            None => Ok(DEFAULT_LIMIT),
            Some(text) => match text.parse::<u32>() {
                Ok(limit) if (1..=LARGEST_LIMIT).contains(&limit) => Ok(limit),
                _ => Err(FieldError::new("limit", "limit_range")
                    .with("largest", i64::from(LARGEST_LIMIT))
                    .into()),
            },
        }
    }
    /// The key after which to go on; a forged or damaged cursor names itself as the wrong field.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, Error> {
        self.cursor.as_deref().filter(|text| !text.is_empty()).map(Cursor::read).transpose()
    }
}

/// The position after a row, opaque outside: the row's sort key in URL-safe hexadecimal.
#[derive(Debug)]
pub struct Cursor;

impl Cursor {
    pub fn write<K: Serialize>(key: &K) -> String {
        let json = serde_json::to_vec(key).unwrap_or_default();
        json.iter().fold(String::with_capacity(json.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
    pub fn read<K: DeserializeOwned>(text: &str) -> Result<K, Error> {
        let wrong = || Error::from(FieldError::new("cursor", "cursor_invalid"));
        if text.len() > 1000 || !text.is_ascii() || text.len() % 2 == 1 {
            return Err(wrong());
        }
        let bytes: Option<Vec<u8>> = (0..text.len() / 2)
            .map(|i| u8::from_str_radix(text.get(i * 2..i * 2 + 2)?, 16).ok())
            .collect();
        serde_json::from_slice(&bytes.ok_or_else(wrong)?).map_err(|_| wrong())
    }
}

/// One page of a list, in the shape the API sends.
#[derive(Debug, Clone, Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// From `limit + 1` rows: the extra one only tells that there is more.
    pub fn cut<K: Serialize>(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next_cursor = rows.last().filter(|_| more).map(|row| Cursor::write(&key(row)));
        Self { items: rows, next_cursor }
    }
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_a_forged_one_is_refused() {
        let cursor = Cursor::write(&(7i64, "x"));
        assert_eq!(Cursor::read::<(i64, String)>(&cursor).unwrap(), (7, "x".to_owned()));
        for forged in ["zz", "7", "5b5d", "é", "ff", &"0".repeat(5000)] {
            assert!(Cursor::read::<(i64, String)>(forged).is_err(), "{forged}");
        }
    }

    #[test]
    fn a_full_page_points_on_and_the_last_does_not() {
        let page = Page::cut(vec![1, 2, 3], 2, |n| *n);
        assert_eq!(page.items, [1, 2]);
        assert_eq!(Cursor::read::<i32>(&page.next_cursor.unwrap()).unwrap(), 2);
        assert!(Page::cut(vec![1, 2], 2, |n| *n).next_cursor.is_none());
    }
}
