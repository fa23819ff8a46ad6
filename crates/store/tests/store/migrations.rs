//! Migrations and the lock of the folder.

use store::{Config, Db, DirLock, Engine, MIGRATIONS, Migration, Registry, args, testing::PATIENT};

use crate::house::*;

const GOOD: Migration = Migration { name: "9001_good", sql: "CREATE TABLE good (id BIGINT);" };

async fn open(config: &Config, world: &kernel::World, more: &[Migration]) -> kernel::Result<Db> {
    let mut all = migrations();
    all.extend(more);
    Db::open(config, &all, Registry::default(), world.clone()).await
}

async fn rows(db: &Db, table: &str) -> kernel::Result<usize> {
    use store::Read as _;
    let rows = db.read().await.unwrap().rows(&format!("SELECT * FROM {table}"), args![]).await;
    rows.map(|rows| rows.len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_is_applied_once() {
    for house in houses(PATIENT).await {
        house.db.close().await;
        for _ in 0..3 {
            let db = open(&house.config, &house.world, &[GOOD]).await.unwrap();
            assert_eq!(rows(&db, "migration").await, Ok(migrations().len() + 1));
            assert_eq!(rows(&db, "good").await, Ok(0));
            db.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_whose_text_changed_is_refused_by_name() {
    for house in houses(PATIENT).await {
        house.db.close().await;
        open(&house.config, &house.world, &[GOOD]).await.unwrap().close().await;
        let changed = Migration { sql: "CREATE TABLE good (id TEXT);", ..GOOD };
        let error = open(&house.config, &house.world, &[changed]).await.unwrap_err();
        assert!(error.to_string().contains("9001_good"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_that_fails_leaves_nothing_half_done() {
    for house in houses(PATIENT).await {
        house.db.close().await;
        let sql = "CREATE TABLE half (id BIGINT); INSERT INTO half VALUES (1); \
                   INSERT INTO nowhere VALUES (1); CREATE TABLE rest (id BIGINT);";
        let bad = Migration { name: "9002_bad", sql };
        let error = open(&house.config, &house.world, &[bad, GOOD]).await.unwrap_err();
        assert!(error.to_string().contains("9002_bad"), "{error}");
        let db = open(&house.config, &house.world, &[]).await.unwrap();
        assert!(rows(&db, "half").await.is_err(), "half of it is there");
        assert_eq!(rows(&db, "good").await, Ok(0), "the one before it is there");
        db.close().await;
        let mended = Migration { sql: "CREATE TABLE half (id BIGINT);", ..bad };
        let db = open(&house.config, &house.world, &[mended, GOOD]).await.unwrap();
        assert_eq!(rows(&db, "half").await, Ok(0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_together_migrate_once() {
    for house in houses(PATIENT).await {
        if is(&house, Engine::Sqlite) {
            continue; // One process holds the folder's lock there.
        }
        house.db.close().await;
        let nodes = (0..4).map(|_| open(&house.config, &house.world, &[GOOD]));
        for node in futures::future::join_all(nodes).await {
            node.unwrap().close().await;
        }
    }
}

#[test]
fn no_migration_uses_what_the_writer_cannot_bear() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let code: Vec<_> =
            text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        let code = code.join("\n").to_uppercase();
        // Deferred checks pass the savepoint and fail everybody's commit; triggers and clocks hide
        // what a command does; the last one is an engine's own way of numbering.
        let words =
            ["DEFERRABLE", "DEFERRED", "TRIGGER", "NOW()", "CURRENT_TIMESTAMP", "AUTOINCREMENT"];
        for word in words.into_iter().chain(["SERIAL", "GENERATED"]) {
            assert!(!code.contains(word), "{} says {word}", path.display());
        }
        seen += 1;
    }
    assert!(seen >= MIGRATIONS.len());
}

#[test]
fn a_folder_has_one_holder_until_the_lock_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("data");
    let first = DirLock::take(&inner).unwrap();
    assert!(first.is_some());
    assert!(DirLock::take(&inner).unwrap().is_none());
    assert!(DirLock::take(folder.path()).unwrap().is_some(), "another folder is free");
    drop(first);
    assert!(DirLock::take(&inner).unwrap().is_some());
}
