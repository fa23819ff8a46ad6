//! A week of a shop without a network, told in the order in which it happened, and the same told in
//! pieces, by several devices, repeated and mixed up: both end in the same shop.

use std::time::Duration;

use kernel::{Chance, MemberId, SeededChance, StoreId, Time};
use web::shops;

use super::{
    actions::take,
    model::{NewKept, fresh},
    tests::kept,
};
use crate::{
    gifts::Kind,
    on_each, points,
    points::engine::{Earn, Expiry, Limits, Rounding, Rule},
    points::tests::{open, terms},
    purchases::{self, Which},
    stamp_cards::{self, Each, held_key},
    testing::{Market, card},
    visits::{self, custom, day_of},
    vouchers,
};

type Dice = dyn Chance + 'static;

/// What one member is left with.
#[derive(Debug, PartialEq)]
struct End {
    custom: custom::Custom,
    /// By store and day: when the visit was, and whether something was bought.
    visits: Vec<(usize, Time, bool)>,
    /// By time: where, how much, and whether it was the first.
    purchases: Vec<(Time, usize, i64, bool)>,
    stamps: Vec<i64>,
    vouchers: usize,
    points: String,
}

/// An operation before it has a member: of the how-manieth, in which store, how much, when.
struct Plan {
    who: usize,
    store: usize,
    amount: Option<i64>,
    at: Time,
}

const PEOPLE: usize = 3;
const OPERATIONS: u64 = 36;
const ORDERS: u64 = 3;

fn plans(dice: &Dice, from: Time) -> Vec<Plan> {
    let pick = |below: u64| dice.below(below);
    (0..OPERATIONS)
        .map(|n| Plan {
            who: usize::try_from(pick(PEOPLE as u64)).unwrap(),
            store: usize::try_from(pick(2)).unwrap(),
            amount: (pick(3) > 0).then(|| i64::try_from(100 + pick(2000)).unwrap()),
            // No two at one instant; several on one day and some at night.
            at: from.plus(Duration::from_secs(pick(7 * 86_400))).plus(Duration::from_millis(n)),
        })
        .collect()
}

/// Pieces of one to seven, some told twice, in any order.
fn mixed(dice: &Dice, all: &[NewKept]) -> Vec<NewKept> {
    let mut told: Vec<NewKept> = all.to_vec();
    for _ in 0..all.len() / 3 {
        told.push(all[usize::try_from(dice.below(all.len() as u64)).unwrap()].clone());
    }
    for at in (1..told.len()).rev() {
        told.swap(at, usize::try_from(dice.below(at as u64 + 1)).unwrap());
    }
    told
}

async fn prepare(market: &Market, each: Each) {
    let bag = market
        .gift(10_000, |d| {
            d.kind = Kind::Stamp;
            d.per_member = 0;
        })
        .await;
    let card = card(bag, 3, each);
    market.turn(async |tx| stamp_cards::create(tx, card).await).await.unwrap();
    let mut terms = terms();
    terms.rules.push(Rule {
        earn: Earn::Visit { points: 5 },
        rounding: Rounding::Down,
        when: Some("hour < 12".into()),
    });
    terms.pending_days = 2;
    terms.limits = Limits { day: Some(18), ..Limits::default() };
    terms.expiry = Expiry::Rolling { days: 4 };
    open(market, terms).await;
}

async fn end_of(market: &Market, who: MemberId, stores: [StoreId; 2]) -> End {
    let (org, now) = (market.org, market.ground.world.now());
    let mut db = market.ground.db.read().await.unwrap();
    let shop = shops::require(&mut db, org).await.unwrap();
    let mut end = End {
        custom: custom::find(&mut db, org, who).await.unwrap(),
        visits: Vec::new(),
        purchases: Vec::new(),
        stamps: Vec::new(),
        vouchers: vouchers::of_member(&mut db, org, who).await.unwrap().len(),
        points: String::new(),
    };
    for (number, store) in stores.into_iter().enumerate() {
        for back in 0..12 {
            let day = day_of(now.plus_days(-back), &shop.zone);
            if let Some(visit) = visits::of_day(&mut db, org, who, store, &day).await.unwrap() {
                end.visits.push((number, visit.at, visit.purchase.is_some()));
            }
        }
    }
    let page = kernel::PageRequest { limit: Some("200".into()), cursor: None };
    let which = Which { member: Some(who), store: None };
    for one in purchases::list(&mut db, org, which, &page).await.unwrap().items {
        let store = usize::from(one.store == stores[1]);
        end.purchases.push((one.at, store, one.amount, one.first));
    }
    for card in stamp_cards::list(&mut db, org).await.unwrap() {
        let key = held_key(who, card.id).unwrap();
        end.stamps.push(ledger::balance_of(&mut db, org, &key).await.unwrap());
    }
    for holding in points::holdings(&mut db, &shop, now, who).await.unwrap() {
        end.points.push_str(&format!("{:?}", holding.standing));
    }
    end
}

/// The same week, lived by three new people, told in this order.
async fn live(market: &Market, plans: &[Plan], order: Option<u64>) -> Vec<End> {
    let stores = [market.store, kernel::Id::from_uuid(uuid::Uuid::from_u128(77))];
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        let new = people::members::NewMember { name: "Ana Ruiz".into(), ..Default::default() }
            .from("counter")
            .agreed("counter", &[]);
        let add = async |tx: &mut ::store::Tx| people::members::actions::add(tx, new.clone()).await;
        people.push(market.turn(add).await.unwrap());
    }
    let ids = &*market.ground.world.chance;
    let all: Vec<NewKept> = plans
        .iter()
        .map(|plan| NewKept {
            at: plan.at,
            store: stores[plan.store],
            ..kept(market, fresh(ids), &people[plan.who].to_string(), plan.amount)
        })
        .collect();
    let told = match order {
        Some(seed) => mixed(&SeededChance::new(seed), &all),
        None => {
            let mut told = all;
            told.sort_by_key(|one| one.at);
            told
        }
    };
    for one in told {
        market.turn(async |tx| take(tx, one).await).await.unwrap();
    }
    let mut ends = Vec::new();
    for who in people {
        ends.push(end_of(market, who, stores).await);
    }
    ends
}

async fn orders_end_alike(market: &Market, each: Each) {
    prepare(market, each).await;
    let from = market.ground.world.now().plus_days(1);
    market.ground.clock.advance(Duration::from_secs(9 * 86_400));
    for seed in 1..=ORDERS {
        let plans = plans(&SeededChance::new(seed), from);
        let straight = live(market, &plans, None).await;
        assert_eq!(live(market, &plans, Some(seed)).await, straight, "seed {seed}");
    }
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{:?}", report.difference);
}

on_each! {
    async fn any_order_and_any_repetition_of_what_was_kept_ends_in_the_same_shop(market) {
        orders_end_alike(&market, Each::Visit).await;
    }
}

on_each! {
    async fn any_order_and_any_repetition_stamps_the_same_purchases(market) {
        orders_end_alike(&market, Each::Purchase).await;
    }
}
