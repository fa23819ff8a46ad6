//! Forms sent with bodies that are none, and with fields that hold what nobody asked for.

use std::collections::BTreeSet;

use axum::{
    body::Bytes,
    http::{Method, header},
};

use super::{
    MARKUP,
    ground::{Asker, Ground, on_each_engine},
    scrape::{MULTIPART, Sheet},
    sent::Sent,
};

const FORM: &str = "application/x-www-form-urlencoded";

/// Bodies that are no form, with the type they come as.
fn no_forms() -> Vec<(String, Bytes)> {
    let broken = "--edge\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\nAna\r\n--ed";
    let headless = "--edge\r\n\r\nAna\r\n--edge--\r\n";
    let bytes = [
        b"--edge\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\n",
        &[0xff, 0xfe][..],
        b"\r\n--edge--",
    ];
    let many = (0..600).map(|n| format!("f{n}=x")).collect::<Vec<_>>().join("&");
    let large = [b"once=large&name=", &vec![b'a'; 10 << 20][..]].concat();
    let file =
        "--edge\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\n\r\n";
    let upload = [file.as_bytes(), &vec![0; 10 << 20], b"\r\n--edge--\r\n"].concat();
    let small =
        [file.as_bytes(), b"\x89PNG\r\n\x1a\n", MARKUP.as_bytes(), b"\r\n--edge--\r\n"].concat();
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        ("", Vec::new()),
        (FORM, Vec::new()),
        ("text/plain", b"name=Ana&once=text".to_vec()),
        ("application/json", b"{\"name\": \"Ana\"".to_vec()),
        (FORM, b"once=bytes&name=\xff\xfe&%FF=%FF&=&&&==&q=%".to_vec()),
        (FORM, many.into_bytes()),
        (FORM, large),
        ("multipart/form-data", broken.into()),
        (MULTIPART, Vec::new()),
    ];
    all.extend([broken, headless].map(|body| (MULTIPART, body.as_bytes().to_vec())));
    all.extend([bytes.concat(), upload, small].map(|body| (MULTIPART, body)));
    all.into_iter().map(|(kind, body)| (kind.to_owned(), body.into())).collect()
}

/// What a field may come with.
fn nasty() -> Vec<String> {
    let long = format!("\">{MARKUP}💥\u{202e}مرحبا{}", "字".repeat(300));
    let values = ["a\u{0}b", "2026-02-30", "-1", "99999999999999999999", "9223372036854775807"];
    let more = ["1e400", "NaN", "9999-12-31T23:59", ""];
    [vec![long], values.map(str::to_owned).to_vec(), more.map(str::to_owned).to_vec()].concat()
}

async fn bodies(ground: &Ground) {
    let none = no_forms();
    for (at, (method, route)) in ground.routes.iter().enumerate() {
        if *method == Method::GET {
            continue;
        }
        let askers: &[Asker] = if route.starts_with("/api/") {
            &[Asker::Key]
        } else {
            &[Asker::Owner, Asker::Counter, Asker::Member]
        };
        for (a, asker) in askers.iter().enumerate() {
            for (n, body) in none.iter().enumerate() {
                // What is large is as large for everybody.
                if body.1.len() > 1 << 20 && (a + at) % askers.len() != 0 {
                    continue;
                }
                let mut sent = Sent::post(ground.path(route), body.clone()).lang(at + n);
                sent.method = method.clone();
                ground.hold(sent.by(ground.shows(*asker).await)).await;
            }
        }
    }
}

/// Every field that any form has, all at once, to every route.
async fn all_fields(ground: &Ground, sheets: &[(Asker, Sheet)]) {
    let names: BTreeSet<&str> = sheets.iter().flat_map(|(_, sheet)| sheet.names()).collect();
    let names: Vec<_> = names.into_iter().filter(|name| *name != "once").collect();
    for (at, (method, route)) in ground.routes.iter().enumerate() {
        if *method != Method::POST || route.starts_with("/api/") {
            continue;
        }
        for (n, value) in nasty().iter().enumerate() {
            let mut sheet =
                Sheet { action: ground.path(route), multipart: false, fields: Vec::new() };
            sheet = sheet.with(&[("once", &format!("all-{at}-{n}"))]);
            sheet =
                sheet.with(&names.iter().map(|name| (*name, value.as_str())).collect::<Vec<_>>());
            let shown = ground.shows(Ground::askers(route)[0]).await;
            ground.hold(Sent::post(&sheet.action, sheet.body()).by(shown).lang(at + n)).await;
        }
    }
}

/// Every form as its page shows it, with one field gone wrong.
async fn one_field(ground: &Ground, sheets: &[(Asker, Sheet)]) {
    for (at, (asker, sheet)) in sheets.iter().enumerate() {
        for (f, name) in sheet.names().into_iter().enumerate() {
            for (n, value) in nasty().iter().enumerate() {
                let mark = format!("one-{at}-{f}-{n}");
                let wrong = sheet.with(&[("once", &mark), (name, value)]);
                let shown = ground.shows(*asker).await;
                let sent = Sent::post(&wrong.action, wrong.body()).by(shown).lang(at + n);
                let heard = ground.hold(sent).await;
                let named = heard.text.contains("aria-invalid=\"true\"")
                    || heard.text.contains(&format!("<strong>{name}</strong>"));
                if heard.status == 422 && name != "once" && !named {
                    ground.complain(heard.told(&format!("{name} is wrong and not named")));
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_body_and_no_field_breaks_a_form() {
    on_each_engine(async |ground| {
        let sheets = ground.sheets();
        assert!(sheets.len() > 50, "only {} forms were seen", sheets.len());
        bodies(ground).await;
        all_fields(ground, &sheets).await;
        one_field(ground, &sheets).await;
    })
    .await;
}

/// Whoever was away too long is led to the door and not to an error.
#[tokio::test(flavor = "multi_thread")]
async fn an_expired_session_is_led_to_the_door() {
    on_each_engine(async |ground| {
        let sheets = ground.sheets();
        for (at, (asker, sheet)) in
            sheets.iter().enumerate().filter(|(_, (asker, _))| *asker != Asker::Nobody)
        {
            let Some((name, cookie)) = ground.shows(*asker).await else { continue };
            ground.end_sessions().await;
            let old = Some((name, cookie));
            let sent = Sent::post(&sheet.action, sheet.body()).by(old.clone()).lang(at);
            let heard = ground.hold(sent).await;
            let doors = ["/sign-in", "/return", "/counter/pin", "/counter/pairing", "/console"];
            let led = heard.status == 303 && doors.iter().any(|door| heard.location.contains(door));
            if !led && heard.status < 400 {
                ground.complain(heard.told(&format!("{} {}", heard.status, heard.location)));
            }
            assert!(old.is_some_and(|(name, _)| name == header::COOKIE));
        }
    })
    .await;
}
