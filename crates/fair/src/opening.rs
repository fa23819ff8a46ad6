//! What is fixed before anybody enters.

use serde::{Deserialize, Serialize};

use crate::{
    Commitment, Hash, Label, PublicKey, Refusal, Signature, SigningKey, Title, hash::Statement,
    limits,
};

/// How winners are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// By ticket, with the shop's secret and a public input.
    Tickets,
    /// As RFC 3797 has it: one ticket each, public sources, no secret.
    Rfc3797,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Rfc3797 => "rfc3797",
        }
    }
}

/// So many pieces of one kind. Prizes are drawn in their order, the first kind first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prize {
    pub name: Title,
    /// Pieces: 1 to 100,000, and no more for all prizes together.
    pub quantity: u64,
}

pub(crate) fn check_prizes(prizes: &[Prize]) -> Result<(), Refusal> {
    if prizes.is_empty() {
        return Err(Refusal::NoPrizes);
    }
    let pieces = prizes.iter().try_fold(0_u64, |sum, prize| {
        let fits = (1..=limits::PIECES).contains(&prize.quantity);
        fits.then_some(sum + prize.quantity).filter(|sum| *sum <= limits::PIECES)
    });
    match pieces {
        Some(_) if prizes.len() <= limits::PRIZES => Ok(()),
        _ => Err(Refusal::PrizesUnfit),
    }
}

pub(crate) fn hash_of(prizes: &[Prize]) -> Hash {
    let say =
        |said: Statement, prize: &Prize| said.text(prize.name.as_str()).number(prize.quantity);
    prizes.iter().fold(Statement::new("prizes"), say).end()
}

/// The first statement: signed and published before the first entry. Every receipt names its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// After this instant, in seconds since 1970 (UTC), nobody enters.
    pub closes_at: u64,
    pub draw: Label,
    pub key: PublicKey,
    pub method: Method,
    /// The hash of the prize table.
    pub prizes: Hash,
    /// Of the shop's secret; none with RFC 3797.
    pub secret: Option<Commitment>,
    pub signature: Signature,
    /// The hash of the public input's name.
    pub source: Hash,
    /// How often one entrant can win: 1 to 1,000.
    pub wins: u64,
}

impl Opening {
    pub fn hash(&self) -> Hash {
        Statement::new("opening")
            .text(self.draw.as_str())
            .hash(self.key.as_hex())
            .text(self.method.as_str())
            .number(self.wins)
            .number(self.closes_at)
            .maybe(self.secret.as_ref().map(Commitment::as_hash))
            .hash(&self.prizes)
            .hash(&self.source)
            .end()
    }
    pub fn is_signed(&self) -> bool {
        self.key.signed(&self.hash(), &self.signature)
    }
    pub(crate) fn sign(mut self, key: &SigningKey) -> Self {
        self.key = key.public();
        self.signature = key.sign(&self.hash());
        self
    }
}
