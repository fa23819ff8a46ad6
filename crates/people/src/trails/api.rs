//! The trail for programs.

use axum::extract::{Query, State, rejection::QueryRejection};
use kernel::{Error, FieldError, Fields, PageRequest, permission::ViewTrail};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply, trail::Entry};

use super::reading::{self as rows, Days, Filter};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index))
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
    /// The id of the thing that was changed
    #[serde(default)]
    subject: Option<String>,
    /// The person who changed it, `stf_…`
    #[serde(default)]
    staff: Option<String>,
    /// The beginning of the word for what was done, such as `stores`
    #[serde(default)]
    what: Option<String>,
    /// The first day, as `2026-11-22`, in the brand's time zone
    #[serde(default)]
    from: Option<String>,
    /// The last day
    #[serde(default)]
    to: Option<String>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrailEntry)]
struct Out {
    #[schema(example = "trl_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    /// RFC 3339, UTC.
    at: String,
    /// The id of who acted, or `visitor`, or `system`.
    actor: String,
    #[schema(example = "stores.changed")]
    what: String,
    subject: String,
    /// What it was; null when it was not there.
    before: serde_json::Value,
    /// What it became; null when it is gone.
    after: serde_json::Value,
}

impl From<Entry> for Out {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id.to_string(),
            at: entry.at.to_string(),
            actor: entry.actor.to_string(),
            what: entry.what,
            subject: entry.subject,
            before: entry.before,
            after: entry.after,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Trail)]
struct Outs {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

/// Who changed what, newest first
#[utoipa::path(
    get, path = "/api/v1/trail", tag = "trail", params(Asking), security(("key" = [])),
    responses(
        (status = 200, body = Outs),
    )
)]
async fn index(
    key: Key<ViewTrail>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    let page = PageRequest { limit: asking.limit, cursor: asking.cursor };
    let person = asking.staff.map(|raw| raw.parse()).transpose();
    let person = person.map_err(|_| FieldError::new("staff", "choice_invalid"))?;
    let typed = |day: &Option<String>| day.clone().unwrap_or_default();
    let (from, to) = (typed(&asking.from), typed(&asking.to));
    let mut fields = Fields::default();
    let days = Days::typed(&mut fields, (&from, &to), &key.shop.zone);
    let filter =
        fields.check(Filter { subject: asking.subject, person, what: asking.what, days })?;
    let found = rows::list(&mut app.db().read().await?, key.shop.org, &filter, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}
