use jiff::civil::{date, time};
use kernel::{Chance, Id, SeededChance, StoreId, Time};
use uuid::Uuid;

use super::{share::share, *};
use crate::purchases::Line;

const HERE: u128 = 1;

fn store(n: u128) -> StoreId {
    Id::from_uuid(Uuid::from_u128(n))
}

fn line(product: &str, quantity: i64, amount: i64) -> Line {
    Line { product: Some(product.into()), category: Some("food".into()), quantity, amount }
}

fn of(id: u128, terms: Terms) -> Candidate {
    Candidate {
        id: Uuid::from_u128(id),
        template: Uuid::from_u128(id / 10),
        terms,
        stores: Vec::new(),
        whom: Whom::default(),
        hours: Hours::default(),
        ends_at: None,
        choice: Choice::May,
        counts: Counts::Voucher,
    }
}

fn case(lines: Vec<Line>, candidates: Vec<Candidate>) -> Case {
    Case {
        lines,
        buyer: Buyer::default(),
        store: store(HERE),
        // A Monday.
        day: date(2026, 3, 2),
        clock: time(9, 0, 0, 0),
        now: Time::from_micros(1_772_413_200_000_000),
        policy: Policy::default(),
        candidates,
    }
}

fn terms(benefit: Benefit, change: impl FnOnce(&mut Terms)) -> Terms {
    let mut terms = Terms::of(benefit);
    change(&mut terms);
    terms
}

const TEN: Benefit = Benefit::Amount { off: 1000 };

fn percent(percent: u32) -> Benefit {
    Benefit::Percent { percent, most: None }
}

#[test]
fn one_voucher_takes_off_what_it_says_or_says_why_not() {
    // Two teas at 9.00, three cakes for 10.00, a pot at 40.00: 68.00.
    let lines = || vec![line("tea", 2, 1800), line("cake", 3, 1000), line("pot", 1, 4000)];
    let goods = |name: &str| Goods { products: vec![name.into()], categories: Vec::new() };
    let free = |pieces| Benefit::FreeItem { pieces };
    let group = |buy, get, times| Benefit::BuyGet { buy, get, times };
    let table: Vec<(Terms, Reason)> = vec![
        (Terms::of(TEN), Reason::Applies { off: 1000 }),
        (Terms::of(Benefit::Amount { off: 90_000 }), Reason::Applies { off: 6800 }),
        (terms(TEN, |t| t.conditions.goods = goods("CAKE")), Reason::Applies { off: 1000 }),
        (terms(TEN, |t| t.conditions.goods = goods("milk")), Reason::OtherGoods),
        (Terms::of(percent(15)), Reason::Applies { off: 1020 }),
        (
            Terms::of(Benefit::Percent { percent: 50, most: Some(500) }),
            Reason::Applies { off: 500 },
        ),
        (Terms::of(percent(100)), Reason::Applies { off: 6800 }),
        (terms(percent(33), |t| t.conditions.goods = goods("cake")), Reason::Applies { off: 330 }),
        (Terms::of(free(1)), Reason::Applies { off: 333 }),
        (Terms::of(free(4)), Reason::Applies { off: 1900 }),
        (terms(free(1), |t| t.conditions.goods = goods("tea")), Reason::Applies { off: 900 }),
        (Terms::of(group(2, 1, 1)), Reason::Applies { off: 333 }),
        (Terms::of(group(2, 1, 9)), Reason::Applies { off: 666 }),
        (
            terms(group(2, 1, 1), |t| t.conditions.goods = goods("tea")),
            Reason::MorePieces { more: 1 },
        ),
        (
            terms(Benefit::Price { each: 700 }, |t| t.conditions.goods = goods("tea")),
            Reason::Applies { off: 400 },
        ),
        (
            terms(Benefit::Price { each: 950 }, |t| t.conditions.goods = goods("tea")),
            Reason::NothingLeft,
        ),
        (terms(Benefit::Thing, |t| t.conditions.least = 6800), Reason::Gives),
        (
            terms(Benefit::Thing, |t| t.conditions.least = 6801),
            Reason::TooLittle { least: 6801, short: 1 },
        ),
        (terms(TEN, |t| t.conditions.weekdays = vec![1, 5]), Reason::Applies { off: 1000 }),
        (terms(TEN, |t| t.conditions.weekdays = vec![3]), Reason::OtherDay { weekdays: vec![3] }),
        (
            terms(TEN, |t| t.conditions.from = Some(date(2026, 3, 3))),
            Reason::NotYet { from: date(2026, 3, 3) },
        ),
        (
            terms(TEN, |t| t.conditions.until = Some(date(2026, 3, 2))),
            Reason::Applies { off: 1000 },
        ),
        (terms(TEN, |t| t.conditions.until = Some(date(2026, 3, 1))), Reason::Over),
    ];
    for (terms, expected) in table {
        let told = bill(&case(lines(), vec![of(10, terms.clone())]));
        assert_eq!(told.reason(Uuid::from_u128(10)), Some(&expected), "{terms:?}");
        let off = if let Reason::Applies { off } = expected { off } else { 0 };
        assert_eq!((told.before, told.off), (6800, off), "{terms:?}");
    }
}

#[test]
fn one_voucher_asks_who_buys_and_where() {
    let pot = || vec![line("pot", 1, 6800)];
    let asked = |change: &dyn Fn(&mut Case)| {
        let mut case = case(pot(), vec![of(10, terms(TEN, |t| t.conditions.first = true))]);
        change(&mut case);
        bill(&case).reason(Uuid::from_u128(10)).cloned().unwrap()
    };
    let mine = |case: &mut Case, change: fn(&mut Candidate)| change(&mut case.candidates[0]);
    assert_eq!(asked(&|_| ()), Reason::Applies { off: 1000 });
    assert_eq!(asked(&|case| case.buyer.before = 1), Reason::NotFirst);
    assert_eq!(asked(&|case| mine(case, |c| c.stores = vec![store(2)])), Reason::OtherStore);
    assert_eq!(asked(&|case| case.candidates[0].ends_at = Some(case.now)), Reason::Over);
    assert_eq!(asked(&|case| case.policy.most_percent = 10), Reason::Applies { off: 680 });
    assert_eq!(asked(&|case| case.policy.most_vouchers = 0), Reason::TooMany { most: 0 });
    assert_eq!(asked(&|case| case.lines.clear()), Reason::NothingLeft);
}

/// What a case is about, the vouchers by id, and what is said of each.
type Several = (&'static str, Vec<(u128, Terms)>, Vec<Reason>);

#[test]
fn a_price_asks_for_whom_it_is_and_at_what_hour() {
    let (mine, other) = (1, 2);
    let hours = |from: Option<(i8, i8)>, until: Option<(i8, i8)>| Hours {
        from: from.map(|(h, m)| time(h, m, 0, 0)),
        until: until.map(|(h, m)| time(h, m, 0, 0)),
    };
    let evening = hours(Some((17, 0)), Some((19, 30)));
    let off = Reason::Applies { off: 1000 };
    let late = Reason::OtherHour { hours: evening };
    let table: Vec<(Whom, Hours, (i8, i8), Reason)> = vec![
        (Whom::Members, Hours::default(), (9, 0), off.clone()),
        (Whom::Tiers { tiers: vec![id(mine)] }, Hours::default(), (9, 0), off.clone()),
        (Whom::Tiers { tiers: vec![id(other), id(mine)] }, Hours::default(), (9, 0), off.clone()),
        (Whom::Tiers { tiers: vec![id(other)] }, Hours::default(), (9, 0), Reason::OtherTier),
        (Whom::Groups { groups: vec![id(mine)] }, Hours::default(), (9, 0), off.clone()),
        (Whom::Groups { groups: vec![id(other)] }, Hours::default(), (9, 0), Reason::OtherGroup),
        (Whom::Series { series: vec![id(mine)] }, Hours::default(), (9, 0), off.clone()),
        (Whom::Series { series: vec![id(other)] }, Hours::default(), (9, 0), Reason::OtherGroup),
        (Whom::Members, evening, (16, 59), late.clone()),
        (Whom::Members, evening, (17, 0), off.clone()),
        (Whom::Members, evening, (19, 29), off.clone()),
        (Whom::Members, evening, (19, 30), late),
        (Whom::Members, hours(Some((17, 0)), None), (23, 59), off.clone()),
        (Whom::Members, hours(None, Some((9, 0))), (0, 0), off),
    ];
    for (whom, hours, (hour, minute), expected) in table {
        let mut one = of(10, Terms::of(TEN));
        (one.whom, one.hours, one.counts) = (whom.clone(), hours, Counts::Standing);
        let mut case = case(vec![line("pot", 1, 6800)], vec![one]);
        case.clock = time(hour, minute, 0, 0);
        case.buyer =
            Buyer { tiers: vec![id(1)], groups: vec![id(1)], series: vec![id(1)], before: 0 };
        case.policy.most_vouchers = 0;
        let told = bill(&case);
        assert_eq!(told.reason(Uuid::from_u128(10)), Some(&expected), "{whom:?} {hour}:{minute}");
    }
}

#[test]
fn several_go_together_as_they_say_and_the_best_are_taken() {
    let pot = || vec![line("pot", 1, 10_000)];
    let alone = |benefit| terms(benefit, |t| t.stacking.together = Together::Alone);
    let with_own = |benefit| terms(benefit, |t| t.stacking.together = Together::All);
    let at = |order, base, benefit| {
        terms(benefit, |t| t.stacking = Stacking { order, base, together: Together::Others })
    };
    let applies = |off| Reason::Applies { off };
    let other = |id: u128| Reason::NotWith { other: Uuid::from_u128(id) };
    let table: Vec<Several> = vec![
        (
            "both",
            vec![(10, Terms::of(TEN)), (20, Terms::of(percent(10)))],
            vec![applies(1000), applies(900)],
        ),
        (
            "the percentage first",
            vec![(10, at(2, Base::Left, TEN)), (20, at(1, Base::Left, percent(10)))],
            vec![applies(1000), applies(1000)],
        ),
        (
            "of the original",
            vec![(10, at(1, Base::Left, TEN)), (20, at(2, Base::Original, percent(10)))],
            vec![applies(1000), applies(1000)],
        ),
        (
            "one of a kind",
            vec![(10, Terms::of(TEN)), (11, Terms::of(TEN))],
            vec![applies(1000), Reason::OneOfAKind],
        ),
        (
            "of its own kind too",
            vec![(10, with_own(TEN)), (11, with_own(TEN))],
            vec![applies(1000), applies(1000)],
        ),
        (
            "alone is better",
            vec![(10, Terms::of(TEN)), (20, alone(percent(15)))],
            vec![other(20), applies(1500)],
        ),
        (
            "alone is worse",
            vec![(10, Terms::of(TEN)), (20, alone(percent(5)))],
            vec![applies(1000), other(10)],
        ),
        (
            "two are better than one alone",
            vec![(10, Terms::of(TEN)), (20, alone(percent(15))), (30, Terms::of(percent(10)))],
            vec![applies(1000), other(10), applies(900)],
        ),
        (
            "the smaller leaves nothing",
            vec![(10, Terms::of(percent(100))), (20, Terms::of(TEN))],
            vec![applies(10_000), Reason::NothingLeft],
        ),
    ];
    for (name, have, expected) in table {
        let candidates = have.into_iter().map(|(id, terms)| of(id, terms)).collect();
        let told = bill(&case(pot(), candidates));
        let reasons: Vec<_> = told.verdicts.into_iter().map(|one| one.reason).collect();
        assert_eq!(reasons, expected, "{name}");
    }
}

#[test]
fn what_was_asked_for_comes_first_and_then_what_is_best() {
    let pot = || vec![line("pot", 1, 10_000)];
    let alone = |benefit| terms(benefit, |t| t.stacking.together = Together::Alone);
    let mut asked = case(pot(), vec![of(10, Terms::of(TEN)), of(20, alone(percent(15)))]);
    asked.candidates[0].choice = Choice::Asked;
    assert_eq!(bill(&asked).off, 1000);
    // Of two that do the same, the one that ends sooner.
    let mut ends = case(pot(), vec![of(10, Terms::of(TEN)), of(11, Terms::of(TEN))]);
    ends.candidates[1].ends_at = Some(ends.now.plus_days(1));
    let applies = Reason::Applies { off: 1000 };
    assert_eq!(bill(&ends).reason(Uuid::from_u128(11)), Some(&applies));
    let mut few = case(pot(), (1..=7).map(|n| of(n * 10, Terms::of(TEN))).collect());
    few.policy.most_vouchers = 2;
    assert_eq!(bill(&few).off, 2000);
    assert_eq!(bill(&few).reason(Uuid::from_u128(70)), Some(&Reason::TooMany { most: 2 }));
}

#[test]
fn what_is_shared_out_adds_up_and_nobody_gets_more_than_their_weight() {
    assert_eq!(share(100, &[1, 1, 1]), [34, 33, 33]);
    assert_eq!(share(100, &[0, 7, 0]), [0, 100, 0]);
    assert_eq!(share(5, &[]), [] as [i64; 0]);
    let dice = SeededChance::new(3);
    for _ in 0..2000 {
        let weights: Vec<i64> = (0..below(&dice, 6)).map(|_| below(&dice, 900)).collect();
        let whole: i64 = weights.iter().sum();
        let amount = below(&dice, whole + 1);
        let shares = share(amount, &weights);
        assert_eq!(shares.iter().sum::<i64>(), if whole > 0 { amount } else { 0 });
        assert!(shares.iter().zip(&weights).all(|(share, weight)| share <= weight), "{weights:?}");
    }
}

fn below(dice: &SeededChance, n: i64) -> i64 {
    let dice: &(dyn Chance + 'static) = dice;
    i64::try_from(dice.below(u64::try_from(n.max(1)).unwrap())).unwrap()
}

fn id<K: kernel::ids::Kind>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

/// For some people, stores, days or hours only.
fn narrowed(dice: &SeededChance, one: &mut Candidate) {
    let n = |most| u128::try_from(below(dice, most)).unwrap();
    one.whom = match below(dice, 8) {
        0 => Whom::Tiers { tiers: vec![id(n(3)), id(n(3))] },
        1 => Whom::Groups { groups: vec![id(n(3))] },
        2 => Whom::Series { series: vec![id(n(3))] },
        _ => Whom::Members,
    };
    if below(dice, 5) == 0 {
        one.stores = vec![store(n(3)), store(n(3))];
    }
    if below(dice, 5) == 0 {
        one.terms.conditions.weekdays = vec![1 + i8::try_from(below(dice, 3)).unwrap()];
    }
    let hour = |after| time(i8::try_from(after).unwrap(), 30, 0, 0);
    match below(dice, 8) {
        0 => one.hours.from = Some(hour(below(dice, 24))),
        1 => one.hours.until = Some(hour(below(dice, 24))),
        2 => {
            one.hours =
                Hours { from: Some(hour(below(dice, 12))), until: Some(hour(12 + below(dice, 12))) }
        }
        _ => {}
    }
}

/// A purchase with at most `most` things that may take something off.
fn any(dice: &SeededChance, most: i64) -> Case {
    let names = ["tea", "cake", "pot"];
    let name = |at: i64| names[usize::try_from(at).unwrap()];
    let lines = (0..=below(dice, 4))
        .map(|_| line(name(below(dice, 3)), 1 + below(dice, 4), below(dice, 3000)))
        .collect();
    let candidates = (0..below(dice, most + 1)).map(|at| {
        let small = |n| u32::try_from(1 + below(dice, n)).unwrap();
        let benefit = match below(dice, 7) {
            0 => Benefit::Thing,
            1 => Benefit::Amount { off: 1 + below(dice, 2000) },
            2 => {
                Benefit::Percent { percent: small(60), most: (below(dice, 2) == 0).then_some(700) }
            }
            3 => Benefit::FreeItem { pieces: small(3) },
            4 => Benefit::BuyGet { buy: small(2), get: small(2), times: small(2) },
            5 => Benefit::Price { each: below(dice, 1500) },
            _ => Benefit::Agreed { each: below(dice, 1500) },
        };
        let mut one = of(0, Terms::of(benefit));
        one.id = Uuid::from_u128(u128::try_from(100 + at).unwrap());
        one.template = Uuid::from_u128(u128::try_from(below(dice, 4)).unwrap());
        one.terms.stacking = Stacking {
            together: [Together::Alone, Together::Others, Together::All, Together::All]
                [usize::try_from(below(dice, 4)).unwrap()],
            order: small(3),
            base: if below(dice, 2) == 0 { Base::Left } else { Base::Original },
        };
        if below(dice, 3) == 0 {
            one.terms.conditions.goods.products = vec![name(below(dice, 3)).into()];
        }
        one.terms.conditions.least = if below(dice, 3) == 0 { below(dice, 4000) } else { 0 };
        narrowed(dice, &mut one);
        one.choice = if below(dice, 5) == 0 { Choice::Asked } else { Choice::May };
        one.counts = if below(dice, 4) == 0 { Counts::Standing } else { Counts::Voucher };
        one.ends_at = (below(dice, 2) == 0)
            .then(|| Time::from_micros(1_772_413_200_000_000).plus_days(1 + below(dice, 3)));
        one
    });
    let mut case = case(lines, candidates.collect());
    case.clock = time(i8::try_from(below(dice, 24)).unwrap(), 30, 0, 0);
    case.buyer = Buyer { tiers: vec![id(1)], groups: vec![id(1)], series: vec![id(1)], before: 0 };
    case.policy = Policy {
        most_percent: u32::try_from(100 - below(dice, 60)).unwrap(),
        most_vouchers: u32::try_from(below(dice, 5)).unwrap(),
    };
    case
}

#[test]
fn the_best_is_the_best_of_all_sets_and_the_order_of_lines_and_vouchers_does_not_matter() {
    for seed in 0..1500 {
        let dice = SeededChance::new(seed);
        let case = any(&dice, 7);
        let told = bill(&case);
        let taken = |one: &&Candidate| told.reason(one.id).is_some_and(Reason::taken);
        let asked = case.candidates.iter().filter(taken).filter(|one| one.choice == Choice::Asked);
        assert_eq!(
            (asked.count(), told.off),
            super::naive::best(&case),
            "seed {seed}: {case:?} {told:?}"
        );
        assert_eq!(told.verdicts.len(), case.candidates.len(), "seed {seed}");
        let cut: i64 = told.cuts.iter().map(|cut| cut.off).sum();
        let said = told
            .verdicts
            .iter()
            .map(|one| if let Reason::Applies { off } = one.reason { off } else { 0 });
        assert_eq!((cut, said.sum::<i64>()), (told.off, told.off), "seed {seed}");
        for (at, line) in case.lines.iter().enumerate() {
            assert!((0..=line.amount).contains(&told.off_line(at)), "seed {seed}: line {at}");
        }
        let mut turned = case.clone();
        turned.lines.reverse();
        turned.candidates.reverse();
        let again = bill(&turned);
        assert_eq!(told.verdicts, again.verdicts, "seed {seed}: {case:?}");
        let offs = |case: &Case, bill: &Bill| {
            let mut offs: Vec<_> = case
                .lines
                .iter()
                .enumerate()
                .map(|(at, line)| {
                    (line.product.clone(), line.quantity, line.amount, bill.off_line(at))
                })
                .collect();
            offs.sort();
            offs
        };
        assert_eq!(offs(&case, &told), offs(&turned, &again), "seed {seed}: {case:?}");
    }
}

#[test]
fn of_very_many_it_finds_a_good_one_soon_and_always_the_same() {
    for seed in 0..20 {
        let dice = SeededChance::new(seed);
        let mut case = any(&dice, 1);
        case.candidates = (0..60).flat_map(|_| any(&dice, 1).candidates).collect();
        for (at, one) in case.candidates.iter_mut().enumerate() {
            one.id = Uuid::from_u128(at as u128);
            one.template = Uuid::from_u128(at as u128 / 2);
        }
        case.policy = Policy::default();
        let told = bill(&case);
        let asked = |one: &&Candidate| one.choice == Choice::Asked;
        if case.candidates.iter().filter(asked).count() == 0 {
            let single = case
                .candidates
                .iter()
                .map(|one| bill(&Case { candidates: vec![one.clone()], ..case.clone() }).off);
            assert!(told.off >= single.max().unwrap_or(0), "seed {seed}");
        }
        case.candidates.reverse();
        case.lines.reverse();
        assert_eq!(told.verdicts, bill(&case).verdicts, "seed {seed}");
    }
}
