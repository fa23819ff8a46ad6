//! To-dos for programs: a bot that can send somewhere takes them from here and says when it has.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{
    Error, FieldError, GroupId, PageRequest, Result, Time, TodoId,
    permission::{PostFeed, ReadFeed},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    App, Key, Reply,
    reply::{self, json},
};

use super::{
    actions,
    model::{Todo, day_text},
    store as rows,
};
use crate::posts::{self, Post};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index)).routes(routes!(complete, reopen))
}

/// A text to bring to one group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Todo)]
pub struct Out {
    #[schema(example = "tdo_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    group: String,
    slot: String,
    post: String,
    /// The local day, `2026-03-02`.
    day: String,
    due_at: String,
    expires_at: String,
    /// `waiting`, `done` (somebody says so) or `posted` (it stands in our feed).
    state: String,
    done_at: Option<String>,
    title: String,
    /// As it is to be sent, with the post's link in it.
    text: String,
    link: String,
    /// The six characters for where links are blocked.
    code: String,
    /// Devices and days that opened the link.
    opened: i64,
    /// People who came, bought, redeemed or joined soon after opening it.
    claims: i64,
}

fn out(app: &App, shop: &web::Shop, todo: Todo, post: &Post) -> Out {
    let link = app.url(&shop.href(&post.path()));
    Out {
        id: todo.id.to_string(),
        group: todo.group.to_string(),
        slot: todo.slot.to_string(),
        post: todo.post.to_string(),
        day: todo.day,
        due_at: todo.due_at.to_string(),
        expires_at: todo.expires_at.to_string(),
        state: todo.state.word().to_owned(),
        done_at: todo.done_at.map(|at| at.to_string()),
        title: post.title.clone(),
        text: post.words(&link),
        link,
        code: post.code.clone(),
        opened: post.opened,
        claims: post.claims,
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Todos)]
pub struct Listed {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    day: Option<String>,
    group: Option<String>,
    #[serde(flatten)]
    page: PageRequest,
}

/// A day's to-dos by their times: those that were done and those that are still worth doing.
#[utoipa::path(get, path = "/api/v1/todos", tag = "todos", security(("key" = [])),
    params(("day" = Option<String>, Query, description = "A local day such as 2026-03-02; today when left out"),
        ("group" = Option<String>, Query),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed)))]
async fn index(State(app): State<App>, key: Key<ReadFeed>, Query(asked): Query<Asked>) -> Reply {
    let (org, now) = (key.scope.org(), app.now());
    let day = match asked.day.as_deref() {
        None => day_text(now.date(&key.shop.zone)),
        Some(text) => {
            day_text(text.parse().map_err(|_| Error::from(FieldError::new("day", "date_invalid")))?)
        }
    };
    let limit = asked.page.limit()? as usize;
    let after: Option<(Time, TodoId)> = asked.page.after()?;
    let mut db = app.db().read().await?;
    let mut todos = match asked.group.as_deref() {
        None => rows::of_day(&mut db, org, &day).await?,
        Some(text) => {
            let group: GroupId = text
                .parse()
                .map_err(|_| Error::from(FieldError::new("group", "choice_invalid")))?;
            rows::of_group(&mut db, org, &day, group).await?
        }
    };
    todos.retain(|todo| todo.shows(now) && after.is_none_or(|at| (todo.due_at, todo.id) > at));
    let more = todos.len() > limit;
    todos.truncate(limit);
    let last = todos.last().map(|todo| (todo.due_at, todo.id));
    let next_cursor = last.filter(|_| more).map(|key| kernel::Cursor::write(&key));
    let ids: Vec<_> = todos.iter().map(|todo| todo.post).collect();
    let posts = posts::of_ids(&mut db, org, &ids).await?;
    let items = todos
        .into_iter()
        .filter_map(|todo| {
            let post = posts.iter().find(|post| post.id == todo.post)?;
            Some(out(&app, &key.shop, todo, post))
        })
        .collect();
    json(&Listed { items, next_cursor })
}

fn wanted(text: &str) -> Result<TodoId> {
    text.parse().map_err(|_| Error::NotFound("todo"))
}

async fn answer<P>(
    app: &App,
    key: &Key<P>,
    id: TodoId,
    (status, position): (StatusCode, i64),
) -> Reply {
    let mut db = app.db().read().await?;
    let todo = rows::require(&mut db, key.scope.org(), id).await?;
    let post = posts::require(&mut db, key.scope.org(), todo.post).await?;
    let body = axum::Json(out(app, &key.shop, todo, &post));
    let mut response = (status, body).into_response();
    reply::place(&mut response, position);
    Ok(response)
}

/// Says that it was brought to its group. Saying so again changes nothing.
#[utoipa::path(post, path = "/api/v1/todos/{id}/completion", tag = "todos", security(("key" = [])),
    params(("id" = String, Path)),
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))))]
async fn complete(State(app): State<App>, key: Key<PostFeed>, Path(id): Path<String>) -> Reply {
    let id = wanted(&id)?;
    let done = app.db().write(&key.scope, async |tx| actions::complete(tx, id).await).await?;
    answer(&app, &key, id, (StatusCode::CREATED, done.position)).await
}

/// Takes that back: it waits again.
#[utoipa::path(delete, path = "/api/v1/todos/{id}/completion", tag = "todos", security(("key" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64)))))]
async fn reopen(State(app): State<App>, key: Key<PostFeed>, Path(id): Path<String>) -> Reply {
    let id = wanted(&id)?;
    let done = app.db().write(&key.scope, async |tx| actions::reopen(tx, id).await).await?;
    answer(&app, &key, id, (StatusCode::OK, done.position)).await
}
