//! Subscribers: every event once in effect, in order, and a broken one blocks nobody.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures::future::join_all;
use kernel::{OrgId, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{Db, Event, EventRow, JobHandler, Registry, Tx, jobs};

use crate::house::*;

#[derive(Debug, Serialize, Deserialize)]
struct Copied {
    number: i64,
}
impl Event for Copied {
    const KIND: &'static str = "copies.copied";
}

/// Numbers that an org's subscriber cannot take at present, and how often it was asked.
static POISON: Mutex<Option<HashMap<(OrgId, i64), i64>>> = Mutex::new(None);

fn poison<R>(look: impl FnOnce(&mut HashMap<(OrgId, i64), i64>) -> R) -> R {
    let mut poison = POISON.lock().unwrap_or_else(PoisonError::into_inner);
    look(poison.get_or_insert_default())
}

async fn copy(tx: &mut Tx, event: &EventRow) -> Result<()> {
    let Some(Noted { number }) = event.read() else { return Ok(()) };
    let org = tx.org();
    add(tx, number).await?;
    tx.emit(&Copied { number })?;
    let asked = poison(|all| all.get_mut(&(org, number)).map(|asked| *asked += 1));
    match asked {
        Some(()) if number % 2 == 1 => panic!("a subscriber that panics"),
        Some(()) => Err(refused("copies.no")),
        None => Ok(()),
    }
}

fn listening() -> Registry {
    let mut registry = registry();
    registry.subscribe("copies", &["notes.noted"], |tx, event| Box::pin(copy(tx, event)));
    registry.subscribe("idle", &["nobody.knows"], |_, _| Box::pin(async { Ok(()) }));
    registry.subscribe("all", &[], |tx, event| {
        Box::pin(async move {
            // A chain that ends: its own events are not copied again.
            if event.kind == Noted::KIND && event.number % 5 == 0 {
                tx.enqueue(store::NewJob::now("copies.later", &event.number)?);
            }
            Ok(())
        })
    });
    registry.job("copies.later", JobHandler::Turn(|_, _| Box::pin(async { Ok(()) })));
    registry
}

async fn copies(db: &Db, org: OrgId) -> Vec<i64> {
    let mut copies = Vec::new();
    let mut after = 0;
    loop {
        let page = db.events_after(org, after, 500).await.unwrap();
        let Some(last) = page.last() else { return copies };
        after = last.number;
        copies.extend(page.iter().filter_map(EventRow::read::<Copied>).map(|one| one.number));
    }
}

async fn many(db: &Db, scope: &Scope, numbers: std::ops::Range<i64>) {
    let all = join_all(numbers.map(|n| act(db, scope, n, Fate::Keep))).await;
    assert!(all.iter().all(Result::is_ok));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_event_is_handled_once_and_in_order() {
    for house in houses_with(TOGETHER, listening).await {
        let (scope, other, db) = (house.scope(), house.scope(), &house.db);
        many(db, &scope, 1..351).await;
        many(db, &other, 1..4).await;
        db.settle().await.unwrap();
        assert_eq!(copies(db, scope.org()).await, (1..351).collect::<Vec<_>>());
        assert_eq!(copies(db, other.org()).await, [1, 2, 3]);
        db.settle().await.unwrap();
        assert_eq!(copies(db, other.org()).await, [1, 2, 3]);
        // 350 counted by their commands, and each number once more by the subscriber.
        assert_eq!(total(db, scope.org()).await, 350 + 350 * 351 / 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_runners_and_a_restart_in_between_change_nothing() {
    for house in houses_with(TOGETHER, listening).await {
        let (scope, db) = (house.scope(), &house.db);
        many(db, &scope, 1..250).await;
        let (one, two, three) = tokio::join!(
            db.settle(),
            db.settle(),
            tokio::time::timeout(Duration::from_millis(5), db.settle()),
        );
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?} {three:?}");
        many(db, &scope, 250..300).await;
        // A crash between: the batch of the subscribers' turns is lost.
        trouble(scope.org(), Some(Trouble::Fails));
        assert!(is_busy(&db.settle().await));
        trouble(scope.org(), None);
        let db = reopened(&house, listening()).await;
        db.settle().await.unwrap();
        assert_eq!(copies(&db, scope.org()).await, (1..300).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poison_event_is_set_aside_after_bounded_tries_and_blocks_no_later_one() {
    for house in houses_with(TOGETHER, listening).await {
        let (scope, db) = (house.scope(), &house.db);
        let org = scope.org();
        poison(|all| all.extend([((org, 7), 0), ((org, 30), 0)]));
        many(db, &scope, 1..51).await;
        db.settle().await.unwrap();
        let healthy: Vec<i64> = (1..51).filter(|n| ![7, 30].contains(n)).collect();
        assert_eq!(copies(db, org).await, healthy);
        poison(|all| {
            for number in [7, 30] {
                let asked = all[&(org, number)];
                assert!((jobs::TRIES..=jobs::TRIES + 4).contains(&asked), "{number}: {asked}");
            }
        });
        // It is tried like a job, and then it lies where a person sees it.
        for _ in 0..jobs::TRIES {
            house.clock.advance(Duration::from_hours(1));
            db.settle().await.unwrap();
        }
        let dead = jobs::dead(&mut db.read().await.unwrap(), org, 9).await.unwrap();
        assert_eq!(dead.len(), 2, "{dead:?}");
        poison(|all| all.retain(|(of, _), _| *of != org));
        for job in dead {
            db.write(&scope, async |tx| jobs::retry(tx, job.id).await).await.unwrap();
        }
        db.settle().await.unwrap();
        let mut all = copies(db, org).await;
        all.sort_unstable();
        assert_eq!(all, (1..51).collect::<Vec<_>>(), "each once, none lost");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_runner_catches_up_after_it_missed_more_than_it_can_hear() {
    for house in houses_with(TOGETHER, listening).await {
        let db = reopened(&house, listening()).await;
        db.start_runner();
        // One commit each: more than the channel of commits holds.
        let scopes: Vec<Scope> = (0..30).map(|_| house.scope()).collect();
        for round in 1..50 {
            join_all(scopes.iter().map(|scope| act(&db, scope, round, Fate::Keep))).await;
        }
        let done = tokio::time::timeout(Duration::from_mins(1), async {
            for scope in &scopes {
                while copies(&db, scope.org()).await.len() < 49 {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        });
        assert!(done.await.is_ok(), "some org was forgotten");
        for scope in &scopes {
            assert_eq!(copies(&db, scope.org()).await, (1..50).collect::<Vec<_>>());
        }
    }
}
