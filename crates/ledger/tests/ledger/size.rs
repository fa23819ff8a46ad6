//! The audit of long books: how fast, and in how much memory.
//!
//! `LEDGER_TRANSFERS=10000000 cargo test --release --config 'profile.release.debug-assertions=true'
//! -p ledger --test ledger size:: -- --nocapture` makes books of ten million transfers, and prints a line
//! of figures.

use ledger::{Move, Post, Posted, Posting};
use store::{
    Engine, Limits,
    testing::{PATIENT, ground_with},
};
use tokio::time::Instant;

use crate::world::{Wares, migrations, registry};

const TRANSFERS_EACH: u64 = 2;
const POSTS_AT_ONCE: u64 = 2000;
const MEMBERS: usize = 10_000;

#[expect(clippy::disallowed_methods, reason = "longer books are asked for by the environment")]
fn transfers() -> u64 {
    let asked = std::env::var("LEDGER_TRANSFERS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(20_000)
}

/// The most memory that this process ever had, in megabytes, since it was asked to forget.
fn peak_mb() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .map_or(0, |kb: u64| kb / 1024)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_books_are_audited_with_progress_in_bounded_memory() {
    let limits = Limits { batch: 4096, ..PATIENT };
    let ground = ground_with(Engine::Sqlite, &migrations(), registry(), limits).await.unwrap();
    let wares = Wares::of(&ground.world);
    let (db, scope, wanted) = (&ground.db, wares.scope(), transfers());
    let members: Vec<_> = (0..MEMBERS).map(|_| wares.member()).collect();
    let begun = Instant::now();
    let stocked = Post { moves: vec![Move::Post(wares.delivery(1_000_000_000))] };
    let _: Vec<Posted> = db.post(&scope, stocked).await.unwrap();
    let (mut made, mut next) = (1, members.iter().cycle());
    while made < wanted {
        let posts = (0..POSTS_AT_ONCE.min((wanted - made).div_ceil(TRANSFERS_EACH))).map(|_| {
            let member = *next.next().unwrap();
            let posting = Posting::new(wares.id(), "size.given", &member)
                .transfer(wares.stock(), wares.gifts_of(member), 2)
                .transfer(wares.gifts_of(member), wares.supply(), 1);
            db.post::<Post, Vec<Posted>>(&scope, Post { moves: vec![Move::Post(posting)] })
        });
        for posted in futures::future::join_all(posts).await {
            posted.unwrap();
            made += TRANSFERS_EACH;
        }
    }
    let making = begun.elapsed().as_secs_f64();
    // A command in its turn, so that no table is behind.
    db.write(&scope, async |_| Ok(())).await.unwrap();
    // Resets the peak, where the system lets us.
    let before = std::fs::write("/proc/self/clear_refs", "5").map_or(0, |()| peak_mb());
    let (begun, mut told) = (Instant::now(), 0u64);
    let mut read = db.read().await.unwrap();
    let report = ledger::audit(&mut read, wares.org, |_| told += 1).await.unwrap();
    let auditing = begun.elapsed().as_secs_f64();
    assert_eq!(report.difference, None);
    assert_eq!(report.transfers, i64::try_from(made).unwrap());
    assert!(told > 0, "an audit says how far it is");
    let peak = peak_mb();
    // Among other tests, and in short books, the figure says nothing.
    if wanted >= 200_000 && before > 0 {
        assert!(peak < before + 256, "{peak} MB, {before} MB before it");
    }
    println!(
        "{made} transfers in {} rows, made in {making:.1} s ({:.0} a second); audited in {auditing:.1} s \
         ({:.0} a second), peak {peak} MB ({before} MB before it), {told} words of progress",
        report.rows,
        made as f64 / making,
        made as f64 / auditing,
    );
}
