use std::collections::HashMap;

use jiff::{civil::date, tz::TimeZone};
use kernel::{Error, SlotId, Time, scope::Remit};
use people::{
    groups,
    playbooks::{At, Day, SlotKind, Text},
};
use proptest::prelude::*;

use super::*;
use crate::{
    feed, on_each, posts,
    programmes::{self, NewSlot, Slot},
    testing::{House, Street},
};

fn slot(n: u128, hour: u8, expires_minutes: i64) -> Slot {
    let text = Text { en: format!("Text {n} {{link}}"), ..Text::default() };
    Slot {
        id: SlotId::from_uuid(uuid::Uuid::from_u128(n)),
        series: kernel::Id::from_uuid(uuid::Uuid::from_u128(1)),
        key: String::new(),
        days: Day::ALL.into_iter().collect(),
        at: At { hour, minute: 0 },
        kind: SlotKind::Tip,
        selling: false,
        expires_minutes,
        title: text.clone(),
        texts: vec![text],
        hint: Text::default(),
        tip: Text::default(),
        picture: None,
        ended_at: None,
    }
}

#[test]
fn a_day_brings_what_is_still_worth_sending_and_three_at_most() {
    let zone = TimeZone::UTC;
    let day = date(2026, 3, 2);
    let at = |hour: i8| Time::from(zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap());
    let slots =
        [slot(4, 18, 120), slot(1, 8, 60), slot(2, 10, 60), slot(3, 12, 60), slot(5, 20, 60)];
    let ids = |taken: &[u128], hour| -> Vec<u128> {
        let taken: Vec<_> =
            taken.iter().map(|n| SlotId::from_uuid(uuid::Uuid::from_u128(*n))).collect();
        let all = plan((&slots, &[]), &taken, (day, &zone), at(hour));
        all.iter().map(|planned| planned.slot.uuid().as_u128()).collect()
    };
    for (taken, hour, brings) in [
        (vec![], 0, vec![1, 2, 3]),
        (vec![], 9, vec![2, 3, 4]),
        (vec![], 19, vec![4, 5]),
        (vec![], 20, vec![5]),
        (vec![], 21, vec![]),
        (vec![1], 0, vec![2, 3]),
        (vec![1, 2, 3], 13, vec![]),
        (vec![5], 19, vec![4]),
    ] {
        assert_eq!(ids(&taken, hour), brings, "{taken:?} at {hour}");
    }
}

proptest! {
    #[test]
    fn whatever_the_clock_does_a_group_gets_three_at_most_none_twice_none_too_late(
        hours in prop::collection::vec((0u8..24, 10i64..1440), 0..9),
        jumps in prop::collection::vec(0i64..96, 1..30),
    ) {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let start = Time::parse("2026-03-27T23:00:00Z").unwrap();
        let slots: Vec<Slot> =
            hours.iter().enumerate().map(|(n, (hour, lasts))| slot(n as u128 + 1, *hour, *lasts)).collect();
        let mut had: HashMap<jiff::civil::Date, Vec<SlotId>> = HashMap::new();
        for jump in jumps {
            let now = start.plus(std::time::Duration::from_secs(jump.unsigned_abs() * 3600));
            let day = now.date(&zone);
            let taken = had.entry(day).or_default();
            for planned in plan((&slots, &[]), taken, (day, &zone), now) {
                prop_assert!(!taken.contains(&planned.slot));
                prop_assert!(planned.expires_at > now && planned.due_at < planned.expires_at);
                taken.push(planned.slot);
            }
            prop_assert!(taken.len() <= 3);
        }
    }
}

async fn today(street: &Street) -> Vec<Todo> {
    let mut db = street.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, street.org).await.unwrap();
    let day = day_text(street.ground.world.now().date(&shop.zone));
    of_day(&mut db, street.org, &day).await.unwrap()
}

on_each! {
    async fn a_day_is_made_at_midnight_once_and_nothing_is_made_up_for(street) {
        let first = today(&street).await;
        assert!(!first.is_empty() && first.len() <= 3);
        let again = street.turn(async |tx| actions::generate(tx, actions::Of::All).await).await;
        assert_eq!(again.unwrap(), 0);
        // Three days without power: only the fourth is made, and of it what is not too late.
        street.clock().advance(std::time::Duration::from_secs(3 * 86_400 + 6 * 3600));
        street.settle().await;
        let now = street.ground.world.now();
        let later = today(&street).await;
        assert!(later.iter().all(|todo| todo.expires_at > now));
        let mut db = street.ground.db.read().await.unwrap();
        for missed in ["2026-03-03", "2026-03-04"] {
            assert_eq!(of_day(&mut db, street.org, missed).await.unwrap(), Vec::new());
        }
        drop(db);
        // The clock is set back by two days: what stands stays, nothing comes twice.
        street.clock().set(first[0].due_at);
        street.settle().await;
        assert_eq!(today(&street).await, first);
    }
}

on_each! {
    async fn texts_are_filled_and_have_a_link_of_their_own(street) {
        let todos = today(&street).await;
        let mut db = street.ground.db.read().await.unwrap();
        let ids: Vec<_> = todos.iter().map(|todo| todo.post).collect();
        let posts = posts::of_ids(&mut db, street.org, &ids).await.unwrap();
        assert_eq!(posts.len(), todos.len());
        for post in posts {
            assert_eq!(post.code.len(), 6);
            let text = post.words("http://x.test/p/1");
            assert!(!text.contains('{') && !text.is_empty(), "{text}");
            let typed = format!(" {} ", post.code.to_lowercase());
            let found = posts::by_code(&mut db, street.org, &typed).await.unwrap();
            assert_eq!(found.unwrap().id, post.id);
        }
        assert!(posts::actions::way(&mut db, street.org, street.series).await.unwrap().is_some());
    }
}

on_each! {
    async fn done_is_said_once_and_can_be_taken_back(street) {
        let todo = today(&street).await.remove(0);
        let lin = street.as_staff(street.host, Remit::Groups(vec![street.group]));
        for _ in 0..2 {
            street.turn_as(&lin, async |tx| actions::complete(tx, todo.id).await).await.unwrap();
        }
        let done = today(&street).await.remove(0);
        assert_eq!((done.state, done.done_by), (State::Done, Some(street.host)));
        street.turn_as(&lin, async |tx| actions::reopen(tx, todo.id).await).await.unwrap();
        assert_eq!(today(&street).await.remove(0).state, State::Waiting);
        let events = street.events().await;
        assert_eq!(Street::count(&events, "todos.done"), 1);
        // Somebody else's host sees nothing of it.
        let other = street.as_staff(street.owner, Remit::Groups(vec![]));
        let refused = street.turn_as(&other, async |tx| actions::complete(tx, todo.id).await).await;
        assert_eq!(refused.unwrap_err(), Error::NotFound("todo"));
    }
}

on_each! {
    async fn what_is_too_late_is_gone_and_cannot_be_sent(street) {
        let todo = today(&street).await.remove(0);
        street.clock().set(todo.expires_at);
        let now = street.ground.world.now();
        assert!(!todo.shows(now));
        let late = street.turn(async |tx| actions::complete(tx, todo.id).await).await;
        assert!(late.unwrap_err().is(Refusal::TooLate));
        let late = street.turn(async |tx| actions::post_here(tx, todo.id, "http://x.test").await).await;
        assert!(late.unwrap_err().is(Refusal::TooLate));
    }
}

on_each! {
    async fn one_tap_posts_into_the_feed_and_undo_takes_it_out_for_ten_minutes(street) {
        let todos = today(&street).await;
        let lin = street.as_staff(street.host, Remit::Groups(vec![street.group]));
        let post = async |id| {
            street.turn_as(&lin, async |tx| actions::post_here(tx, id, "http://x.test").await).await
        };
        post(todos[0].id).await.unwrap();
        assert!(post(todos[0].id).await.unwrap_err().is(Refusal::Done));
        let page = async || {
            let mut db = street.ground.db.read().await.unwrap();
            feed::page(&mut db, street.org, street.group, None, 10).await.unwrap().items
        };
        let message = page().await.remove(0);
        assert_eq!(message.author, feed::Author::Staff(street.host));
        assert_eq!(message.post, Some(todos[0].post));
        assert!(!message.text.contains("{link}"));
        street.turn_as(&lin, async |tx| actions::reopen(tx, todos[0].id).await).await.unwrap();
        assert!(page().await.remove(0).removed.is_some());
        post(todos[0].id).await.unwrap();
        street.wait(11);
        let late = street.turn_as(&lin, async |tx| actions::reopen(tx, todos[0].id).await).await;
        assert!(late.unwrap_err().is(Refusal::StandsInFeed));
    }
}

on_each! {
    async fn a_changed_slot_changes_what_is_due_later_and_never_makes_a_fourth(street) {
        let before = today(&street).await;
        let new = NewSlot {
            key: String::new(),
            days: [Day::Tue].into_iter().collect(),
            at: At { hour: 7, minute: 0 },
            kind: SlotKind::Notice,
            selling: false,
            expires_minutes: 600,
            title: Text { en: "Early".into(), ..Text::default() },
            texts: vec![Text { en: "Early today.".into(), ..Text::default() }],
            hint: Text::default(),
            tip: Text::default(),
            picture: None,
        };
        let added = street.turn(async |tx| programmes::actions::add(tx, street.series, new).await).await;
        assert_eq!(today(&street).await.len(), before.len());
        if added.is_ok() {
            street.clock().advance(std::time::Duration::from_secs(86_400));
            street.settle().await;
            assert!(today(&street).await.len() <= 3);
        }
        // Ending the slots of what is ahead takes it off the day.
        let ahead: Vec<_> = today(&street).await;
        let now = street.ground.world.now();
        for todo in ahead.iter().filter(|todo| todo.due_at > now) {
            street.turn(async |tx| programmes::actions::end(tx, todo.slot).await).await.unwrap();
        }
        assert!(today(&street).await.iter().all(|todo| todo.due_at <= now));
    }
}

on_each! {
    async fn a_group_that_closes_gets_nothing_tomorrow(street) {
        street.turn(async |tx| groups::actions::close(tx, street.group).await).await.unwrap();
        street.clock().advance(std::time::Duration::from_secs(86_400));
        street.settle().await;
        assert_eq!(today(&street).await, Vec::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_host_sees_the_day_does_it_and_undoes_it() {
    let house = House::open().await;
    let host = house.host().await;
    let todo = today(&house.street).await.remove(0);
    house.street.clock().set(todo.due_at);
    let day = house.get(&host, "/console/day").await;
    assert!(day.is_page().has("Copy, send, done") && day.has(&todo.id.to_string()), "{}", day.body);
    for lang in ["zh-CN", "es"] {
        house.get(&host, &format!("/console/day?lang={lang}")).await.is_page();
    }
    let id = todo.id.to_string();
    let form = [("once", "d1"), ("todo", id.as_str()), ("back", "/console/day")];
    for _ in 0..2 {
        let done = house.post(&host, "/console/day/messages", &form).await;
        assert_eq!((done.status, done.location.as_deref()), (303, Some("/console/day")));
    }
    let day = house.get(&host, "/console/day").await;
    assert!(day.has("posted at") && day.has("Done today"), "{}", day.body);
    // The same mark, another button of the form: done for itself.
    let undone = house.post(&host, "/console/day/reopenings", &form).await;
    assert_eq!(undone.status, 303);
    assert_eq!(today(&house.street).await[0].state, State::Waiting);
    let done = house.post(&host, "/console/day/completions", &form).await;
    assert_eq!(done.status, 303);
    assert_eq!(today(&house.street).await[0].state, State::Done);
    // What is not there, not ours, or no id at all.
    for bad in ["", "tdo_x", "tdo_00000000000000000000000001", &"tdo_x,".repeat(400)] {
        let form = [("once", "d2"), ("todo", bad), ("back", "https://evil.example")];
        let answer = house.post(&host, "/console/day/completions", &form).await;
        assert_eq!(answer.status, 404, "{bad}");
    }
    // A host sees nobody else's day; the owner sees the host's, and who has looked.
    let other = format!("/console/day?host={}", house.street.owner);
    assert_eq!(house.get(&host, &other).await.status, 403);
    assert_eq!(house.get(&host, "/console/day/hosts").await.status, 403);
    let owner = house.owner().await;
    house.get(&owner, &format!("/console/day?host={}", house.street.host)).await.is_page();
    let hosts = house.get(&owner, "/console/day/hosts").await;
    assert!(hosts.is_page().has("Lin") && !hosts.has("not opened</span>"), "{}", hosts.body);
    assert!(house.get(&owner, "/console/day/hosts?csv=1").await.has("\"Lin\","));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_takes_the_texts_and_says_when_it_has_sent_them() {
    let house = House::open().await;
    let listed = house.call(&["feed:read"], "GET", "/api/v1/todos?limit=1", "").await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    let todo = today(&house.street).await.remove(0);
    assert!(listed.has(&todo.id.to_string()) && listed.has("http://shop.test/fresh/p/"));
    let path = format!("/api/v1/todos/{}/completion", todo.id);
    assert_eq!(house.call(&["feed:read"], "POST", &path, "{}").await.status, 403);
    let done = house.call(&["feed:write"], "POST", &path, "{}").await;
    assert!(done.status == 201 && done.has("\"state\":\"done\""), "{}", done.body);
    let back = house.call(&["feed:write"], "DELETE", &path, "").await;
    assert!(back.status == 200 && back.has("\"state\":\"waiting\""), "{}", back.body);
    for (path, status) in [
        ("/api/v1/todos?day=tomorrow", 422),
        ("/api/v1/todos?limit=0", 422),
        ("/api/v1/todos?cursor=zz", 422),
        ("/api/v1/todos?group=grp_x", 422),
        ("/api/v1/todos?day=2020-01-01", 200),
    ] {
        assert_eq!(house.call(&["feed:read"], "GET", path, "").await.status, status, "{path}");
    }
}
