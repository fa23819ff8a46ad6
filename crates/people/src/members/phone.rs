//! Phone numbers as people write them, kept as E.164.

use std::fmt;

use kernel::FieldError;
use phonenumber::{Mode, country};
use serde::{Deserialize, Serialize};

/// `+8613800138000`: one way to write each number, so that one person is found once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct E164(String);

impl E164 {
    /// Reads `raw` as a number of `country` (ISO 3166-1 alpha-2), or of any country with `+` or
    /// `00`. Full-width digits, spaces, dots, dashes and brackets are as good as none.
    pub fn read(raw: &str, country: &str) -> Result<Self, Wrong> {
        let text = plain(raw)?;
        // A number that names its country is read by that country's rules alone: with ours beside
        // them the parser would take our prefix off theirs.
        let home = Some(country).filter(|_| !text.starts_with('+'));
        let country: Option<country::Id> = home.and_then(|home| home.parse().ok());
        let number = phonenumber::parse(country, &text).map_err(|_| Wrong)?;
        if !phonenumber::is_valid(&number) {
            return Err(Wrong);
        }
        Ok(Self(number.format().mode(Mode::E164).to_string()))
    }
    /// As stored by us.
    pub fn kept(text: String) -> Self {
        Self(text)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Backwards, for finding by the last digits.
    pub fn backwards(&self) -> String {
        self.0.chars().rev().filter(char::is_ascii_digit).collect()
    }
    /// What a list shows: enough to tell two people apart, not enough to call them.
    pub fn masked(&self) -> String {
        let digits = self.0.chars().count();
        let hide = |at: usize| at >= digits.saturating_sub(8) && at < digits.saturating_sub(4);
        self.0.chars().enumerate().map(|(at, c)| if hide(at) { '•' } else { c }).collect()
    }
    /// Spaced as it is written abroad: `+86 138 0013 8000`.
    pub fn spaced(&self) -> String {
        phonenumber::parse(None, &self.0)
            .map_or_else(|_| self.0.clone(), |n| n.format().mode(Mode::International).to_string())
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong;

impl Wrong {
    #[expect(clippy::unused_self, reason = "it reads as what is wrong with that field")]
    pub fn field(self, name: &'static str) -> FieldError {
        FieldError::new(name, "phone_invalid")
    }
}

/// Digits with at most a plus in front. Letters are refused: a number with letters is a name in
/// the wrong field more often than a vanity number.
fn plain(raw: &str) -> Result<String, Wrong> {
    let mut text = String::new();
    for c in raw.trim().chars() {
        match c {
            '0'..='9' => text.push(c),
            '+' | '\u{ff0b}' if text.is_empty() => text.push('+'),
            '\u{ff10}'..='\u{ff19}' => {
                text.push(char::from_digit(u32::from(c) - 0xff10, 10).ok_or(Wrong)?);
            }
            '\u{660}'..='\u{669}' => {
                text.push(char::from_digit(u32::from(c) - 0x660, 10).ok_or(Wrong)?);
            }
            '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}' | '\u{b7}' => {}
            c if c.is_whitespace()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}') => {}
            _ => return Err(Wrong),
        }
        if text.len() > 20 {
            return Err(Wrong);
        }
    }
    if let Some(rest) = text.strip_prefix("00") {
        text = format!("+{rest}");
    }
    if text.len() < 4 { Err(Wrong) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_of_the_country_write_them() {
        for (raw, country, kept) in [
            ("138 0013 8000", "CN", Some("+8613800138000")),
            ("１３８００１３８０００", "CN", Some("+8613800138000")),
            ("+34 612 34 56 78", "CN", Some("+34612345678")),
            ("0034 612345678", "CN", Some("+34612345678")),
            ("612-345-678", "ES", Some("+34612345678")),
            ("(415) 555-2671", "US", Some("+14155552671")),
            ("+86 (138) 0013-8000", "ES", Some("+8613800138000")),
            ("+86 138 0013 8000", "US", Some("+8613800138000")),
            ("+1 415 555 2671", "CN", Some("+14155552671")),
            ("12345", "CN", None),
            ("Ana", "CN", None),
            ("", "CN", None),
            ("+", "CN", None),
            ("1380013800013800138000", "CN", None),
            ("+99912345678", "CN", None),
        ] {
            assert_eq!(E164::read(raw, country).ok().as_ref().map(E164::as_str), kept, "{raw}");
        }
    }

    #[test]
    fn a_list_shows_only_the_ends() {
        let phone = E164::read("13800138000", "CN").unwrap();
        assert_eq!(phone.masked(), "+86138••••8000");
        assert_eq!(phone.backwards(), "0008310083168");
    }
}
