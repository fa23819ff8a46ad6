//! The shares of a red packet: equal, or a composition of its amount that is as likely as any other.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{
    Commitment, Fault, Label, Refusal, Secret, Stream, hash::Statement, limits, proof, stream::hmac,
};

/// How a packet is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Share {
    /// All the same; what cannot be divided goes to the first, one unit each.
    Equal,
    /// Every way to split the amount is as likely as any other.
    Random,
}

/// What is fixed with a packet. Amounts are in the smallest unit, cents or pieces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    pub kind: Share,
    /// The smallest share, 1 or more.
    pub least: u64,
    pub packet: Label,
    /// How many shares: 1 to 10,000.
    pub shares: u64,
    /// What all shares add up to: at most 10¹².
    pub total: u64,
}

impl Terms {
    pub fn check(&self) -> Result<(), Refusal> {
        let Self { least, shares, total, .. } = *self;
        match () {
            () if shares == 0 => Err(Refusal::NoShares),
            () if shares > limits::SHARES => Err(Refusal::TooManyShares),
            () if total == 0 || total > limits::AMOUNT => Err(Refusal::AmountUnfit),
            () if shares > total => Err(Refusal::MoreSharesThanUnits),
            () if least == 0 || least > total / shares => Err(Refusal::LeastUnfit),
            () => Ok(()),
        }
    }
    /// The hash that is published before the first share is taken.
    pub fn commitment(&self, secret: &Secret) -> Commitment {
        let kind = match self.kind {
            Share::Equal => "equal",
            Share::Random => "random",
        };
        let said = Statement::new("split").text(self.packet.as_str()).text(kind);
        let said = said.number(self.total).number(self.shares).number(self.least);
        Commitment::new(said.bytes(secret.as_bytes()).end())
    }
    /// The shares in the order in which they are taken.
    pub fn split(&self, secret: &Secret) -> Result<Vec<u64>, Refusal> {
        self.check()?;
        Ok(match self.kind {
            Share::Equal => {
                let (each, over) = (self.total / self.shares, self.total % self.shares);
                (0..self.shares).map(|at| each + u64::from(at < over)).collect()
            }
            Share::Random => {
                let seed = hmac(secret.as_bytes(), &[self.commitment(secret).as_hash()]);
                self.composed(&mut Stream::new(&seed))
            }
        })
    }
    /// Stars and bars: what is over the smallest shares lies in a row with `shares - 1` bars between;
    /// the places of the bars are chosen without replacement, each set as likely as any other.
    fn composed(&self, stream: &mut Stream) -> Vec<u64> {
        let over = self.total - self.least * self.shares;
        let bars = self.shares - 1;
        let places = over + bars;
        let mut shares = Vec::new();
        let mut from = 0;
        for place in chosen(bars, places, stream).into_iter().chain([places]) {
            shares.push(self.least + place - from);
            from = place + 1;
        }
        shares
    }
}

/// `count` of the numbers `0..among`, ascending (Robert Floyd's way: one number of the stream each).
fn chosen(count: u64, among: u64, stream: &mut Stream) -> Vec<u64> {
    let mut taken = HashSet::new();
    for top in among - count..among {
        let place = stream.below(top + 1);
        if !taken.insert(place) {
            taken.insert(top);
        }
    }
    let mut places: Vec<_> = taken.into_iter().collect();
    places.sort_unstable();
    places
}

/// The file that is enough to check a packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    pub commitment: Commitment,
    pub secret: Secret,
    pub shares: Vec<u64>,
    pub terms: Terms,
    pub version: String,
}

impl Split {
    pub const VERSION: &str = "regulars-split-1";

    pub fn made(terms: Terms, secret: Secret) -> Result<Self, Refusal> {
        let (commitment, shares) = (terms.commitment(&secret), terms.split(&secret)?);
        Ok(Self { commitment, secret, shares, terms, version: Self::VERSION.to_owned() })
    }
    pub fn to_json(&self) -> String {
        proof::write(self)
    }
    /// A packet has no receipts: one that comes with it is another draw's.
    pub(crate) fn check(file: &[u8], receipt: Option<&[u8]>) -> Result<Self, Fault> {
        let split: Self = proof::read(file, limits::PROOF_BYTES)?;
        let few = split.shares.len() as u64 <= limits::SHARES;
        if !few || split.shares.iter().any(|share| *share > limits::AMOUNT) {
            return Err(Fault::Malformed);
        }
        let shares = split.terms.split(&split.secret).map_err(|_| Fault::Malformed)?;
        if receipt.is_some() {
            return Err(Fault::ReceiptOtherDraw);
        }
        match (split.terms.commitment(&split.secret) == split.commitment, shares == split.shares) {
            (false, _) => Err(Fault::SplitChanged),
            (true, false) => Err(Fault::ShareChanged),
            (true, true) => Ok(split),
        }
    }
}
