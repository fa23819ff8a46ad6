//! Staff for programs: to read, so that the ids in other answers have names. People are invited and
//! given their roles by people.

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    Error, FieldError, GroupId, PageRequest, Role, StaffId, StoreId, Time, permission::ViewStaff,
    scope::Remit,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::{
    model::Person,
    store::{self as rows, Filter},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index)).routes(routes!(show))
}

/// Somebody who works for the brand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StaffPerson)]
struct Out {
    #[schema(value_type = String, example = "stf_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: StaffId,
    name: String,
    /// Null for people who only stand at a counter.
    #[schema(required)]
    email: Option<String>,
    /// `owner`, `operator`, `area_lead`, `manager`, `assistant`, `cashier`, `host`, `moderator`,
    /// `opinion_leader` or `agent`.
    #[schema(value_type = String, example = "host")]
    role: Role,
    /// The stores they work for, with all their groups. Null: not narrowed to stores.
    #[schema(value_type = Option<Vec<String>>, required)]
    stores: Option<Vec<StoreId>>,
    /// The only groups they work for. Null: not narrowed to groups.
    #[schema(value_type = Option<Vec<String>>, required)]
    groups: Option<Vec<GroupId>>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
    /// Null: never.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    signed_in_at: Option<Time>,
    /// When they left.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    left_at: Option<Time>,
}

impl From<Person> for Out {
    fn from(person: Person) -> Self {
        let (stores, groups) = match person.remit {
            Remit::Everything => (None, None),
            Remit::Stores(stores) => (Some(stores), None),
            Remit::Groups(groups) => (None, Some(groups)),
        };
        Self {
            id: person.id,
            name: person.name,
            email: person.email,
            role: person.role,
            stores,
            groups,
            created_at: person.created_at,
            signed_in_at: person.signed_in_at,
            left_at: person.disabled_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff)]
struct Outs {
    items: Vec<Out>,
    #[schema(required)]
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asking {
    /// Part of a name or an e-mail address.
    #[serde(default)]
    q: Option<String>,
    /// Only of this role.
    #[serde(default)]
    role: Option<String>,
    /// `working`, unless set, or `left`.
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

impl Asking {
    fn filter(&self) -> kernel::Result<Filter> {
        let wrong = |field: &'static str| FieldError::new(field, "choice_invalid");
        let role = self.role.as_deref().map(|word| word.parse().map_err(|()| wrong("role")));
        let gone = match self.state.as_deref() {
            None | Some("working") => false,
            Some("left") => true,
            Some(_) => return Err(wrong("state").into()),
        };
        let words = self.q.as_deref().unwrap_or_default().chars().take(200).collect();
        Ok(Filter { words, role: role.transpose()?, gone, ..Filter::default() })
    }
}

/// The people of the brand, by name
#[utoipa::path(
    get, path = "/api/v1/staff", tag = "staff", params(Asking),
    responses((status = 200, body = Outs)), security(("key" = []))
)]
async fn index(
    key: Key<ViewStaff>,
    State(app): State<App>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| Error::Malformed("request.query"))?;
    let filter = asking.filter()?;
    let page = PageRequest { limit: asking.limit, cursor: asking.cursor };
    let found = rows::list(&mut app.db().read().await?, key.shop.org, &filter, &page).await?;
    let found = found.map(Out::from);
    reply::json(&Outs { items: found.items, next_cursor: found.next_cursor })
}

/// One person
#[utoipa::path(
    get, path = "/api/v1/staff/{id}", tag = "staff",
    params(("id" = String, Path, description = "stf_…")),
    responses((status = 200, body = Out)), security(("key" = []))
)]
async fn show(key: Key<ViewStaff>, State(app): State<App>, Path(text): Path<String>) -> Reply {
    let id: StaffId = text.parse().map_err(|_| Error::NotFound("staff"))?;
    let person = rows::require(&mut app.db().read().await?, key.shop.org, id).await?;
    reply::json(&Out::from(person))
}
