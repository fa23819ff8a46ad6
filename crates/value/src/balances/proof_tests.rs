//! What a member's own browser, and a program, is given to check.

use std::collections::BTreeSet;

use kernel::{MemberId, PostingId};
use ledger::Proof;
use serde_json::Value as Json;

use super::Own;
use crate::{
    gifts::Kind,
    stamp_cards::{
        actions::{self, At, stamp},
        model::{Each, Mark},
    },
    testing::{Answer, House, card},
    vouchers::{self, Give, model::Way},
};

/// A shop where Ana has a full card, its bag and eggs, and Ben has eggs.
async fn shop() -> (House, MemberId, MemberId) {
    let house = House::open().await;
    let market = &house.market;
    let eggs = market.gift(5, |_| ()).await;
    let bag = market.gift(5, |d| d.kind = Kind::Stamp).await;
    let id = market.turn(async |tx| actions::create(tx, card(bag, 2, Each::Visit)).await).await;
    let (id, ana, ben) = (id.unwrap(), house.member("Ana").await.id, house.member("Ben").await.id);
    for member in [ana, ben] {
        let give = Give { gift: eggs, member, source: "hand", way: Way::default() };
        market.turn(async |tx| vouchers::give(tx, give).await).await.unwrap();
    }
    let at = At { member: ana, store: Some(market.store), staff: None };
    for day in ["2026-03-01", "2026-03-02"] {
        let run = async |tx: &mut store::Tx| {
            let card = crate::stamp_cards::require(tx, tx.org(), id).await?;
            stamp(tx, &card, &Mark::Day(day.to_owned()), at).await
        };
        market.turn(run).await.unwrap();
    }
    (house, ana, ben)
}

/// The ids of the postings that the proofs prove; panics if one does not hold.
fn proven(items: &Json) -> BTreeSet<PostingId> {
    let items: Vec<Proof> = serde_json::from_value(items.clone()).unwrap();
    let found: BTreeSet<_> = items.iter().map(|proof| proof.check().unwrap()).collect();
    assert_eq!(found.len(), items.len(), "each once");
    found
}

fn json(answer: &Answer) -> Json {
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// What stands between a mark and the next quotation mark, as often as it is there.
fn all<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The postings that moved what a member has, read off the tables.
async fn moved(house: &House, member: MemberId) -> BTreeSet<PostingId> {
    let mut db = house.market.ground.db.read().await.unwrap();
    let own = Own::of(&mut db, house.market.org, member).await.unwrap();
    let page = kernel::PageRequest { limit: Some("200".into()), cursor: None };
    let org = house.market.org;
    let lines = ledger::statement_under(&mut db, org, own.each(), &page).await.unwrap();
    lines.items.iter().map(|line| line.posting).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_given_the_proofs_of_their_own_postings_and_no_others() {
    let (house, ana, ben) = shop().await;
    let (anas, bens) = (moved(&house, ana).await, moved(&house, ben).await);
    assert_eq!((anas.len(), bens.len(), anas.is_disjoint(&bens)), (5, 1, true));
    for (member, expected) in [(ana, &anas), (ben, &bens)] {
        let told = house.phone(member, "/fresh/wallet/proof.json").await;
        let file = json(&told);
        assert_eq!(&proven(&file["items"]), expected);
        assert_eq!((&file["regulars"], &file["shop"]), (&1.into(), &"Fresh Market".into()));
        let mut db = house.market.ground.db.read().await.unwrap();
        let person = people::members::require(&mut db, house.market.org, member).await.unwrap();
        drop(db);
        for secret in ["Ana", "Ben", &person.code] {
            assert!(!told.body.contains(secret), "ids only: {}", told.body);
        }
        let page = house.phone(member, "/fresh/wallet/proof").await;
        assert_eq!(page.status, 200, "{}", page.body);
        let marked: BTreeSet<PostingId> =
            all(&page.body, "data-posting=\"").iter().map(|id| id.parse().unwrap()).collect();
        assert_eq!(&marked, expected, "{}", page.body);
        // What the page says of a line is what its posting says.
        for (account, amount) in
            all(&page.body, "data-account=\"").iter().zip(all(&page.body, "data-amount=\""))
        {
            let amount: i64 = amount.parse().unwrap();
            let side = if amount < 0 { "from" } else { "to" };
            let said = file["items"].as_array().unwrap().iter().any(|proof| {
                let entry: Json = serde_json::from_str(proof["line"].as_str().unwrap()).unwrap();
                entry["lines"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|line| line[side] == **account && line["amount"] == amount.abs())
            });
            assert!(said, "{account} {amount}");
        }
        let head = json(&house.get("/fresh/books.json").await);
        assert_eq!((&head["row"], &head["hash"]), (&file["head"]["row"], &file["head"]["hash"]));
    }
    assert!(house.get("/fresh/wallet/proof").await.status == 303, "nobody's phone");
    assert!(house.get("/fresh/wallet/proof.json").await.status == 303, "nobody's phone");
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_come_page_by_page_and_a_page_keeps_its_file() {
    let (house, ana, ben) = shop().await;
    let (mut path, mut found) = ("/fresh/wallet/proof?limit=3".to_owned(), BTreeSet::new());
    for pages in 1.. {
        let page = house.phone(ana, &path).await;
        let file = all(&page.body, "data-src=\"")[0].replace("&amp;", "&");
        // Something that is posted between the page and its file moves neither.
        let eggs = house.market.gift(5, |_| ()).await;
        let give = Give { gift: eggs, member: ana, source: "hand", way: Way::default() };
        house.market.turn(async |tx| vouchers::give(tx, give).await).await.unwrap();
        let marked: BTreeSet<PostingId> =
            all(&page.body, "data-posting=\"").iter().map(|id| id.parse().unwrap()).collect();
        let held = proven(&json(&house.phone(ana, &file).await)["items"]);
        assert!(marked.is_subset(&held) && !marked.is_empty(), "{marked:?} {held:?}");
        found.extend(marked);
        let on = all(&page.body, "href=\"/fresh/wallet/proof?cursor=");
        match on.iter().find(|cursor| !cursor.contains("lang=")) {
            Some(cursor) => path = format!("/fresh/wallet/proof?cursor={cursor}"),
            None => {
                assert_eq!((pages, found.len()), (2, 5));
                break;
            }
        }
    }
    for wrong in
        ["?cursor=zz", "?limit=0", "?limit=201", "?row=1&hash=zz", "?row=x&hash=0123456789abcdef"]
    {
        assert_eq!(
            house.phone(ben, &format!("/fresh/wallet/proof{wrong}")).await.status,
            422,
            "{wrong}"
        );
    }
    assert_eq!(house.phone(ben, "/fresh/wallet/proof.json?cursor=zz").await.status, 422);
    let statement = house.phone(ben, "/fresh/wallet/statement").await.body;
    assert!(statement.contains("href=\"/fresh/wallet/proof\""), "{statement}");
    let noted = house.phone(ben, "/fresh/wallet/proof?row=1&hash=0123456789ABCDEF").await.body;
    assert!(noted.contains("data-row=\"1\" data-hash=\"0123456789abcdef\""), "{noted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_page_says_so_and_offers_the_file() {
    let (house, ana, _) = shop().await;
    let page = house.phone(ana, "/fresh/wallet/proof").await.body;
    assert!(page.contains("With JavaScript your browser checks these lines by itself. Without it"));
    assert!(page.contains("download=\"proof.json\""), "{page}");
    let newcomer = house.member("Cai").await.id;
    let page = house.phone(newcomer, "/fresh/wallet/proof").await;
    assert!(page.body.contains("Nothing came or went yet"), "{}", page.body);
    assert_eq!(page.body.matches("data-posting").count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_busy_member_holds_fifty_postings_and_weighs_little() {
    let house = House::open().await;
    let bag = house.market.gift(50, |d| (d.kind, d.per_member) = (Kind::Stamp, 0)).await;
    let three = card(bag, 3, Each::Visit);
    let id = house.market.turn(async |tx| actions::create(tx, three).await).await.unwrap();
    let ana = house.member("Ana").await.id;
    let at = At { member: ana, store: Some(house.market.store), staff: None };
    for day in 0..60 {
        let run = async |tx: &mut store::Tx| {
            let card = crate::stamp_cards::require(tx, tx.org(), id).await?;
            stamp(
                tx,
                &card,
                &Mark::Day(format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28)),
                at,
            )
            .await
        };
        house.market.turn(run).await.unwrap();
    }
    let page = house.phone(ana, "/fresh/wallet/proof").await.body;
    let marked: BTreeSet<&str> = all(&page, "data-posting=\"").into_iter().collect();
    assert_eq!(marked.len(), 50);
    assert!(page.len() < 50 * 1024, "{} bytes", page.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_gets_the_same_proofs_and_the_head() {
    let (house, ana, _) = shop().await;
    let expected = moved(&house, ana).await;
    let whole = json(&house.program(&format!("/api/v1/members/{ana}/proofs")).await);
    assert_eq!((proven(&whole["items"]), &whole["next_cursor"]), (expected.clone(), &Json::Null));
    let (mut found, mut cursor) = (BTreeSet::new(), String::new());
    for _ in 0..5 {
        let path = format!("/api/v1/members/{ana}/proofs?limit=1{cursor}");
        let part = json(&house.program(&path).await);
        found.extend(proven(&part["items"]));
        cursor = format!("&cursor={}", part["next_cursor"].as_str().unwrap_or_default());
    }
    assert_eq!((found, cursor.as_str()), (expected, "&cursor="));
    let head = json(&house.program("/api/v1/ledger/head").await);
    let public = json(&house.get("/fresh/books.json").await);
    // Each key that is made is a row of its own.
    assert!(head["row"].as_i64() <= public["row"].as_i64());
    let path = format!("/fresh/books.json?row={}", head["row"]);
    assert_eq!(json(&house.get(&path).await)["hash"], head["hash"]);
    let nobody: MemberId = house.market.ground.world.id();
    for (path, status) in [
        (format!("/api/v1/members/{nobody}/proofs"), 404),
        ("/api/v1/members/none/proofs".to_owned(), 404),
        (format!("/api/v1/members/{ana}/proofs?cursor=zz"), 422),
        (format!("/api/v1/members/{ana}/proofs?limit=201"), 422),
        (format!("/api/v1/members/{ana}/proofs?sort=at"), 400),
    ] {
        assert_eq!(house.program(&path).await.status, status, "{path}");
    }
}
