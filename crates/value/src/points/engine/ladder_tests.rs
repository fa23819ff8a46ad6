//! Points that a tier multiplies, under ladders that come and go.

use kernel::{TierId, Time, kinds};

use super::{
    tests::{at, bring_back, climbing, contract, fact, id, sale, terms},
    *,
};
use crate::tiers::engine::{
    By, Ladder,
    tests::{ladder, tier},
};

#[test]
fn a_purchase_earns_by_the_tier_that_was_held_and_a_ladder_that_came_later_changes_no_points() {
    let bought = |n, day, amount| fact(n, at(day, 9), What::Bought(sale(&[("tea", 1, amount)])));
    let facts = || vec![bought(1, 0, 10_000), bought(2, 1, 10_000), bought(3, 3, 10_000)];
    let earned = |contract: &Contract, facts: Vec<Fact>| {
        let fold = replay(contract, facts, at(4, 0));
        let each: Vec<i64> = fold.steps.iter().map(|step| step.points).collect();
        (each, fold.standing.climb.rank())
    };
    // Silver from 100 points makes five quarters of them, gold from 300 twice as many.
    let always = climbing(terms(), Some(ladder()));
    assert_eq!(earned(&always, facts()), (vec![100, 125, 125], 2));
    let mut late = facts();
    late.push(bought(4, 2, 10_000));
    assert_eq!(earned(&always, late), (vec![100, 125, 125, 200], 2), "one that was told later");
    let mut back = facts();
    bring_back(&mut back, (0, 0, 1, 0));
    assert_eq!(earned(&always, back), (vec![0, 100, 125], 1), "as if it had never been sold");
    let since = |at: Time| contract(terms()).with_ladders(vec![(at, Some(ladder()))]);
    assert_eq!(earned(&since(at(2, 0)), facts()), (vec![100, 100, 125], 2));
    assert_eq!(earned(&since(at(9, 0)), facts()), (vec![100, 100, 100], 0), "not yet");
    let steep = Ladder { tiers: vec![tier("Gold", 1000, 20_000)], ..ladder() };
    let replaced = vec![(at(0, 0), Some(ladder())), (at(2, 0), Some(steep))];
    let replaced = contract(terms()).with_ladders(replaced);
    assert_eq!(earned(&replaced, facts()), (vec![100, 125, 100], 0), "points stay, people move");
    let gone = contract(terms()).with_ladders(vec![(at(0, 0), Some(ladder())), (at(2, 0), None)]);
    assert_eq!(earned(&gone, facts()), (vec![100, 125, 100], 0));
    let mut asks = terms();
    asks.rules[0].when = Some("tier >= 1".to_owned());
    let by_visits = Ladder { tiers: vec![tier("Regular", 2, 10_000)], by: By::Visits, ..ladder() };
    assert_eq!(earned(&climbing(asks, Some(by_visits)), facts()), (vec![0, 0, 100], 1));
}

#[test]
fn a_tier_that_was_paid_for_multiplies_like_one_that_was_earned_and_is_not_climbed() {
    let mut ladder = ladder();
    for (place, tier) in (0..).zip(&mut ladder.tiers) {
        tier.id = Some(id::<kinds::Tier>(10 + place));
    }
    let ids: Vec<TierId> = ladder.tiers.iter().filter_map(|tier| tier.id).collect();
    let (silver, gold) = (vec![ids[0]], vec![ids[1]]);
    let strange = vec![id::<kinds::Tier>(9)];
    let contract = climbing(terms(), Some(ladder));
    let earned = |paid: [&Vec<TierId>; 3]| {
        let bought = |(n, tiers): (u8, &Vec<TierId>)| {
            let sale = Sale { tiers: tiers.clone(), ..sale(&[("tea", 1, 10_000)]) };
            fact(u128::from(n) + 1, at(i64::from(n), 9), What::Bought(sale))
        };
        let facts = (0..).zip(paid).map(bought).collect();
        let fold = replay(&contract, facts, at(4, 0));
        let each: Vec<i64> = fold.steps.iter().map(|step| step.points).collect();
        (each, fold.standing.climb.rank())
    };
    let none = Vec::new();
    // Silver from 100 points makes five quarters of them, gold from 300 twice as many.
    assert_eq!(earned([&none, &none, &none]), (vec![100, 125, 125], 2));
    assert_eq!(earned([&gold, &none, &none]), (vec![200, 125, 200], 2), "gold for one purchase");
    assert_eq!(earned([&silver, &silver, &silver]).0, [125, 125, 125], "not both");
    assert_eq!(earned([&none, &silver, &strange]), (vec![100, 125, 125], 2), "of another ladder");
}

#[test]
fn a_fold_that_goes_on_under_another_ladder_says_that_it_has_to_be_replayed() {
    let facts = vec![fact(1, at(0, 9), What::Bought(sale(&[("tea", 1, 10_000)])))];
    let changed = vec![(at(0, 0), Some(ladder())), (at(2, 0), Some(ladder()))];
    let contract = contract(terms()).with_ladders(changed);
    let standing = replay(&contract, facts, at(1, 0)).standing;
    let fold = Fold::from(&contract, standing);
    assert!(!fold.is_stale(at(1, 23)));
    assert!(fold.is_stale(at(2, 0)));
}
