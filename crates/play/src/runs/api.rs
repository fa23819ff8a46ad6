//! The run of an activity of whatever kind, for programs.

use ::store::{Read, Tx};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{
    Error, FieldError, Fields, Result, Time,
    ids::Kind as _,
    kinds,
    permission::{ManageActivities, ViewActivities},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{api, words::Words};
use web::{
    App, Body, Key, Reply, Shop,
    reply::{self, json},
};

use crate::activities::{
    self,
    run::{self, Changed, Kept, Line, Moment, Runs},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, change))
}

/// What groups are told of an activity.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ActivityRun)]
struct Out {
    /// Whether it is switched off: nothing comes into a host's day.
    off: bool,
    moments: Vec<OutMoment>,
}

/// One text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ActivityRunMoment)]
struct OutMoment {
    moment: Moment,
    due_at: String,
    /// From then on it is worth nothing, and is sent nowhere.
    expires_at: String,
    title: Words,
    /// With `{link}` in place of each group's own link; empty while it is made of what has not happened yet.
    text: Words,
    /// Moved, or written by hand.
    changed: bool,
    left_out: bool,
}

impl OutMoment {
    fn of(line: Line) -> Self {
        Self {
            moment: line.moment,
            due_at: line.window.due_at.to_string(),
            expires_at: line.window.expires_at.to_string(),
            title: line.title,
            text: line.text,
            changed: line.changed,
            left_out: line.left_out,
        }
    }
}

/// What a run should be. A moment that is not named is as it comes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActivityRunChange)]
struct Wanted {
    #[serde(default)]
    off: bool,
    #[serde(default)]
    #[schema(max_items = 5)]
    moments: Vec<WantedMoment>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActivityRunMomentChange)]
struct WantedMoment {
    moment: Moment,
    /// Another hour; left out, the one that follows from the activity.
    #[serde(default)]
    at: Option<String>,
    /// Another text; a language without one has the text that is made.
    #[serde(default)]
    text: Words,
    #[serde(default)]
    left_out: bool,
}

impl Wanted {
    fn kept(self) -> Result<Kept> {
        let mut fields = Fields::default();
        let mut kept = Kept { off: self.off, ..Kept::default() };
        for one in self.moments {
            let at = one.at.map(|text| (Time::parse(&text), text));
            if let Some((None, _)) = at {
                let field = format!("at_{}", one.moment.word());
                fields.push(FieldError::new(field, "instant_invalid"));
            }
            let at = at.and_then(|(at, _)| at);
            kept.moments.insert(one.moment, Changed { at, text: one.text, left_out: one.left_out });
        }
        fields.check(kept)
    }
}

async fn one<R: Runs>(db: &mut impl Read, shop: &Shop, text: &str) -> Result<Out> {
    let id = api::at::<R>("activity", text)?;
    let activity = activities::require(db, shop.org, id).await?;
    let facts = R::facts(db, shop, activity.clone()).await?;
    let kept = run::kept(db, shop, id).await?;
    let told = run::written(db, shop, (&activity, &facts, &kept)).await?;
    Ok(Out { off: told.off, moments: told.lines.into_iter().map(OutMoment::of).collect() })
}

async fn put<R: Runs>(tx: &mut Tx, shop: &Shop, text: &str, kept: Kept) -> Result<Out> {
    run::change(tx, shop, api::at::<R>("activity", text)?, kept).await?;
    one::<R>(tx, shop, text).await
}

fn prefix(text: &str) -> &str {
    text.split('_').next().unwrap_or_default()
}

/// What groups are told of an activity before, during and after it.
#[utoipa::path(
    get, path = "/api/v1/activities/{id}/run", tag = "activities", security(("key" = [])),
    params(("id" = String, Path, description = "Of an activity of any kind")),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewActivities>, State(app): State<App>, Path(id): Path<String>) -> Reply {
    let mut db = app.db().read().await?;
    let (db, shop) = (&mut db, &key.shop);
    json(&match prefix(&id) {
        kinds::FlashSale::PREFIX => one::<kinds::FlashSale>(db, shop, &id).await?,
        kinds::GroupBuy::PREFIX => one::<kinds::GroupBuy>(db, shop, &id).await?,
        kinds::Presale::PREFIX => one::<kinds::Presale>(db, shop, &id).await?,
        kinds::Raffle::PREFIX => one::<kinds::Raffle>(db, shop, &id).await?,
        kinds::RedPacket::PREFIX => one::<kinds::RedPacket>(db, shop, &id).await?,
        _ => return Err(Error::NotFound("activity").into()),
    })
}

/// Changes hours and texts, leaves moments out, or switches the run off. What went out stays as it was.
#[utoipa::path(
    put, path = "/api/v1/activities/{id}/run", tag = "activities", request_body = Wanted,
    security(("key" = [])), params(("id" = String, Path, description = "Of an activity of any kind")),
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64))))
)]
async fn change(
    key: Key<ManageActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<Wanted>,
) -> Reply {
    let kept = body.value.kept()?;
    let shop = &key.shop;
    let set = async |tx: &mut Tx| match prefix(&id) {
        kinds::FlashSale::PREFIX => put::<kinds::FlashSale>(tx, shop, &id, kept).await,
        kinds::GroupBuy::PREFIX => put::<kinds::GroupBuy>(tx, shop, &id, kept).await,
        kinds::Presale::PREFIX => put::<kinds::Presale>(tx, shop, &id, kept).await,
        kinds::Raffle::PREFIX => put::<kinds::Raffle>(tx, shop, &id, kept).await,
        kinds::RedPacket::PREFIX => put::<kinds::RedPacket>(tx, shop, &id, kept).await,
        _ => Err(Error::NotFound("activity")),
    };
    reply::written(StatusCode::OK, &app.db().write(&key.scope, set).await?)
}
