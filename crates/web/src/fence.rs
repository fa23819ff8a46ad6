//! What every request passes on its way in and out: same origin for what changes something, the
//! security headers, cookies of choice, and the one rendering of errors.

use axum::{
    extract::{FromRequestParts as _, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use kernel::{Error, FieldError, permission::UseConsole};

use crate::{
    app::App,
    ask::{Ask, cookie},
    crowds,
    kit::{Frame, links},
    reply::{self, Fail, add_cookie},
    shops,
    who::Staff,
};

macro_rules! policy {
    ($worker:literal) => {
        HeaderValue::from_static(concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; ",
            "media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; ",
            "frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'; worker-src ",
            $worker
        ))
    };
}

pub async fn fence(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let ask = Ask::of(&parts, &app);
    let request = Request::from_parts(parts.clone(), body);
    let door = crowds::door(&parts);
    let response = if let Some(error) = unkeepable(&parts.uri) {
        Fail(error).into_response()
    } else if let Some(door) = &door
        && app.crowds().hold_back(door).await
    {
        Fail(Error::CROWDED).into_response()
    } else if is_api(&parts.uri) || safe(&parts.method) || same_origin(&parts.headers) {
        let response = next.run(request).await;
        if let (Some(door), Some(Fail(Error::CROWDED))) = (door, response.extensions().get()) {
            app.crowds().shut_out(door);
        }
        response
    } else {
        Fail(Error::Malformed("form.foreign")).into_response()
    };
    let mut response = settle(response, &app, &ask, &parts).await;
    keep_choices(&mut response, &parts.uri);
    let told = ask.toast.is_some() && cookie(&parts.headers, "toast").is_some();
    if told && response.status().is_success() {
        add_cookie(&mut response, "toast=; Path=/; Max-Age=0; SameSite=Lax");
    }
    protect(&mut response, &app, &parts.uri);
    response
}

/// What is wrong with an address that has a U+0000 in it. No keyboard has a key for it and `PostgreSQL`
/// keeps none in a text, so it ends at the door and means the same on every engine: nothing is called
/// so, and a question that holds it is named.
fn unkeepable(uri: &Uri) -> Option<Error> {
    if uri.path().contains("%00") {
        return Some(Error::NotFound("page"));
    }
    let query = uri.query().filter(|query| query.contains("%00"))?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (name, _) = pairs.find(|(name, value)| name.contains('\0') || value.contains('\0'))?;
    let name = name.replace('\0', "");
    Some(FieldError::new(name, "text_unkeepable").into())
}

pub fn is_api(uri: &Uri) -> bool {
    uri.path().starts_with("/api/")
}

fn at_counter(uri: &Uri) -> bool {
    uri.path() == "/counter" || uri.path().starts_with("/counter/")
}

pub const fn safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a browser says that one of our own pages sent this. Browsers that say nothing at all
/// about the origin of a POST are too old to be told apart from a foreign page.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    let Some(host) = text("host") else { return false };
    let origin = text("origin").or_else(|| text("referer")).unwrap_or_default();
    origin.parse::<Uri>().ok().and_then(|uri| uri.authority().map(|a| a.as_str() == host))
        == Some(true)
}

/// Turns an error into the form that the asker reads.
async fn settle(response: Response, app: &App, ask: &Ask, parts: &Parts) -> Response {
    let error = match response.extensions().get::<Fail>() {
        Some(Fail(error)) => error.clone(),
        // What the framework refuses by itself: unknown paths, methods, sizes, broken bodies.
        None if response.status().is_client_error() && !has_body(&response) => {
            framework(response.status())
        }
        None => return response,
    };
    let retry = reply::retry_after(&error);
    let id = reply::log_broken(&error, app.world(), None);
    let mut out = if is_api(&parts.uri) {
        reply::problem(&error, ask.lang(), id)
    } else if matches!(error, Error::Unauthenticated) {
        sign_in(ask, &parts.uri, &parts.method)
    } else {
        reply::error_page(&frame(app, ask, parts).await, &error, id.as_deref())
    };
    if let Some(retry) = retry {
        out.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    out
}

fn has_body(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.to_str().unwrap_or_default();
        kind.starts_with("text/html") || kind.contains("json")
    })
}

fn framework(status: StatusCode) -> Error {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Error::Refused(kernel::Refused {
            code: "request.method",
            status: 405,
            args: Vec::new(),
        }),
        StatusCode::NOT_FOUND => Error::NotFound("page"),
        StatusCode::PAYLOAD_TOO_LARGE => Error::Malformed("body.too_large"),
        _ => Error::Malformed("request.unreadable"),
    }
}

/// Nobody is signed in: to the door that fits the page, and back afterwards.
fn sign_in(ask: &Ask, uri: &Uri, method: &Method) -> Response {
    let here = if *method == Method::GET { ask.here.as_str() } else { uri.path() };
    let first = uri.path().split('/').nth(1).unwrap_or_default();
    let door = match first {
        "counter" => "/counter/pin".to_owned(),
        "console" => links::with_query("/console/sign-in", [("next", here)]),
        org => links::with_query(&format!("/{org}/return"), [("next", here)]),
    };
    reply::see_other(&door)
}

/// Whose page an error stands on: the console of whoever is signed in there, a brand's, or nobody's.
async fn frame(app: &App, ask: &Ask, parts: &Parts) -> Frame {
    if parts.uri.path().starts_with("/console/") {
        let staff = Staff::<UseConsole>::from_request_parts(&mut parts.clone(), app).await;
        return staff.map_or_else(|_| ask.frame(), |staff| staff.frame(""));
    }
    match brand(app, &parts.uri).await {
        Some(shop) => {
            let mut frame = ask.frame_in(&shop);
            frame.base = shop.href("");
            frame
        }
        None => ask.frame(),
    }
}

/// The brand whose page it is.
pub fn slug(uri: &Uri) -> Option<&str> {
    uri.path().split('/').nth(1).filter(|slug| !shops::RESERVED.contains(slug))
}

async fn brand(app: &App, uri: &Uri) -> Option<shops::Shop> {
    shops::by_slug(&mut app.db().read().await.ok()?, slug(uri)?).await.ok().flatten()
}

/// A language or theme chosen by a link stays chosen.
fn keep_choices(response: &mut Response, uri: &Uri) {
    for pair in uri.query().unwrap_or_default().split('&') {
        let kept = match pair.split_once('=') {
            Some(("lang", tag)) if tag.parse::<kernel::Lang>().is_ok() && tag.len() < 8 => pair,
            Some(("theme", "light" | "dark" | "auto")) => pair,
            _ => continue,
        };
        add_cookie(response, &format!("{kept}; Path=/; Max-Age=31536000; SameSite=Lax"));
    }
}

fn protect(response: &mut Response, app: &App, uri: &Uri) {
    const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
    const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
    let headers = response.headers_mut();
    headers.reserve(8);
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(PERMISSIONS, "camera=(self), geolocation=(self), microphone=(), payment=()");
    set(OPENER, "same-origin");
    if app.settings().secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    // Only the counter has a worker: it keeps what happens while there is no network.
    let policy = if at_counter(uri) { policy!("'self'") } else { policy!("'none'") };
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if !uri.path().starts_with("/assets/") && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// A session cookie. Its path keeps it to the pages it is for.
pub fn session_cookie(app: &App, kind: crate::sessions::Kind, path: &str, token: &str) -> String {
    let secure = if app.settings().secure() { "; Secure" } else { "" };
    let age = if token.is_empty() { 0 } else { kind.lasts().as_secs() };
    format!("{}={token}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax{secure}", kind.cookie())
}
