//! Bytes as the proof files write them, and the one way in which statements are hashed.

use std::fmt;

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// `N` bytes, written as `2 N` lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex<const N: usize>(pub [u8; N]);

/// What SHA-256 makes.
pub type Hash = Hex<32>;

impl<const N: usize> Hex<N> {
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
    /// `None` unless it is exactly `2 N` digits, lower-case.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 2 * N {
            return None;
        }
        let mut bytes = [0; N];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = (digit(*high)? << 4) | digit(*low)?;
        }
        Some(Self(bytes))
    }
}

const fn digit(of: u8) -> Option<u8> {
    match of {
        b'0'..=b'9' => Some(of - b'0'),
        b'a'..=b'f' => Some(of - b'a' + 10),
        _ => None,
    }
}

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
impl<const N: usize> fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).ok_or_else(|| de::Error::custom("not lower-case hex of this length"))
    }
}

/// A statement on its way into its hash: a tag, then parts, each behind its length, so that no two
/// statements have the same bytes.
pub(crate) struct Statement(Context);

impl Statement {
    pub(crate) fn new(tag: &str) -> Self {
        let mut context = Context::new(&SHA256);
        context.update(b"regulars fair 1 ");
        context.update(tag.as_bytes());
        context.update(b"\n");
        Self(context)
    }
    pub(crate) fn bytes(mut self, part: &[u8]) -> Self {
        self.0.update(&length(part));
        self.0.update(part);
        self
    }
    pub(crate) fn text(self, part: &str) -> Self {
        self.bytes(part.as_bytes())
    }
    pub(crate) fn number(self, part: u64) -> Self {
        self.bytes(&part.to_be_bytes())
    }
    pub(crate) fn hash<const N: usize>(self, part: &Hex<N>) -> Self {
        self.bytes(part.as_bytes())
    }
    /// What is absent is a part without bytes.
    pub(crate) fn maybe(self, part: Option<&Hash>) -> Self {
        match part {
            Some(part) => self.hash(part),
            None => self.bytes(&[]),
        }
    }
    pub(crate) fn end(self) -> Hash {
        finished(self.0)
    }
}

/// Four bytes, big-endian: parts are far shorter than 4 GiB.
fn length(part: &[u8]) -> [u8; 4] {
    u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes()
}

/// SHA-256 of these pieces, one behind the other.
pub(crate) fn sha256(pieces: &[&[u8]]) -> Hash {
    let mut context = Context::new(&SHA256);
    for piece in pieces {
        context.update(piece);
    }
    finished(context)
}

fn finished(context: Context) -> Hash {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    Hex(bytes)
}
