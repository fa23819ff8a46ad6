use kernel::StoreId;

use super::{
    ahead,
    naming::{self, Parts},
    nearest,
};

#[test]
fn names_follow_the_pattern_and_keep_their_number() {
    let parts = Parts {
        brand: "Fresh",
        store: "Riverside",
        category: "Produce",
        persona: "Rosie",
        goal: "Six months, 10 km",
        number: 3,
    };
    let nation = Parts { store: "", ..parts };
    let alike = Parts { store: "Fresh", ..parts };
    let long = "The Very Long Name Of A Brand That Somebody Once Thought Was A Good Idea";
    for (template, parts, name) in [
        ("{brand} {store} {category} {number}", parts, "Fresh Riverside Produce 3"),
        ("{brand}{store}{category}{number}群", parts, "FreshRiversideProduce3群"),
        ("{brand} {store} · {category} {number}", parts, "Fresh Riverside · Produce 3"),
        ("{persona} · {number}", parts, "Rosie · 3"),
        ("{goal} · {store} {number}", parts, "Six months, 10 km · Riverside 3"),
        ("{brand} {store} {category} {number}", nation, "Fresh Produce 3"),
        ("{brand} {store} · {category} {number}", nation, "Fresh · Produce 3"),
        ("{store} · {category} {number}", nation, "Produce 3"),
        ("{goal} · {store} · {number}", nation, "Six months, 10 km · 3"),
        ("{goal}·{store}{number}队", nation, "Six months, 10 km·3队"),
        ("{brand} {store} {category} {number}", alike, "Fresh Produce 3"),
        ("{store} · {category} {number}", alike, "Fresh · Produce 3"),
        ("{number}", nation, "3"),
        ("{brand} {number}", Parts { brand: "", ..nation }, "3"),
        ("{nonsense} {number}", parts, "3"),
        ("{number", parts, "3"),
    ] {
        assert_eq!(naming::name(template, &parts), name, "{template}");
    }
    let cut =
        naming::name("{brand} {store} {number}", &Parts { brand: long, number: 1234, ..parts });
    assert!(cut.ends_with(" 1234") && cut.chars().count() <= naming::NAME_MAX, "{cut}");
    assert_eq!(naming::told_apart("{persona} · {number}"), "{store} · {persona} · {number}");
    assert_eq!(naming::told_apart("{persona}{number}群"), "{store}·{persona}{number}群");
    assert_eq!(naming::told_apart("{store} {number}"), "{store} {number}");
}

#[test]
fn distance_is_that_of_the_globe() {
    // Madrid to Barcelona 504.6 km, Shanghai to Shenzhen 1,212 km, over the date line 22.2 km.
    for (a, b, km) in [
        ((40.4168, -3.7038), (41.3874, 2.1686), 505.0),
        ((31.2304, 121.4737), (22.5431, 114.0579), 1212.0),
        ((0.0, 179.9), (0.0, -179.9), 22.2),
        ((90.0, 0.0), (-90.0, 0.0), 20015.1),
        ((31.2, 121.4), (31.2, 121.4), 0.0),
    ] {
        let found = nearest::metres(a, b) / 1000.0;
        assert!((found - km).abs() <= km * 0.005 + 0.001, "{a:?} {b:?} {found}");
    }
    assert!(nearest::on_earth((90.0, -180.0)));
    assert!(!nearest::on_earth((91.0, 0.0)) && !nearest::on_earth((f64::NAN, 0.0)));
}

#[test]
fn the_nearest_store_comes_first_and_one_without_a_place_last() {
    let id = |n: u128| Some(StoreId::from_uuid(uuid::Uuid::from_u128(n)));
    let spot = |n, at| nearest::Spot { store: id(n), at };
    let all = vec![spot(1, None), spot(2, Some((31.0, 121.0))), spot(3, Some((30.0, 120.0)))];
    let sorted = |near| {
        let mut spots = all.clone();
        nearest::sort(&mut spots, near);
        spots.into_iter().map(|spot| spot.store).collect::<Vec<_>>()
    };
    assert_eq!(sorted(Some((30.1, 120.1))), [id(3), id(2), id(1)]);
    assert_eq!(sorted(Some((31.0, 121.1))), [id(2), id(3), id(1)]);
    assert_eq!(sorted(None), [id(1), id(2), id(3)]);
    assert_eq!(sorted(Some((999.0, 0.0))), [id(1), id(2), id(3)]);
}

#[test]
fn the_next_group_opens_with_five_seats_left_or_two_in_a_hundred() {
    for (capacity, seats) in [(2, 5), (50, 5), (250, 5), (300, 6), (500, 10)] {
        assert_eq!(ahead(capacity), seats);
    }
}
