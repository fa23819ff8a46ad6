//! Order lists for programs: what a chat wrote, and the orders that come of it.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{FieldError, Fields, MemberId, Result, permission::KeepOrderLists};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api;
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{self, Confirmation, Taken},
    api::{PartOf, member, required},
    asked::proposed,
    model::{self, MOST_ENTRIES, OrderList, Wanted, parts},
    reading::{Reading, Why, key as same_name},
    store as rows,
    whom::{Called, seen},
};
use crate::products::Part;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(confirm))
}

/// What a chat wrote.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewOrderListReading)]
#[serde(deny_unknown_fields)]
struct Pasted {
    /// At most 64 KB and 500 lines
    #[schema(min_length = 1, max_length = 65536)]
    text: String,
}

/// Somebody's line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderListRead)]
struct ReadLine {
    /// Which line of the text, from 1.
    line: usize,
    number: i64,
    name: String,
    parts: Vec<PartOf>,
    note: String,
    /// The one person of the group who is called so, or whoever ordered under the name before.
    #[schema(required)]
    member: Option<String>,
}

/// A line whose order is off.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderListOff)]
struct OffLine {
    line: usize,
    name: String,
}

/// A line of which nothing is ordered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderListUnclearLine)]
struct UnclearLine {
    line: usize,
    text: String,
    why: Why,
    /// The words that it is about; empty for the whole line.
    about: String,
}

/// What was read. Nothing of it is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderListReading)]
struct ReadOut {
    /// The list's, for the confirmation.
    revision: i64,
    ordered: Vec<ReadLine>,
    withdrawn: Vec<OffLine>,
    unclear: Vec<UnclearLine>,
    /// Names that were taken before and are not in the text. Their orders stay unless a confirmation
    /// withdraws them.
    missing: Vec<String>,
}

/// A line as it is to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = OrderListLine)]
#[serde(deny_unknown_fields)]
struct NewLine {
    #[schema(minimum = 0, maximum = 999)]
    number: i64,
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// `mbr_…`; none: the order is held under the name
    #[serde(default)]
    member: Option<String>,
    #[schema(min_items = 1, max_items = 30)]
    parts: Vec<PartOf>,
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

/// What somebody looked at and found right.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewOrderListConfirmation)]
#[serde(deny_unknown_fields)]
struct Confirmed {
    /// Of the reading; with another, nothing is done. Left out: whatever it is now
    #[serde(default)]
    revision: Option<i64>,
    #[serde(default)]
    #[schema(max_items = 500)]
    lines: Vec<NewLine>,
    /// Names whose orders are called off
    #[serde(default)]
    #[schema(max_items = 500)]
    withdrawn: Vec<String>,
}

/// What did not fit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderListShort)]
struct ShortOut {
    name: String,
    product: String,
    /// How many of it are left for this line.
    left: i64,
}

/// What became of the lines.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderListTaken)]
struct TakenOut {
    made: usize,
    changed: usize,
    withdrawn: usize,
    /// As they were before.
    same: usize,
    /// Nothing was ordered for these lines.
    short: Vec<ShortOut>,
    /// Names whose order was packed, paid or handed over already, and stayed as it was.
    kept: Vec<String>,
    /// Lines that wait: at most 60 orders are made, changed or called off at a time. Send the same with
    /// another key
    left: usize,
}

impl TakenOut {
    fn of(taken: Taken) -> Self {
        let Taken { made, changed, withdrawn, same, short, kept, left } = taken;
        let short = short.into_iter().map(|one| ShortOut {
            name: one.name,
            product: one.product.to_string(),
            left: one.left,
        });
        Self { made, changed, withdrawn, same, short: short.collect(), kept, left }
    }
}

/// Reads what a chat wrote. Nothing is ordered, and nothing of the text is kept
#[utoipa::path(
    post, path = "/api/v1/order-lists/{id}/readings", tag = "order lists", request_body = Pasted,
    security(("key" = [])), params(("id" = String, Path, description = "orl_…")),
    responses((status = 200, body = ReadOut))
)]
async fn read(
    key: Key<KeepOrderLists>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Pasted>,
) -> Reply {
    let list = required(&app, &key, &id).await?;
    let text = model::pasted(&body.value.text)?;
    let mut db = app.db().read().await?;
    let called = Called::of(&mut db, key.shop.org, list.group).await?;
    let entries = rows::entries(&mut db, key.shop.org, list.id).await?;
    let reading = model::read(&list, text, (&called.names(), &entries));
    let mentioned = |name: &str| {
        let name = same_name(name);
        reading.ordered.iter().any(|one| same_name(&one.name) == name)
            || reading.withdrawn.iter().any(|one| same_name(&one.name) == name)
    };
    let missing = entries.iter().filter(|entry| !mentioned(&entry.name));
    let missing = missing.map(|entry| entry.name.clone()).collect();
    let member = |name: &str| {
        let before = entries.iter().find(|entry| entry.line == same_name(name));
        proposed(before, name, &called)
    };
    reply::json(&out(&list, &reading, (member, missing)))
}

fn out(
    list: &OrderList,
    reading: &Reading,
    (member, missing): (impl Fn(&str) -> Option<MemberId>, Vec<String>),
) -> ReadOut {
    let ordered = reading.ordered.iter().map(|one| ReadLine {
        line: one.at + 1,
        number: one.number,
        name: one.name.clone(),
        parts: PartOf::all(&parts(list, &one.parts)),
        note: one.note.clone(),
        member: member(&one.name).map(|member| member.to_string()),
    });
    let off =
        |one: &super::reading::Withdrawn| OffLine { line: one.at + 1, name: one.name.clone() };
    let unclear = reading.unclear.iter().map(|one| UnclearLine {
        line: one.at + 1,
        text: one.text.clone(),
        why: one.wrong.why,
        about: one.wrong.about.clone(),
    });
    ReadOut {
        revision: list.revision,
        ordered: ordered.collect(),
        withdrawn: reading.withdrawn.iter().map(off).collect(),
        unclear: unclear.collect(),
        missing,
    }
}

/// The lines as they are to be, with every wrong one by its number.
fn wanted(lines: &[NewLine]) -> Result<Vec<Wanted>> {
    let mut fields = Fields::default();
    fields.at_most("lines", lines.len(), MOST_ENTRIES);
    let mut all = Vec::with_capacity(lines.len());
    for (line, at) in lines.iter().zip(1..) {
        let mut parts = Vec::with_capacity(line.parts.len());
        for part in &line.parts {
            match part.product.parse() {
                Ok(product) => parts.push(Part { product, quantity: part.quantity }),
                Err(_) => {
                    fields.push(FieldError::new(format!("lines.{at}.parts"), "choice_invalid"));
                }
            }
        }
        let member = member(format!("lines.{at}.member"), line.member.as_deref())?;
        let (number, name) = (line.number, kernel::text::line(&line.name));
        all.push(Wanted { number, name, member, parts, note: kernel::text::line(&line.note) });
    }
    fields.check(all)
}

/// Makes orders of lines, changes them, and calls them off. What is as it was stays as it was
#[utoipa::path(
    post, path = "/api/v1/order-lists/{id}/confirmations", tag = "order lists",
    request_body = Confirmed, security(("key" = [])),
    params(("id" = String, Path, description = "orl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = TakenOut, headers(("Regulars-Position" = i64))))
)]
async fn confirm(
    key: Key<KeepOrderLists>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Confirmed>,
) -> Reply {
    let list = required(&app, &key, &id).await?;
    let once = api::once(&key, &body, &format!("order-lists/{}/confirmations", list.id))?;
    let wanted = wanted(&body.value.lines)?;
    let whose: Vec<MemberId> = wanted.iter().filter_map(|line| line.member).collect();
    let remit = key.scope.remit();
    let known = seen(&mut app.db().read().await?, (key.shop.org, remit), &whose).await?;
    let mut fields = Fields::default();
    for (line, at) in wanted.iter().zip(1..) {
        if line.member.is_some_and(|member| !known.contains_key(&member)) {
            fields.push(FieldError::new(format!("lines.{at}.member"), "choice_invalid"));
        }
    }
    fields.check(())?;
    let told = Confirmation { seen: body.value.revision, wanted, off: body.value.withdrawn };
    let run =
        async |tx: &mut Tx| actions::confirm(tx, list.id, told.clone()).await.map(TakenOut::of);
    let done = app.write(&key.scope, once, run).await?;
    api::created(done.value, done.position)
}
