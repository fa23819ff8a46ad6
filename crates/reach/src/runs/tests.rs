use std::{collections::HashMap, time::Duration};

use jiff::civil::date;
use kernel::{Result, Time};
use people::playbooks::{At, Day, SlotKind, Text};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    feed, on_each,
    programmes::{NewSlot, Slot},
    testing::{Browser, House, Street},
    todos::{self, State, Todo},
};

fn words(text: &str) -> Text {
    Text { en: text.into(), zh: text.into(), es: text.into() }
}

fn new(moment: &str, due_at: Time, minutes: u64) -> NewDated {
    NewDated {
        moment: moment.into(),
        due_at,
        expires_at: due_at.plus(Duration::from_secs(minutes * 60)),
        kind: "offer".into(),
        selling: true,
        said: Said { title: words(moment), text: words(&format!("{moment} {{link}}")) },
    }
}

fn run(posts: Vec<NewDated>) -> Run {
    Run { activity: Uuid::from_u128(9), page: "/play/fsl_1".into(), whom: Whom::All, posts }
}

async fn today(street: &Street) -> Vec<Todo> {
    let mut db = street.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, street.org).await.unwrap();
    let day = todos::day_text(street.ground.world.now().date(&shop.zone));
    todos::of_day(&mut db, street.org, &day).await.unwrap()
}

async fn bring(street: &Street, run: Run) -> Result<()> {
    let data = serde_json::to_value(run).unwrap();
    street.turn(async |tx| tx.act("runs.bring", data).await.map(drop)).await?;
    street.settle().await;
    Ok(())
}

/// The moments of a run that stand in the day, with their state.
async fn dated(street: &Street) -> Vec<(String, State)> {
    let todos = today(street).await;
    let mut db = street.ground.db.read().await.unwrap();
    let slots: Vec<_> = todos.iter().map(|todo| todo.slot).collect();
    let known = of_ids(&mut db, street.org, &slots).await.unwrap();
    let of = |todo: &Todo| {
        known.iter().find(|one| one.id == todo.slot).map(|one| (one.moment.clone(), todo.state))
    };
    todos.iter().filter_map(of).collect()
}

on_each! {
    async fn a_run_comes_into_the_day_beside_the_week_and_goes_out_once(street) {
        let now = street.ground.world.now();
        let week = today(&street).await.len();
        assert!(week > 0);
        let soon = now.plus(Duration::from_secs(1800));
        bring(&street, run(vec![new("teaser", now, 120), new("opening", soon, 120)])).await.unwrap();
        assert!(today(&street).await.len() <= 3);
        let waits = State::Waiting;
        assert_eq!(dated(&street).await, [("teaser".into(), waits), ("opening".into(), waits)]);
        // Posted here, then brought again with another hour and another text: it is out, and stays.
        let teaser = today(&street).await.into_iter().find(|todo| todo.due_at == now).unwrap();
        street.turn(async |tx| todos::actions::post_here(tx, teaser.id, "http://x.test").await).await.unwrap();
        let later = vec![new("teaser", soon, 60), new("opening", soon.plus(Duration::from_secs(600)), 60)];
        bring(&street, run(later)).await.unwrap();
        assert_eq!(dated(&street).await, [("teaser".into(), State::Posted), ("opening".into(), waits)]);
        let opening = today(&street).await.into_iter().find(|todo| todo.is_waiting() && todo.due_at > soon);
        assert!(opening.is_some(), "it moved");
        // Tomorrow the teaser does not come back, whatever its day is said to be.
        bring(&street, run(vec![new("teaser", now.plus_days(1), 120)])).await.unwrap();
        street.clock().advance(Duration::from_secs(86_400));
        street.settle().await;
        assert_eq!(dated(&street).await, []);
        // The feed says it with its card.
        let mut db = street.ground.db.read().await.unwrap();
        let page = feed::page(&mut db, street.org, street.group, None, 10).await.unwrap();
        assert!(page.items.iter().any(|message| message.post == Some(teaser.post)));
    }
}

on_each! {
    async fn what_is_taken_out_is_nobodys_to_do_and_the_week_has_its_place_again(street) {
        let before = today(&street).await;
        let now = street.ground.world.now();
        let at = |minutes: u64| now.plus(Duration::from_secs(minutes * 60));
        let all = vec![new("teaser", at(10), 60), new("opening", at(80), 60), new("last_call", at(200), 60)];
        bring(&street, run(all)).await.unwrap();
        assert!(!dated(&street).await.is_empty() && today(&street).await.len() <= 3);
        let activity = Uuid::from_u128(9);
        street.turn(async |tx| actions::withdraw(tx, activity).await).await.unwrap();
        street.settle().await;
        let slots = |todos: &[Todo]| todos.iter().map(|todo| (todo.slot, todo.due_at)).collect::<Vec<_>>();
        assert_eq!(slots(&today(&street).await), slots(&before));
        // A run for groups that are not this one.
        let nobody = Run { whom: Whom::Groups(Vec::new()), ..run(vec![new("teaser", at(10), 60)]) };
        bring(&street, nobody).await.unwrap();
        assert_eq!(dated(&street).await, []);
        // Its time is over before anybody looked.
        bring(&street, run(vec![new("teaser", at(10), 20)])).await.unwrap();
        street.wait(40);
        let late = today(&street).await;
        assert!(late.iter().filter(|todo| todo.due_at == at(10)).all(|todo| !todo.shows(at(40))));
    }
}

on_each! {
    async fn what_gives_way_is_named_before_it_does(street) {
        let tomorrow = street.ground.world.now().plus_days(1);
        let at = |hours: u64| tomorrow.plus(Duration::from_secs(hours * 3600));
        let full = run(vec![new("teaser", at(1), 60), new("opening", at(3), 60), new("last_call", at(5), 60)]);
        let data = serde_json::to_value(&full).unwrap();
        let weighed = street.turn(async |tx| tx.act("runs.weigh", data).await).await.unwrap();
        assert_eq!(weighed["groups"], json!(1));
        let gives: Vec<GivesWay> = serde_json::from_value(weighed["gives_way"].clone()).unwrap();
        assert!(!gives.is_empty() && gives.iter().all(|one| one.groups == 1 && one.day == "2026-03-03"), "{gives:?}");
        bring(&street, full).await.unwrap();
        street.clock().advance(Duration::from_secs(16 * 3600));
        street.settle().await;
        assert_eq!((today(&street).await.len(), dated(&street).await.len()), (3, 3));
    }
}

fn slot(n: u128, hour: u8, selling: bool) -> Slot {
    let of = NewSlot {
        key: String::new(),
        days: Day::ALL.into_iter().collect(),
        at: At { hour, minute: 0 },
        kind: SlotKind::Tip,
        selling,
        expires_minutes: 120,
        title: words("slot"),
        texts: vec![words("text")],
        hint: Text::default(),
        tip: Text::default(),
        picture: None,
    };
    Slot {
        id: kernel::SlotId::from_uuid(Uuid::from_u128(n)),
        series: kernel::Id::from_uuid(Uuid::from_u128(1)),
        key: of.key,
        days: of.days,
        at: of.at,
        kind: of.kind,
        selling: of.selling,
        expires_minutes: of.expires_minutes,
        title: of.title,
        texts: of.texts,
        hint: of.hint,
        tip: of.tip,
        picture: None,
        ended_at: None,
    }
}

fn dated_at(n: u128, due_at: Time, minutes: i64, zone: &jiff::tz::TimeZone) -> Dated {
    Dated {
        id: kernel::SlotId::from_uuid(Uuid::from_u128(1000 + n)),
        activity: Uuid::from_u128(9),
        moment: format!("m{n}"),
        day: due_at.date(zone).to_string(),
        due_at,
        expires_at: due_at.plus(Duration::from_secs(minutes.unsigned_abs() * 60)),
        kind: SlotKind::Offer,
        selling: true,
        said: Said::default(),
        page: String::new(),
        whom: Whom::All,
        ended_at: None,
    }
}

/// Hours of the weekly slots (`$` sells), hours of the dated texts, and who has a place.
#[test]
fn dated_texts_come_first_and_what_sells_gives_way_before_what_is_useful() {
    let zone = jiff::tz::TimeZone::UTC;
    let day = date(2026, 3, 2);
    let at = |hour: i8| Time::from(zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap());
    for (week, run, has) in [
        ("8 12 17", "", "8 12 17"),
        ("8 12 17", "10", "8 10 12"),
        ("8$ 12 17", "10", "10 12 17"),
        ("8$ 12 17", "10 20", "10 12 20"),
        ("8 12 17", "9 10 11", "9 10 11"),
        ("8 12 17", "9 10 11 13", "9 10 11"),
        ("", "9", "9"),
    ] {
        let hours = |text: &str| -> Vec<(u8, bool)> {
            let one =
                |word: &str| (word.trim_end_matches('$').parse().unwrap(), word.ends_with('$'));
            text.split_whitespace().map(one).collect()
        };
        let slots: Vec<Slot> = hours(week)
            .iter()
            .map(|(hour, selling)| slot(u128::from(*hour), *hour, *selling))
            .collect();
        let run: Vec<Dated> = hours(run)
            .iter()
            .map(|(hour, _)| dated_at(u128::from(*hour), at(hour.cast_signed()), 60, &zone))
            .collect();
        let run: Vec<&Dated> = run.iter().collect();
        let planned = todos::plan((&slots, &run), &[], (day, &zone), at(0));
        let got: Vec<u8> =
            planned.iter().map(|one| one.due_at.zoned(&zone).hour().unsigned_abs()).collect();
        assert_eq!(
            got,
            hours(has).iter().map(|(hour, _)| *hour).collect::<Vec<_>>(),
            "{week} and {run:?}"
        );
    }
}

proptest! {
    #[test]
    fn with_runs_too_a_group_gets_three_at_most_none_twice_none_too_late(
        week in prop::collection::vec((0u8..24, any::<bool>()), 0..5),
        run in prop::collection::vec((0i64..4000, 10i64..600), 0..9),
        jumps in prop::collection::vec(0i64..96, 1..20),
    ) {
        let zone = jiff::tz::TimeZone::get("Europe/Madrid").unwrap();
        let start = Time::parse("2026-03-27T23:00:00Z").unwrap();
        let slots: Vec<Slot> =
            week.iter().enumerate().map(|(n, (hour, sells))| slot(n as u128 + 1, *hour, *sells)).collect();
        let run: Vec<Dated> = run
            .iter()
            .enumerate()
            .map(|(n, (minute, lasts))| {
                let due = start.plus(Duration::from_secs(minute.unsigned_abs() * 60));
                dated_at(n as u128, due, *lasts, &zone)
            })
            .collect();
        let run: Vec<&Dated> = run.iter().collect();
        let mut had: HashMap<jiff::civil::Date, Vec<kernel::SlotId>> = HashMap::new();
        for jump in jumps {
            let now = start.plus(Duration::from_secs(jump.unsigned_abs() * 3600));
            let day = now.date(&zone);
            let taken = had.entry(day).or_default();
            for planned in todos::plan((&slots, &run), taken, (day, &zone), now) {
                prop_assert!(!taken.contains(&planned.slot));
                prop_assert!(planned.expires_at > now && planned.due_at.date(&zone) == day);
                taken.push(planned.slot);
            }
            prop_assert!(taken.len() <= 3);
        }
    }
}

/// On both engines: runs that are brought, moved, cut and withdrawn at random hours.
async fn whatever_comes(street: &Street, steps: &[(u8, u8, u8)]) {
    let mut out: HashMap<kernel::SlotId, usize> = HashMap::new();
    for (what, from, many) in steps {
        let now = street.ground.world.now();
        let due =
            |n: u8| now.plus(Duration::from_secs(u64::from(*from) * 900 + u64::from(n) * 3600));
        let posts = (0..*many).map(|n| new(&format!("m{n}"), due(n), 90)).collect();
        match what {
            0..=4 => bring(street, run(posts)).await.unwrap(),
            5 => street
                .turn(async |tx| actions::withdraw(tx, Uuid::from_u128(9)).await)
                .await
                .unwrap(),
            _ => street.clock().advance(Duration::from_secs(u64::from(*from) * 1800)),
        }
        street.settle().await;
        let now = street.ground.world.now();
        let day = today(street).await;
        assert!(day.len() <= 3, "{day:?}");
        let open = day.iter().filter(|todo| todo.is_waiting() && todo.is_on(now));
        for todo in open {
            street.turn(async |tx| todos::actions::complete(tx, todo.id).await).await.unwrap();
            *out.entry(todo.slot).or_default() += 1;
        }
    }
    let mut db = street.ground.db.read().await.unwrap();
    let ids: Vec<_> = out.keys().copied().collect();
    for one in of_ids(&mut db, street.org, &ids).await.unwrap() {
        assert_eq!(out.get(&one.id), Some(&1), "{} went out twice", one.moment);
    }
}

on_each! {
    async fn whatever_is_brought_a_moment_goes_out_once_and_a_day_has_three(street) {
        let mut seed = 11u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            u8::try_from((seed >> 16) % below).unwrap()
        };
        let steps: Vec<_> = (0..60).map(|_| (next(9), next(40), next(6))).collect();
        whatever_comes(&street, &steps).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_host_saves_the_card_and_a_member_is_led_to_the_activity() {
    let house = House::open().await;
    let street = &house.street;
    let now = street.ground.world.now();
    bring(street, run(vec![new("opening", now, 120)])).await.unwrap();
    let host = house.host().await;
    let day = house.get(&host, "/console/day").await;
    assert!(day.is_page().has("/fresh/play/fsl_1/card.png?paper=en"), "{}", day.body);
    let todo = today(street).await.into_iter().find(|todo| todo.due_at == now).unwrap();
    let id = todo.id.to_string();
    let form = [("once", "d1"), ("todo", id.as_str()), ("back", "/console/day")];
    assert_eq!(house.post(&host, "/console/day/messages", &form).await.status, 303);
    let mut db = street.ground.db.read().await.unwrap();
    let post = crate::posts::require(&mut db, street.org, todo.post).await.unwrap();
    drop(db);
    let path = format!("/fresh{}", post.path());
    let guest = house.get(&Browser::default(), &path).await;
    assert!(
        guest.is_page().has("/fresh/play/fsl_1/card.png") && guest.has("Have a look"),
        "{}",
        guest.body
    );
    let ana = street.member("Ana").await;
    let phone = house.phone(ana).await;
    let led = house.get(&phone, &path).await;
    assert_eq!((led.status, led.location.as_deref()), (303, Some("/fresh/play/fsl_1")));
    let talk = house.get(&phone, &format!("/fresh/groups/{}", street.group)).await;
    assert!(talk.has("/fresh/play/fsl_1/card.png"), "{} {}", talk.status, talk.body);
}
