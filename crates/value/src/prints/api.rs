//! Printed codes for programs: a print shop takes the codes, a till enters a slip.

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::header,
};
use kernel::{
    FieldError, GiftId, MemberId, Page, PrintId, Result, StoreId,
    permission::{ManageGifts, ViewGifts, WorkCounter},
};
use people::{members, stores};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{self, NewBatch, Take},
    code,
    model::{Batch, Figures, State as BatchState},
    store,
};
use crate::{api, codes, counter::blocking};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show))
        .routes(routes!(sheet))
        .routes(routes!(seal))
        .routes(routes!(void))
        .routes(routes!(enter))
}

/// A batch of printed codes, each good for one voucher.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Print)]
struct Out {
    #[schema(example = "prn_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    gift: String,
    /// Codes that it has, or will have while it is `making`.
    pieces: i64,
    /// Codes that are written.
    made: i64,
    /// Codes that somebody entered, and of them those that were used.
    taken: i64,
    used: i64,
    note: String,
    state: BatchState,
    /// Whether the codes can no longer be told.
    sealed: bool,
    #[schema(format = DateTime)]
    created_at: String,
}

fn out((batch, figures): (Batch, Figures)) -> Out {
    Out {
        id: batch.id.to_string(),
        gift: batch.gift.to_string(),
        pieces: batch.pieces,
        made: batch.made,
        taken: figures.taken,
        used: figures.used,
        note: batch.note,
        state: batch.state,
        sealed: batch.secret.is_none(),
        created_at: batch.created_at.to_string(),
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Prints)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Asking {
    /// 1 to 200; 50 when not given
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
    /// gft_…
    #[serde(default)]
    gift: Option<String>,
}

/// Batches, the latest first
#[utoipa::path(
    get, path = "/api/v1/prints", tag = "prints", params(Asking), security(("key" = [])),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewGifts>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let gift: Option<GiftId> = api::id("gift", asked.gift.as_deref())?;
    let page = api::page(asked.limit, asked.cursor);
    let (org, mut db) = (key.shop.org, app.db().read().await?);
    let found = store::list(&mut db, org, gift, &page).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for batch in found.items {
        let figures = store::figures(&mut db, org, batch.id).await?;
        items.push(out((batch, figures)));
    }
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

async fn one(app: &App, org: kernel::OrgId, id: PrintId) -> Result<Out> {
    let mut db = app.db().read().await?;
    let batch = store::require(&mut db, org, id).await?;
    let figures = store::figures(&mut db, org, id).await?;
    Ok(out((batch, figures)))
}

/// One batch
#[utoipa::path(
    get, path = "/api/v1/prints/{id}", tag = "prints", security(("key" = [])),
    params(("id" = String, Path, description = "prn_…")), responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    reply::json(&one(&app, key.shop.org, api::at("print", &id)?).await?)
}

/// A batch that is to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPrint)]
#[serde(deny_unknown_fields)]
struct New {
    /// gft_…
    gift: String,
    #[schema(minimum = 1, maximum = 100_000)]
    pieces: i64,
    /// What it is for, for the shop's own eyes.
    #[serde(default)]
    #[schema(max_length = 120)]
    note: Option<String>,
}

/// Takes the pieces off the gift's shelf and begins to write the codes: `gifts.not_that_many`, `gifts.closed`
#[utoipa::path(
    post, path = "/api/v1/prints", tag = "prints", request_body = New, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn create(key: Key<ManageGifts>, State(app): State<App>, body: Body<New>) -> Reply {
    let once = api::once(&key, &body, "prints")?;
    let New { gift, pieces, note } = body.value;
    let gift: GiftId = api::at("gift", &gift)?;
    let new = NewBatch { gift, pieces, note: note.unwrap_or_default() };
    let made = app.write(&key.scope, once, async |tx| actions::make(tx, new).await).await?;
    api::created(one(&app, key.shop.org, made.value).await?, made.position)
}

/// One slip.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PrintCode)]
struct Slip {
    number: i64,
    #[schema(example = "7K4-QPM2-XA9D-3TRE")]
    code: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PrintCodes)]
struct Slips {
    items: Vec<Slip>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AskingCodes {
    /// 1 to 200; 50 when not given
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// The codes themselves, by number, until the batch is sealed: `prints.still_making`, `prints.sealed`
#[utoipa::path(
    get, path = "/api/v1/prints/{id}/codes", tag = "prints", security(("key" = [])),
    params(("id" = String, Path, description = "prn_…"), AskingCodes),
    responses((status = 200, body = Slips), (status = 409))
)]
async fn sheet(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<AskingCodes>, QueryRejection>,
) -> Reply {
    let id = api::at("print", &id)?;
    let asked = api::query(query)?;
    let page = api::page(asked.limit, asked.cursor);
    let (limit, after): (u32, Option<i64>) = (page.limit()?, page.after()?);
    let batch = store::require(&mut app.db().read().await?, key.shop.org, id).await?;
    let secret = batch.sheet()?.to_vec();
    let first = after.unwrap_or(0).clamp(0, batch.pieces) + 1;
    let last = batch.pieces.min(first + i64::from(limit));
    let slips = blocking(move || {
        let slip = |number| Slip { number, code: codes::shown(&code::of(&secret, number)) };
        (first..=last).map(slip).collect::<Vec<_>>()
    });
    let found = Page::cut(slips.await?, limit, |slip| slip.number);
    let mut answer = reply::json(&Slips { items: found.items, next_cursor: found.next_cursor })?;
    let never = header::HeaderValue::from_static("no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, never);
    Ok(answer)
}

/// Nothing has to be said with it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = PrintStep)]
#[serde(deny_unknown_fields)]
struct Step {}

/// Throws away what the codes are made from: nobody can tell them again, and those that are printed stay good: `prints.still_making`
#[utoipa::path(
    post, path = "/api/v1/prints/{id}/sealing", tag = "prints", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "prn_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn seal(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let (id, once) = (api::at("print", &id)?, api::once(&key, &body, "prints.sealing")?);
    let done = app.write(&key.scope, once, async |tx| actions::seal(tx, id).await).await?;
    let value = one(&app, key.shop.org, id).await?;
    let answer = ::store::Written { value, position: done.position };
    reply::written(axum::http::StatusCode::OK, &answer)
}

/// Its slips are worth nothing from now on; what nobody entered is on the shelf again
#[utoipa::path(
    post, path = "/api/v1/prints/{id}/voiding", tag = "prints", request_body = Step,
    security(("key" = [])),
    params(("id" = String, Path, description = "prn_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn void(
    key: Key<ManageGifts>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Step>,
) -> Reply {
    let (id, once) = (api::at("print", &id)?, api::once(&key, &body, "prints.voiding")?);
    let done = app.write(&key.scope, once, async |tx| actions::void(tx, id).await).await?;
    let value = one(&app, key.shop.org, id).await?;
    let answer = ::store::Written { value, position: done.position };
    reply::written(axum::http::StatusCode::OK, &answer)
}

/// A slip that somebody brings.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewSlip)]
#[serde(deny_unknown_fields)]
struct Brought {
    #[schema(max_length = 40)]
    code: String,
    /// mbr_…
    member: String,
    /// sto_…, where it is brought
    #[serde(default)]
    store: Option<String>,
}

/// What a slip brought.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Slip)]
struct Got {
    voucher: String,
    gift: String,
}

/// Enters a slip for a member, who gets its voucher: `prints.unknown`, `prints.already_taken`, `prints.voided`, and what giving the gift refuses
#[utoipa::path(
    post, path = "/api/v1/slips", tag = "prints", request_body = Brought, security(("key" = [])),
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Got, headers(("Regulars-Position" = i64))))
)]
async fn enter(key: Key<WorkCounter>, State(app): State<App>, body: Body<Brought>) -> Reply {
    let once = api::once(&key, &body, "slips")?;
    let Brought { code, member, store } = body.value;
    let member: MemberId =
        member.parse().map_err(|_| FieldError::new("member", "choice_invalid"))?;
    let store: Option<StoreId> = api::id("store", store.as_deref())?;
    let made = app
        .write(&key.scope, once, async |tx| {
            let org = tx.org();
            members::require(tx, org, member).await?;
            if let Some(store) = store {
                stores::require(tx, org, store).await?;
            }
            let voucher = actions::take(tx, Take { code, member, store }).await?;
            Ok((voucher.id, voucher.gift))
        })
        .await?;
    let (voucher, gift) = made.value;
    let got = Got { voucher: voucher.to_string(), gift: gift.to_string() };
    api::created(got, made.position)
}
