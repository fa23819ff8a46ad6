//! The journal's rows. A row is one commit of one org: a text of lines, each line a leaf in compact
//! JSON, so that it can be read with nothing but a pager.
//!
//! ```text
//! {"regulars":1,"org":"org_…","row":12,"at":1772413200000000}        version, place
//! {"kind":"posted","id":"psg_…","at":…,"reason":"gifts.given", …}    an Entry
//! {"event":31,"at":…,"type":"members.joined","actor":…,"data":{…}}
//! {"key":"…","print":"…","answer":"…"}                               an idempotency key
//! ```
//!
//! The Merkle root is over all lines ([`crate::merkle`]); the row's hash is
//! `sha256(hash of the row before ‖ number ‖ at ‖ root)`, numbers in eight bytes, big end first,
//! and thirty-two zeros before the first row.

use std::borrow::Cow;

use kernel::{Error, OrgId, Result, Time};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use store::Batch;

use crate::{
    entry::{Entry, hex},
    merkle::{self, Hash},
};

/// The encoding that this program writes.
pub const VERSION: u32 = 1;

/// The last row of an org's journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub number: i64,
    pub hash: Hash,
}

impl Head {
    pub const NONE: Self = Self { number: 0, hash: [0; 32] };

    pub fn follow(&self, number: i64, at: Time, root: &Hash) -> Hash {
        Sha256::new()
            .chain_update(self.hash)
            .chain_update(number.to_be_bytes())
            .chain_update(at.micros().to_be_bytes())
            .chain_update(root)
            .finalize()
            .into()
    }
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Place {
    pub regulars: u32,
    pub org: OrgId,
    pub row: i64,
    pub at: i64,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct EventLeaf<'a> {
    pub event: i64,
    pub at: i64,
    #[serde(rename = "type", borrow)]
    pub kind: Cow<'a, str>,
    /// As the event table has it.
    #[serde(borrow)]
    pub actor: Cow<'a, RawValue>,
    #[serde(borrow)]
    pub data: Cow<'a, RawValue>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct KeyLeaf<'a> {
    #[serde(borrow)]
    pub key: Cow<'a, str>,
    #[serde(with = "hex")]
    pub print: [u8; 32],
    #[serde(borrow)]
    pub answer: Cow<'a, str>,
}

#[derive(Debug)]
pub enum Leaf<'a> {
    Place(Place),
    Entry(Box<Entry>),
    Event(EventLeaf<'a>),
    Key(KeyLeaf<'a>),
}

impl<'a> Leaf<'a> {
    pub fn read(line: &'a str) -> Result<Self, serde_json::Error> {
        if line.starts_with("{\"kind\":") {
            serde_json::from_str(line).map(|entry| Self::Entry(Box::new(entry)))
        } else if line.starts_with("{\"event\":") {
            serde_json::from_str(line).map(Self::Event)
        } else if line.starts_with("{\"key\":") {
            serde_json::from_str(line).map(Self::Key)
        } else {
            serde_json::from_str(line).map(Self::Place)
        }
    }
}

/// The text of a row and its hash.
#[derive(Debug)]
pub struct Written {
    pub body: String,
    pub head: Head,
}

/// The row that follows `head`; none when the commit brought nothing.
pub fn write<'e>(
    head: &Head,
    batch: &Batch,
    entries: impl ExactSizeIterator<Item = &'e Entry>,
) -> Result<Option<Written>> {
    let count = entries.len() + batch.events.len() + batch.keys.len();
    if count == 0 {
        return Ok(None);
    }
    let number = head.number.checked_add(1).ok_or_else(|| Error::broken("the journal is full"))?;
    let at = batch.at.micros();
    let mut lines = Lines::with_capacity(count + 1);
    lines.push(&Place { regulars: VERSION, org: batch.org, row: number, at })?;
    for entry in entries {
        lines.push(entry)?;
    }
    for event in &batch.events {
        let actor = serde_json::value::to_raw_value(&event.actor).map_err(Error::broken)?;
        let data = serde_json::from_str(event.data.text()).map_err(Error::broken)?;
        lines.push(&EventLeaf {
            event: event.number,
            at: event.at.micros(),
            kind: Cow::Borrowed(&event.kind),
            actor: Cow::Owned(actor),
            data: Cow::Borrowed(data),
        })?;
    }
    for key in &batch.keys {
        lines.push(&KeyLeaf {
            key: Cow::Borrowed(&key.key),
            print: key.fingerprint,
            answer: Cow::Borrowed(&key.answer),
        })?;
    }
    let hash = head.follow(number, batch.at, &merkle::root(&lines.leaves));
    Ok(Some(Written { body: lines.text, head: Head { number, hash } }))
}

/// The leaves of a row's text.
pub fn leaves(body: &str) -> Vec<Hash> {
    body.split('\n').map(merkle::leaf).collect()
}

struct Lines {
    text: String,
    leaves: Vec<Hash>,
}

impl Lines {
    fn with_capacity(count: usize) -> Self {
        Self { text: String::with_capacity(count * 400), leaves: Vec::with_capacity(count) }
    }
    fn push(&mut self, leaf: &impl Serialize) -> Result<()> {
        let line = serde_json::to_string(leaf).map_err(Error::broken)?;
        if !self.leaves.is_empty() {
            self.text.push('\n');
        }
        self.leaves.push(merkle::leaf(&line));
        self.text.push_str(&line);
        Ok(())
    }
}
