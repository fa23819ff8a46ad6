use std::time::Duration;

use jiff::tz::TimeZone;
use kernel::{Fields, Time};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::model::{Changed, Course, Kept, Moment, Window};
use crate::{
    flash_sales,
    group_buys::support,
    on_each,
    testing::{Fair, House},
};

fn at(text: &str, zone: &TimeZone) -> Time {
    crate::activities::model::instant(text, zone).unwrap()
}

fn course(zone: &TimeZone, (told, opens, closes): (&str, &str, &str)) -> Course {
    let closes_at = at(closes, zone);
    Course {
        opens_at: at(opens, zone),
        closes_at,
        ends_at: closes_at,
        told_at: (!told.is_empty()).then(|| at(told, zone)),
        known_at: None,
    }
}

/// Announced, opens, closes; then teaser, opening, last call, winners and thanks as the shop's clock shows
/// them.
const HOURS: [(&str, &str); 7] = [
    // An evening's sale, announced days before.
    (
        "2026-03-02T12:00 2026-03-06T18:00 2026-03-06T22:00",
        "05 18:00-05 22:00|06 18:00-06 21:00|06 21:00-06 22:00|07 08:00-08 08:00|07 10:00-07 20:00",
    ),
    // Announced the same morning: the last three hours before it opens.
    (
        "2026-03-06T09:00 2026-03-06T18:00 2026-03-06T21:00",
        "06 15:00-06 18:00|06 18:00-06 21:00|06 20:15-06 21:00|06 21:00-07 21:00|07 10:00-07 20:00",
    ),
    // Announced and opened at once, for an hour: no teaser, no last call.
    (
        "2026-03-06T18:00 2026-03-06T18:00 2026-03-06T19:00",
        "-|06 18:00-06 19:00|-|06 19:00-07 19:00|07 10:00-07 20:00",
    ),
    // From midnight to midnight: nobody is woken.
    (
        "2026-03-02T12:00 2026-03-06T00:00 2026-03-07T00:00",
        "05 18:00-05 22:00|06 08:00-06 11:00|06 21:00-07 00:00|07 08:00-08 08:00|08 10:00-08 20:00",
    ),
    // The clock jumps in the night of the last Sunday of March, and a sale ends within it.
    (
        "2026-03-20T12:00 2026-03-28T10:00 2026-03-29T04:00",
        "27 18:00-27 22:00|28 10:00-28 13:00|28 20:00-29 04:00|29 08:00-30 08:00|30 10:00-30 20:00",
    ),
    // Over before anybody is awake: an opening that nobody could use is told to nobody.
    (
        "2026-03-02T12:00 2026-03-06T02:00 2026-03-06T06:00",
        "05 18:00-05 22:00|-|-|06 08:00-07 08:00|07 10:00-07 20:00",
    ),
    // Not announced yet: as it would be.
    (
        "- 2026-03-06T18:00 2026-03-13T18:00",
        "05 18:00-05 22:00|06 18:00-06 21:00|13 15:00-13 18:00|13 18:00-14 18:00|14 10:00-14 20:00",
    ),
];

#[test]
fn each_moment_has_its_hour_or_none() {
    let madrid = TimeZone::get("Europe/Madrid").unwrap();
    for (hours, row) in HOURS {
        let parts: Vec<&str> = hours.split(' ').collect();
        let course = course(&madrid, (parts[0].trim_matches('-'), parts[1], parts[2]));
        let told = |moment| shown(course.window(moment, &madrid), &madrid);
        let all: Vec<String> = Moment::ALL.into_iter().map(told).collect();
        assert_eq!(all.join("|"), row, "{hours}");
    }
}

fn shown(window: Option<Window>, zone: &TimeZone) -> String {
    let said = |time: Time| time.zoned(zone).strftime("%d %H:%M").to_string();
    window.map_or("-".to_owned(), |one| format!("{}-{}", said(one.due_at), said(one.expires_at)))
}

proptest! {
    #[test]
    fn whatever_the_hours_are_nothing_is_told_too_late_or_in_the_night(
        opens in 0i64..2000, lasts in 1i64..5000, told in 0i64..3000, zone in 0usize..3,
    ) {
        let zone = ["Europe/Madrid", "Asia/Shanghai", "America/Los_Angeles"][zone];
        let zone = TimeZone::get(zone).unwrap();
        let start = Time::parse("2026-10-24T05:00:00Z").unwrap();
        let minutes = |n: i64| start.plus(Duration::from_secs(n.unsigned_abs() * 60));
        let course = Course {
            opens_at: minutes(opens),
            closes_at: minutes(opens + lasts),
            ends_at: minutes(opens + lasts),
            told_at: Some(minutes(told)),
            known_at: None,
        };
        for moment in Moment::ALL {
            let Some(window) = course.window(moment, &zone) else { continue };
            prop_assert!(window.due_at < window.expires_at);
            let bound = course.bound(moment);
            prop_assert!(bound.is_none_or(|bound| window.expires_at <= bound));
            let hour = window.due_at.zoned(&zone).hour();
            prop_assert!((8..22).contains(&hour), "{moment:?} at {hour}");
        }
    }
}

#[test]
fn an_hour_at_which_it_would_not_be_true_is_refused_and_so_is_a_book() {
    let zone = TimeZone::UTC;
    let course = course(&zone, ("", "2026-03-06T18:00", "2026-03-06T22:00"));
    for (moment, to, text, wrong) in [
        (Moment::Teaser, "2026-03-06T17:00", "Soon", None),
        (Moment::Teaser, "2026-03-06T18:00", "Soon", Some("at_teaser")),
        (Moment::Opening, "2026-03-06T21:59", "Now", None),
        (Moment::LastCall, "2026-03-06T22:00", "Last", Some("at_last_call")),
        (Moment::Thanks, "2026-03-20T22:00", "Thanks", None),
        (Moment::Thanks, "2026-03-20T22:00", "long", Some("text_thanks_en")),
    ] {
        let text = if text == "long" { "x".repeat(5000) } else { text.to_owned() };
        let text = value::words::Words { en: text, ..Default::default() };
        let changed = Changed { at: Some(at(to, &zone)), text, left_out: false };
        let kept = Kept { moments: [(moment, changed)].into(), ..Kept::default() };
        let mut fields = Fields::default();
        let _ = kept.checked(&course, &mut fields);
        let named: Vec<_> = fields.iter().map(|field| field.field.to_string()).collect();
        assert_eq!(named, wrong.into_iter().collect::<Vec<_>>(), "{moment:?} {to}");
    }
}

fn moments(run: &Json) -> Vec<&str> {
    run.as_array().into_iter().flatten().filter_map(|post| post["moment"].as_str()).collect()
}

fn text<'r>(run: &'r Json, moment: &str, lang: &str) -> &'r str {
    let post = run.as_array().unwrap().iter().find(|post| post["moment"] == moment).unwrap();
    post["said"]["text"][lang].as_str().unwrap()
}

on_each! {
    async fn a_sale_brings_its_run_and_thanks_with_what_happened(fair) {
        let mut draft = fair.draft(3);
        draft.plan.opens_at = fair.now().plus_days(2);
        draft.plan.closes_at = draft.plan.opens_at.plus(Duration::from_secs(4 * 3600));
        let id = fair.turn(async |tx| flash_sales::create(tx, &fair.shop, draft).await).await.unwrap();
        assert_eq!(fair.run().await, Json::Null, "a draft tells nobody");
        fair.turn(async |tx| flash_sales::schedule(tx, &fair.shop, id).await).await.unwrap();
        let run = fair.run().await;
        assert_eq!(moments(&run), ["teaser", "opening", "last_call"]);
        for lang in ["en", "zh", "es"] {
            for moment in moments(&run) {
                let said = text(&run, moment, lang);
                assert!(said.contains("Bag of beans") && said.contains("{link}"), "{lang} {said}");
                assert!(!said.contains("flash_sales-") && !said.contains("{$"), "{said}");
            }
        }
        assert!(text(&run, "teaser", "en").contains('3'));
        // Opened by hand: it is not to come any more, but now.
        fair.turn(async |tx| flash_sales::open(tx, &fair.shop, id).await).await.unwrap();
        let run = fair.run().await;
        assert_eq!(run[0]["moment"], "opening", "{run}");
        let ana = fair.member("Ana").await;
        fair.claim(id, ana).await.unwrap();
        fair.pass(5);
        fair.turn(async |tx| flash_sales::close(tx, id, "rain").await).await.unwrap();
        let run = fair.run().await;
        assert_eq!(moments(&run), ["opening", "thanks"]);
        assert!(text(&run, "thanks", "en").contains("One of you"), "{run}");
        let due = run[1]["due_at"].clone();
        fair.pass(60);
        assert_eq!(fair.run().await[1]["due_at"], due, "a later look moves nothing");
    }
    async fn a_raffle_names_its_winners_by_their_labels_and_nobody_when_nobody_won(fair) {
        let id = fair.raffle(1, |_| ()).await;
        let run = fair.run().await;
        assert_eq!(moments(&run), ["opening", "last_call"]);
        assert!(text(&run, "opening", "en").contains("One prize is drawn"), "{run}");
        for name in ["Ana", "Bo"] {
            let member = fair.member(name).await;
            fair.enter(id, member).await.unwrap();
        }
        fair.draw_at_its_hour(id).await;
        let run = fair.run().await;
        assert_eq!(moments(&run), ["opening", "last_call", "winners", "thanks"]);
        let pick = fair.picks(id).await.remove(0);
        let mut db = fair.ground.db.read().await.unwrap();
        let entry = crate::raffles::labelled(&mut db, fair.org, pick.entry).await;
        drop(db);
        for lang in ["en", "zh", "es"] {
            let said = text(&run, "winners", lang);
            assert!(said.contains(&entry) && !said.contains("Ana") && !said.contains("Bo "), "{said}");
        }
        assert!(text(&run, "thanks", "en").contains("all 2"), "{run}");
        let alone = fair.raffle(1, |_| ()).await;
        fair.draw_at_its_hour(alone).await;
        assert_eq!(fair.run().await, Json::Null, "nobody took part: it is as if called off");
    }
    async fn a_packet_and_a_group_buy_thank_for_what_came_of_them(fair) {
        fair.with_wallets().await;
        let packet = fair.money((500, 5)).await;
        assert!(text(&fair.run().await, "opening", "en").contains("Chance decides"));
        let ana = fair.member("Ana").await;
        fair.grab(packet, ana).await.unwrap();
        fair.pass(2 * 60);
        let run = fair.run().await;
        assert!(text(&run, "thanks", "en").contains("One of 5"), "{run}");
        let buy = support::buy(&fair, |_| ()).await;
        assert_eq!(moments(&fair.run().await), ["opening", "last_call"]);
        let team = support::start(&fair, buy, ana).await.unwrap().team.id;
        for name in ["Bo", "Chen"] {
            let member = fair.member(name).await;
            support::join(&fair, team, member).await.unwrap();
        }
        fair.pass(6 * 60);
        let run = fair.run().await;
        assert!(text(&run, "thanks", "en").contains("One team"), "{run}");
    }
    async fn what_nobody_took_or_what_was_called_off_says_nothing(fair) {
        let mut draft = fair.draft(3);
        draft.plan.opens_at = fair.now().plus_days(2);
        draft.plan.closes_at = draft.plan.opens_at.plus(Duration::from_secs(4 * 3600));
        let id = fair.turn(async |tx| flash_sales::create(tx, &fair.shop, draft).await).await.unwrap();
        fair.turn(async |tx| flash_sales::schedule(tx, &fair.shop, id).await).await.unwrap();
        assert!(!moments(&fair.run().await).is_empty());
        fair.turn(async |tx| flash_sales::close(tx, id, "no beans").await).await.unwrap();
        assert_eq!(fair.run().await, Json::Null);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_moves_rewrites_and_leaves_out_and_takes_the_pictures_along() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let mut draft = fair.draft(3);
    draft.plan.opens_at = fair.now().plus_days(2);
    draft.plan.closes_at = draft.plan.opens_at.plus(Duration::from_secs(4 * 3600));
    let id = fair.turn(async |tx| flash_sales::create(tx, &fair.shop, draft).await).await.unwrap();
    let path = format!("/console/flash-sales/{id}");
    for lang in kernel::Lang::ALL {
        for page in [path.clone(), format!("{path}/run")] {
            let said = house.get(staff, &format!("{page}?lang={}", lang.tag())).await;
            assert_eq!((said.status, said.body.matches("<h1").count()), (200, 1), "{}", said.body);
            assert!(!said.body.contains("activities_runs-"), "{}", said.body);
        }
    }
    let page = house.get(staff, &format!("{path}/run?lang=en")).await;
    assert!(page.body.contains("Put it in your diary"), "{}", page.body);
    // Monday morning in Shanghai; it opens on Wednesday at nine.
    let typed = |at_teaser: &str, more: &str| {
        format!(
            "on=on&tell_teaser=on&at_teaser={at_teaser}&text_teaser_en=Beans+tomorrow&tell_opening=on\
             &at_opening=2026-03-04T09%3A00&at_last_call=2026-03-04T12%3A00&at_thanks=2026-03-05T10%3A00{more}"
        )
    };
    let late = house.post(staff, &format!("{path}/run"), &typed("2026-03-04T09%3A00", "")).await;
    assert!(late.status == 422 && late.body.contains("not be true"), "{}", late.body);
    assert!(late.body.contains("Beans tomorrow"), "nothing typed is lost");
    let saved = house
        .post(staff, &format!("{path}/run"), &typed("2026-03-03T20%3A00", "&tell_thanks=on"))
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    fair.turn(async |tx| flash_sales::schedule(tx, &fair.shop, id).await).await.unwrap();
    let run = fair.run().await;
    assert_eq!(moments(&run), ["teaser", "opening"], "the last call is left out");
    assert_eq!(run[0]["due_at"], "2026-03-03T12:00:00Z");
    assert_eq!(
        (text(&run, "teaser", "en"), text(&run, "teaser", "es").contains("Apúntatelo")),
        ("Beans tomorrow", true)
    );
    let off = house
        .post(staff, &format!("{path}/run"), &typed("2026-03-03T20%3A00", "").replace("on=on&", ""))
        .await;
    assert_eq!(off.status, 303);
    assert_eq!(fair.run().await, Json::Array(Vec::new()));
    let page = house.get(staff, &format!("{path}?lang=en")).await;
    assert!(page.body.contains("Switched off"), "{}", page.body);
    // The same run again is no change and no line in the trail.
    let events = fair.ground.db.events_after(fair.org, 0, 5000).await.unwrap().len();
    house
        .post(staff, &format!("{path}/run"), &typed("2026-03-03T20%3A00", "").replace("on=on&", ""))
        .await;
    assert_eq!(fair.ground.db.events_after(fair.org, 0, 5000).await.unwrap().len(), events);
    for lang in ["en", "zh-CN", "es"] {
        for (page, kind) in [
            (format!("{path}/card.png?paper={lang}"), "PNG"),
            (format!("{path}/poster.png?paper={lang}"), "PNG"),
            (format!("{path}/poster.svg?paper={lang}"), "<svg"),
            (format!("/fresh/play/{id}/card.png?paper={lang}"), "PNG"),
            (format!("/fresh/play/{id}/how?paper={lang}"), "how-sheet"),
        ] {
            let drawn = house.get(staff, &page).await;
            assert!(drawn.status == 200 && drawn.body.contains(kind), "{page}: {}", drawn.status);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_shows_its_card_to_nobody_outside() {
    let house = House::open().await;
    let fair: &Fair = &house.fair;
    let draft = fair.draft(3);
    let id = fair.turn(async |tx| flash_sales::create(tx, &fair.shop, draft).await).await.unwrap();
    for page in ["card.png", "how"] {
        assert_eq!(house.get("", &format!("/fresh/play/{id}/{page}")).await.status, 404);
    }
}
