//! Commands that are cut out: dropped, dawdling, too long, not polled.

use std::{pin::pin, time::Duration};

use futures::{FutureExt as _, StreamExt as _, future::join_all, stream::FuturesUnordered};
use kernel::Error;
use store::{Engine, Read as _, args, sql};

use crate::house::*;

/// Runs a command with this fate between two that are kept, all in one batch.
async fn between(fate: Fate) {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        let begun = stopwatch();
        let (first, odd, last) = tokio::join!(
            act(db, &scope, 1, Fate::Keep),
            act(db, &scope, 2, fate),
            act(db, &scope, 3, Fate::Keep),
        );
        assert_eq!(first.unwrap().position, 2, "one commit");
        assert_eq!(last.unwrap().position, 2, "one commit");
        let odd = odd.unwrap_err();
        assert!(odd.code() == "caller.left" || matches!(odd, Error::Busy { .. }), "{odd}");
        assert_eq!(notes(db, scope.org()).await, [1, 3]);
        assert_eq!(stream(db, scope.org()).await, [1, 3]);
        assert_eq!(remembered(db, &scope).await, 2);
        assert!(begun.elapsed() < Duration::from_secs(10), "{fate:?} held the others up");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_leaves_between_statements_is_cut_out() {
    between(Fate::Leave).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_leaves_in_the_middle_of_a_statement_is_cut_out() {
    between(Fate::LeaveMidway).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_dawdles_is_cut_out() {
    between(Fate::Dawdle).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_without_end_is_stopped() {
    between(Fate::Endless).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_is_aborted_while_it_has_the_turn_is_cut_out() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), house.db.clone());
        for fate in [Fate::Dawdle, Fate::Endless] {
            let mut tasks = tokio::task::JoinSet::new();
            let (task_db, task_scope) = (db.clone(), scope.clone());
            tasks.spawn(async move { act(&task_db, &task_scope, 7, fate).await.map(drop) });
            tokio::time::sleep(Duration::from_millis(60)).await;
            tasks.abort_all();
            assert!(tasks.join_next().await.unwrap().unwrap_err().is_cancelled());
            let begun = stopwatch();
            assert!(act(&db, &scope, 7, Fate::Refuse).await.is_err());
            let waited = begun.elapsed();
            // PostgreSQL ends the abandoned statement by its own time limit, SQLite by our word.
            let patience = STRICT.turn_for * 2;
            assert!(waited < patience, "{fate:?} held the next one up for {waited:?}");
        }
        assert!(notes(&db, scope.org()).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writing_statement_that_is_stopped_is_never_kept_in_part() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        let org = scope.org();
        let (first, odd, last) = tokio::join!(
            act(db, &scope, 1, Fate::Keep),
            db.write(&scope, async |tx| {
                let stopped = tx
                    .run(
                        sql!(
                            "WITH RECURSIVE n (i) AS (
                               SELECT CAST(10 AS BIGINT)
                               UNION ALL SELECT i + 1 FROM n WHERE i < 4000000000
                             ) INSERT INTO note (org, number) SELECT $1, i FROM n"
                        ),
                        args![org],
                    )
                    .await;
                // On SQLite the whole transaction is gone: this would be durable by itself.
                let _ = note(tx, 5).await;
                stopped
            }),
            act(db, &scope, 3, Fate::Keep),
        );
        assert!(is_busy(&odd));
        match db.engine() {
            // Interrupting a statement that writes ends SQLite's transaction: nobody is told Ok.
            Engine::Sqlite => {
                assert!(is_busy(&first), "{first:?}");
                assert!(last.is_ok() || is_busy(&last));
                assert_eq!(notes(db, org).await, if last.is_ok() { vec![3] } else { vec![] });
            }
            Engine::Postgres => {
                assert!(first.is_ok() && last.is_ok());
                assert_eq!(notes(db, org).await, [1, 3]);
            }
        }
        let kept = stream(db, org).await;
        assert_eq!(kept, notes(db, org).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_its_caller_does_not_poll_holds_up_nobody() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        // Begun, in the middle of a statement, and then left lying while its owner waits for
        // another command: the classic of buffered streams.
        let mut lying = pin!(db.write(&scope, async |tx| {
            note(tx, 1).await?;
            tx.rows(ENDLESS, args![]).await.map(drop)
        }));
        let poked = tokio::time::timeout(Duration::from_millis(60), lying.as_mut()).await;
        assert!(poked.is_err(), "it has no end");
        let next = tokio::time::timeout(Duration::from_secs(10), act(db, &scope, 2, Fate::Keep));
        assert!(next.await.expect("the lane goes on").is_ok());
        assert!(is_busy(&lying.await));
        assert_eq!(notes(db, scope.org()).await, [2]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_inside_a_write_is_cut_out_and_not_a_deadlock() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        let outer = db.write(&scope, async |tx| {
            note(tx, 1).await?;
            act(db, &scope, 2, Fate::Keep).await.map(drop)
        });
        assert!(is_busy(&outer.await), "the outer one did nothing for too long");
        assert_eq!(notes(db, scope.org()).await, [2]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_its_command_gives_up_is_finished_before_the_next() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        let kept = db.write(&scope, async |tx| {
            let org = tx.org();
            // Polled once and dropped: it was handed to the engine all the same. So long that it is
            // not done while its waiter is still awake.
            let given_up = tx.run(
                sql!(
                    "WITH RECURSIVE n (i) AS (
                       SELECT CAST(10 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 200009
                     ) INSERT INTO note (org, number) SELECT $1, i FROM n"
                ),
                args![org],
            );
            assert!(given_up.now_or_never().is_none());
            note(tx, 1).await?;
            let many = sql!("SELECT CAST(COUNT(*) AS BIGINT) AS many FROM note WHERE org = $1");
            tx.row(many, args![org]).await?.unwrap().get::<i64>("many")
        });
        assert_eq!(kept.await.unwrap().value, 200_001);
        assert_eq!(notes(db, scope.org()).await.len(), 200_001);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_that_leave_while_they_wait_cost_nothing() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let (kept, ()) = tokio::join!(act(db, &scope, 0, Fate::Keep), async {
            let mut waiting: FuturesUnordered<_> =
                (1..2000).map(|number| act(db, &scope, number, Fate::Keep)).collect();
            // Everybody has handed in a command, and goes.
            let _ = waiting.next().now_or_never();
        });
        assert!(kept.is_ok());
        assert!(act(db, &scope, 5000, Fate::Keep).await.is_ok());
        assert_eq!(stream(db, scope.org()).await, notes(db, scope.org()).await);
        assert!(notes(db, scope.org()).await.len() <= 3, "those who left were not served");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fate_at_once_leaves_rows_events_and_memory_agreeing() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        let all = (0..48).map(|number| {
            let fate = FATES[number as usize * 7 % FATES.len()];
            // Only few of the slow ones: each takes its whole time limit.
            let slow = matches!(fate, Fate::Endless | Fate::Dawdle) && number > 16;
            let fate = if slow { Fate::Keep } else { fate };
            let scope = &scope;
            async move { (number, fate, act(db, scope, number, fate).await) }
        });
        let mut kept = Vec::new();
        for (number, fate, outcome) in join_all(all).await {
            assert_eq!(outcome.is_ok(), fate == Fate::Keep, "{number} {fate:?} {outcome:?}");
            if outcome.is_ok() {
                kept.push(number);
            }
        }
        assert_eq!(notes(db, scope.org()).await, kept);
        assert_eq!(stream(db, scope.org()).await, kept);
        assert_eq!(remembered(db, &scope).await, kept.len() as i64);
        assert_eq!(total(db, scope.org()).await, kept.len() as i64);
    }
}
