//! The Merkle tree over the leaves of one journal row, as in RFC 6962 section 2.1: leaves and
//! nodes are hashed with different first bytes, so that neither can pass for the other.

use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

pub fn leaf(text: &str) -> Hash {
    Sha256::new().chain_update([0]).chain_update(text.as_bytes()).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The largest power of two below `count`, where a tree of `count` leaves is split.
const fn split(count: usize) -> usize {
    count.next_power_of_two() / 2
}

/// The root over the leaves' hashes; of none it is the hash of nothing.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [only] => *only,
        many => {
            let (left, right) = many.split_at(split(many.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The hashes that lead from a leaf to the root, from the bottom up.
pub fn path(leaves: &[Hash], place: usize) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, sibling) = if place < left.len() {
        (path(left, place), root(right))
    } else {
        (path(right, place - left.len()), root(left))
    };
    path.push(sibling);
    path
}

/// The root that follows from a leaf, its place among `count` leaves, and its path; none when the
/// path does not fit the place.
pub fn follow(leaf: Hash, place: usize, count: usize, path: &[Hash]) -> Option<Hash> {
    if place >= count {
        return None;
    }
    let Some((sibling, below)) = path.split_last() else {
        return (count == 1).then_some(leaf);
    };
    if count < 2 {
        return None;
    }
    let left = split(count);
    if place < left {
        Some(node(&follow(leaf, place, left, below)?, sibling))
    } else {
        Some(node(sibling, &follow(leaf, place - left, count - left, below)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::entry::hex::write as hex;

    /// The vectors of certificate-transparency's own tests (`merkletree/merkle_tree_test`).
    #[test]
    fn roots_are_those_of_certificate_transparency() {
        assert_eq!(
            hex(&root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex(&root(&[leaf("")])),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        let two = [leaf(""), leaf("\0")];
        assert_eq!(
            hex(&root(&two)),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
    }

    #[test]
    fn a_path_leads_to_the_root_and_to_no_other() {
        for count in 1..40 {
            let leaves: Vec<Hash> = (0..count).map(|n| leaf(&n.to_string())).collect();
            let whole = root(&leaves);
            for place in 0..count {
                let path = path(&leaves, place);
                assert_eq!(follow(leaves[place], place, count, &path), Some(whole));
                assert_ne!(follow(leaf("other"), place, count, &path), Some(whole));
                if count > 1 {
                    let wrong = (place + 1) % count;
                    assert_ne!(follow(leaves[place], wrong, count, &path), Some(whole));
                    assert_ne!(follow(leaves[place], place, count, &path[1..]), Some(whole));
                }
            }
            assert_eq!(follow(leaves[0], count, count, &[]), None);
        }
    }
}
