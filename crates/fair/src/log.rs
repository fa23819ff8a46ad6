//! An append-only Merkle log, as RFC 6962 (section 2.1) has it: `0x00` before what a leaf hashes,
//! `0x01` before two nodes; inclusion and consistency proofs.

use crate::{Hash, hash::sha256};

/// The leaves of a log and every whole subtree above them. A leaf costs two hashes on average, a
/// root or a proof few more than the log has levels.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// `levels[k][i]` stands above the leaves `i << k` to `(i + 1) << k`.
    levels: Vec<Vec<Hash>>,
}

pub(crate) fn leaf(content: &[u8]) -> Hash {
    sha256(&[&[0], content])
}

pub(crate) fn node(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// How many of these leaves are in the left subtree: the largest power of two below their number.
const fn left_of(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

impl Log {
    pub fn len(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    pub fn push(&mut self, leaf: Hash) {
        let mut carried = leaf;
        for at in 0.. {
            if self.levels.len() == at {
                self.levels.push(Vec::new());
            }
            let Some(level) = self.levels.get_mut(at) else { return };
            level.push(carried);
            match level.as_slice() {
                [.., left, right] if level.len() % 2 == 0 => carried = node(left, right),
                _ => return,
            }
        }
    }
    pub fn leaf(&self, index: usize) -> Option<&Hash> {
        self.levels.first()?.get(index)
    }
    pub fn leaves(&self) -> &[Hash] {
        self.levels.first().map_or(&[], Vec::as_slice)
    }
    /// The root when the log had so many leaves; `None` if it never had.
    pub fn root(&self, size: usize) -> Option<Hash> {
        match size {
            0 => Some(sha256(&[])),
            _ => self.above(0, size),
        }
    }
    /// The hashes beside the way from a leaf to the root of that size, the lowest first.
    pub fn path(&self, index: usize, size: usize) -> Option<Vec<Hash>> {
        if index >= size || size > self.len() {
            return None;
        }
        let (mut from, mut among, mut path) = (0, size, Vec::new());
        while among > 1 {
            let left = left_of(among);
            if index - from < left {
                path.push(self.above(from + left, among - left)?);
                among = left;
            } else {
                path.push(self.above(from, left)?);
                (from, among) = (from + left, among - left);
            }
        }
        path.reverse();
        Some(path)
    }
    /// What shows that the log of the first size is the beginning of the log of the second.
    pub fn consistency(&self, old: usize, new: usize) -> Option<Vec<Hash>> {
        if old == 0 || old > new || new > self.len() {
            return None;
        }
        let (mut from, mut old, mut new, mut whole, mut proof) = (0, old, new, true, Vec::new());
        while old != new {
            let left = left_of(new);
            if old <= left {
                proof.push(self.above(from + left, new - left)?);
                new = left;
            } else {
                proof.push(self.above(from, left)?);
                (from, old, new, whole) = (from + left, old - left, new - left, false);
            }
        }
        if !whole {
            proof.push(self.above(from, new)?);
        }
        proof.reverse();
        Some(proof)
    }
    fn above(&self, from: usize, size: usize) -> Option<Hash> {
        if size.is_power_of_two() {
            let level = size.trailing_zeros();
            return self.levels.get(level as usize)?.get(from >> level).copied();
        }
        let left = left_of(size);
        Some(node(&self.above(from, left)?, &self.above(from + left, size - left)?))
    }
}

impl FromIterator<Hash> for Log {
    fn from_iter<T: IntoIterator<Item = Hash>>(leaves: T) -> Self {
        let mut log = Self::default();
        for leaf in leaves {
            log.push(leaf);
        }
        log
    }
}

/// Whether the leaf stands at the index of the log with this size and root.
pub fn is_included(leaf: &Hash, index: usize, size: usize, path: &[Hash], root: &Hash) -> bool {
    index < size && climb(leaf, index, size, path).as_ref() == Some(root)
}

fn climb(leaf: &Hash, index: usize, size: usize, path: &[Hash]) -> Option<Hash> {
    let Some((beside, below)) = path.split_last() else {
        return (size == 1).then_some(*leaf);
    };
    if size < 2 {
        return None;
    }
    let left = left_of(size);
    Some(if index < left {
        node(&climb(leaf, index, left, below)?, beside)
    } else {
        node(beside, &climb(leaf, index - left, size - left, below)?)
    })
}

/// Whether the log `old` (size and root) is the beginning of the log `new`.
pub fn is_consistent(old: (usize, &Hash), new: (usize, &Hash), proof: &[Hash]) -> bool {
    if old.0 == 0 || old.0 > new.0 {
        return false;
    }
    rebuild(old.0, new.0, Some(old.1), proof) == Some((*old.1, *new.1))
}

/// Both roots, from the proof. `known` is the old root while its tree is whole on this way.
fn rebuild(old: usize, new: usize, known: Option<&Hash>, proof: &[Hash]) -> Option<(Hash, Hash)> {
    if old == new {
        return match (known, proof) {
            (Some(root), []) | (None, [root]) => Some((*root, *root)),
            _ => None,
        };
    }
    let (beside, below) = proof.split_last()?;
    let left = left_of(new);
    if old <= left {
        let (was, is) = rebuild(old, left, known, below)?;
        return Some((was, node(&is, beside)));
    }
    let (was, is) = rebuild(old - left, new - left, None, below)?;
    Some((node(beside, &was), node(beside, &is)))
}
