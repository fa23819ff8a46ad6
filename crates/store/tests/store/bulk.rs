//! Many rows in few statements, of every type, on both engines.

use kernel::Scope;
use store::{Db, Migration, Read as _, Registry, Row, Value, args, testing::PATIENT};

use crate::house::*;

const KINDS: Migration = Migration {
    name: "9001_kinds",
    sql: "CREATE TABLE kinds (org UUID NOT NULL, number BIGINT NOT NULL, word TEXT,
            who UUID, bytes {{bytes}}, yes BOOLEAN, share DOUBLE PRECISION,
            PRIMARY KEY (org, number));",
};
const COLUMNS: &[&str] = &["org", "number", "word", "who", "bytes", "yes", "share"];
/// More than one statement on either engine.
const MANY: i64 = 4097;

type Kinds = (Option<String>, Option<uuid::Uuid>, Option<Vec<u8>>, Option<bool>, Option<f64>);

/// Every third row has nothing in it, the first one neither.
fn kinds(number: i64) -> Kinds {
    if number % 3 == 0 {
        return (None, None, None, None, None);
    }
    let who = uuid::Uuid::from_u128(number as u128);
    let bytes = number.to_be_bytes().to_vec();
    let share = Some(number as f64 / 8.0);
    (Some(format!("{{{number}}}, \"é\"")), Some(who), Some(bytes), Some(number % 2 == 0), share)
}

fn read(row: &Row) -> (i64, Kinds) {
    let kinds = (
        row.get("word").unwrap(),
        row.get("who").unwrap(),
        row.get("bytes").unwrap(),
        row.get("yes").unwrap(),
        row.get("share").unwrap(),
    );
    (row.get("number").unwrap(), kinds)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_rows_are_there_as_they_were_given_and_again_with_a_conflict() {
    for house in houses(PATIENT).await {
        house.db.close().await;
        let mut all = migrations();
        all.push(KINDS);
        let world = house.world.clone();
        let db = Db::open(&house.config, &all, Registry::default(), world.clone()).await.unwrap();
        let scope = Scope::system(world.id());
        let insert = async |rows: Vec<(i64, Kinds)>, tail: &str| {
            db.write(&scope, async |tx| {
                let row = |(number, (word, who, bytes, yes, share)): (i64, Kinds)| {
                    let org = tx.org();
                    args![org, number, word, who, bytes, yes, share]
                };
                let rows: Vec<Vec<Value>> = rows.into_iter().map(row).collect();
                tx.insert("kinds", COLUMNS, rows, tail).await
            })
            .await
        };
        insert((0..MANY).map(|number| (number, kinds(number))).collect(), "").await.unwrap();
        let again = (0..MANY).rev().map(|number| (number, kinds(number + 1))).collect();
        let other =
            "ON CONFLICT (org, number) DO UPDATE SET word = excluded.word, who = excluded.who,
                     bytes = excluded.bytes, yes = excluded.yes, share = excluded.share";
        let all = async || {
            let sql = "SELECT * FROM kinds WHERE org = $1 ORDER BY number";
            let rows = db.read().await.unwrap().rows(sql, args![scope.org()]).await.unwrap();
            rows.iter().map(read).collect::<Vec<_>>()
        };
        let given: Vec<_> = (0..MANY).map(|number| (number, kinds(number))).collect();
        assert_eq!(all().await, given, "{}", db.engine().name());
        insert(again, other).await.unwrap();
        let given: Vec<_> = (0..MANY).map(|number| (number, kinds(number + 1))).collect();
        assert_eq!(all().await, given, "{}", db.engine().name());
        insert(Vec::new(), "").await.unwrap();
        db.close().await;
    }
}
