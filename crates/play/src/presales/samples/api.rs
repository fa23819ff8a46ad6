//! Samples, for programs.

use ::store::Tx;
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use kernel::{
    FieldError, PresaleId, Result,
    permission::{ClaimForMembers, ViewActivities},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use value::{api, codes};
use web::{App, Body, Key, Reply, reply};

use super::{
    actions::{self, Taking},
    model::{Fate, Sample, Samples, Tasters},
    store as rows,
};
use crate::{
    activities::{self, Cost},
    presales::{Presale, api_terms::instant},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index, take))
}

fn everybody() -> Tasters {
    Tasters::Everybody
}

/// What members try before they pay for it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleSamples)]
#[serde(deny_unknown_fields)]
pub struct AtSamples {
    /// `gft_…`: a thing that is handed over without a purchase.
    #[schema(example = "gft_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    gift: String,
    #[schema(minimum = 1, maximum = 1_000_000)]
    pieces: i64,
    #[serde(default = "everybody")]
    whom: Tasters,
    /// Points that one costs; free when it is left out.
    #[serde(default)]
    cost: Option<Cost>,
    #[schema(format = DateTime)]
    from: String,
    /// At most until the pre-sale closes, or for those who reserved until the goods are there.
    #[schema(format = DateTime)]
    until: String,
    /// For so long one waits at the counter for whoever took it.
    #[schema(minimum = 1, maximum = 336)]
    hold_hours: u32,
}

impl From<Samples> for AtSamples {
    fn from(samples: Samples) -> Self {
        Self {
            gift: samples.gift.to_string(),
            pieces: samples.pieces,
            whom: samples.whom,
            cost: samples.cost,
            from: samples.from.to_string(),
            until: samples.until.to_string(),
            hold_hours: samples.hold_hours,
        }
    }
}

impl AtSamples {
    pub fn read(self) -> Result<Samples> {
        let wrong = |_| FieldError::new("sample_gift", "choice_invalid");
        Ok(Samples {
            gift: self.gift.parse().map_err(wrong)?,
            pieces: self.pieces,
            whom: self.whom,
            cost: self.cost,
            from: instant("sample_from", &self.from)?,
            until: instant("sample_until", &self.until)?,
            hold_hours: self.hold_hours,
        })
    }
}

/// One for one member.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleSample)]
struct Out {
    #[schema(example = "pss_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    presale: String,
    member: String,
    voucher: String,
    state: Fate,
    /// What was paid.
    points: i64,
    at: String,
    /// Collected before that instant, or it goes back.
    until: String,
    #[schema(required)]
    ended_at: Option<String>,
}

impl From<&Sample> for Out {
    fn from(one: &Sample) -> Self {
        Self {
            id: one.id.to_string(),
            presale: one.presale.to_string(),
            member: one.member.to_string(),
            voucher: one.voucher.to_string(),
            state: one.fate,
            points: one.points,
            at: one.at.to_string(),
            until: one.until.to_string(),
            ended_at: one.ended_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PresaleSampleList)]
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
}

/// Who wants to try it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewPresaleSample)]
#[serde(deny_unknown_fields)]
struct New {
    /// `mbr_…`
    member: String,
}

/// What somebody has now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PresaleSampled)]
struct Taken {
    #[serde(flatten)]
    sample: Out,
    /// Of its voucher.
    code: String,
    /// Samples that nobody has taken, after it.
    left: i64,
}

/// Samples that were taken of a pre-sale, the newest first
#[utoipa::path(
    get, path = "/api/v1/presales/{id}/samples", tag = "pre-sales", security(("key" = [])),
    params(Asking, ("id" = String, Path, description = "psl_…")),
    responses((status = 200, body = Outs))
)]
async fn index(
    key: Key<ViewActivities>,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Result<Query<Asking>, QueryRejection>,
) -> Reply {
    let asked = api::query(query)?;
    let id: PresaleId = api::at("activity", &id)?;
    let page = api::page(asked.limit, asked.cursor);
    let mut db = app.db().read().await?;
    let _: Presale = activities::require(&mut db, key.shop.org, id).await?;
    let found = rows::list(&mut db, key.shop.org, id, &page).await?;
    let items = found.items.iter().map(Out::from).collect();
    reply::json(&Outs { items, next_cursor: found.next_cursor })
}

/// Takes a sample for a member: `presales.no_samples`, `presales.samples_not_yet`,
/// `presales.samples_over`, `presales.samples_gone`, `presales.sample_taken`, `presales.reserve_first`,
/// `presales.too_few_points` or `presales.not_eligible`
#[utoipa::path(
    post, path = "/api/v1/presales/{id}/samples", tag = "pre-sales", request_body = New,
    security(("key" = [])),
    params(("id" = String, Path, description = "psl_…"), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Taken, headers(("Regulars-Position" = i64))))
)]
async fn take(
    key: Key<ClaimForMembers>,
    State(app): State<App>,
    Path(id): Path<String>,
    body: Body<New>,
) -> Reply {
    let presale: PresaleId = api::at("activity", &id)?;
    let once = api::once(&key, &body, &format!("presales/{presale}/samples"))?;
    let who = Taking::of(api::at("member", &body.value.member)?);
    let run = async |tx: &mut Tx| {
        let taken = actions::take(tx, &key.shop, presale, who).await?;
        let code = codes::shown(&taken.code);
        Ok(Taken { sample: Out::from(&taken.sample), code, left: taken.left })
    };
    let made = app.write(&key.scope, once, run).await?;
    api::created(made.value, made.position)
}
