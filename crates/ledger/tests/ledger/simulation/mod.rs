//! A seeded workload over the real store, with an auditor for each of two shops who keeps books of their
//! own: every answer is foretold, every batch has refused, panicking and rolled-back neighbours, callers
//! leave, keys and postings are repeated, statements fail before and after they were run, connections are
//! lost, the process ends between any two statements and another takes over, tables are rebuilt; and in
//! the end everything agrees to the last piece.
//!
//! One seed has one history. `LEDGER_SEEDS=10000..20000` runs others, and says how many a second; a
//! failure names its seed.

pub mod asks;
mod auditor;
pub mod run;

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
};

use run::{Tally, Yard, run};
use store::Engine;
use tokio::time::Instant;

#[expect(clippy::disallowed_methods, reason = "a person replays a seed by naming it")]
fn seeds() -> Range<u64> {
    let asked = std::env::var("LEDGER_SEEDS").ok().and_then(|text| {
        let (from, to) = text.split_once("..")?;
        Some(from.parse().ok()?..to.parse().ok()?)
    });
    asked.unwrap_or(0..2000)
}

#[test]
fn the_auditors_books_agree_on_sqlite() {
    let (seeds, begun) = (seeds(), Instant::now());
    let next = AtomicU64::new(seeds.start);
    let mut tally = Tally::default();
    // Each thread has a writer of its own, and most of the time waits for its engine.
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let (mut yard, mut tally) = (Yard::new(Engine::Sqlite), Tally::default());
                    loop {
                        let seed = next.fetch_add(1, Ordering::SeqCst);
                        if seed >= seeds.end {
                            return tally;
                        }
                        tally.add(run(&mut yard, seed));
                    }
                })
            })
            .collect();
        for worker in workers {
            tally.add(worker.join().expect("a seed failed; it is named above"));
        }
    });
    let (count, took) = (seeds.end - seeds.start, begun.elapsed().as_secs_f64());
    println!("{count} seeds in {took:.1} s, {:.0} a second: {tally:#?}", count as f64 / took);
    if count >= 1000 {
        everything_happened(&tally);
    }
}

/// A workload that never reaches a rule, and trouble that never strikes a place, prove nothing of it.
fn everything_happened(tally: &Tally) {
    let wanted = "ok already conflict floor not_reserved expired amount already_reversed \
                  no_such_posting not_permitted broken busy other_content unheard";
    for outcome in wanted.split_whitespace() {
        assert!(tally.outcomes.get(outcome).is_some_and(|n| *n > 30), "{outcome}: {tally:#?}");
    }
    for trouble in ["Fails", "Unheard", "Away", "EndsBefore", "EndsAfter"] {
        for statement in ["COMMIT", "SAVEPOINT", "ROLLBACK TO", "BEGIN", "INSERT", "SELECT"] {
            let place = format!("{trouble} {statement}");
            assert!(tally.struck.get(&place).is_some_and(|n| *n > 3), "{place}: {tally:#?}");
        }
    }
}

#[test]
fn the_auditors_books_agree_on_postgres() {
    if store::testing::engines().contains(&Engine::Postgres) {
        let mut yard = Yard::new(Engine::Postgres);
        let mut struck = BTreeMap::new();
        for seed in 0..30 {
            struck.extend(run(&mut yard, seed).struck);
        }
        assert!(struck.len() > 10, "{struck:?}");
    }
}

#[test]
fn one_seed_has_one_history() {
    let histories = || {
        let mut yard = Yard::new(Engine::Sqlite);
        (0..25).map(|seed| run(&mut yard, seed).history).collect::<Vec<_>>()
    };
    let (once, twice) = (histories(), histories());
    assert!(once.iter().all(|history| history.len() > 4), "{once:#?}");
    assert_eq!(once, twice);
}
