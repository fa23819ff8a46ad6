//! Pages and lists asked for with addresses that nobody means well by.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, header};
use kernel::Cursor;
use utoipa::openapi::RefOr;

use super::{
    MARKUP,
    ground::{Asker, Ground, on_each_engine},
    scrape,
    sent::Sent,
};

/// Names that lists and pages know, whoever links to them.
const NAMES: [&str; 12] = [
    "limit", "cursor", "before", "after", "q", "lang", "theme", "sort", "next", "from", "until",
    "day",
];

/// Values as they stand in an address.
fn hostile() -> Vec<String> {
    let mut values: Vec<String> =
        ["999999999", "0", "-1", "abc", "%00", "a%00b", "%FF", "xx", "2026-02-30", "-9999-01-01"]
            .map(str::to_owned)
            .to_vec();
    values.extend(
        ["9999-12-31", "9223372036854775807", "a".repeat(5000).as_str()].map(str::to_owned),
    );
    values.extend([MARKUP, "\"'>;--", "\u{202e}مرحبا 💥"].map(scrape::coded));
    values
}

/// Cursors that were never handed out: of other lists, damaged, and well-formed with nonsense in them.
fn cursors(seen: &BTreeSet<String>) -> Vec<String> {
    let mut forged = vec!["zz".to_owned(), "7".to_owned(), "0".repeat(5000), "5b5d".to_owned()];
    forged.push(Cursor::write(&(i64::MAX, i64::MIN)));
    forged.push(Cursor::write(&(i64::MIN, "00000000-0000-0000-0000-000000000000")));
    forged.push(Cursor::write(&("a\u{0}b", "00000000-0000-0000-0000-000000000000")));
    forged.push(Cursor::write(&("a\u{0}b", "a\u{0}b")));
    forged.push(Cursor::write(&"a\u{0}b"));
    forged.push(Cursor::write(&i64::MAX));
    forged.push(Cursor::write(&vec![vec![1]; 40]));
    for cursor in seen {
        forged.push(cursor.clone());
        forged.push(cursor.replace("31", "39"));
        forged.push(format!("{cursor}{cursor}"));
        forged.push(cursor.chars().rev().collect());
        forged.push(cursor.chars().take(cursor.len() / 2).collect());
    }
    forged
}

/// Names in the addresses that pages lead to, by path, and the cursors among their values.
fn linked(ground: &Ground) -> (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>) {
    let (mut names, mut cursors) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeSet::new());
    for (_, _, heard) in &ground.pages {
        for link in scrape::links(&heard.text) {
            let Some((path, query)) = link.split_once('?') else { continue };
            for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
                names.entry(path.to_owned()).or_default().insert(name.to_owned());
                if ["cursor", "before", "after"].contains(&name) {
                    cursors.insert(value.to_owned());
                }
            }
        }
        let next: serde_json::Value = serde_json::from_str(&heard.text).unwrap_or_default();
        cursors.extend(next["next_cursor"].as_str().map(str::to_owned));
    }
    (names, cursors)
}

async fn queries(ground: &Ground) {
    let document = regulars::house::document();
    let (linked, seen) = linked(ground);
    let cursors: Vec<_> = cursors(&seen).into_iter().take(16).collect();
    for (at, (method, route)) in ground.routes.iter().enumerate() {
        if *method != Method::GET {
            continue;
        }
        let path = ground.path(route);
        let mut names = linked.get(&path).cloned().unwrap_or_default();
        let item = document.paths.paths.get(route).and_then(|item| item.get.as_ref());
        let params = item.and_then(|get| get.parameters.as_ref()).into_iter().flatten();
        names.extend(params.filter_map(|param| match param {
            RefOr::T(param) => Some(param.name.clone()),
            RefOr::Ref(_) => None,
        }));
        for asker in Ground::askers(route) {
            let shown = ground.shows(*asker).await;
            let ask = async |query: String, at: usize| {
                let sent = Sent::get(format!("{path}?{query}")).by(shown.clone()).lang(at);
                ground.hold(sent).await;
            };
            for (n, value) in hostile().iter().enumerate() {
                let all: Vec<_> = NAMES.iter().map(|name| format!("{name}={value}")).collect();
                ask(all.join("&"), at + n).await;
                // One at a time as well, because the first that is refused hides the others.
                for name in names.iter().skip(n % 3).step_by(3) {
                    ask(format!("{name}={value}"), at + n).await;
                }
            }
            for (n, cursor) in cursors.iter().enumerate() {
                ask(format!("cursor={cursor}&before={cursor}"), at + n).await;
            }
        }
    }
}

/// Parameters of the path that are nothing.
async fn paths(ground: &Ground) {
    for (at, (method, route)) in ground.routes.iter().enumerate() {
        if !route.contains('{') || ![Method::GET, Method::POST].contains(method) {
            continue;
        }
        let asker = Ground::askers(route)[0];
        for (n, value) in hostile().iter().enumerate() {
            let (whole, last) = (ground.path(route), route.rsplit('{').next().unwrap_or_default());
            let rest = last.split_once('}').map_or("", |(_, rest)| rest);
            let Some((before, _)) = whole.strip_suffix(rest).and_then(|head| head.rsplit_once('/'))
            else {
                continue;
            };
            let mut sent = Sent::get(format!("{before}/{value}{rest}")).lang(at + n);
            sent.method = method.clone();
            ground.hold(sent.by(ground.shows(asker).await)).await;
        }
    }
}

/// Cookies that are no sessions, of sessions that ended, and of words on the next page that we never
/// said.
async fn cookies(ground: &Ground) {
    let garbage = ["", "x", &"f".repeat(64), &"é".repeat(32), "\u{7f}", &"0".repeat(6000)];
    for (at, (method, route)) in ground.routes.iter().enumerate() {
        if *method != Method::GET && *method != Method::POST {
            continue;
        }
        for (n, value) in garbage.iter().enumerate() {
            let cookie = format!(
                "regulars_staff={value}; regulars_member={value}; regulars_counter={value}; \
                 toast={value}; lang={value}; theme={value}"
            );
            let shown = (header::COOKIE, cookie.replace('\u{7f}', "\\"));
            let mut sent = Sent::get(ground.path(route)).by(Some(shown)).lang(at + n);
            sent.method = method.clone();
            let heard = ground.hold(sent).await;
            let inside = route.starts_with("/console") || route.starts_with("/api/v1/m");
            if inside && !route.contains("sign-in") && heard.status < 300 {
                ground.complain(heard.told("let in by garbage"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_breaks_a_page_or_a_list() {
    on_each_engine(async |ground| {
        let seen = ground.pages.iter().filter(|(_, asker, _)| *asker != Asker::Key).count();
        assert!(seen > 80, "only {seen} pages were seen");
        queries(ground).await;
        paths(ground).await;
        cookies(ground).await;
    })
    .await;
}
