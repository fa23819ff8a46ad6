//! The console's pages of order lists, as those who may and may not see them ask.

use kernel::{GroupId, Lang, MemberId, Role, scope::Remit};
use people::{
    groups::{self, PickHint},
    memberships::{self, Membership},
    playbooks,
    series::{self, NewSeries},
};
use web::sessions;

use super::{
    actions,
    tests::{Market, details, offer},
};
use crate::testing::House;

/// A list of a group, its host, and the people in it.
struct Chat {
    house: House,
    market: Market,
    group: GroupId,
    host: String,
    members: Vec<MemberId>,
}

impl Chat {
    async fn open() -> Self {
        let house = House::open().await;
        let grocer = &house.grocer;
        let mut members = Vec::new();
        for name in ["Chen Mei", "Li Wei", "Li Wei"] {
            members.push(grocer.member(name).await);
        }
        let mut new = NewSeries::of(playbooks::find("fresh-food").unwrap(), Lang::En);
        new.stores = vec![grocer.riverside];
        let seated = members.clone();
        let run = async |tx: &mut ::store::Tx| {
            let series = series::actions::open(tx, new).await?;
            let hint = PickHint { store: Some(grocer.riverside), near: None };
            let group = groups::actions::pick(tx, series, hint).await?.group;
            for member in seated {
                groups::actions::take_seat(tx, group.id).await?;
                let stay = Membership {
                    id: tx.id(),
                    member,
                    group: group.id,
                    series,
                    store: group.store,
                    link: None,
                    source: "counter".into(),
                    staff: None,
                    joined_at: tx.now(),
                    left_at: None,
                    left_why: None,
                };
                memberships::actions::begin(tx, &stay).await?;
            }
            Ok(group.id)
        };
        let group = grocer.turn(run).await.unwrap();
        let eggs = grocer.product("Eggs, a box of ten", 1800, 10).await;
        let fish = grocer.product("Sea bass", 3200, 20).await;
        let goods = vec![offer(eggs, &["eggs"], &["box"]), offer(fish, &["fish"], &[])];
        let mut details = details(grocer, goods);
        details.group = Some(group);
        let list = grocer.turn(async |tx| actions::open(tx, details).await).await.unwrap();
        let host = host(&house, group).await;
        Self { market: Market { list, eggs }, house, group, host, members }
    }
    fn at(&self, noun: &str) -> String {
        format!("/console/order-lists/{}{noun}", self.market.list)
    }
    async fn post(&self, noun: &str, form: &[(&str, &str)]) -> crate::testing::Answer {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.house.post(&self.host, &self.at(noun), &form).await
    }
}

/// The cookie of a host of one group.
async fn host(house: &House, group: GroupId) -> String {
    let opening = sessions::Opening {
        kind: sessions::Kind::Staff,
        subject: house.grocer.ground.world.uuid(),
        name: "Rosa".into(),
        role: Some(Role::Host),
        remit: Remit::Groups(vec![group]),
        proven: true,
        store: None,
        device: "test".into(),
    };
    let run = async |tx: &mut ::store::Tx| sessions::open(tx, opening).await;
    format!("regulars_staff={}", house.grocer.turn(run).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_reads_a_list_mends_a_line_and_takes_it() {
    let chat = Chat::open().await;
    let text = "1. Chen Mei, 2 eggs\n2. Li Wei, 1 fish\n3. Ana, the usual\n4. Bo, 1 egg\nsee you";
    let read = chat.post("/readings", &[("text", text)]).await;
    assert_eq!(read.status, 200, "{}", read.body);
    for part in
        ["3 clear lines", "2 lines are unclear", "As before: write what it was.", "A member"]
    {
        assert!(read.body.contains(part), "{part}: {}", read.body);
    }
    // Two are called Li Wei: nobody is proposed.
    assert_eq!(read.body.matches("By this name only").count(), 2);
    assert_eq!(chat.market.entries(&chat.house.grocer).await.len(), 0);
    let form = [("text", text), ("seen", "0"), ("fix.2", "3. Ana, 3 eggs"), ("fix.4", "")];
    let again = chat.post("/readings", &form).await;
    assert!(again.body.contains("4 clear lines") && !again.body.contains("unclear-why"));
    let done = chat.post("/confirmations", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let entries = chat.market.entries(&chat.house.grocer).await;
    let whose: Vec<(&str, Option<MemberId>)> =
        entries.iter().map(|entry| (entry.name.as_str(), entry.member)).collect();
    let mei = chat.members.first().copied();
    assert_eq!(whose, [("Chen Mei", mei), ("Li Wei", None), ("Ana", None), ("Bo", None)]);
    let page = chat.house.get(&chat.host, &chat.at("")).await;
    assert!(page.body.contains("4 orders") && page.body.contains("Li Wei"), "{}", page.body);
    let sheet = chat.house.get(&chat.host, &chat.at("/sheet")).await;
    assert!(sheet.body.contains("Ana") && sheet.body.contains("Sea bass"), "{}", sheet.body);
    let file = chat.house.get(&chat.host, &chat.at("/sheet?csv=1")).await;
    assert_eq!(file.body.lines().count(), 5, "{}", file.body);
    let off = chat.post("/withdrawals", &[("name", "Bo")]).await;
    assert_eq!(off.status, 303);
    assert_eq!(chat.market.entries(&chat.house.grocer).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_name_means_is_the_hosts_to_say() {
    let chat = Chat::open().await;
    let grocer = &chat.house.grocer;
    let outsider = grocer.member("Outsider").await;
    let mut db = grocer.ground.db.read().await.unwrap();
    let code = |member: people::members::Member| member.code;
    let li = *chat.members.last().unwrap();
    let li_code = code(people::members::require(&mut db, grocer.org, li).await.unwrap());
    let out_code = code(people::members::require(&mut db, grocer.org, outsider).await.unwrap());
    drop(db);
    let form = |who| [("text", "2. Li Wei, 1 fish"), ("seen", "0"), ("who.0", who)];
    // Nobody has the first code; the second is of somebody whom this host may not see.
    for wrong in ["NOBODY99", out_code.as_str()] {
        let answer = chat.post("/confirmations", &form(wrong)).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(wrong) && answer.body.contains("Nobody whom you may see"));
    }
    assert_eq!(chat.post("/confirmations", &form(&li_code)).await.status, 303);
    let entries = chat.market.entries(grocer).await;
    assert_eq!(entries.first().unwrap().member, Some(li));
    // Pasted again, the name means whom it meant.
    let again = chat.post("/readings", &[("text", "2. Li Wei, 1 fish")]).await;
    assert!(again.body.contains("Nothing new"), "{}", again.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_and_what_went_on_is_shown() {
    let chat = Chat::open().await;
    let text = "1. Chen Mei, 8 eggs\n2. Bo, 7 eggs";
    let short = chat.post("/confirmations", &[("text", text), ("seen", "0")]).await;
    assert_eq!(short.status, 422);
    assert!(short.body.contains("Bo: too little Eggs, a box of ten, 2 left"), "{}", short.body);
    assert_eq!(chat.market.entries(&chat.house.grocer).await.len(), 1);
    let late = chat.post("/confirmations", &[("text", "2. Bo, 2 eggs"), ("seen", "0")]).await;
    assert!(late.status == 422 && late.body.contains("meanwhile"), "{}", late.body);
    // Who is missing is called off by a tick, and by nothing else.
    let form = [("text", "2. Bo, 2 eggs"), ("seen", "1"), ("off", "Chen Mei")];
    assert_eq!(chat.post("/confirmations", &form).await.status, 303);
    let entries = chat.market.entries(&chat.house.grocer).await;
    assert_eq!(entries.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Bo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paste_that_cannot_be_read_comes_back_with_what_was_wrong() {
    let chat = Chat::open().await;
    for noun in ["/readings", "/confirmations"] {
        let empty = chat.post(noun, &[("text", " \n ")]).await;
        assert_eq!(empty.status, 422, "{}", empty.body);
        let long = format!("7. Zoe, 1 egg\n{}", "8. Bo, 1 egg\n".repeat(500));
        let answer = chat.post(noun, &[("text", &long)]).await;
        assert!(answer.status == 422 && answer.body.contains("7. Zoe, 1 egg"), "{}", answer.status);
        assert!(answer.body.contains("501 lines"), "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_others_are_not_there() {
    let chat = Chat::open().await;
    let stranger = host(&chat.house, chat.house.grocer.ground.world.id()).await;
    let manager = chat.house.manager(chat.house.grocer.hillside).await;
    for who in [&stranger, &manager] {
        for noun in ["", "/details", "/sheet"] {
            assert_eq!(chat.house.get(who, &chat.at(noun)).await.status, 404, "{noun}");
        }
        for noun in ["", "/readings", "/confirmations", "/withdrawals", "/closing"] {
            let form = "text=1.+Bo%2C+1+egg&name=Bo";
            assert_eq!(chat.house.post(who, &chat.at(noun), form).await.status, 404, "{noun}");
        }
        let all = chat.house.get(who, "/console/order-lists").await;
        assert!(all.status == 200 && !all.body.contains("Saturday market"));
    }
    assert_eq!(chat.market.entries(&chat.house.grocer).await.len(), 0);
    let mine = chat.house.get(&chat.host, "/console/order-lists").await;
    assert!(mine.body.contains("Saturday market"), "{}", mine.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_opened_with_a_form_that_loses_nothing() {
    let chat = Chat::open().await;
    let (eggs, group) = (chat.market.eggs.to_string(), chat.group.to_string());
    let (names, units) = (format!("names.{eggs}"), format!("units.{eggs}"));
    let form = |name: &'static str, words: &'static str| {
        let all = [
            ("name", name),
            ("group", group.as_str()),
            ("lang", "es"),
            ("closes_at", "2026-03-03T18:00"),
            ("ready_at", "2026-03-04T10:00"),
            ("until_at", "2026-03-04T12:00"),
            ("goods", eggs.as_str()),
            (names.as_str(), words),
            (units.as_str(), "caja"),
        ];
        form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish()
    };
    let post =
        async |form: String| chat.house.post(&chat.host, "/console/order-lists", &form).await;
    let bad = post(form("", "two, huevos")).await;
    assert_eq!(bad.status, 422);
    for kept in ["two, huevos", "means something else already: two", "2026-03-04T10:00"] {
        assert!(bad.body.contains(kept), "{kept}: {}", bad.body);
    }
    let good = post(form("Mercado", "huevos")).await;
    assert_eq!(good.status, 303, "{}", good.body);
    let page = chat.house.get(&chat.host, &good.location).await;
    for part in ["Mercado", "▸ huevos", "huevos x2"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
}
