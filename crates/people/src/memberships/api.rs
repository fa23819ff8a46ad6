//! Memberships for programs.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{
    Error, Fields, GroupId, MembershipId, PageRequest, Result, SeriesId, StoreId,
    permission::{ViewMembers, WelcomeMembers},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    App, Body, Key, Reply,
    reply::{self, json},
};

use super::{Membership, Why, actions, store};
use crate::{
    joining::{self, Admit, Claim, Join, Joined, Outcome, To, Who},
    links,
    members::{ConsentKind, ConsentState, NewMember, model::Typed},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, create)).routes(routes!(show, leave))
}

/// A stay in a group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Membership)]
pub struct Out {
    #[schema(example = "mbs_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: String,
    group: String,
    series: String,
    store: Option<String>,
    link: Option<String>,
    source: String,
    staff: Option<String>,
    joined_at: String,
    left_at: Option<String>,
    /// `own`, `shop`, `moved`, `erased`.
    left_why: Option<String>,
}

impl From<Membership> for Out {
    fn from(stay: Membership) -> Self {
        Self {
            id: stay.id.to_string(),
            member: stay.member.to_string(),
            group: stay.group.to_string(),
            series: stay.series.to_string(),
            store: stay.store.map(|id| id.to_string()),
            link: stay.link.map(|id| id.to_string()),
            source: stay.source,
            staff: stay.staff.map(|id| id.to_string()),
            joined_at: stay.joined_at.to_string(),
            left_at: stay.left_at.map(|at| at.to_string()),
            left_why: stay.left_why.map(|why| why.word().to_owned()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Memberships)]
pub struct Listed {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    group: Option<String>,
    #[serde(flatten)]
    page: PageRequest,
}

/// Memberships, newest first, ended ones too.
#[utoipa::path(get, path = "/api/v1/memberships", tag = "memberships", security(("key" = [])),
    params(("group" = Option<String>, Query, description = "Of this group"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed)))]
async fn index(State(app): State<App>, key: Key<ViewMembers>, Query(asked): Query<Asked>) -> Reply {
    let group = match asked.group.as_deref() {
        None => None,
        Some(text) => Some(
            text.parse::<GroupId>()
                .map_err(|_| kernel::FieldError::new("group", "choice_invalid"))?,
        ),
    };
    let mut db = app.db().read().await?;
    let page = store::list(&mut db, key.scope.org(), group, &asked.page).await?.map(Out::from);
    json(&Listed { items: page.items, next_cursor: page.next_cursor })
}

/// One membership.
#[utoipa::path(get, path = "/api/v1/memberships/{membership}", tag = "memberships",
    security(("key" = [])), params(("membership" = String, Path)),
    responses((status = 200, body = Out)))]
async fn show(State(app): State<App>, key: Key<ViewMembers>, Path(id): Path<String>) -> Reply {
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound("membership"))?;
    let stay = store::require(&mut app.db().read().await?, key.scope.org(), id).await?;
    json(&Out::from(stay))
}

/// Who joins, and by what. Name either a member that is known, or a name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMembership)]
pub struct New {
    /// The code of a join link.
    link: Option<String>,
    /// Without a link: the series.
    series: Option<String>,
    /// Somebody who is known already.
    member: Option<String>,
    #[schema(max_length = 120)]
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    /// The store they are at.
    store: Option<String>,
    #[schema(minimum = -90, maximum = 90)]
    lat: Option<f64>,
    #[schema(minimum = -180, maximum = 180)]
    lon: Option<f64>,
    /// To the question of the series.
    #[serde(default)]
    answer: String,
    /// Of a purchase, where the series asks for one.
    #[serde(default)]
    receipt: String,
    /// Whether they agreed to messages.
    #[serde(default)]
    messages: bool,
}

/// What became of a wish to join.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Joined)]
pub struct Answer {
    member: String,
    /// Null while the application waits.
    membership: Option<String>,
    application: Option<String>,
    group: String,
    series: String,
    outcome: Outcome,
    /// Whether the person was not known before.
    new: bool,
    /// What was given on joining; null when nothing is.
    #[schema(value_type = Option<Object>)]
    gift: serde_json::Value,
}

impl From<Joined> for Answer {
    fn from(joined: Joined) -> Self {
        Self {
            member: joined.member.to_string(),
            membership: joined.membership.map(|id| id.to_string()),
            application: joined.application.map(|id| id.to_string()),
            group: joined.group.to_string(),
            series: joined.series.to_string(),
            outcome: joined.outcome,
            new: joined.new,
            gift: joined.gift,
        }
    }
}

/// Joins a group.
#[utoipa::path(post, path = "/api/v1/memberships", tag = "memberships", security(("key" = [])),
    params(("Idempotency-Key" = String, Header)), request_body = New,
    responses((status = 201, body = Answer, headers(("Regulars-Position" = i64)))))]
async fn create(State(app): State<App>, key: Key<WelcomeMembers>, body: Body<New>) -> Reply {
    let once = body.once_required(&key.key.id, "memberships")?;
    let to = destination(&app, &key, &body.value).await?;
    let join = wish(&body.value, to, &key.shop.country)?;
    let done = app
        .db()
        .write_once(&key.scope, &once, async |tx| {
            let wrong = |error: Error| match error {
                Error::NotFound("member") => {
                    kernel::FieldError::new("member", "choice_invalid").into()
                }
                other => other,
            };
            joining::join(tx, join).await.map_err(wrong)
        })
        .await?;
    let mut response =
        (StatusCode::CREATED, axum::Json(Answer::from(done.value.answer))).into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}

async fn destination(app: &App, key: &Key<WelcomeMembers>, value: &New) -> Result<To> {
    let wrong = |field: &'static str| Error::from(kernel::FieldError::new(field, "choice_invalid"));
    match (&value.link, &value.series) {
        (Some(code), _) => {
            let mut db = app.db().read().await?;
            let link = links::find_by_code(&mut db, key.scope.org(), code).await?;
            link.map(|link| To::Link(Box::new(link))).ok_or_else(|| wrong("link"))
        }
        (None, Some(series)) => {
            let series: SeriesId = series.parse().map_err(|_| wrong("series"))?;
            let mut db = app.db().read().await?;
            crate::series::find(&mut db, key.scope.org(), series)
                .await?
                .ok_or_else(|| wrong("series"))?;
            Ok(To::Series(series))
        }
        (None, None) => Err(kernel::FieldError::new("link", "required").into()),
    }
}

fn wish(value: &New, to: To, country: &str) -> Result<Join> {
    let mut fields = Fields::default();
    let who = match &value.member {
        Some(member) => match member.parse() {
            Ok(id) => Who::Known(id),
            Err(_) => return Err(kernel::FieldError::new("member", "choice_invalid").into()),
        },
        None => {
            let typed = Typed {
                name: value.name.as_deref().unwrap_or_default(),
                phone: value.phone.as_deref().unwrap_or_default(),
                country,
                email: value.email.as_deref().unwrap_or_default(),
                ..Typed::default()
            };
            let new = NewMember::read(&mut fields, typed);
            let state = if value.messages { ConsentState::Given } else { ConsentState::NotAsked };
            let consents =
                [(ConsentKind::Membership, ConsentState::Given), (ConsentKind::Messages, state)];
            Who::Typed(new.agreed("api", &consents))
        }
    };
    let store = match value.store.as_deref().map(str::parse::<StoreId>) {
        Some(Err(_)) => {
            fields.push(kernel::FieldError::new("store", "choice_invalid"));
            None
        }
        Some(Ok(store)) => Some(store),
        None => None,
    };
    fields.check(())?;
    Ok(Join {
        claim: Claim::Vouched,
        admit: Admit::AsRuled,
        store,
        near: value.lat.zip(value.lon).filter(|at| crate::groups::nearest::on_earth(*at)),
        answer: value.answer.clone(),
        receipt: value.receipt.clone(),
        source: value.link.is_none().then(|| "api".to_owned()),
        ..Join::new(who, to)
    })
}

/// Ends a membership; its history stays.
#[utoipa::path(delete, path = "/api/v1/memberships/{membership}", tag = "memberships",
    security(("key" = [])), params(("membership" = String, Path)),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64)))))]
async fn leave(State(app): State<App>, key: Key<WelcomeMembers>, Path(id): Path<String>) -> Reply {
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound("membership"))?;
    let done =
        app.db().write(&key.scope, async |tx| actions::leave(tx, id, Why::Shop).await).await?;
    let mut response = axum::Json(Out::from(done.value)).into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
