//! What came with a request: a form's fields as typed, uploads, or a JSON body.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, header},
};
use kernel::{Currency, Error, FieldError, Fields, Lang, Money, Result, SessionId};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use store::Key;

use crate::{app::App, kit::Form, reply::Fail};

/// The most fields a form may have; more is an attack or a mistake.
const FIELDS_MAX: usize = 500;
/// The largest upload, in bytes.
pub const UPLOAD_MAX: usize = 8 << 20;

/// A form as it was typed: nothing lost, nothing believed.
#[derive(Debug, Clone, Default)]
pub struct Input {
    fields: Vec<(String, String)>,
    files: Vec<(String, String, Bytes)>,
}

impl Input {
    pub fn text(&self, name: &str) -> &str {
        self.optional(name).unwrap_or_default()
    }
    pub fn optional(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    pub fn all<'i>(&'i self, name: &'i str) -> impl Iterator<Item = &'i str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// A checkbox.
    pub fn ticked(&self, name: &str) -> bool {
        self.optional(name).is_some_and(|value| !value.is_empty())
    }
    /// An uploaded file's name and bytes; an empty file field is `None`.
    pub fn file(&self, name: &str) -> Option<(&str, &Bytes)> {
        self.files
            .iter()
            .find(|(key, _, bytes)| key == name && !bytes.is_empty())
            .map(|(_, file, bytes)| (file.as_str(), bytes))
    }
    /// A whole number within bounds; what is wrong goes to `errors`.
    pub fn number(
        &self,
        errors: &mut Fields,
        name: &'static str,
        range: std::ops::RangeInclusive<i64>,
    ) -> i64 {
        match self.text(name).trim().parse::<i64>() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                errors.push(
                    FieldError::new(name, "number_range")
                        .with("min", *range.start())
                        .with("max", *range.end()),
                );
                *range.start()
            }
        }
    }
    /// An amount in minor units; what is wrong goes to `errors`.
    pub fn money(&self, errors: &mut Fields, name: &'static str, currency: Currency) -> i64 {
        let typed = self.text(name);
        match Money::parse(typed, currency) {
            Ok(money) => money.amount,
            Err(wrong) => {
                errors.push(wrong.at(name, typed, currency));
                0
            }
        }
    }
    /// As [`Input::money`], where nothing needs to be typed.
    pub fn optional_money(
        &self,
        errors: &mut Fields,
        name: &'static str,
        currency: Currency,
    ) -> Option<i64> {
        (!self.text(name).trim().is_empty()).then(|| self.money(errors, name, currency))
    }
    /// One of the words a choice offers.
    pub fn choice<T: std::str::FromStr>(
        &self,
        errors: &mut Fields,
        name: &'static str,
    ) -> Option<T> {
        let choice = self.text(name).trim().parse().ok();
        if choice.is_none() {
            errors.push(FieldError::new(name, "choice_invalid"));
        }
        choice
    }
    /// The form once more, with what was typed (but for passwords) and what was wrong.
    pub fn again(&self, lang: Lang, errors: Fields) -> Form {
        let typed = self
            .fields
            .iter()
            .filter(|(key, _)| !key.contains("password") && !key.contains("pin"))
            .map(|(key, value)| (key.clone(), value.clone()));
        Form::again(lang, typed, errors)
    }
    /// The form's one-time mark as an idempotency key: sent twice, it has one effect. `place` tells
    /// forms apart, `owner` people.
    pub fn once(&self, owner: &str, place: &str) -> Result<Key> {
        let content: Vec<u8> = self
            .fields
            .iter()
            .filter(|(key, _)| key != "once")
            .flat_map(|(key, value)| format!("{key}={value}\n").into_bytes())
            .collect();
        match self.optional("once").filter(|once| !once.is_empty()) {
            Some(once) => Key::new(&format!("form/{owner}"), once, &[place.as_bytes(), &content]),
            None => Err(Error::Malformed("form.once_missing")),
        }
    }
    /// As [`Input::once`] for somebody with a session.
    pub fn once_in(&self, session: SessionId, place: &str) -> Result<Key> {
        self.once(&session.to_string(), place)
    }

    fn parse(body: &[u8]) -> Result<Self> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body)
            .take(FIELDS_MAX + 1)
            .map(|(key, value)| (typed(&key), typed(&value)))
            .collect();
        if fields.len() > FIELDS_MAX {
            return Err(Error::Malformed("form.too_many_fields"));
        }
        Ok(Self { fields, files: Vec::new() })
    }

    async fn multipart(mut parts: Multipart) -> Result<Self> {
        let mut input = Self::default();
        let broken = |_| Error::Malformed("form.unreadable");
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            if input.fields.len() + input.files.len() >= FIELDS_MAX {
                return Err(Error::Malformed("form.too_many_fields"));
            }
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes =
                        part.bytes().await.map_err(|_| Error::Malformed("form.too_large"))?;
                    input.files.push((name, typed(&file), bytes));
                }
                None => {
                    let bytes = part.bytes().await.map_err(broken)?;
                    input.fields.push((name, typed(&String::from_utf8_lossy(&bytes))));
                }
            }
        }
        Ok(input)
    }
}

/// No keyboard has a key for U+0000, and not every storage can keep one.
fn typed(text: &str) -> String {
    text.replace('\0', "")
}

/// The path of the first text in a JSON body that holds a U+0000, which the API refuses by name: a
/// program that sends one has a mistake to mend, and `PostgreSQL` could not keep it.
fn unkeepable(body: &[u8]) -> Option<String> {
    const ESCAPED: &[u8] = b"\\u0000";
    if !body.windows(ESCAPED.len()).any(|part| part == ESCAPED) {
        return None;
    }
    let value: Json = serde_json::from_slice(body).ok()?;
    find_unkeepable(&value, String::new())
}

fn find_unkeepable(value: &Json, path: String) -> Option<String> {
    match value {
        Json::String(text) => text.contains('\0').then_some(path),
        Json::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(at, item)| find_unkeepable(item, format!("{path}[{at}]")))
        }
        Json::Object(fields) => fields.iter().find_map(|(name, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{}", typed(name));
            if name.contains('\0') { Some(path) } else { find_unkeepable(value, path) }
        }),
        Json::Null | Json::Bool(_) | Json::Number(_) => None,
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl FromRequest<App> for Input {
    type Rejection = Fail;
    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Fail> {
        if content_type(request.headers()).starts_with("multipart/form-data") {
            let parts = Multipart::from_request(request, app)
                .await
                .map_err(|_| Error::Malformed("form.unreadable"))?;
            return Ok(Self::multipart(parts).await?);
        }
        let body = Bytes::from_request(request, app)
            .await
            .map_err(|_| Error::Malformed("form.too_large"))?;
        Ok(Self::parse(&body)?)
    }
}

/// A JSON body of the API. What does not fit names the field by its path: `items[2].amount`.
#[derive(Debug)]
pub struct Body<T> {
    pub value: T,
    /// As it came, for the fingerprint of an idempotency key.
    pub bytes: Bytes,
    key: Option<String>,
}

impl<T> Body<T> {
    /// The `Idempotency-Key` header for this route, or `None` if the caller sent none.
    pub fn once(&self, owner: &impl std::fmt::Display, route: &str) -> Result<Option<Key>> {
        self.key
            .as_deref()
            .map(|key| Key::new(&owner.to_string(), key, &[route.as_bytes(), &self.bytes]))
            .transpose()
    }
    /// As [`Body::once`] for routes that move value: the header is required.
    pub fn once_required(&self, owner: &impl std::fmt::Display, route: &str) -> Result<Key> {
        self.once(owner, route)?.ok_or(Error::Malformed("idempotency.key_missing"))
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Fail;
    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Fail> {
        let json = content_type(request.headers());
        if !json.starts_with("application/json") && !json.contains("+json") {
            return Err(Error::Malformed("body.not_json").into());
        }
        let key = match request.headers().get("idempotency-key") {
            None => None,
            Some(value) => Some(
                value.to_str().map_err(|_| Error::Malformed("idempotency.key_invalid"))?.to_owned(),
            ),
        };
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|_| Error::Malformed("body.too_large"))?;
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err(Error::Malformed("body.not_json").into());
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let mut track = serde_path_to_error::Track::new();
        let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
        let value = crate::objects::deserialize(tracked).map_err(|error| {
            let path = track.path().to_string();
            match error.classify() {
                serde_json::error::Category::Data => Error::from(
                    FieldError::new(path, "json_type").with("detail", error.to_string()),
                ),
                _ => Error::Malformed("body.not_json"),
            }
        })?;
        json.end().map_err(|_| Error::Malformed("body.not_json"))?;
        if let Some(path) = unkeepable(&bytes) {
            return Err(Error::from(FieldError::new(path, "text_unkeepable")).into());
        }
        Ok(Self { value, bytes, key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_storage_keeps_is_found_by_its_path() {
        for (body, path) in [
            (r#"{"name": "Ana"}"#, None),
            (r#"{"name": "a\\u0000b"}"#, None),
            (r#"{"name": "a\u0000b"}"#, Some("name")),
            (r#"{"items": [{"code": "x"}, {"code": "\u0000"}]}"#, Some("items[1].code")),
            (r#"{"extra": {"a\u0000b": 1}}"#, Some("extra.ab")),
            (r#"{"rows": [["x", "\u0000"]]}"#, Some("rows[0][1]")),
        ] {
            assert_eq!(unkeepable(body.as_bytes()).as_deref(), path, "{body}");
        }
    }
}
