//! Many who read the same at the same moment: in few readings, and each sees what was true when they asked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::join_all;
use kernel::{OrgId, Result, Scope};
use store::{Db, Look, Read as _, Reader, args, sql, testing::PATIENT};

use crate::house::*;

/// How many notes there are.
#[derive(Debug, Clone)]
struct Notes {
    org: OrgId,
    readings: Arc<AtomicUsize>,
    lasts: Duration,
}

impl PartialEq for Notes {
    fn eq(&self, other: &Self) -> bool {
        self.org == other.org
    }
}
impl Eq for Notes {}
impl std::hash::Hash for Notes {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.org.hash(state);
    }
}

impl Look for Notes {
    type Found = i64;
    async fn read(&self, db: &mut Reader) -> Result<i64> {
        self.readings.fetch_add(1, Ordering::SeqCst);
        let sql = sql!("SELECT COUNT(*) AS notes FROM note WHERE org = $1");
        let notes = db.row(sql, args![self.org]).await?.map_or(Ok(0), |row| row.get("notes"));
        tokio::time::sleep(self.lasts).await;
        notes
    }
}

fn notes(scope: &Scope, lasts: Duration) -> Notes {
    Notes { org: scope.org(), readings: Arc::default(), lasts }
}

async fn add(db: &Db, scope: &Scope, number: i64) {
    db.write(scope, async |tx| note(tx, number).await).await.unwrap();
}

#[tokio::test]
async fn a_crowd_shares_a_reading_and_nobody_sees_what_was_before_they_asked() {
    for house in houses(PATIENT).await {
        let (db, scope) = (&house.db, Scope::system(house.world.id()));
        let asked = notes(&scope, Duration::from_millis(40));
        let mut crowd = tokio::task::JoinSet::new();
        // While somebody reads slowly, notes are written, and after each of them some people ask.
        for written in 1..=12 {
            add(db, &scope, written).await;
            for _ in 0..8 {
                let (db, asked) = (db.clone(), asked.clone());
                crowd.spawn(async move { (written, db.look(&asked).await.unwrap()) });
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        while let Some(told) = crowd.join_next().await {
            let (written, seen) = told.unwrap();
            assert!(seen >= written, "there were {written} when they asked, and they saw {seen}");
        }
        let readings = asked.readings.load(Ordering::SeqCst);
        assert!((2..=30).contains(&readings), "96 people, {readings} readings");
    }
}

#[tokio::test]
async fn one_who_goes_leaves_the_others_their_answer_and_another_shop_is_read_for_itself() {
    for house in houses(PATIENT).await {
        let (db, scope) = (&house.db, Scope::system(house.world.id()));
        let other = Scope::system(house.world.id());
        add(db, &scope, 1).await;
        let asked = notes(&scope, Duration::from_millis(30));
        let gone = tokio::time::timeout(Duration::from_millis(5), db.look(&asked)).await;
        assert!(gone.is_err(), "the one who asked first has gone");
        let theirs = notes(&other, Duration::ZERO);
        assert_eq!(db.look(&theirs).await, Ok(0), "nobody waits for another shop's reading");
        let seen = join_all((0..5).map(|_| db.look(&asked))).await;
        assert_eq!(seen, vec![Ok(1); 5]);
        assert_eq!(asked.readings.load(Ordering::SeqCst), 2, "the first one's, and one for all");
        assert_eq!(db.look(&asked).await, Ok(1), "and later again");
        assert_eq!(asked.readings.load(Ordering::SeqCst), 3);
    }
}
