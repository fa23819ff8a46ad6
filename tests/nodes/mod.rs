//! Three nodes on one `PostgreSQL`, as processes: what is written at any of them arrives once, whatever
//! becomes of the one that writes it. Without `REGULARS_TEST_POSTGRES` these say so and do nothing.

#![expect(clippy::disallowed_methods, reason = "tasks of a test end with it")]

mod bus;
mod client;
mod limits;
mod network;
pub mod rig;

use std::time::Duration;

use client::{Load, Tills};
use rig::{Chain, LEASE};

/// What a take-over may take on a crowded test machine; a quiet one needs a lease and a second.
const SLOW: Duration = Duration::from_secs(25);

/// Three nodes with four brands; `None` without a `PostgreSQL`.
async fn chain() -> Option<(Chain, Tills)> {
    if store::testing::engines().len() < 2 {
        println!("no PostgreSQL is named: nothing is tried");
        return None;
    }
    let chain = Chain::open(4).await;
    let tills = Tills::at(&chain).await;
    Some((chain, tills))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_at_any_node_has_one_effect() {
    let Some((mut chain, tills)) = chain().await else { return };
    // Every brand at every node, and each request twice at two nodes at once.
    for number in 0..36 {
        let (first, second) = (number % 3, (number + 1) % 3);
        let (one, other) = tokio::join!(tills.insist(number, first), tills.insist(number, second));
        assert_eq!(one.id, other.id, "one key, one voucher");
    }
    spread(&chain, &tills).await;
    // Nobody believes a mark from outside, and it does not keep a request from its owner.
    for node in 0..3 {
        let forged = format!("Regulars-Hop: 203.0.113.7 {}\r\n", "0".repeat(64));
        assert_eq!(tills.once(100 + node, node, &forged).await.unwrap().status, 201);
    }
    // A command line is told where to go.
    let owner = chain.owner(0).await;
    let said = chain.typed(&["api-key", "create", "--name", "till"]);
    said.failed(&chain.addresses[owner].to_string());
    for (place, node) in [("the owner", owner), ("another node", (owner + 1) % 3)] {
        println!("one after the other at {place}: {:?}", tills.median(0, node, 40).await);
    }
    tills.check(39).await;
    chain.end_all();
    chain.audited();
}

/// Brands move to the nodes that they prefer: the first node had them all.
async fn spread(chain: &Chain, tills: &Tills) {
    for _ in 0..100 {
        for brand in 0..chain.brands.len() {
            tills.until_written(brand, 0).await;
        }
        if chain.owners().await.len() > 1 {
            return;
        }
        tokio::time::sleep(LEASE / 20).await;
    }
    panic!("one node writes all brands");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_owner_is_replaced_and_nothing_answered_is_lost() {
    let Some((mut chain, tills)) = chain().await else { return };
    let load = Load::start(&tills, 6);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let owner = chain.owner(0).await;
    chain.kill(owner);
    let took = tills.until_written(0, (owner + 1) % 3).await;
    println!("kill -9 of the owner: a write is answered after {took:?}");
    assert!(took < SLOW, "{took:?}");
    chain.start(owner);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let done = load.end().await;
    tills.check(done).await;
    chain.end_all();
    chain.audited();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_that_slept_past_its_lease_writes_nothing_more() {
    let Some((mut chain, tills)) = chain().await else { return };
    let load = Load::start(&tills, 6);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let owner = chain.owner(0).await;
    chain.signal(owner, "STOP");
    let took = tills.until_written(0, (owner + 1) % 3).await;
    println!("SIGSTOP of the owner: a write is answered after {took:?}");
    assert!(took < SLOW, "{took:?}");
    tokio::time::sleep(LEASE.saturating_sub(took)).await;
    chain.signal(owner, "CONT");
    // It wakes in the middle of what it did, and is a node like any other.
    let took = tills.until_written(0, owner).await;
    println!("the one that slept: a write is answered after {took:?}");
    tokio::time::sleep(Duration::from_secs(2)).await;
    let done = load.end().await;
    tills.check(done).await;
    chain.end_all();
    chain.audited();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_that_is_told_to_end_gives_its_brands_back() {
    let Some((mut chain, tills)) = chain().await else { return };
    let load = Load::start(&tills, 6);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let owner = chain.owner(0).await;
    chain.signal(owner, "TERM");
    let took = tills.until_written(0, (owner + 1) % 3).await;
    println!("SIGTERM of the owner: a write is answered after {took:?}");
    assert!(took < LEASE, "sooner than a lease ends: {took:?}");
    assert_eq!(chain.ended(owner), Some(0));
    let done = load.end().await;
    tills.check(done).await;
    chain.end_all();
    chain.audited();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_under_load_loses_nothing_and_shows_nobody_an_error() {
    let Some((mut chain, tills)) = chain().await else { return };
    let load = Load::start(&tills, 9);
    for node in 0..3 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        chain.signal(node, "TERM");
        assert_eq!(chain.ended(node), Some(0));
        chain.start(node);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let done = load.end().await;
    tills.check(done).await;
    chain.end_all();
    chain.audited();
}
