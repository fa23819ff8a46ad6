//! Numbers without bias from one seed, as many as are asked for.

use ring::hmac::{HMAC_SHA256, Key, sign};

use crate::{Hash, Hex};

/// The numbers of a seed: block `i` is HMAC-SHA256 of `i`, as eight bytes, under the seed.
#[derive(Debug, Clone)]
pub struct Stream {
    seed: Key,
    next: u64,
}

impl Stream {
    pub fn new(seed: &Hash) -> Self {
        Self { seed: Key::new(HMAC_SHA256, seed.as_bytes()), next: 0 }
    }
    /// Uniform in `0..bound`; 0 when the bound is 0. Of each block's first eight bytes only as many
    /// low bits are looked at as `bound - 1` has; what is not below the bound is thrown away, so no
    /// number comes up more often than another, and less than two blocks are used on average.
    pub fn below(&mut self, bound: u64) -> u64 {
        let most = bound.saturating_sub(1);
        let mask = u64::MAX.checked_shr(most.leading_zeros()).unwrap_or(0);
        loop {
            let number = self.word() & mask;
            if number <= most {
                return number;
            }
        }
    }
    fn word(&mut self) -> u64 {
        let block = sign(&self.seed, &self.next.to_be_bytes());
        self.next += 1;
        block.as_ref().iter().take(8).fold(0, |word, byte| (word << 8) | u64::from(*byte))
    }
}

/// HMAC-SHA256 of these pieces, one behind the other.
pub(crate) fn hmac(key: &[u8], pieces: &[&Hash]) -> Hash {
    let message: Vec<u8> = pieces.iter().flat_map(|piece| piece.0).collect();
    let tag = sign(&Key::new(HMAC_SHA256, key), &message);
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
    Hex(bytes)
}
