//! `Stripe-Signature: t=…,v1=…`: HMAC-SHA256 of the time, a point and the body, in hex.

use kernel::{Time, payment::NotTold};
use ring::hmac;

use crate::{Secret, fresh};

/// While a secret is being changed there are two signatures; nobody sends many.
const MOST: usize = 8;

pub fn check(header: &str, body: &[u8], secret: &Secret, now: Time) -> Result<(), NotTold> {
    let mut signed_at = None;
    let mut marks = Vec::new();
    for part in header.split(',') {
        let (name, value) = part.trim().split_once('=').ok_or(NotTold::NotSigned)?;
        match name {
            "t" if signed_at.is_some() => return Err(NotTold::NotSigned),
            "t" => signed_at = Some(value),
            "v1" => marks.extend(hex(value)),
            // Other schemes, such as the v0 of test events, prove nothing.
            _ => {}
        }
    }
    let signed_at = signed_at.ok_or(NotTold::NotSigned)?;
    let digits = signed_at.chars().all(|c| c.is_ascii_digit());
    let signed_s = signed_at.parse().ok().filter(|_| digits).ok_or(NotTold::NotSigned)?;
    if marks.is_empty() || marks.len() > MOST {
        return Err(NotTold::NotSigned);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.open().as_bytes());
    let message = [signed_at.as_bytes(), b".", body].concat();
    // ring compares in constant time.
    if !marks.iter().any(|mark| hmac::verify(&key, &message, mark).is_ok()) {
        return Err(NotTold::WrongSignature);
    }
    fresh(signed_s, now)
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
