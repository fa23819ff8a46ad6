use kernel::Error;
use value::words::Words;

use super::{
    actions::{change, create, restock, set_state},
    model::{self, Details, Part, State},
    *,
};
use crate::{
    on_each,
    testing::{House, named},
};

/// A change, and the field that is then wrong with its code.
type Row = (fn(&mut Details), Option<(&'static str, &'static str)>);

#[test]
fn a_product_is_checked_field_by_field() {
    let table: [Row; 9] = [
        (|_| (), None),
        (|d| d.name = Words::default(), Some(("name", "required"))),
        (|d| d.name.zh = "字".repeat(200), Some(("name", "too_long"))),
        (|d| d.words.es = "x".repeat(model::WORDS_MAX + 1), Some(("words", "too_long"))),
        (|d| d.category = "x".repeat(61), Some(("category", "too_long"))),
        (|d| d.price = -1, Some(("price", "amount_negative"))),
        (|d| d.price = i64::MAX, Some(("price", "amount_too_large"))),
        (|d| d.place = 10_000, Some(("place", "number_range"))),
        (
            |d| {
                let product = kernel::Id::from_uuid(uuid::Uuid::from_u128(1));
                d.parts = vec![Part { product, quantity: 0 }];
            },
            Some(("parts.1", "number_range")),
        ),
    ];
    for (at, (change, expected)) in table.into_iter().enumerate() {
        let mut details = named("Strawberries", 1500);
        change(&mut details);
        let found = match details.checked() {
            Ok(_) => None,
            Err(Error::Invalid(fields)) => {
                fields.first().map(|wrong| (wrong.field.to_string(), wrong.code))
            }
            Err(other) => panic!("{other}"),
        };
        let found = found.as_ref().map(|(field, code)| (field.as_str(), *code));
        assert_eq!(found, expected, "row {at}");
    }
}

on_each! {
    async fn a_shelf_is_filled_and_emptied_and_never_below_nothing(grocer) {
        let berries = grocer.product("Strawberries", 1500, 10).await;
        grocer.turn(async |tx| restock(tx, grocer.goods(berries, -4)).await).await.unwrap();
        assert_eq!(grocer.left(berries).await, 6);
        let error = grocer.turn(async |tx| restock(tx, grocer.goods(berries, -7)).await).await;
        assert!(error.unwrap_err().is(Refusal::NotThatMany));
        for wrong in [0, i64::MIN, model::MOST_PIECES + 1] {
            let error = grocer.turn(async |tx| restock(tx, grocer.goods(berries, wrong)).await).await;
            assert!(matches!(error, Err(Error::Invalid(_))), "{wrong}");
        }
        assert_eq!(grocer.left(berries).await, 6);
    }
}

on_each! {
    async fn there_are_as_many_bundles_as_the_scarcest_part_allows(grocer) {
        let berries = grocer.product("Strawberries", 1500, 10).await;
        let cream = grocer.product("Cream", 800, 3).await;
        let treat = grocer.bundle("Berries and cream", &[(berries, 2), (cream, 1)]).await;
        assert_eq!(grocer.left(treat).await, 3);
        grocer.turn(async |tx| restock(tx, grocer.goods(cream, 7)).await).await.unwrap();
        assert_eq!(grocer.left(treat).await, 5);
        let error = grocer.turn(async |tx| restock(tx, grocer.goods(treat, 1)).await).await;
        assert!(error.unwrap_err().is(Refusal::Bundle), "a bundle has no shelf");
        let part = |product| vec![Part { product, quantity: 1 }];
        let nested = Details { parts: part(treat), ..named("A crate of treats", 9000) };
        let error = grocer.turn(async |tx| create(tx, nested).await).await;
        assert!(matches!(error, Err(Error::Invalid(_))), "no bundle in a bundle");
        let itself = Details { parts: part(cream), ..named("Strawberries", 1500) };
        let error = grocer.turn(async |tx| change(tx, berries, itself).await).await;
        assert!(error.unwrap_err().is(Refusal::Bundle), "what lies on shelves stays what it is");
    }
}

on_each! {
    async fn products_are_found_by_their_words_and_in_the_shops_order(grocer) {
        let pears = grocer.product("Pears 100%", 700, 0).await;
        let berries = grocer.product("Strawberries", 1500, 0).await;
        let first = Details { place: 1, ..named("Strawberries", 1500) };
        grocer.turn(async |tx| change(tx, berries, first).await).await.unwrap();
        grocer.turn(async |tx| set_state(tx, pears, State::Closed).await).await.unwrap();
        let mut db = grocer.ground.db.read().await.unwrap();
        let table: [(&str, Option<State>, Vec<kernel::ProductId>); 6] = [
            ("", None, vec![berries, pears]),
            ("", Some(State::Open), vec![berries]),
            ("STRAW", None, vec![berries]),
            ("fruit", None, vec![berries, pears]),
            ("100%", None, vec![pears]),
            ("_", None, vec![]),
        ];
        for (words, state, expected) in table {
            let which = Which { state, words: words.into(), category: None };
            let found = list(&mut db, grocer.org, &which, &kernel::PageRequest::default()).await;
            let ids: Vec<_> = found.unwrap().items.iter().map(|one| one.id).collect();
            assert_eq!(ids, expected, "{words:?} {state:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_shows_what_is_for_sale_and_says_what_is_sold_out() {
    let house = House::open().await;
    house.grocer.product("Strawberries", 1500, 3).await;
    house.grocer.product("Cream", 800, 0).await;
    let page = house.get("", "/fresh/shop").await;
    assert_eq!(page.status, 200);
    assert!(page.body.len() < 50_000, "{} bytes", page.body.len());
    for said in ["Strawberries", "3 left", "Cream", "Sold out"] {
        assert!(page.body.contains(said), "{said}");
    }
    let page = house.get("", "/fresh/shop?q=cre").await;
    assert!(page.body.contains("Cream") && !page.body.contains("Strawberries"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_keeps_what_was_typed_and_names_what_is_wrong() {
    let house = House::open().await;
    let wrong = "name_en=Strawberries&price=many&place=100";
    let page = house.post(&house.staff(), "/console/products", wrong).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("Strawberries") && page.body.contains("many"));
    let right = "name_en=Strawberries&price=15.00&place=100&category=Fruit";
    let made = house.post(&house.staff(), "/console/products", right).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let stock = format!("store={}&pieces=12&reason=Monday&way=more", house.grocer.riverside);
    let done = house.post(&house.staff(), &format!("{}/stock", made.location), &stock).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let too_much = stock.replace("way=more", "way=back").replace("=12", "=13");
    let page = house.post(&house.staff(), &format!("{}/stock", made.location), &too_much).await;
    assert_eq!(page.status, 422);
}
