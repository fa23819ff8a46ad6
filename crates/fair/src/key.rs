//! Ed25519 (RFC 8032): the shop signs hashes of statements, and so cannot take them back.

use std::fmt;

use kernel::Chance;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use crate::{Hash, Hex, Refusal};

/// 64 bytes over the 32 bytes of a statement's hash.
pub type Signature = Hex<64>;

/// What a shop's signatures are checked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(Hex<32>);

impl PublicKey {
    #[cfg(feature = "testing")]
    pub(crate) const fn of(bytes: [u8; 32]) -> Self {
        Self(Hex(bytes))
    }
    pub const fn as_hex(&self) -> &Hex<32> {
        &self.0
    }
    pub fn signed(&self, statement: &Hash, signature: &Signature) -> bool {
        self.is_strong()
            && UnparsedPublicKey::new(&ED25519, self.0.as_bytes())
                .verify(statement.as_bytes(), signature.as_bytes())
                .is_ok()
    }
    /// Whether it is written in the one way that its point has, and the point is not of small order:
    /// such a key would fit what nobody signed, and verifiers would differ about it.
    fn is_strong(&self) -> bool {
        let mut height = self.0;
        if let Some(last) = height.0.last_mut() {
            *last &= 0x7f;
        }
        // Little-endian, as it is written.
        let below = height.0.iter().rev().lt(PRIME.iter().rev());
        below && !SMALL.iter().any(|small| Hex::read(small) == Some(height))
    }
}

/// 2²⁵⁵ − 19.
const PRIME: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xed;
    bytes[31] = 0x7f;
    bytes
};

/// The heights of the points of order 1, 2, 4 and 8.
const SMALL: [&str; 5] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/// What a shop signs with; made once and kept.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// From the 32 bytes of the private key, as RFC 8032 has them.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, Refusal> {
        Ed25519KeyPair::from_seed_unchecked(seed).map(Self).map_err(|_| Refusal::KeyUnfit)
    }
    pub fn made(chance: &dyn Chance) -> Result<Self, Refusal> {
        Self::from_seed(&chance.bytes())
    }
    pub fn public(&self) -> PublicKey {
        PublicKey(taken(self.0.public_key().as_ref()))
    }
    pub fn sign(&self, statement: &Hash) -> Signature {
        taken(self.0.sign(statement.as_bytes()).as_ref())
    }
}

fn taken<const N: usize>(from: &[u8]) -> Hex<N> {
    let mut bytes = [0; N];
    bytes.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
    Hex(bytes)
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public().0)
    }
}
