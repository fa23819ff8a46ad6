//! Playbooks for programs: which there are, and each as the file that it is.

use axum::{
    extract::Path,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse as _,
};
use kernel::{Error, permission::ViewGroups};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::model::{Demand, Playbook, Purpose, Text};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index)).routes(routes!(show))
}

/// A kind of shop's whole plan, in short.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Playbook)]
struct Out {
    #[schema(example = "fresh-food")]
    id: String,
    version: String,
    trade: String,
    demand: Demand,
    purpose: Purpose,
    name: Text,
    summary: Text,
    positioning: Text,
    promise: Text,
    /// Seats of a group.
    capacity: i64,
    /// Useful and selling posts of one week.
    useful_posts: usize,
    selling_posts: usize,
}

impl From<&Playbook> for Out {
    fn from(playbook: &Playbook) -> Self {
        let (useful_posts, selling_posts) = playbook.balance();
        Self {
            id: playbook.id.clone(),
            version: playbook.version.clone(),
            trade: playbook.trade.clone(),
            demand: playbook.demand,
            purpose: playbook.purpose,
            name: playbook.name.clone(),
            summary: playbook.summary.clone(),
            positioning: playbook.positioning.clone(),
            promise: playbook.promise.clone(),
            capacity: playbook.capacity,
            useful_posts,
            selling_posts,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Playbooks)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// The playbooks that a series can be opened from
#[utoipa::path(
    get, path = "/api/v1/playbooks", tag = "playbooks",
    responses((status = 200, body = Outs)), security(("key" = []))
)]
async fn index(_: Key<ViewGroups>) -> Reply {
    reply::json(&Outs { items: super::all().iter().map(Out::from).collect(), next_cursor: None })
}

/// The whole plan as the TOML file that it is: to read, change and check with `regulars playbook lint`
#[utoipa::path(
    get, path = "/api/v1/playbooks/{id}", tag = "playbooks",
    params(("id" = String, Path, description = "`fresh-food`")),
    responses((status = 200, body = String, content_type = "application/toml")),
    security(("key" = []))
)]
async fn show(_: Key<ViewGroups>, Path(id): Path<String>) -> Reply {
    let file = super::file(&id).ok_or(Error::NotFound("playbook"))?;
    let name = format!("attachment; filename=\"{id}.toml\"");
    let head = [(CONTENT_TYPE, "application/toml".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((head, file).into_response())
}
