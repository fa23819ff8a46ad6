//! Turns: who is answered, when, and what neighbours notice.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use futures::future::join_all;
use kernel::{Error, Scope};
use serde_json::json;
use store::{Engine, Limits, Registry, args, sql};
use tokio::sync::oneshot;

use crate::house::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn committed_rows_are_visible_after_the_answer() {
    for house in houses(TOGETHER).await {
        let scope = house.scope();
        for number in 0..20 {
            let written = act(&house.db, &scope, number, Fate::Keep).await.unwrap();
            assert_eq!(written.value, number);
            assert_eq!(written.position, number + 1);
            assert_eq!(notes(&house.db, scope.org()).await, (0..=number).collect::<Vec<_>>());
            house.db.reach(scope.org(), written.position).await.unwrap();
        }
        assert!(is_busy(&house.db.reach(scope.org(), 21).await), "nothing is there yet");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_wait_together_share_one_commit() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let (ready, wait) = oneshot::channel();
        // Whoever holds the lane until all of them stand in the queue, however busy the machine is.
        let first = db.write(&scope, async |tx| {
            note(tx, 100).await?;
            wait.await.map_err(Error::broken)
        });
        let rest = async {
            let mut rest = pin!(join_all((0..50).map(|n| act(db, &scope, n, Fate::Keep))));
            assert!(poll_fn(|cx| Poll::Ready(rest.as_mut().poll(cx))).await.is_pending());
            ready.send(()).unwrap();
            rest.await
        };
        let (first, rest) = tokio::join!(first, rest);
        assert_eq!(first.unwrap().position, 51);
        assert!(rest.into_iter().all(|one| one.unwrap().position == 51));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_answered_before_the_commit_that_the_answer_rests_on() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let slow = db.write(&scope, async |tx| {
            note(tx, 1).await?;
            tokio::time::sleep(Duration::from_millis(300)).await;
            Ok(stopwatch())
        });
        let kept = async {
            let written = act(db, &scope, 2, Fate::Keep).await;
            (written.map(|one| one.value), stopwatch())
        };
        let refused = async { (act(db, &scope, 3, Fate::Refuse).await, stopwatch()) };
        let last = db.write(&scope, async |tx| {
            tokio::time::sleep(Duration::from_millis(200)).await;
            note(tx, 4).await?;
            Ok(stopwatch())
        });
        let (slow, kept, refused, last) = tokio::join!(slow, kept, refused, last);
        let (slow, last) = (slow.unwrap(), last.unwrap());
        assert_eq!(slow.position, last.position, "one commit");
        assert_eq!(kept.0, Ok(2));
        assert!(kept.1 >= last.value, "an answer before the commit");
        assert!(refused.0.is_err() && refused.1 >= last.value, "a refusal before the commit");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_and_panics_leave_their_neighbours_alone() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let (first, refused, panicked, missing, last) = tokio::join!(
            act(db, &scope, 1, Fate::Keep),
            act(db, &scope, 2, Fate::Refuse),
            act(db, &scope, 3, Fate::Panic),
            db.write(&scope, async |tx| {
                note(tx, 4).await?;
                Err::<(), _>(Error::NotFound("note"))
            }),
            act(db, &scope, 5, Fate::Keep),
        );
        assert_eq!(last.unwrap().position, 2);
        assert!(first.is_ok());
        assert_eq!(refused.unwrap_err().code(), "notes.no");
        assert!(matches!(panicked, Err(Error::Broken(_))));
        assert_eq!(missing.unwrap_err(), Error::NotFound("note"));
        assert_eq!(notes(db, scope.org()).await, [1, 5]);
        assert_eq!(stream(db, scope.org()).await, [1, 5]);
        assert_eq!(remembered(db, &scope).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_swallows_a_failed_statement_is_not_kept() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let (first, swallowed, last) = tokio::join!(
            act(db, &scope, 1, Fate::Keep),
            act(db, &scope, 2, Fate::Swallow),
            act(db, &scope, 3, Fate::Keep),
        );
        assert!(first.is_ok() && last.is_ok());
        assert_eq!(swallowed.unwrap_err().code(), store::TAKEN);
        assert_eq!(notes(db, scope.org()).await, [1, 3]);
        assert_eq!(stream(db, scope.org()).await, [1, 3]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_failed_statement_nothing_more_is_run() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let outcome = db
            .write(&scope, async |tx| {
                let first = tx.run(sql!("INSERT INTO nowhere VALUES (1)"), args![]).await;
                let second = note(tx, 1).await;
                assert!(matches!(first, Err(Error::Broken(_))));
                assert_eq!(first.as_ref().err(), second.as_ref().err());
                Ok(())
            })
            .await;
        assert!(matches!(outcome, Err(Error::Broken(_))));
        assert!(notes(db, scope.org()).await.is_empty());
    }
}

fn acting() -> Registry {
    let mut registry = registry();
    registry.action("notes.note", |tx, data| {
        Box::pin(async move {
            note(tx, data["number"].as_i64().unwrap()).await?;
            if data["then"].is_object() {
                return tx.act("notes.note", data["then"].clone()).await;
            }
            if data["refuse"] == true { Err(refused("notes.no")) } else { Ok(json!("done")) }
        })
    });
    registry
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nested_actions_happen_all_or_not_at_all() {
    for house in houses_with(TOGETHER, acting).await {
        let (scope, db) = (house.scope(), &house.db);
        let deep = |refuse: bool, first: i64| {
            let last = json!({ "number": first + 2, "refuse": refuse });
            json!({ "number": first, "then": { "number": first + 1, "then": last } })
        };
        let kept = db.write(&scope, async |tx| tx.act("notes.note", deep(false, 1)).await).await;
        assert_eq!(kept.unwrap().value, "done");
        let undone = db.write(&scope, async |tx| tx.act("notes.note", deep(true, 11)).await).await;
        assert_eq!(undone.unwrap_err().code(), "notes.no");
        let none = db.write(&scope, async |tx| {
            assert!(tx.can_act("notes.note") && !tx.can_act("notes.burn"));
            tx.act("notes.burn", json!({})).await
        });
        assert!(matches!(none.await, Err(Error::Broken(_))));
        assert_eq!(stream(db, scope.org()).await, [1, 2, 3]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_is_cut_out_is_told_so_and_goes_no_further() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        let begun = stopwatch();
        let late = db.write(&scope, async |tx| {
            tokio::time::sleep(Duration::from_mins(1)).await;
            note(tx, 1).await
        });
        assert!(is_busy(&late.await));
        assert!(begun.elapsed() < Duration::from_secs(10), "told late");
        assert!(notes(db, scope.org()).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_org_sees_only_its_own_numbers() {
    for house in houses(TOGETHER).await {
        let scopes: Vec<Scope> = (0..5).map(|_| house.scope()).collect();
        let all = scopes
            .iter()
            .flat_map(|scope| (0..20).map(|number| act(&house.db, scope, number, Fate::Keep)));
        assert!(join_all(all).await.into_iter().all(|one| one.is_ok()));
        for scope in &scopes {
            assert_eq!(stream(&house.db, scope.org()).await.len(), 20);
            assert_eq!(total(&house.db, scope.org()).await, 20);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_the_server_turned_into_a_rollback_is_not_told_as_success() {
    for house in houses(TOGETHER).await {
        if is(&house, Engine::Sqlite) {
            continue; // A failed statement leaves the others of its transaction alone there.
        }
        let (scope, db) = (house.scope(), &house.db);
        trouble(scope.org(), Some(Trouble::Swallows));
        assert!(is_busy(&act(db, &scope, 1, Fate::Keep).await));
        trouble(scope.org(), None);
        assert!(act(db, &scope, 1, Fate::Keep).await.is_ok());
        assert_eq!(stream(db, scope.org()).await, [1]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_fails_tells_nobody_success_and_keeps_nothing() {
    for house in houses(Limits { lanes: 1, ..TOGETHER }).await {
        for fate in [Fate::FailCommit, Fate::EndTransaction] {
            let (scope, other, db) = (house.scope(), house.scope(), &house.db);
            act(db, &scope, 1, Fate::Keep).await.unwrap();
            // It goes on until the others wait, so that all have one commit.
            let first = db.write(&scope, async |tx| {
                while db.figures().waiting < 4 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                note(tx, 7).await
            });
            let (first, kept, refused, odd, neighbour) = tokio::join!(
                first,
                act(db, &scope, 2, Fate::Keep),
                act(db, &scope, 3, Fate::Refuse),
                act(db, &scope, 4, fate),
                act(db, &other, 5, Fate::Keep),
            );
            assert!(is_busy(&first), "{fate:?} {first:?}");
            for outcome in [&kept, &refused, &odd, &neighbour] {
                assert!(is_busy(outcome), "{fate:?} {outcome:?}");
            }
            assert_eq!(notes(db, scope.org()).await, [1], "{fate:?}");
            assert_eq!(stream(db, scope.org()).await, [1], "{fate:?}");
            assert!(notes(db, other.org()).await.is_empty(), "{fate:?}");
            assert_eq!(remembered(db, &scope).await, 1);
            assert!(act(db, &scope, 6, Fate::Keep).await.is_ok());
        }
    }
}
