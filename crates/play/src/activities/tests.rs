//! Rule tables of plans, instants and phases.

use kernel::{Fields, Id, Lang, Time, kinds};
use value::{bills::Whom, words::Words};

use super::{
    console::Desk,
    model::{Activity, Cost, Life, Limits, Phase, Plan, instant, local},
};
use crate::flash_sales::Terms;

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

#[test]
fn what_the_shops_clock_shows_is_one_instant() {
    for (zone, typed, expected) in [
        ("Asia/Shanghai", "2026-03-08T10:00", Some("2026-03-08T02:00:00Z")),
        ("America/New_York", "2026-03-08T01:59", Some("2026-03-08T06:59:00Z")),
        // Skipped in spring: the hour after the jump.
        ("America/New_York", "2026-03-08T02:30", Some("2026-03-08T07:30:00Z")),
        ("Europe/Berlin", "2026-03-29T02:30", Some("2026-03-29T01:30:00Z")),
        // Twice in autumn: the first.
        ("America/New_York", "2026-11-01T01:30", Some("2026-11-01T05:30:00Z")),
        ("Europe/Berlin", "2026-10-25T02:30", Some("2026-10-25T00:30:00Z")),
        ("Europe/Berlin", " 2026-10-25T02:30:15 ", Some("2026-10-25T00:30:15Z")),
        ("Europe/Berlin", "2026-02-30T10:00", None),
        ("Europe/Berlin", "tomorrow at ten", None),
        ("Europe/Berlin", "", None),
    ] {
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        let found = instant(typed, &zone);
        assert_eq!(found, expected.map(at), "{typed} in {zone:?}");
        if let Some(found) = found {
            assert!(instant(&local(found, &zone), &zone).is_some());
        }
    }
    // A day with a jump has 23 hours: what opens at noon opens at noon.
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let [before, after] = ["2026-03-28T12:00", "2026-03-29T12:00"].map(|t| instant(t, &zone));
    assert_eq!(after.unwrap().since(before.unwrap()).as_secs(), 23 * 3600);
}

fn plan() -> Plan {
    Plan {
        name: Words { en: "Friday beans".into(), ..Words::default() },
        whom: Whom::Members,
        opens_at: at("2026-03-02T10:00:00Z"),
        closes_at: at("2026-03-02T12:00:00Z"),
        cost: None,
        limits: Limits { per_member: 2, per_day: Some(2) },
        budget: None,
    }
}

fn cost(points: i64) -> Option<Cost> {
    Some(Cost { program: Id::from_uuid(uuid::Uuid::nil()), points })
}

fn only_a_tier() -> Whom {
    Whom::Tiers { tiers: vec![Id::from_uuid(uuid::Uuid::nil())] }
}

fn named(fields: &Fields) -> Vec<(String, &'static str)> {
    fields.iter().map(|error| (error.field.to_string(), error.code)).collect()
}

type Case = (&'static str, fn(&mut Plan), &'static [(&'static str, &'static str)]);

#[test]
fn a_plan_within_its_bounds_is_taken_and_others_are_named() {
    let cases: [Case; 10] = [
        ("as it is", |_| (), &[]),
        ("no name", |p| p.name = Words::default(), &[("name", "required")]),
        ("never open", |p| p.closes_at = p.opens_at, &[("closes_at", "closes_before")]),
        (
            "open for a season and a day",
            |p| p.closes_at = p.opens_at.plus_days(93),
            &[("closes_at", "activity_too_long")],
        ),
        ("a season", |p| p.closes_at = p.opens_at.plus_days(92), &[]),
        ("for nobody", |p| p.limits.per_member = 0, &[("per_member", "number_range")]),
        ("none a day", |p| p.limits.per_day = Some(0), &[("per_day", "number_range")]),
        ("points below zero", |p| p.cost = cost(-1), &[("points", "number_range")]),
        ("a debt", |p| p.budget = Some(-1), &[("budget", "number_range")]),
        (
            "everything at once",
            |p| (p.limits.per_member, p.cost) = (1001, cost(0)),
            &[("points", "number_range"), ("per_member", "number_range")],
        ),
    ];
    for (case, change, expected) in cases {
        let (mut plan, mut fields) = (plan(), Fields::default());
        change(&mut plan);
        plan.check(&mut fields);
        let expected: Vec<_> = expected.iter().map(|(f, c)| ((*f).to_owned(), *c)).collect();
        assert_eq!(named(&fields), expected, "{case}");
    }
}

type Change = Box<dyn Fn(&mut Plan)>;

#[test]
fn what_people_were_told_only_becomes_better_for_them() {
    let hour = std::time::Duration::from_secs(3600);
    let was = Plan { cost: cost(20), whom: only_a_tier(), ..plan() };
    let cases: Vec<(&str, Change, &[&str])> = vec![
        ("nothing", Box::new(|_| ()), &[]),
        ("another name", Box::new(|p| p.name = Words::one(kernel::Lang::En, "Beans")), &[]),
        ("longer", Box::new(move |p| p.closes_at = p.closes_at.plus(hour)), &[]),
        ("shorter", Box::new(move |p| p.closes_at = p.closes_at.minus(hour)), &["closes_at"]),
        ("later", Box::new(move |p| p.opens_at = p.opens_at.plus(hour)), &["opens_at"]),
        ("cheaper", Box::new(|p| p.cost = cost(19)), &[]),
        ("for nothing", Box::new(|p| p.cost = None), &[]),
        ("dearer", Box::new(|p| p.cost = cost(21)), &["points"]),
        ("for everybody", Box::new(|p| p.whom = Whom::Members), &[]),
        ("more each", Box::new(|p| p.limits.per_member = 3), &[]),
        ("fewer each", Box::new(|p| p.limits.per_member = 1), &["per_member"]),
        ("no limit a day", Box::new(|p| p.limits.per_day = None), &[]),
        ("fewer a day", Box::new(|p| p.limits.per_day = Some(1)), &["per_day"]),
        (
            "for others",
            Box::new(|p| {
                p.whom = Whom::Groups { groups: vec![Id::from_uuid(uuid::Uuid::nil())] };
            }),
            &["whom"],
        ),
    ];
    for (case, change, expected) in cases {
        let (mut is, mut fields) = (was.clone(), Fields::default());
        change(&mut is);
        is.harm(&was, &mut fields);
        let expected: Vec<_> = expected.iter().map(|f| ((*f).to_owned(), "promised")).collect();
        assert_eq!(named(&fields), expected, "{case}");
    }
}

#[test]
fn a_phase_follows_the_clock_and_not_the_job() {
    let [before, on, last, after] = [
        "2026-03-02T09:59:59.999999Z",
        "2026-03-02T10:00:00Z",
        "2026-03-02T11:59:59.999999Z",
        "2026-03-02T12:00:00Z",
    ]
    .map(at);
    for (life, phases) in [
        (Life::Draft, [Phase::Hidden; 4]),
        (Life::Checked, [Phase::Hidden; 4]),
        (Life::Scheduled, [Phase::Before, Phase::On, Phase::On, Phase::After]),
        (Life::Open, [Phase::Before, Phase::On, Phase::On, Phase::After]),
        (Life::Closed, [Phase::After; 4]),
        (Life::Settled, [Phase::After; 4]),
        (Life::Archived, [Phase::After; 4]),
    ] {
        let activity: Activity<kinds::FlashSale> = Activity {
            id: Id::from_uuid(uuid::Uuid::nil()),
            plan: plan(),
            terms: Terms {
                gift: Id::from_uuid(uuid::Uuid::nil()),
                pieces: 1,
                hold_minutes: 30,
                offer_minutes: 10,
            },
            life,
            due_at: None,
            created_at: before,
        };
        assert_eq!([before, on, last, after].map(|at| activity.phase(at)), phases, "{life}");
    }
}

/// The keys of what every kind says in the same places.
fn words_of<K: Desk>() -> Vec<String> {
    let slice = K::SLICE;
    let list = ["title", "lead", "none", "none-why", "make-first"];
    let form = ["make", "edit-title", "created", "changed"];
    let steps = ["check", "schedule", "open", "close", "archive"].map(|step| format!("did-{step}"));
    let gift = ["no-gift", "no-gift-why", "no-gift-make"];
    let gift = gift.iter().filter(|_| slice != "red_packets");
    let trail = slice.replace('_', "-");
    let noted =
        ["created", "changed", "opened", "closed"].map(|what| format!("trail-{trail}-{what}"));
    let said = list.iter().chain(&form).chain(gift).map(|said| format!("{slice}-{said}"));
    let said = said.chain(steps.iter().map(|step| format!("{slice}-{step}")));
    said.chain(noted).chain([format!("trail-kind-{trail}")]).collect()
}

#[test]
fn what_every_kind_says_is_written_for_each_in_every_language() {
    let all = [
        words_of::<kinds::FlashSale>(),
        words_of::<kinds::GroupBuy>(),
        words_of::<kinds::Presale>(),
        words_of::<kinds::Raffle>(),
        words_of::<kinds::RedPacket>(),
    ];
    for key in all.concat() {
        for lang in Lang::ALL {
            assert!(web::kit::words::has(lang, &key), "{lang}: {key}");
        }
    }
}
