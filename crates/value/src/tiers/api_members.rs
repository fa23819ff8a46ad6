//! Where members stand, for programs.

use axum::extract::{Path, State};
use kernel::permission::ViewPoints;
use people::members;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::{
    engine::Privileges,
    reading::{Holding, holdings},
};
use crate::{api, words::Words};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index))
}

/// What it takes to reach a tier, or to keep it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TierGoal)]
struct Goal {
    #[schema(example = "tir_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    tier: String,
    /// How much more of what the ladder counts by; 0: whatever counts next will do.
    #[schema(minimum = 0)]
    need: i64,
    /// The last local day for it; null: there is none.
    #[schema(required, format = Date)]
    by: Option<String>,
}

/// From one tier to another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TierMove)]
struct Moved {
    /// The local day.
    #[schema(format = Date)]
    on: String,
    /// 0 for none, 1 for the lowest tier.
    from: usize,
    to: usize,
}

/// Where a member stands on one ladder, now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TierHolding)]
struct Out {
    #[schema(example = "prg_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    program: String,
    /// Null: none yet.
    #[schema(required, example = "tir_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    tier: Option<String>,
    #[schema(required)]
    name: Option<Words>,
    /// 0 for none, 1 for the lowest tier.
    rank: usize,
    privileges: Privileges,
    #[schema(required, format = Date)]
    since: Option<String>,
    /// The last local day; null: for ever, or no tier.
    #[schema(required, format = Date)]
    until: Option<String>,
    /// What counts today.
    score: i64,
    #[schema(required)]
    next: Option<Goal>,
    #[schema(required)]
    stay: Option<Goal>,
    /// The latest first, a hundred at most.
    moves: Vec<Moved>,
}

impl From<&Holding> for Out {
    fn from(holding: &Holding) -> Self {
        let (ladder, outlook) = (&holding.ladder, &holding.outlook);
        let id = |rank: usize| Some(ladder.tier(rank)?.id?.to_string());
        let goal = |rank, need, by: Option<jiff::civil::Date>| {
            Some(Goal { tier: id(rank)?, need, by: by.map(|day| day.to_string()) })
        };
        let moved = |step: &super::engine::Move| Moved {
            on: step.day.to_string(),
            from: step.from,
            to: step.to,
        };
        Self {
            program: holding.program.to_string(),
            tier: id(outlook.rank),
            name: holding.tier().cloned(),
            rank: outlook.rank,
            privileges: ladder.privileges(outlook.rank),
            since: outlook.since.map(|day| day.to_string()),
            until: outlook.until.map(|day| day.to_string()),
            score: outlook.score,
            next: outlook.next.and_then(|next| goal(next.rank, next.need, next.by)),
            stay: outlook.stay.and_then(|stay| goal(outlook.rank, stay.need, Some(stay.by))),
            moves: holding.moves.iter().map(moved).collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TierHoldings)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Where a member stands on every ladder, and what would change it
#[utoipa::path(
    get, path = "/api/v1/members/{member}/tiers", tag = "tiers", security(("key" = [])),
    params(("member" = String, Path, description = "mbr_…")),
    responses((status = 200, body = Outs))
)]
async fn index(key: Key<ViewPoints>, State(app): State<App>, Path(member): Path<String>) -> Reply {
    let mut db = app.db().read().await?;
    let member = members::require(&mut db, key.shop.org, api::at("member", &member)?).await?.id;
    let all = holdings(&mut db, &key.shop, app.now(), member).await?;
    reply::json(&Outs { items: all.iter().map(Out::from).collect(), next_cursor: None })
}
