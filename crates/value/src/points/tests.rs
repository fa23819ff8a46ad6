use std::time::Duration;

use kernel::{MemberId, PageRequest, ProgramId};
use ledger::LotRow;

use super::{
    accounts::held_key,
    actions::{Adjust, Change, Send, adjust, change, create, send},
    engine::{Earn, Expiry, Limits, Of, Returns, Rounding, Rule, Terms, Worth},
    *,
};
use crate::{
    on_each,
    purchases::{self, Line, NewPurchase, Offer, Prices, Purchase, Source},
    returns::{self, NewReturn, Wanted},
    testing::Market,
    words::Words,
};

pub fn terms() -> Terms {
    Terms {
        unit: Words { en: "points".into(), ..Words::default() },
        rules: vec![Rule {
            earn: Earn::Amount { points: 1, per: 100, of: Of::default() },
            rounding: Rounding::Down,
            when: None,
        }],
        boosts: Vec::new(),
        limits: Limits::default(),
        pending_days: 0,
        expiry: Expiry::Rolling { days: 30 },
        returns: Returns::WithinBalance,
        worth: Some(Worth { points: 10, amount: 100, most_percent: 50 }),
        notice_days: 7,
    }
}

pub async fn open(market: &Market, terms: Terms) -> ProgramId {
    let name = Words { en: "Thank you".into(), ..Words::default() };
    market.turn(async |tx| create(tx, name, terms).await).await.unwrap()
}

pub fn basket(market: &Market, member: MemberId, lines: &[(&str, i64, i64)]) -> NewPurchase {
    let line = |(name, quantity, amount): &(&str, i64, i64)| Line {
        product: Some((*name).to_owned()),
        category: None,
        quantity: *quantity,
        amount: *amount,
    };
    NewPurchase {
        member: Some(member),
        store: market.store,
        staff: None,
        amount: lines.iter().map(|line| line.2).sum(),
        items: 1,
        at: None,
        reference: None,
        source: Source::Api,
        lines: lines.iter().map(line).collect(),
        points: None,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    }
}

pub async fn buy(market: &Market, new: NewPurchase) -> Purchase {
    market.turn(async |tx| purchases::record(tx, new).await).await.unwrap()
}

/// What the ledger says that somebody can spend: by end in days from the opening.
async fn lots(market: &Market, program: ProgramId, member: MemberId) -> Vec<i64> {
    let mut db = market.ground.db.read().await.unwrap();
    let key = held_key(Whose { program, member }).unwrap();
    let lots: Vec<LotRow> = ledger::lots_of(&mut db, market.org, &key).await.unwrap();
    lots.iter().map(|lot| lot.amount).collect()
}

async fn audit(market: &Market) {
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{report:?}");
}

on_each! {
    async fn a_purchase_earns_pays_and_comes_back_without_a_trace(market) {
        let (ana, bo) = (market.member(), market.member());
        let program = open(&market, terms()).await;
        buy(&market, basket(&market, ana, &[("tea", 2, 5000)])).await;
        assert_eq!(lots(&market, program, ana).await, [50]);
        // Thirty-nine points pay 3.90 of 40.00, and the rest earns.
        let offer = Some(Offer { program, points: 39 });
        let new = NewPurchase { points: offer, ..basket(&market, ana, &[("tea", 1, 1000), ("pot", 1, 3000)]) };
        let second = buy(&market, new).await;
        assert_eq!(lots(&market, program, ana).await, [50 - 39 + 36]);
        let back = |line, pieces| NewReturn {
            purchase: second.id, store: market.store, staff: None,
            wanted: Wanted { pieces: vec![(line, pieces)], amount: None }, reason: "broken".into(),
        };
        let pot = market.turn(async |tx| returns::take(tx, back(2, 1)).await).await.unwrap();
        // The tea alone could take fifty points: the thirty-nine stay paid.
        assert_eq!((pot.amount, pot.money, pot.points), (3000, 3000, 0));
        assert_eq!(lots(&market, program, ana).await, [50 - 39 + 6]);
        let again = market.turn(async |tx| returns::take(tx, back(2, 1)).await).await.unwrap_err();
        assert!(matches!(again, kernel::Error::Invalid(_)), "{again:?}");
        let tea = market.turn(async |tx| returns::take(tx, back(1, 1)).await).await.unwrap();
        assert_eq!((tea.amount, tea.money, tea.points), (1000, 610, 39));
        assert_eq!(lots(&market, program, ana).await, [50]);
        let nothing = market.turn(async |tx| returns::take(tx, back(1, 1)).await).await.unwrap_err();
        assert!(nothing.is(returns::Refusal::NothingLeft));
        let gift = Send { program, from: ana, to: bo, points: 20 };
        let error = market.turn(async |tx| send(tx, gift).await).await.unwrap_err();
        assert_eq!(error.code(), "not_found", "nobody of ours");
        audit(&market).await;
    }
}

on_each! {
    async fn points_ripen_end_and_are_told_of_by_themselves(market) {
        let ana = market.member();
        let program = open(&market, Terms { pending_days: 3, ..terms() }).await;
        buy(&market, basket(&market, ana, &[("tea", 2, 5000)])).await;
        assert_eq!(lots(&market, program, ana).await, [0i64; 0]);
        let days = async |days: u64| {
            for _ in 0..days {
                market.ground.clock.advance(Duration::from_secs(86_400));
                market.ground.db.settle().await.unwrap();
            }
        };
        days(4).await;
        assert_eq!(lots(&market, program, ana).await, [50]);
        let count = async |kind: &str| market.events().await.iter().filter(|k| *k == kind).count();
        days(21).await;
        assert_eq!(count("points.ending").await, 0);
        days(4).await;
        assert_eq!((count("points.ending").await, count("points.expired").await), (1, 0));
        days(8).await;
        assert_eq!((count("points.ending").await, count("points.expired").await), (1, 1));
        assert_eq!(lots(&market, program, ana).await, [0i64; 0]);
        audit(&market).await;
    }
}

on_each! {
    async fn what_a_file_tells_late_ends_as_if_it_had_been_told_in_time(market) {
        let (ana, bo) = (market.member(), market.member());
        let program = open(&market, terms()).await;
        let start = market.ground.world.now();
        let at = |member, days: i64, amount| NewPurchase {
            at: Some(start.plus_days(days)), ..basket(&market, member, &[("tea", 1, amount)])
        };
        market.ground.clock.advance(Duration::from_secs(20 * 86_400));
        for (days, amount) in [(1, 1000), (5, 2000), (9, 4000)] {
            buy(&market, at(ana, days, amount)).await;
        }
        for (days, amount) in [(9, 4000), (1, 1000), (5, 2000)] {
            buy(&market, at(bo, days, amount)).await;
        }
        assert_eq!(lots(&market, program, ana).await, [10, 20, 40]);
        assert_eq!(lots(&market, program, bo).await, [10, 20, 40]);
        audit(&market).await;
    }
}

on_each! {
    async fn adjusting_needs_a_reason_and_leaves_nobody_with_less_than_none(market) {
        let new = people::members::NewMember { name: "Ana".into(), ..Default::default() };
        let new = new.from("counter").agreed("counter", &[]);
        let ana = market.turn(async |tx| people::members::actions::add(tx, new).await).await.unwrap();
        let program = open(&market, terms()).await;
        let by = |points, reason: &str| Adjust { program, member: ana, points, reason: reason.into() };
        for (adjusting, code) in [
            (by(0, "why"), "invalid"),
            (by(5, " "), "invalid"),
            (by(i64::MIN, "why"), "invalid"),
            (by(-1, "why"), "points.not_enough"),
            (Adjust { program: market.ground.world.id(), ..by(5, "why") }, "not_found"),
        ] {
            let error = market.turn(async |tx| adjust(tx, adjusting.clone()).await).await.unwrap_err();
            assert_eq!(error.code(), code, "{adjusting:?}");
        }
        market.turn(async |tx| adjust(tx, by(30, "a spilt cup")).await).await.unwrap();
        market.turn(async |tx| adjust(tx, by(-10, "typed twice")).await).await.unwrap();
        assert_eq!(lots(&market, program, ana).await, [20]);
        let mut db = market.ground.db.read().await.unwrap();
        let whose = Whose { program, member: ana };
        let page = entries(&mut db, market.org, whose, &PageRequest::default()).await.unwrap();
        let notes: Vec<_> = page.items.iter().map(|entry| (entry.points, &*entry.origin.note)).collect();
        assert_eq!(notes, [(-10, "typed twice"), (30, "a spilt cup")]);
        drop(db);
        let closed = Change { name: Words { en: "x".into(), ..Words::default() }, state: crate::gifts::State::Closed, terms: terms() };
        market.turn(async |tx| change(tx, program, closed.clone()).await).await.unwrap();
        buy(&market, basket(&market, ana, &[("tea", 1, 5000)])).await;
        assert_eq!(lots(&market, program, ana).await, [20], "a closed program gives nothing");
        audit(&market).await;
    }
}
