//! What the wing's part of the API shares: money, lists, what can go wrong.

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
};
use kernel::{Error, PageRequest, Result, ids::Id, ids::Kind};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use store::{Key as Once, Written};
use utoipa::ToSchema;
use web::{Body, Key};

/// An amount in the currency's smallest part.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Money)]
pub struct Amount {
    #[schema(example = 1250, minimum = 0, maximum = 10_000_000_000_i64)]
    pub amount: i64,
    /// ISO 4217; the org's.
    #[schema(example = "CNY", pattern = "^[A-Z]{3}$")]
    pub currency: String,
}

/// How [`Amount`] is described where it is a sum over time, which no purchase bounds.
#[derive(Debug, ToSchema)]
#[schema(as = MoneySum)]
#[expect(dead_code, reason = "a description")]
pub struct Total {
    #[schema(example = 125_000, minimum = 0)]
    amount: i64,
    /// ISO 4217; the org's.
    #[schema(example = "CNY", pattern = "^[A-Z]{3}$")]
    currency: String,
}

impl Amount {
    pub fn of(money: kernel::Money) -> Self {
        Self { amount: money.amount, currency: money.currency.code().to_owned() }
    }
    /// The amount, if its currency is the shop's.
    pub fn read(&self, field: &'static str, shop: &web::Shop) -> Result<i64> {
        self.read_at(field, shop)
    }
    /// As [`Amount::read`] for a field of a list.
    pub fn read_at(&self, field: &str, shop: &web::Shop) -> Result<i64> {
        if self.currency == shop.currency.code() {
            Ok(self.amount)
        } else {
            Err(kernel::FieldError::new(format!("{field}.currency"), "choice_invalid").into())
        }
    }
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

/// Tells null, which takes a thing away, from nothing, which lets it stay.
pub fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// An id in a path: a wrong one is like a thing that is not there.
pub fn at<K: Kind>(noun: &'static str, text: &str) -> Result<Id<K>> {
    text.parse().map_err(|_| Error::NotFound(noun))
}

/// The required key of a POST that moves value.
pub fn once<P, B>(key: &Key<P>, body: &Body<B>, route: &str) -> Result<Option<Once>> {
    body.once_required(&key.key.id, route).map(Some)
}

/// 201 with what was made.
pub fn created<T: Serialize>(value: T, position: i64) -> web::Reply {
    web::reply::written(StatusCode::CREATED, &Written { value, position })
}
