//! Kept operations for programs: a till that goes on without a network tells of all of it later.

use axum::extract::State;
use kernel::permission::WorkCounter;
use kernel::{Error, FieldError, KeptId, MemberId, Result, StoreId, Time};
use people::stores;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, kit::words, reply};

use super::{
    actions::{Took, take},
    model::{MOST, NewKept},
};
use crate::{api::Amount, purchases::Source};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// A visit or a purchase that was kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewKeptOperation)]
#[serde(deny_unknown_fields)]
struct New {
    /// Made by the till when it happened: `kop_` and 128 random bits in Crockford's base 32. It stands
    /// for this operation for good.
    #[schema(
        pattern = "^kop_[0-7][0-9A-HJKMNP-TV-Z]{25}$",
        example = "kop_4S3FQX0V9T8WZ6K2M1N7RJ5HCD"
    )]
    id: String,
    /// sto_…
    store: String,
    /// mbr_…
    #[serde(default)]
    member: Option<String>,
    /// Instead of `member`: the code of a card or ticket, a phone number or an e-mail address.
    #[serde(default)]
    #[schema(max_length = 254)]
    who: Option<String>,
    /// Left out for a visit, which needs somebody.
    #[serde(default)]
    amount: Option<Amount>,
    /// RFC 3339: when it happened. At most 92 days ago.
    #[schema(format = DateTime)]
    at: String,
}

/// What a till kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewKeptOperations)]
#[serde(deny_unknown_fields)]
struct News {
    #[schema(min_items = 1, max_items = 50)]
    operations: Vec<New>,
}

/// What became of one of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptOperation)]
struct Out {
    id: String,
    /// `done`, `already` (told before) or `refused`.
    state: &'static str,
    /// Why it was refused, as in problems.
    code: Option<String>,
    detail: Option<String>,
    member: Option<String>,
    visit: Option<String>,
    purchase: Option<String>,
    /// When we were told.
    #[schema(format = DateTime)]
    arrived_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptOperations)]
struct Outs {
    items: Vec<Out>,
}

impl New {
    fn read(self, shop: &web::Shop) -> Result<NewKept> {
        let field = |name: &'static str| move |_| FieldError::new(name, "choice_invalid");
        let id: KeptId = self.id.parse().map_err(field("id"))?;
        let store: StoreId = self.store.parse().map_err(field("store"))?;
        let at = Time::parse(&self.at).ok_or_else(|| FieldError::new("at", "date_invalid"))?;
        let who = match (self.member, self.who) {
            (Some(_), Some(_)) => return Err(FieldError::new("who", "choice_invalid").into()),
            (Some(member), None) => {
                member.parse::<MemberId>().map_err(field("member"))?;
                member
            }
            (None, who) => who.unwrap_or_default(),
        };
        let amount = self.amount.map(|amount| amount.read("amount", shop)).transpose()?;
        Ok(NewKept {
            id,
            store,
            staff: None,
            device: None,
            who,
            amount,
            at,
            cards: None,
            source: Source::Api,
        })
    }
}

/// Tells what a till did without a network, each once for good by its id: told again, in any order and by any number of programs, it has no second effect. Each is answered by itself; the same operations may be sent again after any failure
#[utoipa::path(
    post, path = "/api/v1/counter/operations", tag = "counter", request_body = News,
    security(("key" = [])), responses((status = 200, body = Outs))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<News>) -> Reply {
    let told = body.value.operations;
    match told.len() {
        0 => return Err(FieldError::new("operations", "required").into()),
        1..=MOST => {}
        _ => return Err(FieldError::new("operations", "too_many").with("max", MOST as i64).into()),
    }
    let mut items = Vec::with_capacity(told.len());
    for one in told {
        let id = one.id.clone();
        let took = take_one(&app, &key, one).await;
        items.push(answered(&key, id, took)?);
    }
    reply::json(&Outs { items })
}

async fn take_one(app: &App, key: &Key<WorkCounter>, one: New) -> Result<Took> {
    let new = one.read(&key.shop)?;
    let taken = app.db().write(&key.scope, async |tx| {
        let org = tx.org();
        stores::require(tx, org, new.store).await?;
        take(tx, new).await
    });
    Ok(taken.await?.value)
}

fn answered(key: &Key<WorkCounter>, id: String, took: Result<Took>) -> Result<Out> {
    let no = |error: &Error, detail: String| Out {
        id: id.clone(),
        state: "refused",
        code: Some(error.code().to_owned()),
        detail: Some(detail),
        member: None,
        visit: None,
        purchase: None,
        arrived_at: None,
    };
    match took {
        Ok(Took { kept, before }) => Ok(Out {
            id,
            state: if before { "already" } else { "done" },
            code: None,
            detail: None,
            member: kept.member.map(|id| id.to_string()),
            visit: kept.visit.map(|id| id.to_string()),
            purchase: kept.purchase.map(|id| id.to_string()),
            arrived_at: Some(kept.arrived_at.to_string()),
        }),
        Err(error) => match &error {
            Error::Invalid(fields) => {
                let why = fields.iter().map(|field| {
                    format!("{}: {}", field.field, words::field_error(key.lang, field))
                });
                Ok(no(&error, why.collect::<Vec<_>>().join(" ")))
            }
            Error::Refused(_) | Error::NotFound(_) | Error::Malformed(_) => {
                Ok(no(&error, words::error(key.lang, &error)))
            }
            _ => Err(error),
        },
    }
}
