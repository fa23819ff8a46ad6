//! Saying what birthdays bring.

use ::store::{EventRow, Future, NewJob, Tx};
use kernel::{FieldError, Fields, Result};
use people::events::MemberErased;
use web::trail;

use super::{giving, model::Plan, store};
use crate::{gifts, tiers};

/// Keeps the plan. Gifts that were given stay; whose birthday is near gets theirs within the hour.
pub async fn keep(tx: &mut Tx, plan: Plan) -> Result<()> {
    let plan = plan.checked()?;
    known(tx, &plan).await?;
    let before = store::plan(tx, tx.org()).await?;
    if before == plan {
        return Ok(());
    }
    store::keep(tx, &plan).await?;
    tx.enqueue(NewJob::at(giving::GIVE, "hourly", tx.now(), &())?);
    trail::note(tx, "birthdays.planned", tx.org(), &before, &plan).await
}

/// Gifts and tiers are this shop's.
async fn known(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let (org, mut fields) = (tx.org(), Fields::default());
    if let Some(gift) = plan.gift
        && gifts::find(tx, org, gift).await?.is_none()
    {
        fields.push(FieldError::new("gift", "choice_invalid"));
    }
    let ladders = tiers::ladders(tx, org).await?;
    let all: Vec<_> = ladders.into_values().flatten().filter_map(|(_, ladder)| ladder).collect();
    for (at, one) in plan.tiers.iter().enumerate() {
        let here = |field: &str| format!("tiers.{}.{field}", at + 1);
        if gifts::find(tx, org, one.gift).await?.is_none() {
            fields.push(FieldError::new(here("gift"), "choice_invalid"));
        }
        if !all.iter().any(|ladder| ladder.tiers.iter().any(|tier| tier.id == Some(one.tier))) {
            fields.push(FieldError::new(here("tier"), "choice_invalid"));
        }
    }
    fields.check(())
}

/// Somebody was erased: what they were given stays, the days that tell their birthday go.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<MemberErased>() {
            Some(gone) => store::forget(tx, gone.member).await,
            None => Ok(()),
        }
    })
}
