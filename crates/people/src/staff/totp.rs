//! Time-based one-time codes: RFC 6238 on HMAC-SHA-1, six digits, thirty seconds, as every
//! authenticator app does it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{Time, text::same_secret};
use sha1::Sha1;

/// Bytes of a secret: as long as the hash, as RFC 4226 recommends.
pub const SECRET_LEN: usize = 20;
const STEP_S: i64 = 30;
/// Steps before and after now that are taken: clocks of phones are not exact.
const WINDOW: i64 = 1;

/// The code of a step, six digits.
pub fn code(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().copied().unwrap_or(0) & 0x0f);
    let four = hash.iter().skip(offset).take(4);
    let number = four.fold(0u32, |sum, byte| (sum << 8) | u32::from(*byte)) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The step at an instant.
pub const fn step(at: Time) -> i64 {
    at.micros().div_euclid(1_000_000 * STEP_S)
}

/// The step whose code this is, if it is near enough and later than the last one that was used: a
/// code seen over a shoulder is worth nothing a second time.
pub fn verify(secret: &[u8], typed: &str, now: Time, last: i64) -> Option<i64> {
    let now = step(now);
    let mut found = None;
    for at in now - WINDOW..=now + WINDOW {
        if same_secret(code(secret, at).as_bytes(), typed.as_bytes()) && at > last {
            found = Some(at);
        }
    }
    found
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// RFC 4648 base 32 without padding: how apps take a secret that is typed.
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut buffer, mut bits) = (0u32, 0u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let digit = ((buffer >> bits) & 31) as usize;
            out.extend(BASE32.get(digit).map(|b| char::from(*b)));
        }
    }
    if bits > 0 {
        let digit = ((buffer << (5 - bits)) & 31) as usize;
        out.extend(BASE32.get(digit).map(|b| char::from(*b)));
    }
    out
}

/// Reads [`base32`] back.
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut buffer, mut bits) = (0u32, 0u32);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let digit = BASE32.iter().position(|c| *c == byte.to_ascii_uppercase())?;
        buffer = (buffer << 5) | u32::try_from(digit).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((buffer >> bits) & 0xff).ok()?);
            buffer &= (1 << bits) - 1;
        }
    }
    (out.len() == SECRET_LEN).then_some(out)
}

/// What the QR code of a secret says. The brand's name and the address are how the app lists it.
pub fn uri(brand: &str, email: &str, secret: &[u8]) -> String {
    let encode = web::kit::links::encode;
    format!(
        "otpauth://totp/{brand}:{}?secret={}&issuer={brand}",
        encode(email),
        base32(secret),
        brand = encode(brand),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8; 20] = b"12345678901234567890";

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, SHA-1, the last six of eight digits.
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step(at(seconds))), expected, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_only_once() {
        let now = at(1_111_111_111);
        let this = step(now);
        for (typed, last, expected) in [
            (code(SECRET, this), 0, Some(this)),
            (code(SECRET, this - 1), 0, Some(this - 1)),
            (code(SECRET, this + 1), 0, Some(this + 1)),
            (code(SECRET, this - 2), 0, None),
            (code(SECRET, this + 2), 0, None),
            (code(SECRET, this), this, None),
            (code(SECRET, this - 1), this, None),
            (code(SECRET, this + 1), this, Some(this + 1)),
            (String::new(), 0, None),
            ("28708".into(), 0, None),
        ] {
            assert_eq!(verify(SECRET, &typed, now, last), expected, "{typed} {last}");
        }
    }

    #[test]
    fn base32_is_that_of_the_rfc_and_reads_back() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(from_base32(&base32(SECRET)).as_deref(), Some(&SECRET[..]));
        for bad in ["", "MZXW6YTBOI", "1", "é", &"A".repeat(400)] {
            assert_eq!(from_base32(bad), None, "{bad}");
        }
    }
}
