//! What the wing's part of the API shares: money, lists, what can go wrong.

#![expect(dead_code, reason = "these enums are read by the document only")]

use axum::extract::rejection::QueryRejection;
use axum::{extract::Query, http::StatusCode};
use kernel::{Error, PageRequest, Permission, Result, ids::Id, ids::Kind};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::{Key as Once, Tx, Written};
use utoipa::{IntoResponses, ToSchema};
use web::{App, Body, Key};

/// An amount in the currency's smallest part.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    #[schema(example = 1250, minimum = 0, maximum = 10_000_000_000_i64)]
    pub amount: i64,
    /// ISO 4217; the org's.
    #[schema(example = "CNY", pattern = "^[A-Z]{3}$")]
    pub currency: String,
}

impl Amount {
    pub fn of(money: kernel::Money) -> Self {
        Self { amount: money.amount, currency: money.currency.code().to_owned() }
    }
    /// The amount, if its currency is the shop's.
    pub fn read(&self, field: &'static str, shop: &web::Shop) -> Result<i64> {
        if self.currency == shop.currency.code() {
            Ok(self.amount)
        } else {
            Err(kernel::FieldError::new(format!("{field}.currency"), "choice_invalid").into())
        }
    }
}

/// Wrong answers of every read.
#[derive(IntoResponses)]
pub enum Unread {
    #[response(status = 400, description = "Unreadable", content_type = "application/problem+json")]
    Malformed,
    #[response(status = 401, description = "No key", content_type = "application/problem+json")]
    Unauthenticated,
    #[response(
        status = 403,
        description = "The key lacks the scope",
        content_type = "application/problem+json"
    )]
    Forbidden,
    #[response(
        status = 404,
        description = "No such thing",
        content_type = "application/problem+json"
    )]
    NotFound,
    #[response(
        status = 422,
        description = "A parameter is wrong",
        content_type = "application/problem+json"
    )]
    Invalid,
    #[response(
        status = 429,
        description = "Too many requests",
        content_type = "application/problem+json"
    )]
    TooMany,
    #[response(
        status = 503,
        description = "Busy: repeat later",
        content_type = "application/problem+json"
    )]
    Busy,
}

/// Wrong answers of every write.
#[derive(IntoResponses)]
pub enum Unwritten {
    #[response(
        status = 400,
        description = "Unreadable, or `idempotency.key_missing`",
        content_type = "application/problem+json"
    )]
    Malformed,
    #[response(status = 401, description = "No key", content_type = "application/problem+json")]
    Unauthenticated,
    #[response(
        status = 403,
        description = "The key lacks the scope",
        content_type = "application/problem+json"
    )]
    Forbidden,
    #[response(
        status = 404,
        description = "No such thing",
        content_type = "application/problem+json"
    )]
    NotFound,
    #[response(
        status = 409,
        description = "A rule says no: see `code`",
        content_type = "application/problem+json"
    )]
    Refused,
    #[response(status = 413, description = "Too large", content_type = "application/problem+json")]
    TooLarge,
    #[response(
        status = 422,
        description = "A field is wrong, or `idempotency.mismatch`",
        content_type = "application/problem+json"
    )]
    Invalid,
    #[response(
        status = 429,
        description = "Too many requests",
        content_type = "application/problem+json"
    )]
    TooMany,
    #[response(
        status = 503,
        description = "Busy: repeat with the same key",
        content_type = "application/problem+json"
    )]
    Busy,
}

/// What a list was asked for; a query that cannot be read names itself.
pub fn query<T: DeserializeOwned>(query: Result<Query<T>, QueryRejection>) -> Result<T> {
    query.map(|Query(asked)| asked).map_err(|_| Error::Malformed("request.query"))
}

pub fn page(limit: Option<String>, cursor: Option<String>) -> PageRequest {
    PageRequest { limit, cursor }
}

/// An optional id in a query; a wrong one names its field.
pub fn id<K: Kind>(field: &'static str, text: Option<&str>) -> Result<Option<Id<K>>> {
    text.filter(|text| !text.is_empty())
        .map(|text| {
            text.parse().map_err(|_| kernel::FieldError::new(field, "choice_invalid").into())
        })
        .transpose()
}

/// An id in a path: a wrong one is like a thing that is not there.
pub fn at<K: Kind>(noun: &'static str, text: &str) -> Result<Id<K>> {
    text.parse().map_err(|_| Error::NotFound(noun))
}

/// Runs a write under its idempotency key.
pub async fn write<P: Permission, T, F>(
    app: &App,
    key: &Key<P>,
    once: Option<Once>,
    run: F,
) -> Result<Written<T>>
where
    T: Serialize + DeserializeOwned + Send,
    F: AsyncFnOnce(&mut Tx) -> Result<T>,
{
    match once {
        Some(once) => {
            let written = app.db().write_once(&key.scope, &once, run).await?;
            Ok(Written { value: written.value.answer, position: written.position })
        }
        None => app.db().write(&key.scope, run).await,
    }
}

/// The required key of a POST that moves value.
pub fn once<P, B>(key: &Key<P>, body: &Body<B>, route: &str) -> Result<Option<Once>> {
    body.once_required(&key.key.id, route).map(Some)
}

/// 201 with what was made.
pub fn created<T: Serialize>(value: T, position: i64) -> web::Reply {
    web::reply::written(StatusCode::CREATED, &Written { value, position })
}
