//! Whether a proof proves what it says. The checks stand here in the order of the specification:
//! the shop's word first, then each part against that word, then the chance, then the winners.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use serde::{
    Deserializer as _,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

use crate::{
    Entry, Fault, Hash, Label, Log, Method, Proof, Receipt, Secret, Split, Summary, closing,
    entry::set_of, limits, opening, result,
};

/// What was proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    Draw(Box<Summary>),
    Split(Box<Split>),
}

/// Checks a file, and a receipt against it. Reads nothing else: no clock, no network.
pub fn verify(file: &[u8], receipt: Option<&[u8]>) -> Result<Verified, Fault> {
    if file.len() > limits::PROOF_BYTES {
        return Err(Fault::TooLarge);
    }
    match version_of(file)?.as_str() {
        Proof::VERSION => {
            let proof = Proof::read(file)?;
            let log = proof.check()?;
            let receipt = receipt.map(Receipt::read).transpose()?;
            if let Some(receipt) = &receipt {
                agree(receipt, &proof, &log)?;
            }
            Ok(Verified::Draw(Box::new(Summary::of(&proof, receipt.as_ref()))))
        }
        Split::VERSION => Ok(Verified::Split(Box::new(Split::check(file, receipt)?))),
        _ => Err(Fault::UnknownVersion),
    }
}

/// Reads an object's `version` and keeps nothing else of it.
struct Version;

impl<'de> Visitor<'de> for Version {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut version = None;
        while let Some(name) = map.next_key::<String>()? {
            if name == "version" {
                version = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(version)
    }
}

/// The version that a file says it is of; where it is said twice, the last time.
fn version_of(file: &[u8]) -> Result<String, Fault> {
    let text = std::str::from_utf8(file).map_err(|_| Fault::Malformed)?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let version = reader.deserialize_map(Version).map_err(|_| Fault::Malformed)?;
    reader.end().map_err(|_| Fault::Malformed)?;
    version.and_then(|version| version.as_str().map(ToOwned::to_owned)).ok_or(Fault::Malformed)
}

const fn holds(it: bool, fault: Fault) -> Result<(), Fault> {
    if it { Ok(()) } else { Err(fault) }
}

impl Proof {
    fn check(&self) -> Result<Log, Fault> {
        self.check_statements()?;
        self.check_opening()?;
        let log = self.check_entries()?;
        let excluded = closing::hash_of(&self.exclusions);
        holds(excluded == self.closing.exclusions, Fault::ExclusionsChanged)?;
        self.check_input()?;
        self.check_winners()?;
        Ok(log)
    }

    /// Opening, closing and result are the shop's, and of one another.
    fn check_statements(&self) -> Result<(), Fault> {
        let key = &self.opening.key;
        holds(self.opening.is_signed(), Fault::OpeningChanged)?;
        holds(self.closing.is_signed(key), Fault::ClosingChanged)?;
        holds(self.closing.opening == self.opening.hash(), Fault::OpeningChanged)?;
        holds(self.result.is_signed(key), Fault::ResultChanged)?;
        holds(self.result.closing == self.closing.hash(), Fault::ResultChanged)
    }

    /// Secret, prizes and source are what was fixed before anybody entered.
    fn check_opening(&self) -> Result<(), Fault> {
        let opening = &self.opening;
        let commitment = self.secret.as_ref().map(Secret::commitment);
        holds(commitment == opening.secret, Fault::SecretChanged)?;
        holds(opening::hash_of(&self.prizes) == opening.prizes, Fault::PrizesChanged)?;
        holds(self.source.hash() == opening.source, Fault::SourceChanged)?;
        let by_rfc = opening.method == Method::Rfc3797;
        let keeps = self.source.suits(opening.method)
            && self.secret.is_none() == by_rfc
            && (opening.wins == 1 || !by_rfc);
        holds(keeps, Fault::RulesBroken)?;
        let known_at = self.source.known_at();
        holds(known_at.is_none_or(|at| at > opening.closes_at), Fault::InputTooEarly)
    }

    /// The entries are those of the closing, all of them, in their order, each once.
    fn check_entries(&self) -> Result<Log, Fault> {
        let (entries, closing) = (&self.entries, &self.closing);
        let counted = usize::try_from(closing.entries).unwrap_or(usize::MAX);
        let twice = || if has_double(entries) { Some(Fault::EntrantDuplicated) } else { None };
        holds(entries.len() >= counted, Fault::EntrantDropped)?;
        if entries.len() > counted {
            return Err(twice().unwrap_or(Fault::EntrantAdded));
        }
        let log: Log = entries.iter().map(Entry::leaf).collect();
        let same = set_of(log.leaves()) == closing.set;
        match (log.root(counted).as_ref() == Some(&closing.root), same) {
            (true, true) => {}
            (true, false) => return Err(Fault::ClosingChanged),
            (false, true) => return Err(Fault::EntrantsReordered),
            (false, false) => return Err(twice().unwrap_or(Fault::EntrantChanged)),
        }
        numbered(entries)?;
        let plain = |entry: &Entry| entry.tickets == 1 && entry.number == 1;
        let by_rfc = self.opening.method == Method::Rfc3797;
        let keeps = entries.len() <= limits::RFC_ENTRIES && entries.iter().all(plain);
        holds(keeps || !by_rfc, Fault::RulesBroken)?;
        Ok(log)
    }

    /// The public input is the one that was promised, and the seed follows from it.
    fn check_input(&self) -> Result<(), Fault> {
        let kept = self.input.keeps(&self.source, &self.entries);
        holds(kept && self.input.hash() == self.result.input, Fault::InputChanged)?;
        holds(self.seed() == self.result.seed, Fault::SeedChanged)
    }

    /// The picks are what the numbers choose, and each beyond the prizes is a reroll.
    fn check_winners(&self) -> Result<(), Fault> {
        let said = result::hash_of_picks(&self.picks) == self.result.picks;
        holds(said, Fault::WinnerChanged)?;
        let said = result::hash_of_rerolls(&self.rerolls) == self.result.rerolls;
        holds(said, Fault::RerollChanged)?;
        let expected = self.expected().ok_or(Fault::RerollChanged)?;
        if self.picks.len() > expected.len() && self.picks.starts_with(&expected) {
            return Err(Fault::RerollChanged);
        }
        holds(self.picks == expected, Fault::WinnerChanged)
    }
}

fn has_double(entries: &[Entry]) -> bool {
    let mut seen = HashSet::new();
    entries.iter().any(|entry| !seen.insert((&entry.entrant, entry.number)))
}

/// Each entrant's entries are numbered 1, 2, 3 in the order of the log.
fn numbered(entries: &[Entry]) -> Result<(), Fault> {
    let mut counts: HashMap<&Label, u64> = HashMap::new();
    for entry in entries {
        let count = counts.entry(&entry.entrant).or_default();
        *count += 1;
        holds(entry.number >= *count, Fault::EntrantDuplicated)?;
        holds(entry.number == *count, Fault::EntrantDropped)?;
    }
    Ok(())
}

/// What the shop signed for one entrant is in the draw that it shows to all.
fn agree(receipt: &Receipt, proof: &Proof, log: &Log) -> Result<(), Fault> {
    holds(receipt.is_sound(), Fault::ReceiptInvalid)?;
    holds(receipt.key == proof.opening.key, Fault::ReceiptOtherKey)?;
    holds(receipt.draw == proof.opening.draw, Fault::ReceiptOtherDraw)?;
    holds(receipt.opening == proof.opening.hash(), Fault::ReceiptOtherOpening)?;
    let leaf = receipt.entry.leaf();
    holds(log.leaves().contains(&leaf), Fault::LeftOut)?;
    let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let stands = log.leaf(at(receipt.index)) == Some(&leaf);
    let root: Option<Hash> = log.root(at(receipt.size));
    holds(stands && root == Some(receipt.root), Fault::LogRewritten)
}
