//! What nobody chose: named in the opening, known after the closing.

use serde::{Deserialize, Serialize};

use crate::{Entry, Hash, Hex, Method, Nonce, Refusal, Title, hash::Statement, limits, rfc3797};

/// A round of a beacon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drand {
    /// The hash of the chain: drand's quicknet.
    pub chain: Hash,
    pub round: u64,
}

impl Drand {
    /// drand's quicknet (<https://docs.drand.love>): a round each three seconds since August 2023.
    pub const QUICKNET: Hash = Hex([
        0x52, 0xdb, 0x9b, 0xa7, 0x0e, 0x0c, 0xc0, 0xf6, 0xea, 0xf7, 0x80, 0x3d, 0xd0, 0x74, 0x47,
        0xa1, 0xf5, 0x47, 0x77, 0x35, 0xfd, 0x3f, 0x66, 0x17, 0x92, 0xba, 0x94, 0x60, 0x0c, 0x84,
        0xe9, 0x71,
    ]);
    const GENESIS: u64 = 1_692_803_367;
    const PERIOD: u64 = 3;

    /// The first round of quicknet that is made after this instant, in seconds since 1970.
    pub fn after(instant: u64) -> Self {
        let round = match instant.checked_sub(Self::GENESIS) {
            Some(since) => since / Self::PERIOD + 2,
            None => 1,
        };
        Self { chain: Self::QUICKNET, round }
    }
    /// When the round is made, in seconds since 1970.
    pub const fn made_at(&self) -> u64 {
        Self::GENESIS.saturating_add(Self::PERIOD.saturating_mul(self.round.saturating_sub(1)))
    }
}

/// How the values of a public source are written into the key of RFC 3797.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Listed {
    Numbers,
    Letters,
}

/// One thing that will be public: "Euro Jackpot, Friday 4 December".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Public {
    pub kind: Listed,
    pub name: Title,
}

/// Where the public input will come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    Drand(Drand),
    /// Members' own nonces, whose commitments are in their entries.
    Nonces,
    Public(Vec<Public>),
}

impl Source {
    /// Lotteries, prices and the like, by name.
    pub fn public(named: &[(Listed, &str)]) -> Result<Self, Refusal> {
        let source =
            |(kind, name): &(Listed, &str)| Ok(Public { kind: *kind, name: Title::new(name)? });
        Ok(Self::Public(named.iter().map(source).collect::<Result<_, Refusal>>()?))
    }
    pub(crate) fn fits(&self) -> bool {
        match self {
            Self::Drand(drand) => (1..=limits::TIME).contains(&drand.round),
            Self::Nonces => true,
            Self::Public(sources) => (1..=limits::SOURCES).contains(&sources.len()),
        }
    }
    /// RFC 3797 takes public sources; the only beacon that is known here is quicknet.
    pub(crate) fn suits(&self, method: Method) -> bool {
        match self {
            Self::Drand(drand) => method == Method::Tickets && drand.chain == Drand::QUICKNET,
            Self::Nonces => method == Method::Tickets,
            Self::Public(_) => true,
        }
    }
    /// When the input is made, in seconds since 1970, where that can be worked out.
    pub(crate) const fn known_at(&self) -> Option<u64> {
        match self {
            Self::Drand(drand) => Some(drand.made_at()),
            Self::Nonces | Self::Public(_) => None,
        }
    }
    pub(crate) fn hash(&self) -> Hash {
        let said = Statement::new("source");
        match self {
            Self::Drand(drand) => said.text("drand").hash(&drand.chain).number(drand.round),
            Self::Nonces => said.text("nonces"),
            Self::Public(sources) => sources.iter().fold(said.text("public"), |said, source| {
                let kind = match source.kind {
                    Listed::Numbers => "numbers",
                    Listed::Letters => "letters",
                };
                said.text(kind).text(source.name.as_str())
            }),
        }
        .end()
    }
}

/// The values of each public source.
pub type Values = Vec<Vec<String>>;

/// What the source brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// The round's signature.
    Drand(Hex<48>),
    /// For each entry the nonce, if it was shown.
    Nonces(Vec<Option<Nonce>>),
    /// For each source its values, in the one form of [`Input::read`].
    Public(Values),
}

impl Input {
    /// Values of public sources as people write them, brought into the form of the file.
    pub fn read(source: &Source, values: &[&[&str]]) -> Result<Self, Refusal> {
        let Source::Public(sources) = source else { return Err(Refusal::InputUnfit) };
        if sources.len() != values.len() {
            return Err(Refusal::InputUnfit);
        }
        let written = sources.iter().zip(values).map(|(source, values)| {
            let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            rfc3797::canonical(source.kind, &values)
        });
        Ok(Self::Public(written.collect::<Result<_, _>>()?))
    }
    /// Whether it is what the source promised and the entries are bound to.
    pub(crate) fn keeps(&self, source: &Source, entries: &[Entry]) -> bool {
        match (self, source) {
            (Self::Drand(_), Source::Drand(_)) => true,
            (Self::Nonces(nonces), Source::Nonces) => {
                let kept = |(nonce, entry): (&Option<Nonce>, &Entry)| {
                    nonce.is_none_or(|nonce| entry.nonce == Some(nonce.commitment()))
                };
                nonces.len() == entries.len() && nonces.iter().zip(entries).all(kept)
            }
            (Self::Public(values), Source::Public(sources)) => {
                let listed: Vec<_> = sources.iter().map(|source| source.kind).collect();
                rfc3797::is_canonical(values, &listed)
            }
            _ => false,
        }
    }
    pub(crate) fn hash(&self) -> Hash {
        let said = Statement::new("input");
        match self {
            Self::Drand(signature) => said.text("drand").hash(signature),
            Self::Nonces(nonces) => nonces.iter().fold(said.text("nonces"), |said, nonce| {
                said.maybe(nonce.as_ref().map(Nonce::as_hex))
            }),
            Self::Public(values) => said.text("public").text(&rfc3797::key_of(values)),
        }
        .end()
    }
}
