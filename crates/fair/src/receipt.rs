//! What an entrant keeps.

use serde::{Deserialize, Serialize};

use crate::{
    Edge, Entrants, Entry, Fault, Hash, Label, Opening, PublicKey, Signature, SigningKey,
    hash::Statement, limits, log, proof,
};

/// The shop's word that an entry stands at this place of this log of this draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    pub draw: Label,
    pub entry: Entry,
    /// Where the entry stands in the log, from 0.
    pub index: u64,
    pub key: PublicKey,
    /// The hash of the opening: prizes, rules and the secret's commitment as they were then.
    pub opening: Hash,
    /// The hashes beside the way from the entry to the root, the lowest first.
    pub path: Vec<Hash>,
    /// The root of the log when it had `size` entries.
    pub root: Hash,
    pub signature: Signature,
    pub size: u64,
    pub version: String,
}

impl Receipt {
    pub const VERSION: &str = "regulars-receipt-1";

    pub(crate) fn made(
        opening: &Opening,
        entrants: &Entrants,
        index: usize,
        key: &SigningKey,
    ) -> Option<Self> {
        let size = entrants.entries().len();
        let mut receipt = Self {
            draw: opening.draw.clone(),
            entry: entrants.entries().get(index)?.clone(),
            index: index as u64,
            key: key.public(),
            opening: opening.hash(),
            path: entrants.log().path(index, size)?,
            root: entrants.log().root(size)?,
            signature: crate::Hex([0; 64]),
            size: size as u64,
            version: Self::VERSION.to_owned(),
        };
        receipt.signature = key.sign(&receipt.hash());
        Some(receipt)
    }
    /// For an entry that is added to a log of which only the edge is there.
    pub(crate) fn at(
        opening: &Opening,
        edge: &mut Edge,
        entry: Entry,
        key: &SigningKey,
    ) -> Option<Self> {
        let index = edge.len();
        let path = edge.push(entry.leaf());
        let mut receipt = Self {
            draw: opening.draw.clone(),
            entry,
            index,
            key: key.public(),
            opening: opening.hash(),
            path,
            root: edge.root()?,
            signature: crate::Hex([0; 64]),
            size: edge.len(),
            version: Self::VERSION.to_owned(),
        };
        receipt.signature = key.sign(&receipt.hash());
        Some(receipt)
    }
    pub fn hash(&self) -> Hash {
        Statement::new("receipt")
            .text(self.draw.as_str())
            .hash(&self.opening)
            .hash(&self.entry.leaf())
            .number(self.index)
            .number(self.size)
            .hash(&self.root)
            .end()
    }
    pub fn read(file: &[u8]) -> Result<Self, Fault> {
        let receipt: Self =
            proof::read(file, limits::RECEIPT_BYTES).map_err(|_| Fault::ReceiptMalformed)?;
        let entry = &receipt.entry;
        let fits = receipt.version == Self::VERSION
            && receipt.size <= limits::ENTRIES as u64
            && receipt.index < receipt.size
            && receipt.path.len() <= 32
            && (1..=limits::TICKETS).contains(&entry.tickets)
            && (1..=limits::ENTRIES as u64).contains(&entry.number);
        if fits { Ok(receipt) } else { Err(Fault::ReceiptMalformed) }
    }
    pub fn to_json(&self) -> String {
        proof::write(self)
    }
    /// Whether the key that it names signed it, and the path leads to the root. It can be asked the
    /// moment the receipt arrives.
    pub fn is_sound(&self) -> bool {
        let (Ok(index), Ok(size)) = (usize::try_from(self.index), usize::try_from(self.size))
        else {
            return false;
        };
        self.key.signed(&self.hash(), &self.signature)
            && log::is_included(&self.entry.leaf(), index, size, &self.path, &self.root)
    }
}
