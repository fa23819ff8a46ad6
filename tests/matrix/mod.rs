//! Every route as everybody, held against `tests/matrix/matrix.txt`: who may do what is reviewed as a
//! diff. A route that is not in the file fails; so does a line whose route is gone.
//!
//! Written anew with `REGULARS_WRITE_MATRIX=1 cargo test -p regulars --test house matrix`.

pub mod foreign;
mod merged;
pub mod people;

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use axum::{
    Router,
    body::Body,
    http::{HeaderName, Method, Request, header},
    response::Response,
};
use people::{Caller, Class};
use regulars::house::House;
use tower::ServiceExt as _;
use utoipa::openapi::OpenApi;

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

async fn send(
    router: &Router,
    method: &Method,
    path: &str,
    shown: Option<(HeaderName, String)>,
) -> Response {
    let mut request = Request::builder()
        .method(method.clone())
        .uri(path)
        .header(header::HOST, "club.example")
        .header("sec-fetch-site", "same-origin");
    if let Some((name, value)) = shown {
        request = request.header(name, value);
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
    router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
}

/// What the caller got: `in` when nobody stopped them (the page, or a wrong input, or nothing there),
/// `door` when they were sent to sign in, else the status.
fn got(response: &Response) -> String {
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

/// Every page and API route.
pub fn routes(house: &House, document: &OpenApi) -> BTreeMap<(String, String), Method> {
    let mut routes: BTreeMap<(String, String), Method> = BTreeMap::new();
    for (method, path) in house.routes() {
        routes.insert((path.to_owned(), method.to_owned()), method.parse().unwrap());
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
                routes.insert((path.clone(), method.to_string()), method);
            }
        }
    }
    routes
}

async fn rows() -> String {
    let stage = people::stage().await;
    let (router, document) = (stage.house.router(), regulars::house::document());
    let mut out = HEAD.to_owned();
    for ((path, name), method) in routes(&stage.house, &document) {
        let api = path.starts_with("/api/");
        let mut heard: Vec<(&Caller, String)> = Vec::new();
        for caller in &stage.callers {
            // Keys are for programs: on pages they are nobody, and one is enough to see it.
            let keyed = caller.class() == Class::Keys;
            if keyed && !api && heard.iter().any(|(other, _)| other.class() == Class::Keys) {
                continue;
            }
            let shown = stage.enters(caller).await;
            let path = filled(&path, &stage.slug);
            let answer = got(&send(&router, &method, &path, shown).await);
            assert!(!answer.starts_with('5'), "{name} {path} as {}: {answer}", caller.name);
            heard.push((caller, answer));
        }
        let _ = writeln!(out, "{name} {path}");
        for (answer, who) in told(&heard) {
            let _ = writeln!(out, "    {answer}: {}", who.join(" "));
        }
    }
    out
}

const HEAD: &str = "\
# Who may do what. in: not stopped; door: sent to sign in; else the status.
# Whoever is let in is named, unless all of their kind are; `other staff` are those not named above.
";

/// The answers with those who got them, whoever is let in first.
fn told(heard: &[(&Caller, String)]) -> Vec<(String, Vec<String>)> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    let mut answers: Vec<&String> = heard.iter().map(|(_, answer)| answer).collect();
    answers.sort_by_key(|answer| (*answer != "in", *answer));
    answers.dedup();
    for answer in answers {
        let mut who = Vec::new();
        for class in Class::ALL {
            let all: Vec<_> = heard.iter().filter(|(caller, _)| caller.class() == class).collect();
            let these = all.iter().filter(|(_, other)| other == answer);
            let names: Vec<_> = these.map(|(caller, _)| caller.name.to_owned()).collect();
            let let_in = all.iter().filter(|(_, other)| other == "in").count();
            if names.is_empty() {
            } else if names.len() == all.len() {
                who.push(class.word().to_owned());
            } else if answer != "in" && names.len() + let_in == all.len() {
                who.push(format!("other {}", class.word()));
            } else {
                who.extend(names);
            }
        }
        lines.push((answer.clone(), who));
    }
    lines
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
