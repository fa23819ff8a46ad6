//! What is kept until the draw and shown after it: the shop's secret and members' nonces.

use std::fmt;

use kernel::Chance;
use serde::{Deserialize, Serialize};

use crate::{Hash, Hex, hash::Statement};

/// The shop's 32 random bytes. Known to the shop alone until the result shows them.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Hex<32>);

impl Secret {
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Hex(bytes))
    }
    pub fn made(chance: &dyn Chance) -> Self {
        Self(Hex(chance.bytes()))
    }
    pub const fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
    /// What is published beforehand; it tells nothing of the secret and fits no other.
    pub fn commitment(&self) -> Commitment {
        Commitment(Statement::new("secret").hash(&self.0).end())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A member's own 32 random bytes, made on their phone.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nonce(Hex<32>);

impl Nonce {
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Hex(bytes))
    }
    pub const fn as_hex(&self) -> &Hex<32> {
        &self.0
    }
    pub fn commitment(&self) -> Commitment {
        Commitment(Statement::new("nonce").hash(&self.0).end())
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(…)")
    }
}

/// The hash that a secret or a nonce is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Commitment(Hash);

impl Commitment {
    pub const fn new(hash: Hash) -> Self {
        Self(hash)
    }
    pub const fn as_hash(&self) -> &Hash {
        &self.0
    }
}
