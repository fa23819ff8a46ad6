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
    pub const fn as_hex(&self) -> &Hex<32> {
        &self.0
    }
    pub fn signed(&self, statement: &Hash, signature: &Signature) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0.as_bytes())
            .verify(statement.as_bytes(), signature.as_bytes())
            .is_ok()
    }
}

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
