//! Chance is a parameter: the operating system's in production, seeded everywhere else.

use std::sync::{Mutex, PoisonError};

use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};

use crate::ids::CROCKFORD;

pub trait Chance: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Chance + '_ {
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
    /// Uniform in `0..bound` (0 when the bound is 0), without the bias of a bare remainder.
    pub fn below(&self, bound: u64) -> u64 {
        if bound < 2 {
            return 0;
        }
        let zone = u64::MAX - (u64::MAX % bound);
        for _ in 0..128 {
            let draw = u64::from_le_bytes(self.bytes());
            if draw < zone {
                return draw % bound;
            }
        }
        0
    }
    /// A code of `len` characters in Crockford's alphabet: five bits each.
    pub fn code(&self, len: usize) -> String {
        (0..len)
            .filter_map(|_| CROCKFORD.get(usize::try_from(self.below(32)).ok()?))
            .map(|&byte| char::from(byte))
            .collect()
    }
}

/// Repeats itself for one seed.
#[derive(Debug)]
pub struct SeededChance(Mutex<ChaCha12Rng>);

impl SeededChance {
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }
}
impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
