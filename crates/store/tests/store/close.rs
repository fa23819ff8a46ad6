//! The end: what was accepted is served, what comes later is refused.

use futures::future::join_all;

use crate::house::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_finishes_what_was_accepted_and_refuses_the_rest() {
    for house in houses(TOGETHER).await {
        let (scope, db) = (house.scope(), &house.db);
        let accepted = join_all((0..1000).map(|n| act(db, &scope, n, Fate::Keep)));
        let (accepted, (), ()) = tokio::join!(accepted, db.close(), db.close());
        assert!(accepted.iter().all(Result::is_ok), "what was accepted is served");
        assert!(is_busy(&act(db, &scope, 5000, Fate::Keep).await));
        let posted: kernel::Result<i64> = db.post(&scope, Ask::Add(1)).await;
        assert!(is_busy(&posted));
        // Reading goes on, and closing again is no harm.
        assert_eq!(notes(db, scope.org()).await.len(), 1000);
        db.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_database_closes_at_once_and_opens_again() {
    for house in houses(TOGETHER).await {
        let scope = house.scope();
        act(&house.db, &scope, 1, Fate::Keep).await.unwrap();
        for number in 2..5 {
            let begun = stopwatch();
            let db = reopened(&house, registry()).await;
            // On PostgreSQL a lease that was given back can be taken at once.
            assert!(act(&db, &scope, number, Fate::Keep).await.is_ok());
            assert!(begun.elapsed().as_secs() < 5);
            db.close().await;
        }
        assert_eq!(stream(&house.db, scope.org()).await, [1, 2, 3, 4]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_clone_that_goes_ends_the_runner() {
    for house in houses(TOGETHER).await {
        let db = reopened(&house, registry()).await;
        db.start_runner();
        act(&db, &house.scope(), 1, Fate::Keep).await.unwrap();
        let mut watch = db.watch();
        drop(db);
        let end = tokio::time::timeout(std::time::Duration::from_secs(10), async {
            while watch.recv().await.is_ok() {}
        });
        assert!(end.await.is_ok(), "somebody still holds the database");
    }
}
