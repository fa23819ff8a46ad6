use std::{collections::HashMap, time::Duration};

use kernel::{Error, StaffId};
use serde_json::json;
use store::Engine;

use super::{
    Admit, Claim, Join, Outcome, Refusal, To, Who, deciding, model::State, returns, store as rows,
};
use crate::{
    groups, links,
    members::{
        self,
        ground::{Shop, person, registry, wish},
    },
    memberships,
    series::{SecondGroup, Threshold},
};

#[tokio::test]
async fn joining_seats_a_new_person_once_however_often_it_is_sent() {
    for shop in Shop::all().await {
        let series = shop.series(|_| {}).await;
        let first = shop.join(wish("Ana Ruiz", 1, series)).await.unwrap();
        assert_eq!((first.outcome, first.new, first.proven), (Outcome::In, true, true));
        let again = shop.join(wish("Ana R.", 1, series)).await.unwrap();
        assert_eq!((again.outcome, again.member), (Outcome::Already, first.member));
        assert!(!again.proven, "a strange device sees nothing of a known number");
        assert_eq!(again.membership, first.membership);
        assert_eq!(shop.seated(first.group).await, 1);
    }
}

#[tokio::test]
async fn what_staff_types_is_believed() {
    let shop = Shop::open(Engine::Sqlite).await;
    let series = shop.series(|_| {}).await;
    shop.join(wish("Ana", 1, series)).await.unwrap();
    let vouched = Join { claim: Claim::Vouched, ..wish("Ana", 1, series) };
    assert!(shop.join(vouched).await.unwrap().proven);
}

#[tokio::test]
async fn three_hundred_at_once_fill_six_groups_of_fifty_and_no_seat_twice() {
    for shop in Shop::all().await {
        let series = shop.series(|new| new.capacity = 50).await;
        let joins = (0..300).map(|n| shop.join(wish("Somebody", n, series)));
        let all = futures::future::join_all(joins).await;
        let mut per_group: HashMap<_, i64> = HashMap::new();
        for joined in all {
            *per_group.entry(joined.unwrap().group).or_default() += 1;
        }
        assert_eq!(per_group.len(), 6);
        for (group, count) in per_group {
            assert_eq!((count, shop.seated(group).await), (50, 50));
        }
    }
}

#[tokio::test]
async fn one_number_from_fifty_phones_at_once_is_one_member_with_one_seat() {
    for shop in Shop::all().await {
        let series = shop.series(|_| {}).await;
        let joins = (0..50).map(|_| shop.join(wish("Ana", 7, series)));
        let all = futures::future::join_all(joins).await;
        let all: Vec<_> = all.into_iter().map(Result::unwrap).collect();
        assert_eq!(all.iter().filter(|joined| joined.new).count(), 1);
        assert!(all.iter().all(|joined| joined.member == all[0].member));
        assert_eq!(shop.seated(all[0].group).await, 1);
    }
}

#[tokio::test]
async fn leaving_and_coming_back_keeps_the_history() {
    for shop in Shop::all().await {
        let series = shop.series(|_| {}).await;
        let first = shop.join(wish("Ana", 1, series)).await.unwrap();
        let stay = first.membership.unwrap();
        let leave = async |tx: &mut store::Tx| {
            memberships::actions::leave(tx, stay, memberships::Why::Own).await
        };
        shop.turn(leave).await.unwrap();
        assert_eq!(shop.seated(first.group).await, 0);
        let twice = async |tx: &mut store::Tx| {
            memberships::actions::leave(tx, stay, memberships::Why::Own).await
        };
        assert!(shop.turn(twice).await.unwrap_err().is(memberships::Refusal::Ended));
        let back =
            shop.join(Join::new(Who::Known(first.member), To::Series(series))).await.unwrap();
        assert_eq!((back.outcome, back.new), (Outcome::In, false));
        let mut db = shop.ground.db.read().await.unwrap();
        let all = memberships::of_member(&mut db, shop.org, first.member).await.unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all.iter().filter(|stay| stay.is_open()).count(), 1);
    }
}

#[tokio::test]
async fn a_second_group_is_refused_with_the_name_of_the_first_or_a_move() {
    for shop in Shop::all().await {
        for (policy, moves) in [(SecondGroup::Refuse, false), (SecondGroup::Move, true)] {
            let series = shop.series(|new| new.second_group = policy).await;
            let first = shop.join(wish("Ana", u32::from(moves), series)).await.unwrap();
            let next =
                async |tx: &mut store::Tx| groups::actions::open_next(tx, series, None).await;
            let next = shop.turn(next).await.unwrap();
            let into = Join::new(Who::Known(first.member), To::Group(next.id));
            let second = shop.join(into).await;
            if moves {
                assert_eq!(second.unwrap().group, next.id);
                assert_eq!((shop.seated(first.group).await, shop.seated(next.id).await), (0, 1));
            } else {
                assert!(second.unwrap_err().is(Refusal::SecondGroup));
                let typed = Join::new(Who::Typed(person("Ana", 0)), To::Group(next.id));
                let told = shop.join(typed).await.unwrap();
                assert_eq!((told.outcome, told.proven), (Outcome::Already, false));
            }
        }
    }
}

#[tokio::test]
async fn a_question_needs_an_answer_which_is_kept() {
    let shop = Shop::open(Engine::Sqlite).await;
    let question = || Threshold::Question { question: "What do you cook?".into() };
    let series = shop.series(|new| new.threshold = question()).await;
    let Err(Error::Invalid(fields)) = shop.join(wish("Ana", 1, series)).await else {
        panic!("an empty answer is asked for again");
    };
    assert_eq!(fields[0].field, "answer");
    let answered = Join { answer: "Leeks <b>".into(), ..wish("Ana", 1, series) };
    let joined = shop.join(answered).await.unwrap();
    assert_eq!(joined.outcome, Outcome::In);
    let mut db = shop.ground.db.read().await.unwrap();
    let kept = rows::of_member(&mut db, shop.org, joined.member).await.unwrap();
    assert_eq!((kept[0].answer.as_str(), kept[0].state), ("Leeks <b>", State::Admitted));
}

#[tokio::test]
async fn an_application_is_decided_once_by_a_person_or_by_its_timer() {
    for shop in Shop::all().await {
        let approval = Threshold::Approval { question: None, decides_after_hours: 24 };
        let series = shop.series(|new| new.threshold = approval).await;
        let ana = shop.join(wish("Ana", 1, series)).await.unwrap();
        let ben = shop.join(wish("Ben", 2, series)).await.unwrap();
        assert_eq!((ana.outcome, ana.membership), (Outcome::Waiting, None));
        assert_eq!(shop.join(wish("Ana", 1, series)).await.unwrap().application, ana.application);
        let id = ana.application.unwrap();
        let admit = async |tx: &mut store::Tx| deciding::admit(tx, id, None).await;
        shop.turn(admit).await.unwrap();
        let refuse = async |tx: &mut store::Tx| deciding::refuse(tx, id, None).await;
        assert!(shop.turn(refuse).await.unwrap_err().is(Refusal::Decided));
        shop.ground.db.settle().await.unwrap();
        assert_eq!(shop.seated(ana.group).await, 1);
        shop.ground.clock.advance(Duration::from_secs(24 * 3600 + 1));
        shop.ground.db.settle().await.unwrap();
        assert_eq!(shop.seated(ana.group).await, 2);
        let mut db = shop.ground.db.read().await.unwrap();
        let wish = rows::require(&mut db, shop.org, ben.application.unwrap()).await.unwrap();
        assert_eq!((wish.state, wish.decided_by), (State::Admitted, None));
    }
}

#[tokio::test]
async fn a_receipt_that_is_known_opens_the_door_and_another_one_waits_for_the_host() {
    let mut registry = registry();
    registry.action("purchases.receipt", |_, data| {
        Box::pin(async move { Ok(json!({ "known": data["receipt"] == "R-1" })) })
    });
    let shop = Shop::with(Engine::Sqlite, registry).await;
    let series = shop.series(|new| new.threshold = Threshold::Purchase).await;
    for (number, receipt, outcome) in [(1, "R-1", Outcome::In), (2, "R-2", Outcome::Waiting)] {
        let wish = Join { receipt: receipt.into(), ..wish("Ana", number, series) };
        assert_eq!(shop.join(wish).await.unwrap().outcome, outcome, "{receipt}");
    }
    let counter = wish("Old Wang", 3, series).at_counter(None, None);
    assert_eq!(counter.admit, Admit::AtOnce);
    assert_eq!(shop.join(counter).await.unwrap().outcome, Outcome::In);
}

#[tokio::test]
async fn the_lead_gift_and_the_welcome_happen_in_the_same_turn_or_nothing_does() {
    let mut registry = registry();
    registry.action("gifts.lead", |_, _| Box::pin(async { Ok(json!({ "given": true })) }));
    registry.action("feed.welcome", |_, _| Box::pin(async { Err(Error::BUSY) }));
    let shop = Shop::with(Engine::Sqlite, registry).await;
    let series = shop.series(|_| {}).await;
    assert_eq!(shop.join(wish("Ana", 1, series)).await.unwrap_err(), Error::BUSY);
    let mut db = shop.ground.db.read().await.unwrap();
    assert_eq!(members::count(&mut db, shop.org, 10).await.unwrap(), 0);
    let all = groups::of_series(&mut db, shop.org, series).await.unwrap();
    assert!(all.iter().all(|group| group.seated == 0));
}

#[tokio::test]
async fn links_count_tag_credit_and_close() {
    for shop in Shop::all().await {
        let series = shop.series(|_| {}).await;
        let new = links::NewLink {
            tags: vec!["market day".into()],
            ..links::NewLink::plain(series, "till")
        };
        let link = shop.turn(async |tx| links::actions::create(tx, new).await).await.unwrap();
        let by = |link: &links::Link, n| {
            Join::new(Who::Typed(person("Ana", n)), To::Link(Box::new(link.clone())))
        };
        let joined = shop.join(by(&link, 1)).await.unwrap();
        {
            let mut db = shop.ground.db.read().await.unwrap();
            let member = members::require(&mut db, shop.org, joined.member).await.unwrap();
            assert_eq!(
                (member.tags, member.source.as_str()),
                (vec!["market day".to_owned()], "till")
            );
            let counted = links::require(&mut db, shop.org, link.id).await.unwrap();
            assert_eq!((counted.joins, counted.scans), (1, 0));
        }
        shop.turn(async |tx| links::actions::close(tx, link.id).await).await.unwrap();
        let mut db = shop.ground.db.read().await.unwrap();
        let closed = links::require(&mut db, shop.org, link.id).await.unwrap();
        drop(db);
        assert!(shop.join(by(&closed, 2)).await.unwrap_err().is(Refusal::LinkClosed));
    }
}

#[tokio::test]
async fn a_lost_session_comes_back_at_the_counter_and_the_code_serves_once() {
    for shop in Shop::all().await {
        let series = shop.series(|_| {}).await;
        let ana = shop.join(wish("Ana", 1, series)).await.unwrap().member;
        let begin = async |tx: &mut store::Tx| {
            let org = tx.org();
            let found = returns::recognize(tx, org, "138 0000 0001", "CN").await?;
            returns::begin(tx, found.as_ref(), "Chrome").await
        };
        let begun = shop.turn(begin).await.unwrap();
        let staff = StaffId::from_uuid(shop.ground.world.uuid());
        let prove = async |tx: &mut store::Tx| returns::prove(tx, &begun.code, staff).await;
        let proven = shop.turn(prove).await.unwrap();
        assert_eq!(proven.member, ana);
        let again = async |tx: &mut store::Tx| returns::prove(tx, &begun.code, staff).await;
        assert!(shop.turn(again).await.unwrap_err().is(Refusal::CodeUnknown));
        let mut db = shop.ground.db.read().await.unwrap();
        assert!(members::require(&mut db, shop.org, ana).await.unwrap().phone_proven_at.is_some());
    }
}

#[tokio::test]
async fn a_code_for_nobody_looks_the_same_and_proves_nothing_and_old_codes_are_over() {
    let shop = Shop::open(Engine::Sqlite).await;
    let begin = async |tx: &mut store::Tx| returns::begin(tx, None, "Chrome").await;
    let begun = shop.turn(begin).await.unwrap();
    assert_eq!(begun.code.len(), returns::CODE_LEN);
    let staff = StaffId::from_uuid(shop.ground.world.uuid());
    let prove = async |tx: &mut store::Tx| returns::prove(tx, &begun.code, staff).await;
    assert!(shop.turn(prove).await.unwrap_err().is(Refusal::NobodyKnown));
    shop.ground.clock.advance(super::letters::LIVES);
    let late = async |tx: &mut store::Tx| returns::prove(tx, &begun.code, staff).await;
    assert!(shop.turn(late).await.unwrap_err().is(Refusal::CodeUnknown));
}
