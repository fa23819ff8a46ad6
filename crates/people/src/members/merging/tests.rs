//! What stays of two people, and who may not be merged.

use kernel::{Actor, Lang, MemberId, PageRequest, Result, Role, Scope, Time, scope::Remit};
use store::Event as _;
use web::sessions::{self, Kind, Opening};

use super::{
    Ask, Merged, Reason, Side, Wins, merge, names_of,
    rules::{agreed, reasons, together},
    twins,
};
use crate::{
    events::MemberMerged,
    house::House,
    members::{
        self, Birthday, Consent, ConsentKind, ConsentState, E164, Email, Member, NewMember,
        Refusal, Search, actions,
        ground::{Shop, person, wish},
        list,
    },
    memberships,
};

fn known(name: &str) -> Member {
    Member {
        id: kernel::Id::from_uuid(uuid::Uuid::from_u128(1)),
        code: "K7QP4M2X".into(),
        name: name.into(),
        phone: None,
        phone_proven_at: None,
        email: None,
        email_proven_at: None,
        birthday: None,
        lang: None,
        tags: Vec::new(),
        notes: String::new(),
        store: None,
        source: "till".into(),
        contact: None,
        created_at: Time::from_micros(5),
        changed_at: Time::from_micros(5),
        erased_at: None,
    }
}

fn phone(digits: &str) -> Option<E164> {
    Some(E164::read(digits, "CN").unwrap())
}

#[test]
fn what_is_chosen_stays_then_what_is_proven_then_what_is_there() {
    let proven = Some(Time::from_micros(9));
    let ana = Member { phone: phone("13800000001"), ..known("Ana") };
    let anna = Member { phone: phone("13800000002"), phone_proven_at: proven, ..known("Anna") };
    let bare = known("A. Ruiz");
    let choose = |phone| Wins { phone, ..Wins::default() };
    for (into, from, wins, digits, shown) in [
        (&ana, &anna, choose(None), "+8613800000002", proven),
        (&ana, &anna, choose(Some(Side::Into)), "+8613800000001", None),
        (&anna, &ana, choose(None), "+8613800000002", proven),
        (&anna, &ana, choose(Some(Side::From)), "+8613800000001", None),
        (&bare, &ana, choose(None), "+8613800000001", None),
        // What is not there cannot be chosen.
        (&ana, &bare, choose(Some(Side::From)), "+8613800000001", None),
    ] {
        let one = together(into, from, wins);
        assert_eq!(one.phone.unwrap().as_str(), digits, "{} {}", into.name, from.name);
        assert_eq!(one.phone_proven_at, shown, "{} {}", into.name, from.name);
    }
    let tagged = |tags: &[&str], notes: &str, at| Member {
        tags: tags.iter().map(ToString::to_string).collect(),
        notes: notes.into(),
        created_at: Time::from_micros(at),
        ..known("Ana")
    };
    let one = together(
        &tagged(&["vip"], "No nuts.", 7),
        &tagged(&["vip", "tea"], " ", 3),
        Wins::default(),
    );
    assert_eq!(
        (one.tags.join(" "), one.notes.as_str(), one.created_at.micros()),
        ("vip tea".into(), "No nuts.", 3)
    );
    let many: Vec<String> = (0..30).map(|n| n.to_string()).collect();
    let many = Member { tags: many, notes: "x".repeat(1999), ..known("Ana") };
    let one = together(&many, &many, Wins::default());
    assert_eq!((one.tags.len(), one.notes.chars().count()), (20, 2000));
}

#[test]
fn no_is_stronger_than_yes_unless_they_said_yes_later_themselves() {
    use ConsentState::{Given, NotAsked, Withdrawn};
    let said = |state, at, place: &str| {
        vec![Consent {
            kind: ConsentKind::Messages,
            state,
            at: Time::from_micros(at),
            wording: String::new(),
            place: place.into(),
        }]
    };
    for (into, from, holds) in [
        (vec![], vec![], None),
        (said(NotAsked, 1, "import"), vec![], None),
        (said(Given, 1, "join"), said(NotAsked, 2, "import"), Some(Given)),
        (said(Given, 1, "join"), said(Withdrawn, 2, "console"), Some(Withdrawn)),
        (said(Given, 2, "console"), said(Withdrawn, 1, "me"), Some(Withdrawn)),
        (said(Given, 2, "me"), said(Withdrawn, 1, "console"), Some(Given)),
        (said(Withdrawn, 2, "me"), said(Given, 1, "me"), Some(Withdrawn)),
        (said(Given, 1, "me"), said(Withdrawn, 1, "me"), Some(Withdrawn)),
        (said(Given, 1, "join"), said(Given, 2, "api"), Some(Given)),
    ] {
        assert_eq!(agreed(ConsentKind::Messages, &into, &from), holds, "{into:?} {from:?}");
        assert_eq!(agreed(ConsentKind::Messages, &from, &into), holds, "{from:?} {into:?}");
        assert_eq!(agreed(ConsentKind::Membership, &into, &from), None);
    }
}

#[test]
fn a_reason_is_given_for_each_pair() {
    use Reason::{Birthday as Born, Email as Mail, Name, Phone};
    let born = |name: &str, month, day, year| Member {
        birthday: Birthday::new(month, day, year),
        ..known(name)
    };
    let mail = |name: &str, email: &str| Member { email: Email::read(email), ..known(name) };
    let call = |name: &str, number: &str, country: &str| Member {
        phone: Some(E164::read(number, country).unwrap()),
        ..known(name)
    };
    for (one, other, why) in [
        (known("Ana Ruiz"), known("ANÁ  ruiz"), vec![Name]),
        (known("Ana Ruiz"), known("Ana Ruis"), vec![]),
        (known(""), known(""), vec![]),
        (born("Ana", 3, 2, None), born("ana", 3, 2, Some(1990)), vec![Born]),
        (born("Ana", 3, 2, None), born("ana", 3, 3, None), vec![Name]),
        (mail("Ana", "ana@fresh.example"), mail("Bo", "Ana@Fresh.example"), vec![Mail]),
        (call("Ana", "13800138000", "CN"), call("Bo", "+8613800138001", "CN"), vec![]),
        (call("Ana", "2015550123", "US"), call("Bo", "2015550123", "MX"), vec![Phone]),
    ] {
        assert_eq!(reasons(&one, &other), why, "{} {}", one.name, other.name);
        assert_eq!(reasons(&other, &one), why, "{} {}", other.name, one.name);
    }
}

async fn merged(shop: &Shop, into: MemberId, from: MemberId) -> Result<Merged> {
    let ask = Ask { into, from, wins: Wins::default(), lang: Lang::En };
    shop.turn(async |tx| merge(tx, ask).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_joined_twice_are_one_with_one_seat_each_and_every_phone() {
    for shop in Shop::all().await {
        let (tea, books) =
            (shop.series(|_| ()).await, shop.series(|new| new.name = "Books".into()).await);
        let ana = shop.join(wish("Ana Ruiz", 1, tea)).await.unwrap();
        let anna = shop.join(wish("Anna Ruiz", 2, tea)).await.unwrap();
        let mut again = wish("Anna Ruiz", 2, books);
        again.who = crate::joining::Who::Known(anna.member);
        shop.join(again).await.unwrap();
        let group = memberships::open_of_member(
            &mut shop.ground.db.read().await.unwrap(),
            shop.org,
            ana.member,
        )
        .await
        .unwrap()[0]
            .group;
        assert_eq!(shop.seated(group).await, 2);
        let opening = Opening::member(anna.member, "Safari, iPhone").proven();
        let token = shop.turn(async |tx| sessions::open(tx, opening).await).await.unwrap();
        merged(&shop, ana.member, anna.member).await.unwrap();
        assert_eq!(shop.seated(group).await, 1, "a seat is free again");
        let mut db = shop.ground.db.read().await.unwrap();
        let stays = memberships::open_of_member(&mut db, shop.org, ana.member).await.unwrap();
        assert_eq!(stays.len(), 2);
        let now = shop.ground.world.now();
        let session = sessions::find(&mut db, Kind::Member, &token, now).await.unwrap().unwrap();
        assert_eq!((session.member(), session.proven), (ana.member, true));
        let one = members::require(&mut db, shop.org, anna.member).await.unwrap();
        assert_eq!((one.id, one.name.as_str()), (ana.member, "Ana Ruiz"));
        let names = members::names(&mut db, shop.org, &[anna.member]).await.unwrap();
        assert_eq!(names[&anna.member], "Ana Ruiz");
        let all = list::list(&mut db, shop.org, &Search::default(), &PageRequest::default()).await;
        assert_eq!(all.unwrap().items.len(), 1);
        assert_eq!(list::count(&mut db, shop.org, 100).await.unwrap(), 1);
        assert_eq!(
            names_of(&mut db, shop.org, ana.member).await.unwrap(),
            [ana.member, anna.member]
        );
        drop(db);
        let events = shop.ground.db.events_after(shop.org, 0, 1000).await.unwrap();
        let told: Vec<MemberMerged> = events.iter().filter_map(store::EventRow::read).collect();
        assert_eq!(told, [MemberMerged { member: ana.member, merged: anna.member }]);
        assert_eq!(MemberMerged::KIND, "members.merged");
        // The number that did not win is nobody's, and can be typed again.
        let new = person("Li", 2);
        shop.turn(async |tx| actions::add(tx, new).await).await.unwrap();
        let mut db = shop.ground.db.read().await.unwrap();
        let both = members::require(&mut db, shop.org, anna.member).await.unwrap();
        drop(db);
        let all = members::everything::Everything::of(&shop.ground.db, shop.org, both);
        let all = all.read().await.unwrap();
        assert_eq!(all["people"]["merged"][0]["id"], anna.member.to_string());
        assert_eq!(all["people"]["memberships"].as_array().unwrap().len(), 3);
        // Whoever erases the one erases both.
        shop.turn(async |tx| actions::erase(tx, anna.member).await).await.unwrap();
        let mut db = shop.ground.db.read().await.unwrap();
        assert!(members::require(&mut db, shop.org, ana.member).await.unwrap().erased_at.is_some());
        drop(db);
        let late = shop.turn(async |tx| actions::add(tx, person("Bo", 3)).await).await.unwrap();
        for (into, from) in [(late, ana.member), (anna.member, late)] {
            assert!(merged(&shop, into, from).await.unwrap_err().is(Refusal::Erased));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_merged_both_ways_at_once_is_merged_once() {
    for shop in Shop::all().await {
        let add = async |number| {
            shop.turn(async |tx| actions::add(tx, person("Ana", number)).await).await.unwrap()
        };
        let (ana, anna) = (add(1).await, add(2).await);
        let (one, other) = tokio::join!(merged(&shop, ana, anna), merged(&shop, anna, ana));
        let refused =
            [one, other].into_iter().filter_map(std::result::Result::err).collect::<Vec<_>>();
        assert_eq!(refused.len(), 1);
        assert!(refused[0].is(Refusal::MergedAlready), "{refused:?}");
        let mut survivor = ana;
        for number in 3..10 {
            survivor = merged(&shop, add(number).await, survivor).await.unwrap().into;
        }
        let error = merged(&shop, add(20).await, survivor).await;
        assert!(error.is_ok(), "ten names of one person");
        let error = merged(&shop, survivor, add(21).await).await.unwrap_err();
        assert!(error.is(Refusal::TooManyMerged), "{error}");
        let mut db = shop.ground.db.read().await.unwrap();
        let end = members::require(&mut db, shop.org, ana).await.unwrap().id;
        assert_eq!(members::require(&mut db, shop.org, anna).await.unwrap().id, end);
        assert_eq!(names_of(&mut db, shop.org, end).await.unwrap().len(), 10);
    }
}

async fn added(house: &House, org: kernel::OrgId, name: &str, email: Option<&str>) -> MemberId {
    let email = email.and_then(Email::read);
    let new = NewMember { name: name.into(), email, ..NewMember::default() };
    let new = new.from("test").agreed("console", &[]);
    let add = async |tx: &mut store::Tx| actions::add(tx, new).await;
    house.ground.db.write(&Scope::system(org), add).await.unwrap().value
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_merges_what_is_not_theirs_to_merge() {
    for house in House::all().await {
        let (org, owner) = house.brand("fresh").await;
        let (foreign, _) = house.brand("other").await;
        let ana = added(&house, org, "Ana Ruiz", Some("ana@home.example")).await;
        let anna = added(&house, org, "Anna Ruiz", Some("ana@home.example")).await;
        let own = added(&house, org, "Chen Mei", Some("fresh@fresh.example")).await;
        let theirs = added(&house, foreign, "Bo", None).await;
        let scope = Scope::proven(org, Actor::Staff(owner), Remit::Everything);
        let ask = async |into, from| {
            let ask = Ask { into, from, wins: Wins::default(), lang: Lang::En };
            house
                .ground
                .db
                .write(&scope, async |tx| merge(tx, ask).await)
                .await
                .map(|done| done.value)
        };
        assert!(ask(own, ana).await.unwrap_err().is(Refusal::OwnRecord));
        assert!(ask(ana, own).await.unwrap_err().is(Refusal::OwnRecord));
        assert!(matches!(ask(ana, theirs).await, Err(kernel::Error::NotFound("member"))));
        let mut db = house.ground.db.read().await.unwrap();
        let member = members::require(&mut db, org, ana).await.unwrap();
        let found = twins(&mut db, org, &member).await.unwrap();
        drop(db);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].member.id, found[0].reasons.as_slice()),
            (anna, [Reason::Email].as_slice())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_are_merged_on_a_page_that_says_what_will_become_of_them() {
    for house in House::all().await {
        let (org, _) = house.brand("fresh").await;
        let (foreign, _) = house.brand("other").await;
        let ana = added(&house, org, "Ana Ruiz", None).await;
        let anna = added(&house, org, "Anna Ruiz", None).await;
        let theirs = added(&house, foreign, "Bo", None).await;
        house.person(org, "Cashier", Role::Cashier).await;
        let page = format!("/console/members/{ana}/merging/{anna}");
        let mut cashier = house.signed_in("cashier@staff.example").await;
        assert_eq!(cashier.get(&page).await.status, 403);
        assert_eq!(cashier.post(&page, &[("once", "x")]).await.status, 403);
        let mut owner = house.signed_in("fresh@fresh.example").await;
        let foreign = format!("/console/members/{ana}/merging/{theirs}");
        assert_eq!(owner.get(&foreign).await.status, 404);
        for (path, status) in [
            (format!("/console/members/{ana}/merging"), 200),
            (format!("/console/members/{ana}/merging?q=anna"), 200),
            (page.clone(), 200),
            (format!("/console/members/{ana}/merging/{ana}"), 422),
            (format!("/console/members/{ana}/merging/nobody"), 404),
        ] {
            assert_eq!(owner.get(&path).await.status, status, "{path}");
        }
        let shown = owner.get(&page).await;
        let once = shown.once(&page);
        assert!(!once.is_empty(), "{}", shown.text);
        for _ in 0..2 {
            let form = [("once", once.as_str()), ("name", "from")];
            let done = owner.post(&page, &form).await;
            assert_eq!(
                (done.status.as_u16(), done.to.as_str()),
                (303, format!("/console/members/{ana}").as_str())
            );
        }
        let page = owner.get(&format!("/console/members/{anna}")).await;
        assert!(page.status == 200 && page.text.contains("Anna Ruiz"), "{}", page.text);
    }
}
