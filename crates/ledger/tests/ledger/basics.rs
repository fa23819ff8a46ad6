//! What other rooms rely on, one sentence each.

use kernel::PageRequest;
use ledger::{Move, Post, Posted, Posting, Refusal, Reversal, Take, Transfer};

use crate::on_each;

on_each! {
    async fn a_gift_is_given_until_the_stock_is_empty(shop) {
        let db = &shop.ground.db;
        let (ana, bo, chen) = (shop.member(), shop.member(), shop.member());
        db.write(&shop.scope(), async |tx| ledger::post(tx, shop.delivery(2)).await).await.unwrap();
        for member in [ana, bo] {
            db.write(&shop.scope(), async |tx| ledger::post(tx, shop.claim(member)).await)
                .await
                .unwrap();
        }
        let error = db
            .write(&shop.scope(), async |tx| ledger::post(tx, shop.claim(chen)).await)
            .await
            .unwrap_err();
        assert!(ledger::error_at(&error, &shop.stock().key), "{error:?}");
        assert!(!ledger::error_at(&error, &shop.allowance(chen).key));
        let mut read = db.read().await.unwrap();
        let stock = ledger::balance_of(&mut read, shop.org, &shop.stock().key).await.unwrap();
        let given = ledger::balance_of(&mut read, shop.org, &shop.gifts_of(ana).key).await.unwrap();
        let chens = ledger::find_account(&mut read, shop.org, &shop.gifts_of(chen).key).await;
        assert_eq!((stock, given, chens.unwrap()), (0, 1, None));
        assert_eq!(ledger::liability(&mut read, shop.org, &shop.gift_unit()).await.unwrap(), 2);
    }
}

on_each! {
    async fn one_gift_each_is_the_floor_of_the_allowance(shop) {
        let db = &shop.ground.db;
        let ana = shop.member();
        db.write(&shop.scope(), async |tx| ledger::post(tx, shop.delivery(9)).await).await.unwrap();
        db.write(&shop.scope(), async |tx| ledger::post(tx, shop.claim(ana)).await).await.unwrap();
        let error = db
            .write(&shop.scope(), async |tx| ledger::post(tx, shop.claim(ana)).await)
            .await
            .unwrap_err();
        assert!(ledger::error_at(&error, &shop.allowance(ana).key), "{error:?}");
        let left = db
            .write(&shop.scope(), async |tx| ledger::balance(tx, &shop.stock().key).await)
            .await
            .unwrap();
        assert_eq!(left.value.free(), 8);
    }
}

on_each! {
    async fn a_repeat_has_one_effect_and_other_content_is_a_conflict(shop) {
        let db = &shop.ground.db;
        let delivery = shop.delivery(5);
        let mut seen = Vec::new();
        for _ in 0..3 {
            let posted = db
                .write(&shop.scope(), async |tx| ledger::post(tx, delivery.clone()).await)
                .await
                .unwrap()
                .value;
            seen.push(posted.already);
        }
        assert_eq!(seen, [false, true, true]);
        let mut other = delivery.clone();
        other.transfers[0].amount = 6;
        let error = db
            .write(&shop.scope(), async |tx| ledger::post(tx, other.clone()).await)
            .await
            .unwrap_err();
        assert!(error.is(Refusal::Conflict), "{error:?}");
        let mut read = db.read().await.unwrap();
        assert_eq!(ledger::balance_of(&mut read, shop.org, &shop.stock().key).await.unwrap(), 5);
    }
}

on_each! {
    async fn posts_decided_from_memory_never_sell_more_than_there_is(shop) {
        let db = &shop.ground.db;
        db.write(&shop.scope(), async |tx| ledger::post(tx, shop.delivery(10)).await)
            .await
            .unwrap();
        let scope = shop.scope();
        let mut given = 0;
        let mut refused = 0;
        for _ in 0..25 {
            let post = Post { moves: vec![Move::Post(shop.claim(shop.member()))] };
            match db.post::<Post, Vec<Posted>>(&scope, post).await {
                Ok(posted) => given += posted.len(),
                Err(error) => {
                    assert!(ledger::error_at(&error, &shop.stock().key), "{error:?}");
                    refused += 1;
                }
            }
        }
        assert_eq!((given, refused), (10, 15));
    }
}

on_each! {
    async fn a_reservation_holds_until_it_is_taken_or_ends(shop) {
        let db = &shop.ground.db;
        let scope = shop.scope();
        let (ana, bo) = (shop.member(), shop.member());
        let until = shop.ground.world.now().plus_days(1);
        db.write(&scope, async |tx| ledger::post(tx, shop.delivery(1)).await).await.unwrap();
        let held = db
            .write(&scope, async |tx| ledger::reserve(tx, shop.claim(ana), until).await)
            .await
            .unwrap()
            .value;
        let error = db
            .write(&scope, async |tx| ledger::post(tx, shop.claim(bo)).await)
            .await
            .unwrap_err();
        assert!(ledger::error_at(&error, &shop.stock().key), "{error:?}");
        let take = Take {
            id: shop.id(),
            reservation: held,
            amounts: None,
            reason: "gifts.collected".into(),
            subject: ana.to_string(),
        };
        db.write(&scope, async |tx| ledger::take(tx, take.clone()).await).await.unwrap();
        let again = db.write(&scope, async |tx| ledger::take(tx, take.clone()).await).await.unwrap();
        assert!(again.value.already);
        let mut other = take.clone();
        other.id = shop.id();
        let error = db
            .write(&scope, async |tx| ledger::take(tx, other.clone()).await)
            .await
            .unwrap_err();
        assert!(error.is(Refusal::NotReserved), "{error:?}");
        let ended = db.write(&scope, async |tx| ledger::release(tx, held).await).await.unwrap();
        assert!(ended.value.already);
    }
}

on_each! {
    async fn a_reservation_that_ran_out_frees_the_stock_by_itself(shop) {
        let db = &shop.ground.db;
        let scope = shop.scope();
        let (ana, bo) = (shop.member(), shop.member());
        let until = shop.ground.world.now().plus_days(1);
        db.write(&scope, async |tx| ledger::post(tx, shop.delivery(1)).await).await.unwrap();
        let held = db
            .write(&scope, async |tx| ledger::reserve(tx, shop.claim(ana), until).await)
            .await
            .unwrap()
            .value;
        shop.ground.clock.set(until);
        db.write(&scope, async |tx| ledger::post(tx, shop.claim(bo)).await).await.unwrap();
        let take = Take {
            id: shop.id(),
            reservation: held,
            amounts: None,
            reason: "gifts.collected".into(),
            subject: ana.to_string(),
        };
        let error =
            db.write(&scope, async |tx| ledger::take(tx, take.clone()).await).await.unwrap_err();
        assert!(error.is(Refusal::NotReserved), "{error:?}");
    }
}

on_each! {
    async fn a_return_gives_back_to_the_lots_it_came_from(shop) {
        let db = &shop.ground.db;
        let scope = shop.scope();
        let ana = shop.member();
        let now = shop.ground.world.now();
        let (soon, late) = (now.plus_days(10), now.plus_days(20));
        for (at, stamps) in [(Some(late), 5), (Some(soon), 3), (None, 4)] {
            let award = ledger::Posting::new(shop.id(), "stamps.given", &ana).with(
                Transfer::new(shop.stamps(), shop.stamps_of(ana), stamps).expiring(at),
            );
            db.write(&scope, async |tx| ledger::post(tx, award.clone()).await).await.unwrap();
        }
        let spend = ledger::Posting::new(shop.id(), "stamps.spent", &ana).transfer(
            shop.stamps_of(ana),
            shop.stamps(),
            7,
        );
        db.write(&scope, async |tx| ledger::post(tx, spend.clone()).await).await.unwrap();
        let lots = async || {
            let mut read = db.read().await.unwrap();
            let lots = ledger::lots_of(&mut read, shop.org, &shop.stamps_of(ana).key).await;
            lots.unwrap().iter().map(|lot| (lot.expires_at, lot.amount)).collect::<Vec<_>>()
        };
        assert_eq!(lots().await, [(Some(late), 1), (None, 4)]);
        let reversal = Reversal {
            id: shop.id(),
            of: spend.id,
            reason: "stamps.returned".into(),
            subject: ana.to_string(),
        };
        db.write(&scope, async |tx| ledger::reverse(tx, reversal.clone()).await).await.unwrap();
        assert_eq!(lots().await, [(Some(soon), 3), (Some(late), 5), (None, 4)]);
        let again = Reversal { id: shop.id(), ..reversal };
        let error =
            db.write(&scope, async |tx| ledger::reverse(tx, again.clone()).await).await.unwrap_err();
        assert!(error.is(Refusal::AlreadyReversed), "{error:?}");

        shop.ground.clock.set(soon);
        let expired = db
            .write(&scope, async |tx| ledger::expire_lots(tx, &shop.stamp_unit()).await)
            .await
            .unwrap();
        assert_eq!(expired.value, 1);
        assert_eq!(lots().await, [(Some(late), 5), (None, 4)]);
        let mut read = db.read().await.unwrap();
        assert_eq!(ledger::liability(&mut read, shop.org, &shop.stamp_unit()).await.unwrap(), 12);
        let expired = ledger::expired_account(&shop.stamp_unit()).unwrap();
        assert_eq!(ledger::balance_of(&mut read, shop.org, &expired).await.unwrap(), 3);
    }
}

on_each! {
    async fn what_everybody_holds_is_told_by_its_end_the_soonest_first(shop) {
        let (db, scope) = (&shop.ground.db, shop.scope());
        let now = shop.ground.world.now();
        let (soon, late) = (Some(now.plus_days(3)), Some(now.plus_days(30)));
        let (ana, bo) = (shop.member(), shop.member());
        for (member, stamps, ends) in
            [(ana, 3, soon), (bo, 4, soon), (bo, 5, late), (ana, 6, None), (bo, 1, None)]
        {
            let posting = Posting::new(shop.id(), "stamps.given", &member);
            let given = Transfer::new(shop.stamps(), shop.stamps_of(member), stamps).expiring(ends);
            db.write(&scope, async |tx| ledger::post(tx, posting.clone().with(given.clone())).await)
                .await
                .unwrap();
        }
        let mut read = db.read().await.unwrap();
        let mut by_end = async |most| {
            let rows = ledger::lots_by_end(&mut read, shop.org, &shop.stamp_unit(), most).await;
            rows.unwrap().iter().map(|row| (row.expires_at, row.amount)).collect::<Vec<_>>()
        };
        assert_eq!(by_end(10).await, [(soon, 7), (late, 5), (None, 7)]);
        assert_eq!(by_end(2).await, [(soon, 7), (late, 5)], "no more ends than were asked for");
        let other = ledger::lots_by_end(&mut read, shop.org, &shop.gift_unit(), 10).await.unwrap();
        assert_eq!(other, []);
    }
}

on_each! {
    async fn a_statement_reads_backwards_in_pages(shop) {
        let db = &shop.ground.db;
        let scope = shop.scope();
        db.write(&scope, async |tx| ledger::post(tx, shop.delivery(9)).await).await.unwrap();
        for _ in 0..5 {
            let claim = shop.claim(shop.member());
            db.write(&scope, async |tx| ledger::post(tx, claim.clone()).await).await.unwrap();
        }
        let mut read = db.read().await.unwrap();
        let mut page = PageRequest { limit: Some("4".into()), cursor: None };
        let first =
            ledger::statement(&mut read, shop.org, &shop.stock().key, &page).await.unwrap();
        page.cursor = first.next_cursor.clone();
        let second =
            ledger::statement(&mut read, shop.org, &shop.stock().key, &page).await.unwrap();
        let amounts: Vec<i64> =
            first.items.iter().chain(&second.items).map(|line| line.amount).collect();
        assert_eq!(amounts, [-1, -1, -1, -1, -1, 9]);
        assert_eq!(second.next_cursor, None);
        assert_eq!(second.items[1].reason, "gifts.stocked");
    }
}

on_each! {
    async fn a_read_under_prefixes_takes_a_few_of_them_and_shows_every_account_once(shop) {
        let db = &shop.ground.db;
        let (ana, bo) = (shop.member(), shop.member());
        db.write(&shop.scope(), async |tx| ledger::post(tx, shop.delivery(9)).await).await.unwrap();
        for member in [ana, bo] {
            db.write(&shop.scope(), async |tx| ledger::post(tx, shop.claim(member)).await)
                .await
                .unwrap();
        }
        let mut read = db.read().await.unwrap();
        let mut under = async |prefixes: &[&str]| {
            let prefixes: Vec<String> = prefixes.iter().map(|&text| text.to_owned()).collect();
            let page = PageRequest::default();
            let rows = ledger::accounts_under(&mut read, shop.org, &prefixes, &page).await;
            let lines = ledger::statement_under(&mut read, shop.org, &prefixes, &page).await;
            match (rows, lines) {
                (Ok(rows), Ok(lines)) => Some((rows.items.len(), lines.items.len())),
                (Err(_), Err(_)) => None,
                odd => panic!("{odd:?}"),
            }
        };
        let (anas, bos) = (format!("gifts/{ana}/"), format!("gifts/{bo}/"));
        assert_eq!(under(&[&anas]).await, Some((1, 1)));
        assert_eq!(under(&[&anas, &bos]).await, Some((2, 2)));
        // A prefix that another begins with, and one that nothing begins with.
        assert_eq!(under(&[&anas, "gifts/", "gifts/", "nothing/"]).await, Some((2, 2)));
        // The stock's side of a gift is a line too: one delivery, two gifts.
        assert_eq!(under(&["stock/", &anas]).await, Some((2, 4)));
        assert_eq!(under(&["nothing/"]).await, Some((0, 0)));
        let most = vec![anas.as_str(); ledger::MOST_PREFIXES];
        assert_eq!(under(&most).await, Some((1, 1)));
        assert_eq!(under(&[most, vec!["x/"]].concat()).await, None, "too many");
        assert_eq!(under(&[]).await, None, "none would be everything");
    }
}
