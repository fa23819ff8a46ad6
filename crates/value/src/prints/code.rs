//! A slip's code: made from the batch's secret, kept as a hash.

use kernel::{PrintId, ids::CROCKFORD};
use sha2::{Digest, Sha256};

use crate::codes;

/// The code of one slip: 65 bits of the digest and a check character.
pub fn of(secret: &[u8], number: i64) -> String {
    let digest = Sha256::new().chain_update(secret).chain_update(number.to_be_bytes()).finalize();
    let head = digest.iter().take(16).fold(0u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let mut code = String::with_capacity(codes::LONG);
    for place in 1..codes::LONG {
        let digit = usize::try_from((head >> (128 - 5 * place)) & 31).unwrap_or(0);
        code.push(CROCKFORD.get(digit).map_or('0', |byte| char::from(*byte)));
    }
    codes::checked(code)
}

/// What is kept of a code.
pub fn hash(code: &str) -> String {
    let digest = Sha256::digest(code.as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        text
    })
}

/// The sheet: a head line, then number and code of each slip.
pub fn sheet(batch: PrintId, secret: &[u8], pieces: i64) -> String {
    let mut text = String::from("batch,number,code\n");
    for number in 1..=pieces {
        let code = codes::shown(&of(secret, number));
        text.push_str(&format!("{batch},{number},{code}\n"));
    }
    text
}
