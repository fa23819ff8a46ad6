//! Answers: pages, redirects with a word, JSON, and errors with one rendering as a page and one as
//! problem+json.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldError, Lang, OrgId, World};
use maud::Markup;
use serde::{Deserialize, Serialize};
use store::Written;
use utoipa::ToSchema;

use crate::kit::{Frame, errors, words};

pub type Reply = Result<Response, Fail>;

/// An error on its way out. The fence turns it into a page or into problem+json, because only it
/// knows which of the two the asker reads.
#[derive(Debug, Clone)]
pub struct Fail(pub Error);

impl<E: Into<Error>> From<E> for Fail {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A page.
pub fn page(markup: Markup) -> Reply {
    Ok(markup.into_response())
}

/// A page that shows a form again because something in it was wrong.
pub fn wrong(markup: Markup) -> Reply {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, markup).into_response())
}

/// If the error is about fields, the form once more by `again`; else the error itself. Refusals of
/// rules come back as the form too, with their message on top: nothing typed is lost.
pub fn or_form(error: Error, again: impl FnOnce(kernel::Fields) -> Markup) -> Reply {
    match error {
        Error::Invalid(fields) => wrong(again(fields)),
        other => Err(other.into()),
    }
}

/// After a POST: go and see.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
}

/// As [`see_other`], with a word at the top of the next page.
pub fn see_with(path: &str, toast: &Toast) -> Response {
    let mut response = see_other(path);
    add_cookie(
        &mut response,
        &format!("toast={}; Path=/; Max-Age=60; SameSite=Lax", toast.to_cookie()),
    );
    response
}

pub fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A word for the next page: a message key with its arguments.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Toast {
    pub key: String,
    pub args: Vec<(String, String)>,
    pub good: bool,
}

impl Toast {
    pub fn good(key: &str) -> Self {
        Self { key: key.to_owned(), args: Vec::new(), good: true }
    }
    pub fn warn(key: &str) -> Self {
        Self { good: false, ..Self::good(key) }
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.args.push((name.to_owned(), value.to_string().chars().take(200).collect()));
        self
    }
    fn to_cookie(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        json.iter().map(|byte| format!("{byte:02x}")).collect()
    }
    pub(crate) fn from_cookie(text: &str) -> Option<Self> {
        if text.len() > 4000 {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..text.len() / 2)
            .map(|i| u8::from_str_radix(text.get(i * 2..i * 2 + 2)?, 16).ok())
            .collect();
        serde_json::from_slice(&bytes?).ok()
    }
}

/// 200 with JSON.
pub fn json(value: &impl Serialize) -> Reply {
    Ok(Json(value).into_response())
}

/// The answer of a write in the API: its status, its JSON, and the position from which reads see it.
pub fn written<T: Serialize>(status: StatusCode, written: &Written<T>) -> Reply {
    let mut response = (status, Json(&written.value)).into_response();
    place(&mut response, written.position);
    Ok(response)
}

/// Says from which position on reads see a write.
pub fn place(response: &mut Response, position: i64) {
    response.headers_mut().insert("regulars-position", HeaderValue::from(position));
}

/// RFC 9457.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Problem<'e> {
    /// `urn:regulars:problem:` and the code.
    r#type: String,
    title: String,
    status: u16,
    /// What programs tell refusals apart by.
    code: &'e str,
    detail: String,
    /// The wrong fields, when the status is 422.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Wrong>,
    /// Under which it stands in the log, when we broke.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = WrongField)]
struct Wrong {
    field: String,
    code: &'static str,
    detail: String,
}

/// Logs what broke under a fresh id, which is all that leaves.
pub fn log_broken(error: &Error, world: &World, org: Option<OrgId>) -> Option<String> {
    let Error::Broken(what) = error else { return None };
    let id = world.chance.code(8);
    tracing::error!(id, ?org, what, "broken");
    Some(id)
}

/// `application/problem+json`.
pub fn problem(error: &Error, lang: Lang, id: Option<String>) -> Response {
    let wrong = |one: &FieldError| Wrong {
        field: one.field.to_string(),
        code: one.code,
        detail: words::field_error(lang, one),
    };
    let errors = match error {
        Error::Invalid(fields) => fields.iter().map(wrong).collect(),
        _ => Vec::new(),
    };
    let detail = match &id {
        Some(id) => words::broken(lang, id),
        None => words::error(lang, error),
    };
    let problem = Problem {
        r#type: format!("urn:regulars:problem:{}", error.code()),
        title: words::error(lang, error),
        status: error.status(),
        code: error.code(),
        detail,
        errors,
        id,
    };
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(problem)).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// The error as a page that says what to do.
pub fn error_page(frame: &Frame, error: &Error, id: Option<&str>) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, errors::page(frame, error, id)).into_response()
}

/// `Retry-After`, for the errors that have one.
pub fn retry_after(error: &Error) -> Option<HeaderValue> {
    match error {
        Error::TooMany { retry_after_s } | Error::Busy { retry_after_s } => {
            Some(HeaderValue::from(*retry_after_s))
        }
        Error::NotOwner => Some(HeaderValue::from(5)),
        _ => None,
    }
}
