//! The few steps through DER (X.690) that lead to an RSA key: PEM (RFC 7468) outside, inside PKCS#8,
//! a `SubjectPublicKeyInfo` (RFC 5280, 4.1.2.7) or the certificate that holds one.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{rsa::KeyPair, signature::RsaPublicKeyComponents};

/// The one block in this text, with its label.
fn block(pem: &str) -> Option<(&str, Vec<u8>)> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body.split_ascii_whitespace().collect();
    Some((label, STANDARD.decode(body).ok()?))
}

/// The merchant's own key: PKCS#8 as `WeChat` Pay's tool makes it, or PKCS#1.
pub fn private_key(pem: &str) -> Option<KeyPair> {
    match block(pem)? {
        ("PRIVATE KEY", der) => KeyPair::from_pkcs8(&der).ok(),
        ("RSA PRIVATE KEY", der) => KeyPair::from_der(&der).ok(),
        _ => None,
    }
}

/// An RSA public key of at least 2048 bits, as modulus and exponent.
pub type PublicKey = RsaPublicKeyComponents<Vec<u8>>;

/// Of a public key or a certificate. The certificate's own proof is not looked at: whoever put the
/// file there believes it.
pub fn public_key(pem: &str) -> Option<PublicKey> {
    let (label, der) = block(pem)?;
    match label {
        "PUBLIC KEY" => spki(&mut Reader(&der)),
        "CERTIFICATE" => {
            let mut outer = Reader(Reader(&der).take(SEQUENCE)?);
            let mut inner = Reader(outer.take(SEQUENCE)?);
            inner.take_if(VERSION);
            inner.take(INTEGER)?;
            // The algorithm, the issuer, the validity and the subject stand before the key.
            for _ in 0..4 {
                inner.take(SEQUENCE)?;
            }
            spki(&mut inner)
        }
        _ => None,
    }
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xA0;
/// 1.2.840.113549.1.1.1, rsaEncryption (RFC 8017).
const RSA: [u8; 11] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

fn spki(reader: &mut Reader<'_>) -> Option<PublicKey> {
    let mut info = Reader(reader.take(SEQUENCE)?);
    if !info.take(SEQUENCE)?.starts_with(&RSA) {
        return None;
    }
    let bits = info.take(BIT_STRING)?.strip_prefix(&[0])?;
    let mut key = Reader(Reader(bits).take(SEQUENCE)?);
    // An INTEGER that begins with a high bit has a zero before it, which ring does not want.
    let mut number = || Some(key.take(INTEGER)?.iter().copied().skip_while(|b| *b == 0).collect());
    let (n, e): (Vec<u8>, Vec<u8>) = (number()?, number()?);
    if n.len() < 256 { None } else { Some(RsaPublicKeyComponents { n, e }) }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take_if(&mut self, tag: u8) -> Option<&'a [u8]> {
        if self.0.first() == Some(&tag) { self.take(tag) } else { None }
    }
    /// What is inside the next element, which must have this tag.
    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&[found, first], rest) = self.0.split_first_chunk::<2>()?;
        if found != tag {
            return None;
        }
        let (length, rest) = match first {
            0..=0x7F => (usize::from(first), rest),
            0x81 => rest.split_first().map(|(a, rest)| (usize::from(*a), rest))?,
            0x82 => {
                let (bytes, rest) = rest.split_first_chunk::<2>()?;
                (usize::from(u16::from_be_bytes(*bytes)), rest)
            }
            _ => return None,
        };
        let (inside, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(inside)
    }
}
