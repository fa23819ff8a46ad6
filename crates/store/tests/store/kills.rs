//! A process that is killed loses nothing that it acknowledged.
//!
//! The test binary starts itself again as the process that will be killed. `kill -9` proves what
//! the program does; that the disk keeps its word after a power cut is `synchronous=FULL`'s part.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use futures::future::join_all;
use kernel::{OrgId, Scope, World};
use store::{Config, Db, DirLock, Place, testing::MORNING};

use crate::house::*;

const FOLDER: &str = "REGULARS_TEST_KILLED_FOLDER";
const ORGS: u128 = 3;

fn scope(number: u128) -> Scope {
    Scope::system(OrgId::from_uuid(uuid::Uuid::from_u128(1 + number % ORGS)))
}

async fn open(folder: &Path) -> Db {
    let config = Config::new(Place::File(folder.join("regulars.db")));
    let (world, _) = World::test(MORNING, 5);
    Db::open(&config, &migrations(), registry(), world).await.unwrap()
}

/// Writes and says what was acknowledged, until it is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the process that the next test kills"]
#[expect(clippy::disallowed_methods, reason = "its parent tells it where to write")]
async fn the_process_that_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let folder = Path::new(&folder);
    let _lock = DirLock::take(folder).unwrap().expect("a killed process holds no lock");
    let db = open(folder).await;
    let mut next = 0;
    for number in 0..ORGS {
        next = next.max(notes(&db, scope(number).org()).await.last().map_or(0, |last| last + 1));
    }
    let writers = (0..16).map(|writer| {
        let db = &db;
        async move {
            for number in (next + writer..).step_by(16) {
                let scope = scope(number as u128);
                let fate = if number % 7 == 3 { Fate::Refuse } else { Fate::Keep };
                if act(db, &scope, number, fate).await.is_ok() {
                    let line = format!("\nkept {number} end\n");
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            }
        }
    });
    join_all(writers).await;
}

/// Starts the writer, kills it after a while; what it acknowledged.
fn acknowledged_until_killed(folder: &Path, after: Duration) -> Vec<i64> {
    let binary = std::env::current_exe().unwrap();
    let mut child = Command::new(binary)
        .args(["--exact", "kills::the_process_that_is_killed", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    // The clock runs from the first word on, so that every round gets to write.
    while !text.contains("kept") {
        assert!(out.read_line(&mut text).unwrap() > 0, "it ended by itself: {text}");
    }
    let reader = std::thread::spawn(move || {
        let mut rest = Vec::new();
        out.read_to_end(&mut rest).unwrap();
        text + &String::from_utf8_lossy(&rest)
    });
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let text = reader.join().unwrap();
    let whole = |line: &str| line.strip_prefix("kept ")?.strip_suffix(" end")?.parse().ok();
    text.lines().filter_map(whole).collect()
}

#[test]
fn what_a_killed_process_acknowledged_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (world, _) = World::test(MORNING, 11);
    let mut acknowledged = BTreeSet::new();
    for round in 0..20 {
        let after = Duration::from_micros(world.chance.below(120_000));
        let fresh = acknowledged_until_killed(folder.path(), after);
        assert!(!fresh.is_empty());
        acknowledged.extend(fresh);
        let there = runtime.block_on(async {
            let db = open(folder.path()).await;
            let mut there = BTreeSet::new();
            for number in 0..ORGS {
                let scope = scope(number);
                let mut events = stream(&db, scope.org()).await;
                events.sort_unstable();
                let notes = notes(&db, scope.org()).await;
                assert_eq!(events, notes, "round {round}: rows and events parted");
                assert_eq!(total(&db, scope.org()).await, notes.len() as i64, "round {round}");
                there.extend(notes);
            }
            db.close().await;
            there
        });
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "round {round}: acknowledged and lost: {lost:?}");
        assert!(there.iter().all(|number| number % 7 != 3), "round {round}: a refusal was kept");
        // What was committed and not yet told may be there: callers repeat with the same key.
        acknowledged = there;
    }
    assert!(acknowledged.len() > 100, "hardly anything was written: {}", acknowledged.len());
}
