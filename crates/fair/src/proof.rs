//! The file that is enough to check a draw.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Closing, Entry, Exclusion, Fault, Hash, Input, Method, Opening, Outcome, Pick, Prize, Reroll,
    Secret, Source, closing::check_exclusions, limits, opening::check_prizes, rfc3797,
    rolls::Rolls, stream::hmac,
};

/// Everything of a draw. The fields are in the order of their names, as canonical JSON has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    pub closing: Closing,
    pub entries: Vec<Entry>,
    pub exclusions: Vec<Exclusion>,
    pub input: Input,
    pub opening: Opening,
    pub picks: Vec<Pick>,
    pub prizes: Vec<Prize>,
    pub rerolls: Vec<Reroll>,
    pub result: Outcome,
    pub secret: Option<Secret>,
    pub source: Source,
    pub version: String,
}

impl Proof {
    pub const VERSION: &str = "regulars-draw-1";

    /// Reads a file; [`verify`](crate::verify) does this by itself.
    pub fn read(file: &[u8]) -> Result<Self, Fault> {
        let proof: Self = read(file, limits::PROOF_BYTES)?;
        if proof.fits() { Ok(proof) } else { Err(Fault::Malformed) }
    }
    pub fn to_json(&self) -> String {
        write(self)
    }
    /// Whether every part is within its limits.
    fn fits(&self) -> bool {
        let opening = &self.opening;
        let entry = |entry: &Entry| {
            (1..=limits::TICKETS).contains(&entry.tickets)
                && (1..=limits::ENTRIES as u64).contains(&entry.number)
        };
        self.version == Self::VERSION
            && opening.closes_at <= limits::TIME
            && (1..=limits::WINS).contains(&opening.wins)
            && check_prizes(&self.prizes).is_ok()
            && check_exclusions(&self.exclusions).is_ok()
            && self.source.fits()
            && self.entries.len() <= limits::ENTRIES
            && self.entries.iter().all(entry)
            && self.closing.entries <= limits::ENTRIES as u64
            && self.picks.len() as u64 <= limits::PIECES + limits::REROLLS as u64
            && self.rerolls.len() <= limits::REROLLS
            && self.picks.iter().all(|pick| {
                pick.entry < limits::ENTRIES as u64 && pick.prize < limits::PRIZES as u64
            })
            && self.rerolls.iter().all(|each| each.pick < limits::PIECES + limits::REROLLS as u64)
    }
    /// HMAC-SHA256 under the secret of what was fixed and what came from outside.
    pub(crate) fn seed(&self) -> Option<Hash> {
        let secret = self.secret.as_ref()?;
        Some(hmac(secret.as_bytes(), &[&self.closing.hash(), &self.input.hash()]))
    }
    pub(crate) fn rolls(&self) -> Option<Rolls> {
        match (self.opening.method, &self.input) {
            (Method::Tickets, _) => Some(Rolls::of_seed(&self.seed()?)),
            (Method::Rfc3797, Input::Public(values)) => {
                Some(Rolls::of_key(rfc3797::key_of(values)))
            }
            (Method::Rfc3797, _) => None,
        }
    }
}

/// Canonical JSON: what is read must be what would be written, but for a line feed at its end. So
/// nothing can be said twice, in two ways, or unseen.
pub(crate) fn read<T: DeserializeOwned + Serialize>(file: &[u8], most: usize) -> Result<T, Fault> {
    if file.len() > most {
        return Err(Fault::TooLarge);
    }
    let text = file.strip_suffix(b"\n").unwrap_or(file);
    let read: T = serde_json::from_slice(text).map_err(|_| Fault::Malformed)?;
    if write(&read).as_bytes() == text { Ok(read) } else { Err(Fault::Malformed) }
}

/// Keys are strings and numbers are whole in all that is written here, so this cannot fail.
pub(crate) fn write<T: Serialize>(what: &T) -> String {
    serde_json::to_string(what).unwrap_or_default()
}
