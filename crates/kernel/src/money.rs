//! Money in the smallest part of its currency (ISO 4217), never a float.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::amount;
pub use crate::amount::{AmountError, LARGEST_AMOUNT};

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

/// An amount in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub amount: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }
    /// Reads what a person or a till writes: `12`, `12.5`, `12,50`, `1 234.50`, `1.234,50`, `¥12`,
    /// full-width digits. See [`amount`] for what is refused, and why.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        amount::read(text, currency).map(|amount| Self::new(amount, currency))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_has_the_digits_of_its_currency() {
        for (amount, currency, text) in
            [(1250, "CNY", "12.50"), (5, "USD", "0.05"), (7, "JPY", "7"), (-1234, "KWD", "-1.234")]
        {
            assert_eq!(Money::new(amount, currency.parse().unwrap()).plain(), text);
        }
    }
}
