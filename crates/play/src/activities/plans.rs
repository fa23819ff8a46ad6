//! What every kind does with a plan: whether it names what there is, and how a change of it is kept.

use ::store::Tx;
use kernel::{FieldError, Fields, Result};
use people::{groups, series};
use serde::Serialize;
use value::{bills::Whom, points, tiers};
use web::{Shop, trail};

use super::{
    model::{Activity, Cost, Life, Plan, Sort},
    store,
};

/// What the plan names is this shop's: its program of points, and those whom it is for.
pub async fn named(tx: &mut Tx, shop: &Shop, plan: &Plan, fields: &mut Fields) -> Result<()> {
    let org = tx.org();
    if let Some(cost) = plan.cost {
        program(tx, shop, cost, ("program", fields)).await?;
    }
    let known = match &plan.whom {
        Whom::Members => true,
        Whom::Tiers { tiers: ids } => {
            let known = tiers::named(tx, org).await?;
            !ids.is_empty() && ids.iter().all(|id| known.iter().any(|(tier, _)| tier == id))
        }
        Whom::Groups { groups: ids } => {
            let mut all = !ids.is_empty();
            for id in ids {
                all &= groups::find(tx, org, *id).await?.is_some();
            }
            all
        }
        Whom::Series { series: ids } => {
            let known = series::list(tx, org).await?;
            !ids.is_empty() && ids.iter().all(|id| known.iter().any(|one| one.id == *id))
        }
    };
    if !known {
        fields.push(FieldError::new("whom", "choice_invalid"));
    }
    Ok(())
}

/// The program of points is this shop's.
pub async fn program(
    tx: &mut Tx,
    shop: &Shop,
    cost: Cost,
    (field, fields): (&'static str, &mut Fields),
) -> Result<()> {
    match points::require(tx, tx.org(), &shop.zone, cost.program).await {
        Ok(_) => {}
        Err(error) if error.code() == "not_found" => {
            fields.push(FieldError::new(field, "choice_invalid"));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// What the trail tells: what it is, and why it was changed.
#[derive(Serialize)]
#[serde(bound = "")]
pub struct Noted<'a, S: Sort> {
    #[serde(flatten)]
    plan: &'a Plan,
    #[serde(flatten)]
    terms: &'a S::Terms,
    state: Life,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'a, S: Sort> Noted<'a, S> {
    pub const fn of(activity: &'a Activity<S>) -> Self {
        let Activity { plan, terms, life, .. } = activity;
        Self { plan, terms, state: *life, reason: None }
    }
}

/// Keeps it as it is now, with a line in the trail of what it was before, and why.
pub async fn keep<S: Sort>(
    tx: &mut Tx,
    (was, is): (&Activity<S>, &Activity<S>),
    why: Option<&str>,
) -> Result<()> {
    store::update(tx, is).await?;
    note(tx, "changed", (was, is), why).await
}

/// A line in the trail: what was done, what it was before, and why.
pub async fn note<S: Sort>(
    tx: &mut Tx,
    what: &str,
    (was, is): (&Activity<S>, &Activity<S>),
    why: Option<&str>,
) -> Result<()> {
    let what = format!("{}.{what}", S::SLICE);
    let noted = Noted { reason: why, ..Noted::of(is) };
    trail::note(tx, &what, is.id, &Noted::of(was), &noted).await
}
