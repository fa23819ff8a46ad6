//! What happens to people when they buy, give back and wait, and when their ladder changes.

use std::time::Duration;

use ::store::{Engine, Read as _, args};
use kernel::{MemberId, ProgramId, PurchaseId, Time};

use super::{
    Privileged,
    engine::{By, Ladder, Lasts, Period, tests::ladder},
    keep, remove, store,
};
use crate::{
    gifts, on_each, points, purchases,
    purchases::{NewPurchase, Prices, Source},
    testing::Market,
    visits::{self, NewVisit},
    vouchers::{self, Redeem, State},
    words::Words,
};

const DAY: Duration = Duration::from_secs(86_400);

/// A program that gives one leaf for every yuan, and its ladder: silver from 100, gold from 300.
async fn program(market: &Market, ladder: Option<Ladder>) -> ProgramId {
    let terms = points::engine::tests::terms();
    let name = Words { en: "Leaves".into(), ..Words::default() };
    market
        .turn(async |tx| {
            let made = points::create(tx, name, terms).await?;
            if let Some(ladder) = ladder {
                keep(tx, made, ladder).await?;
            }
            Ok(made)
        })
        .await
        .unwrap()
}

async fn buy(market: &Market, member: MemberId, yuan: i64, at: Option<Time>) -> PurchaseId {
    let new = NewPurchase {
        member: Some(member),
        store: market.store,
        staff: None,
        amount: yuan * 100,
        items: 1,
        at,
        reference: None,
        source: Source::Counter,
        lines: Vec::new(),
        points: None,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    };
    market.turn(async |tx| purchases::record(tx, new).await.map(|made| made.id)).await.unwrap()
}

async fn rank(market: &Market, member: MemberId) -> (usize, i64) {
    let mut db = market.ground.db.read().await.unwrap();
    let rows = store::of_members(&mut db, market.org, &[member]).await.unwrap();
    rows.into_values().next().map_or((0, 0), |row| (row.rank, row.score))
}

async fn told(market: &Market, kind: &str) -> usize {
    market.events().await.iter().filter(|one| one.as_str() == kind).count()
}

/// Everything that time does.
async fn pass(market: &Market, days: u32) {
    market.ground.clock.advance(DAY * days);
    for _ in 0..3 {
        market.turn(async |tx| points::pass(tx).await).await.unwrap();
    }
}

on_each! {
    async fn a_return_and_a_purchase_told_later_give_the_rank_as_if_it_had_always_been_so(market) {
        let member = market.member();
        let program = program(&market, Some(ladder())).await;
        let first = buy(&market, member, 90, None).await;
        assert_eq!(rank(&market, member).await, (0, 90));
        market.ground.clock.advance(DAY * 3);
        buy(&market, member, 10, None).await;
        assert_eq!(rank(&market, member).await, (1, 100));
        assert_eq!(told(&market, "tiers.reached").await, 1);
        // Two hundred at five quarters.
        buy(&market, member, 200, None).await;
        assert_eq!(rank(&market, member).await, (2, 350));
        let before = Some(market.ground.world.now().plus_days(-2));
        buy(&market, member, 40, before).await;
        assert_eq!(rank(&market, member).await, (2, 392), "ten that come after silver make twelve");
        market.turn(async |tx| points::forget(tx, first).await).await.unwrap();
        assert_eq!(rank(&market, member).await, (1, 250));
        assert_eq!(told(&market, "tiers.lost").await, 1);
        let mut db = market.ground.db.read().await.unwrap();
        let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
        assert!(report.difference.is_none(), "{program}: {report:?}");
    }
}

on_each! {
    async fn time_ends_a_tier_and_its_holder_is_told_once_before(market) {
        let member = market.member();
        let short = Ladder {
            period: Period::Rolling { days: 60 }, lasts: Lasts::NextPeriod, notice_days: 10, ..ladder()
        };
        program(&market, Some(short)).await;
        buy(&market, member, 120, None).await;
        pass(&market, 49).await;
        assert_eq!((rank(&market, member).await.0, told(&market, "tiers.ending").await), (1, 0));
        pass(&market, 1).await;
        assert_eq!((rank(&market, member).await.0, told(&market, "tiers.ending").await), (1, 1));
        pass(&market, 5).await;
        assert_eq!(told(&market, "tiers.ending").await, 1);
        pass(&market, 5).await;
        assert_eq!(rank(&market, member).await.0, 1, "the last day");
        pass(&market, 1).await;
        assert_eq!((rank(&market, member).await.0, told(&market, "tiers.lost").await), (0, 1));
    }
}

on_each! {
    async fn a_ladder_that_comes_later_or_changes_moves_everybody_and_no_points(market) {
        let (mei, ana) = (market.member(), market.member());
        let program = program(&market, None).await;
        buy(&market, mei, 350, None).await;
        buy(&market, ana, 120, None).await;
        market.ground.clock.advance(DAY);
        let kept = market.turn(async |tx| keep(tx, program, ladder()).await).await.unwrap();
        pass(&market, 1).await;
        assert_eq!((rank(&market, mei).await, rank(&market, ana).await), ((2, 350), (1, 120)));
        let mut steep = kept.clone();
        steep.tiers[0].from = 200;
        market.turn(async |tx| keep(tx, program, steep).await).await.unwrap();
        // Ana comes before the job looked at her.
        buy(&market, ana, 10, None).await;
        assert_eq!(rank(&market, ana).await, (0, 130));
        market.ground.clock.advance(DAY);
        let spend = Ladder { by: By::Spend, ..kept.clone() };
        market.turn(async |tx| keep(tx, program, spend).await).await.unwrap();
        pass(&market, 1).await;
        assert_eq!((rank(&market, mei).await, rank(&market, ana).await), ((2, 35_000), (2, 13_000)));
        market.ground.clock.advance(DAY);
        market.turn(async |tx| remove(tx, program).await).await.unwrap();
        pass(&market, 1).await;
        buy(&market, ana, 10, None).await;
        assert_eq!((rank(&market, ana).await, rank(&market, mei).await), ((0, 0), (0, 0)));
        let refused = market.turn(async |tx| remove(tx, program).await).await.unwrap_err();
        assert!(refused.is(super::Refusal::NoLadder));
        let whose = points::Whose { program, member: ana };
        let spendable = market.turn(async |tx| points::spendable(tx, whose).await).await.unwrap();
        assert_eq!(spendable, 140, "no purchase was made while a tier counted more for her");
    }
}

on_each! {
    async fn a_tier_brings_its_gift_once_in_a_period_and_takes_it_back_only_uncollected(market) {
        let (mei, ana, old) = (market.member(), market.member(), market.member());
        let gift = market.gift(10, |details| details.per_member = 0).await;
        let program = program(&market, None).await;
        buy(&market, old, 500, None).await;
        market.ground.clock.advance(DAY);
        let mut brings = ladder();
        brings.tiers[1].privileges.gift = Some(gift);
        market.turn(async |tx| keep(tx, program, brings).await).await.unwrap();
        pass(&market, 1).await;
        assert_eq!((rank(&market, old).await.0, market.left(gift).await), (2, 10), "reached before");
        let first = buy(&market, mei, 400, None).await;
        buy(&market, mei, 10, None).await;
        let second = buy(&market, ana, 400, None).await;
        assert_eq!((market.left(gift).await, held(&market, mei).await), (8, vec![State::Issued]));
        market.turn(async |tx| points::forget(tx, first).await).await.unwrap();
        assert_eq!((market.left(gift).await, held(&market, mei).await), (9, vec![State::Withdrawn]));
        buy(&market, mei, 400, None).await;
        assert_eq!(market.left(gift).await, 8, "reached after all");
        let voucher = only(&market, ana).await;
        let redeem = Redeem { voucher, store: Some(market.store), staff: None };
        market.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        market.turn(async |tx| points::forget(tx, second).await).await.unwrap();
        assert_eq!(held(&market, ana).await, [State::Redeemed], "what was eaten stays eaten");
        buy(&market, ana, 400, None).await;
        assert_eq!(market.left(gift).await, 8, "not twice in a year");
    }
}

on_each! {
    async fn a_gift_that_is_gone_keeps_nobody_from_buying(market) {
        let (mei, ana) = (market.member(), market.member());
        let gift = market.gift(1, |_| ()).await;
        let mut brings = ladder();
        brings.tiers[0].privileges.gift = Some(gift);
        program(&market, Some(brings)).await;
        buy(&market, mei, 150, None).await;
        buy(&market, ana, 150, None).await;
        assert_eq!((held(&market, mei).await.len(), held(&market, ana).await.len()), (1, 0));
        assert_eq!((rank(&market, ana).await.0, market.left(gift).await), (1, 0));
        market.turn(async |tx| gifts::restock(tx, gift, 5).await).await.unwrap();
        buy(&market, ana, 10, None).await;
        assert_eq!(held(&market, ana).await.len(), 0, "what was sold out is not made up for");
    }
}

on_each! {
    async fn a_visit_counts_once_a_day_and_one_that_is_taken_back_never_was(market) {
        let member = market.member();
        let tiers = vec![super::engine::tests::tier("Regular", 2, 10_000)];
        program(&market, Some(Ladder { tiers, by: By::Visits, ..ladder() })).await;
        let new = || NewVisit { member, store: market.store, staff: None, at: None };
        market.turn(async |tx| visits::record(tx, new()).await).await.unwrap();
        buy(&market, member, 5, None).await;
        assert_eq!(rank(&market, member).await, (0, 1), "one day");
        market.ground.clock.advance(DAY);
        let second = market.turn(async |tx| visits::record(tx, new()).await).await.unwrap();
        assert_eq!(rank(&market, member).await, (1, 2));
        market.turn(async |tx| visits::withdraw(tx, second.visit.id).await).await.unwrap();
        assert_eq!(rank(&market, member).await, (0, 1));
    }
}

async fn held(market: &Market, member: MemberId) -> Vec<State> {
    let mut db = market.ground.db.read().await.unwrap();
    let all = vouchers::of_member(&mut db, market.org, member).await.unwrap();
    all.into_iter().map(|one| one.state).collect()
}

async fn only(market: &Market, member: MemberId) -> kernel::VoucherId {
    let mut db = market.ground.db.read().await.unwrap();
    vouchers::of_member(&mut db, market.org, member).await.unwrap()[0].id
}

#[tokio::test]
async fn what_a_tier_opens_is_told_to_whoever_asks() {
    let market = Market::open(Engine::Sqlite).await;
    let (mei, ana) = (market.member(), market.member());
    let mut opens = ladder();
    opens.tiers[1].privileges.early = true;
    opens.tiers[1].privileges.free_delivery = true;
    let program = program(&market, Some(opens)).await;
    buy(&market, mei, 300, None).await;
    buy(&market, ana, 299, None).await;
    let mut db = market.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, market.org).await.unwrap();
    let now = market.ground.world.now();
    let of = super::privileges(&mut db, &shop, now, mei).await.unwrap();
    let ranks = vec![(program, 2)];
    assert_eq!(of, Privileged { early: true, free_delivery: true, gifts: Vec::new(), ranks });
    let of = super::privileges(&mut db, &shop, now, ana).await.unwrap();
    assert_eq!((of.early, of.free_delivery, of.ranks), (false, false, vec![(program, 1)]));
}

#[tokio::test]
async fn gifts_and_tiers_that_are_not_there_are_named() {
    let market = Market::open(Engine::Sqlite).await;
    let program = program(&market, None).await;
    let mut wrong = ladder();
    wrong.tiers[1].privileges.gift = Some(market.ground.world.id());
    let error = market.turn(async |tx| keep(tx, program, wrong).await).await.unwrap_err();
    assert_eq!(named(error), ["tiers.2.gift choice_invalid"]);
    let mut wrong = ladder();
    wrong.tiers[0].id = Some(market.ground.world.id());
    let error = market.turn(async |tx| keep(tx, program, wrong).await).await.unwrap_err();
    assert_eq!(named(error), ["tiers.1.id choice_invalid"]);
    let mut db = market.ground.db.read().await.unwrap();
    let rows = db.rows("SELECT since FROM tier_ladder WHERE org = $1", args![market.org]).await;
    assert!(rows.unwrap().is_empty());
}

fn named(error: kernel::Error) -> Vec<String> {
    let kernel::Error::Invalid(fields) = error else { panic!("{error:?}") };
    fields.iter().map(|one| format!("{} {}", one.field, one.code)).collect()
}
