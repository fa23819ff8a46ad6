//! Chance that anybody can check: raffle draws and the shares of red packets.
//!
//! A draw is three signed statements and what they commit to. The **opening** fixes the prizes, the
//! rules, the public input by name and the shop's secret by its hash, before anybody enters. Every
//! entry is a leaf of an append-only log and is answered with a signed **receipt**. The **closing**
//! fixes the log's root and size and who is excluded, before the public input exists. The
//! **result** shows the secret and follows from the rest; a **proof** is one file with all of it.
//!
//! `docs/fair-draws.md` is the specification: bytes, encodings, sampling, and what is not proven.
//! `docs/fair_draws.py` and `assets/draws/draw-check.js` are written from it, not from this.
//!
//! Invariants: what this makes, [`verify`] accepts; every fault has one code, the same in all
//! verifiers; nothing here knows a person: an entrant is an opaque label.
//!
//! Absent on purpose: storage, pages, fetching the public input, checking the beacon's BLS signature.

mod chosen;
mod closing;
mod draw;
mod edge;
mod entry;
mod fault;
mod hash;
mod input;
mod key;
mod label;
pub mod limits;
mod log;
mod opening;
mod proof;
mod receipt;
mod refusal;
mod result;
mod rfc3797;
mod rolls;
mod secret;
mod split;
mod stream;
mod summary;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod urn;
mod verify;

pub use closing::{Closing, Exclusion};
pub use draw::{Closed, Draw, Plan};
pub use edge::Edge;
pub use entry::{Entrants, Entry};
pub use fault::Fault;
pub use hash::{Hash, Hex};
pub use input::{Drand, Input, Listed, Source, Values};
pub use key::{PublicKey, Signature, SigningKey};
pub use label::{Label, Title};
pub use log::{Log, is_consistent, is_included};
pub use opening::{Method, Opening, Prize};
pub use proof::Proof;
pub use receipt::Receipt;
pub use refusal::Refusal;
pub use result::{Outcome, Pick, Reroll};
pub use rfc3797::{key_of, md5_of};
pub use secret::{Commitment, Nonce, Secret};
pub use split::{Share, Split, Terms};
pub use stream::Stream;
pub use summary::{Held, Summary, Won};
pub use verify::{Verified, verify};
