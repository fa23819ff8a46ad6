//! Messages for programs.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{
    Error, GroupId, MessageId, PageRequest, Result,
    permission::{ModerateFeed, PostFeed, ReadFeed},
};
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{
    App, Body, Key, Reply,
    reply::{self, json},
};

use super::{
    actions,
    model::{Card, Message, NewMessage},
    store as rows,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(remove))
}

/// Something said in a group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedMessage)]
pub struct Out {
    #[schema(example = "msg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    group: String,
    at: String,
    /// `staff`, `member` or `assistant`.
    author: String,
    member: Option<String>,
    staff: Option<String>,
    /// Empty when the message was taken out.
    text: String,
    /// `notice`, `gift` or `welcome`; none for plain words.
    card: Option<String>,
    title: Option<String>,
    /// The post of the programme that it brought.
    post: Option<String>,
    removed: Option<RemovedOut>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedRemoval)]
pub struct RemovedOut {
    at: String,
    /// Empty when its author took it back.
    reason: String,
}

impl From<Message> for Out {
    fn from(message: Message) -> Self {
        let (card, title) = match message.card {
            Some(Card::Notice { title }) => (Some("notice"), Some(title)),
            Some(Card::Gift { title }) => (Some("gift"), Some(title)),
            Some(Card::Welcome { .. }) => (Some("welcome"), None),
            None => (None, None),
        };
        let gone = message.removed.is_some();
        Self {
            id: message.id.to_string(),
            group: message.group.to_string(),
            at: message.at.to_string(),
            author: message.author.word().to_owned(),
            member: message.author.member().map(|id| id.to_string()),
            staff: message.author.staff().map(|id| id.to_string()),
            text: if gone { String::new() } else { message.text },
            card: card.map(str::to_owned),
            title,
            post: message.post.map(|id| id.to_string()),
            removed: message
                .removed
                .map(|gone| RemovedOut { at: gone.at.to_string(), reason: gone.reason }),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedMessages)]
pub struct Listed {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

/// What the program says; it is labelled as the assistant's.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewFeedMessage)]
#[serde(deny_unknown_fields)]
pub struct New {
    #[serde(default)]
    #[schema(max_length = 2000)]
    text: String,
    card: Option<CardIn>,
}

/// What stands out about it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewFeedCard)]
#[serde(deny_unknown_fields)]
pub struct CardIn {
    kind: CardKind,
    #[schema(min_length = 1, max_length = 80)]
    title: String,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[schema(as = FeedCardKind)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    Notice,
    Gift,
}

fn group_of(text: &str) -> Result<GroupId> {
    text.parse().map_err(|_| Error::NotFound("group"))
}

/// Messages of a group, newest first.
#[utoipa::path(get, path = "/api/v1/groups/{id}/messages", tag = "messages", security(("key" = [])),
    params(("id" = String, Path), ("limit" = Option<u32>, Query, minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed)))]
async fn index(
    State(app): State<App>,
    key: Key<ReadFeed>,
    Path(id): Path<String>,
    Query(asked): Query<PageRequest>,
) -> Reply {
    let mut db = app.db().read().await?;
    let group = actions::readable(&mut db, &key.scope, group_of(&id)?).await?;
    let before: Option<Uuid> = asked.after()?;
    let page = rows::page(
        &mut db,
        key.scope.org(),
        group.id,
        before.map(MessageId::from_uuid),
        asked.limit()?,
    )
    .await?
    .map(Out::from);
    json(&Listed { items: page.items, next_cursor: page.next_cursor })
}

/// Says something in a group, as the assistant.
#[utoipa::path(post, path = "/api/v1/groups/{id}/messages", tag = "messages", security(("key" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = New,
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))))]
async fn create(
    State(app): State<App>,
    key: Key<PostFeed>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let group = group_of(&id)?;
    let once = body.once(&key.key.id, &format!("groups/{group}/messages"))?;
    let card = body.value.card.clone().map(|card| match card.kind {
        CardKind::Notice => Card::Notice { title: card.title },
        CardKind::Gift => Card::Gift { title: card.title },
    });
    let new = NewMessage { text: body.value.text.clone(), card, picture: None };
    let say = async |tx: &mut Tx| actions::post(tx, group, new).await;
    let said = app.write(&key.scope, once, say).await?;
    let message = rows::require(&mut app.db().read().await?, key.scope.org(), said.value).await?;
    let written = store::Written { value: Out::from(message), position: said.position };
    reply::written(StatusCode::CREATED, &written)
}

#[derive(Debug, Deserialize)]
struct Why {
    #[serde(default)]
    reason: String,
}

/// Takes a message out with a reason that everybody reads. Doing so again changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/messages/{message}", tag = "messages",
    security(("key" = [])),
    params(("id" = String, Path), ("message" = String, Path),
        ("reason" = String, Query, min_length = 1, max_length = 200)),
    responses((status = 204, headers(("Regulars-Position" = i64)))))]
async fn remove(
    State(app): State<App>,
    key: Key<ModerateFeed>,
    Path((id, message)): Path<(String, String)>,
    Query(why): Query<Why>,
) -> Reply {
    let group = group_of(&id)?;
    let message: MessageId = message.parse().map_err(|_| Error::NotFound("message"))?;
    let done = app
        .db()
        .write(&key.scope, async |tx| actions::remove(tx, group, message, &why.reason).await)
        .await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
