//! Faults that are planted in the writer and the ledger, one at a time: the simulation must tell of each.
//! One that it does not tell of would be a hole in it. The fault of the lease needs two nodes and is in
//! the store's tests.

use std::panic::{AssertUnwindSafe, catch_unwind};

use store::{
    Engine,
    planted::{Fault, plant},
};

use crate::simulation::run::{Yard, run};

/// The fault, and the seeds within which it must be told of: some times as many as it took when
/// this was written down (`docs/reliability.md` has the table).
const FAULTS: [(Fault, u64); 14] = [
    (Fault::FloorUnasked, 10),
    (Fault::Skipped("account"), 10),
    (Fault::Skipped("posting"), 10),
    (Fault::Skipped("transfer"), 10),
    (Fault::Skipped("lot"), 10),
    (Fault::Skipped("reservation"), 10),
    (Fault::Skipped("event"), 10),
    (Fault::Skipped("idempotency"), 10),
    (Fault::AnsweredFirst, 10),
    (Fault::KeyForgotten, 30),
    (Fault::PostingForgotten, 20),
    (Fault::LagUnnoted, 30),
    (Fault::MemoryKept, 30),
    (Fault::UndoForgotten, 10),
];

#[test]
fn every_planted_fault_is_told_of() {
    let mut missed = Vec::new();
    for (fault, within) in FAULTS {
        plant(Some(fault));
        let told = told_of(within);
        plant(None);
        println!("{fault:?}: told of after {told:?} of at most {within} seeds");
        if told.is_none() {
            missed.push(fault);
        }
    }
    assert!(missed.is_empty(), "nobody was told of {missed:?}");
    assert_eq!(told_of(5), None, "without a fault there is nothing to tell");
}

/// How many seeds it took until one failed.
fn told_of(within: u64) -> Option<u64> {
    let mut yard = Yard::new(Engine::Sqlite);
    (0..within)
        .find(|seed| catch_unwind(AssertUnwindSafe(|| run(&mut yard, *seed))).is_err())
        .map(|seed| seed + 1)
}
