//! A crowd at the door: 2,000 people join one series at once, over HTTP, on both engines, twice; and
//! the program is killed in the middle of it.

#![expect(clippy::disallowed_methods, reason = "tasks of a test end with it")]

mod client;
mod stage;

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use stage::{Stage, served};
use store::{Read as _, args, testing::engines};

const PEOPLE: usize = 2000;
const STOCK: i64 = 1200;

async fn crowd(address: SocketAddr, path: &str, mark: &str) -> BTreeMap<u16, usize> {
    let people = (0..PEOPLE).map(|person| {
        let (path, mark) = (path.to_owned(), mark.to_owned());
        tokio::spawn(async move { client::join(address, &path, person, &mark).await })
    });
    let mut answers = BTreeMap::new();
    for person in people.collect::<Vec<_>>() {
        let answer = person.await.unwrap().expect("the server answers everybody");
        assert!(answer.status < 500, "{}\n{}", answer.head, answer.body);
        *answers.entry(answer.status).or_default() += 1;
    }
    answers
}

/// Four groups of 500 with consecutive numbers, perhaps an empty fifth; 1,200 gifts; clean books.
async fn check(stage: &Stage) {
    let mut db = stage.house.db().read().await.unwrap();
    let org = stage.org;
    let groups = people::groups::of_series(&mut db, org, stage.series).await.unwrap();
    let mut sizes = Vec::new();
    for group in &groups {
        let members = people::groups::members_count(&mut db, org, group.id).await.unwrap();
        sizes.push((group.number, members));
    }
    sizes.sort_unstable();
    let full: Vec<_> = sizes.iter().filter(|(_, members)| *members > 0).copied().collect();
    assert_eq!(full, [(1, 500), (2, 500), (3, 500), (4, 500)], "{sizes:?}");
    assert!(sizes.len() <= 5, "{sizes:?}");
    let count = async |db: &mut store::Reader, sql: &str| {
        db.row(sql, args![org]).await.unwrap().unwrap().get::<i64>("n").unwrap()
    };
    let members = "SELECT COUNT(*) AS n FROM member WHERE org = $1";
    assert_eq!(count(&mut db, members).await, PEOPLE as i64);
    let vouchers = "SELECT COUNT(*) AS n FROM voucher WHERE org = $1";
    assert_eq!(count(&mut db, vouchers).await, STOCK);
    let report = ledger::audit(&mut db, org, |_| {}).await.unwrap();
    assert_eq!(report.difference, None);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants the machine for itself: cargo test -p regulars --test house crowd:: -- --ignored"]
async fn two_thousand_at_once_fill_four_groups_and_take_the_last_gift_once() {
    for engine in engines() {
        for round in ["first", "second"] {
            let stage = stage::build(engine, STOCK).await;
            let address = served(&stage.house).await;
            let answers = crowd(address, &stage.path, round).await;
            assert_eq!(answers, BTreeMap::from([(303, PEOPLE)]), "{} {round}", engine.name());
            // Everybody again with the same marks, as after lost replies: nothing more happens.
            let again = crowd(address, &stage.path, round).await;
            assert_eq!(again.values().sum::<usize>(), PEOPLE);
            check(&stage).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_has_kept_every_join_it_answered() {
    for round in 0..3u64 {
        let stage = stage::build(store::Engine::Sqlite, STOCK).await;
        let (org, path) = (stage.org, stage.path.clone());
        let folder = stage.leave().await;
        let mut program = stage::Program::start(folder.path()).await;
        let address = program.address;
        let answered = Arc::new(std::sync::Mutex::new(Vec::new()));
        let people: Vec<_> = (0..600)
            .map(|person| {
                let (path, answered) = (path.clone(), answered.clone());
                tokio::spawn(async move {
                    if let Some(answer) = client::join(address, &path, person, "k").await
                        && answer.status == 303
                    {
                        answered.lock().unwrap().push(person);
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(400 + 350 * round)).await;
        program.kill().await;
        for person in people {
            person.await.unwrap();
        }
        let answered = answered.lock().unwrap().clone();
        let house = stage::reopen(folder.path()).await;
        let mut db = house.db().read().await.unwrap();
        for person in &answered {
            let phone = format!("+86138{:08}", 10_000_000 + person);
            let row = db
                .row(
                    "SELECT COUNT(*) AS n FROM member WHERE org = $1 AND phone = $2",
                    args![org, phone],
                )
                .await
                .unwrap();
            assert_eq!(
                row.unwrap().get::<i64>("n").unwrap(),
                1,
                "the join of person {person} is lost"
            );
        }
        let report = ledger::audit(&mut db, org, |_| {}).await.unwrap();
        assert_eq!(report.difference, None, "round {round}, {} answered", answered.len());
        println!("round {round}: killed after {} answered joins, all kept", answered.len());
    }
}
