use jiff::{civil::date, tz::TimeZone};
use kernel::{Error, Fields, Lang, Time};
use people::playbooks::{self, At, Day, SlotKind, Text};

use super::*;
use crate::{
    on_each,
    testing::{House, Street},
};

fn text(en: &str) -> Text {
    Text { en: en.into(), ..Text::default() }
}

fn slot() -> NewSlot {
    NewSlot {
        key: String::new(),
        days: [Day::Mon].into_iter().collect(),
        at: At { hour: 18, minute: 30 },
        kind: SlotKind::Tip,
        selling: false,
        expires_minutes: 120,
        title: text("A tip"),
        texts: vec![text("Keep leeks in the dark.")],
        hint: Text::default(),
        tip: Text::default(),
        picture: None,
    }
}

fn kept(new: &NewSlot) -> Slot {
    Slot {
        id: kernel::Id::from_uuid(uuid::Uuid::from_u128(1)),
        series: kernel::Id::from_uuid(uuid::Uuid::from_u128(2)),
        key: new.key.clone(),
        days: new.days,
        at: new.at,
        kind: new.kind,
        selling: new.selling,
        expires_minutes: new.expires_minutes,
        title: new.title.clone(),
        texts: new.texts.clone(),
        hint: new.hint.clone(),
        tip: new.tip.clone(),
        picture: None,
        ended_at: None,
    }
}

#[test]
fn everything_wrong_with_a_slot_is_named_at_once() {
    let long = "x".repeat(700);
    let mut empty = vec![Text::default(); TEXTS_MAX];
    empty.insert(0, text("One that is said."));
    let rows: [(&str, NewSlot, &[&str]); 7] = [
        ("fine", slot(), &[]),
        ("no day", NewSlot { days: Days::default(), ..slot() }, &["days days_none"]),
        (
            "nothing said",
            NewSlot { title: Text::default(), texts: vec![], ..slot() },
            &["title_en required", "text_0_en required"],
        ),
        ("too brief", NewSlot { expires_minutes: 5, ..slot() }, &["expires_minutes number_range"]),
        ("too long", NewSlot { texts: vec![text(&long)], ..slot() }, &["text_0_en too_long"]),
        (
            "only in another language",
            NewSlot { texts: vec![Text { es: "Hola".into(), ..Text::default() }], ..slot() },
            &["text_0_en required"],
        ),
        ("more than there are turns", NewSlot { texts: empty, ..slot() }, &["texts too_many"]),
    ];
    for (name, new, wrong) in rows {
        let mut fields = Fields::default();
        let _ = new.checked(&mut fields, Lang::En, &[]);
        let got: Vec<String> = fields.iter().map(|e| format!("{} {}", e.field, e.code)).collect();
        assert_eq!(got, wrong, "{name}");
    }
}

#[test]
fn a_fourth_post_on_a_day_is_refused_with_the_day() {
    let three: Vec<Slot> = (0..3).map(|_| kept(&slot())).collect();
    let mut fields = Fields::default();
    let _ = slot().checked(&mut fields, Lang::En, &three);
    let first = fields.first().unwrap();
    assert_eq!((first.field.as_ref(), first.code), ("days", "day_full"));
    let mut fields = Fields::default();
    let _ = NewSlot { days: [Day::Tue].into_iter().collect(), ..slot() }.checked(
        &mut fields,
        Lang::En,
        &three,
    );
    assert!(fields.is_empty());
}

#[test]
fn names_are_filled_once_and_the_link_stays() {
    let names = Names { brand: "Fresh {host}", store: "", group: "Fresh 1", host: "Lin" };
    for (text, filled) in [
        ("{host} at {store}: {link}", "Lin at Fresh {host}: {link}"),
        ("{group}{brand}", "Fresh 1Fresh {host}"),
        ("{unknown} {", "{unknown} {"),
        ("} {host", "} {host"),
        ("{{host}}", "{Lin}"),
        ("菜在{store}，我是{host}", "菜在Fresh {host}，我是Lin"),
    ] {
        assert_eq!(fill(text, &names), filled);
    }
}

#[test]
fn a_slot_is_due_by_the_clock_on_the_wall_whatever_the_season() {
    let madrid = TimeZone::get("Europe/Madrid").unwrap();
    let at = |hour, minute| kept(&NewSlot { at: At { hour, minute }, ..slot() });
    let rows = [
        // The clocks go from two to three: half past two is half past three.
        (at(2, 30), date(2026, 3, 29), "2026-03-29T01:30:00Z"),
        (at(9, 0), date(2026, 3, 29), "2026-03-29T07:00:00Z"),
        (at(9, 0), date(2026, 3, 28), "2026-03-28T08:00:00Z"),
        // They go back from three to two: the first of the two half past twos.
        (at(2, 30), date(2026, 10, 25), "2026-10-25T00:30:00Z"),
        (at(23, 50), date(2026, 10, 25), "2026-10-25T22:50:00Z"),
    ];
    for (slot, day, due) in rows {
        let (at, ends) = slot.window(day, &madrid);
        assert_eq!(at, Time::parse(due).unwrap());
        assert_eq!(ends.since(at).as_secs(), 7200);
    }
}

#[test]
fn texts_take_turns_by_weeks_from_the_day_of_opening() {
    let slot = kept(&NewSlot { texts: vec![text("a"), text("b"), text("c")], ..slot() });
    let opened = date(2026, 3, 4);
    for (on, said) in [
        (date(2026, 3, 4), "a"),
        (date(2026, 3, 10), "a"),
        (date(2026, 3, 11), "b"),
        (date(2026, 3, 18), "c"),
        (date(2026, 3, 25), "a"),
        // A clock that was wrong when the group opened still finds a text.
        (date(2026, 3, 3), "c"),
    ] {
        assert_eq!(slot.text_on(opened, on).unwrap().en, said, "{on}");
    }
}

#[test]
fn days_are_a_set() {
    let days: Days = [Day::Sun, Day::Mon, Day::Sun].into_iter().collect();
    assert_eq!(days.bits(), 65);
    assert_eq!(Days::from_bits(days.bits()).iter().collect::<Vec<_>>(), [Day::Mon, Day::Sun]);
    assert!(Days::from_bits(128).is_empty());
}

on_each! {
    async fn a_series_adopts_its_playbook_once(street) {
        let mut db = street.ground.db.read().await.unwrap();
        let slots = of_series(&mut db, street.org, street.series).await.unwrap();
        let book = playbooks::find("fresh-food").unwrap();
        assert_eq!(slots.len(), book.slots.len());
        assert_eq!(balance(&slots), book.balance());
        drop(db);
        let again = street
            .turn(async |tx| actions::adopt(tx, street.series, "fresh-food").await)
            .await;
        assert!(again.unwrap_err().is(Refusal::Adopted));
        let events = street.events().await;
        assert_eq!(Street::count(&events, "programmes.adopted"), 1);
    }
}

on_each! {
    async fn a_slot_of_another_shop_is_not_there(street) {
        let elsewhere = kernel::Scope::system(street.ground.org());
        let mut db = street.ground.db.read().await.unwrap();
        let slot = of_series(&mut db, street.org, street.series).await.unwrap().remove(0);
        drop(db);
        let done = street.turn_as(&elsewhere, async |tx| actions::end(tx, slot.id).await).await;
        assert_eq!(done.unwrap_err(), Error::NotFound("slot"));
    }
}

/// Fills Monday, which the playbook leaves room on, up to the three posts that a day may have.
async fn fill_monday(street: &Street) -> Day {
    for _ in 0..3 {
        let mut db = street.ground.db.read().await.unwrap();
        let slots = of_series(&mut db, street.org, street.series).await.unwrap();
        drop(db);
        if on(&slots, Day::Mon) == 3 {
            return Day::Mon;
        }
        street.turn(async |tx| actions::add(tx, street.series, slot()).await).await.unwrap();
    }
    Day::Mon
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_week_is_shown_changed_and_keeps_what_was_typed() {
    let house = House::open().await;
    let owner = house.owner().await;
    let base = format!("/console/programmes/{}", house.street.series);
    assert!(house.get(&owner, "/console/programmes").await.is_page().has(&base));
    let week = house.get(&owner, &base).await;
    assert!(week.is_page().has("Monday") && week.has("What members read today"));
    house.get(&owner, &format!("{base}?day=2026-03-06")).await.is_page();
    house.get(&owner, &format!("{base}?day=never")).await.is_page();
    house.get(&owner, &format!("{base}/slots/new")).await.is_page();
    let host = house.host().await;
    assert_eq!(house.get(&host, &base).await.status, 403);

    let form = [
        ("once", "a1"),
        ("title_en", "<b>Bread"),
        ("days", "tue"),
        ("at", "25:00"),
        ("kind", "nonsense"),
        ("expires_minutes", "1"),
        ("text_0_en", ""),
    ];
    let wrong = house.post(&owner, &format!("{base}/slots"), &form).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("&lt;b&gt;Bread") && !wrong.has("<b>Bread"), "{}", wrong.body);

    let full = fill_monday(&house.street).await;
    let mut db = house.street.ground.db.read().await.unwrap();
    let slots = of_series(&mut db, house.street.org, house.street.series).await.unwrap();
    assert_eq!(on(&slots, full), 3);
    let free = Day::ALL.into_iter().find(|day| on(&slots, *day) < 3).unwrap();
    drop(db);
    let good = |once: &'static str, day| {
        [
            ("once", once),
            ("title_en", "Bread"),
            ("days", day),
            ("at", "11:00"),
            ("kind", "tip"),
            ("expires_minutes", "60"),
            ("text_0_en", "Bread came at {store}."),
        ]
    };
    let refused = house.post(&owner, &format!("{base}/slots"), &good("a2", day_word(full))).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("3 posts already"), "{}", refused.body);
    for _ in 0..2 {
        let done = house.post(&owner, &format!("{base}/slots"), &good("a3", day_word(free))).await;
        assert_eq!((done.status, done.location.as_deref()), (303, Some(base.as_str())));
    }
    let mut db = house.street.ground.db.read().await.unwrap();
    let after = of_series(&mut db, house.street.org, house.street.series).await.unwrap();
    assert_eq!(after.len(), slots.len() + 1);
    let new = after.iter().find(|slot| slot.title.en == "Bread").unwrap().id;
    drop(db);
    house.get(&owner, &format!("{base}/slots/{new}")).await.is_page();
    let ended = house.post(&owner, &format!("{base}/slots/{new}/ending"), &[("once", "a4")]).await;
    assert_eq!(ended.status, 303);
    assert_eq!(house.get(&owner, &format!("{base}/slots/{new}")).await.status, 404);
    assert_eq!(house.get(&owner, "/console/programmes/ser_nonsense").await.status, 404);
}
