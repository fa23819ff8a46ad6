//! What an owner does at the console, and what a member sees.

use kernel::{MemberId, ProgramId};

use crate::{
    points::{self, Buy, console_tests::form},
    testing::House,
    words::Words,
};

/// What the form begins with, as a browser sends it.
const FRESH: [(&str, &str); 14] = [
    ("tiers.1.name_en", "Silver"),
    ("tiers.1.name_zh", "银卡"),
    ("tiers.1.from", "100"),
    ("tiers.2.name_en", "Gold"),
    ("tiers.2.from", "300"),
    ("tiers.2.factor", "1,5"),
    ("tiers.2.early", "on"),
    ("by", "points"),
    ("period", "year"),
    ("starts", "now"),
    ("lasts", "next_period"),
    ("grace_days", "0"),
    ("falls", "to_balance"),
    ("notice_days", "30"),
];

async fn program(house: &House) -> ProgramId {
    let terms = points::engine::tests::terms();
    let name = Words { en: "Leaves".into(), ..Words::default() };
    house.market.turn(async |tx| points::create(tx, name, terms).await).await.unwrap()
}

async fn bought(house: &House, member: MemberId, amount: i64) {
    let store = house.market.store;
    let bought = house.market.turn(async |tx| {
        let (purchase, at) = (tx.id(), tx.now());
        let buy = Buy {
            member,
            purchase,
            store,
            staff: None,
            source: "counter",
            at,
            amount,
            items: 1,
            lines: Vec::new(),
            offer: None,
            before: 0,
        };
        points::buy(tx, &buy).await
    });
    bought.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ladder_is_tried_kept_and_taken_away() {
    let house = House::open().await;
    assert!(house.get("/console/tiers").await.body.contains("/console/points/new"));
    let program = program(&house).await;
    let here = format!("/console/tiers/{program}/ladder");
    assert!(house.get("/console/tiers").await.body.contains(&here));
    let mei = house.member("Chen Mei").await.id;
    bought(&house, mei, 12_000).await;
    let tried = house.post(&here, &form(&[&FRESH[..], &[("do", "try")]].concat())).await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    assert!(tried.body.contains("Of the one person"), "{}", tried.body);
    assert_eq!(house.get(&format!("/console/tiers/{program}")).await.status, 404, "only tried");
    let kept = form(&[&FRESH[..], &[("do", "save"), ("once", "a")]].concat());
    let (one, again) = (house.post(&here, &kept).await, house.post(&here, &kept).await);
    assert_eq!((one.status, &one.location), (303, &again.location), "{}", one.body);
    bought(&house, mei, 100).await;
    let page = house.get(&format!("/console/tiers/{program}")).await.body;
    for part in
        ["Earned points of a calendar year lead up.", "1.5× points · Early access", "121 points"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    let csv = house.get(&format!("/console/tiers/{program}?csv=1&rank=1")).await.body;
    assert!(csv.contains("1,Silver,121,"), "{csv}");
    let nobody = house.get(&format!("/console/tiers/{program}?q=nobody+of+that+name")).await.body;
    assert!(!nobody.contains("121 points"), "{nobody}");
    let gone = house.post(&format!("/console/tiers/{program}/removal"), "once=b").await;
    assert_eq!(gone.status, 303, "{}", gone.body);
    assert_eq!(house.get(&format!("/console/tiers/{program}")).await.status, 404);
}

/// What is typed instead, and the fields that are named.
type Case<'c> = (&'c [(&'c str, &'c str)], &'c [&'c str]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_stands_beside_its_field_with_all_that_was_typed() {
    let house = House::open().await;
    let here = format!("/console/tiers/{}/ladder", program(&house).await);
    let table: [Case<'_>; 8] = [
        (&[("tiers.2.name_en", "")], &["tiers.2.name_en"]),
        (&[("tiers.2.from", "100")], &["tiers.2.from"]),
        (&[("tiers.4.name_en", "Black"), ("tiers.4.from", "many")], &["tiers.4.from"]),
        (&[("tiers.2.factor", "30")], &["tiers.2.factor"]),
        (&[("by", "luck")], &["by"]),
        (&[("period", "rolling"), ("period.days", "")], &["period.days"]),
        (&[("period", "lifetime")], &["lasts"]),
        (&[("starts", "next_period"), ("period", "rolling"), ("period.days", "30")], &["starts"]),
    ];
    for (typed, named) in table {
        let rest = FRESH.iter().filter(|one| typed.iter().all(|other| other.0 != one.0));
        let sent = [("do", "save"), ("once", "x")];
        let all: Vec<(&str, &str)> = rest.chain(typed).copied().chain(sent).collect();
        let answer = house.post(&here, &form(&all)).await;
        assert_eq!(answer.status, 422, "{typed:?}: {}", answer.body);
        for field in named {
            let id = format!("id=\"f-{}-wrong\"", field.replace('.', "-"));
            assert!(answer.body.contains(&id), "{id} in {}", answer.body);
        }
        for (_, value) in typed.iter().filter(|one| one.0.starts_with("tiers.")) {
            assert!(value.is_empty() || answer.body.contains(value), "{value}");
        }
    }
}
