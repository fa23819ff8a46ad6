use kernel::PageRequest;

use super::{
    Birthday, Member, Refusal, Search, Sort, actions,
    ground::{Shop, person, wish},
    list, model,
};
use crate::memberships;

#[test]
fn birthdays_know_the_calendar() {
    for (month, day, year, good) in [
        (2, 29, None, true),
        (2, 30, None, false),
        (2, 29, Some(2001), false),
        (2, 29, Some(2000), true),
        (13, 1, None, false),
        (0, 1, None, false),
        (12, 31, Some(1899), false),
    ] {
        assert_eq!(Birthday::new(month, day, year).is_some(), good, "{month} {day} {year:?}");
    }
    for (text, read) in [
        ("1984-05-17", Some((5, 17, Some(1984)))),
        ("5/17", Some((5, 17, None))),
        ("17.5.1984", Some((5, 17, Some(1984)))),
        ("1984年5月17日", Some((5, 17, Some(1984)))),
        ("yesterday", None),
        ("99/99", None),
    ] {
        let birthday = Birthday::parse(text).map(|b| (b.month, b.day, b.year));
        assert_eq!(birthday, read, "{text}");
    }
}

#[test]
fn codes_are_read_as_people_type_them() {
    for (raw, code) in [("m-k7qp4m2x", "K7QP4M2X"), (" K7QP·4M2X ", "K7QP4M2X"), ("kOiL", "K011")]
    {
        assert_eq!(model::code(raw), code);
    }
}

async fn found(shop: &Shop, words: &str) -> Vec<String> {
    let search =
        Search { words: words.into(), country: "CN".into(), sort: Sort::Name, ..Search::default() };
    let mut db = shop.ground.db.read().await.unwrap();
    let page = list::list(&mut db, shop.org, &search, &PageRequest::default()).await.unwrap();
    page.items.into_iter().map(|member| member.name).collect()
}

#[tokio::test]
async fn members_are_found_by_name_number_code_and_pages_go_on() {
    for shop in Shop::all().await {
        for (name, number) in [("Ana Ruiz", 10_001), ("Núria Soler", 10_002), ("陈美", 20_003)] {
            shop.turn(async |tx| actions::add(tx, person(name, number)).await).await.unwrap();
        }
        for (words, names) in [
            ("ana", vec!["Ana Ruiz"]),
            ("RUIZ", vec!["Ana Ruiz"]),
            ("nuria", vec!["Núria Soler"]),
            ("陈", vec!["陈美"]),
            ("13800010002", vec!["Núria Soler"]),
            ("0003", vec!["陈美"]),
            ("' OR 1=1 --", vec![]),
            ("%", vec!["Ana Ruiz", "Núria Soler", "陈美"]),
        ] {
            assert_eq!(found(&shop, words).await, names, "{words}");
        }
        let mut db = shop.ground.db.read().await.unwrap();
        let one = PageRequest { limit: Some("1".into()), cursor: None };
        for sort in [Sort::Newest, Sort::Oldest, Sort::Name, Sort::NameDown] {
            let search = Search { sort, ..Search::default() };
            let (mut seen, mut page) = (Vec::new(), one.clone());
            loop {
                let part = list::list(&mut db, shop.org, &search, &page).await.unwrap();
                seen.extend(part.items.into_iter().map(|member| member.id));
                match part.next_cursor {
                    Some(cursor) => page.cursor = Some(cursor),
                    None => break,
                }
            }
            assert_eq!(seen.len(), 3, "{sort:?}");
        }
        let forged = PageRequest { limit: None, cursor: Some("5b5d".into()) };
        assert!(list::list(&mut db, shop.org, &Search::default(), &forged).await.is_err());
    }
}

#[tokio::test]
async fn a_number_is_one_persons_and_changing_it_has_to_be_shown_again() {
    for shop in Shop::all().await {
        let add = |name: &'static str, n| {
            shop.turn(async move |tx| actions::add(tx, person(name, n)).await)
        };
        let ana = add("Ana", 1).await.unwrap();
        assert!(add("Ben", 1).await.unwrap_err().is(Refusal::PhoneTaken));
        add("Ben", 2).await.unwrap();
        shop.turn(async |tx| actions::prove(tx, ana, "counter").await).await.unwrap();
        let phone = |n| person("x", n).phone;
        let change = async |n| {
            shop.turn(async |tx| {
                let org = tx.org();
                let before = super::require(tx, org, ana).await?;
                actions::change(tx, Member { phone: phone(n), ..before }).await
            })
            .await
        };
        assert!(change(2).await.unwrap_err().is(Refusal::PhoneTaken));
        assert!(change(1).await.unwrap().phone_proven_at.is_some());
        assert!(change(3).await.unwrap().phone_proven_at.is_none());
    }
}

#[tokio::test]
async fn erasing_takes_the_person_out_of_every_table_and_gives_the_seat_back() {
    for shop in Shop::all().await {
        let series = shop.series(|_| {}).await;
        let joined = shop.join(wish("Ana Ruiz", 1, series)).await.unwrap();
        let id = joined.member;
        for _ in 0..2 {
            shop.turn(async |tx| actions::erase(tx, id).await).await.unwrap();
        }
        assert_eq!(shop.seated(joined.group).await, 0);
        let mut db = shop.ground.db.read().await.unwrap();
        let gone = super::require(&mut db, shop.org, id).await.unwrap();
        assert_eq!((gone.name.as_str(), gone.phone, gone.tags.len()), ("erased", None, 0));
        let stays = memberships::of_member(&mut db, shop.org, id).await.unwrap();
        assert!(stays.iter().all(|stay| !stay.is_open()));
        drop(db);
        let again = shop.join(wish("Ana Ruiz", 1, series)).await.unwrap();
        assert!(again.new && again.member != id, "the number is free again");
    }
}

#[tokio::test]
async fn everything_about_one_person_fits_in_one_file() {
    let shop = Shop::open(store::Engine::Sqlite).await;
    let series = shop.series(|_| {}).await;
    let id = shop.join(wish("Ana", 1, series)).await.unwrap().member;
    let ana =
        super::require(&mut shop.ground.db.read().await.unwrap(), shop.org, id).await.unwrap();
    let all =
        super::everything::Everything::of(&shop.ground.db, shop.org, ana).read().await.unwrap();
    assert_eq!(all["member"]["name"], "Ana");
    assert_eq!(all["people"]["memberships"].as_array().unwrap().len(), 1);
    assert_eq!(all["people"]["consents"][0]["state"], "given");
}
