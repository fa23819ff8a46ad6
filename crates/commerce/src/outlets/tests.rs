use jiff::{civil::date, tz::TimeZone};
use kernel::{Error, Time};

use super::{
    model::Free,
    testing::{point, zone},
    *,
};
use crate::{on_each, testing::Grocer};

/// A change, and the field that is then wrong with its code.
type Row = (fn(&mut Details), Option<(&'static str, &'static str)>);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outlet_is_checked_field_by_field() {
    let grocer = Grocer::open(::store::Engine::Sqlite).await;
    let table: [Row; 14] = [
        (|_| (), None),
        (|d| d.name = String::new(), Some(("name", "required"))),
        (|d| d.address = String::new(), Some(("address", "required"))),
        (|d| d.windows.clear(), Some(("windows", "required"))),
        (|d| d.windows[0].until = d.windows[0].from, Some(("windows.1", "window_times"))),
        (|d| d.windows[1].day = 7, Some(("windows.2", "window_times"))),
        (|d| d.windows[0].room = 0, Some(("windows.1", "number_range"))),
        (
            |d| d.windows.push(Window { from: 1100, ..d.windows[0] }),
            Some(("windows", "windows_meet")),
        ),
        (|d| d.cutoff_hours = 169, Some(("cutoff_hours", "number_range"))),
        (|d| d.kind = Kind::Zone, Some(("areas", "required"))),
        (|d| (d.kind, d.areas) = (Kind::Zone, vec!["20".into()]), None),
        (|d| d.areas = vec![String::new(); 201], Some(("areas", "too_many"))),
        (
            |d| (d.kind, d.areas, d.fee) = (Kind::Zone, vec!["20".into()], -1),
            Some(("fee", "amount_negative")),
        ),
        (|d| (d.kind, d.areas) = (Kind::Zone, vec!["x".repeat(41)]), Some(("areas", "too_long"))),
    ];
    for (at, (change, expected)) in table.into_iter().enumerate() {
        let mut details = point(&grocer);
        change(&mut details);
        let found = match details.checked() {
            Ok(_) => None,
            Err(Error::Invalid(fields)) => {
                fields.first().map(|wrong| (wrong.field.to_string(), wrong.code))
            }
            Err(other) => panic!("{other}"),
        };
        let found = found.as_ref().map(|(field, code)| (field.as_str(), *code));
        assert_eq!(found, expected, "row {at}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_costs_what_the_zone_says_and_covers_what_begins_so() {
    let grocer = Grocer::open(::store::Engine::Sqlite).await;
    let zone = zone(&grocer);
    for (goods, tier, expected) in [
        (9_999, Free::No, 800),
        (10_000, Free::No, 0),
        (0, Free::ByTier, 0),
        (i64::MAX, Free::No, 0),
    ] {
        assert_eq!(zone.fee_of(goods, tier), expected, "{goods}");
    }
    for (typed, expected) in [
        ("200040", Some(4)),
        ("20 00-40", Some(4)),
        ("RIVERSIDE park", Some(9)),
        ("201", None),
        ("", None),
    ] {
        assert_eq!(zone.covers(typed), expected, "{typed:?}");
    }
}

#[test]
fn windows_are_read_as_people_write_them_and_slots_as_they_are_named() {
    let windows = slots::windows(2, "17:00-19:00 x 20; 20.30 – 21:00×5").unwrap();
    let expected = [(1020, 1140, 20), (1230, 1260, 5)];
    let found: Vec<_> = windows.iter().map(|one| (one.from, one.until, one.room)).collect();
    assert_eq!(found, expected);
    assert_eq!(slots::windows(2, &slots::written(&windows, 2)).unwrap(), windows);
    for wrong in ["17:00", "17:00-19:00", "x 20", "17:00-25:00 x 3", "17:00-19:00 x many"] {
        assert!(slots::windows(0, wrong).is_none(), "{wrong}");
    }
    assert_eq!(slots::read("2026-11-30-1730"), Some((date(2026, 11, 30), 1050)));
    for wrong in [
        "",
        "2026-11-30",
        "2026-02-30-1730",
        "2026-11-30-2530",
        "2026-11-30-173",
        "x-1730",
        "2026-11-30-字字",
    ] {
        assert_eq!(slots::read(wrong), None, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slots_are_offered_until_their_cut_off_also_when_clocks_change() {
    let grocer = Grocer::open(::store::Engine::Sqlite).await;
    let details = Details { cutoff_hours: 3, ..point(&grocer) };
    let madrid = TimeZone::get("Europe/Madrid").unwrap();
    // 2026-10-24 is a Saturday; clocks go back that night.
    let first = |at: &str| {
        let now = Time::parse(at).unwrap();
        slots::offered(&details, now, &madrid).first().map(slots::Slot::key)
    };
    let table = [
        ("2026-10-24T05:00:00Z", "2026-10-24-1000"),
        ("2026-10-24T05:00:01Z", "2026-10-26-1700"),
        ("2026-10-26T13:00:00Z", "2026-10-26-1700"),
        ("2026-10-26T13:00:01Z", "2026-10-31-1000"),
    ];
    for (now, expected) in table {
        assert_eq!(first(now).as_deref(), Some(expected), "{now}");
    }
    let now = Time::parse("2026-10-24T05:00:00Z").unwrap();
    assert_eq!(slots::offered(&details, now, &madrid).len(), 5, "two weeks of them");
}

on_each! {
    async fn what_is_not_this_shops_cannot_be_named(grocer) {
        let foreign = kernel::Id::from_uuid(uuid::Uuid::from_u128(7));
        let open = async |details: Details| {
            grocer.turn(async |tx| actions::open(tx, details).await).await
        };
        for (details, field) in [
            (Details { store: kernel::Id::from_uuid(foreign.uuid()), ..point(&grocer) }, "store"),
            (Details { groups: vec![foreign], ..point(&grocer) }, "groups"),
            (Details { keeper: Some(kernel::Id::from_uuid(foreign.uuid())), ..point(&grocer) }, "keeper"),
        ] {
            match open(details).await {
                Err(Error::Invalid(fields)) => assert_eq!(fields.first().unwrap().field, field),
                other => panic!("{field}: {other:?}"),
            }
        }
        let id = open(point(&grocer)).await.unwrap();
        grocer.turn(async |tx| actions::set_state(tx, id, State::Closed).await).await.unwrap();
        grocer.turn(async |tx| actions::set_state(tx, id, State::Closed).await).await.unwrap();
        assert_eq!(grocer.events("outlets.").await, ["outlets.opened", "outlets.closed"]);
    }
}
