//! RFC 3797, "Publicly Verifiable Nominations Committee Random Selection", section 4.

use std::cmp::Ordering;

use md5::{Digest as _, Md5};

use crate::{Refusal, Values, input::Listed, limits};

/// The key: of each source its values, the smallest number first, each with its point, and a slash.
/// A number with decimals has its point inside and none behind it, as section 4 says.
pub fn key_of(values: &[Vec<String>]) -> String {
    let mut key = String::new();
    for source in values {
        for value in source {
            key.push_str(value);
            if value.bytes().all(|byte| byte.is_ascii_digit()) {
                key.push('.');
            }
        }
        key.push('/');
    }
    key
}

/// MD5 of the key between the counter and the counter, two bytes each.
pub fn md5_of(key: &str, counter: u16) -> [u8; 16] {
    let counter = counter.to_be_bytes();
    Md5::new().chain_update(counter).chain_update(key).chain_update(counter).finalize().into()
}

/// The remainder of the hash, as one number of 128 bits, by how many are left to choose from.
pub(crate) fn remainder(hash: [u8; 16], left: u64) -> u64 {
    let rest = u128::from_be_bytes(hash) % u128::from(left.max(1));
    u64::try_from(rest).unwrap_or(0)
}

/// The values of a source in the one form that the file has: numbers without needless zeros,
/// ascending; letters and digits of a text, in capitals.
pub(crate) fn canonical(listed: Listed, values: &[String]) -> Result<Vec<String>, Refusal> {
    if values.is_empty() || values.len() > limits::SOURCES {
        return Err(Refusal::InputUnfit);
    }
    let mut written = match listed {
        Listed::Numbers => values.iter().map(|value| number(value)).collect::<Option<Vec<_>>>(),
        Listed::Letters => values.iter().map(|value| letters(value)).collect(),
    }
    .ok_or(Refusal::InputUnfit)?;
    match listed {
        Listed::Numbers => written.sort_by(|one, other| by_size(one, other)),
        Listed::Letters if written.len() == 1 => {}
        Listed::Letters => return Err(Refusal::InputUnfit),
    }
    Ok(written)
}

/// Whether all of it is in that form.
pub(crate) fn is_canonical(values: &Values, listed: &[Listed]) -> bool {
    values.len() == listed.len()
        && values
            .iter()
            .zip(listed)
            .all(|(values, listed)| canonical(*listed, values).as_ref() == Ok(values))
}

fn number(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > limits::VALUE_BYTES || whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") })
}

fn letters(text: &str) -> Option<String> {
    if text.len() > limits::VALUE_BYTES || !text.is_ascii() {
        return None;
    }
    let kept: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    kept.bytes().any(|byte| byte.is_ascii_uppercase()).then_some(kept)
}

/// Of two numbers in that form.
fn by_size(one: &str, other: &str) -> Ordering {
    let parts = |text| -> (usize, String, String) {
        let (whole, part): (&str, &str) = str::split_once(text, '.').unwrap_or((text, ""));
        (whole.len(), whole.to_owned(), part.to_owned())
    };
    parts(one).cmp(&parts(other))
}
