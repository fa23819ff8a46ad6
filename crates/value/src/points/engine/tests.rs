use jiff::tz::TimeZone;
use kernel::{EntryId, Id, StoreId, Time};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    tiers::engine::{Ladder, tests::any_ladder},
    words::Words,
};

const DAY: i64 = 86_400_000_000;

pub(super) fn id<K: kernel::ids::Kind>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}
/// So many days and hours after a Monday in March.
pub(super) fn at(days: i64, hours: i64) -> Time {
    Time::from_micros((20_514 + days) * DAY + hours * 3_600_000_000)
}

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
        expiry: Expiry::Never,
        returns: Returns::WithinBalance,
        worth: Some(Worth { points: 10, amount: 100, most_percent: 50 }),
        notice_days: 14,
    }
}

pub(super) fn sale(lines: &[(&str, i64, i64)]) -> Sale {
    let line = |(category, quantity, amount): &(&str, i64, i64)| Line {
        category: Some((*category).to_owned()),
        quantity: *quantity,
        amount: *amount,
        ..Line::default()
    };
    Sale {
        store: id(1),
        source: "counter".into(),
        hour: 9,
        minor: 100,
        bought_before: false,
        lines: lines.iter().map(line).collect(),
        offered: None,
        tiers: Vec::new(),
    }
}

pub(super) fn fact(n: u128, at: Time, what: What) -> Fact {
    Fact { id: id::<kernel::kinds::Entry>(n), at, day: at.date(&TimeZone::UTC), what }
}

pub(super) fn contract(terms: Terms) -> Contract {
    let since = Time::from_micros(0);
    Contract::new(vec![Version { since, terms: terms.checked().unwrap() }], TimeZone::UTC)
}

/// With a ladder that was always there.
pub(super) fn climbing(terms: Terms, ladder: Option<Ladder>) -> Contract {
    contract(terms).with_ladders(vec![(Time::from_micros(0), ladder)])
}

fn earned(change: impl FnOnce(&mut Terms), sale: Sale) -> i64 {
    let mut terms = terms();
    change(&mut terms);
    let contract = contract(terms);
    replay(&contract, vec![fact(1, at(0, 9), What::Bought(sale))], at(0, 10)).standing.earned
}

#[test]
fn what_a_purchase_earns() {
    let tea = || sale(&[("tea", 2, 1999), ("bread", 1, 350)]);
    let rule = |earn, rounding| vec![Rule { earn, rounding, when: None }];
    let of = |name: &str| Of { categories: vec![name.to_owned()], ..Of::default() };
    let amount = |points, per, of| Earn::Amount { points, per, of };
    assert_eq!(earned(|_| (), tea()), 23);
    assert_eq!(earned(|t| t.rules[0].rounding = Rounding::Up, tea()), 24);
    assert_eq!(earned(|t| t.rules[0].rounding = Rounding::Nearest, tea()), 23);
    let nearest = |t: &mut Terms| t.rules = rule(amount(1, 200, Of::default()), Rounding::Nearest);
    assert_eq!(earned(nearest, tea()), 12, "11.745");
    assert_eq!(earned(|t| t.rules = rule(amount(3, 100, of("TEA")), Rounding::Down), tea()), 59);
    let pieces = |t: &mut Terms| {
        t.rules = rule(Earn::Item { points: 5, of: of("tea") }, Rounding::Down);
    };
    assert_eq!(earned(pieces, tea()), 10);
    assert_eq!(earned(|t| t.limits.purchase = Some(20), tea()), 20);
    assert_eq!(earned(|t| t.limits.day = Some(7), tea()), 7);
    let boost = |factor, weekdays: &[i8], stores: Vec<StoreId>| Boost {
        name: "Double day".into(),
        factor,
        from: None,
        to: None,
        weekdays: weekdays.to_vec(),
        stores,
    };
    let boosts = |list: Vec<Boost>| move |t: &mut Terms| t.boosts = list;
    assert_eq!(earned(boosts(vec![boost(20_000, &[1], vec![])]), tea()), 46);
    assert_eq!(earned(boosts(vec![boost(20_000, &[2], vec![])]), tea()), 23);
    assert_eq!(earned(boosts(vec![boost(20_000, &[], vec![id(9)])]), tea()), 23);
    let two = vec![boost(15_000, &[], vec![id(1)]), boost(20_000, &[], vec![])];
    assert_eq!(earned(boosts(two), tea()), 46, "the best of two, not both");
    // Ten points are worth 1.00 and pay half of it at most: 11.74 of 23.49.
    let worth = terms().worth.unwrap();
    let by_points = Sale { offered: Some((500, worth)), ..tea() };
    assert_eq!(by_points.paid(), (118, 1174));
    assert_eq!(earned(|_| (), by_points), 11, "what points paid earns none");
}

#[test]
fn conditions_decide_and_wrong_ones_are_named() {
    let when = |text: &str| {
        let text = Some(text.to_owned());
        earned(|t| t.rules[0].when = text, sale(&[("tea", 2, 1999)]))
    };
    for (text, points) in [
        ("amount >= 19.99", 19),
        ("amount > 19.99", 0),
        ("weekday == 1 && hour < 10", 19),
        ("first", 19),
        ("'tea' in categories || source == 'api'", 19),
        ("items > 2", 0),
        ("points > 0", 0),
    ] {
        assert_eq!(when(text), points, "{text}");
    }
    let long = format!("amount > {}", "1".repeat(400));
    for (text, code) in [
        ("amount >=", "when_unreadable"),
        ("ammount > 1.0", "when_unknown"),
        ("amount", "when_no_answer"),
        ("amount > 'x'", "when_no_answer"),
        (long.as_str(), "too_long"),
    ] {
        assert_eq!(check_when(text).map_err(|error| error.code), Err(code), "{text}");
    }
}

#[test]
fn terms_out_of_bounds_name_every_field() {
    let wrong = Terms {
        unit: Words::default(),
        rules: vec![Rule {
            earn: Earn::Amount { points: 0, per: 0, of: Of::default() },
            rounding: Rounding::Down,
            when: Some("nonsense".into()),
        }],
        boosts: vec![Boost {
            name: "x".repeat(200),
            factor: 10_000,
            from: Some(jiff::civil::date(2026, 3, 2)),
            to: Some(jiff::civil::date(2026, 3, 1)),
            weekdays: vec![8],
            stores: Vec::new(),
        }],
        limits: Limits { purchase: Some(0), day: Some(-1), person: Some(MOST_POINTS + 1) },
        pending_days: 4000,
        expiry: Expiry::Calendar { month: 13, day: 31, years: 11 },
        returns: Returns::IntoDebt,
        worth: Some(Worth { points: 0, amount: -5, most_percent: 101 }),
        notice_days: 9999,
    };
    let Err(kernel::Error::Invalid(fields)) = wrong.checked() else { panic!("taken") };
    let named: Vec<_> = fields.iter().map(|error| error.field.to_string()).collect();
    insta_like(&named);
}

fn insta_like(named: &[String]) {
    let expected = "unit rules.1.points rules.1.per rules.1.when boosts.1.name boosts.1.factor \
        boosts.1.weekdays boosts.1.to pending_days notice_days limits.purchase limits.day \
        limits.person expiry.month expiry.day expiry.years worth.points worth.amount \
        worth.most_percent";
    assert_eq!(named.join(" "), expected);
}

#[test]
fn points_end_when_the_terms_say() {
    let ends = |expiry: Expiry, day: &str| {
        expiry.ends(day.parse().unwrap(), &TimeZone::UTC).map(|at| at.to_string())
    };
    let calendar = |years| Expiry::Calendar { month: 3, day: 31, years };
    for (expiry, day, expected) in [
        (Expiry::Never, "2026-03-02", None),
        (Expiry::Rolling { days: 1 }, "2026-02-28", Some("2026-03-02T00:00:00Z")),
        (calendar(0), "2026-03-31", Some("2026-04-01T00:00:00Z")),
        (calendar(0), "2026-04-01", Some("2027-04-01T00:00:00Z")),
        (calendar(1), "2026-04-01", Some("2028-04-01T00:00:00Z")),
    ] {
        assert_eq!(ends(expiry, day).as_deref(), expected, "{expiry:?} {day}");
    }
}

#[test]
fn a_birthday_of_points_pending_matured_spent_and_ended() {
    let contract =
        contract(Terms { pending_days: 7, expiry: Expiry::Rolling { days: 10 }, ..terms() });
    let bought = fact(1, at(0, 9), What::Bought(sale(&[("tea", 1, 5000)])));
    let mut fold = Fold::from(&contract, Standing::default());
    fold.add(&bought);
    assert_eq!((fold.standing.balance(), fold.standing.waiting()), (0, 50));
    fold.advance(at(7, 0));
    assert_eq!((fold.standing.balance(), fold.standing.waiting()), (50, 0));
    fold.add(&fact(2, at(8, 9), What::Spent(Payment::Fixed { points: 20 })));
    assert_eq!(fold.standing.first_end(), Some((at(18, 0), 30)));
    fold.advance(at(18, 0));
    assert_eq!((fold.standing.balance(), fold.standing.expired), (0, 30));
    let kinds: Vec<_> = fold.steps.iter().map(|step| (step.kind.word(), step.points)).collect();
    assert_eq!(kinds, [("earned", 50), ("matured", 0), ("spent", -20), ("expired", -30)]);
}

#[test]
fn what_was_spent_and_came_back_is_let_go_owed_or_kept_by_policy() {
    // Buys for 50, spends 40 points, brings everything back, buys for 30.
    let end = |returns, pending_days| {
        let contract = contract(Terms { pending_days, returns, ..terms() });
        let mut whole = sale(&[("tea", 1, 5000)]);
        whole.lines[0].gone.push(Gone { at: at(3, 9), quantity: 1, amount: 5000 });
        let facts = vec![
            fact(1, at(0, 9), What::Bought(whole)),
            fact(2, at(2, 9), What::Spent(Payment::Fixed { points: 40 })),
            fact(3, at(4, 9), What::Bought(sale(&[("tea", 1, 3000)]))),
        ];
        let standing = replay(&contract, facts, at(9, 0)).standing;
        (standing.balance(), standing.owed)
    };
    assert_eq!(end(Returns::OnlyPending, 1), (40, 0), "it had ripened: 50 - 40 + 30");
    assert_eq!(end(Returns::OnlyPending, 4), (30, 0), "still pending when it came back");
    assert_eq!(end(Returns::WithinBalance, 0), (30, 0));
    assert_eq!(end(Returns::IntoDebt, 0), (0, 10), "30 of the 40 are paid");
}

#[test]
fn new_terms_count_from_then_on() {
    let quick = Terms { expiry: Expiry::Inactivity { days: 2 }, ..terms() };
    let versions = vec![
        Version {
            since: at(0, 0),
            terms: Terms { expiry: Expiry::Inactivity { days: 30 }, ..terms() },
        },
        Version { since: at(10, 0), terms: quick },
    ];
    let contract = Contract::new(versions, TimeZone::UTC);
    let facts = vec![fact(1, at(0, 9), What::Bought(sale(&[("tea", 1, 5000)])))];
    let balance = |days| replay(&contract, facts.clone(), at(days, 1)).standing.balance();
    assert_eq!((balance(9), balance(10)), (50, 0), "not before the new terms");
}

fn policy() -> impl Strategy<Value = Terms> {
    let returns = prop_oneof![
        Just(Returns::OnlyPending),
        Just(Returns::WithinBalance),
        Just(Returns::IntoDebt)
    ];
    let expiry = prop_oneof![
        Just(Expiry::Never),
        (1..12u32).prop_map(|days| Expiry::Rolling { days }),
        (1..6u32).prop_map(|days| Expiry::Inactivity { days }),
    ];
    let limit = || prop::option::weighted(0.3, 1..40i64);
    (returns, expiry, 0..6u32, limit(), limit(), limit(), any::<bool>(), any::<bool>()).prop_map(
        |(returns, expiry, pending_days, purchase, day, person, boosted, by_category)| {
            let mut terms = Terms { pending_days, expiry, returns, ..terms() };
            terms.limits = Limits { purchase, day, person: person.map(|most| most * 4) };
            if boosted {
                terms.boosts.push(Boost {
                    name: "Wednesday".into(),
                    factor: 25_000,
                    from: None,
                    to: None,
                    weekdays: vec![3],
                    stores: Vec::new(),
                });
            }
            if by_category {
                let of = Of { categories: vec!["tea".into()], ..Of::default() };
                let earn = Earn::Amount { points: 2, per: 300, of };
                terms.rules.push(Rule { earn, rounding: Rounding::Down, when: None });
                let earn = Earn::Visit { points: 3 };
                terms.rules.push(Rule { earn, rounding: Rounding::Down, when: None });
            }
            terms
        },
    )
}

/// A history in few numbers: days, hours and what happened.
fn history() -> impl Strategy<Value = Vec<Fact>> {
    let lines = prop::collection::vec((0..2usize, 1..4i64, 0..40i64), 1..4);
    let what = prop_oneof![
        5 => (lines, prop::option::of(0..60i64)).prop_map(|(lines, offered)| {
            let lines: Vec<_> = lines
                .iter()
                .map(|(kind, quantity, amount)| (["tea", "bread"][*kind], *quantity, amount * 110))
                .collect();
            let mut sale = sale(&lines);
            sale.offered = offered.map(|points| (points, terms().worth.unwrap()));
            What::Bought(sale)
        }),
        1 => Just(What::Visited { store: id(1) }),
        2 => (1..30i64).prop_map(|points| What::Spent(Payment::Fixed { points })),
        1 => (-20..20i64).prop_filter("not zero", |n| *n != 0)
            .prop_map(|points| What::Adjusted { points }),
        1 => (1..20i64).prop_map(|points| What::Sent { points }),
    ];
    prop::collection::vec((0..14i64, 0..24i64, what), 1..9).prop_map(|list| {
        let mut facts = Vec::new();
        for (n, (days, hours, what)) in list.into_iter().enumerate() {
            let n = u128::try_from(n).unwrap() * 2;
            // What was offered towards a purchase is paid with the purchase, before it earns.
            if let What::Bought(sale) = &what
                && sale.offered.is_some()
            {
                let payment = Payment::Purchase(sale.clone());
                facts.push(fact(n, at(days, hours), What::Spent(payment)));
            }
            facts.push(fact(n + 1, at(days, hours), what));
        }
        facts
    })
}

/// What comes back, in which order: the place of the purchase, its line, how much, and when.
type Back = (usize, usize, i64, i64);

pub(super) fn bring_back(facts: &mut [Fact], (of, line, part, days): Back) {
    let bought: Vec<EntryId> = facts
        .iter()
        .filter(|fact| matches!(fact.what, What::Bought(_)))
        .map(|fact| fact.id)
        .collect();
    let Some(bought) = bought.get(of % bought.len().max(1)) else { return };
    for fact in facts.iter_mut() {
        let paid = fact.id.uuid().as_u128() + 1 == bought.uuid().as_u128();
        let sale = match &mut fact.what {
            What::Bought(sale) if fact.id == *bought => sale,
            What::Spent(Payment::Purchase(sale)) if paid => sale,
            _ => continue,
        };
        let when = fact.at.plus_days(days);
        let count = sale.lines.len();
        let line = &mut sale.lines[line % count];
        let gone = line.gone.iter().map(|gone| gone.quantity).sum::<i64>();
        let back = part.min(line.quantity - gone);
        if back > 0 {
            // The share of so many pieces, so that the last takes what is left.
            let share = |pieces: i64| line.amount * pieces / line.quantity;
            let amount = share(gone + back) - share(gone);
            line.gone.push(Gone { at: when, quantity: back, amount });
        }
    }
}

fn seen(fold: &Fold) -> naive::Told {
    let mut told = naive::Told {
        pending: fold.standing.waiting(),
        owed: fold.standing.owed,
        earned: fold.standing.earned,
        spent: fold.standing.spent,
        expired: fold.standing.expired,
        rank: fold.standing.climb.rank(),
        ..naive::Told::default()
    };
    for (ends, points) in &fold.standing.lots {
        let end = match ends.time() {
            Some(at) => naive::day(at),
            None if *ends == EndsKey::IDLE => naive::IDLE,
            None => naive::NEVER,
        };
        told.tokens.extend((0..*points).map(|_| end));
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fold_agrees_with_counting_every_point_day_by_day(
        terms in policy(), facts in history(), ladder in prop::option::of(any_ladder()),
        back in prop::collection::vec((0..8usize, 0..3usize, 1..3i64, 0..9i64), 0..6)
    ) {
        let mut facts = facts;
        for back in back {
            bring_back(&mut facts, back);
        }
        let now = at(20, 0);
        let expected = naive::told((&terms, ladder.as_ref()), &facts, now);
        let contract = climbing(terms, ladder);
        prop_assert_eq!(seen(&replay(&contract, facts, now)), expected);
    }

    #[test]
    fn the_order_in_which_goods_come_back_leaves_no_trace(
        terms in policy(), facts in history(), ladder in prop::option::of(any_ladder()),
        back in prop::collection::vec((0..8usize, 0..3usize, 1..3i64, 3..4i64), 0..6)
    ) {
        let (mut one, mut other) = (facts.clone(), facts);
        for (first, last) in back.iter().zip(back.iter().rev()) {
            bring_back(&mut one, *first);
            bring_back(&mut other, *last);
        }
        let contract = climbing(terms, ladder);
        let now = at(20, 0);
        prop_assert_eq!(
            replay(&contract, one, now).standing, replay(&contract, other, now).standing
        );
    }

    #[test]
    fn going_on_from_a_standing_is_the_same_as_replaying(
        terms in policy(), facts in history(), stop in 0..9usize,
        ladder in prop::option::of(any_ladder()),
    ) {
        let contract = climbing(terms, ladder);
        let mut facts = facts;
        facts.sort_by_key(|fact| (fact.at, fact.id));
        let whole = replay(&contract, facts.clone(), at(20, 0));
        let (begin, rest) = facts.split_at(stop.min(facts.len()));
        let mut half = Fold::from(&contract, Standing::default());
        for fact in begin {
            half.add(fact);
        }
        let mut standing: Standing =
            serde_json::from_str(&serde_json::to_string(&half.standing).unwrap()).unwrap();
        prop_assert_eq!(&standing, &half.standing);
        standing.now = half.standing.now;
        let mut other = Fold::from(&contract, standing);
        for fact in rest {
            other.add(fact);
        }
        other.advance(at(20, 0));
        prop_assert_eq!(&other.standing, &whole.standing);
        half.steps.extend(other.steps);
        prop_assert_eq!(half.steps, whole.steps);
    }

    #[test]
    fn every_point_that_flows_is_somewhere(terms in policy(), facts in history()) {
        let contract = contract(terms);
        let fold = replay(&contract, facts, at(20, 0));
        let mut sides: std::collections::BTreeMap<Side, i64> = std::collections::BTreeMap::new();
        for flow in fold.steps.iter().flat_map(|step| &step.flows) {
            prop_assert!(flow.points > 0);
            *sides.entry(flow.from).or_default() -= flow.points;
            *sides.entry(flow.to).or_default() += flow.points;
        }
        let of = |side: Side| sides.get(&side).copied().unwrap_or(0);
        let standing = &fold.standing;
        for (ends, points) in &standing.lots {
            prop_assert_eq!(of(Side::Lot(*ends)), *points);
        }
        let lots = sides.iter().filter(|(side, _)| matches!(side, Side::Lot(_))).map(|(_, n)| *n);
        prop_assert_eq!(lots.sum::<i64>(), standing.balance());
        prop_assert_eq!(of(Side::Pending), standing.waiting());
        prop_assert_eq!(of(Side::Owes), standing.owed);
        prop_assert_eq!(of(Side::Spent), standing.spent);
        prop_assert_eq!(of(Side::Expired), standing.expired);
    }
}
