//! Money in the smallest part of its currency (ISO 4217), never a float.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    pub fn code(self) -> &'static str {
        self.0.code()
    }
    /// Digits after the decimal point: 2 for CNY, 0 for JPY, 3 for KWD.
    pub fn digits(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(2))
    }
    pub fn symbol(self) -> String {
        self.0.symbol().to_string()
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl FromStr for Currency {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        iso_currency::Currency::from_code(&code.trim().to_ascii_uppercase()).map(Self).ok_or(())
    }
}

/// An amount in minor units. The largest we take is ten billion minor units a line: above that it
/// is a typing error, and sums of a lifetime still fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub amount: i64,
    pub currency: Currency,
}

pub const LARGEST_AMOUNT: i64 = 10_000_000_000;

/// Why a typed amount is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountError {
    NotANumber,
    Negative,
    TooManyDecimals,
    TooLarge,
}

impl AmountError {
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "amount_not_a_number",
            Self::Negative => "amount_negative",
            Self::TooManyDecimals => "amount_decimals",
            Self::TooLarge => "amount_too_large",
        }
    }
}

impl Money {
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }
    /// Reads what a person or a till writes: `12`, `12.5`, `12,50`, `1 234.50`, `1,234.50`, full-width digits.
    /// Zero is allowed; a negative amount is not.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let text: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '\u{a0}' && *c != '\u{202f}')
            .map(half_width)
            .collect();
        if text.starts_with('-') || text.starts_with('\u{2212}') {
            return Err(AmountError::Negative);
        }
        let digits = currency.digits() as usize;
        let point = text.rfind(['.', ',']).filter(|&at| is_decimal(&text, at, digits));
        let (whole, part) = match point {
            Some(at) => (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or("")),
            None => (text.as_str(), ""),
        };
        let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && part.is_empty()) || !plain(&whole) || !plain(part) {
            return Err(AmountError::NotANumber);
        }
        let part = part.trim_end_matches('0');
        if part.len() > digits {
            return Err(AmountError::TooManyDecimals);
        }
        let joined = format!("{whole}{part:0<digits$}");
        match joined.trim_start_matches('0') {
            "" => Ok(Self::new(0, currency)),
            number => match number.parse::<i64>() {
                Ok(amount) if amount <= LARGEST_AMOUNT => Ok(Self::new(amount, currency)),
                _ => Err(AmountError::TooLarge),
            },
        }
    }
    /// `1250` CNY is `12.50`: plain digits for CSV and form fields, without grouping.
    pub fn plain(self) -> String {
        let digits = self.currency.digits() as usize;
        let sign = if self.amount < 0 { "-" } else { "" };
        let text = format!("{:0>width$}", self.amount.unsigned_abs(), width = digits + 1);
        let (whole, part) = text.split_at(text.len() - digits);
        if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }
}

/// A separator is the decimal point unless it can only group thousands: it stands before exactly
/// three digits, another of its kind stands before it, or the currency has no decimals.
fn is_decimal(text: &str, at: usize, digits: usize) -> bool {
    let after = text.len() - at - 1;
    let mark = text.get(at..=at).unwrap_or("");
    let repeated = text.matches(mark).count() > 1;
    if repeated {
        return false;
    }
    after != 3
        || digits == 3
        || text.get(..at).is_some_and(|before| before.is_empty() || before == "0")
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10).unwrap_or(c),
        '\u{ff0e}' => '.',
        '\u{ff0c}' => ',',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        use AmountError::*;
        let table: &[(&str, &str, Result<i64, AmountError>)] = &[
            ("12", "CNY", Ok(1200)),
            ("12.5", "CNY", Ok(1250)),
            ("12,50", "EUR", Ok(1250)),
            ("1,234.50", "USD", Ok(123_450)),
            ("1.234,50", "EUR", Ok(123_450)),
            ("1,234", "USD", Ok(123_400)),
            ("1 234.5", "USD", Ok(123_450)),
            ("１２．５", "CNY", Ok(1250)),
            ("0.500", "USD", Ok(50)),
            (".5", "USD", Ok(50)),
            ("1500", "JPY", Ok(1500)),
            ("1.234", "KWD", Ok(1234)),
            ("0", "CNY", Ok(0)),
            ("", "CNY", Err(NotANumber)),
            (".", "CNY", Err(NotANumber)),
            ("abc", "CNY", Err(NotANumber)),
            ("1e5", "CNY", Err(NotANumber)),
            ("-3", "CNY", Err(Negative)),
            ("\u{2212}3", "CNY", Err(Negative)),
            ("1.255", "CNY", Ok(125_500)),
            ("0.255", "CNY", Err(TooManyDecimals)),
            ("12.5", "JPY", Err(TooManyDecimals)),
            ("99999999999999999999", "CNY", Err(TooLarge)),
            ("100000000.01", "CNY", Err(TooLarge)),
        ];
        for (text, currency, expected) in table {
            let read = Money::parse(text, currency.parse().unwrap()).map(|money| money.amount);
            assert_eq!(read, *expected, "{text} {currency}");
        }
    }

    #[test]
    fn plain_reads_back() {
        for (amount, currency, text) in
            [(1250, "CNY", "12.50"), (5, "USD", "0.05"), (7, "JPY", "7"), (-1234, "KWD", "-1.234")]
        {
            assert_eq!(Money::new(amount, currency.parse().unwrap()).plain(), text);
        }
    }
}
