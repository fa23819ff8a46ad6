use futures::StreamExt as _;
use kernel::{Error, Fields, Role, scope::Remit};
use people::{groups, memberships};

use super::*;
use crate::{
    on_each,
    testing::{Browser, House, Street},
};

fn words(text: &str) -> NewMessage {
    NewMessage { text: text.into(), ..NewMessage::default() }
}

#[test]
fn something_has_to_be_said_and_not_too_much() {
    let card = |title: &str| Some(Card::Notice { title: title.into() });
    let rows: [(NewMessage, &[&str]); 7] = [
        (words("Hi"), &[]),
        (words(" \u{202e}\n "), &["text required"]),
        (words(&"字".repeat(2001)), &["text too_long"]),
        (NewMessage { picture: Some(vec![1]), ..words("") }, &[]),
        (NewMessage { card: card("New hours"), ..words("") }, &[]),
        (NewMessage { card: card(""), ..words("x") }, &["title required"]),
        (NewMessage { card: card(&"x".repeat(81)), ..words("x") }, &["title too_long"]),
    ];
    for (new, wrong) in rows {
        let mut fields = Fields::default();
        let _ = new.checked(&mut fields);
        let got: Vec<String> = fields.iter().map(|e| format!("{} {}", e.field, e.code)).collect();
        assert_eq!(got, wrong);
    }
}

#[test]
fn addresses_become_links_and_nothing_else_does() {
    for (text, split) in [
        ("plain", vec![("plain", false)]),
        (
            "see https://a.b/c?d=1.",
            vec![("see ", false), ("https://a.b/c?d=1", true), (".", false)],
        ),
        ("在https://a.b/x，看", vec![("在", false), ("https://a.b/x", true), ("，看", false)]),
        ("javascript:alert(1)", vec![("javascript:alert(1)", false)]),
        ("https://", vec![("https://", false)]),
        ("", vec![]),
    ] {
        assert_eq!(parts(text), split, "{text}");
    }
    let html = words_html("<b> https://a.b/\"x");
    assert!(html.contains("&lt;b&gt;") && !html.contains("\"x\""), "{html}");
}

fn words_html(text: &str) -> String {
    super::words(text).into_string()
}

async fn all(street: &Street) -> Vec<Message> {
    let mut db = street.ground.db.read().await.unwrap();
    page(&mut db, street.org, street.group, None, 100).await.unwrap().items
}

on_each! {
    async fn who_comes_in_is_greeted_by_the_assistant_together_with_others(street) {
        for name in ["Ana Ruiz", "Bo", "Chen"] {
            street.member(name).await;
        }
        let messages = all(&street).await;
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].author, Author::Assistant);
        let Some(Card::Welcome { members }) = &messages[0].card else { panic!("no welcome") };
        assert_eq!(members.len(), 3);
        street.wait(61);
        street.member("Dana").await;
        assert_eq!(all(&street).await.len(), 2);
        // The assistant counts for nobody.
        let mut db = street.ground.db.read().await.unwrap();
        let reader = street.host.uuid();
        assert!(unread(&mut db, street.org, &[street.group], reader).await.unwrap().is_empty());
    }
}

on_each! {
    async fn members_write_if_the_series_says_so_and_strangers_see_no_group(street) {
        let ana = street.as_member(street.member("Ana").await);
        let say = async |scope: &kernel::Scope| {
            street.turn_as(scope, async |tx| actions::post(tx, street.group, words("Hi")).await).await
        };
        say(&ana).await.unwrap();
        let stranger = street.as_member(street.ground.world.id());
        assert_eq!(say(&stranger).await.unwrap_err(), Error::NotFound("group"));
        let elsewhere = street.as_staff(street.host, Remit::Groups(vec![]));
        assert_eq!(say(&elsewhere).await.unwrap_err(), Error::NotFound("group"));
        let quiet = Rule { members_write: false, welcome: String::new() };
        street.turn(async |tx| actions::set_rule(tx, street.series, quiet).await).await.unwrap();
        assert!(say(&ana).await.unwrap_err().is(Refusal::ReadOnly));
        let lin = street.as_staff(street.host, Remit::Groups(vec![street.group]));
        say(&lin).await.unwrap();
        street.turn(async |tx| groups::actions::close(tx, street.group).await).await.unwrap();
        assert!(say(&lin).await.unwrap_err().is(Refusal::Closed));
    }
}

on_each! {
    async fn one_takes_back_for_ten_minutes_and_the_shop_removes_with_a_reason(street) {
        let ana = street.as_member(street.member("Ana").await);
        let bo = street.as_member(street.member("Bo").await);
        let lin = street.as_staff(street.host, Remit::Groups(vec![street.group]));
        let group = street.group;
        let say = async |text: &str| {
            street.turn_as(&ana, async |tx| actions::post(tx, group, words(text)).await).await.unwrap()
        };
        let own = say("Oops").await;
        let back = async |scope: &kernel::Scope, id| {
            street.turn_as(scope, async |tx| actions::take_back(tx, group, id).await).await
        };
        assert_eq!(back(&bo, own).await.unwrap_err(), Error::NotFound("message"));
        back(&ana, own).await.unwrap();
        back(&ana, own).await.unwrap();
        let gone = all(&street).await.remove(0);
        assert!(gone.text.is_empty() && gone.removed.unwrap().reason.is_empty());
        let second = say("Buy my jam").await;
        street.wait(11);
        assert!(back(&ana, second).await.unwrap_err().is(Refusal::TooLate));
        let remove = async |reason: &str| {
            street.turn_as(&lin, async |tx| actions::remove(tx, group, second, reason).await).await
        };
        assert!(matches!(remove(" ").await, Err(Error::Invalid(_))));
        remove("No advertising").await.unwrap();
        remove("Again").await.unwrap();
        let gone = all(&street).await.into_iter().find(|one| one.id == second).unwrap();
        assert_eq!(gone.removed.unwrap().reason, "No advertising");
        let mut db = street.ground.db.read().await.unwrap();
        let page = kernel::PageRequest::default();
        let trail = web::trail::list(&mut db, street.org, Some(&second.to_string()), &page).await.unwrap();
        assert_eq!(trail.items.len(), 1);
        assert_eq!(Street::count(&street.events().await, "feed.removed"), 2);
    }
}

on_each! {
    async fn unread_is_what_others_said_since_one_looked(street) {
        let (ana, bo) = (street.member("Ana").await, street.member("Bo").await);
        let group = street.group;
        let mut last = None;
        for text in ["1", "2", "3"] {
            let scope = street.as_member(ana);
            last = Some(street.turn_as(&scope, async |tx| actions::post(tx, group, words(text)).await).await.unwrap());
        }
        let count = async |reader: uuid::Uuid| {
            let mut db = street.ground.db.read().await.unwrap();
            unread(&mut db, street.org, &[group], reader).await.unwrap().get(&group).copied()
        };
        assert_eq!((count(ana.uuid()).await, count(bo.uuid()).await), (None, Some(3)));
        let (reader, last) = (bo.uuid(), last.unwrap());
        street.turn(async |tx| actions::mark_read(tx, group, reader, last).await).await.unwrap();
        assert_eq!(count(reader).await, None);
    }
}

on_each! {
    async fn what_an_erased_person_said_goes(street) {
        let ana = street.member("Ana").await;
        let scope = street.as_member(ana);
        street.turn_as(&scope, async |tx| actions::post(tx, street.group, words("My number is 5")).await).await.unwrap();
        street.turn(async |tx| people::members::actions::erase(tx, ana).await).await.unwrap();
        street.settle().await;
        assert!(all(&street).await.iter().all(|message| !message.text.contains("number")));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_reads_writes_and_is_kept_from_flooding() {
    let house = House::open().await;
    let ana = house.street.member("Ana Ruiz").await;
    let phone = house.phone(ana).await;
    let base = format!("/fresh/groups/{}", house.street.group);
    let page = house.get(&phone, &base).await;
    assert!(page.is_page().has("Welcome to") && page.has("Promise and rules"), "{}", page.body);
    assert!(page.has("Ana") && !page.has("Ruiz"), "members learn first names only");
    for lang in ["zh-CN", "es"] {
        house.get(&phone, &format!("{base}?lang={lang}")).await.is_page();
    }
    let path = format!("{base}/messages");
    for _ in 0..2 {
        let sent = house.post(&phone, &path, &[("once", "m1"), ("text", "<i>Leeks?")]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    let page = house.get(&phone, &base).await;
    assert_eq!(page.body.matches("&lt;i&gt;Leeks?").count(), 1);
    let empty = house.post(&phone, &path, &[("once", "m2"), ("text", "  ")]).await;
    assert_eq!(empty.status, 422);
    let long = "x".repeat(2100);
    let wrong = house.post(&phone, &path, &[("once", "m3"), ("text", &long)]).await;
    assert!(wrong.status == 422 && wrong.has(&long), "what was typed is kept");
    let parts: [(&str, Option<&str>, &[u8]); 3] =
        [("once", None, b"m4"), ("text", None, b"Look"), ("picture", Some("a.png"), b"no picture")];
    let bad = house.upload(&phone, &path, &parts).await;
    assert!(bad.status == 422 && bad.has("no picture"), "{}", bad.body);
    let mut status = 0;
    for n in 0..40 {
        let once = format!("f{n}");
        status = house.post(&phone, &path, &[("once", &once), ("text", "spam")]).await.status;
    }
    assert_eq!(status, 429);
    for (browser, path, status) in [
        (&Browser::default(), base.as_str(), 303),
        (&phone, "/fresh/groups/grp_x", 404),
        (&phone, "/fresh/groups/grp_00000000000000000000000001", 404),
        (&phone, &format!("{base}?before=msg_x"), 404),
        (&phone, &format!("{base}/pictures/pic_00000000000000000000000001"), 404),
    ] {
        assert_eq!(house.get(browser, path).await.status, status, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn earlier_messages_are_a_tap_away() {
    let house = House::open().await;
    let ana = house.street.member("Ana").await;
    let lin = house.street.as_staff(house.street.host, Remit::Groups(vec![house.street.group]));
    for n in 0..40 {
        house.street.wait(1);
        let text = format!("Message {n}.");
        house
            .street
            .turn_as(&lin, async |tx| actions::post(tx, house.street.group, words(&text)).await)
            .await
            .unwrap();
    }
    let phone = house.phone(ana).await;
    let base = format!("/fresh/groups/{}", house.street.group);
    let page = house.get(&phone, &base).await;
    assert!(page.is_page().has("Message 39.") && !page.has("Message 3."));
    let (_, rest) = page.body.split_once("?before=").unwrap();
    let before = rest.split('"').next().unwrap();
    let earlier = house.get(&phone, &format!("{base}?before={before}")).await;
    assert!(earlier.is_page().has("Message 3.") && !earlier.has("Message 39."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_says_the_other_sees_without_reloading() {
    let house = House::open().await;
    let (ana, bo) = (house.street.member("Ana").await, house.street.member("Bo").await);
    let (ana, bo) = (house.phone(ana).await, house.phone(bo).await);
    let base = format!("/fresh/groups/{}", house.street.group);
    let live = house.raw(&bo, &format!("{base}/live"), &[]).await;
    assert_eq!(live.headers()["content-type"], "text/event-stream");
    let mut stream = live.into_body().into_data_stream();
    house
        .post(&ana, &format!("{base}/messages"), &[("once", "s1"), ("text", "Fresh leeks!")])
        .await;
    let seen = tokio::time::timeout(std::time::Duration::from_secs(10), stream.next()).await;
    let chunk = String::from_utf8(seen.unwrap().unwrap().unwrap().to_vec()).unwrap();
    assert!(chunk.contains("data:") && chunk.contains("id:"), "{chunk}");
    let fragment = house.raw(&bo, &format!("{base}/messages"), &[("x-fragment", "1")]).await;
    let fragment = crate::testing::Answer::of(fragment).await;
    assert!(fragment.has("Fresh leeks!") && !fragment.has("<html"), "{}", fragment.body);
    let plain = house.get(&bo, &format!("{base}/messages")).await;
    assert_eq!((plain.status, plain.location), (303, Some(base)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_writes_and_sweeps_from_the_console() {
    let house = House::open().await;
    let group = house.street.group;
    let ana = house.phone(house.street.member("Ana").await).await;
    let member = format!("/fresh/groups/{group}");
    house.post(&ana, &format!("{member}/messages"), &[("once", "a"), ("text", "Buy my jam")]).await;
    let host = house.host().await;
    let base = format!("/console/groups/{group}/feed");
    let form = [("once", "b"), ("kind", "gift"), ("title", "Four eggs"), ("text", "At the till")];
    assert_eq!(house.post(&host, &base, &form).await.status, 303);
    let untitled = [("once", "c"), ("kind", "notice"), ("title", ""), ("text", "x")];
    assert_eq!(house.post(&host, &base, &untitled).await.status, 422);
    let page = house.get(&host, &base).await;
    assert!(page.is_page().has("Four eggs") && page.has("Remove"), "{}", page.body);
    assert!(house.get(&ana, &member).await.is_page().has("ticket"));
    let jam = all(&house.street).await.into_iter().find(|m| m.text == "Buy my jam").unwrap().id;
    let path = format!("{base}/messages/{jam}/removal");
    let gone = house.post(&host, &path, &[("once", "d"), ("reason", "No <ads>")]).await;
    assert_eq!(gone.status, 303);
    let seen = house.get(&ana, &member).await;
    assert!(seen.has("Removed: No &lt;ads&gt;") && !seen.has("Buy my jam"), "{}", seen.body);
    assert!(house.get(&host, &base).await.has("Buy my jam"), "the shop keeps the words");
    let cashier = house.staff(house.street.owner, Role::Cashier, Remit::Everything).await;
    assert_eq!(house.get(&cashier, &base).await.status, 403);
    let foreign = house.staff(house.street.owner, Role::Host, Remit::Groups(vec![])).await;
    assert_eq!(house.get(&foreign, &base).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_left_reads_no_more() {
    let house = House::open().await;
    let ana = house.street.member("Ana").await;
    let phone = house.phone(ana).await;
    let stay = {
        let mut db = house.street.ground.db.read().await.unwrap();
        memberships::current(&mut db, house.street.org, ana, house.street.group)
            .await
            .unwrap()
            .unwrap()
    };
    house
        .street
        .turn(async |tx| memberships::actions::leave(tx, stay.id, memberships::Why::Own).await)
        .await
        .unwrap();
    let base = format!("/fresh/groups/{}", house.street.group);
    for path in [base.clone(), format!("{base}/live"), format!("{base}/messages")] {
        assert_eq!(house.get(&phone, &path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_read_write_and_remove_messages() {
    let house = House::open().await;
    let path = format!("/api/v1/groups/{}/messages", house.street.group);
    let sent = house.call(&["feed:write"], "POST", &path, r#"{"text":"Soup is ready"}"#).await;
    assert!(sent.status == 201 && sent.has("\"author\":\"assistant\""), "{}", sent.body);
    let card = r#"{"card":{"kind":"notice","title":"New hours"}}"#;
    assert_eq!(house.call(&["feed:write"], "POST", &path, card).await.status, 201);
    let listed = house.call(&["feed:read"], "GET", &format!("{path}?limit=1"), "").await;
    assert!(listed.status == 200 && listed.has("New hours") && listed.has("next_cursor\":\""));
    for (bad, status) in [
        (r#"{"text":""}"#, 422),
        (r#"{"text":5}"#, 422),
        (r#"{"txt":"x"}"#, 422),
        ("{", 400),
        (r#"{"card":{"kind":"gold","title":"x"}}"#, 422),
    ] {
        assert_eq!(house.call(&["feed:write"], "POST", &path, bad).await.status, status, "{bad}");
    }
    let id = all(&house.street).await.remove(0).id;
    let one = format!("{path}/{id}");
    assert_eq!(house.call(&["feed:moderate"], "DELETE", &one, "").await.status, 422);
    let why = format!("{one}?reason=Wrong%20day");
    assert_eq!(house.call(&["feed:write"], "DELETE", &why, "").await.status, 403);
    for _ in 0..2 {
        assert_eq!(house.call(&["feed:moderate"], "DELETE", &why, "").await.status, 204);
    }
}
