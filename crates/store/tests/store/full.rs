//! When it is too much: bounded queues, orgs taking turns, a full disk.

use std::time::Duration;

use futures::{StreamExt as _, future::join_all, stream::FuturesUnordered};
use kernel::{Error, Result};
use store::{Db, Engine, Limits, testing::PATIENT};

use crate::house::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_says_busy_at_once() {
    let limits = Limits { queue_per_org: 50, queue_in_all: 120, ..TOGETHER };
    for house in houses(limits).await {
        let (scope, db) = (house.scope(), &house.db);
        let others: Vec<_> = (0..4).map(|_| house.scope()).collect();
        let begun = stopwatch();
        let slow = db.write(&scope, async |tx| {
            tokio::time::sleep(Duration::from_millis(400)).await;
            note(tx, 1_000_000).await
        });
        let crowd = async {
            // The lane has taken in the slow one before the crowd comes.
            tokio::time::sleep(Duration::from_millis(100)).await;
            let mut waiting: FuturesUnordered<_> = (0..500)
                .map(|number| {
                    let scope = &others[number as usize % 4];
                    async move { (act(db, scope, number, Fate::Keep).await, stopwatch()) }
                })
                .collect();
            let (mut served, mut turned_away) = (0, 0);
            while let Some((outcome, at)) = waiting.next().await {
                match outcome {
                    Ok(_) => served += 1,
                    Err(Error::Busy { retry_after_s }) => {
                        assert!(retry_after_s > 0);
                        assert!(at - begun < Duration::from_millis(390), "told late");
                        turned_away += 1;
                    }
                    Err(other) => panic!("{other}"),
                }
            }
            (served, turned_away)
        };
        let (slow, (served, turned_away)) = tokio::join!(slow, crowd);
        assert!(slow.is_ok());
        assert_eq!(served + turned_away, 500);
        // PostgreSQL has two lanes, and one of them goes on serving.
        match db.engine() {
            Engine::Sqlite => assert_eq!(served, 120),
            Engine::Postgres => assert!((50..500).contains(&served), "{served}"),
        }
        assert!(act(db, &scope, 2_000_000, Fate::Keep).await.is_ok(), "room again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waited_too_long_is_refused_and_a_waiting_crowd_lets_nobody_in() {
    const MOMENT: Duration = Duration::from_millis(300);
    let limits = Limits { wait_for: 2 * MOMENT, crowd: 8, crowd_for: MOMENT, ..TOGETHER };
    for house in houses(limits).await {
        let (scope, db) = (house.scope(), &house.db);
        let begun = stopwatch();
        let slow = db.write(&scope, async |tx| {
            tokio::time::sleep(5 * MOMENT).await;
            note(tx, 1).await
        });
        // They find a queue with room, and are too late all the same.
        let early = async {
            tokio::time::sleep(MOMENT).await;
            join_all((2..10).map(|number| act(db, &scope, number, Fate::Keep))).await
        };
        // One who comes when they have waited for a while is sent away at once.
        let late = async {
            tokio::time::sleep(3 * MOMENT).await;
            (act(db, &scope, 10, Fate::Keep).await, stopwatch() - begun)
        };
        let (slow, early, (late, told)) = tokio::join!(slow, early, late);
        assert!(slow.is_ok());
        assert!(early.iter().all(|one| matches!(one, Err(Error::Busy { .. }))), "{early:?}");
        assert!(matches!(late, Err(Error::Busy { .. })), "{late:?}");
        assert!(told < 5 * MOMENT, "told late: {told:?}");
        assert!(act(db, &scope, 11, Fate::Keep).await.is_ok(), "the crowd has gone");
        assert_eq!(notes(db, scope.org()).await, [1, 11], "who was refused did nothing");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_commands_of_one_org_delay_another_by_a_few_batches_at_most() {
    let limits = Limits { queue_per_org: 20_000, queue_in_all: 40_000, lanes: 1, ..PATIENT };
    for house in houses(limits).await {
        let (greedy, modest, db) = (house.scope(), house.scope(), &house.db);
        let crowd = async {
            let all: FuturesUnordered<_> =
                (0..10_000).map(|number| act(db, &greedy, number, Fate::Keep)).collect();
            assert!(all.all(|one| async move { one.is_ok() }).await);
        };
        let small = async {
            let mut worst = 0;
            for number in 0..3 {
                let before = events(db, greedy.org()).await;
                act(db, &modest, number, Fate::Keep).await.unwrap();
                worst = worst.max(events(db, greedy.org()).await - before);
            }
            (worst, events(db, greedy.org()).await)
        };
        let ((), (worst, then)) = tokio::join!(crowd, small);
        assert!(then < 10_000, "the crowd was still waiting");
        // A batch holds 256 commands.
        assert!(worst <= 4 * 256, "overtaken by {worst} commands");
    }
}

async fn events(db: &Db, org: kernel::OrgId) -> i64 {
    store::events::last(&mut db.read().await.unwrap(), org).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_tells_nobody_success_and_goes_on_when_there_is_room() {
    let house = houses(TOGETHER).await.remove(0);
    assert!(is(&house, Engine::Sqlite));
    let (scope, db) = (house.scope(), &house.db);
    assert!(act(db, &scope, 1, Fate::Keep).await.is_ok());
    let limit = pages(db, &scope, 1).await;
    let mut acknowledged = vec![1];
    let mut refused = 0;
    for round in 0..40 {
        let numbers: Vec<i64> = (0..20).map(|n| 100 + round * 20 + n).collect();
        let all = join_all(numbers.iter().map(|&n| act(db, &scope, n, Fate::Keep))).await;
        for (number, outcome) in numbers.into_iter().zip(all) {
            match outcome {
                Ok(_) => acknowledged.push(number),
                Err(Error::Busy { .. }) => refused += 1,
                Err(other) => panic!("a full disk is not our mistake: {other}"),
            }
        }
    }
    assert!(refused > 0, "the disk was never full: {limit} pages");
    assert_eq!(notes(db, scope.org()).await, acknowledged);
    assert_eq!(stream(db, scope.org()).await, acknowledged);
    assert_eq!(total(db, scope.org()).await, acknowledged.len() as i64);
    pages(db, &scope, 100_000).await;
    let outcome = act(db, &scope, 9_000_000, Fate::Keep).await;
    assert!(outcome.is_ok(), "there is room: {outcome:?}");
    assert_eq!(remembered(db, &scope).await, acknowledged.len() as i64 + 1);
}

/// Lets the writer's connection have so many pages more than now.
async fn pages(db: &Db, scope: &kernel::Scope, more: i64) -> i64 {
    use store::Read as _;
    let limit: Result<_> = db
        .write(scope, async |tx| {
            let row = tx.row("PRAGMA page_count", Vec::new()).await?;
            let now: i64 = row.map_or(Ok(0), |row| row.get("page_count"))?;
            let limit = now + more;
            tx.rows(&format!("PRAGMA max_page_count = {limit}"), Vec::new()).await?;
            Ok(limit)
        })
        .await
        .map(|written| written.value);
    limit.unwrap()
}
