//! The log against a root worked out the slow way.

use proptest::prelude::*;

use crate::{Edge, Hash, Log, hash::sha256, is_consistent, is_included, log::leaf};

/// RFC 6962, section 2.1, word for word.
fn slow(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [only] => *only,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            sha256(&[&[1], slow(left).as_bytes(), slow(right).as_bytes()])
        }
    }
}

fn grown(size: usize) -> Log {
    let mut log = Log::default();
    (0..size).for_each(|at| log.push(leaf(&at.to_be_bytes())));
    log
}

#[test]
fn an_empty_log_and_its_first_leaf_are_those_of_the_rfc() {
    // The root of no leaves, and the hash of an empty leaf: known from every certificate log.
    let log = grown(0);
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(log.root(0).unwrap().to_string(), empty);
    let first = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    assert_eq!(leaf(&[]).to_string(), first);
    assert_eq!(log.root(1), None, "it never had one");
}

#[test]
fn every_leaf_of_every_size_is_proven_and_nothing_else() {
    let log = grown(35);
    for size in 1..=35 {
        let root = log.root(size).unwrap();
        assert_eq!(root, slow(&log.leaves()[..size]), "{size}");
        for index in 0..size {
            let path = log.path(index, size).unwrap();
            let leaf = log.leaf(index).unwrap();
            assert!(is_included(leaf, index, size, &path, &root), "{index} of {size}");
            let beside = (index + 1) % size;
            let moved = is_included(leaf, beside, size, &path, &root);
            assert!(!moved || beside == index, "{index} of {size} is not at {beside}");
            let mut long = path.clone();
            long.push(root);
            assert!(!is_included(leaf, index, size, &long, &root));
        }
        assert_eq!(log.path(size, size), None);
    }
}

proptest! {
    #[test]
    fn a_log_that_grew_says_so_and_one_that_was_changed_cannot(
        (new, old, at) in (1_usize..70)
            .prop_flat_map(|new| (Just(new), 1..=new))
            .prop_flat_map(|(new, old)| (Just(new), Just(old), 0..old)),
    ) {
        let log = grown(new);
        let (was, is) = (log.root(old).unwrap(), log.root(new).unwrap());
        let proof = log.consistency(old, new).unwrap();
        prop_assert!(is_consistent((old, &was), (new, &is), &proof));
        let mut other = Log::default();
        for (index, each) in log.leaves().iter().enumerate() {
            other.push(if index == at { leaf(b"another") } else { *each });
        }
        let changed = other.root(new).unwrap();
        let forged = other.consistency(old, new).unwrap();
        prop_assert!(!is_consistent((old, &was), (new, &changed), &forged));
        prop_assert!(!is_consistent((old, &was), (new, &changed), &proof));
    }
}

#[test]
fn the_edge_of_a_log_proves_each_leaf_as_the_whole_log_does() {
    let (mut log, mut edge) = (Log::default(), Edge::default());
    assert_eq!(edge.root(), None);
    for at in 0..300_usize {
        let added = leaf(&at.to_be_bytes());
        log.push(added);
        let path = edge.push(added);
        assert_eq!(edge.root(), log.root(at + 1), "{at}");
        assert_eq!(Some(path), log.path(at, at + 1), "{at}");
    }
    let kept = serde_json::to_string(&edge).unwrap();
    assert_eq!(serde_json::from_str::<Edge>(&kept).unwrap(), edge);
    assert!(kept.len() < 1000, "a dozen hashes at most");
}
