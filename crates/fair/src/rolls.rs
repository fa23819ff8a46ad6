//! The numbers of a draw, of either method.

use crate::{Hash, Stream, rfc3797};

pub(crate) enum Rolls {
    Stream(Stream),
    Rfc3797 { key: String, next: u16 },
}

impl Rolls {
    pub(crate) fn of_seed(seed: &Hash) -> Self {
        Self::Stream(Stream::new(seed))
    }
    pub(crate) const fn of_key(key: String) -> Self {
        Self::Rfc3797 { key, next: 0 }
    }
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        match self {
            Self::Stream(stream) => stream.below(bound),
            Self::Rfc3797 { key, next } => {
                let rest = rfc3797::remainder(rfc3797::md5_of(key, *next), bound);
                *next = next.wrapping_add(1);
                rest
            }
        }
    }
}
