use ::store::Event as _;
use kernel::{MemberId, PostId};

use super::{actions::Opening, *};
use crate::{
    events::PostOpened,
    on_each,
    testing::{Browser, House, Street},
};

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0";

#[test]
fn people_are_told_from_programs() {
    for (agent, person) in [
        (PHONE, true),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/124.0 Mobile Safari/537.36", true),
        ("Mozilla/5.0 HeadlessChrome/124.0", true),
        ("WhatsApp/2.23.20.0", false),
        ("TelegramBot (like TwitterBot)", false),
        ("facebookexternalhit/1.1", false),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", false),
        ("curl/8.5.0", false),
        ("", false),
        ("   ", false),
    ] {
        assert_eq!(is_person(agent), person, "{agent}");
    }
}

#[test]
fn a_typed_code_is_read_as_it_was_meant() {
    for (typed, read) in [
        ("k74 qpx", "K74QPX"),
        (" K74-QPX ", "K74QPX"),
        ("koi1lu", "K0111V"),
        ("码K7", "K7"),
        ("", ""),
    ] {
        assert_eq!(code(typed), read);
    }
    assert!(code(&"A".repeat(10_000)).len() <= 32);
}

#[test]
fn a_device_is_another_one_tomorrow() {
    let org = kernel::Id::from_uuid(uuid::Uuid::from_u128(1));
    let one = device(org, "2026-03-02", "1.2.3.4", PHONE);
    assert_eq!(one, device(org, "2026-03-02", "1.2.3.4", PHONE));
    assert_ne!(one, device(org, "2026-03-03", "1.2.3.4", PHONE));
    assert_ne!(one, device(org, "2026-03-02", "1.2.3.5", PHONE));
}

async fn first(street: &Street) -> Post {
    let mut db = street.ground.db.read().await.unwrap();
    last_of_group(&mut db, street.org, street.group, 1).await.unwrap().remove(0)
}

async fn now(street: &Street, id: PostId) -> Post {
    let mut db = street.ground.db.read().await.unwrap();
    require(&mut db, street.org, id).await.unwrap()
}

fn opening(day: &str, device: u8, member: Option<MemberId>) -> Opening {
    Opening { day: day.into(), device: vec![device; 16], member }
}

on_each! {
    async fn a_device_counts_once_a_day(street) {
        let post = first(&street).await;
        for (day, device) in [("d1", 1), ("d1", 1), ("d1", 2), ("d2", 1)] {
            let opening = opening(day, device, None);
            street.turn(async |tx| actions::open(tx, &post, &opening).await).await.unwrap();
        }
        assert_eq!(now(&street, post.id).await.opened, 3);
        assert_eq!(Street::count(&street.events().await, PostOpened::KIND), 3);
    }
}

on_each! {
    async fn who_opens_and_joins_counts_as_an_effect_once(street) {
        let post = first(&street).await;
        street.settle().await;
        // Somebody unknown opens, and joins by the link that posts lead to.
        let seen = opening("d1", 1, None);
        street.turn(async |tx| actions::open(tx, &post, &seen).await).await.unwrap();
        let way = {
            let mut db = street.ground.db.read().await.unwrap();
            actions::way(&mut db, street.org, street.series).await.unwrap().unwrap()
        };
        let who = people::members::NewMember { name: "Ana".into(), ..Default::default() }
            .from("web")
            .agreed("join", &[]);
        let join = people::joining::Join::new(
            people::joining::Who::Typed(who),
            people::joining::To::Link(Box::new(way)),
        );
        let joined = street
            .turn(async |tx| people::joining::actions::join(tx, join).await)
            .await
            .unwrap();
        street.settle().await;
        assert_eq!(now(&street, post.id).await.claims, 1);
        // The same person opens again, now known: still one effect of this post.
        let again = opening("d1", 2, Some(joined.member));
        street.turn(async |tx| actions::open(tx, &post, &again).await).await.unwrap();
        street.settle().await;
        assert_eq!(now(&street, post.id).await.claims, 1);
        // Somebody who joined at the counter without opening anything is nobody's effect.
        street.member("Bo").await;
        street.settle().await;
        assert_eq!(now(&street, post.id).await.claims, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_is_readable_by_anybody_and_counted_for_people() {
    let house = House::open().await;
    let guest = Browser::default();
    let post = first(&house.street).await;
    let path = format!("/fresh/p/{}", post.code);
    let page = house.get(&guest, &path).await;
    assert!(page.is_page().has("Join") && page.has(&post.code_spaced()), "{}", page.body);
    assert!(!page.has("{link}"));
    assert_eq!(now(&house.street, post.id).await.opened, 0);
    for (agent, opened) in [(PHONE, 1), (PHONE, 1), ("Googlebot/2.1", 1), ("Firefox/124", 2)] {
        let answer = house.raw(&guest, &path, &[("user-agent", agent)]).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(now(&house.street, post.id).await.opened, opened, "{agent}");
    }
    let prefetch = [("user-agent", "Other/1"), ("sec-purpose", "prefetch")];
    house.raw(&guest, &path, &prefetch).await;
    assert_eq!(now(&house.street, post.id).await.opened, 2);
    let small = house.get(&guest, &format!("/fresh/p/{}", post.code.to_lowercase())).await;
    assert_eq!(small.location.unwrap_or(path.clone()), path);
    let ana = house.street.member("Ana").await;
    let phone = house.phone(ana).await;
    assert!(house.get(&phone, &path).await.is_page().has("To the group"));
    assert_eq!(house.get(&guest, &format!("{path}/qr.png")).await.status, 200);
    assert_eq!(house.get(&guest, &format!("{path}/picture")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_typed_and_guessing_is_slow() {
    let house = House::open().await;
    let guest = Browser::default();
    let post = first(&house.street).await;
    house.get(&guest, "/fresh/c").await.is_page();
    let typed = post.code_spaced().to_lowercase();
    let right = house.post(&guest, "/fresh/c", &[("once", "c1"), ("code", &typed)]).await;
    assert_eq!(right.location, Some(format!("/fresh/p/{}", post.code)));
    for (bad, words) in [("", "Please fill this in"), ("zz<b>", "We do not know this code")] {
        let wrong = house.post(&guest, "/fresh/c", &[("once", "c2"), ("code", bad)]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.has(words) && !wrong.has("zz<b>"), "{}", wrong.body);
    }
    let mut last = 0;
    for n in 0..40 {
        last = house.get(&guest, &format!("/fresh/p/ZZZ{n:03}")).await.status;
    }
    assert_eq!(last, 429);
    // A true link is opened all the same.
    assert_eq!(house.get(&guest, &format!("/fresh/p/{}", post.code)).await.status, 200);
}
