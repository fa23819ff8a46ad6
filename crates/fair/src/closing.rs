//! What is fixed when nobody can enter any more, before the public input exists.

use serde::{Deserialize, Serialize};

use crate::{Hash, Label, PublicKey, Refusal, Signature, SigningKey, hash::Statement, limits};

/// Somebody whose tickets do not count, and why in one word: `staff`, `duplicate`, `withdrawn`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    pub entrant: Label,
    pub reason: Label,
}

/// In the order of their entrants, each once.
pub(crate) fn check_exclusions(exclusions: &[Exclusion]) -> Result<(), Refusal> {
    let ordered = exclusions.is_sorted_by(|one, next| one.entrant < next.entrant);
    if ordered && exclusions.len() <= limits::ENTRIES {
        Ok(())
    } else {
        Err(Refusal::ExclusionsUnfit)
    }
}

pub(crate) fn hash_of(exclusions: &[Exclusion]) -> Hash {
    let say = |said: Statement, each: &Exclusion| {
        said.text(each.entrant.as_str()).text(each.reason.as_str())
    };
    exclusions.iter().fold(Statement::new("exclusions"), say).end()
}

/// The second statement: signed and published after the last entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// How many entries the log has.
    pub entries: u64,
    /// The hash of who is excluded.
    pub exclusions: Hash,
    /// The hash of the opening.
    pub opening: Hash,
    /// The root of the log.
    pub root: Hash,
    /// The hash of all leaves in the order of their hashes: the same entries in another order have
    /// the same `set` and another `root`.
    pub set: Hash,
    pub signature: Signature,
}

impl Closing {
    pub fn hash(&self) -> Hash {
        Statement::new("closing")
            .hash(&self.opening)
            .number(self.entries)
            .hash(&self.root)
            .hash(&self.set)
            .hash(&self.exclusions)
            .end()
    }
    pub fn is_signed(&self, key: &PublicKey) -> bool {
        key.signed(&self.hash(), &self.signature)
    }
    pub(crate) fn sign(mut self, key: &SigningKey) -> Self {
        self.signature = key.sign(&self.hash());
        self
    }
}
