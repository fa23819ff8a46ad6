//! What survives a restart, and what happens beside each other.

use std::time::Duration;

use kernel::{Error, Scope};
use ledger::{Move, Post, Posted, Posting, Refusal, Reversal, Take};
use store::Db;

use crate::{
    on_each,
    world::{Shop, migrations, registry},
};

async fn reopened(shop: &Shop) -> Db {
    shop.ground.db.close().await;
    let world = shop.ground.world.clone();
    Db::open(&shop.ground.config, &migrations(), registry(), world).await.unwrap()
}

on_each! {
    async fn repeats_conflicts_and_reversals_are_known_after_a_restart(shop) {
        let scope = shop.scope();
        let (delivery, claim) = (shop.delivery(5), shop.claim(shop.member()));
        let db = &shop.ground.db;
        db.write(&scope, async |tx| ledger::post(tx, delivery.clone()).await).await.unwrap();
        let first = db.write(&scope, async |tx| ledger::post(tx, claim.clone()).await);
        let first = first.await.unwrap().value;
        let until = shop.ground.world.now().plus_days(1);
        let kept = shop.claim(shop.member());
        let held = db.write(&scope, async |tx| ledger::reserve(tx, kept.clone(), until).await);
        let held = held.await.unwrap().value;
        shop.ground.clock.advance(Duration::from_mins(1));

        let db = reopened(&shop).await;
        let again = db.write(&scope, async |tx| ledger::post(tx, claim.clone()).await);
        let again = again.await.unwrap().value;
        assert_eq!(again, Posted { already: true, ..first }, "the first result, with its instant");
        let mut other = claim.clone();
        other.subject = "other".into();
        let error = db.write(&scope, async |tx| ledger::post(tx, other).await).await.unwrap_err();
        assert!(error.is(Refusal::Conflict), "{error}");
        let same = db.write(&scope, async |tx| ledger::reserve(tx, kept.clone(), until).await);
        assert_eq!(same.await.unwrap().value, held);
        let reversal = Reversal {
            id: shop.id(),
            of: claim.id,
            reason: "test.back".into(),
            subject: "test".into(),
        };
        let back = db.write(&scope, async |tx| ledger::reverse(tx, reversal.clone()).await);
        back.await.unwrap();
        let take = Take {
            id: shop.id(),
            reservation: held,
            amounts: None,
            reason: "test.taken".into(),
            subject: "test".into(),
        };
        db.write(&scope, async |tx| ledger::take(tx, take.clone()).await).await.unwrap();
        let mut read = db.read().await.unwrap();
        assert_eq!(ledger::balance_of(&mut read, shop.org, &shop.stock().key).await.unwrap(), 4);
        let report = ledger::audit(&mut read, shop.org, |_| ()).await.unwrap();
        assert_eq!((report.difference, report.rows), (None, 5));
        db.close().await;
    }
}

on_each! {
    async fn a_refused_command_leaves_its_neighbours_and_no_trace(shop) {
        let db = &shop.ground.db;
        let scope = shop.scope();
        let (good, bad, late) = (shop.delivery(3), shop.delivery(100), shop.claim(shop.member()));
        let (first, second, third) = tokio::join!(
            db.write(&scope, async |tx| ledger::post(tx, good.clone()).await),
            db.write(&scope, async |tx| {
                ledger::post(tx, bad.clone()).await?;
                Err::<Posted, _>(Error::Forbidden("test"))
            }),
            db.post::<Post, Vec<Posted>>(&scope, Post { moves: vec![Move::Post(late.clone())] }),
        );
        assert!(first.is_ok() && third.is_ok());
        assert_eq!(second.unwrap_err(), Error::Forbidden("test"));
        let mut read = db.read().await.unwrap();
        assert_eq!(ledger::balance_of(&mut read, shop.org, &shop.stock().key).await.unwrap(), 2);
        // What was refused had no effect, so that its id is free.
        let again = db.write(&scope, async |tx| ledger::post(tx, bad.clone()).await);
        assert!(!again.await.unwrap().value.already);
        let report = ledger::audit(&mut read, shop.org, |_| ()).await.unwrap();
        assert_eq!(report.difference, None);
    }
}

on_each! {
    async fn orgs_do_not_share_accounts(shop) {
        let db = &shop.ground.db;
        let other = Scope::system(shop.ground.org());
        let delivery = shop.delivery(3);
        for scope in [&shop.scope(), &other] {
            let posted = db.write(scope, async |tx| ledger::post(tx, delivery.clone()).await);
            assert!(!posted.await.unwrap().value.already, "ids are an org's own");
        }
        let claim = shop.claim(shop.member());
        db.write(&other, async |tx| ledger::post(tx, claim).await).await.unwrap();
        let mut read = db.read().await.unwrap();
        let stock = shop.stock().key;
        assert_eq!(ledger::balance_of(&mut read, shop.org, &stock).await.unwrap(), 3);
        assert_eq!(ledger::balance_of(&mut read, other.org(), &stock).await.unwrap(), 2);
        for org in [shop.org, other.org()] {
            let report = ledger::audit(&mut read, org, |_| ()).await.unwrap();
            assert_eq!(report.difference, None);
        }
    }
}

on_each! {
    async fn the_timer_ends_reservations_in_the_quiet_hours(shop) {
        let db = &shop.ground.db;
        let scope = shop.scope();
        let now = shop.ground.world.now();
        db.write(&scope, async |tx| ledger::post(tx, shop.delivery(9)).await).await.unwrap();
        for days in [3, 1, 2, 1] {
            let kept = shop.claim(shop.member());
            let until = now.plus_days(days);
            db.write(&scope, async |tx| ledger::reserve(tx, kept, until).await).await.unwrap();
        }
        let mut left = Vec::new();
        for days in 0..4 {
            shop.ground.clock.set(now.plus_days(days));
            db.settle().await.unwrap();
            let mut read = db.read().await.unwrap();
            let row = ledger::find_account(&mut read, shop.org, &shop.stock().key).await.unwrap();
            left.push(row.unwrap().held);
        }
        assert_eq!(left, [4, 2, 1, 0]);
    }
}

on_each! {
    async fn an_audit_may_run_while_the_org_goes_on_writing(shop) {
        let (db, scope) = (&shop.ground.db, shop.scope());
        db.write(&scope, async |tx| ledger::post(tx, shop.delivery(1000)).await).await.unwrap();
        let done = std::cell::Cell::new(false);
        let writing = async {
            for _ in 0..60 {
                let claim = shop.claim(shop.member());
                db.write(&scope, async |tx| ledger::post(tx, claim).await).await.unwrap();
            }
            done.set(true);
        };
        let auditing = async {
            let mut rows = Vec::new();
            for passes in (1..=3).cycle().take(10_000) {
                let last = done.get();
                let mut read = db.read().await.unwrap();
                let report = ledger::audit_in_passes(&mut read, shop.org, passes, |_| ());
                let report = report.await.unwrap();
                assert_eq!(report.difference, None);
                rows.push(report.rows);
                if last {
                    break;
                }
            }
            rows
        };
        let ((), rows) = tokio::join!(writing, auditing);
        assert!(rows.is_sorted() && rows.last() == Some(&61), "{rows:?}");
    }
}

on_each! {
    async fn many_postings_in_one_call_are_all_or_none(shop) {
        let db = &shop.ground.db;
        let scope = shop.scope();
        let mut list: Vec<Posting> = vec![shop.delivery(100)];
        list.extend((0..100).map(|_| shop.claim(shop.member())));
        let posted = db.write(&scope, async |tx| ledger::post_all(tx, list.clone()).await);
        assert_eq!(posted.await.unwrap().value.len(), 101);
        let more: Vec<Posting> = vec![shop.delivery(1), shop.claim(shop.member()), shop.claim(shop.member())];
        let error =
            db.write(&scope, async |tx| ledger::post_all(tx, more).await).await.unwrap_err();
        assert!(ledger::error_at(&error, &shop.stock().key), "{error}");
        let mut read = db.read().await.unwrap();
        let page = kernel::PageRequest { limit: Some("60".into()), cursor: None };
        let under = ["gifts/".to_owned()];
        let gifts = ledger::accounts_under(&mut read, shop.org, &under, &page).await.unwrap();
        let cursor = gifts.next_cursor.clone();
        let page = kernel::PageRequest { cursor, ..page };
        let rest = ledger::accounts_under(&mut read, shop.org, &under, &page).await.unwrap();
        assert_eq!((gifts.items.len(), rest.items.len(), rest.next_cursor), (60, 40, None));
        assert!(gifts.items.last().unwrap().key < rest.items[0].key);
        assert_eq!(ledger::audit(&mut read, shop.org, |_| ()).await.unwrap().difference, None);
    }
}
