//! Who writes an org, where several nodes could: one at a time, and never one that lost it.

use std::time::Duration;

use kernel::{Error, World};
use serde_json::json;
use store::{
    Config, Db, Engine, JobHandler, Limits, NewJob, Place, Registry,
    planted::{self, Fault},
    testing::{Ground, MORNING, engines, ground_with},
};
use tokio::{io, net, runtime::Runtime};

use crate::house::*;

const LEASE: Duration = Duration::from_millis(1500);
const SHORT: Limits = Limits { lease_for: LEASE, lanes: 1, ..TOGETHER };

/// A second node on the same database.
async fn second(config: &Config, seed: u64, registry: Registry) -> Db {
    let (world, _) = World::test(MORNING, 1_000_000 + seed);
    Db::open(config, &migrations(), registry, world).await.unwrap()
}

/// Repeats until the node owns the org; how long it took.
async fn until_taken(db: &Db, scope: &kernel::Scope, number: i64) -> Duration {
    let begun = stopwatch();
    loop {
        match act(db, scope, number, Fate::Keep).await {
            Ok(_) => return begun.elapsed(),
            Err(Error::NotOwner) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(other) => panic!("{other}"),
        }
        assert!(begun.elapsed() < LEASE * 10, "never taken over");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_node_is_told_that_it_does_not_own_the_org() {
    for house in houses(SHORT).await {
        if is(&house, Engine::Sqlite) {
            continue;
        }
        let (scope, free) = (house.scope(), house.scope());
        let other = second(&house.config, 1, registry()).await;
        act(&house.db, &scope, 1, Fate::Keep).await.unwrap();
        // As long as the owner lives its lease is renewed, also while it idles.
        for _ in 0..12 {
            assert_eq!(act(&other, &scope, 2, Fate::Keep).await.unwrap_err(), Error::NotOwner);
            let posted: kernel::Result<i64> = other.post(&scope, Ask::Add(1)).await;
            assert_eq!(posted.unwrap_err(), Error::NotOwner);
            tokio::time::sleep(LEASE / 4).await;
        }
        // A neighbour in the same batch is none the worse.
        let (foreign, own) =
            tokio::join!(act(&other, &scope, 2, Fate::Keep), act(&other, &free, 1, Fate::Keep),);
        assert_eq!((foreign.unwrap_err(), own.unwrap().value), (Error::NotOwner, 1));
        assert_eq!(stream(&other, scope.org()).await, [1]);
        // Whoever closes gives its leases back at once.
        house.db.close().await;
        assert!(until_taken(&other, &scope, 2).await < LEASE);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_that_want_each_others_orgs_do_not_lock_each_other_up() {
    for house in houses(SHORT).await {
        if is(&house, Engine::Sqlite) {
            continue;
        }
        let (ours, theirs) = (house.scope(), house.scope());
        let other = second(&house.config, 2, registry()).await;
        act(&house.db, &ours, 0, Fate::Keep).await.unwrap();
        act(&other, &theirs, 0, Fate::Keep).await.unwrap();
        for number in 1..20 {
            let (one, two, no, nor) = tokio::join!(
                act(&house.db, &ours, number, Fate::Keep),
                act(&other, &theirs, number, Fate::Keep),
                act(&house.db, &theirs, 100, Fate::Keep),
                act(&other, &ours, 100, Fate::Keep),
            );
            assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
            assert_eq!((no.unwrap_err(), nor.unwrap_err()), (Error::NotOwner, Error::NotOwner));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_paused_in_its_transaction_is_overtaken_and_cannot_commit() {
    for house in houses(SHORT).await {
        if is(&house, Engine::Sqlite) {
            continue;
        }
        let (scope, db) = (house.scope(), &house.db);
        let other = second(&house.config, 3, registry()).await;
        act(db, &scope, 1, Fate::Keep).await.unwrap();
        let paused = db.write(&scope, async |tx| {
            note(tx, 2).await?;
            // Holds the lease's row, does nothing, for longer than the lease.
            tokio::time::sleep(LEASE * 2).await;
            Ok(())
        });
        let overtaken = async {
            tokio::time::sleep(LEASE / 5).await;
            until_taken(&other, &scope, 3).await
        };
        let (paused, took) = tokio::join!(paused, overtaken);
        assert!(paused.is_err(), "fenced: {paused:?}");
        assert!(took < LEASE * 2, "the server ends the paused session, then the lease runs out");
        assert_eq!(act(db, &scope, 4, Fate::Keep).await.unwrap_err(), Error::NotOwner);
        assert_eq!(stream(&other, scope.org()).await, [1, 3]);
        assert_eq!(remembered(&other, &scope).await, 2);
        // And back again, with what the other did in memory.
        other.close().await;
        until_taken(db, &scope, 5).await;
        assert_eq!(remembered(db, &scope).await, 3);
        assert_eq!(stream(db, scope.org()).await, [1, 3, 5]);
        assert!(epoch(db, &scope).await >= 3, "every change of owner counts up");
    }
}

async fn epoch(db: &Db, scope: &kernel::Scope) -> i64 {
    use store::Read as _;
    let sql = "SELECT epoch FROM lease WHERE org = $1";
    let row = db.read().await.unwrap().row(sql, store::args![scope.org()]).await.unwrap();
    row.unwrap().get("epoch").unwrap()
}

/// A way to the server that can be interrupted.
struct Way {
    port: u16,
    open: tokio::sync::watch::Sender<bool>,
    _tasks: tokio::task::JoinSet<()>,
}

async fn way(to: String) -> Way {
    let door = net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = door.local_addr().unwrap().port();
    let (open, watch) = tokio::sync::watch::channel(true);
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        let mut ways = tokio::task::JoinSet::new();
        while let Ok((mut near, _)) = door.accept().await {
            let (to, mut watch) = (to.clone(), watch.clone());
            ways.spawn(async move {
                let Ok(mut far) = net::TcpStream::connect(to).await else { return };
                tokio::select! {
                    _ = io::copy_bidirectional(&mut near, &mut far) => return,
                    () = async { drop(watch.clone().wait_for(|open| !open).await) } => {}
                }
                // Silence: nothing passes, and nobody says goodbye.
                drop(watch.wait_for(|open| *open).await);
            });
        }
    });
    Way { port, open, _tasks: tasks }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_falls_silent_is_given_up_and_found_again() {
    for house in houses(Limits { turn_for: LEASE / 2, ..SHORT }).await {
        let Place::Postgres(url) = &house.config.place else { continue };
        let (scheme, rest) = url.split_once('@').unwrap();
        let (to, name) = rest.split_once('/').unwrap();
        let way = way(to.to_owned()).await;
        let place = Place::Postgres(format!("{scheme}@127.0.0.1:{}/{name}", way.port));
        let config = Config { place, ..house.config.clone() };
        let db = second(&config, 4, registry()).await;
        let scope = house.scope();
        act(&db, &scope, 1, Fate::Keep).await.unwrap();
        way.open.send_replace(false);
        let begun = stopwatch();
        let lost = act(&db, &scope, 2, Fate::Keep).await;
        assert!(is_busy(&lost), "{lost:?}");
        assert!(begun.elapsed() < LEASE * 4, "waited for the silent server too long");
        way.open.send_replace(true);
        let next = until_back(&db, &scope, 3).await;
        assert!(next < LEASE * 12, "{next:?}");
        let seen = stream(&house.db, scope.org()).await;
        assert_eq!(seen, [1, 3], "what was not acknowledged here never reached the server");
    }
}

async fn until_back(db: &Db, scope: &kernel::Scope, number: i64) -> Duration {
    let begun = stopwatch();
    while let Err(error) = act(db, scope, number, Fate::Keep).await {
        assert!(matches!(error, Error::Busy { .. } | Error::NotOwner), "{error}");
        assert!(begun.elapsed() < LEASE * 20, "never back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_writers_connection_is_replaced_when_the_server_ends_it() {
    for house in houses(SHORT).await {
        if is(&house, Engine::Sqlite) {
            continue;
        }
        let (scope, db) = (house.scope(), &house.db);
        act(db, &scope, 1, Fate::Keep).await.unwrap();
        for number in 2..6 {
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            db.read().await.unwrap().conn().script(end).await.unwrap();
            until_back(db, &scope, number).await;
        }
        // In the middle of a turn as well.
        let ended = db.write(&scope, async |tx| {
            note(tx, 6).await?;
            tx.run("SELECT pg_terminate_backend(pg_backend_pid())", Vec::new()).await.map(drop)
        });
        assert!(is_busy(&ended.await));
        until_back(db, &scope, 7).await;
        assert_eq!(stream(db, scope.org()).await, [1, 2, 3, 4, 5, 7]);
        assert_eq!(remembered(db, &scope).await, 6);
    }
}

fn working() -> Registry {
    let mut registry = registry();
    registry.job(
        "notes.note",
        JobHandler::Turn(|tx, data| {
            Box::pin(async move { note(tx, data["number"].as_i64().unwrap()).await })
        }),
    );
    registry.subscribe("seen", &["notes.noted"], |tx, _| {
        Box::pin(async { add(tx, 1).await.map(drop) })
    });
    registry
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_owner_left_undone_is_done_by_whoever_takes_over() {
    for house in houses_with(SHORT, working).await {
        if is(&house, Engine::Sqlite) {
            continue;
        }
        let (scope, db) = (house.scope(), &house.db);
        let other = second(&house.config, 5, working()).await;
        let written = db.write(&scope, async |tx| {
            note(tx, 1).await?;
            tx.enqueue(NewJob::now("notes.note", &json!({ "number": 2 }))?);
            Ok(())
        });
        written.await.unwrap();
        // The other one leaves it alone as long as the owner lives.
        other.settle().await.unwrap();
        assert_eq!(notes(&other, scope.org()).await, [1]);
        house.db.close().await;
        other.settle().await.unwrap();
        assert_eq!(notes(&other, scope.org()).await, [1, 2]);
        assert_eq!(remembered(&other, &scope).await, 2, "both events were fed");
    }
}

/// Runs only while it is asked something, so that in between it is a process that was stopped.
fn paused() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A node that has counted to one, and then stops for longer than its lease.
fn owner_that_stops(node: &Runtime) -> (Ground, kernel::Scope) {
    let house =
        node.block_on(ground_with(Engine::Postgres, &migrations(), registry(), SHORT)).unwrap();
    let scope = house.scope();
    let posted: kernel::Result<i64> = node.block_on(house.db.post(&scope, Ask::Add(1)));
    assert_eq!(posted, Ok(1));
    std::thread::sleep(LEASE * 2);
    (house, scope)
}

/// The owner stops between two commands, another node adds five and stops as well, and the first one
/// goes on as if nothing had been: what it is told, and the total.
fn overtaken(seed: u64) -> (kernel::Result<i64>, i64) {
    let (node, other_node) = (paused(), paused());
    let (house, scope) = owner_that_stops(&node);
    other_node.block_on(async {
        let other = second(&house.config, seed, registry()).await;
        let posted: kernel::Result<i64> = other.post(&scope, Ask::Add(5)).await;
        assert_eq!(posted, Ok(6), "the lease had run out");
    });
    let posted = node.block_on(house.db.post(&scope, Ask::Add(1)));
    (posted, node.block_on(total(&house.db, scope.org())))
}

#[test]
fn an_owner_that_was_stopped_and_overtaken_is_fenced_and_without_a_fence_it_would_lose_an_effect() {
    if engines().contains(&Engine::Postgres) {
        assert_eq!(overtaken(6), (Err(Error::NotOwner), 6));
        planted::plant(Some(Fault::Unfenced));
        let unfenced = overtaken(7);
        planted::plant(None);
        assert_eq!(unfenced, (Ok(2), 2), "this test must be told of the fault");
    }
}

#[test]
fn an_owner_that_was_stopped_and_not_overtaken_goes_on() {
    if engines().contains(&Engine::Postgres) {
        let node = paused();
        let (house, scope) = owner_that_stops(&node);
        let posted: kernel::Result<i64> = node.block_on(house.db.post(&scope, Ask::Add(1)));
        assert_eq!(posted, Ok(2));
        assert_eq!(node.block_on(total(&house.db, scope.org())), 2);
    }
}
