//! Stored value by its rules and actions, on every engine; `pages` and `api` as people and programs
//! meet it.

mod api;
mod pages;

use std::time::Duration;

use ::store::{Tx, testing::engines};
use kernel::{Error, MemberId, PageRequest, PurchaseId, SeededChance, TopUpId};
use people::members;

use super::{
    actions::{
        NewRefund, NewTopUp, Pay, balance, keep, pay, refund, refundable, settle, top_up,
        undo_top_up,
    },
    fold::{Deed, Forfeits, Spending, Split, replay, tests::with_coins},
    laws,
    model::{Act, Bonus, Gives, Plan, Refusal},
    store,
};
use crate::{
    gifts::State,
    laws::model::of_country,
    on_each,
    purchases::{self, NewPurchase, Prices, Source},
    testing::Market,
};

/// Makes a plan wrong in one place.
type Spoil = fn(&mut Plan);

/// From 100 ten on top, from 300 a fifth; 1,000 for whom nobody knows.
pub(crate) fn plan() -> Plan {
    Plan {
        state: State::Open,
        bonuses: vec![
            Bonus { from: 10_000, gives: Gives::Amount(1_000) },
            Bonus { from: 30_000, gives: Gives::BasisPoints(2_000) },
        ],
        least: 1_000,
        most: 200_000,
        cap_named: Some(500_000),
        cap_unnamed: Some(100_000),
        ..Plan::default()
    }
}

pub(crate) async fn opened(market: &Market, plan: Plan) {
    market.turn(async |tx| keep(tx, plan).await).await.unwrap();
}

async fn customer(market: &Market, name: &str) -> MemberId {
    let new = members::NewMember { name: name.into(), ..Default::default() }
        .from("counter")
        .agreed("counter", &[]);
    market.turn(async |tx| members::actions::add(tx, new).await).await.unwrap()
}

fn of(member: MemberId, amount: i64) -> NewTopUp {
    NewTopUp { member, amount, shown: None, store: None, staff: None }
}

fn out(member: MemberId, amount: i64) -> NewRefund {
    NewRefund { member, amount, shown: None, store: None, staff: None }
}

pub(crate) async fn filled(market: &Market, member: MemberId, amount: i64) -> kernel::Result<Act> {
    market.turn(async |tx| top_up(tx, of(member, amount)).await).await
}

/// Buys for so much and pays of it what the wallet has, at most `most`.
async fn bought(market: &Market, member: MemberId, amount: i64) -> (PurchaseId, i64) {
    let run = async |tx: &mut Tx| {
        let new = NewPurchase {
            member: Some(member),
            store: market.store,
            staff: None,
            amount,
            items: 1,
            at: None,
            reference: None,
            source: Source::Counter,
            lines: Vec::new(),
            points: None,
            vouchers: Vec::new(),
            prices: Prices::AsTold,
        };
        let purchase = purchases::record(tx, new).await?.id;
        let paid = pay(tx, Pay { purchase, member, most: amount }).await?;
        Ok((purchase, paid.total()))
    };
    market.turn(run).await.unwrap()
}

async fn has(market: &Market, member: MemberId) -> (i64, i64) {
    let split = market.turn(async |tx| balance(tx, member).await).await.unwrap();
    (split.principal, split.bonus)
}

#[test]
fn the_best_bonus_that_fits_applies() {
    let mut plan = plan();
    plan.bonuses.push(Bonus { from: 20_000, gives: Gives::Amount(4_500) });
    for (amount, bonus) in [
        (0, 0),
        (9_999, 0),
        (10_000, 1_000),
        (20_000, 4_500),
        (22_000, 4_500),
        (30_000, 6_000),
        (30_004, 6_000),
        (i64::MAX, i64::MAX / 5),
    ] {
        assert_eq!(plan.bonus_of(amount), bonus, "{amount}");
    }
}

#[test]
fn a_plan_names_every_field_that_is_out_of_bounds() {
    let rows: [(&str, Spoil); 9] = [
        ("least", |plan| plan.least = 0),
        ("most", |plan| plan.most = i64::MAX),
        ("most", |plan| plan.most = 999),
        ("cap_named", |plan| plan.cap_named = Some(-1)),
        ("cap_unnamed", |plan| plan.cap_unnamed = Some(0)),
        ("refund_days", |plan| plan.refund_days = Some(0)),
        ("bonuses", |plan| plan.bonuses[0].from = 0),
        ("bonuses", |plan| plan.bonuses[1].gives = Gives::BasisPoints(10_001)),
        ("bonuses", |plan| plan.bonuses = vec![plan.bonuses[0]; 11]),
    ];
    for (field, spoil) in rows {
        let mut plan = plan();
        spoil(&mut plan);
        let Err(Error::Invalid(fields)) = plan.checked() else { panic!("{field} passed") };
        assert!(fields.of(field).next().is_some(), "{field}: {fields:?}");
    }
    assert!(plan().checked().is_ok());
}

#[test]
fn a_plan_beyond_the_law_names_where_it_stands_and_what_would_be_lawful() {
    let (known, cny) = (laws::of(&of_country("CN")), "CNY".parse().unwrap());
    let law = known.as_ref();
    let rows: [(&str, &str, Spoil); 5] = [
        ("cap_named", "5000.00", |plan| plan.cap_named = Some(500_001)),
        ("cap_named", "5000.00", |plan| plan.cap_named = None),
        ("cap_unnamed", "1000.00", |plan| plan.cap_unnamed = Some(100_001)),
        ("cap_unnamed", "1000.00", |plan| plan.cap_unnamed = None),
        ("refund_days", "7", |plan| plan.refund_days = Some(6)),
    ];
    for (field, limit, spoil) in rows {
        let mut plan = plan();
        spoil(&mut plan);
        let Err(Error::Invalid(fields)) = plan.lawful(law, cny) else { panic!("{field} passed") };
        let wrong = fields.of(field).next().unwrap();
        let said = format!("{:?}", wrong.args);
        assert!(said.contains(limit) && said.contains('第'), "{said}");
        assert!(plan.clone().made_lawful(law).lawful(law, cny).is_ok());
        assert!(
            plan.lawful(laws::of(&of_country("ES")).as_ref(), cny).is_ok(),
            "nothing is known there"
        );
        let closed = Plan { state: State::Closed, ..plan };
        assert!(closed.lawful(law, cny).is_ok(), "nobody can top up");
    }
    assert!(plan().lawful(law, cny).is_ok());
    assert!(plan().lawful(law, "USD".parse().unwrap()).is_err(), "its caps are in yuan");
}

on_each! {
    async fn a_plan_is_kept_and_one_beyond_the_law_is_not(market) {
        let wrong = Plan { cap_named: None, ..plan() };
        let error = market.turn(async |tx| keep(tx, wrong).await).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
        opened(&market, plan()).await;
        let mut db = market.ground.db.read().await.unwrap();
        let kept = store::plan(&mut db, market.org).await.unwrap();
        assert_eq!(kept, Plan { changed_at: kept.changed_at, ..plan() });
        drop(db);
        opened(&market, Plan { state: State::Closed, ..plan() }).await;
        let ana = customer(&market, "Ana").await;
        assert!(filled(&market, ana, 10_000).await.unwrap_err().is(Refusal::Closed));
    }
}

on_each! {
    async fn a_wallet_is_topped_up_spent_given_back_and_paid_out(market) {
        opened(&market, plan()).await;
        let ana = customer(&market, "Ana").await;
        filled(&market, ana, 10_000).await.unwrap();
        assert_eq!(has(&market, ana).await, (10_000, 1_000));
        let (first, paid) = bought(&market, ana, 2_650).await;
        assert_eq!((paid, has(&market, ana).await), (2_650, (8_350, 0)));
        let (_, paid) = bought(&market, ana, 500).await;
        assert_eq!((paid, has(&market, ana).await), (500, (7_850, 0)));
        // All but 4.00 of the first comes back: the second would have been paid with bonus.
        let left = market.turn(async |tx| settle(tx, first, 400).await).await.unwrap();
        assert_eq!((left.principal, left.bonus), (0, 400));
        assert_eq!(has(&market, ana).await, (10_000, 100));
        let act = market.turn(async |tx| refund(tx, out(ana, 4_000)).await).await.unwrap();
        assert_eq!(act.split, Split { principal: 4_000, bonus: 40 });
        assert_eq!(has(&market, ana).await, (6_000, 60));
        // More than there is: what is there, and no refusal.
        let (_, paid) = bought(&market, ana, 99_999).await;
        assert_eq!((paid, has(&market, ana).await), (6_060, (0, 0)));
        let (_, paid) = bought(&market, ana, 100).await;
        assert_eq!(paid, 0);
        let error = market.turn(async |tx| refund(tx, out(ana, 1)).await).await.unwrap_err();
        assert!(error.is(Refusal::NotEnough));
        let wallets: Vec<_> = market.events().await.into_iter()
            .filter(|kind| kind.starts_with("wallets.")).collect();
        assert_eq!(wallets, [
            "wallets.topped_up", "wallets.paid", "wallets.paid", "wallets.repaid",
            "wallets.refunded", "wallets.paid",
        ]);
        consistent(&market, ana).await;
    }
}

on_each! {
    async fn a_top_up_is_taken_back_in_ten_minutes_and_once_unless_it_was_spent(market) {
        opened(&market, plan()).await;
        let ana = customer(&market, "Ana").await;
        let back = async |act: &Act| {
            let id = TopUpId::from_uuid(act.id);
            market.turn(async |tx| undo_top_up(tx, id, None).await).await
        };
        let first = filled(&market, ana, 10_000).await.unwrap();
        back(&first).await.unwrap();
        assert_eq!(has(&market, ana).await, (0, 0));
        assert!(back(&first).await.unwrap_err().is(Refusal::AlreadyUndone));
        let second = filled(&market, ana, 10_000).await.unwrap();
        bought(&market, ana, 100).await;
        assert!(back(&second).await.unwrap_err().is(Refusal::SpentSince));
        assert_eq!(has(&market, ana).await, (10_000, 900), "a refusal changes nothing");
        // With other money there before it, it was not this that was spent; its bonus was.
        let third = filled(&market, ana, 10_000).await.unwrap();
        let (purchase, _) = bought(&market, ana, 1_500).await;
        assert_eq!(has(&market, ana).await, (20_000, 400));
        back(&third).await.unwrap();
        assert_eq!(has(&market, ana).await, (9_400, 0));
        market.turn(async |tx| settle(tx, purchase, 0).await).await.unwrap();
        assert_eq!(has(&market, ana).await, (10_000, 900));
        let third = filled(&market, ana, 1_000).await.unwrap();
        market.ground.clock.advance(Duration::from_secs(601));
        assert!(back(&third).await.unwrap_err().is(Refusal::TooLate));
        let elsewhere = Some(market.ground.world.id());
        let id = TopUpId::from_uuid(third.id);
        let error = market.turn(async |tx| undo_top_up(tx, id, elsewhere).await).await.unwrap_err();
        assert!(matches!(error, Error::NotFound("top_up")));
        consistent(&market, ana).await;
    }
}

on_each! {
    async fn amounts_caps_and_people_are_held_to_their_bounds(market) {
        opened(&market, plan()).await;
        let ana = customer(&market, "Ana").await;
        for amount in [0, -1, 999, 200_001, i64::MAX, i64::MIN] {
            let error = filled(&market, ana, amount).await.unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{amount}: {error:?}");
        }
        // 84,000 and its fifth are over the 1,000.00 of whom nobody knows.
        assert!(filled(&market, ana, 84_000).await.unwrap_err().is(Refusal::OverCap));
        filled(&market, ana, 80_000).await.unwrap();
        let error = filled(&market, ana, 10_000).await.unwrap_err();
        assert!(format!("{error:?}").contains("40.00"), "{error:?}");
        let stranger = market.member();
        assert!(matches!(filled(&market, stranger, 10_000).await, Err(Error::NotFound("member"))));
        let error = market.turn(async |tx| refund(tx, out(stranger, 1)).await).await.unwrap_err();
        assert!(matches!(error, Error::NotFound("member")));
        for amount in [0, -5, i64::MIN] {
            let error = market.turn(async |tx| refund(tx, out(ana, amount)).await).await.unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{amount}: {error:?}");
        }
        let error = market.turn(async |tx| refund(tx, out(ana, i64::MAX)).await).await.unwrap_err();
        assert!(error.is(Refusal::NotEnough));
        let shown = NewTopUp { shown: Some(7), ..of(ana, 1_000) };
        let error = market.turn(async |tx| top_up(tx, shown).await).await.unwrap_err();
        assert!(error.is(Refusal::ChangedSince));
        let shown = NewRefund { shown: Some(7), ..out(ana, 1_000) };
        let error = market.turn(async |tx| refund(tx, shown).await).await.unwrap_err();
        assert!(error.is(Refusal::ChangedSince));
        assert_eq!(has(&market, ana).await, (80_000, 16_000));
    }
}

on_each! {
    async fn a_purchase_is_paid_once_by_its_own_member_and_never_for_more_than_it_costs(market) {
        opened(&market, plan()).await;
        let (ana, ben) = (customer(&market, "Ana").await, customer(&market, "Ben").await);
        filled(&market, ana, 10_000).await.unwrap();
        filled(&market, ben, 10_000).await.unwrap();
        let (purchase, _) = bought(&market, ana, 300).await;
        let again = Pay { purchase, member: ana, most: 9_999 };
        let paid = market.turn(async |tx| pay(tx, again).await).await.unwrap();
        assert_eq!(paid.total(), 300, "as it was");
        let unknown = Pay { purchase: market.ground.world.id(), member: ana, most: 5 };
        let error = market.turn(async |tx| pay(tx, unknown).await).await.unwrap_err();
        assert!(matches!(error, Error::NotFound("purchase")));
        let bens = market.turn(async |tx| {
            let new = NewPurchase {
                member: Some(ben), store: market.store, staff: None, amount: 200, items: 1, at: None,
                reference: None, source: Source::Api,
            lines: Vec::new(),
            points: None,
            vouchers: Vec::new(),
            prices: Prices::AsTold,
            };
            purchases::record(tx, new).await
        }).await.unwrap().id;
        let foreign = Pay { purchase: bens, member: ana, most: 5 };
        let error = market.turn(async |tx| pay(tx, foreign).await).await.unwrap_err();
        assert!(matches!(error, Error::NotFound("purchase")));
        for (most, taken) in [(-3, 0), (0, 0), (i64::MAX, 200)] {
            let own = Pay { purchase: bens, member: ben, most };
            let paid = market.turn(async |tx| pay(tx, own).await).await.unwrap();
            assert_eq!(paid.total(), taken, "{most}");
        }
        // Settling never takes more, and of what the wallet did not pay it takes nothing.
        for (due, left) in [(500, 200), (150, 150), (180, 150), (-7, 0), (0, 0)] {
            let paid = market.turn(async |tx| settle(tx, bens, due).await).await.unwrap();
            assert_eq!(paid.total(), left, "{due}");
        }
        let none = market.turn(async |tx| settle(tx, tx.id(), 5).await).await.unwrap();
        assert_eq!(none.total(), 0);
        assert_eq!(has(&market, ben).await, (10_000, 1_000));
        consistent(&market, ana).await;
        consistent(&market, ben).await;
    }
}

on_each! {
    async fn principal_is_paid_out_within_the_days_of_the_plan(market) {
        opened(&market, Plan { refund_days: Some(7), ..plan() }).await;
        let ana = customer(&market, "Ana").await;
        let day = Duration::from_secs(86_400);
        filled(&market, ana, 20_000).await.unwrap();
        market.ground.clock.advance(day * 5);
        filled(&market, ana, 5_000).await.unwrap();
        let may = async || {
            let mut db = market.ground.db.read().await.unwrap();
            let wallet = store::wallet(&mut db, market.org, ana).await.unwrap();
            refundable(&mut db, market.org, &wallet, market.ground.world.now()).await.unwrap()
        };
        assert_eq!(may().await, 25_000);
        market.ground.clock.advance(day * 3);
        assert_eq!(may().await, 5_000, "the first is eight days old");
        let error = market.turn(async |tx| refund(tx, out(ana, 5_001)).await).await.unwrap_err();
        assert!(error.is(Refusal::NotRefundable));
        market.turn(async |tx| refund(tx, out(ana, 3_000)).await).await.unwrap();
        assert_eq!(may().await, 2_000, "what was paid out is not paid out again");
        market.ground.clock.advance(day * 8);
        assert_eq!(may().await, 0);
        opened(&market, plan()).await;
        assert_eq!(may().await, 22_000, "at any time");
    }
}

on_each! {
    async fn a_clock_that_goes_backwards_changes_neither_order_nor_balance(market) {
        opened(&market, plan()).await;
        let ana = customer(&market, "Ana").await;
        let now = market.ground.world.now();
        filled(&market, ana, 10_000).await.unwrap();
        market.ground.clock.set(now.minus(Duration::from_secs(3_600)));
        let (purchase, paid) = bought(&market, ana, 10_500).await;
        assert_eq!(paid, 10_500);
        let last = filled(&market, ana, 10_000).await.unwrap();
        market.turn(async |tx| settle(tx, purchase, 500).await).await.unwrap();
        assert_eq!(has(&market, ana).await, (20_000, 1_500));
        let id = TopUpId::from_uuid(last.id);
        market.turn(async |tx| undo_top_up(tx, id, None).await).await.unwrap();
        assert_eq!(has(&market, ana).await, (10_000, 500));
        consistent(&market, ana).await;
    }
}

/// The ledger, the wallet's row, the splits of its acts and the days say the same as a purse of
/// coins does that is filled and emptied from nothing by the acts as they are now.
async fn consistent(market: &Market, member: MemberId) {
    let mut db = market.ground.db.read().await.unwrap();
    let acts = store::acts(&mut db, market.org, member).await.unwrap();
    let deeds: Vec<Deed> = acts
        .iter()
        .map(|act| match act.deed {
            Deed::TopUp(_) if act.undone_at.is_some() => Deed::TopUp(Split::default()),
            deed => deed,
        })
        .collect();
    let coins = with_coins(&deeds).expect("the acts are possible");
    let told: Vec<_> = acts.iter().map(|act| act.split).collect();
    assert_eq!(told, coins.splits, "{acts:?}");
    let row = store::wallet(&mut db, market.org, member).await.unwrap();
    assert_eq!((row.balance, usize::try_from(row.acts)), (coins.balance, Ok(acts.len())));
    drop(db);
    let ledger = market.turn(async |tx| balance(tx, member).await).await.unwrap();
    assert_eq!(ledger, coins.balance, "the ledger");
}

/// What the shop owes is what its members hold, whole and by days.
async fn books_balance(market: &Market) {
    let mut db = market.ground.db.read().await.unwrap();
    let held = super::held(&mut db, market.org, "CNY".parse().unwrap()).await.unwrap();
    let page = PageRequest { limit: Some("200".into()), cursor: None };
    let wallets = store::wallets(&mut db, market.org, &page).await.unwrap().items;
    let sum = wallets.iter().fold(Split::default(), |sum, wallet| sum.plus(wallet.balance));
    assert_eq!(held, sum);
    let days = store::days(&mut db, market.org, 500).await.unwrap();
    let sum = days.iter().fold(Split::default(), |sum, day| sum.plus(day.moved.held()));
    assert_eq!(held, sum);
    let audited = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(audited.difference.is_none(), "{audited:?}");
}

/// Random deeds and random changes of the past, in any order, in three wallets.
async fn lives(market: &Market, seed: u64) {
    let chance: &dyn kernel::Chance = &SeededChance::new(seed);
    let pick = |below: u64| i64::try_from(chance.below(below)).unwrap();
    let people = [
        customer(market, "Ana").await,
        customer(market, "Ben").await,
        customer(market, "Chen Mei").await,
    ];
    let (mut paid, mut tops): (Vec<(PurchaseId, i64)>, Vec<TopUpId>) = (Vec::new(), Vec::new());
    for _ in 0..40 {
        let member = people[usize::try_from(pick(3)).unwrap()];
        match pick(10) {
            0..=2 => {
                if let Ok(act) = filled(market, member, 10 + pick(300)).await {
                    tops.push(TopUpId::from_uuid(act.id));
                }
            }
            3..=5 => paid.push(bought(market, member, pick(200)).await),
            6 => {
                let asked = out(member, 1 + pick(80));
                let _ = market.turn(async |tx| refund(tx, asked).await).await;
            }
            7 if !tops.is_empty() => {
                let id = tops[usize::try_from(pick(tops.len() as u64)).unwrap()];
                let _ = market.turn(async |tx| undo_top_up(tx, id, None).await).await;
            }
            8 => {
                let (spending, forfeits) = match pick(4) {
                    0 => (Spending::BonusFirst, Forfeits::Proportion),
                    1 => (Spending::BonusFirst, Forfeits::Whole),
                    2 => (Spending::PrincipalFirst, Forfeits::Proportion),
                    _ => (Spending::PrincipalFirst, Forfeits::Whole),
                };
                opened(market, Plan { spending, forfeits, ..small() }).await;
            }
            _ if !paid.is_empty() => {
                let (id, _) = paid[usize::try_from(pick(paid.len() as u64)).unwrap()];
                let due = pick(200);
                market.turn(async |tx| settle(tx, id, due).await).await.unwrap();
            }
            _ => {}
        }
    }
    for member in people {
        consistent(market, member).await;
    }
}

/// Coins that can be counted.
fn small() -> Plan {
    let gives = Gives::BasisPoints(2_500);
    Plan { bonuses: vec![Bonus { from: 100, gives }], least: 1, ..plan() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_whatever_way_the_acts_came_to_be_the_wallet_is_what_they_say() {
    for engine in engines() {
        let market = Market::open(engine).await;
        opened(&market, small()).await;
        for seed in 0..12 {
            lives(&market, seed).await;
        }
        books_balance(&market).await;
    }
}

#[test]
fn the_fold_of_nothing_is_nothing() {
    assert_eq!(replay([]).unwrap().balance, Split::default());
}
