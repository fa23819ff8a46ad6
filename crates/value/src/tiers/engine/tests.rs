//! Rules as tables, and random lives against a calculation that looks at every day.

use jiff::civil::Date;
use proptest::prelude::*;

use super::{naive::Diary, *};
use crate::words::Words;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn tier(name: &str, from: i64, factor: i64) -> Tier {
    let privileges = Privileges { factor, ..Privileges::default() };
    Tier { id: None, name: Words { en: name.into(), ..Words::default() }, from, privileges }
}

/// Silver from 100, gold from 300, of points in a year; until the end of the next.
pub fn ladder() -> Ladder {
    Ladder {
        tiers: vec![tier("Silver", 100, 12_500), tier("Gold", 300, 20_000)],
        by: By::Points,
        period: Period::Year,
        starts: Starts::Now,
        lasts: Lasts::NextPeriod,
        grace_days: 0,
        falls: Falls::ToBalance,
        notice_days: 30,
    }
}

fn points(on: &str, points: i64) -> Counted {
    Counted { day: day(on), points, spend: points * 100, came: true }
}

/// The rank on some days when these points were earned.
fn ranks(ladder: &Ladder, earned: &[(&str, i64)], days: &[&str]) -> Vec<usize> {
    let rank = |on: &&str| {
        let upto = earned.iter().filter(|one| day(one.0) <= day(on));
        let counted: Vec<Counted> = upto.map(|one| points(one.0, one.1)).collect();
        let mut climb = Climb::over(ladder, &counted);
        climb.advance(ladder, day(on));
        climb.rank()
    };
    days.iter().map(rank).collect()
}

#[test]
fn a_tier_of_a_year_lasts_until_the_end_of_the_next() {
    let year = ladder();
    let earned = [("2026-03-02", 90), ("2026-06-01", 10), ("2026-12-31", 250)];
    let days = ["2026-05-31", "2026-06-01", "2026-12-31", "2027-12-31", "2028-01-01"];
    assert_eq!(ranks(&year, &earned, &days), [0, 1, 2, 2, 0]);
    let grace = Ladder { grace_days: 31, ..year.clone() };
    assert_eq!(ranks(&grace, &earned, &["2028-01-31", "2028-02-01"]), [2, 0]);
    let later = Ladder { starts: Starts::NextPeriod, ..year.clone() };
    assert_eq!(ranks(&later, &earned, &["2026-12-31", "2027-01-01", "2028-01-01"]), [0, 2, 0]);
    let step = Ladder { falls: Falls::OneStep, ..year.clone() };
    let days = ["2028-01-01", "2028-12-31", "2029-01-01"];
    assert_eq!(ranks(&step, &earned, &days), [1, 1, 0], "one step a year");
    // What was reached meanwhile is what one falls to.
    let more = [&earned[..], &[("2027-05-05", 120)]].concat();
    assert_eq!(ranks(&year, &more, &["2027-12-31", "2028-01-01", "2029-01-01"]), [2, 1, 0]);
}

#[test]
fn a_tier_of_the_last_days_and_one_for_ever() {
    let period = Period::Rolling { days: 30 };
    let rolling = Ladder { period, lasts: Lasts::Days { days: 10 }, ..ladder() };
    let earned = [("2026-03-01", 60), ("2026-03-30", 60), ("2026-03-31", 60)];
    let days = ["2026-03-29", "2026-03-30", "2026-03-31", "2026-04-10", "2026-04-11"];
    assert_eq!(ranks(&rolling, &earned, &days), [0, 1, 1, 1, 0]);
    let short = Ladder { period: Period::Rolling { days: 29 }, ..rolling };
    assert_eq!(ranks(&short, &earned, &["2026-03-30", "2026-03-31"]), [0, 1]);
    let ever = Ladder { period: Period::Lifetime, lasts: Lasts::Forever, ..ladder() };
    let earned = [("2026-03-01", 60), ("2031-03-30", 60)];
    assert_eq!(ranks(&ever, &earned, &["2031-03-29", "2031-03-30", "2099-01-01"]), [0, 1, 1]);
}

#[test]
fn what_counts_is_what_the_ladder_counts_by() {
    let seen = |by, from: i64| {
        let ladder = Ladder { tiers: vec![tier("Regular", from, 10_000)], by, ..ladder() };
        let twice = [points("2026-03-02", 10), points("2026-03-02", 15), points("2026-03-03", 0)];
        Climb::over(&ladder, &twice).rank()
    };
    assert_eq!((seen(By::Points, 25), seen(By::Points, 26)), (1, 0));
    assert_eq!((seen(By::Spend, 2500), seen(By::Spend, 2501)), (1, 0));
    assert_eq!((seen(By::Visits, 2), seen(By::Visits, 3)), (1, 0), "two on a day are one visit");
}

#[test]
fn what_it_takes_to_rise_and_to_stay() {
    let year = ladder();
    let climb = |earned: &[(&str, i64)], on: &str| {
        let counted: Vec<Counted> = earned.iter().map(|one| points(one.0, one.1)).collect();
        let mut climb = Climb::over(&year, &counted);
        climb.advance(&year, day(on));
        outlook(&year, &climb, day(on))
    };
    let new = climb(&[("2026-03-02", 40)], "2026-03-02");
    let next = Next { rank: 1, need: 60, by: Some(day("2026-12-31")), starts: None };
    assert_eq!((new.rank, new.next, new.stay), (0, Some(next), None));
    let gold = climb(&[("2026-03-02", 340)], "2026-09-01");
    assert_eq!((gold.rank, gold.until, gold.next), (2, Some(day("2027-12-31")), None));
    assert_eq!(gold.stay, None, "nothing done this year moves the end");
    let next_year = climb(&[("2026-03-02", 340), ("2027-02-02", 60)], "2027-09-01");
    assert_eq!(next_year.stay, Some(Stay { need: 240, by: day("2027-12-31") }));
}

/// What is changed, and what is named.
type Case<'c> = (&'c dyn Fn(&mut Ladder), &'c str);

#[test]
fn a_ladder_out_of_bounds_names_every_field() {
    let wrong = |change: &dyn Fn(&mut Ladder)| {
        let mut ladder = ladder();
        change(&mut ladder);
        match ladder.checked() {
            Ok(_) => String::new(),
            Err(kernel::Error::Invalid(fields)) => {
                let named = fields.iter().map(|one| format!("{} {}", one.field, one.code));
                named.collect::<Vec<_>>().join(", ")
            }
            Err(other) => panic!("{other:?}"),
        }
    };
    let rows: [Case<'_>; 9] = [
        (&|_| (), ""),
        (&|l| l.tiers.clear(), "tiers.1.name required"),
        (&|l| l.tiers[0].name = Words::default(), "tiers.1.name required"),
        (&|l| l.tiers[0].from = 0, "tiers.1.from number_range"),
        (&|l| l.tiers[1].from = 100, "tiers.2.from tier_from_above"),
        (&|l| l.tiers[1].privileges.factor = 9_999, "tiers.2.factor number_range"),
        (&|l| l.period = Period::Lifetime, "lasts tier_lasts_lifetime"),
        (
            &|l| {
                l.period = Period::Rolling { days: 0 };
                l.starts = Starts::NextPeriod;
            },
            "period.days number_range, starts tier_starts_year",
        ),
        (&|l| l.grace_days = 400, "grace_days number_range"),
    ];
    for (change, expected) in rows {
        assert_eq!(wrong(change), expected);
    }
}

pub fn any_ladder() -> impl Strategy<Value = Ladder> {
    let by = prop_oneof![Just(By::Points), Just(By::Spend), Just(By::Visits)];
    let period = prop_oneof![
        Just(Period::Year),
        (1u32..40).prop_map(|days| Period::Rolling { days }),
        Just(Period::Lifetime)
    ];
    let lasts = prop_oneof![
        Just(Lasts::NextPeriod),
        (1u32..40).prop_map(|days| Lasts::Days { days }),
        Just(Lasts::Forever)
    ];
    let falls = prop_oneof![Just(Falls::OneStep), Just(Falls::ToBalance)];
    let steps = prop::collection::vec(1i64..60, 1..4);
    (by, period, lasts, falls, steps, any::<bool>(), 0u32..5).prop_map(
        |(by, period, lasts, falls, steps, next, grace_days)| {
            let (unit, small) = match by {
                By::Points => (1, 1),
                By::Spend => (100, 1),
                By::Visits => (1, 10),
            };
            let mut from = 0;
            let tiers = steps.into_iter().map(|step| {
                from += (step / small + 1) * unit;
                tier("Tier", from, 10_000 + from % 5 * 2_500)
            });
            let next = next && period == Period::Year;
            let starts = if next { Starts::NextPeriod } else { Starts::Now };
            let ever = period == Period::Lifetime && lasts == Lasts::NextPeriod;
            let lasts = if ever { Lasts::Forever } else { lasts };
            let tiers = tiers.collect();
            Ladder { tiers, by, period, starts, lasts, grace_days, falls, notice_days: 0 }
        },
    )
}

/// Around a new year, or two.
fn life() -> impl Strategy<Value = Vec<Counted>> {
    prop::collection::vec((0i64..500, 0i64..50, any::<bool>()), 0..14).prop_map(|mut days| {
        days.sort_unstable();
        let one = |(after, points, came): (i64, i64, bool)| {
            let day = day("2026-10-01") + jiff::Span::new().days(after);
            Counted { day, points, spend: points * 90, came }
        };
        days.into_iter().map(one).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_climb_agrees_with_looking_at_every_day(
        ladder in any_ladder(), life in life(), on in 500i64..1200,
    ) {
        let (mut diary, mut climb) = (Diary::default(), Climb::default());
        for one in &life {
            diary.count(&ladder, one);
            climb.count(&ladder, *one);
            prop_assert_eq!(climb.rank(), diary.rank, "on {} of {:?}", one.day, life);
        }
        for further in [on / 2, on] {
            let on = (day("2026-10-01") + jiff::Span::new().days(further)).max(
                life.last().map_or(Date::MIN, |last| last.day));
            diary.live_to(&ladder, naive::number(on));
            climb.advance(&ladder, on);
            prop_assert_eq!(climb.rank(), diary.rank, "on {}", on);
        }
    }

    #[test]
    fn a_tier_is_held_until_the_day_that_is_promised_and_no_longer(
        ladder in any_ladder(), life in life(),
    ) {
        let climb = Climb::over(&ladder, &life);
        let Some(until) = climb.until() else { return Ok(()) };
        let (mut last, mut after) = (climb.clone(), climb.clone());
        last.advance(&ladder, until);
        prop_assert!(last.rank() >= climb.rank());
        after.advance(&ladder, until.tomorrow().unwrap());
        // Who falls from a higher tier that comes first may keep this one for another term.
        prop_assert!(after.rank() < climb.rank() || climb.coming().is_some());
    }

    #[test]
    fn who_does_what_is_asked_rises_and_stays(ladder in any_ladder(), life in life()) {
        prop_assume!(ladder.by != By::Visits);
        let today = day("2026-10-01") + jiff::Span::new().days(500);
        let mut climb = Climb::over(&ladder, &life);
        climb.advance(&ladder, today);
        let seen = outlook(&ladder, &climb, today);
        let more = |on: Date, need: i64| {
            let mut climb = climb.clone();
            let need = need.max(1);
            climb.count(&ladder, Counted { day: on, points: need, spend: need, came: true });
            climb
        };
        if let Some(next) = seen.next {
            let mut risen = more(today, next.need);
            risen.advance(&ladder, next.starts.unwrap_or(today));
            prop_assert!(risen.rank() >= next.rank);
        }
        if let (Some(stay), Some(until)) = (seen.stay, seen.until) {
            let mut stays = more(stay.by, stay.need);
            stays.advance(&ladder, until.tomorrow().unwrap());
            prop_assert!(stays.rank() >= seen.rank, "{:?} {:?}", seen, stays);
        }
    }
}
