use super::{
    actions::{At, change, create, stamp, unstamp},
    held_key,
    many::{Buy, stamp_all},
    model::{Each, Mark, Refusal, StampCard},
    store,
};
use crate::{
    gifts::{self},
    on_each,
    testing::{Market, card},
    vouchers,
};
use kernel::{GiftId, Id};

#[test]
fn a_mark_earns_what_the_card_asks_for() {
    let gift = Id::from_uuid(uuid::Uuid::nil());
    let purchase = |amount| Mark::Purchase(Id::from_uuid(uuid::Uuid::nil()), amount);
    for (each, mark, earns) in [
        (Each::Visit, Mark::Day("2026-03-02".into()), true),
        (Each::Visit, purchase(900), false),
        (Each::Purchase, purchase(500), true),
        (Each::Purchase, purchase(499), false),
        (Each::Purchase, Mark::Day("2026-03-02".into()), false),
    ] {
        assert_eq!(mark.earns(&card(gift, 3, each)), earns, "{each} {mark:?}");
    }
}

async fn open(market: &Market, gift: GiftId) -> StampCard {
    let id = market.turn(async |tx| create(tx, card(gift, 3, Each::Visit)).await).await.unwrap();
    let mut db = market.ground.db.read().await.unwrap();
    store::require(&mut db, market.org, id).await.unwrap()
}

on_each! {
    async fn three_days_fill_a_card_and_a_day_counts_once(market) {
        let gift = market.gift(5, |d| { d.kind = gifts::Kind::Stamp; d.per_member = 0; }).await;
        let card = open(&market, gift).await;
        let at = At { member: market.member(), store: Some(market.store), staff: None };
        let mut seen = Vec::new();
        for day in ["2026-03-02", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"] {
            let mark = Mark::Day(day.to_owned());
            let stamped = market.turn(async |tx| stamp(tx, &card, &mark, at).await).await.unwrap();
            seen.push(stamped.map(|s| (s.have, s.voucher.is_some())));
        }
        let expected = [Some((1, false)), None, Some((2, false)), Some((0, true)), Some((1, false))];
        assert_eq!(seen, expected);
        assert_eq!(market.left(gift).await, 4);
        let again = market.turn(async |tx| create(tx, card.clone()).await).await.unwrap_err();
        assert!(again.is(Refusal::OneIsOpen));
    }
}

on_each! {
    async fn a_stamp_is_taken_back_with_the_gift_it_filled_and_earned_again(market) {
        let gift = market.gift(1, |d| { d.kind = gifts::Kind::Stamp; d.per_member = 0; }).await;
        let card = open(&market, gift).await;
        let member = market.member();
        let at = At { member, store: Some(market.store), staff: None };
        let day = async |day: &str| {
            let mark = Mark::Day(day.to_owned());
            market.turn(async |tx| stamp(tx, &card, &mark, at).await).await.unwrap().unwrap()
        };
        day("2026-03-02").await;
        day("2026-03-03").await;
        let full = day("2026-03-04").await;
        market.turn(async |tx| unstamp(tx, card.id, member, &full.mark).await).await.unwrap();
        assert_eq!(market.left(gift).await, 1);
        let full = day("2026-03-04").await;
        assert!(full.voucher.is_some(), "earned again");
        let at_till = vouchers::Redeem { voucher: full.voucher.unwrap(), store: None, staff: None };
        market.turn(async |tx| vouchers::redeem(tx, at_till).await).await.unwrap();
        let error = market.turn(async |tx| unstamp(tx, card.id, member, &full.mark).await).await.unwrap_err();
        assert!(error.is(vouchers::Refusal::AlreadyRedeemed), "{error:?}");
    }
}

on_each! {
    async fn a_full_card_waits_while_the_gift_is_out(market) {
        let gift = market.gift(0, |d| { d.kind = gifts::Kind::Stamp; d.per_member = 0; }).await;
        let card = open(&market, gift).await;
        let at = At { member: market.member(), store: None, staff: None };
        let mut last = None;
        for day in 1..=3 {
            let mark = Mark::Day(format!("2026-03-0{day}"));
            last = market.turn(async |tx| stamp(tx, &card, &mark, at).await).await.unwrap();
        }
        assert!(last.is_some_and(|s| s.waits && s.have == 3));
        market.turn(async |tx| gifts::restock(tx, gift, 1).await).await.unwrap();
        let mark = Mark::Day("2026-03-04".into());
        let filled = market.turn(async |tx| stamp(tx, &card, &mark, at).await).await.unwrap().unwrap();
        assert_eq!((filled.have, filled.voucher.is_some()), (1, true));
    }
}

on_each! {
    async fn many_stamps_at_once_leave_what_they_leave_one_by_one_while_gifts_last(market) {
        // Seven purchases of one person, three to a card: gifts for none, one and all of the cards.
        for stock in [0, 1, 9] {
            let (at_once, one_by_one) = (market.member(), market.member());
            let mut found = Vec::new();
            for member in [at_once, one_by_one] {
                let gift = market.gift(stock, |d| { d.kind = gifts::Kind::Stamp; d.per_member = 0; }).await;
                let id = market.turn(async |tx| create(tx, card(gift, 3, Each::Purchase)).await).await.unwrap();
                let mut db = market.ground.db.read().await.unwrap();
                let card = store::require(&mut db, market.org, id).await.unwrap();
                let now = market.ground.world.now();
                let buys: Vec<Buy> = (0..7).map(|_| Buy {
                    member, store: market.store, purchase: market.ground.world.id(), amount: 900,
                    at: now, day: "2026-03-02".into(),
                }).collect();
                if member == at_once {
                    market.turn(async |tx| stamp_all(tx, &buys).await).await.unwrap();
                    market.turn(async |tx| stamp_all(tx, &buys).await).await.unwrap();
                } else {
                    let at = At { member, store: Some(market.store), staff: None };
                    for buy in &buys {
                        let mark = Mark::Purchase(buy.purchase, buy.amount);
                        market.turn(async |tx| stamp(tx, &card, &mark, at).await).await.unwrap();
                    }
                }
                let key = held_key(member, id).unwrap();
                let have = ledger::balance_of(&mut db, market.org, &key).await.unwrap();
                let progress = store::progress(&mut db, market.org, id).await.unwrap();
                found.push((have, progress, market.left(gift).await));
                let closed = StampCard { state: gifts::State::Closed, ..card };
                market.turn(async |tx| change(tx, id, closed).await).await.unwrap();
            }
            assert_eq!(found[0], found[1], "{stock}");
            assert_eq!(found[0].1.stamps, 7);
            assert_eq!(found[0].2, (stock - 2).max(0));
        }
    }
}
