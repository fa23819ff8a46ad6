//! Every route as everybody, held against `tests/matrix/matrix.txt`: who may do what is reviewed as a
//! diff. A route that is not in the file fails; so does a line whose route is gone.
//!
//! Written anew with `REGULARS_WRITE_MATRIX=1 cargo test -p regulars --test house matrix`.

mod people;

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
};
use people::{Caller, Door};
use tower::ServiceExt as _;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/matrix/matrix.txt");

/// A path with its parameters filled by things that are not there: whoever may ask gets 404, whoever
/// may not never learns that.
fn filled(path: &str, slug: &str) -> String {
    let mut out = String::new();
    for part in path.split('/').skip(1) {
        let part = match part {
            "{org}" => slug,
            _ if part.starts_with('{') => "none",
            part => part,
        };
        // A parameter may stand before an ending: `{code}.svg`.
        let _ = write!(out, "/{part}");
    }
    out
}

/// What the caller got: `in` when nobody stopped them (the page, or a wrong input, or nothing there),
/// `door` when they were sent to sign in, else the status.
async fn ask(router: &Router, method: &Method, path: &str, caller: &Caller) -> String {
    let mut request = Request::builder()
        .method(method.clone())
        .uri(path)
        .header(header::HOST, "club.example")
        .header("sec-fetch-site", "same-origin");
    match &caller.door {
        Door::Nobody => {}
        Door::Cookie(cookie) => request = request.header(header::COOKIE, cookie),
        Door::Key(key) => request = request.header(header::AUTHORIZATION, format!("Bearer {key}")),
    }
    let api = path.starts_with("/api/");
    let body = if *method == Method::GET {
        Body::empty()
    } else if api {
        request = request.header(header::CONTENT_TYPE, "application/json");
        Body::from("{}")
    } else {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        Body::empty()
    };
    let response = router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("");
    match response.status().as_u16() {
        303 if ["/sign-in", "/return", "/counter/pin", "/counter/pairing"]
            .iter()
            .any(|d| to.contains(d)) =>
        {
            "door".into()
        }
        200 | 201 | 204 | 303 | 307 | 400 | 404 | 409 | 410 | 413 | 422 => "in".into(),
        status => status.to_string(),
    }
}

async fn rows() -> String {
    let stage = people::stage().await;
    let (router, document) = stage.house.router();
    let mut asked: BTreeMap<(String, String), Method> = BTreeMap::new();
    for (method, path) in stage.house.routes() {
        asked.insert((path.to_owned(), method.to_owned()), method.parse().unwrap());
    }
    for (path, item) in &document.paths.paths {
        for (method, is) in [
            (Method::GET, item.get.is_some()),
            (Method::POST, item.post.is_some()),
            (Method::PUT, item.put.is_some()),
            (Method::PATCH, item.patch.is_some()),
            (Method::DELETE, item.delete.is_some()),
        ] {
            if is {
                asked.insert((path.clone(), method.to_string()), method);
            }
        }
    }
    let mut out = String::from(
        "# Who may do what. in: not stopped; door: sent to sign in; else the status.\n",
    );
    for ((path, name), method) in asked {
        let api = path.starts_with("/api/");
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for caller in stage
            .callers
            .iter()
            .filter(|caller| caller.calls_api() == api || caller.name == "nobody")
        {
            let got = ask(&router, &method, &filled(&path, &stage.slug), caller).await;
            assert!(!got.starts_with('5'), "{name} {path} as {}: {got}", caller.name);
            groups.entry(got).or_default().push(caller.name);
        }
        let _ = write!(out, "{name} {path}");
        for (got, who) in groups {
            let _ = write!(out, "\n    {got}: {}", who.join(" "));
        }
        out.push('\n');
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "whoever writes the matrix anew says so")]
async fn every_route_answers_everybody_as_the_matrix_says() {
    let now = rows().await;
    if std::env::var("REGULARS_WRITE_MATRIX").is_ok() {
        std::fs::write(Path::new(FILE), &now).unwrap();
        return;
    }
    let held = std::fs::read_to_string(Path::new(FILE)).unwrap_or_default();
    let (held, now): (Vec<&str>, Vec<&str>) = (held.lines().collect(), now.lines().collect());
    let gone: Vec<_> = held.iter().filter(|line| !now.contains(line)).collect();
    let new: Vec<_> = now.iter().filter(|line| !held.contains(line)).collect();
    assert!(
        held == now,
        "the matrix changed; look at each line, then write it anew (see the head of this file)\n\
         gone: {gone:#?}\nnew: {new:#?}"
    );
}
