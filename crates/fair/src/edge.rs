//! The right edge of a log: enough to add an entry and to prove that it stands there, without the entries
//! before it. A shop with ten thousand entries reads a dozen hashes for the next.

use serde::{Deserialize, Serialize};

use crate::{Hash, log};

/// The roots of the whole subtrees of a log, the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    size: u64,
    roots: Vec<Hash>,
}

impl Edge {
    pub const fn len(&self) -> u64 {
        self.size
    }
    pub const fn is_empty(&self) -> bool {
        self.size == 0
    }
    /// Adds a leaf; the hashes beside the way from it to the new root, the lowest first.
    pub fn push(&mut self, leaf: Hash) -> Vec<Hash> {
        let path: Vec<_> = self.roots.iter().rev().copied().collect();
        let (mut carried, mut pairs) = (leaf, self.size);
        while pairs % 2 == 1 {
            let Some(left) = self.roots.pop() else { break };
            carried = log::node(&left, &carried);
            pairs /= 2;
        }
        self.roots.push(carried);
        self.size += 1;
        path
    }
    /// The root of the log; none of an empty one.
    pub fn root(&self) -> Option<Hash> {
        self.roots.iter().rev().copied().reduce(|right, left| log::node(&left, &right))
    }
}
