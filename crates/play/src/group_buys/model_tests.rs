//! Rule tables of terms, prices and names.

use kernel::{Fields, Id};

use super::model::{Doors, Terms, Tier, public_name};

fn tier(people: u32, each: i64) -> Tier {
    Tier { people, each }
}

fn terms() -> Terms {
    Terms {
        gift: Id::from_uuid(uuid::Uuid::nil()),
        seats: 60,
        tiers: vec![tier(3, 990), tier(5, 790)],
        most: 8,
        team_hours: 24,
        collect_days: 7,
        doors: Doors::Listed,
        deposit: Some(300),
    }
}

fn named(fields: &Fields) -> Vec<(String, &'static str)> {
    fields.iter().map(|error| (error.field.to_string(), error.code)).collect()
}

type Case = (&'static str, fn(&mut Terms), &'static [(&'static str, &'static str)]);

#[test]
fn terms_within_their_bounds_are_taken_and_others_are_named() {
    let cases: [Case; 17] = [
        ("as they are", |_| (), &[]),
        ("no places", |t| t.seats = 0, &[("seats", "number_range"), ("seats", "seats_below_team")]),
        ("places for less than a team", |t| t.seats = 2, &[("seats", "seats_below_team")]),
        ("alone", |t| t.most = 1, &[("most", "number_range"), ("most", "most_below_tier")]),
        ("a crowd", |t| t.most = 101, &[("most", "number_range")]),
        ("a tier that no team reaches", |t| t.most = 4, &[("most", "most_below_tier")]),
        ("no time", |t| t.team_hours = 0, &[("team_hours", "number_range")]),
        ("longer than two weeks", |t| t.team_hours = 337, &[("team_hours", "number_range")]),
        ("no day to collect", |t| t.collect_days = 0, &[("collect_days", "number_range")]),
        (
            "no price",
            |t| (t.tiers, t.deposit) = (Vec::new(), None),
            &[("tiers", "required"), ("seats", "seats_below_team")],
        ),
        ("a team of one", |t| t.tiers[0].people = 1, &[("tiers", "number_range")]),
        (
            "below nothing",
            |t| t.tiers[1].each = -1,
            &[("tiers", "number_range"), ("deposit", "deposit_above_price")],
        ),
        ("more people for more", |t| t.tiers[1].each = 991, &[("tiers", "tiers_order")]),
        ("the same twice", |t| t.tiers[1] = t.tiers[0], &[("tiers", "tiers_order")]),
        (
            "many tiers",
            |t| (t.tiers, t.most) = ((2..9).map(|n| tier(n, 1000 - i64::from(n))).collect(), 9),
            &[("tiers", "tiers_many")],
        ),
        ("a deposit of nothing", |t| t.deposit = Some(0), &[("deposit", "number_range")]),
        (
            "a deposit above the price",
            |t| t.deposit = Some(791),
            &[("deposit", "deposit_above_price")],
        ),
    ];
    for (case, change, expected) in cases {
        let (mut terms, mut fields) = (terms(), Fields::default());
        change(&mut terms);
        terms.check(&mut fields);
        let expected: Vec<_> = expected.iter().map(|(f, c)| ((*f).to_owned(), *c)).collect();
        assert_eq!(named(&fields), expected, "{case}");
    }
}

type Change = (&'static str, fn(&mut Terms), &'static [&'static str]);

#[test]
fn what_people_were_told_only_becomes_better_for_them() {
    let cases: [Change; 15] = [
        ("nothing", |_| (), &[]),
        ("more places", |t| t.seats = 61, &[]),
        ("fewer places", |t| t.seats = 59, &["seats"]),
        ("cheaper", |t| t.tiers[0].each = 900, &[]),
        ("dearer", |t| t.tiers[0].each = 991, &["tiers"]),
        ("for fewer people", |t| t.tiers[0].people = 2, &[]),
        ("for more people", |t| t.tiers[1].people = 6, &["tiers"]),
        ("one tier more", |t| t.tiers.push(tier(8, 690)), &[]),
        ("one tier fewer", |t| t.tiers.truncate(1), &["tiers"]),
        ("smaller teams", |t| t.most = 7, &["most"]),
        ("less time", |t| t.team_hours = 23, &["team_hours"]),
        ("fewer days", |t| t.collect_days = 6, &["collect_days"]),
        ("other doors", |t| t.doors = Doors::Invited, &["doors"]),
        ("a smaller deposit", |t| t.deposit = Some(200), &["deposit"]),
        ("another gift", |t| t.gift = Id::from_uuid(uuid::Uuid::max()), &["gift"]),
    ];
    let was = terms();
    for (case, change, expected) in cases {
        let (mut is, mut fields) = (was.clone(), Fields::default());
        change(&mut is);
        is.harm(&was, &mut fields);
        let expected: Vec<_> = expected.iter().map(|f| ((*f).to_owned(), "promised")).collect();
        assert_eq!(named(&fields), expected, "{case}");
    }
}

#[test]
fn a_price_is_that_of_the_people_who_are_there() {
    let terms = terms();
    for (people, price, next) in [
        (0, None, Some(3)),
        (2, None, Some(3)),
        (3, Some(990), Some(5)),
        (4, Some(990), Some(5)),
        (5, Some(790), None),
        (8, Some(790), None),
    ] {
        assert_eq!(terms.price(people), price, "{people}");
        assert_eq!(terms.next(people).map(|tier| tier.people), next, "{people}");
    }
}

#[test]
fn strangers_read_a_first_name_and_an_initial() {
    for (name, expected) in [
        ("Ana", "Ana"),
        ("Ana García Ruiz", "Ana R."),
        ("  bo   li ", "bo L."),
        ("王丽", "王＊"),
        ("陈 小明", "陈 小."),
        ("Éva", "Éva"),
        ("", ""),
    ] {
        assert_eq!(public_name(name), expected, "{name:?}");
    }
}
