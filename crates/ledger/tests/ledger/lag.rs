//! Tables that follow behind the journal: nobody can tell by anything but the tables.

use std::time::Duration;

use kernel::{Error, MemberId, PageRequest, Result};
use ledger::{Move, Post, Posted, Posting};
use store::{Db, Limits, Read, args, testing::PATIENT};

use crate::{
    on_each,
    world::{Shop, migrations, registry},
};

/// Nothing is written for want of other work, nor because much is behind.
const NEVER: Limits = Limits {
    few: 0,
    behind: usize::MAX,
    behind_for: Duration::from_hours(240),
    // Who falls on PostgreSQL keeps others out for so long.
    lease_for: Duration::from_secs(6),
    ..PATIENT
};

async fn open(shop: &mut Shop, limits: Limits) -> Db {
    shop.ground.db.close().await;
    shop.ground.config.limits = Limits { batch_for: Duration::from_secs(60), ..limits };
    let world = shop.ground.world.clone();
    Db::open(&shop.ground.config, &migrations(), registry(), world).await.unwrap()
}

/// So many claims at once; more than a commit writes the tables for.
async fn claims(shop: &Shop, db: &Db, members: &[MemberId]) -> Vec<Posting> {
    let all: Vec<Posting> = members.iter().map(|member| shop.claim(*member)).collect();
    let answers = futures::future::join_all(all.iter().map(|one| post(shop, db, one))).await;
    for answer in answers {
        assert!(!answer.unwrap().already);
    }
    all
}

async fn post(shop: &Shop, db: &Db, posting: &Posting) -> Result<Posted> {
    let moves = vec![Move::Post(posting.clone())];
    let done: Vec<Posted> = db.post(&shop.scope(), Post { moves }).await?;
    done.into_iter().next().ok_or_else(|| Error::broken("no answer"))
}

/// As [`post`], when the lease of whoever fell has run out.
async fn as_soon_as_it_may(shop: &Shop, db: &Db, posting: &Posting) -> Posted {
    for _ in 0..200 {
        match post(shop, db, posting).await {
            Err(Error::NotOwner) => tokio::time::sleep(Duration::from_millis(100)).await,
            done => return done.unwrap(),
        }
    }
    panic!("the lease never runs out");
}

async fn stock(shop: &Shop, read: &mut impl Read) -> i64 {
    ledger::balance_of(read, shop.org, &shop.stock().key).await.unwrap()
}

async fn are_behind(shop: &Shop, db: &Db) -> bool {
    let sql = "SELECT number FROM ledger_lag WHERE org = $1";
    db.read().await.unwrap().row(sql, args![shop.org]).await.unwrap().is_some()
}

async fn sound(shop: &Shop, db: &Db) -> ledger::Report {
    let report = ledger::audit(&mut db.read().await.unwrap(), shop.org, |_| ()).await.unwrap();
    assert_eq!(report.difference, None);
    report
}

fn members(shop: &Shop, count: usize) -> Vec<MemberId> {
    (0..count).map(|_| shop.member()).collect()
}

on_each! {
    async fn what_was_left_behind_is_finished_by_whoever_opens_the_shop_next(shop) {
        let mut shop = shop;
        let db = open(&mut shop, NEVER).await;
        let scope = shop.scope();
        let delivery = shop.delivery(1000);
        db.write(&scope, async |tx| ledger::post(tx, delivery.clone()).await).await.unwrap();
        let first = claims(&shop, &db, &members(&shop, 40)).await;
        claims(&shop, &db, &members(&shop, 40)).await;
        assert!(are_behind(&shop, &db).await);
        let mut read = db.read().await.unwrap();
        let stood = stock(&shop, &mut read).await;
        assert!(stood > 920, "the tables are as they were before the last commit: {stood}");
        drop(read);
        sound(&shop, &db).await;
        assert!(post(&shop, &db, first.first().unwrap()).await.unwrap().already);

        // As if it had fallen: nothing is written on the way out.
        drop(db);
        let world = shop.ground.world.clone();
        let db = Db::open(&shop.ground.config, &migrations(), registry(), world).await.unwrap();
        sound(&shop, &db).await;
        let again = as_soon_as_it_may(&shop, &db, first.last().unwrap()).await;
        assert!(again.already, "it is known before anything else is decided");
        assert!(!are_behind(&shop, &db).await);
        assert_eq!(stock(&shop, &mut db.read().await.unwrap()).await, 920);
        let report = sound(&shop, &db).await;
        assert_eq!((report.postings, report.accounts), (81, 163));
    }
}

on_each! {
async fn a_command_in_its_turn_sees_all_that_was_decided_before_it(shop) {
        let mut shop = shop;
        let db = open(&mut shop, NEVER).await;
        let scope = shop.scope();
        let delivery = shop.delivery(100);
        db.write(&scope, async |tx| ledger::post(tx, delivery.clone()).await).await.unwrap();
        claims(&shop, &db, &members(&shop, 30)).await;
        let key = shop.stock().key;
        let seen = db.write(&scope, async |tx| {
            let page = PageRequest { limit: Some("100".into()), ..PageRequest::default() };
            let lines = ledger::statement(tx, shop.org, &key, &page).await?;
            Ok((ledger::balance_of(tx, shop.org, &key).await?, lines.items.len()))
        });
        assert_eq!(seen.await.unwrap().value, (70, 31));
        assert!(!are_behind(&shop, &db).await);
        // One that is refused has brought the tables up all the same.
        claims(&shop, &db, &members(&shop, 30)).await;
        let refused = db.write(&scope, async |tx| -> Result<()> {
            assert_eq!(ledger::balance_of(tx, shop.org, &key).await?, 40);
            Err(Error::NotFound("nothing"))
        });
        refused.await.unwrap_err();
        claims(&shop, &db, &members(&shop, 30)).await;
        sound(&shop, &db).await;
        let back = shop.delivery(5);
        db.write(&scope, async |tx| ledger::post(tx, back.clone()).await).await.unwrap();
        assert_eq!(stock(&shop, &mut db.read().await.unwrap()).await, 15);
        sound(&shop, &db).await;
    }
}

on_each! {
async fn tables_follow_by_themselves(shop) {
        let mut shop = shop;
        let db = open(&mut shop, PATIENT).await;
        let scope = shop.scope();
        let delivery = shop.delivery(1000);
        db.write(&scope, async |tx| ledger::post(tx, delivery.clone()).await).await.unwrap();
        claims(&shop, &db, &members(&shop, 40)).await;
        for _ in 0..400 {
            if !are_behind(&shop, &db).await {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert_eq!(stock(&shop, &mut db.read().await.unwrap()).await, 960, "when nobody waits");

        // And when there is more of it than memory should keep.
        db.close().await;
        let db = open(&mut shop, Limits { behind: 30, ..NEVER }).await;
        claims(&shop, &db, &members(&shop, 40)).await;
        for _ in 0..400 {
            if !are_behind(&shop, &db).await {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert_eq!(stock(&shop, &mut db.read().await.unwrap()).await, 920, "when it is too much");
        sound(&shop, &db).await;
    }
}

on_each! {
async fn nothing_is_left_behind_on_the_way_out(shop) {
        let mut shop = shop;
        let db = open(&mut shop, NEVER).await;
        let scope = shop.scope();
        let delivery = shop.delivery(1000);
        db.write(&scope, async |tx| ledger::post(tx, delivery.clone()).await).await.unwrap();
        claims(&shop, &db, &members(&shop, 40)).await;
        db.close().await;
        assert!(!are_behind(&shop, &db).await);
        assert_eq!(stock(&shop, &mut db.read().await.unwrap()).await, 960);
    }
}
