//! `/api/v1/figures`.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use kernel::{FieldError, permission::ViewFigures};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::{filter::Asked, store};
use crate::facts::model::{By, Day, Kind};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Asking {
    /// `day`, `store`, `group`, `source`, `link`, `staff` or `gift`
    #[serde(default)]
    #[param(example = "source")]
    by: Option<String>,
    /// First day, `2026-03-01`
    #[serde(default)]
    from: Option<String>,
    /// Last day, inclusive; today when not given
    #[serde(default)]
    to: Option<String>,
    /// So many days up to `to`; 30 when neither it nor `from` is given
    #[serde(default)]
    days: Option<String>,
    #[serde(default)]
    store: Option<String>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    link: Option<String>,
    #[serde(default)]
    staff: Option<String>,
    #[serde(default)]
    gift: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Figures {
    /// First and last day that were summed.
    from: String,
    to: String,
    /// The currency of all amounts.
    currency: String,
    items: Vec<FigureLine>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FigureLine {
    /// The day, source word or id of the thing; empty for nobody and nowhere.
    key: String,
    /// Count by kind of fact: `join`, `visit`, `redemption`, `purchase`, `first_purchase`, …
    counts: BTreeMap<String, i64>,
    /// What was paid, in minor units.
    purchases: i64,
    /// What redeemed gifts cost, in minor units.
    cost: i64,
}

/// Sums of facts over days, broken down
#[utoipa::path(
    get,
    path = "/api/v1/figures",
    tag = "figures",
    params(Asking),
    responses(
        (status = 200, body = Figures),
    )
)]
async fn list(
    key: Key<ViewFigures>,
    State(app): State<App>,
    query: Result<Query<Asking>, axum::extract::rejection::QueryRejection>,
) -> Reply {
    let Query(asking) = query.map_err(|_| kernel::Error::Malformed("request.query"))?;
    let by: By = match asking.by.as_deref() {
        None => By::Day,
        Some(by) => by.parse().map_err(|()| FieldError::new("by", "choice_invalid"))?,
    };
    let asked = Asked {
        from: asking.from,
        to: asking.to,
        days: asking.days,
        store: asking.store,
        group: asking.group,
        link: asking.link,
        staff: asking.staff,
        gift: asking.gift,
        source: asking.source,
    };
    let filter = asked.understand(&key.scope, Day::of(app.now(), &key.shop.zone))?;
    let mut reader = app.db().read().await?;
    let lines = store::breakdown(&mut reader, key.shop.org, by, &filter).await?;
    let items = lines.into_iter().map(|line| {
        let counts = Kind::ALL.iter().map(|kind| (kind.to_string(), line.sums.of(*kind).count));
        FigureLine {
            counts: counts.filter(|(_, count)| *count != 0).collect(),
            purchases: line.sums.of(Kind::Purchase).amount,
            cost: line.sums.of(Kind::Redemption).amount,
            key: outside(by, &line.key),
        }
    });
    reply::json(&Figures {
        from: filter.from.date().to_string(),
        to: filter.to.date().to_string(),
        currency: key.shop.currency.code().to_owned(),
        items: items.collect(),
    })
}

/// The key as the API names things.
fn outside(by: By, key: &str) -> String {
    let prefix = match by {
        By::Store => "sto",
        By::Group => "grp",
        By::Link => "lnk",
        By::Staff => "stf",
        By::Gift => "gft",
        By::Source => return key.to_owned(),
        By::Day => {
            return key.parse().map_or_else(|_| key.to_owned(), |day| Day(day).date().to_string());
        }
    };
    match key.parse::<uuid::Uuid>() {
        Ok(id) if !id.is_nil() => {
            format!("{prefix}_{}", kernel::Id::<kernel::kinds::Job>::from_uuid(id).bare())
        }
        _ => String::new(),
    }
}
