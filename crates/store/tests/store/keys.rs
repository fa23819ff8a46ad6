//! Idempotency keys: one effect, one answer.

use std::time::Duration;

use futures::future::join_all;
use kernel::{Error, Result, Scope};
use store::{Db, Key, Once, Read as _, Written, args, sql};

use crate::house::*;

fn key(name: &str, content: &str) -> Key {
    Key::new("till-3", name, &[b"POST /notes", content.as_bytes()]).unwrap()
}

async fn once(db: &Db, scope: &Scope, key: &Key, number: i64) -> Result<Written<Once<i64>>> {
    db.write_once(scope, key, async |tx| {
        note(tx, number).await?;
        add(tx, 1).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_and_content_has_one_effect_and_one_answer() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let key = key("a", "one");
        let first = once(db, &scope, &key, 1).await.unwrap().value;
        let again = once(db, &scope, &key, 2).await.unwrap().value;
        assert_eq!((first.answer, first.repeated), (1, false));
        assert_eq!((again.answer, again.repeated), (1, true));
        let db = reopened(&house, registry()).await;
        let later = once(&db, &scope, &key, 3).await.unwrap().value;
        assert_eq!((later.answer, later.repeated), (1, true), "also after a restart");
        assert_eq!(stream(&db, scope.org()).await, [1]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_with_other_content_is_refused() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let (one, other) = (key("a", "one"), key("a", "other"));
        let (first, same_batch) =
            tokio::join!(once(db, &scope, &one, 1), once(db, &scope, &other, 2));
        assert!(first.is_ok());
        assert_eq!(same_batch.unwrap_err(), Error::KeyMismatch);
        assert_eq!(once(db, &scope, &other, 2).await.unwrap_err(), Error::KeyMismatch);
        // Somebody else's key of that name, another org's, and one that only looks alike.
        let theirs = Key::new("till-4", "a", &[b"other"]).unwrap();
        assert!(once(db, &scope, &theirs, 3).await.is_ok());
        assert!(once(db, &house.scope(), &other, 4).await.is_ok());
        let shifted = Key::new("till-3", "b", &[b"POST /note", b"sone"]).unwrap();
        assert!(once(db, &scope, &key("b", "one"), 5).await.is_ok());
        assert_eq!(once(db, &scope, &shifted, 6).await.unwrap_err(), Error::KeyMismatch);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn duplicates_at_the_same_moment_have_one_effect() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let key = key("a", "one");
        let all = join_all((0..40).map(|number| once(db, &scope, &key, number))).await;
        let all: Vec<_> = all.into_iter().map(|one| one.unwrap().value).collect();
        assert_eq!(all.iter().filter(|one| !one.repeated).count(), 1);
        assert!(all.iter().all(|one| one.answer == 1));
        assert_eq!(stream(db, scope.org()).await.len(), 1);
        assert_eq!(total(db, scope.org()).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_is_decided_afresh() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let key = key("a", "one");
        let no = db.write_once(&scope, &key, async |tx| {
            note(tx, 1).await?;
            Err::<i64, _>(refused("notes.no"))
        });
        let (no, yes) = tokio::join!(no, once(db, &scope, &key, 1));
        assert_eq!(no.unwrap_err().code(), "notes.no");
        assert!(!yes.unwrap().value.repeated);
        assert_eq!(stream(db, scope.org()).await, [1]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_whose_batch_was_lost_is_decided_afresh() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let key = key("a", "one");
        trouble(scope.org(), Some(Trouble::Fails));
        let (one, two) = tokio::join!(once(db, &scope, &key, 1), once(db, &scope, &key, 1));
        trouble(scope.org(), None);
        assert!(is_busy(&one) && is_busy(&two), "a repeat must not promise what is lost");
        assert!(!once(db, &scope, &key, 1).await.unwrap().value.repeated);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_kept_for_a_day_and_then_forgotten() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let first = key("a", "one");
        let others = (0..1200).map(|n| (n, key(&format!("k{n}"), "x"))).collect::<Vec<_>>();
        once(db, &scope, &first, 1).await.unwrap();
        let all = join_all(others.iter().map(|(n, key)| once(db, &scope, key, 1000 + n))).await;
        assert!(all.iter().all(Result::is_ok));
        house.clock.advance(Duration::from_secs(24 * 3600 - 1));
        assert!(once(db, &scope, &first, 2).await.unwrap().value.repeated);
        house.clock.advance(Duration::from_secs(1));
        // Decided afresh, and other content is no mismatch any more.
        let afresh = once(db, &scope, &key("a", "other"), 3).await.unwrap().value;
        assert!(!afresh.repeated);
        assert!(once(db, &scope, &key("a", "other"), 3).await.unwrap().value.repeated);
        for number in 10..16 {
            act(db, &scope, number, Fate::Keep).await.unwrap();
            house.clock.advance(Duration::from_mins(30));
        }
        let row = sql!("SELECT CAST(COUNT(*) AS BIGINT) AS many FROM idempotency WHERE org = $1");
        let left = db.read().await.unwrap().row(row, args![scope.org()]).await.unwrap().unwrap();
        assert!(left.get::<i64>("many").unwrap() <= 201, "old keys go, some in every commit");
    }
}

#[test]
fn keys_that_cannot_be_stored_are_refused() {
    for bad in ["", "with space", "ümlaut", "line\nbreak", &"x".repeat(201)] {
        assert!(matches!(Key::new("me", bad, &[]), Err(Error::Malformed(_))), "{bad}");
    }
    assert!(Key::new("me", &"x".repeat(200), &[]).is_ok());
}
