//! A member's points at the console: what their page says, and giving and taking by hand.

use std::time::Duration;

use kernel::{MemberId, ProgramId};

use super::{
    actions::{Send, send},
    console_tests::form,
    engine::{Expiry, Terms},
    holdings::holdings,
    tests::{basket, open, terms},
};
use crate::{purchases, testing::House};

async fn buys(house: &House, member: MemberId, amount: i64) {
    let new = basket(&house.market, member, &[("tea", 1, amount)]);
    house.market.turn(async |tx| purchases::record(tx, new).await).await.unwrap();
}

async fn balance(house: &House, program: ProgramId, member: MemberId) -> i64 {
    let market = &house.market;
    let mut db = market.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, market.org).await.unwrap();
    let now = market.ground.world.now();
    let all = holdings(&mut db, &shop, now, member).await.unwrap();
    let one = all.iter().find(|one| one.known.program.id == program).unwrap();
    one.standing.balance()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_page_says_what_they_have_and_why() {
    let house = House::open().await;
    let market = &house.market;
    let (ana, bo) = (house.member("Ana").await.id, house.member("Bo").await.id);
    let page = format!("/console/members/{ana}");
    let none = house.get(&page).await;
    assert!(none.status == 200 && !none.body.contains("Give or take"), "no program, no card");
    let program = open(market, Terms { pending_days: 2, ..terms() }).await;
    assert!(house.get(&page).await.body.contains("Nothing earned yet."));
    buys(&house, ana, 5000).await;
    let body = house.get(&page).await.body;
    for part in ["Pending", "50 by “1 for every ¥1.00”", "pending until", "+50"] {
        assert!(body.contains(part), "{part} in {body}");
    }
    // The timer is not needed for a page to be right.
    market.ground.clock.advance(Duration::from_secs(3 * 86_400));
    let body = house.get(&page).await.body;
    assert!(body.contains("worth ¥5.00") && body.contains("good until 3 April 2026"), "{body}");
    let gift = Send { program, from: ana, to: bo, points: 20 };
    market.turn(async |tx| send(tx, gift).await).await.unwrap();
    let body = house.get(&format!("{page}/points")).await.body;
    for part in ["Points of Ana", "30 points can be spent.", "Sent to Bo", "−20", "Purchase"] {
        assert!(body.contains(part), "{part} in {body}");
    }
    market.ground.clock.advance(Duration::from_secs(40 * 86_400));
    assert_eq!(balance(&house, program, ana).await, 0, "what ended is not shown as theirs");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn giving_needs_a_reason_and_taking_is_asked_twice() {
    let house = House::open().await;
    let ana = house.member("Ana").await.id;
    let program = open(&house.market, Terms { expiry: Expiry::Never, ..terms() }).await;
    let there = format!("/console/members/{ana}/points");
    let send = async |pairs: &[(&str, &str)]| house.post(&there, &form(pairs)).await;
    // What is wrong, with the field that is named.
    for (at, (way, points, reason, field)) in [
        ("give", "", "why", "points"),
        ("give", "0", "why", "points"),
        ("give", "lots", "why", "points"),
        ("give", "1000000001", "why", "points"),
        ("give", "5", " ", "reason"),
        ("take", "1", "why", "points"),
        ("lend", "5", "why", "way"),
    ]
    .into_iter()
    .enumerate()
    {
        let once = format!("w{at}");
        let typed = [("way", way), ("points", points), ("reason", reason), ("once", &once)];
        let answer = send(&typed).await;
        let (wrong, kept) = (format!("id=\"f-{field}\""), format!("value=\"{reason}\""));
        assert_eq!(answer.status, 422, "{way} {points} {reason}");
        let mut invalid = answer.body.split("aria-invalid=\"true\"");
        assert!(invalid.next().unwrap().contains(&wrong), "{wrong}");
        assert!(invalid.next().is_some() && answer.body.contains(&kept), "{kept}");
    }
    let give = [("way", "give"), ("points", "50"), ("reason", "a spilt cup"), ("once", "g")];
    assert_eq!((send(&give).await.status, send(&give).await.status), (303, 303));
    assert_eq!(balance(&house, program, ana).await, 50, "sent twice, given once");
    let take = [("way", "take"), ("points", "40"), ("reason", "typed <twice>")];
    let asked = send(&[&take[..], &[("once", "t")]].concat()).await;
    for part in ["Take 40 from Ana?", "Ana has 50; 10 stay.", "typed &lt;twice&gt;"] {
        assert!(asked.status == 200 && asked.body.contains(part), "{part} in {}", asked.body);
    }
    assert_eq!(balance(&house, program, ana).await, 50, "nothing is taken before yes");
    let sure = send(&[&take[..], &[("sure", "on"), ("once", "u")]].concat()).await;
    assert_eq!((sure.status, balance(&house, program, ana).await), (303, 10));
    let again = send(&[&take[..], &[("sure", "on"), ("once", "v")]].concat()).await;
    assert!(again.status == 422 && again.body.contains("There are only 10 to take."));
    let body = house.get(&there).await.body;
    for part in ["Taken by hand", "typed &lt;twice&gt;", "a spilt cup"] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let erase = async |tx: &mut ::store::Tx| people::members::actions::erase(tx, ana).await;
    house.market.turn(erase).await.unwrap();
    assert_eq!(send(&[&give[..3], &[("once", "x")]].concat()).await.status, 410);
    assert!(!house.get(&there).await.body.contains("Give or take by hand"));
    let nobody: MemberId = house.market.ground.world.id();
    let foreign = format!("/console/members/{nobody}/points");
    assert_eq!(house.get(&foreign).await.status, 404);
    assert_eq!(house.post(&foreign, &form(&give)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_programs_the_one_that_is_meant_is_named() {
    let house = House::open().await;
    let ana = house.member("Ana").await.id;
    let (first, second) = (open(&house.market, terms()).await, open(&house.market, terms()).await);
    let there = format!("/console/members/{ana}/points");
    let typed = [("way", "give"), ("points", "5"), ("reason", "why"), ("once", "a")];
    let blind = house.post(&there, &form(&typed)).await;
    assert!(blind.status == 422 && blind.body.contains("id=\"f-program-wrong\""));
    let id = second.to_string();
    let meant = [&typed[..3], &[("once", "b"), ("program", id.as_str())]].concat();
    assert_eq!(house.post(&there, &form(&meant)).await.status, 303);
    assert_eq!((balance(&house, first, ana).await, balance(&house, second, ana).await), (0, 5));
    let body = house.get(&format!("{there}?program={second}")).await.body;
    assert!(body.contains("5 points can be spent.") && body.contains("Given by hand"), "{body}");
}
