//! Who takes part, as leaves of the log.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{Commitment, Hash, Label, Log, Refusal, hash::Statement, limits, log};

/// Tickets of one entrant, all that they got at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub entrant: Label,
    /// The commitment to the nonce that the entrant keeps until the closing.
    pub nonce: Option<Commitment>,
    /// 1 for the entrant's first entry, 2 for the second: a hole or a repetition shows.
    pub number: u64,
    /// 1 to 1,000,000.
    pub tickets: u64,
}

impl Entry {
    pub fn leaf(&self) -> Hash {
        let nonce = self.nonce.as_ref().map_or(&[][..], |nonce| nonce.as_hash().as_bytes());
        let parts: [&[u8]; 4] = [
            self.entrant.as_str().as_bytes(),
            &self.number.to_be_bytes(),
            &self.tickets.to_be_bytes(),
            nonce,
        ];
        let mut content = Vec::with_capacity(160);
        for part in parts {
            content.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            content.extend(part);
        }
        log::leaf(&content)
    }
}

/// All entries of a draw, in the order in which they came, and their log.
#[derive(Debug, Clone, Default)]
pub struct Entrants {
    entries: Vec<Entry>,
    log: Log,
    counts: HashMap<Label, u64>,
}

impl Entrants {
    /// Adds an entry; its index in the log.
    pub fn enter(
        &mut self,
        entrant: Label,
        tickets: u64,
        nonce: Option<Commitment>,
    ) -> Result<usize, Refusal> {
        if !(1..=limits::TICKETS).contains(&tickets) {
            return Err(Refusal::TicketsUnfit);
        }
        if self.entries.len() == limits::ENTRIES {
            return Err(Refusal::TooManyEntries);
        }
        let count = self.counts.entry(entrant.clone()).or_default();
        *count += 1;
        let entry = Entry { entrant, nonce, number: *count, tickets };
        self.log.push(entry.leaf());
        self.entries.push(entry);
        Ok(self.entries.len() - 1)
    }
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    pub const fn log(&self) -> &Log {
        &self.log
    }
    /// The hash of the leaves in the order of their hashes.
    pub fn set(&self) -> Hash {
        set_of(self.log.leaves())
    }
}

pub(crate) fn set_of(leaves: &[Hash]) -> Hash {
    let mut sorted = leaves.to_vec();
    sorted.sort_unstable();
    sorted.iter().fold(Statement::new("set"), Statement::hash).end()
}
