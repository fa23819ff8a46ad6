use kernel::{Fields, GroupId, Role, StoreId, scope::Remit};
use uuid::Uuid;

use crate::{
    groups::Homes,
    staff::model::{self, check_password, email, may_give, may_give_remit, pin},
};

fn code(check: impl Fn(&mut Fields)) -> String {
    let mut fields = Fields::default();
    check(&mut fields);
    fields.iter().map(|error| error.code).collect::<Vec<_>>().join(" ")
}

#[test]
fn nobody_gives_a_role_above_their_own() {
    for (giver, role, may) in [
        (Role::Owner, Role::Owner, true),
        (Role::Owner, Role::Cashier, true),
        (Role::Operator, Role::Owner, false),
        (Role::Operator, Role::Operator, true),
        (Role::Operator, Role::AreaLead, true),
        (Role::AreaLead, Role::Operator, false),
        (Role::Manager, Role::AreaLead, false),
        (Role::Manager, Role::Cashier, true),
        (Role::Cashier, Role::Manager, false),
        (Role::Cashier, Role::Host, true),
    ] {
        assert_eq!(may_give(giver, role), may, "{giver} gives {role}");
    }
}

#[test]
fn nobody_gives_more_of_the_shop_than_they_have() {
    let store = |n| StoreId::from_uuid(Uuid::from_u128(n));
    let group = |n| GroupId::from_uuid(Uuid::from_u128(n));
    let stores = |all: &[u128]| Remit::Stores(all.iter().map(|n| store(*n)).collect());
    let groups = |all: &[u128]| Remit::Groups(all.iter().map(|n| group(*n)).collect());
    let all = Remit::Everything;
    // Groups 11 and 12 are of store 1, 21 is of store 2, 90 is of the whole org, 99 is unknown.
    let homes = Homes::from([
        (group(11), Some(store(1))),
        (group(12), Some(store(1))),
        (group(21), Some(store(2))),
        (group(90), None),
    ]);
    for (giver, given, may) in [
        (&all, all.clone(), true),
        (&all, stores(&[1]), true),
        (&all, groups(&[11, 21, 90]), true),
        (&stores(&[1, 2]), all.clone(), false),
        (&stores(&[1, 2]), stores(&[1]), true),
        (&stores(&[1, 2]), stores(&[]), true),
        (&stores(&[1, 2]), stores(&[1, 3]), false),
        (&stores(&[1, 2]), groups(&[11, 21]), true),
        (&stores(&[1]), groups(&[11, 12]), true),
        (&stores(&[1]), groups(&[11, 21]), false),
        (&stores(&[1]), groups(&[21]), false),
        (&stores(&[1]), groups(&[90]), true),
        (&stores(&[1]), groups(&[99]), false),
        (&stores(&[1]), groups(&[]), true),
        (&stores(&[]), groups(&[11]), false),
        (&groups(&[11, 21]), all.clone(), false),
        (&groups(&[11, 21]), stores(&[1]), false),
        (&groups(&[11, 21]), stores(&[]), false),
        (&groups(&[11, 21]), groups(&[11]), true),
        (&groups(&[11, 21]), groups(&[12]), false),
        (&groups(&[11]), groups(&[90]), false),
        (&groups(&[11]), groups(&[]), true),
    ] {
        assert_eq!(may_give_remit(giver, &given, &homes), may, "{giver:?} gives {given:?}");
        // What was given can do no more than the giver: it covers nothing that the giver does not.
        for (group, home) in &homes {
            let beyond = given.covers_group(*group, *home) && !giver.covers_group(*group, *home);
            assert!(!(may && beyond), "{giver:?} gives {group} by {given:?}");
        }
        for n in 1..=3 {
            let beyond = given.spans_store(Some(store(n))) && !giver.spans_store(Some(store(n)));
            assert!(!(may && beyond), "{giver:?} gives store {n} by {given:?}");
        }
    }
}

#[test]
fn a_pin_is_four_to_six_digits_and_not_a_plain_one() {
    for (typed, wrong) in [
        ("2580", ""),
        (" 25 80 ", ""),
        ("２５８０", ""),
        ("258013", ""),
        ("258", "pin_shape"),
        ("2580131", "pin_shape"),
        ("25a0", "pin_shape"),
        ("", "pin_shape"),
        ("1111", "pin_plain"),
        ("1234", "pin_plain"),
        ("987654", "pin_plain"),
        ("٢٥٨٠", "pin_shape"),
    ] {
        assert_eq!(code(|f| drop(pin(f, "pin", typed))), wrong, "{typed}");
    }
}

#[test]
fn an_address_is_plausible_and_kept_in_one_form() {
    for (typed, wrong) in [
        ("Mei@Fresh.example", ""),
        ("mei+shop@a.b.example", ""),
        ("陈美@例子.中国", ""),
        ("", "required"),
        ("mei", "email_invalid"),
        ("mei@", "email_invalid"),
        ("@fresh.example", "email_invalid"),
        ("mei@localhost", "email_invalid"),
        ("mei@-a.example", "email_invalid"),
        ("mei@a..example", "email_invalid"),
        ("a b@fresh.example", "email_invalid"),
        ("a@b@fresh.example", "email_invalid"),
        ("<a>@fresh.example", "email_invalid"),
        ("a\r\nBcc: x@fresh.example", "email_invalid"),
    ] {
        assert_eq!(code(|f| drop(email(f, "email", typed))), wrong, "{typed}");
    }
    let long = format!("{}@fresh.example", "a".repeat(300));
    assert_eq!(code(|f| drop(email(f, "email", &long))), "email_invalid");
    let mut fields = Fields::default();
    assert_eq!(email(&mut fields, "email", " Mei@Fresh.Example "), "mei@fresh.example");
}

#[test]
fn a_password_is_long_enough_and_nothing_else_is_asked() {
    for (typed, wrong) in [
        ("corner shop", ""),
        ("街角的水果店卖大葱和鸡蛋", ""),
        ("", "required"),
        ("short", "password_short"),
        ("aaaaaaaaaaaa", "password_plain"),
    ] {
        assert_eq!(code(|f| check_password(f, "password", typed)), wrong, "{typed}");
    }
    assert_eq!(code(|f| check_password(f, "password", &"ab".repeat(200))), "too_long");
    // NIST SP 800-63B asks for eight at least.
    const { assert!(model::PASSWORD_MIN >= 8) };
}
