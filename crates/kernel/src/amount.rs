//! Amounts as shopkeepers, tills and spreadsheets write them, in any of our languages.
//!
//! The point and the comma are each somebody's decimal mark and somebody else's thousands separator,
//! and a typed amount does not say whose. What can be meant in one way only is taken. `1.234` in a
//! currency of two decimals is 1234 in Madrid and a slip of the finger after 1.23 anywhere: it is
//! refused, because a wrong guess is wrong by a thousand.

use crate::{Currency, FieldError};

/// The largest amount we take, in minor units: above it is a typing error, and sums of a lifetime
/// still fit.
pub const LARGEST_AMOUNT: i64 = 10_000_000_000;

/// Why a typed amount is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountError {
    NotANumber,
    Negative,
    TooManyDecimals,
    TooLarge,
    /// Its one mark may separate thousands or decimals.
    Ambiguous,
}

impl AmountError {
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "amount_not_a_number",
            Self::Negative => "amount_negative",
            Self::TooManyDecimals => "amount_decimals",
            Self::TooLarge => "amount_too_large",
            Self::Ambiguous => "amount_ambiguous",
        }
    }
    /// As what is wrong with a field where `typed` stands; its sentence names what to type instead.
    pub fn at(self, field: &'static str, typed: &str, currency: Currency) -> FieldError {
        let error = FieldError::new(field, self.code());
        if self != Self::Ambiguous {
            return error;
        }
        let whole: String = typed.chars().map(half_width).filter(char::is_ascii_digit).collect();
        error.with("whole", whole).with("digits", i64::from(currency.digits()))
    }
}

/// The minor units that `typed` means. Zero is an amount; less is none.
pub(crate) fn read(typed: &str, currency: Currency) -> Result<i64, AmountError> {
    let typed: String = typed.chars().map(half_width).collect();
    let bare = without_sign(typed.trim(), currency);
    if [typed.trim(), bare].iter().any(|text| text.starts_with('-') || text.ends_with('-')) {
        return Err(AmountError::Negative);
    }
    let digits = currency.digits() as usize;
    let (whole, part) = split(bare, digits)?;
    let whole = joined(whole)?;
    if (whole.is_empty() && part.is_empty()) || !plain(part) {
        return Err(AmountError::NotANumber);
    }
    let part = part.trim_end_matches('0');
    if part.len() > digits {
        return Err(AmountError::TooManyDecimals);
    }
    let number = format!("0{whole}{part:0<digits$}");
    match number.parse::<i64>() {
        Ok(amount) if amount <= LARGEST_AMOUNT => Ok(amount),
        _ => Err(AmountError::TooLarge),
    }
}

/// The characters of Chinese keyboards and of typesetters as the plain ones they stand for. A point
/// typed in Chinese is a full stop.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' | '。' => '.',
        '，' => ',',
        '￥' => '¥',
        '＄' => '$',
        '－' | '−' => '-',
        '’' | '＇' => '\'',
        other if other.is_whitespace() => ' ',
        other => other.to_ascii_lowercase(),
    }
}

/// The amount without this currency's own sign or code before or after it: `¥12`, `12 元`, `eur 12`.
/// Another currency's sign stays, and is no number.
fn without_sign(text: &str, currency: Currency) -> &str {
    let written = match currency.code() {
        "CNY" => "元",
        "JPY" => "円",
        _ => "",
    };
    [currency.symbol().as_str(), currency.code(), written]
        .into_iter()
        .filter(|sign| !sign.is_empty())
        .map(str::to_ascii_lowercase)
        .find_map(|sign| text.strip_prefix(&sign).or_else(|| text.strip_suffix(&sign)))
        .map_or(text, str::trim)
}

/// What stands before and after the decimal mark, if there is one.
fn split(text: &str, digits: usize) -> Result<(&str, &str), AmountError> {
    let Some(at) = text.rfind(['.', ',']) else { return Ok((text, "")) };
    let (before, rest) = text.split_at(at);
    let (mark, after) = rest.split_at(1);
    if before.contains(mark) {
        // A mark that repeats separates thousands.
        return Ok((text, ""));
    }
    if !separates_thousands(before, after) {
        return Ok((before, after));
    }
    match (digits, mark) {
        (0, _) => Ok((text, "")),
        // As `Money::plain` writes a currency of three decimals.
        (3, ".") => Ok((before, after)),
        _ => Err(AmountError::Ambiguous),
    }
}

/// Whether a lone mark stands where thousands are separated.
fn separates_thousands(before: &str, after: &str) -> bool {
    plain(before)
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && plain(after)
        && after.len() == 3
}

/// The digits of a whole number whose thousands are separated in one way (`1,234,567`, as in India
/// `12,34,567`) or not at all.
fn joined(whole: &str) -> Result<String, AmountError> {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return Ok(whole.to_owned());
    };
    let groups: Vec<&str> = whole.split(separator).collect();
    let [first, middle @ .., last] = groups.as_slice() else {
        return Err(AmountError::NotANumber);
    };
    let every = |length: usize| {
        (1..=length).contains(&first.len()) && middle.iter().all(|group| group.len() == length)
    };
    let separated = matches!(separator, '.' | ',' | ' ' | '\'')
        && groups.iter().all(|group| plain(group))
        && !first.starts_with('0')
        && last.len() == 3
        && (every(3) || every(2));
    if separated { Ok(groups.concat()) } else { Err(AmountError::NotANumber) }
}

fn plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{AmountError::*, *};
    use crate::Money;

    fn amount(text: &str, currency: &str) -> Result<i64, AmountError> {
        read(text, currency.parse().unwrap())
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, currency, expected) in [
            ("12", "CNY", Ok(1200)),
            ("12.5", "CNY", Ok(1250)),
            ("12,50", "EUR", Ok(1250)),
            ("1,234.50", "USD", Ok(123_450)),
            ("1.234,50", "EUR", Ok(123_450)),
            ("1 234,50", "EUR", Ok(123_450)),
            ("1\u{202f}234,50", "EUR", Ok(123_450)),
            ("1'234.50", "CHF", Ok(123_450)),
            ("1’234.50", "CHF", Ok(123_450)),
            ("1,234,567", "USD", Ok(123_456_700)),
            ("1.234.567,8", "EUR", Ok(123_456_780)),
            ("12,34,567.00", "INR", Ok(123_456_700)),
            ("1 234", "EUR", Ok(123_400)),
            ("１２．５０", "CNY", Ok(1250)),
            ("１，２３４．５０", "CNY", Ok(123_450)),
            ("12。5", "CNY", Ok(1250)),
            ("¥12", "CNY", Ok(1200)),
            ("￥ 12.50", "CNY", Ok(1250)),
            ("12.50元", "CNY", Ok(1250)),
            ("cny 12", "CNY", Ok(1200)),
            ("12,50 €", "EUR", Ok(1250)),
            ("$1,234.50", "USD", Ok(123_450)),
            (" 12.50\t", "CNY", Ok(1250)),
            ("0.500", "USD", Ok(50)),
            ("1234.500", "USD", Ok(123_450)),
            ("12.5000", "USD", Ok(1250)),
            (".5", "USD", Ok(50)),
            ("5.", "USD", Ok(500)),
            ("0", "CNY", Ok(0)),
            ("1500", "JPY", Ok(1500)),
            ("1,500", "JPY", Ok(1500)),
            ("1.500", "CLP", Ok(1500)),
            ("12.00", "JPY", Ok(12)),
            ("1.234", "KWD", Ok(1234)),
            ("12.5", "KWD", Ok(12_500)),
            ("1,234.567", "KWD", Ok(1_234_567)),
            ("1.234,567", "TND", Ok(1_234_567)),
            ("100000000", "CNY", Ok(LARGEST_AMOUNT)),
        ] {
            assert_eq!(amount(text, currency), expected, "{text} {currency}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for (text, currency, refusal) in [
            ("1.234", "CNY", Ambiguous),
            ("1,234", "USD", Ambiguous),
            ("１．２３４", "CNY", Ambiguous),
            ("¥1,234", "CNY", Ambiguous),
            ("12.500", "EUR", Ambiguous),
            ("999,000", "EUR", Ambiguous),
            ("1,234", "KWD", Ambiguous),
            ("1.234", "CLF", Ambiguous),
            ("", "CNY", NotANumber),
            (".", "CNY", NotANumber),
            ("¥", "CNY", NotANumber),
            ("abc", "CNY", NotANumber),
            ("1e5", "CNY", NotANumber),
            ("$12", "CNY", NotANumber),
            ("12 50", "CNY", NotANumber),
            ("12 .50", "CNY", NotANumber),
            ("1.2 3", "CNY", NotANumber),
            ("1,23.50", "USD", NotANumber),
            ("1,2345,678", "USD", NotANumber),
            ("0,123,456", "USD", NotANumber),
            ("1,234.567.890", "USD", NotANumber),
            ("1 234,567.00", "USD", NotANumber),
            ("1..5", "USD", NotANumber),
            ("-3", "CNY", Negative),
            ("\u{2212}3", "CNY", Negative),
            ("¥-3", "CNY", Negative),
            ("-¥3", "CNY", Negative),
            ("3.00-", "CNY", Negative),
            ("0.255", "CNY", TooManyDecimals),
            ("1234.567", "USD", TooManyDecimals),
            ("1,234.567", "USD", TooManyDecimals),
            ("12.3456", "USD", TooManyDecimals),
            ("12.5", "JPY", TooManyDecimals),
            ("1.234,50", "JPY", TooManyDecimals),
            ("99999999999999999999", "CNY", TooLarge),
            ("100000000.01", "CNY", TooLarge),
        ] {
            assert_eq!(amount(text, currency), Err(refusal), "{text} {currency}");
        }
    }

    #[test]
    fn an_ambiguous_amount_is_told_what_to_type() {
        let currency = "CNY".parse().unwrap();
        let error = Ambiguous.at("amount", "￥１,234", currency);
        assert_eq!(error.code, "amount_ambiguous");
        let expected = FieldError::new("amount", "amount_ambiguous");
        assert_eq!(error, expected.with("whole", "1234".to_owned()).with("digits", 2));
        assert_eq!(amount("1234", "CNY"), Ok(123_400), "what it says to type is taken");
    }

    fn currencies() -> impl Strategy<Value = Currency> {
        let codes = prop::sample::select(vec!["CNY", "EUR", "USD", "JPY", "CLP", "KWD", "CLF"]);
        codes.prop_map(|code| code.parse().unwrap())
    }

    fn amounts() -> impl Strategy<Value = i64> {
        // Amounts of every length, small ones as often as large ones.
        (0..=10u32, any::<u64>()).prop_map(|(length, seed)| (seed % 10u64.pow(length)) as i64)
    }

    /// An amount as it is written somewhere, and how many marks stand in it.
    fn written(amount: i64, currency: Currency, (thousands, decimal): (&str, &str)) -> String {
        let plain = Money::new(amount, currency).plain();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push_str(thousands);
            }
            grouped.push(digit);
        }
        if part.is_empty() { grouped } else { format!("{grouped}{decimal}{part}") }
    }

    proptest! {
        #[test]
        fn what_the_program_writes_reads_back(amount in amounts(), currency in currencies()) {
            prop_assert_eq!(read(&Money::new(amount, currency).plain(), currency), Ok(amount));
        }

        #[test]
        fn every_way_of_writing_means_the_same_or_is_refused(
            amount in amounts(),
            currency in currencies(),
            marks in prop::sample::select(vec![
                ("", "."), ("", ","), (",", "."), (".", ","), (" ", "."), (" ", ","),
                ("\u{a0}", ","), ("\u{202f}", ","), ("'", "."), ("", "．"), ("，", "．"),
            ]),
            sign in prop::sample::select(vec!["", "before", "after"]),
        ) {
            let bare = written(amount, currency, marks);
            let text = match sign {
                "before" => format!("{}{bare}", currency.symbol()),
                "after" => format!("{bare} {}", currency.code()),
                _ => bare.clone(),
            };
            let lone = bare.chars().filter(|c| !c.is_ascii_digit()).count() == 1;
            match read(&text, currency) {
                Err(Ambiguous) => prop_assert!(lone, "{text} has one meaning"),
                other => prop_assert_eq!(other, Ok(amount), "{}", text),
            }
        }

        #[test]
        fn no_digit_is_lost_or_made_up(text in "[-0-9., ']{0,14}", currency in currencies()) {
            if let Ok(amount) = read(&text, currency) {
                let bare = |digits: String| digits.trim_matches('0').to_owned();
                let typed = bare(text.chars().filter(char::is_ascii_digit).collect());
                prop_assert_eq!(typed, bare(amount.to_string()), "{}", text);
            }
        }

        #[test]
        fn anything_may_be_typed(text in any::<String>(), currency in currencies()) {
            let _: Result<i64, AmountError> = read(&text, currency);
        }
    }
}
