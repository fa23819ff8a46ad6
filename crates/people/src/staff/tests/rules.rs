use kernel::{Fields, Role, StoreId, scope::Remit};
use uuid::Uuid;

use crate::staff::model::{self, check_password, email, may_give, may_give_remit, pin};

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
    let some = |all: &[u128]| Remit::Stores(all.iter().map(|n| store(*n)).collect());
    for (giver, given, may) in [
        (Remit::Everything, Remit::Everything, true),
        (Remit::Everything, some(&[1]), true),
        (some(&[1, 2]), some(&[1]), true),
        (some(&[1, 2]), some(&[1, 3]), false),
        (some(&[1]), Remit::Everything, false),
        (some(&[1]), Remit::Groups(vec![]), false),
        (Remit::Groups(vec![]), some(&[1]), false),
    ] {
        assert_eq!(may_give_remit(&giver, &given), may, "{giver:?} gives {given:?}");
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
