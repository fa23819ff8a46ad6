use std::time::Duration;

use jiff::tz::TimeZone;
use kernel::{Id, MemberId, PageRequest, StoreId};
use serde_json::json;
use uuid::Uuid;

use super::{
    actions::*,
    model::{self, Refusal, State, Voucher, Way, may_redeem},
    outstanding, store,
};
use crate::{
    gifts::{self, Details},
    on_each,
    testing::{Market, eggs},
};

fn id<K: kernel::ids::Kind>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

#[test]
fn a_voucher_is_redeemed_once_in_time_and_in_the_right_store() {
    let now = ::store::testing::MORNING;
    let gift = |stores: Vec<StoreId>| gifts::Gift {
        id: id(1),
        details: Details { stores, ..eggs() },
        state: gifts::State::Closed,
        picture: None,
        playbook_key: None,
        created_at: now,
    };
    let voucher = |state, ends: i64| Voucher {
        id: id(2),
        code: String::new(),
        gift: id(1),
        member: id(3),
        source: "join".into(),
        state,
        cost: 300,
        price: None,
        issued_at: now,
        expires_at: Some(now.plus_days(ends)),
        ended_at: None,
        way: Way::default(),
        posting: id(4),
    };
    let (here, there): (StoreId, StoreId) = (id(10), id(11));
    let table = [
        (State::Issued, 1, vec![], None),
        (State::Issued, 1, vec![here], None),
        (State::Issued, 1, vec![there], Some("vouchers.wrong_store")),
        (State::Issued, 0, vec![], Some("vouchers.expired")),
        (State::Issued, -1, vec![there], Some("vouchers.expired")),
        (State::Expired, 1, vec![], Some("vouchers.expired")),
        (State::Redeemed, 1, vec![], Some("vouchers.already_redeemed")),
        (State::Withdrawn, 1, vec![], Some("vouchers.withdrawn")),
    ];
    for (state, ends, stores, expected) in table {
        let answer = may_redeem(&voucher(state, ends), &gift(stores), Some(here), now);
        assert_eq!(answer.err().map(|refused| refused.code), expected, "{state} {ends}");
    }
}

#[test]
fn a_voucher_is_good_through_its_last_day() {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    // Nine in the morning of 2 March in Shanghai.
    let now = ::store::testing::MORNING;
    let end = model::expires_at(now, Some(14), &zone).unwrap();
    assert_eq!(end.to_string(), "2026-03-16T16:00:00Z");
    assert_eq!(model::expires_at(now, None, &zone), None);
}

async fn lead(market: &Market, member: MemberId) -> serde_json::Value {
    let store = market.store;
    market
        .turn(async |tx| tx.act("gifts.lead", json!({ "member": member, "store": store })).await)
        .await
        .unwrap()
}

on_each! {
    async fn a_join_is_told_honestly_what_there_is(market) {
        let (ana, bo) = (market.member(), market.member());
        assert_eq!(lead(&market, ana).await["reason"], "none");
        let gift = market.gift(1, |_| ()).await;
        let given = lead(&market, ana).await;
        assert_eq!((given["given"].as_bool(), given["gift"].as_str()), (Some(true), Some(&*gift.to_string())));
        assert_eq!(lead(&market, ana).await["reason"], "already_had");
        assert_eq!(lead(&market, bo).await["reason"], "sold_out");
        assert_eq!(market.left(gift).await, 0);
        let code = given["code"].as_str().unwrap().to_owned();
        let mut db = market.ground.db.read().await.unwrap();
        let typed = crate::codes::shown(&code).to_lowercase();
        let found = store::by_code(&mut db, market.org, &typed).await.unwrap().unwrap();
        assert_eq!(found.member, ana);
        assert!(store::by_code(&mut db, market.ground.org(), &code).await.unwrap().is_none());
    }
}

on_each! {
    async fn redeeming_undoing_and_redeeming_again(market) {
        let gift = market.gift(5, |_| ()).await;
        let ana = market.member();
        let asked = Give { gift, member: ana, source: "hand", way: Way::default() };
        let voucher = market.turn(async |tx| give(tx, asked).await).await.unwrap();
        let at = Redeem { voucher: voucher.id, store: Some(market.store), staff: None };
        let first = market.turn(async |tx| redeem(tx, at).await).await.unwrap();
        let again = market.turn(async |tx| redeem(tx, at).await).await.unwrap_err();
        assert!(again.is(Refusal::AlreadyRedeemed));
        market.turn(async |tx| undo(tx, first.id).await).await.unwrap();
        let twice = market.turn(async |tx| undo(tx, first.id).await).await.unwrap_err();
        assert!(twice.is(Refusal::AlreadyUndone));
        let second = market.turn(async |tx| redeem(tx, at).await).await.unwrap();
        market.ground.clock.advance(Duration::from_secs(601));
        let late = market.turn(async |tx| undo(tx, second.id).await).await.unwrap_err();
        assert!(late.is(Refusal::TooLate));
        let mut db = market.ground.db.read().await.unwrap();
        let eggs = gifts::require(&mut db, market.org, gift).await.unwrap();
        let stocks = gifts::stocks(&mut db, market.org, &[eggs]).await.unwrap();
        let stock = stocks[&gift];
        assert_eq!((stock.left, stock.given, stock.redeemed, stock.cost), (4, 1, 1, 300));
    }
}

on_each! {
    async fn a_withdrawn_voucher_gives_the_piece_and_the_claim_back(market) {
        let gift = market.gift(1, |_| ()).await;
        let ana = market.member();
        let asked = Give { gift, member: ana, source: "hand", way: Way::default() };
        let first = market.turn(async |tx| give(tx, asked.clone()).await).await.unwrap();
        market.turn(async |tx| withdraw(tx, first.id).await).await.unwrap();
        assert_eq!(market.left(gift).await, 1);
        let error = market.turn(async |tx| withdraw(tx, first.id).await).await.unwrap_err();
        assert!(error.is(Refusal::Withdrawn));
        market.turn(async |tx| give(tx, asked).await).await.unwrap();
    }
}

on_each! {
    async fn what_nobody_collects_goes_back_or_is_over(market) {
        let (back, over) = (market.gift(150, |_| ()).await, market.gift(1, |d| d.returns = false).await);
        for n in 0..121u128 {
            let gift = if n == 0 { over } else { back };
            let asked = Give { gift, member: id(n + 1000), source: "hand", way: Way::default() };
            market.turn(async |tx| give(tx, asked).await).await.unwrap();
        }
        assert_eq!((market.left(back).await, market.left(over).await), (30, 0));
        market.ground.clock.advance(Duration::from_secs(15 * 86_400));
        market.ground.db.settle().await.unwrap();
        assert_eq!((market.left(back).await, market.left(over).await), (150, 0));
        let expired = market.events().await.iter().filter(|kind| *kind == "vouchers.expired").count();
        assert_eq!(expired, 121);
    }
}

on_each! {
    async fn what_is_outstanding_is_told_by_gift_by_day_and_by_its_end(market) {
        let day = Duration::from_secs(86_400);
        let (eggs, bread) = (
            market.gift(50, |gift| (gift.per_member, gift.cost) = (0, 300)).await,
            market.gift(50, |gift| {
                (gift.per_member, gift.cost, gift.valid_days) = (0, 50, Some(3));
            }).await,
        );
        let ana = market.member();
        let hand = async |gift| {
            let asked = Give { gift, member: ana, source: "hand", way: Way::default() };
            market.turn(async |tx| give(tx, asked).await).await.unwrap().id
        };
        let (first, second) = (hand(eggs).await, hand(eggs).await);
        hand(bread).await;
        market.ground.clock.advance(day);
        let third = hand(eggs).await;
        let redeem_it = Redeem { voucher: first, store: None, staff: None };
        market.turn(async |tx| redeem(tx, redeem_it).await).await.unwrap();
        market.ground.clock.advance(day);
        market.turn(async |tx| withdraw(tx, second).await).await.unwrap();
        let last = hand(bread).await;
        // The first bread is over; nobody came for it.
        market.ground.clock.advance(day * 2);
        market.ground.db.settle().await.unwrap();

        let (mut db, now) = (market.ground.db.read().await.unwrap(), market.ground.world.now());
        let sums = outstanding::sums(&mut db, market.org, now).await.unwrap();
        let told: Vec<_> =
            sums.iter().map(|(gift, sum)| (*gift, sum.vouchers, sum.cost, sum.ending)).collect();
        assert_eq!(told, [(eggs, 1, 300, 0), (bread, 1, 50, 1)]);

        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let when = (now.date(&zone), &zone);
        let days = outstanding::days(&mut db, market.org, when, (6, 2)).await.unwrap();
        let told: Vec<_> =
            days.iter().map(|day| (day.given, day.collected, day.lapsed, day.left)).collect();
        let expected =
            [(0, 0, 1, 2), (0, 0, 0, 3), (1, 0, 1, 3), (1, 1, 0, 3), (3, 0, 0, 3), (0, 0, 0, 0)];
        assert_eq!(told, expected, "the latest day first");

        // One on a page: those that end soonest first, each once.
        let mut page = PageRequest { limit: Some("1".into()), cursor: None };
        let mut seen = Vec::new();
        loop {
            let found = outstanding::list(&mut db, market.org, (None, now), &page).await.unwrap();
            seen.extend(found.items.iter().map(|voucher| voucher.id));
            page.cursor = found.next_cursor;
            if page.cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, [last, third]);
    }
}
