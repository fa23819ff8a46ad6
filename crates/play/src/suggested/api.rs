//! Suggestions for programs: what a series' playbook suggests, each as the body with which it can be planned.

use axum::extract::{Path, State};
use kernel::{SeriesId, Time, permission::ViewActivities};
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{api, words::Words};
use web::{App, Key, Reply, Shop, reply};

use super::{
    load,
    model::{Draft, Kind, Lack, Suggestion, WELCOME},
};
use crate::{activities::Plan, presales};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index))
}

/// An activity that the playbook of a series suggests.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestion)]
struct Out {
    /// In the playbook; `welcome_draw` is the draw for whoever joins.
    #[schema(example = "friday_basket")]
    key: String,
    name: Words,
    /// Why it suits, for whoever runs the shop.
    why: Words,
    /// Where it is planned: `POST` the body there.
    #[schema(example = "/api/v1/raffles")]
    path: &'static str,
    #[schema(value_type = String, format = DateTime)]
    opens_at: Time,
    #[schema(value_type = String, format = DateTime)]
    closes_at: Time,
    lacks: Vec<Lacking>,
    /// Null while something that it lacks has to be there first.
    #[schema(required, value_type = Option<Object>)]
    body: Option<Json>,
}

/// What has to be there first (`gift`, `points`, `ticket`), or is too little to announce it (`stock`).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SuggestionLack)]
struct Lacking {
    #[schema(example = "stock")]
    what: &'static str,
    /// What the gift or the goods are called.
    name: Words,
    #[schema(required, example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    gift: Option<String>,
    #[schema(required)]
    left: Option<i64>,
    #[schema(required)]
    need: Option<i64>,
}

impl From<Lack> for Lacking {
    fn from(lack: Lack) -> Self {
        let plain = |what, name| Self { what, name, gift: None, left: None, need: None };
        match lack {
            Lack::Gift { name } => plain("gift", name),
            Lack::Points => plain("points", Words::default()),
            Lack::Ticket { goods } => plain("ticket", goods),
            Lack::Stock { gift, name, left, need } => Self {
                gift: Some(gift.to_string()),
                left: Some(left),
                need: Some(need),
                ..plain("stock", name)
            },
        }
    }
}

const fn path(kind: Kind) -> &'static str {
    match kind {
        Kind::FlashSale => "/api/v1/flash-sales",
        Kind::Raffle => "/api/v1/raffles",
        Kind::RedPacket => "/api/v1/packets",
        Kind::GroupBuy => "/api/v1/group-buys",
        Kind::Presale => "/api/v1/presales",
    }
}

impl Out {
    fn of(shop: &Shop, one: Suggestion) -> Self {
        Self {
            key: one.key.to_owned(),
            name: one.name,
            why: one.why,
            path: path(one.kind),
            opens_at: one.opens_at,
            closes_at: one.closes_at,
            lacks: one.lacks.into_iter().map(Lacking::from).collect(),
            body: one.draft.map(|draft| body(shop, draft)),
        }
    }
}

/// What is sent to plan it as it is suggested.
fn body(shop: &Shop, draft: Draft) -> Json {
    let money = |minor: i64| api::Amount::of(shop.money(minor));
    match draft {
        Draft::FlashSale(draft) => {
            let terms = json!({
                "gift": draft.terms.gift, "pieces": draft.terms.pieces,
                "hold_minutes": draft.terms.hold_minutes,
                "offer_minutes": draft.terms.offer_minutes,
            });
            together([planned(&draft.plan), limited(&draft.plan), terms])
        }
        Draft::Raffle(draft) => {
            let terms = draft.terms;
            let terms = json!({
                "style": terms.style, "prizes": terms.prizes, "free": terms.free,
                "per_purchase": terms.per_purchase.map(money), "joining": terms.joining,
                "wins": terms.wins, "least_entrants": terms.least_entrants, "input": terms.source,
                "wait_minutes": terms.wait_minutes, "collect_days": terms.collect_days,
                "unclaimed": terms.unclaimed, "plays": terms.plays,
            });
            together([planned(&draft.plan), limited(&draft.plan), terms])
        }
        Draft::RedPacket(draft) => {
            let terms = draft.terms;
            let terms = json!({
                "gives": terms.gives, "total": terms.total, "shares": terms.shares,
                "split": terms.split, "least": terms.least,
            });
            together([planned(&draft.plan), terms, Json::Null])
        }
        Draft::GroupBuy(draft) => {
            let terms = draft.terms;
            let tier = |tier: &crate::group_buys::model::Tier| json!({ "people": tier.people, "price": money(tier.each) });
            let terms = json!({
                "gift": terms.gift, "seats": terms.seats, "most": terms.most,
                "tiers": terms.tiers.iter().map(tier).collect::<Vec<_>>(),
                "team_hours": terms.team_hours, "collect_days": terms.collect_days,
                "doors": terms.doors,
            });
            together([planned(&draft.plan), limited(&draft.plan), terms])
        }
        Draft::Presale(draft) => {
            let terms = presale(&draft.terms, money);
            together([planned(&draft.plan), limited(&draft.plan), terms])
        }
    }
}

fn presale(terms: &presales::Terms, money: impl Fn(i64) -> api::Amount) -> Json {
    let window = |window: &presales::model::Window| {
        json!({
            "from": window.from.to_string(), "until": window.until.to_string(),
            "capacity": window.capacity,
        })
    };
    let early = terms.early.map(|it| json!({ "pieces": it.pieces, "price": money(it.price) }));
    json!({
        "gift": terms.gift, "pieces": terms.pieces, "price": money(terms.price), "early": early,
        "deposit": (terms.deposit > 0).then(|| money(terms.deposit)),
        "cancel_by": terms.cancel_by.to_string(), "back_days": terms.back_days,
        "after": terms.after, "ready_at": terms.ready_at.to_string(),
        "windows": terms.windows.iter().map(window).collect::<Vec<_>>(),
    })
}

fn planned(plan: &Plan) -> Json {
    json!({
        "name": plan.name, "whom": plan.whom, "opens_at": plan.opens_at.to_string(),
        "closes_at": plan.closes_at.to_string(),
    })
}

/// What a red packet has not: one share each, and it costs nothing.
fn limited(plan: &Plan) -> Json {
    json!({ "cost": plan.cost, "limits": plan.limits })
}

fn together(parts: [Json; 3]) -> Json {
    let fields = parts.into_iter().filter_map(|part| match part {
        Json::Object(fields) => Some(fields),
        _ => None,
    });
    Json::Object(fields.flatten().collect())
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestions)]
struct Outs {
    items: Vec<Out>,
    /// Always null: there are few.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// What the playbook of a series suggests: the draw for whoever joins, then its activities by when they open
#[utoipa::path(
    get, path = "/api/v1/series/{id}/suggestions", tag = "suggestions",
    params(("id" = String, Path, description = "ser_…")),
    responses((status = 200, body = Outs)), security(("key" = []))
)]
async fn index(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let id: SeriesId = api::at("series", &id)?;
    let mut db = app.db().read().await?;
    let mut found = load::of(&mut db, &key.shop, (id, app.now())).await?;
    found.sort_by_key(|one| (one.key != WELCOME, one.opens_at));
    let items = found.into_iter().map(|one| Out::of(&key.shop, one)).collect();
    reply::json(&Outs { items, next_cursor: None })
}
