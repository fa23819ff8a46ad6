//! The rooms' memory: undone with its command, loaded again after a lost batch.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use kernel::{Error, Scope, World};
use store::{Db, Limits, Registry};

use crate::house::*;

async fn post(db: &Db, scope: &Scope, ask: Ask) -> kernel::Result<i64> {
    db.post(scope, ask).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_are_decided_from_memory_in_the_order_of_their_arrival() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let totals = join_all((1..=100).map(|n| post(db, &scope, Ask::Add(n)))).await;
        let totals: Vec<i64> = totals.into_iter().map(Result::unwrap).collect();
        let expected: Vec<i64> = (1..=100).map(|n| n * (n + 1) / 2).collect();
        assert_eq!(totals, expected);
        assert_eq!(total(db, scope.org()).await, 5050);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_is_refused_alone() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let asks = [Ask::Add(5), Ask::Add(-6), Ask::Add(-5), Ask::Add(-1), Ask::Add(2)];
        let all = join_all(asks.map(|ask| post(db, &scope, ask))).await;
        let codes: Vec<_> = all.iter().map(|one| one.as_ref().map_err(Error::code)).collect();
        assert_eq!(codes, [Ok(&5), Err("tally.short"), Ok(&0), Err("tally.short"), Ok(&2)]);
        assert_eq!(total(db, scope.org()).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_that_panics_is_undone_and_its_neighbours_are_kept() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let asks = [Ask::Add(5), Ask::Panic(70), Ask::Add(1)];
        let all = join_all(asks.map(|ask| post(db, &scope, ask))).await;
        assert!(matches!(all[1], Err(Error::Broken(_))), "{all:?}");
        assert_eq!((&all[0], &all[2]), (&Ok(5), &Ok(6)));
        assert_eq!(post(db, &scope, Ask::Add(1)).await, Ok(7));
        assert_eq!(total(db, scope.org()).await, 7);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_that_cannot_be_prepared_takes_nobody_with_it() {
    for house in houses(TOGETHER).await {
        let (scope, other, db) = (house.scope(), house.scope(), &house.db);
        let asks = (0..100).map(|n| if n % 40 == 7 { Ask::Poison } else { Ask::Add(1) });
        let (turn, posts, neighbour) = tokio::join!(
            act(db, &other, 1, Fate::Keep),
            join_all(asks.map(|ask| post(db, &scope, ask))),
            act(db, &other, 2, Fate::Keep),
        );
        assert!(turn.is_ok() && neighbour.is_ok());
        for (place, answer) in posts.iter().enumerate() {
            assert_eq!(answer.is_err(), place % 40 == 7, "{place}: {answer:?}");
            assert!(!is_busy(answer), "{place}: nobody else's trouble");
        }
        assert_eq!(total(db, scope.org()).await, 97);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_undone_with_its_command() {
    for house in houses(STRICT).await {
        let (scope, db) = (house.scope(), &house.db);
        for fate in FATES {
            let before = remembered(db, &scope).await;
            let outcome = act(db, &scope, 100 + before, fate).await;
            let after = before + i64::from(outcome.is_ok());
            assert_eq!(remembered(db, &scope).await, after, "{fate:?}");
            assert_eq!(total(db, scope.org()).await, after, "{fate:?}");
            assert_eq!(post(db, &scope, Ask::Add(0)).await, Ok(after), "{fate:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flush_that_fails_tells_nobody_success_and_memory_is_loaded_again() {
    for house in houses(TOGETHER).await {
        for kind in [Trouble::Fails, Trouble::Panics] {
            let (scope, other, db) = (house.scope(), house.scope(), &house.db);
            assert_eq!(post(db, &scope, Ask::Add(10)).await, Ok(10));
            trouble(scope.org(), Some(kind));
            let (kept, posted, refused, neighbour) = tokio::join!(
                act(db, &scope, 1, Fate::Keep),
                post(db, &scope, Ask::Add(5)),
                act(db, &scope, 2, Fate::Refuse),
                act(db, &other, 3, Fate::Keep),
            );
            trouble(scope.org(), None);
            assert!(is_busy(&kept) && is_busy(&posted), "{kind:?} {kept:?} {posted:?}");
            assert!(is_busy(&refused), "it may have rested on what is gone: {refused:?}");
            // On another lane the neighbour had a commit of its own.
            assert_eq!(notes(db, other.org()).await.len(), usize::from(neighbour.is_ok()));
            assert!(notes(db, scope.org()).await.is_empty());
            assert_eq!(remembered(db, &scope).await, 10, "{kind:?}");
            assert!(act(db, &scope, 1, Fate::Keep).await.is_ok(), "the same again goes through");
            assert_eq!(stream(db, scope.org()).await, [1]);
            assert_eq!(total(db, scope.org()).await, 11);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_survives_a_restart_by_way_of_its_table() {
    for house in houses(TOGETHER).await {
        let scope = house.scope();
        assert_eq!(post(&house.db, &scope, Ask::Add(3)).await, Ok(3));
        let db = reopened(&house, registry()).await;
        assert_eq!(post(&db, &scope, Ask::Add(4)).await, Ok(7));
    }
}

static MADE: AtomicUsize = AtomicUsize::new(0);

fn counted() -> Registry {
    let mut registry = Registry::default();
    registry.hot(|org, _: &World| {
        MADE.fetch_add(1, Ordering::SeqCst);
        Box::new(Tally::new(org))
    });
    registry
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_of_many_orgs_is_bounded_and_nothing_is_forgotten() {
    let limits = Limits { orgs: 3, lanes: 1, ..TOGETHER };
    for house in houses_with(limits, counted).await {
        let (db, scopes) = (&house.db, (0..12).map(|_| house.scope()).collect::<Vec<_>>());
        let before = MADE.load(Ordering::SeqCst);
        for round in 1..=3 {
            for scope in &scopes {
                assert_eq!(post(db, scope, Ask::Add(2)).await, Ok(round * 2));
                assert_eq!(remembered(db, scope).await, round * 2, "between neighbours");
            }
        }
        let made = MADE.load(Ordering::SeqCst) - before;
        assert_eq!(made, 36, "each org is loaded again, since eleven others came in between");
        for scope in &scopes {
            assert_eq!(total(db, scope.org()).await, 6);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_without_a_room_and_answers_of_another_type_are_our_mistake() {
    for house in houses_with(TOGETHER, Registry::default).await {
        let answer = post(&house.db, &house.scope(), Ask::Add(1)).await;
        assert!(matches!(answer, Err(Error::Broken(_))));
    }
    for house in houses(TOGETHER).await {
        let answer: kernel::Result<String> = house.db.post(&house.scope(), Ask::Add(1)).await;
        assert!(matches!(answer, Err(Error::Broken(_))));
        let answer: kernel::Result<i64> = house.db.post(&house.scope(), "who?").await;
        assert!(matches!(answer, Err(Error::Broken(_))));
    }
}
