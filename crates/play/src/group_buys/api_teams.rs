//! Teams and places in them, for programs.

use ::store::Tx;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::IntoResponse as _,
};
use kernel::{
    BuyTeamId, FieldError, GroupBuyId, MemberId, Result,
    permission::{ClaimForMembers, ViewActivities},
};
use people::members;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::api::{self, Amount};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    asked::{self, Together},
    model::{Fate, GroupBuy, Seat, Stand, Team},
    store as rows,
    teams::{self, Joining, Seated},
    view::invitation,
};
use crate::activities;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, start))
        .routes(routes!(claim))
        .routes(routes!(show))
        .routes(routes!(join))
        .routes(routes!(leave))
}

/// People who buy together.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GroupBuyTeam)]
struct Out {
    #[schema(example = "gbt_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    group_buy: String,
    state: Stand,
    /// The page that invites into it.
    invitation: String,
    /// In it now, or when it was decided.
    people: u32,
    /// What one is, of one that was made, with the deposit.
    #[schema(required)]
    price: Option<Amount>,
    started_at: String,
    /// When it is decided, unless it is full before.
    until: String,
    #[schema(required)]
    ended_at: Option<String>,
}

impl Out {
    fn of((app, shop): (&App, &Shop), team: &Team) -> Self {
        Self {
            id: team.id.to_string(),
            group_buy: team.buy.to_string(),
            state: team.stand,
            invitation: app.url(&invitation(shop, team)),
            people: team.people,
            price: team.price.map(|price| Amount::of(shop.money(price))),
            started_at: team.started_at.to_string(),
            until: team.until.to_string(),
            ended_at: team.ended_at.map(|at| at.to_string()),
        }
    }
}

/// A member's place in a team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupBuySeat)]
struct Place {
    #[schema(example = "gbs_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    member: String,
    state: Fate,
    points: i64,
    #[schema(required)]
    deposit: Option<Amount>,
    at: String,
    /// The ticket, of a team that was made.
    #[schema(required)]
    voucher: Option<String>,
    /// Collected before that instant.
    #[schema(required)]
    until: Option<String>,
    #[schema(required)]
    ended_at: Option<String>,
}

impl Place {
    fn of(shop: &Shop, seat: &Seat) -> Self {
        Self {
            id: seat.id.to_string(),
            member: seat.member.to_string(),
            state: seat.fate,
            points: seat.points,
            deposit: (seat.deposit > 0).then(|| Amount::of(shop.money(seat.deposit))),
            at: seat.at.to_string(),
            voucher: seat.voucher.map(|id| id.to_string()),
            until: seat.until.map(|at| at.to_string()),
            ended_at: seat.ended_at.map(|at| at.to_string()),
        }
    }
}

/// A team, and who is in it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupBuyTeamWithSeats)]
struct Whole {
    #[serde(flatten)]
    team: Out,
    seats: Vec<Place>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupBuyTeams)]
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
    /// `open`, `made`, `failed` or `left`
    #[serde(default)]
    state: Option<String>,
}

/// Who wants a place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewGroupBuySeat)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
}

/// Who wants a place, and in which team.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewGroupBuyClaim)]
#[serde(deny_unknown_fields)]
struct NewClaim {
    /// `mbr_…`
    member: String,
    /// `gbt_…`; one of their own is started when it is left out
    #[serde(default)]
    team: Option<String>,
}

/// What somebody has now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GroupBuySeated)]
struct Taken {
    #[schema(example = "gbs_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    team: Out,
    /// Places of all teams, after it.
    left: i64,
}

impl Taken {
    fn of(about: (&App, &Shop), seated: &Seated) -> Self {
        let (id, left) = (seated.seat.to_string(), seated.left);
        Self { id, team: Out::of(about, &seated.team), left }
    }
}

/// Teams of a group buy, the newest first
#[utoipa::path(
    get, path = "/api/v1/group-buys/{id}/teams", tag = "group buys", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "gbu_…")),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let id: GroupBuyId = api::at("activity", &id)?;
    let state = asked.state.as_deref().filter(|word| !word.is_empty()).map(str::parse::<Stand>);
    let state = state.transpose().map_err(|()| FieldError::new("state", "choice_invalid"))?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let _: GroupBuy = activities::require(&mut db, key.shop.org, id).await?;
    let found = rows::teams(&mut db, key.shop.org, (id, state), &page).await?;
    let items = found.items.iter().map(|team| Out::of((&app, &key.shop), team)).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// One team, and who is in it
#[utoipa::path(
    get, path = "/api/v1/group-buy-teams/{id}", tag = "group buys", security(("key" = [])),
    params(("id" = String, Path, description = "gbt_…")),
    responses((status = 200, body = Whole))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: BuyTeamId = api::at("team", &id)?;
    let mut db = app.db().read().await?;
    let team = rows::team(&mut db, key.shop.org, id).await?;
    let Together { team, people } = asked::together(&mut db, key.shop.org, team).await?;
    let seats = people.iter().map(|one| Place::of(&key.shop, &one.seat)).collect();
    reply::json(&Whole { team: Out::of((&app, &key.shop), &team), seats })
}

/// Starts a team with its first member: `group_buys.sold_out`, `group_buys.limit_reached`,
/// `group_buys.not_open`, `group_buys.closed`, `group_buys.too_few_points`,
/// `group_buys.too_little_money` or `group_buys.not_eligible`
#[utoipa::path(
    post, path = "/api/v1/group-buys/{id}/teams", tag = "group buys", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "gbu_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Taken, headers(("Regulars-Position" = i64))))
)]
async fn start(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let buy: GroupBuyId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("group-buys/{buy}/teams"))?;
    let who = Joining::of(api::at("member", &body.value.member)?);
    let run = async |tx: &mut Tx| {
        let seated = teams::start(tx, &key.shop, buy, who).await?;
        Ok(Taken::of((&app, &key.shop), &seated))
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Takes a place for a member: in the team that is named, or in one of their own
#[utoipa::path(
    post, path = "/api/v1/group-buys/{id}/claims", tag = "group buys", request_body = NewClaim,
    security(("key" = [])),
    params(("id" = String, Path, description = "gbu_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Taken, headers(("Regulars-Position" = i64))))
)]
async fn claim(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<NewClaim>,
) -> Reply {
    let buy: GroupBuyId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("group-buys/{buy}/claims"))?;
    let who = Joining::of(api::at("member", &body.value.member)?);
    let team: Option<BuyTeamId> = api::id("team", body.value.team.as_deref())?;
    let run = async |tx: &mut Tx| {
        let seated = match team {
            None => teams::start(tx, &key.shop, buy, who).await?,
            Some(team) => {
                let of = rows::team(tx, tx.org(), team).await?.buy;
                if of != buy {
                    return Err(FieldError::new("team", "choice_invalid").into());
                }
                teams::join(tx, &key.shop, team, who).await?
            }
        };
        Ok(Taken::of((&app, &key.shop), &seated))
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Takes a place in a team for a member: as for starting one, and `group_buys.team_full`,
/// `group_buys.team_over` or `group_buys.already_in`
#[utoipa::path(
    post, path = "/api/v1/group-buy-teams/{id}/seats", tag = "group buys", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "gbt_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Taken, headers(("Regulars-Position" = i64))))
)]
async fn join(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let team: BuyTeamId = api::at("team", &id)?;
    let once = api::once(&key, &body, &format!("group-buy-teams/{team}/seats"))?;
    let who = Joining::of(api::at("member", &body.value.member)?);
    let run = async |tx: &mut Tx| {
        let seated = teams::join(tx, &key.shop, team, who).await?;
        Ok(Taken::of((&app, &key.shop), &seated))
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}

/// Takes a member out of a team that is not decided; what was paid goes back: `group_buys.not_in`,
/// `group_buys.team_over`
#[utoipa::path(
    delete, path = "/api/v1/group-buy-teams/{id}/seats/{member}", tag = "group buys",
    security(("key" = [])),
    params(
        ("id" = String, Path, description = "gbt_…"),
        ("member" = String, Path, description = "mbr_…")
    ),
    responses((status = 204, headers(("Regulars-Position" = i64))))
)]
async fn leave(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path((id, member)): Path<(String, String)>,
) -> Reply {
    let team: BuyTeamId = api::at("team", &id)?;
    let member: MemberId = api::at("member", &member)?;
    let run = async |tx: &mut Tx| {
        let member = members::require(tx, tx.org(), member).await?.id;
        teams::leave(tx, team, member).await.map(drop)
    };
    let done = app.db().write(&key.scope, run).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    reply::place(&mut response, done.position);
    Ok(response)
}
