//! Jobs: due by the handed-in clock, tried again, dead after eight tries, once in effect.

use std::{
    collections::HashSet,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use futures::future::join_all;
use kernel::{OrgId, Scope};
use serde_json::{Value, json};
use store::{
    Db, Fate, JobHandler, Key, NewJob, Registry,
    jobs::{self, TRIES, backoff},
};

use crate::house::*;

/// The orgs whose jobs fail at present.
static FAILING: Mutex<Option<HashSet<OrgId>>> = Mutex::new(None);
/// Calls of the handlers that talk to the world, by anybody.
static CALLS: AtomicI64 = AtomicI64::new(0);

fn fails(org: OrgId) -> bool {
    let failing = FAILING.lock().unwrap_or_else(PoisonError::into_inner);
    failing.as_ref().is_some_and(|orgs| orgs.contains(&org))
}

fn set_failing(org: OrgId, fails: bool) {
    let mut failing = FAILING.lock().unwrap_or_else(PoisonError::into_inner);
    let orgs = failing.get_or_insert_default();
    let _ = if fails { orgs.insert(org) } else { orgs.remove(&org) };
}

fn number(data: &Value) -> i64 {
    data["number"].as_i64().unwrap()
}

pub fn working() -> Registry {
    let mut registry = registry();
    registry.job(
        "notes.note",
        JobHandler::Turn(|tx, data| {
            Box::pin(async move {
                note(tx, number(&data)).await?;
                assert!(data["panic"] != true, "a job that panics");
                if fails(tx.org()) { Err(refused("notes.no")) } else { Ok(()) }
            })
        }),
    );
    // Talks to the world, and keys its effect because it may run twice.
    registry.job(
        "notes.send",
        JobHandler::Free(|db, org, data| {
            Box::pin(async move {
                CALLS.fetch_add(1, Ordering::SeqCst);
                assert!(data["panic"] != true, "a job that panics outside");
                match data["fate"].as_str() {
                    Some("given up") => return Ok(Fate::GivenUp("nobody lives there".into())),
                    Some("over") if !fails(org) => return Ok(Fate::Over),
                    _ => {}
                }
                if fails(org) {
                    return Err(refused("notes.no"));
                }
                let key = Key::new("job", &number(&data).to_string(), &[])?;
                let scope = Scope::system(org);
                let effect = db.write_once(&scope, &key, async |tx| {
                    note(tx, number(&data)).await?;
                    if data["again"] == true {
                        // Arms itself anew under the same key, as recurring timers do.
                        let (at, next) = (tx.now().plus(Duration::from_mins(1)), number(&data) + 1);
                        let job =
                            NewJob::at("notes.send", "recurring", at, &json!({ "number": next }));
                        tx.enqueue(job?);
                    }
                    Ok(())
                });
                effect.await.map(|_| Fate::Done)
            })
        }),
    );
    registry
}

async fn enqueue(db: &Db, scope: &Scope, job: NewJob) {
    db.write(scope, async |tx| {
        tx.enqueue(job);
        Ok(())
    })
    .await
    .unwrap();
}

fn now(kind: &'static str, number: i64) -> NewJob {
    NewJob::now(kind, &json!({ "number": number })).unwrap()
}

async fn waiting(db: &Db) -> usize {
    jobs::due(&mut db.read().await.unwrap(), kernel::Time::from_micros(i64::MAX), 1000)
        .await
        .unwrap()
        .len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_are_due_by_the_clock_that_was_handed_in() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        let hour = Duration::from_hours(1);
        let at = house.world.now().plus(hour);
        let timer = NewJob::at("notes.note", "t", at, &json!({ "number": 2 })).unwrap();
        enqueue(db, &scope, timer).await;
        enqueue(db, &scope, now("notes.note", 1)).await;
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [1]);
        house.clock.set(at.minus(Duration::from_micros(1)));
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [1]);
        house.clock.advance(Duration::from_micros(1));
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [1, 2]);
        assert_eq!(waiting(db).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_of_a_refused_command_is_never_there() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        let refused = db.write(&scope, async |tx| {
            tx.enqueue(now("notes.note", 1));
            Err::<(), _>(refused("notes.no"))
        });
        assert!(refused.await.is_err());
        assert_eq!(waiting(db).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_job_is_tried_eight_times_with_growing_pauses_and_then_lies_dead() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        set_failing(scope.org(), true);
        enqueue(db, &scope, now("notes.note", 1)).await;
        let mut pauses = Vec::new();
        for tries in 1..=TRIES {
            db.settle().await.unwrap();
            assert!(notes(db, scope.org()).await.is_empty(), "what a failed try did is undone");
            if tries == TRIES {
                break;
            }
            let job = jobs::due(&mut db.read().await.unwrap(), house.world.now(), 9).await.unwrap();
            assert!(job.is_empty(), "it rests");
            pauses.push(backoff(tries));
            house.clock.advance(backoff(tries));
        }
        assert!(pauses.is_sorted() && pauses.last() == Some(&Duration::from_hours(1)));
        house.clock.advance(Duration::from_secs(999_999));
        db.settle().await.unwrap();
        let dead = jobs::dead(&mut db.read().await.unwrap(), scope.org(), 9).await.unwrap();
        assert_eq!((dead.len(), dead[0].attempts), (1, TRIES));
        assert_eq!(dead[0].trouble, "notes.no");

        set_failing(scope.org(), false);
        let id = dead[0].id;
        let retry = db.write(&scope, async |tx| jobs::retry(tx, id).await).await;
        assert!(retry.unwrap().value);
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [1]);
        let again = db.write(&scope, async |tx| jobs::retry(tx, id).await).await;
        assert!(!again.unwrap().value, "it is gone");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_panic_or_are_nobodys_business_end_among_the_dead() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        for (number, kind) in ["notes.note", "notes.send", "notes.unknown"].into_iter().enumerate()
        {
            let data = json!({ "number": number, "panic": true });
            enqueue(db, &scope, NewJob::now(kind, &data).unwrap()).await;
        }
        enqueue(db, &scope, now("notes.note", 7)).await;
        for _ in 0..TRIES {
            db.settle().await.unwrap();
            house.clock.advance(Duration::from_hours(1));
        }
        let dead = jobs::dead(&mut db.read().await.unwrap(), scope.org(), 9).await.unwrap();
        assert_eq!(dead.len(), 3);
        assert_eq!(notes(db, scope.org()).await, [7], "and the others were done");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_knows_its_end_lies_dead_at_once_with_the_reason_that_counts() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        let dead = async || {
            let mut dead = jobs::dead(&mut db.read().await.unwrap(), scope.org(), 9).await.unwrap();
            dead.sort_by_key(|job| job.id);
            dead.into_iter().map(|job| (job.attempts, job.trouble)).collect::<Vec<_>>()
        };
        let fated = |fate: &str| NewJob::now("notes.send", &json!({ "number": 1, "fate": fate }));
        enqueue(db, &scope, fated("given up").unwrap()).await;
        db.settle().await.unwrap();
        let first = (1, "nobody lives there".to_owned());
        assert_eq!(dead().await, std::slice::from_ref(&first));

        // It fails once, and then its time is over: what was wrong before is still said.
        set_failing(scope.org(), true);
        enqueue(db, &scope, fated("over").unwrap()).await;
        db.settle().await.unwrap();
        set_failing(scope.org(), false);
        house.clock.advance(backoff(1));
        db.settle().await.unwrap();
        assert_eq!(dead().await, [first, (2, "notes.no".to_owned())]);
        assert_eq!(waiting(db).await, 0, "neither is tried again");
        assert!(notes(db, scope.org()).await.is_empty());

        let all = jobs::dead(&mut db.read().await.unwrap(), scope.org(), 9).await.unwrap();
        for job in all {
            let bury = db.write(&scope, async |tx| jobs::bury(tx, job.id).await).await;
            assert!(bury.unwrap().value);
        }
        assert_eq!(dead().await, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn timers_are_moved_and_cancelled_also_within_one_commit() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        let start = house.world.now();
        let timer = |key: &str, number: i64, seconds: u64| {
            let at = start.plus(Duration::from_secs(seconds));
            NewJob::at("notes.note", key, at, &json!({ "number": number })).unwrap()
        };
        let cancel = |key: &'static str| {
            db.write(&scope, async move |tx| jobs::cancel(tx, "notes.note", key).await)
        };
        enqueue(db, &scope, timer("moved", 1, 10)).await;
        enqueue(db, &scope, timer("moved", 2, 20)).await;
        enqueue(db, &scope, timer("gone", 3, 10)).await;
        assert!(cancel("gone").await.unwrap().value);
        assert!(!cancel("gone").await.unwrap().value);
        // Set and cancelled by neighbours of one commit, and the other way round.
        let ((), gone, none, refused_cancel, (), _) = tokio::join!(
            enqueue(db, &scope, timer("brief", 4, 10)),
            cancel("brief"),
            cancel("brief"),
            db.write(&scope, async |tx| {
                jobs::cancel(tx, "notes.note", "kept").await?;
                Err::<(), _>(refused("notes.no"))
            }),
            enqueue(db, &scope, timer("kept", 5, 10)),
            db.write(&scope, async |tx| {
                tx.enqueue(timer("inner", 6, 10));
                assert!(jobs::cancel(tx, "notes.note", "inner").await?);
                tx.enqueue(timer("renewed", 7, 10));
                assert!(jobs::cancel(tx, "notes.note", "renewed").await?);
                tx.enqueue(timer("renewed", 8, 10));
                Ok(())
            }),
        );
        assert!(gone.unwrap().value && !none.unwrap().value && refused_cancel.is_err());
        house.clock.advance(Duration::from_secs(15));
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [5, 8]);
        house.clock.advance(Duration::from_secs(15));
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [2, 5, 8]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_job_run_twice_has_one_effect() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        let all = (0..60).map(|n| {
            let kind = if n % 4 == 0 { "notes.send" } else { "notes.note" };
            enqueue(db, &scope, now(kind, n))
        });
        join_all(all).await;
        // Three runners find the same jobs at the same time.
        let (one, two, three) = tokio::join!(db.settle(), db.settle(), db.settle());
        assert!(one.is_ok() && two.is_ok() && three.is_ok(), "{one:?} {two:?} {three:?}");
        assert_eq!(stream(db, scope.org()).await.len(), 60);
        assert_eq!(notes(db, scope.org()).await, (0..60).collect::<Vec<_>>());
        assert_eq!(waiting(db).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_whose_commit_was_lost_is_still_there_after_a_restart() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        enqueue(db, &scope, now("notes.note", 1)).await;
        enqueue(db, &scope, now("notes.send", 2)).await;
        trouble(scope.org(), Some(Trouble::Fails));
        let _ = tokio::time::timeout(Duration::from_millis(300), db.settle()).await;
        assert!(notes(db, scope.org()).await.is_empty());
        trouble(scope.org(), None);
        let db = reopened(&house, working()).await;
        db.settle().await.unwrap();
        house.clock.advance(backoff(1));
        db.settle().await.unwrap();
        assert_eq!(notes(&db, scope.org()).await, [1, 2]);
        assert_eq!(stream(&db, scope.org()).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_arms_itself_again_under_its_key_stays_armed() {
    for house in houses_with(TOGETHER, working).await {
        let (scope, db) = (house.scope(), &house.db);
        let data = json!({ "number": 1, "again": true });
        let job = NewJob::at("notes.send", "recurring", house.world.now(), &data).unwrap();
        enqueue(db, &scope, job).await;
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [1]);
        house.clock.advance(Duration::from_mins(1));
        db.settle().await.unwrap();
        assert_eq!(notes(db, scope.org()).await, [1, 2]);
        assert_eq!(waiting(db).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_runner_does_its_work_unasked_and_a_slow_counterpart_holds_nothing_up() {
    fn slow() -> Registry {
        let mut registry = working();
        registry.job("notes.slow", JobHandler::Free(|_, _, _| Box::pin(std::future::pending())));
        registry
    }
    for house in houses_with(TOGETHER, slow).await {
        let (scope, db) = (house.scope(), &house.db);
        db.start_runner();
        // More than may talk to the world at once, and more than a page.
        let slow = (0..250).map(|n| enqueue(db, &scope, now("notes.slow", n)));
        join_all(slow).await;
        enqueue(db, &scope, now("notes.note", 1)).await;
        let done = tokio::time::timeout(Duration::from_secs(20), async {
            while notes(db, scope.org()).await != [1] {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(done.await.is_ok(), "the turn waited behind the slow ones");
        assert_eq!(waiting(db).await, 250);
    }
}
