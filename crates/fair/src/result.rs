//! What came out, and what was drawn again.

use serde::{Deserialize, Serialize};

use crate::{Hash, Label, PublicKey, Signature, SigningKey, hash::Statement};

/// A ticket that came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    pub entrant: Label,
    /// The index of the entry in the log.
    pub entry: u64,
    /// The index of the prize in the prize table.
    pub prize: u64,
}

/// A prize that was not taken: it goes to the next ticket of the same stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reroll {
    /// The index of the pick that does not stand any more.
    pub pick: u64,
    /// Why, in one word: `unclaimed`, `declined`.
    pub reason: Label,
}

pub(crate) fn hash_of_picks(picks: &[Pick]) -> Hash {
    let say = |said: Statement, pick: &Pick| {
        said.text(pick.entrant.as_str()).number(pick.entry).number(pick.prize)
    };
    picks.iter().fold(Statement::new("picks"), say).end()
}

pub(crate) fn hash_of_rerolls(rerolls: &[Reroll]) -> Hash {
    let say = |said: Statement, each: &Reroll| said.number(each.pick).text(each.reason.as_str());
    rerolls.iter().fold(Statement::new("rerolls"), say).end()
}

/// The third statement: signed when it is drawn, and again after each reroll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The hash of the closing.
    pub closing: Hash,
    /// The hash of the public input.
    pub input: Hash,
    /// The hash of the picks.
    pub picks: Hash,
    /// The hash of the rerolls.
    pub rerolls: Hash,
    /// What all numbers come from; none with RFC 3797.
    pub seed: Option<Hash>,
    pub signature: Signature,
}

impl Outcome {
    pub fn hash(&self) -> Hash {
        Statement::new("result")
            .hash(&self.closing)
            .hash(&self.input)
            .maybe(self.seed.as_ref())
            .hash(&self.picks)
            .hash(&self.rerolls)
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
