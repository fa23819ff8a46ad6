use axum::http::StatusCode;
use kernel::{Role, Scope, StaffId};
use web::rates::{Limits, Rate};

use crate::{
    house::{Answer, House, PASSWORD},
    staff::{actions, totp},
};

const OK: StatusCode = StatusCode::OK;
const AGAIN: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const ON: StatusCode = StatusCode::SEE_OTHER;
const NOT_HERE: StatusCode = StatusCode::NOT_FOUND;

fn words(answer: &Answer, part: &str) -> bool {
    answer.text.contains(part)
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_told_apart_by_nobody() {
    let house = House::quick().await;
    house.brand("fresh").await;
    let mut browser = house.browser();
    let mut tries = Vec::new();
    for email in ["fresh@fresh.example", "nobody@fresh.example"] {
        let begun = tokio::time::Instant::now();
        let form = [("email", email), ("password", "not this one"), ("once", "x")];
        let answer = browser.post("/console/sign-in", &form).await;
        let took = begun.elapsed();
        assert_eq!(answer.status, AGAIN);
        assert!(words(&answer, "E-mail or password is not right"), "{}", answer.text);
        assert!(words(&answer, &format!("value=\"{email}\"")), "the address was lost");
        assert!(!words(&answer, "not this one"), "the password came back");
        tries.push((took, answer.text.replace(email, "").len()));
    }
    let (known, unknown) = (tries[0].0.as_secs_f64(), tries[1].0.as_secs_f64());
    // Loose, because the machine is shared: without the dummy hash it would be a hundredth.
    assert!(unknown > known / 5.0, "known {known:.3} s, unknown {unknown:.3} s");
    assert_eq!(tries[0].1, tries[1].1, "the pages differ");
    assert!(browser.jar.is_empty(), "a cookie was set");
}

#[tokio::test]
async fn signing_in_sets_a_cookie_for_the_console_only_and_leads_back_inside() {
    let house = House::quick().await;
    house.brand("fresh").await;
    for (next, to) in [
        ("/console/staff?q=a", "/console/staff?q=a"),
        ("//evil.example", "/console"),
        ("https://evil.example/", "/console"),
        ("", "/console"),
    ] {
        let mut browser = house.browser();
        let form = [
            ("email", " Fresh@Fresh.example"),
            ("password", PASSWORD),
            ("next", next),
            ("once", "x"),
        ];
        let answer = browser.post("/console/sign-in", &form).await;
        assert_eq!((answer.status, answer.to.as_str()), (ON, to), "{next}");
        assert_eq!(browser.jar["regulars_staff"].0, "/console");
        assert_eq!(browser.get("/console/account").await.status, OK);
        let page = browser.get(&format!("/console/sign-in?next={next}")).await;
        assert_eq!((page.status, page.to.as_str()), (ON, to));
    }
    let page = house.browser().get("/console/sign-in?next=https://evil.example/").await;
    assert!(!words(&page, "value=\"https://evil"));
}

#[tokio::test]
async fn forged_and_closed_sessions_open_nothing() {
    let house = House::quick().await;
    house.brand("fresh").await;
    let mut browser = house.signed_in("fresh@fresh.example").await;
    let token = browser.jar["regulars_staff"].1.clone();
    for forged in ["", "x", &"0".repeat(64), &token.to_uppercase(), &format!("{token}0")] {
        let mut other = house.browser();
        other.jar.insert("regulars_staff".into(), ("/console".into(), forged.to_owned()));
        let answer = other.get("/console/account").await;
        assert!(answer.to.starts_with("/console/sign-in"), "{forged}: {}", answer.status);
    }
    // The token of one kind of session is none of another kind.
    let mut counter = house.browser();
    counter.jar.insert("regulars_counter".into(), ("/counter".into(), token));
    assert_eq!(counter.get("/counter/pin").await.to, "/counter/pairing");
    let out = browser.post("/console/sign-out", &[("once", "x")]).await;
    assert_eq!(out.to, "/console/sign-in");
    assert!(!browser.jar.contains_key("regulars_staff"));
}

#[tokio::test]
async fn guessing_is_slowed_down_per_account_and_per_address() {
    let limits = Limits { sign_in: Rate { burst: 3, per_minute: 1 }, ..Limits::OPEN };
    let house = House::on(store::Engine::Sqlite, limits).await;
    house.brand("fresh").await;
    let mut browser = house.browser();
    let form = [("email", "fresh@fresh.example"), ("password", "wrong one"), ("once", "x")];
    for _ in 0..3 {
        assert_eq!(browser.post("/console/sign-in", &form).await.status, AGAIN);
    }
    let answer = browser.post("/console/sign-in", &form).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    house.ground.clock.advance(std::time::Duration::from_secs(61));
    assert_eq!(browser.post("/console/sign-in", &form).await.status, AGAIN);
}

async fn with_second_step(house: &House, browser: &mut crate::house::Browser) -> Vec<u8> {
    let page = browser.get("/console/account/second-step").await;
    let secret = page.between("name=\"secret\" value=\"", "\"");
    let bytes = totp::from_base32(&secret).unwrap();
    let form = [("secret", secret.as_str()), ("code", "000000"), ("once", "a")];
    let wrong = browser.post("/console/account/second-step", &form).await;
    assert_eq!(wrong.status, AGAIN);
    assert!(words(&wrong, &secret), "the same secret stands there again");
    let code = totp::code(&bytes, totp::step(house.app.now()));
    let form = [("secret", secret.as_str()), ("code", code.as_str()), ("once", "b")];
    let codes = browser.post("/console/account/second-step", &form).await;
    assert_eq!(codes.status, OK);
    assert_eq!(codes.text.matches("<li><code>").count(), 10);
    house.ground.clock.advance(std::time::Duration::from_secs(90));
    bytes
}

#[tokio::test]
async fn the_second_step_stands_between_the_password_and_the_console() {
    let house = House::quick().await;
    house.brand("fresh").await;
    let mut browser = house.signed_in("fresh@fresh.example").await;
    let secret = with_second_step(&house, &mut browser).await;
    let mut other = house.browser();
    let form = [
        ("email", "fresh@fresh.example"),
        ("password", PASSWORD),
        ("next", "/console/keys"),
        ("once", "x"),
    ];
    let answer = other.post("/console/sign-in", &form).await;
    assert_eq!(answer.to, "/console/sign-in/code?next=%2Fconsole%2Fkeys");
    assert!(!other.jar.contains_key("regulars_staff"));
    assert!(other.get("/console/account").await.to.starts_with("/console/sign-in"));
    let wrong = other.post("/console/sign-in/code", &[("code", "000000"), ("once", "x")]).await;
    assert_eq!(wrong.status, AGAIN);
    let code = totp::code(&secret, totp::step(house.app.now()));
    let form = [("code", code.as_str()), ("next", "/console/keys"), ("once", "x")];
    let answer = other.post("/console/sign-in/code", &form).await;
    assert_eq!((answer.status, answer.to.as_str()), (ON, "/console/keys"), "{}", answer.text);
    assert!(!other.jar.contains_key("regulars_step"), "the step is over");
    // Without the password's step the code is worth nothing.
    let mut third = house.browser();
    let answer = third.post("/console/sign-in/code", &form).await;
    assert_eq!(answer.to, "/console/sign-in");
}

#[tokio::test]
async fn a_forgotten_password_is_mended_by_a_link() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    let ana = house.person(org, "Ana", Role::Manager).await;
    let mut owner = house.signed_in("fresh@fresh.example").await;
    let path = format!("/console/staff/{ana}");
    let page = owner.get(&path).await;
    let action = format!("{path}/password-link");
    let once = page.once(&action);
    let made = owner.post(&action, &[("once", &once)]).await;
    let link = made.between("http://shop.example/password/", "\"");
    assert_eq!(link.len(), 32, "{}", made.text);
    // Sent twice, nothing is made and nothing is shown.
    assert_eq!(owner.post(&action, &[("once", &once)]).await.status, ON);
    let mut browser = house.browser();
    let address = format!("/password/{link}");
    assert_eq!(browser.get(&address).await.status, OK);
    let short = browser.post(&address, &[("password", "short"), ("once", "x")]).await;
    assert_eq!(short.status, AGAIN);
    let form = [("password", "a new corner"), ("once", "x")];
    assert_eq!(browser.post(&address, &form).await.to, "/console/sign-in");
    assert_eq!(browser.get(&address).await.status, StatusCode::GONE);
    let form = [("email", "ana@staff.example"), ("password", "a new corner"), ("once", "x")];
    assert_eq!(browser.post("/console/sign-in", &form).await.to, "/console");
}

#[tokio::test]
async fn the_invited_see_the_brand_and_come_in() {
    let house = House::quick().await;
    house.brand("fresh").await;
    let mut owner = house.signed_in("fresh@fresh.example").await;
    let page = owner.get("/console/staff/invitations/new").await;
    let once = page.once("/console/staff/invitations");
    let bad = [("email", "no"), ("role", "king"), ("remit", "everything"), ("once", &once)];
    assert_eq!(owner.post("/console/staff/invitations", &bad).await.status, AGAIN);
    let form = [
        ("email", "li@staff.example"),
        ("role", "manager"),
        ("remit", "everything"),
        ("once", &once),
    ];
    let made = owner.post("/console/staff/invitations", &form).await;
    let link = made.between("http://shop.example/invitation/", "\"");
    assert_eq!((made.status, link.len()), (OK, 32), "{}", made.text);
    let mut li = house.browser();
    let address = format!("/invitation/{link}");
    let page = li.get(&address).await;
    assert!(words(&page, "fresh Market") && words(&page, "Manager"), "{}", page.text);
    let wrong = li.post(&address, &[("name", "Li Na"), ("password", ""), ("once", "x")]).await;
    assert_eq!(wrong.status, AGAIN);
    assert!(words(&wrong, "value=\"Li Na\""), "the name was lost");
    let form = [("name", "Li Na"), ("password", PASSWORD), ("once", "x")];
    assert_eq!(li.post(&address, &form).await.to, "/console");
    assert_eq!(li.get("/console/account").await.status, OK);
    assert_eq!(house.browser().get(&address).await.status, StatusCode::GONE);
    // A manager sees the staff and changes nobody.
    assert_eq!(li.get("/console/staff").await.status, OK);
    assert_eq!(li.get("/console/staff/invitations/new").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_brands_people_are_not_here() {
    let house = House::quick().await;
    let (_, mine) = house.brand("fresh").await;
    let (theirs_org, theirs) = house.brand("sport").await;
    let mut browser = house.signed_in("fresh@fresh.example").await;
    assert_eq!(browser.get(&format!("/console/staff/{mine}")).await.status, OK);
    let absent: StaffId = house.ground.world.id();
    for id in [theirs.to_string(), absent.to_string(), "stf_x".into(), "sto_1".into()] {
        let path = format!("/console/staff/{id}");
        assert_eq!(browser.get(&path).await.status, NOT_HERE, "{id}");
        for part in ["", "/pin", "/password-link", "/second-step", "/leaving", "/return"] {
            let form = [("once", "x"), ("pin", "2580"), ("name", "X")];
            let answer = browser.post(&format!("{path}{part}"), &form).await;
            assert_eq!(answer.status, NOT_HERE, "{path}{part}");
        }
    }
    let mut db = house.ground.db.read().await.unwrap();
    let person = crate::staff::require(&mut db, theirs_org, theirs).await.unwrap();
    assert!(person.works() && !person.has_pin);
}

#[tokio::test]
async fn one_signs_other_devices_out_and_only_ones_own() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    house.person(org, "Ana", Role::Cashier).await;
    let mut here = house.signed_in("fresh@fresh.example").await;
    let mut there = house.signed_in("fresh@fresh.example").await;
    let mut ana = house.signed_in("ana@staff.example").await;
    let page = here.get("/console/account").await;
    let action = page.between("action=\"/console/account/sessions/ses_", "\"");
    let action = format!("/console/account/sessions/ses_{action}");
    assert_eq!(ana.post(&action, &[("once", "x")]).await.status, NOT_HERE);
    assert_eq!(there.get("/console/account").await.status, OK);
    assert_eq!(here.post(&action, &[("once", &page.once(&action))]).await.status, ON);
    assert_eq!(there.get("/console/account").await.status, ON);
    assert_eq!(here.get("/console/account").await.status, OK);
}

#[tokio::test]
async fn a_list_filters_sorts_and_survives_forged_cursors() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    for at in 0..60 {
        let person = crate::staff::NewPerson::new(format!("Person {at:02} 100%"), Role::Host);
        house
            .ground
            .db
            .write(&Scope::system(org), async |tx| actions::add(tx, person.clone()).await)
            .await
            .unwrap();
    }
    let mut browser = house.signed_in("fresh@fresh.example").await;
    for sort in ["", "name", "-name", "role", "-role", "seen", "-seen", "nonsense"] {
        let mut path = format!("/console/staff?sort={sort}");
        let mut seen = 0;
        while !path.is_empty() {
            let page = browser.get(&path).await;
            assert_eq!(page.status, OK, "{path}");
            seen += page.text.matches("href=\"/console/staff/stf_").count();
            let foot = page.text.split("table-foot").nth(1).unwrap_or_default();
            let next = foot.split("cursor=").nth(1).unwrap_or_default();
            let next = next.split('"').next().unwrap_or_default();
            path = if next.is_empty() {
                String::new()
            } else {
                format!("/console/staff?sort={sort}&cursor={next}")
            };
        }
        assert_eq!(seen, 61, "{sort}");
    }
    let page = browser.get("/console/staff?q=person%2007").await;
    assert_eq!(page.text.matches("href=\"/console/staff/stf_").count(), 1);
    let page = browser.get("/console/staff?q=100%25").await;
    assert!(page.text.matches("href=\"/console/staff/stf_").count() > 10);
    let page = browser.get("/console/staff?q=0%25%25%25x_").await;
    assert_eq!(page.text.matches("href=\"/console/staff/stf_").count(), 0);
    for forged in ["zz", "7b7d", "ff", "5b312c325d"] {
        let page = browser.get(&format!("/console/staff?cursor={forged}")).await;
        assert_eq!(page.status, AGAIN, "{forged}");
    }
}

#[tokio::test]
async fn whoever_is_signed_in_keeps_the_console_around_an_address_that_leads_nowhere() {
    let house = House::quick().await;
    house.brand("fresh").await;
    let mut owner = house.signed_in("fresh@fresh.example").await;
    for path in ["/console/nowhere", "/console/members/mbr_00000000000000000000000000"] {
        let answer = owner.get(path).await;
        assert_eq!(answer.status, NOT_HERE, "{path}");
        assert!(words(&answer, "<nav class=\"stages\""), "no rail: {}", answer.text);
        assert!(words(&answer, "href=\"/console/find\""), "no way on: {}", answer.text);
        assert_eq!(answer.text.matches("<h1>").count(), 1, "{path}");
    }
    let stranger = house.browser().get("/console/nowhere").await;
    assert_eq!(stranger.status, NOT_HERE);
    assert!(!words(&stranger, "<nav class=\"stages\""), "{}", stranger.text);
    // A page of the shop is no page of the console, whoever looks at it.
    let elsewhere = owner.get("/nowhere").await;
    assert!(!words(&elsewhere, "<nav class=\"stages\""), "{}", elsewhere.text);
}
